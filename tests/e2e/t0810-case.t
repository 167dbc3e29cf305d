#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What is known of applications: imported, listed, shown, changed, with and without apresd.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

write_conf auto
samples=$top_srcdir/contrib/cases

ok 'a dry run says what would be new' says 0 'would be: 3 new, 0 changed, 0 unchanged' apres case import --dry-run "$samples/cases.csv"
ok 'and writes nothing' says 75 'start apresd' apres case list
ok 'import' says 0 '3 new, 0 changed, 0 unchanged' apres case import "$samples/cases.csv"
ok 'the same again changes nothing' says 0 '0 new, 0 changed, 3 unchanged' apres case import "$samples/cases.csv"
ok 'list' count 4 apres case list
ok 'list by outcome' says 0 'jo@home.example' apres case list --outcome rejected
ok 'list by address, whatever its tag' says 0 'c-1002' apres case list --address Jo+x@Home.example
ok 'no such outcome' says 64 "no outcome 'gone'" apres case list --outcome gone
id_of() { apres case list --person "$1" --json | sed 's/^{"id":\([0-9]*\),.*/\1/'; }
ok 'show' says 0 'Bicycle mechanic' apres case show "$(id_of c-1001)"
ok 'no such case' says 65 'there is no case 99' apres case show 99
ok 'a table of another system' says 0 '2 new' apres case import --map "$samples/fernwald.map" "$samples/fernwald.csv"
ok 'two name columns are one name' says 0 'Kim Adler' apres case show "$(id_of 4711)"
ok 'its words are ours' says 0 '2026-117' apres case list --stage interview --outcome none
ok 'and of yet another' says 0 '2 new' apres case import --map "$samples/tidepool.map" "$samples/tidepool.csv"
ok 'a time is its day' says 0 '"interviewed":"2026-11-20"' apres case list --person TP-88 --json

# As a spreadsheet writes it: a BOM, semicolons, CR LF; with one row at fault, and mended.
# (\357 and so on are the bytes of a BOM.)
sheet() { printf '\357\273\277person;addresses;requisition;name;stage\r\ns-1;s1@mail.example;R-6;"Ash; Jo";%s\r\ns-2;s2@mail.example;R-6;Bo;applied\r\n' "$1" >sheet.csv; }
sheet interveiw
ok 'a slip in a spreadsheet is told by line and cell' says 65 "sheet.csv:2:5: stage: 'interveiw' is not known here; allowed: applied, review, interview or decision" apres case import --by Ana sheet.csv
ok 'and recorded, by whom' sh -c 'apres audit list --json | grep "\"type\":\"case-import\"" | tail -n 1 | grep "\"outcome\":\"refused\"" | grep -q "\"by\":\"Ana\""'
sheet interview
ok 'mended it is imported' says 0 '2 new, 0 changed' apres case import --by Ana sheet.csv
ok 'which is an entry, with how much is new' sh -c 'apres audit list --json | grep "\"type\":\"case-import\"" | tail -n 1 | grep "\"outcome\":\"imported\"" | grep -q "\"new\":2"'
ok 'a semicolon within quotes is none' says 0 'Ash; Jo' apres case show "$(id_of s-1)"

# A law that the policy does not have.
printf 'person,requisition,addresses,jurisdiction\nm-1,R-7,m1@mail.example,mars\nm-2,R-7,m2@mail.example,\nm-3,R-7,m3@mail.example,venus\n' >mars.csv
ok 'a place whose law the policy does not have is told by line' says 0 "mars.csv:2: warning: jurisdiction: the policy has no law of 'mars'" apres case import --dry-run mars.csv
ok 'each' says 0 "mars.csv:4: warning: jurisdiction: the policy has no law of 'venus', so mail of this case is held; it has none" apres case import --dry-run mars.csv
ok 'and no others' not sh -c 'apres case import --dry-run mars.csv 2>&1 | grep mars.csv:3'
cp policy.xml policy.old
sed -i 's|<use pack="standard"/>|& <use pack="uk"/>|' policy.xml
ok 'with those that it has' says 0 'it has uk' apres case import --dry-run mars.csv
mv policy.old policy.xml
awk 'BEGIN { print "person,requisition,addresses,jurisdiction"; for (i = 0; i < 15; i++) print "q" i ",R-7,q" i "@mail.example,mars" }' >mars.csv
ok 'the first ten, and how many more' says 0 'mars.csv: warning: 5 more rows' apres case import --dry-run mars.csv

# Nothing of a file with a fault.
{ cat "$samples/cases.csv"; echo 'c-1003,R-1,N,n@mail.example,,,,,,,,,,,,,,,'; } >good.csv
{ cat good.csv; echo 'c-1004,R-1,O,o@mail.example,,,,,yesterday,,,,,,,,,,'; } >bad.csv
ok 'a fault is told by line and cell' says 65 "bad.csv:6:9: outcome-date: 'yesterday' is no day" apres case import bad.csv
ok 'and how many, when all are shown' grep -qx 'apres: bad.csv: 1 fault; nothing was imported' .says
ok 'nothing of it is imported' says 0 'no such case' apres case list --person c-1003
refused() { apres audit list --json | grep '"type":"case-import"' | grep '"outcome":"refused"'; }
ok 'that it was refused is recorded' count 2 refused
ok 'a dry run is not' sh -c 'apres case import --dry-run bad.csv; [ "$(apres audit list --json | grep case-import | grep -c refused)" -eq 2 ]'
ok 'a missing file' says 75 'No such file' apres case import none.csv
ok 'a missing mapping' says 78 'none.map' apres case import --map none.map good.csv

ok 'set needs a name' says 64 'say who says so' apres case set "$(id_of c-1001)" stage=decision
ok 'set needs a field' says 64 "no field 'stge'" apres case set --by Ana "$(id_of c-1001)" stge=decision
ok 'the key stays' says 64 'cannot be changed' apres case set --by Ana "$(id_of c-1001)" person=x
ok 'a value that may not be' says 65 'stage:' apres case set --by Ana "$(id_of c-1001)" stage=final
ok 'told by phone' says 0 'recorded' apres case set --by Ana "$(id_of c-1001)" outcome=rejected outcome-channel=call
ok 'on the day it is recorded' says 0 'outcome-date     2026-11-24' apres case show "$(id_of c-1001)"
ok 'an import does not take it back' says 0 '0 new, 0 changed' apres case import "$samples/cases.csv"
ok 'it is still so' says 0 'outcome          rejected' apres case show "$(id_of c-1001)"
ok 'a person takes it back' says 0 'recorded' apres case set --by Ana "$(id_of c-1001)" outcome=none outcome-channel= outcome-date=
ok 'and the login' sh -c 'apres audit list --json | grep "\"type\":\"case\"" | tail -n 1 | grep -q "\"login\":\"$(id -un)\""'
ok 'the log has who, and which fields' sh -c 'apres audit list --json | grep "\"type\":\"case\"" | tail -n 1 | grep -q "\"by\":\"Ana\""'

start_apresd || exit 99
ok 'import through apresd' says 0 '1 new, 0 changed' apres case import good.csv
ok 'set through apresd' says 0 'recorded' apres case set --by Ana "$(id_of c-1003)" do-not-rehire=yes
ok 'apresd knows it' says 0 'do-not-rehire    yes' apres case show "$(id_of c-1003)"

# As large as it likes: read row by row, and refused by number.
{ head -n 1 "$samples/cases.csv"; awk 'BEGIN { for (i = 0; i < 20001; i++) print "p" i ",R-9,,p" i "@mail.example,,,,,,,,,,,,,,," }'; } >many.csv
ok 'too many at once' says 65 'more than 20000 rows are new or changed; split the file' apres case import many.csv
ok 'nothing of them is there' says 0 'no such case' apres case list --requisition R-9
# One row in ten thousand.
{ head -n 1 "$samples/cases.csv"; awk 'BEGIN { for (i = 0; i < 10000; i++) print "p" i ",R-8,," (i == 7345 ? "nobody" : "p" i "@mail.example") ",,,,,,,,,,,,,,," }'; } >large.csv
ok 'one bad row in ten thousand is told by line and cell' says 65 "large.csv:7347:4: addresses: 'nobody' is no mail address" apres case import large.csv
ok 'and nothing of the others is imported' says 0 'no such case' apres case list --requisition R-8
ok 'through apresd it is recorded, too' count 4 refused
sed -i 's/,nobody,/,p7345@mail.example,/' large.csv
ok 'mended, all of them are, through apresd' says 0 '10000 new' apres case import large.csv

# A gigabyte, with nothing in it that is a table, or in rows.
truncate -s 1G zeros.csv
ok 'a gigabyte that is no table' says 65 'zeros.csv:1: ' timeout 60 apres case import zeros.csv
{ head -n 1 "$samples/cases.csv"; yes 'p1,R-7,,nobody,,,,,,,,,,,,,,,' | head -c 1000000; } >same.csv
ok 'faults are counted, not kept' says 65 'of which the first 20 are shown; nothing was imported' apres case import same.csv
done_testing
