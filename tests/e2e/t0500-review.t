#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What people do: review, outbox, mode, pause, owed, status, with and without apresd.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

write_conf approve
ok 'nothing is recorded before the first start' says 75 'start apresd' apres review list
once || exit 99
ok 'then nothing waits' says 0 'nothing waits for a person' apres review list
ask() { mail "$1" 'Re: Your application' <<'T' | deliver Inbox "$2"
What was missing?
T
}
ask robin@mail.example 1.M1.mx
mail jo@mail.example 'Re: Mechanic' <<'T' | deliver Inbox 2.M2.mx
What was missing? My lawyer will ask too.
T
once || exit 99

ok 'a proposed reply waits' says 0 'approve no-feedback' apres review list
ok 'a held mail waits' says 0 'legal' apres review list
ok 'as JSON' says 0 '"what":"proposal"' apres review list --json
id_of() { apres review list --json | sed -n "s/^{\"id\":\([0-9]*\),.*\"candidate\":\"$1\".*/\1/p"; }
robin=$(id_of robin@mail.example)
jo=$(id_of jo@mail.example)
ok 'one mail is shown with its text' says 0 'My lawyer will ask too.' apres review show "$jo"
ok 'and what is owed' says 0 'answer' apres review show "$jo"
ok 'a proposed reply is one' says 0 ' REPLY' apres review show "$robin"
ok 'owed lists it' says 0 "jo@mail.example" apres owed
# Replies to candidates; owners get their notices there too.
replies() { [ "$(grep -l '^To:.*@mail.example' Out/new/* | wc -l)" -eq "$1" ]; }
ok 'no reply has left' replies 0
ok 'but the owner of the urgent mail has a notice' grep -rq '^To:.*ana@contoso.example' Out/new
ok 'no such mail' says 65 'there is no mail 999' apres review show 999
ok 'a number that is none' says 64 "'x' is not the number of a mail" apres review show x
ok 'what is not proposed cannot be approved' says 65 'waits for approval' apres review approve "$jo"

ok 'approve, without a daemon' says 0 'approved' apres review approve "$robin"
once || exit 99
ok 'then it leaves' replies 1
ok 'its mail says what became of it' says 0 ' REPLY' apres review show "$robin"
ok 'and does not look like shadow' not grep -q 'WOULD' .says
ok 'but where the reply is' has .says '^ Reply [0-9]+ · no-feedback · sent$'
ok 'the same for programs' says 0 '"state":"sent"' apres review show --json "$robin"
ok 'and is sent' says 0 'sent' apres outbox list --state sent
ok 'it is shown as its reader sees it' sh -c 'apres outbox show "$(apres outbox list --state sent --json | sed -n "/no-feedback/s/^{\"id\":\([0-9]*\),.*/\1/p")" | grep -q "cannot disclose"'
ok 'done closes a held mail' says 0 'done' apres review done "$jo" --why 'phoned'
ok 'nothing waits any more' says 0 'nothing waits for a person' apres review list
ok 'nothing is owed any more' says 0 'nothing is owed' apres owed
ok 'twice is too often' says 65 '' apres review done "$jo"

start_apresd || exit 99
ok 'status says that apresd runs' says 0 'apresd runs' apres status
ask kim@mail.example 3.M3.mx
waiting() { [ -n "$(id_of "$1")" ]; }
ok 'a new mail is proposed' wait_for waiting kim@mail.example
ok 'reject, through the daemon' says 0 'rejected' apres review reject "$(id_of kim@mail.example)" --why 'I will phone'
ok 'a mail whose reply was rejected says so' says 0 ' · no-feedback · cancelled' apres review show "$(apres outbox list --state cancelled --json | sed -n 's/.*"mail":\([0-9]*\).*/\1/p' | tail -n 1)"
ok 'pause' says 0 'paused' apres pause
ok 'status says so' says 0 'paused' apres status
ok 'mode auto' says 0 "contoso: auto; replies leave after the policy's waiting time" apres mode auto
ok 'mode shows it' says 0 'auto' apres mode
ask lou@mail.example 4.M4.mx
seen() { apres status --json | grep -q "\"seen\":$1,"; }
ok 'mail is read while paused' wait_for seen 4
ok 'but nothing leaves' replies 1
ok 'resume' says 0 'resumed' apres resume
ok 'then it leaves' wait_for replies 2
ok 'one reply may have a stricter one' says 0 'contoso other-role: approve' apres mode approve --template other-role
ok 'which is shown beside it' says 0 'other-role  approve' apres mode
ok 'in JSON, too' says 0 '{"company":"contoso","template":"other-role","mode":"approve"}' apres mode --json
apres mode approve >/dev/null || exit 99
ok 'a laxer one has no effect, and that is said' says 0 "contoso other-role: auto; in effect only once contoso is auto: the stricter mode counts" apres mode auto --template other-role
ok 'it is shown as what counts' says 0 'other-role  approve' apres mode
apres mode auto >/dev/null || exit 99
ok 'a mode that is none' says 64 "'loud' is no mode" apres mode loud
ok 'a company that is none' says 64 "has no company 'acme'" apres mode auto --company acme
ok 'figures add up' sh -c '
	apres status --json | sed "s/.*\"mailboxes\":\[{\([^}]*\)}.*/\1/" | tr "," "\n" | tr -d "\"" >figures
	get() { sed -n "s/^$1:\([0-9]*\)$/\1/p" figures; }
	test "$(get seen)" -eq $(($(get answered) + $(get silent) + $(get held) + $(get pending)))'
stop_apresd

# Three days later nobody remembers what was meant: the text is written for the day it leaves.
apres mode approve >/dev/null || exit 99
ask may@mail.example 5.M5.mx
ask ann@mail.example 6.M6.mx
once || exit 99
may=$(id_of may@mail.example) ann=$(id_of ann@mail.example)
rm Inbox/new/6.M6.mx
set_clock 2026-11-27T13:50:00Z
ok 'an old proposal is written anew' says 0 'written anew' apres review approve "$may"
once || exit 99
ok 'and does not leave yet' replies 2
ok 'approved again' says 0 'approved' apres review approve "$may"
once || exit 99
ok 'it leaves' replies 3
ok 'with the new date' sh -c 'grep -l "^To:.*may@mail.example" Out/new/* | xargs grep -q "^Date: Fri, 27 Nov 2026"'
ok 'then nothing of it waits or is owed' not sh -c '{ apres review list; apres owed; } | grep may@'
ok 'without the mail it cannot be: a person owes the answer' says 0 'a person owes' apres review approve "$ann"
ok 'and it is owed' says 0 ann@mail.example apres owed

ok 'everything is in the record' sh -c '
	apres audit list --json >audit
	for type in decided owed settled send-intent outbox send-result done mode pause; do
		grep -q "\"type\":\"$type\"" audit || { echo "no $type"; cut -c1-120 audit; exit 1; }
	done'
ok 'without names or texts' sh -c 'apres audit list | grep -qE "robin|lawyer|missing"; test $? -eq 1'
ok 'what counts comes first, in words' says 0 'effect=hold rule=hold-legal-threat queue=legal reasons=legal-threat' apres audit list
ok 'nothing of JSON, and no fact without a value' not sh -c 'apres audit list | grep -qE "[][{}\"]|=( |$)"'
ok 'one entry is shown' says 0 'Hash' apres audit show 0
ok 'no such entry' says 65 'there is no entry 99999' apres audit show 99999
ok 'and is as it was written' says 3 'each as it was written' apres audit verify

# The first days: nothing leaves, and everything is there to be looked at.
rm -rf state Inbox Out
set_clock 2026-11-24T13:50:00Z
write_conf shadow
once || exit 99
ask robin@mail.example 7.M7.mx
mail jo@mail.example 'Re: Mechanic' <<'T' | deliver Inbox 8.M8.mx
My lawyer will ask.
T
once 2>log || exit 99
ok 'in shadow the log says what would be done' has log 'mail [12]: would reply$'
ok 'and of a mail that waits what is' has log 'mail [12]: hold$'
ok 'in shadow no reply leaves' count 0 grep -rl '^To:.*@mail.example' Out/new
ok 'the mail is not touched' test -e Inbox/new/7.M7.mx
ok 'what would have been answered is listed' says 0 'unsent no-feedback' apres review list
ok 'beside what is held' says 0 'legal' apres review list
ok 'both are held in the figures, one of them only for the mode' sh -c \
	'apres status --json | grep -qF "\"seen\":2,\"answered\":0,\"silent\":0,\"held\":2,\"held_open\":2,\"shadow\":1,\"pending\":0"'
ok 'done closes it' says 0 'done' apres review done "$(id_of robin@mail.example)"
ok 'then one waits' sh -c 'apres status --json | grep -qF "\"held_open\":1"'

# In shadow nothing was sent, and the screen does not look as if.
rm -rf state Inbox Out
write_conf shadow
once || exit 99
ask sam@mail.example 9.M9.mx
once || exit 99
sam=$(id_of sam@mail.example)
ok 'in shadow a reply is one that would be' says 0 ' WOULD REPLY · mode shadow: nothing was sent' apres review show "$sam"
ok 'with the text that it would have' has .says '^ Would send +no-feedback'
ok 'and what to do' has .says "^ next: apres review done $sam when a person has answered; replies like it are proposed in mode approve"
apres review done "$sam" >/dev/null
ok 'then nothing is left to do' says 0 'closed: ' apres review show "$sam"
ok 'no next step' not grep -q ' next:' .says
done_testing
