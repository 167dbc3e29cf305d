#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Once a working day everybody is told what waits for them; once, whatever happens.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

digests() { grep -l '^Subject: apres: ' Out/new/* 2>/dev/null; }
last() { body "$(ls -t $(digests) | head -1)"; }
ask() {
	date=$(date -u -d "@$(date -u -d "$(cat "$work/.clock")" +%s)" '+%a, %d %b %Y %H:%M:%S +0000')
	MAIL_DATE=$date mail "$1@mail.example" 'Re: Your application' | deliver Inbox "$1"
}

write_conf shadow
sed -i 's/ sat sun//' policy.xml
sed -i 's/^default-mode/digest = 08:00\n&/' apres.conf
# Before the time of the first day's digest, which there is not.
set_clock 2026-11-24T07:00:00Z
once 2>/dev/null
echo 'What was missing?' | ask bo
once 2>/dev/null
set_clock 2026-11-24T13:50:00Z
once 2>/dev/null
echo 'My lawyer will hear of it.' | ask cy
once 2>/dev/null
ok 'not on the first day' count 0 digests
set_clock 2026-11-25T07:59:59Z
once 2>/dev/null
ok 'nor before the time' count 0 digests
set_clock 2026-11-25T08:00:00Z
once 2>/dev/null
ok 'at the time, to who owes something' count 1 digests
ok 'addressed to her' grep -q '^To: ana@contoso.example' $(digests)
ok 'the subject counts' grep -q '^Subject: apres: 1 waits for you' $(digests)
last >text
ok 'it says who waits, since when and until when' has text 'mail 2 of cy@mail.example: answer, since Tue 24 Nov 13:50, by Wed 25 Nov 23:59'
ok 'and what shadow would have answered' has text 'mail 1 of bo@mail.example: no-feedback'
ok 'nothing of what they wrote' not grep -qiE 'lawyer|missing' $(digests)
once 2>/dev/null
set_clock 2026-11-25T20:00:00Z
once 2>/dev/null
ok 'once a day' count 1 digests
set_clock 2026-11-27T10:00:00Z
once 2>/dev/null
ok 'after a day without us it is one, not two' count 2 digests
last >text
ok 'what is late says so' has text 'LATE  mail 2 of cy@mail.example'
ok 'also in the subject' grep -q '^Subject: apres: 1 waits for you, 1 late$' $(ls -t $(digests) | head -1)
ok 'what shadow thought of was told' not grep -q 'bo@mail.example' text
set_clock 2026-11-26T09:00:00Z
once 2>/dev/null
ok 'none when the clock goes back' count 2 digests
set_clock 2026-11-28T10:00:00Z
once 2>/dev/null
ok 'no digest on a Saturday' count 2 digests
apres review done 2 >/dev/null
apres review done 1 >/dev/null
set_clock 2026-11-30T09:00:00Z
once 2>/dev/null
ok 'none when nothing waits' count 2 digests

apres mode approve >/dev/null
echo 'What was missing?' | ask di
once 2>/dev/null
set_clock 2026-12-01T08:00:00Z
once 2>/dev/null
ok 'what is proposed waits, too' count 3 digests
ok 'for its owner' sh -c 'grep -q "di@mail.example" $(ls -t Out/new/* | head -1)'

# Another company under the same roof.
sed 's/contoso-test/fabrikam-test/; s/owner="ana@[a-z.]*"/owner="fay@fabrikam.example"/; s/contoso/fabrikam/g' policy.xml >fabrikam.xml
make_maildir Fabrikam
cat >>apres.conf <<-CONF
	company = contoso
	[company fabrikam]
	policy = fabrikam.xml
	digest = 08:00
	[mailbox fabrikam]
	company = fabrikam
	address = jobs@fabrikam.example
	maildir = Fabrikam
CONF
once 2>/dev/null
set_clock 2026-12-01T09:00:00Z
echo 'What was missing?' | ask ed
once 2>/dev/null
apres review reject 4 >/dev/null
ok 'what is withdrawn is its own company'\''s' says 0 'ed@mail.example' apres review list --company contoso
ok 'and no other'\''s' not says 0 'ed@mail.example' apres review list --company fabrikam
set_clock 2026-12-02T08:00:00Z
once 2>/dev/null
ok 'one digest more, of its own company' count 4 digests
ok 'and none to the other'\''s owner' not grep -q '^To: fay@' -r Out/new

# A day with more mail than anybody reads of.
i=0
while [ $i -lt 60 ]; do
	echo 'My lawyer will write to you.' | ask "many$i"
	i=$((i + 1))
done
once 2>/dev/null
set_clock 2026-12-03T08:00:00Z
once 2>/dev/null
grep -l '^To: ana@' -r Out/new | xargs grep -l ' more$' >long
ok 'of many the first are named' sh -c '[ "$(grep -cE "^ +(LATE)? +mail [0-9]+ of " "$(head -n 1 long)")" -eq 50 ]'
ok 'and the others counted' grep -qE '^        and 1[0-9] more' "$(head -n 1 long)"

sed -i 's/^digest = .*/digest = 8:00/' apres.conf
ok 'a time is written as 08:00' says 78 "'8:00' is no time of a day" apres config check
sed -i 's/^digest = .*/digest = 24:00/' apres.conf
ok 'and is one' says 78 "'24:00' is no time of a day" apres config check
done_testing
