#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A first table tells of years: what of it somebody owes is said before it is imported.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

write_policy '<use pack="ca-on"/>'
write_conf auto
# rows FILE COUNT DAY: so many employees who were turned down on DAY, and as many candidates
# who were interviewed then and heard nothing.
rows() {
	echo 'person,addresses,requisition,internal,outcome,outcome-channel,outcome-date,interviewed,jurisdiction' >"$1"
	i=0
	while [ "$i" -lt "$2" ]; do
		i=$((i + 1))
		echo "E$3$i,e$3$i@contoso.example,R1,yes,rejected,letter,$3,,"
		echo "C$3$i,c$3$i@mail.example,R1,no,none,,,$3,ca-on"
	done >>"$1"
}
owed() { count "$1" apres due list --json --what "$2"; }

rows old.csv 8 2023-05-02
rows new.csv 2 2026-11-23
ok 'a dry run says what would be owed' says 0 '8 debriefs, 8 answers, of which 16 late' apres case import --dry-run old.csv
ok 'as JSON, too' says 0 '"late":16' apres case import --dry-run --json old.csv
ok 'years are not imported by accident' says 65 '8 debriefs and 8 answers would be owed at once, 16 of them late' apres case import old.csv
ok 'nothing was' says 75 'start apresd' apres case list
ok 'one or the other' says 64 'say one of them' apres case import --all --owed-from 2026-11-01 old.csv
ok 'a day that is none' says 65 "--owed-from: 'May' is no day" apres case import --owed-from May old.csv
ok 'a dry run with a day' says 0 'would be: 16 new, 0 changed, 0 unchanged' apres case import --dry-run --owed-from 2026-11-01 old.csv
ok 'of which nothing is owed' not grep -q debrief .says
ok 'imported from a day on' says 0 '16 new' apres case import --owed-from 2026-11-01 old.csv
once 2>/dev/null
ok 'nobody owes a debrief of years ago' owed 0 debrief
ok 'nor an answer' owed 0 answer
ok 'what is new is owed, and few need no word' says 0 '2 debriefs, 2 answers, of which 0 late' apres case import new.csv
once 2>/dev/null
ok 'two debriefs' owed 2 debrief
ok 'two answers' owed 2 answer
ok 'that day holds for the next table' says 0 '0 changed' apres case import old.csv
once 2>/dev/null
ok 'nothing more' owed 2 debrief
ok 'it is recorded' sh -c "apres audit list --json | grep '\"type\":\"owed-from\"' | grep -q 2026-11-01"
ok 'all of it, if somebody says so' apres case import --all old.csv
once 2>/dev/null
ok 'then all debriefs are owed' owed 10 debrief
ok 'and all answers' owed 10 answer
rows undated.csv 8 ''
ok 'of no known day: in doubt nothing is imported' says 65 'late already or of no known day' apres case import undated.csv
done_testing
