#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The programs of contrib/roster: a roster is printed whole or not at all.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"
command -v python3 >/dev/null || skip_all 'python3 is not installed'

roster=$top_srcdir/contrib/roster
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE
# refuses TEXT COMMAND...: status 1, the reason, and nothing on standard output.
refuses() {
	text=$1
	shift
	got=0
	"$@" >"$work/.roster" 2>"$work/.why" || got=$?
	cat "$work/.why"
	[ "$got" -ne 0 ] && [ ! -s "$work/.roster" ] && grep -qF -- "$text" "$work/.why"
}
prints() { # lines of the roster without its header, then the command
	want=$1
	shift
	"$@" >"$work/.roster" && printf 'address,name,status\n%s\n' "$want" | diff - "$work/.roster"
}

# ---- an HR system's CSV ----
hr() { "$roster/roster-csv" --address Mail --name Name --status State --active 'Active,On leave' --delimiter ';' "$@"; }
cat >people.csv <<'CSV'
Number;Name;Mail;State
1;"Moss; Lee";Lee@contoso.example;Active
2;Kim Doe;kim@contoso.example;On leave
3;Old Hand;old@contoso.example;Terminated
4;Back Again;back@contoso.example;Terminated
5;Back Again;back@contoso.example;Active
6;No Mail;;Active
CSV
ok 'CSV becomes a roster' prints 'back@contoso.example,Back Again,active
kim@contoso.example,Kim Doe,active
lee@contoso.example,Moss; Lee,active
old@contoso.example,Old Hand,left' hr people.csv
head -n 3 people.csv >empty.csv && sed -i 's/;Active$/;Gone/; s/;On leave$/;Gone/' empty.csv
ok 'nobody active: no roster' refuses 'only 0 people are active' hr empty.csv
ok 'fewer than usual: no roster' refuses 'only 3 people are active, not 4' hr --at-least 4 people.csv
head -c 120 people.csv >cut.csv
ok 'a file cut in a line' refuses 'the last line does not end' hr cut.csv
printf '7;Short;x@contoso.example\n' | cat people.csv - >short.csv
ok 'a row with too few fields' refuses 'short.csv:8: 3 fields, not 4' hr short.csv
ok 'another column name' refuses "no column 'E-Mail' among: Number, Name" hr --address E-Mail people.csv
cp people.csv stale.csv && touch -d '5 days ago' stale.csv
ok 'an export that no longer comes' refuses 'stale.csv is 5 days old' hr stale.csv
ok 'no file' refuses 'No such file' hr none.csv

# ---- JSON of a directory service ----
json() { "$roster/roster-json" "$@"; }
cat >graph.json <<'JSON'
{"value": [{"mail": "lee@contoso.example", "displayName": "Lee Moss", "accountEnabled": true, "userType": "Member"},
           {"mail": null, "displayName": "Printer", "accountEnabled": true, "userType": "Member"}],
 "@odata.nextLink": "https://graph.example/page2"}
{"value": [{"mail": "old@contoso.example", "displayName": "Old Hand", "accountEnabled": false},
           {"mail": "guest@mail.example", "displayName": "Guest", "accountEnabled": true, "userType": "Guest"}]}
JSON
ok 'two pages of Graph become a roster' prints 'lee@contoso.example,Lee Moss,active
old@contoso.example,Old Hand,left' json graph.json
head -n 3 graph.json >page1.json
ok 'one of two pages' refuses 'the last page is missing' json page1.json
head -n 4 graph.json >cut.json
ok 'a page that was cut' refuses 'Expecting' json cut.json
echo '{"error": {"code": "InvalidAuthenticationToken"}}' >error.json
ok 'an error message' refuses 'an error message?' json error.json
: >nothing.json
ok 'nothing at all' refuses 'the last page is missing' json nothing.json
echo '{"value": [{"mail": "lee@contoso.example"}]}' >fields.json
ok 'a field that was not asked for' refuses "'accountEnabled' or 'mail' was not selected" json fields.json
cat >google.json <<'JSON'
{"kind": "admin#directory#users", "users": [
 {"primaryEmail": "lee@contoso.example", "name": {"fullName": "Lee Moss"}, "suspended": false},
 {"primaryEmail": "old@contoso.example", "name": {"fullName": "Old Hand"}, "suspended": true}]}
JSON
ok 'Google has other names for it' prints 'lee@contoso.example,Lee Moss,active
old@contoso.example,Old Hand,left' json google.json

# ---- LDAP: ldapsearch's own words, of a real server ----
mkdir bin
cat >bin/ldapsearch <<'SH'
#!/bin/sh
printf '%s\n' "$*" >ldap.arguments
cat ldap.answer
exit "$(cat ldap.status)"
SH
chmod +x bin/ldapsearch
ldap() { PATH=$work/bin:$PATH "$roster/roster-ldap" "$@" -- -x -H ldap://dc.contoso.example -b dc=contoso,dc=example '(mail=*)'; }
cat >ldap.whole <<'LDIF'
# extended LDIF
#
# LDAPv3
# base <dc=contoso,dc=example> with scope subtree
# with pagedResults control: size=500
#

# lee, contoso.example
dn: cn=lee,dc=contoso,dc=example
cn:: TMOpZSBNb3Nz
mail: lee@contoso.example
mail: l.moss@contoso.example

# search result
search: 2
result: 0 Success
control: 1.2.840.113556.1.4.319 false MA0CAQAECPUBAAAAAAAA
pagedresults: cookie=9QEAAAAAAAA=
# extended LDIF

# kim, contoso.example
dn: cn=kim,dc=contoso,dc=example
cn: kim
displayName: Kim Doe
mail: kim@contoso.example

# search result
search: 3
result: 0 Success
pagedresults: cookie=

# numResponses: 4
# numEntries: 2
LDIF
cp ldap.whole ldap.answer
echo 0 >ldap.status
ok 'LDIF becomes a roster' prints 'kim@contoso.example,Kim Doe,active
lee@contoso.example,Lée Moss,active' ldap
ok 'asked in pages, for three attributes' grep -qF -- '-E pr=500/noprompt -x -H ldap://dc.contoso.example -b dc=contoso,dc=example (mail=*) mail displayName cn' ldap.arguments
echo 4 >ldap.status
ok 'a size limit' refuses 'ended with status 4' ldap
echo 0 >ldap.status
sed '/^dn: cn=kim/,/^mail: kim/d' ldap.whole >ldap.answer
ok 'an entry is missing' refuses "1 entries came, and ldapsearch counted ['2']" ldap
head -n 20 ldap.whole >ldap.answer
ok 'the end is missing' refuses '1 entries came, and ldapsearch counted none' ldap

# ---- as apres asks them ----
write_conf auto
sed -i "s,^roster = .*,roster-command = $roster/roster-json $work/graph.json," apres.conf
cp graph.json good.json
ok 'apres takes it' apresd --check
ok 'and the daemon starts' start_apresd
cp page1.json graph.json
kill -HUP "$daemon"
ok 'of a roster that fails later the daemon tells' wait_for grep -q 'roster-json.*ended with status 1' apresd.log
ok 'in apres status, too' says 0 'the last reload failed' apres status
as_employee() { mail lee@contoso.example 'My application' 'Authentication-Results: mx.contoso.example; dmarc=pass header.from=contoso.example'; }
echo 'Could you tell me how I did in the interview?' | as_employee | deliver Inbox one
ok 'and it keeps the last good one' wait_for sh -c 'apres owed | grep -q debrief'
done_testing
