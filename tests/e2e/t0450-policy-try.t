#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# apres policy try: check, tests, comparison and replay on one screen; nothing is changed.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

# with LINES: the policy in force and something more.
with() { mkdir -p new && sed "s|</policy>|$1</policy>|" policy.xml >new/policy.xml; }
ends() { # TEXT COMMAND...: its last line is TEXT.
	want=$1
	shift
	last=$("$@" 2>/dev/null | tail -n 1)
	[ "$last" = "$want" ] || { echo "ends: $last"; return 1; }
}
zebra='<class id="zebra"><phrase>zebras</phrase></class><rule id="zebra" answers="zebra" audience="external"><reply template="other-role"/><because>x</because></rule>'
news='<class id="news"><phrase>any news</phrase></class><rule id="news" when="news"><hold queue="default"/><because>x</because></rule>'

write_conf auto
with "$news<test says=\"Any news?\" expect=\"hold\"/>"
ok 'before anything is recorded the rest is shown' says 0 '1 of 1 test passed' apres policy try new/policy.xml
ok 'and what is missing' ends 'There is no recorded mail to try it on.' apres policy try new/policy.xml
ok 'nothing is made' test ! -e state
once >/dev/null 2>&1

mail a@mail.example 'Your decision' <<'T' | deliver Inbox 1.M1.mx
What was missing?
T
mail b@mail.example 'Your decision' <<'T' | deliver Inbox 2.M1.mx
Any news?
T
mail c@mail.example 'Your decision' <<'T' | deliver Inbox 3.M1.mx
Zebras juggle quietly.
T
once >/dev/null 2>&1

ok 'the policy in force changes nothing' ends 'No mail would be treated differently.' apres policy try policy.xml
ok 'nor has it other parts' says 0 'The two have the same parts.' apres policy try policy.xml
ok 'a stricter one ends by saying so' ends '1 mail would be treated differently; none less strictly.' apres policy try new/policy.xml
ok 'it says which parts differ' says 0 'new/policy.xml:10:' apres policy try new/policy.xml
ok 'which kinds of mail' says 0 'kinds of mail would be treated differently; none less strictly.' apres policy try new/policy.xml
ok 'and which mail' says 0 'reply status-received' apres policy try new/policy.xml
ok 'and how to go on' says 0 'apres policy install --by NAME new/policy.xml' apres policy try new/policy.xml
with "$zebra"
ok 'on one screen' sh -c "test \"\$(apres policy try new/policy.xml | wc -l)\" -le 40"
ok 'which says what it leaves out' says 0 'more; --all shows them' apres policy try new/policy.xml
ok 'or with every row' says 0 'nothing-asked, zebra' apres policy try --all new/policy.xml
ok 'a laxer one ends by saying that' ends '1 mail would be treated differently; 1 less strictly (marked !).' apres policy try new/policy.xml
with "$zebra$news"
ok 'both' ends '2 mails would be treated differently; 1 less strictly (marked !).' apres policy try new/policy.xml
ok 'as JSON' says 0 '"different":2,"weaker":1' apres policy try --json new/policy.xml
ok 'what is less strict comes first' sh -c "apres policy try new/policy.xml | sed -n '/last 30 days/,\$p' | grep 'external' | head -n 1 | grep -q '^!'"
# A text that says something else changes no decision, and is not hidden behind that.
mkdir -p other
printf 'Subject: Your question\n\nHello {name}, we cannot say.\n' >other/no-feedback.txt
sed 's|</policy>|<text template="no-feedback" xml:lang="en" file="no-feedback.txt" override="yes"/></policy>|' policy.xml >other/policy.xml
ok 'another text changes no decision' ends 'No mail would be treated differently; 1 text reads otherwise.' apres policy try other/policy.xml
ok 'its old words are shown' says 0 'was      Subject: Automatic reply' apres policy try other/policy.xml
ok 'and its new ones' has .says 'becomes  Hello \{name\}, we cannot say\.'
ok 'with how many more there are' has .says '\.\.\. and [0-9]+ more$'
ok 'or all' says 0 'was      {company} Recruiting' apres policy try --all other/policy.xml
sed 's|</policy>|<trust from="ats.example" checks="ticket"><because>x</because></trust></policy>|' policy.xml >other/policy.xml
ok 'a setting that is looser is not hidden either' ends 'No mail would be treated differently; 1 setting is looser (marked !).' apres policy try other/policy.xml
ok 'replay says so, too' ends 'No mail would be treated differently; 1 setting is looser (marked !).' apres policy replay --policy other/policy.xml
with '<test says="What was missing?" expect="hold"/>'
ok 'a test that fails is shown at its place' says 78 "new/policy.xml:10:" apres policy try new/policy.xml
ok 'and ends it' says 78 '1 of 1 test fails; it could not be put into force' apres policy try new/policy.xml
with '<que id="x"/>'
ok 'so does a fault' says 78 'new/policy.xml:10:' apres policy try new/policy.xml
ok 'a file that is not there' says 78 'none.xml' apres policy try none.xml
before=$(apres audit list --json | wc -l)
with "$news"
apres policy try new/policy.xml >/dev/null
ok 'nothing is recorded' test "$(apres audit list --json | wc -l)" -eq "$before"

# Where people must agree, what they agreed to is compared with.
sed -i 's|^policy = .*|&\napprovals = 2|' apres.conf
ok 'without a policy in force there is nothing to compare with' ends 'It would be the first.' apres policy try new/policy.xml
sed -i 's|^approvals = 2|approvals = 1|' apres.conf
apres policy install --by Ana policy.xml >/dev/null
cp new/policy.xml policy.xml
ok 'not with the file that nobody installed' ends '1 mail would be treated differently; none less strictly.' apres policy try policy.xml
done_testing
