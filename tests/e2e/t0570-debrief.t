#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# An employee's debrief is over when the employee says so, and never by its owner alone.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

all() { apres debrief list --json --all; }
is() { all | grep -q "\"id\":$1,.*\"state\":\"$2\"" || { all; return 1; }; }
say() { verb=$1; shift; apres debrief "$verb" --by "$@"; }
proof='Authentication-Results: mx.contoso.example; dmarc=pass header.from=contoso.example'

write_policy
sed -i 's/ sat sun//; s/00:00 23:59/08:00 18:00/' policy.xml
write_conf auto
once 2>/dev/null
ok 'none as yet' says 0 'no debrief is owed' apres debrief list
echo 'Could you tell me how I did?' | mail lee@contoso.example 'My interview' "$proof" | deliver Inbox lee
once 2>/dev/null
ok 'who asks is owed one' is 1 owed
ok 'by its owner, in five working days' says 0 '"owned' sh -c 'apres debrief list --json | sed "s/\"owed_by\":\"lea@contoso.example\",\"due\":\"2026-12-01T18:00:00Z\"/\"owned/"'
cat >cases.csv <<'CSV'
person,addresses,requisition,internal,outcome,outcome-channel
E7,lee@contoso.example,R7,yes,rejected,call
E8,kim@contoso.example,R7,yes,rejected,call
E9,bo@mail.example,R7,no,rejected,call
CSV
apres case import --by Ana cases.csv >/dev/null
once 2>/dev/null
ok 'a case that says rejected opens one, of employees' count 2 all
ok 'the same person has one, and its post is known now' says 0 '"person":"lee@contoso.example","requisition":"R7"' apres debrief list --json
ok 'two are owed, not three' count 2 apres due list --json --what debrief
once 2>/dev/null
ok 'looking again opens nothing' count 2 all

ok 'scheduled' says 0 recorded say schedule 'Lea Brandt' --at 2026-11-30T10:00:00 1
ok 'it is' is 1 scheduled
ok 'for a day that is too late, which is said' says 0 'recorded: scheduled; next: lea@contoso.example holds it, and says so, by 1 Dec 18:00, which is before the day it is scheduled for' say schedule 'Lea Brandt' --at 2026-12-20T10:00:00 1
once 2>/dev/null
ok 'in the mail, too' grep -q 'That is later than Tue 1 Dec 18:00' -r Out/new
ok 'it is to be held by the same day all the same' says 0 '"due":"2026-12-01T18:00:00Z"' apres debrief list --json
ok 'put right' says 0 recorded say schedule 'Lea Brandt' --at 2026-11-30T10:00:00 1
ok 'a note needs words' says 64 'usage: apres debrief note' say note Lea 1
ok 'a note ends nothing' says 0 'recorded: scheduled; next: lea@contoso.example holds it' say note Lea --note 'he is on leave' 1
ok 'its entry is named' says 0 ' note ' apres debrief show 1
ok 'where it can be read' says 0 'he is on leave' apres audit show "$(apres debrief show --json 1 | sed 's/.*{"entry":\([0-9]*\),"at":"[^"]*","event":"note".*/\1/')"
ok 'a time that is over' says 64 "'2026-11-20T10:00' is past; if it was held then, say: apres debrief held" say schedule Lea --at 2026-11-20T10:00 1
ok 'a time that is none' says 64 "'Friday' is no time" say schedule Lea --at Friday 1
ok 'nobody is anonymous' says 64 'usage: apres debrief held' apres debrief held 1
ok 'the employee is not asked before' says 65 'debrief 1 is scheduled: "no" does not fit that' say answer hr 1 no
ok 'held, says the owner' says 0 recorded say held 'Lea Brandt' --note 'one strength, one plan' 1
ok 'HR has the next step' says 0 '"owed_by":"hr@contoso.example"' apres debrief list --json
ok 'who can be asked' not says 0 'Cannot ask' apres debrief show 1
cp policy.xml policy.good
sed -i 's/hr="hr@[^"]*"/hr="Hugo, extension 7"/; s/owner="ana@/owner="lea@/; s/escalate-to="hr@/escalate-to="lea@/' policy.xml
ok 'or that nobody is named as HR' says 0 'Cannot ask: nobody is named as HR' apres debrief show 1
ok 'as JSON' says 0 '"cannot_ask":true' apres debrief show --json 1
ok 'the configuration is warned' says 0 'policy.xml:7:3: warning: nobody is named as HR: no employee is asked whether a debrief took place; remedy: <contacts hr=' apres config check
cp policy.good policy.xml
ok 'the owner cannot end it' says 65 'the employee says, to HR' say answer 'Lea Brandt' 1 yes
ok 'by no name of hers' says 65 'the employee says, to HR' say close LEA@contoso.example 1
ok 'nor with apres due' says 65 'is a debrief' apres due done --by Ana 1
ok 'nor put it off' says 65 'debrief 1 is to be held by Lea Brandt, who does not move its date' apres due move --by 'Lea Brandt' --to 2026-12-11 --why busy 1
ok 'HR may' says 0 moved apres due move --by 'Hugo (HR)' --to 2026-12-02 --why 'Lee is away' 1
ok 'it is still held' is 1 held
ok 'nothing was said there: it is owed again' says 0 record say answer 'Hugo (HR)' --note 'not enough information' 1 not-enough
ok 'insufficient' is 1 insufficient
ok 'by its owner, in two working days' says 0 ok sh -c 'apres debrief list --json | grep "\"id\":1," | grep -q "\"owed_by\":\"lea@contoso.example\",\"due\":\"2026-11-26T18:00:00Z\"" && echo ok'
set_clock 2026-11-27T08:00:00Z
once 2>/dev/null
ok 'late, who is above hears of it' grep -q '^To: hr@contoso.example' -r Out/new
ok 'which the list says' says 0 'insufficient, escalated 1' apres debrief list
ok 'and one debrief' says 0 'Late, and escalated: 1 heard of it' apres debrief show 1
ok 'as JSON' says 0 '"state":"insufficient","escalated":1' apres debrief show --json 1
ok 'held at last' say held lea 1
ok 'the employee says so' say answer 'Hugo (HR)' 1 yes
ok 'confirmed' is 1 confirmed
ok 'nothing is owed for it' count 1 apres due list --json --what debrief
ok 'what is over stays over' says 65 'is confirmed' say held lea 1
ok 'one that is not there' says 65 'there is no debrief 9' say held lea 9
ok 'a word that is none' says 64 'there is no "perhaps"' say answer hr 2 perhaps

MAIL_DATE='Fri, 27 Nov 2026 07:00:00 +0000'
echo 'My lawyer will hear of this.' | mail kim@contoso.example 'My interview' "$proof" | deliver Inbox kim
once 2>/dev/null
ok 'who threatens with the law gets none for now' is 2 blocked
ok 'the owner cannot go on' says 65 'is blocked' say held lea 2
ok 'HR has it' says 0 '"owed_by":"hr@contoso.example"' apres debrief list --json
ok 'until HR says so' say resume 'Hugo (HR)' 2
once 2>/dev/null
ok 'then it is owed again, and stays so' is 2 owed
ok 'not wanted' say answer 'Hugo (HR)' 2 declined
ok 'declined' is 2 declined
ok 'nothing is owed' count 0 apres due list --json --what debrief
ok 'every step is recorded' says 3 'each as it was written' apres audit verify
ok 'and who was logged in' sh -c 'apres audit list --json | grep "\"type\":\"debrief\"" | grep "Hugo (HR)" | grep -q "\"login\":\"$(id -un)\""'
ok 'with who said it' sh -c 'apres audit list --json | grep "\"type\":\"debrief\"" | grep -q "Hugo (HR)"'
done_testing
