#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The same question in different cases: a stage's text, a person, nothing that leaks.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

write_policy '<text template="other-role" xml:lang="en" override="yes">Subject: Automatic reply: other positions

Hello {name}, we will keep you in mind. {careers-link}</text>
<test says="Hello, is there any news about my application?" expect="reply status-received answer"/>
<test says="Hello, is there any news about my application?" stage="decision" expect="reply status-decision"/>
<test says="Hello, is there any news about my application?" stage="decision" outcome="rejected" expect="hold default"/>
<test says="What was missing?" outcome="rejected" expect="reply no-feedback"/>'
write_conf auto
ok 'a policy tests what a case makes of a mail' says 0 '4 of 4 tests passed' apres policy check policy.xml
ok 'and is told that a text needs consent' says 0 'W-CONSENT' apres policy check policy.xml
ok 'its words say of which cases a rule is' says 0 'if a fresh case says interview' apres policy show policy.xml

cat >cases.csv <<'CSV'
person,requisition,addresses,stage,outcome,do-not-rehire,talent-pool
1,R-10,robin@mail.example,interview,none,no,no
2,R-10,jo@mail.example,decision,rejected,no,no
3,R-10,kim@mail.example,interview,none,yes,no
4,R-10,lou@mail.example,interview,none,no,yes
5,R-10,max@mail.example,decision,none,no,no
CSV
once || exit 99
ok 'import' says 0 '5 new' apres case import cases.csv
news() { mail "$1" 'Re: Your application' <<'T' | deliver Inbox "$2"
Hello, is there any news about my application?
T
}
roles() { mail "$1" 'Re: Your application' <<'T' | deliver Inbox "$2"
Are there other positions that I could apply for?
T
}
news robin@mail.example 1.M1.mx
news jo@mail.example 2.M2.mx
news kim@mail.example 3.M3.mx
news pat@mail.example 4.M4.mx
roles lou@mail.example 5.M5.mx
roles sam@mail.example 6.M6.mx
mail max@mail.example 'Re: Your application' <<'T' | deliver Inbox 7.M7.mx
Please withdraw my application.
T
once || exit 99
to() { grep -l "^To:.*$1" Out/new/* 2>/dev/null; }
# Without the line breaks of quoted-printable.
got() { f=$(to "$1") && tr -d '=\r\n' <"$f" | grep -q "$2"; }
ok 'who is being interviewed hears that interviews go on' got robin@mail.example 'interviews for this position are still going on'
ok 'who is rejected hears it from a person' not to jo@mail.example
ok 'so does who may not be hired again' not to kim@mail.example
ok 'and the log does not say why' not sh -c 'apres audit list --json | grep decided | grep -qi rehire'
ok 'who has no case is answered as before' got pat@mail.example 'cannot tell you the state'
ok 'who agreed is kept in mind' got lou@mail.example 'keep you in mind'
ok 'who did not is left to a person' says 0 'no-consent' apres review list
ok 'and gets nothing' not to sam@mail.example
ok 'who withdraws is thanked' got max@mail.example 'do not want to go on'
ok 'and is withdrawn' says 0 '"outcome":"withdrawn","outcome-channel":"mail","outcome-date":"2026-11-24"' apres case list --person 5 --json
ok 'no fresh case, no stage' says 0 'recorded' apres case set --by Ana 1 recorded=2026-11-01
ok 'the same policy decides the same again' says 0 'No mail would be treated differently.' apres policy replay --since 2d --policy policy.xml
done_testing
