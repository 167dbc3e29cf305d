#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# In the morning: who is above hears of what is late, who writes the policy of what it does
# not know, and nobody reads what a candidate is called.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

# to ADDRESS: the subjects and texts of the digests that went there, newest first.
to() {
	found=$(grep -l "^To: $1" Out/new/* 2>/dev/null | xargs -r grep -l '^Subject: apres: ')
	[ -n "$found" ] && ls -t $found
}
ask() {
	MAIL_DATE=$(date -u -d "$(cat "$work/.clock")" '+%a, %d %b %Y %H:%M:%S +0000')
	mail "$1@mail.example" 'Re: Your application' | deliver Inbox "$1"
}

write_policy
sed -i 's/ sat sun//; s/00:00 23:59/08:00 18:00/; s/due="2bd"/due="1bd" escalate-to="chief@contoso.example"/' policy.xml
write_conf auto
sed -i 's/^default-mode/digest = 08:00\n&/' apres.conf
set_clock 2026-11-24T07:00:00Z
once 2>/dev/null
set_clock 2026-11-24T09:00:00Z
echo 'My lawyer will hear of it.' | ask cy
for who in di ed flo; do
	echo "Is the tea of Mrs. Quibbleworth in room 12 always cold?" | ask $who
	once 2>/dev/null
done
echo "Who waters the plants of Zebediah at night?" | ask gus
once 2>/dev/null
set_clock 2026-11-25T08:00:00Z
once 2>/dev/null
ok 'nothing is late yet' not to chief@contoso.example
ok 'nor is the week over' not grep -q 'Held this week' $(to ana@contoso.example)
set_clock 2026-11-27T08:00:00Z
once 2>/dev/null
body "$(to chief@contoso.example | head -n 1)" >lead
ok 'who is above hears of what is late, and who owes it' has lead 'LATE +mail [0-9]+: answer, by Wed 25 Nov 18:00; owed by ana@contoso.example'
ok 'in the subject, too' grep -q '^Subject: apres: [0-9]* late with others' "$(to chief@contoso.example | head -n 1)"
ok 'not of what is owed there' not grep -q 'You owe' lead
set_clock 2026-11-30T08:00:00Z
once 2>/dev/null
body "$(to ana@contoso.example | head -n 1)" >week
ok 'after the week, what no rule understood, most often first' has week '^ +3  is the tea of \.\.\. in room \.\.\. always cold\?'
ok 'not what was said once' not grep -q 'plants' week
ok 'no name' not grep -qri 'quibbleworth\|zebediah' Out/new
ok 'none of what a person must read' not grep -q 'lawyer' week
set_clock 2026-12-01T08:00:00Z
once 2>/dev/null
ok 'once a week' not grep -q 'Held this week' "$(to ana@contoso.example | head -n 1)"
ok 'nothing of it lies in the store' not sh -c 'sqlite3 -version >/dev/null 2>&1 && sqlite3 state/apres.db "SELECT sentence FROM unexplained" | grep -qi "quibbleworth\|zebediah"'
done_testing
