#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The first week on a real mailbox, as a company lives through it: every line of
# tests/data/week.tsv comes by SMTP through Postfix into a mailbox that Dovecot serves,
# beside a client in IDLE.  At its end nothing is lost, doubled or answered wrongly.
. "$(dirname "$0")/peer.sh"
. "$top_srcdir/tests/peers/week.sh"

# ---- Monday: the first files, and shadow ----
servers_first_start || { echo 'Bail out! servers'; exit 1; }
week old Maildir/cur
imap 'b CREATE Sent' 'c SUBSCRIBE Sent'
answer_by_hand ada@mail.example
clock 'Mon 07:00'
ok 'apres init writes what apresd needs' by apres init company --maildir "$work/Maildir" --state "$work/state" \
	--smtp "127.0.0.1:$smtp" --authserv-id mx.contoso.example --mta-name mx.contoso.example \
	--address recruiting@contoso.example --company Contoso --careers https://careers.contoso.example/ \
	--owner ana@contoso.example --debrief lea@contoso.example --debrief-name 'Lea Brandt' --timezone UTC
APRES_CONFIG=$work/company/apres.conf
export APRES_CONFIG
ok 'and finds the folder of sent mail by itself' grep -q "^sent = $work/Maildir/.Sent$" company/apres.conf
ok 'apres doctor finds nothing that hinders' ends 1 by apres doctor
cp out doctor
ok 'but that nobody is known as an employee, and the remedy' grep -q '^warning *employees .*remedy: roster = FILE' doctor
ok 'and that apresd does not run yet' grep -q '^warning *apresd .*remedy: systemctl start apresd' doctor
printf 'address,name,status\nlee@contoso.example,Lee Moss,active\nned@contoso.example,Ned Roe,active\n' >company/roster.csv
sed -i 's/^policy = .*/&\nroster = roster.csv/; s/^state = .*/&\npoll = 1s/' company/apres.conf
ok 'apres trial says what last month would have come to' \
	says '10 mails · 4 would have been answered · 2 need nothing · 4 for a person · 1 debrief opened' by apres trial --since 30d
by apres trial --since 30d --json >trial.json
ok 'apresd starts' start
ok 'and then all is well' ends 0 by apres doctor
week send 'Mon 07:20' 'Mon 10:15'
ok 'mail that comes is seen' wait_for seen 'Mon 10:15'
week send 'Mon 10:50' 'Mon 16:20'
ok 'all of it' wait_for seen 'Mon 16:20'
ok 'but what came twice, which counts once' figure duplicate 1
ok 'what was there before is left alone' figure adopted 10
ok 'the idle client is told' wait_for grep -q '^\* 23 EXISTS' client.log
ok 'her mail server has moved it to cur/' test -z "$(ls Maildir/new)"
ok 'nothing is flagged as answered' sh -c '! ls Maildir/cur | grep -q ":2,.*R"'

# ---- Tuesday: the digest; then each reply waits for a yes, and apresd is killed ----
clock 'Tue 08:00'
ok 'a digest comes on Tuesday morning' wait_for noticed ana@contoso.example 'apres: .* wait' 1
ok 'it says what would have been answered, all of it' sh -c 'for who; do grep -q "of $who: .*, of Mon" "$0" || exit 1; done' \
	"$(notice ana@contoso.example 'apres: .* wait')" $(week who shadow 'Mon 07:00' 'Mon 18:00')
ok 'and no candidate got anything' count mail/all 0
cp $(notice ana@contoso.example 'apres: .* wait') digest.tue
for who in $(week who shadow 'Mon 07:00' 'Mon 18:00'); do answer_by_hand "$who"; done
ok 'the recruiter answers them herself, as always' wait_for figure held_open 3
ok 'apres mode approve' by apres mode approve

stop
start before-commit
week send 'Tue 08:40' 'Tue 08:50'
ok 'apresd is killed before it has recorded a mail' died
week send 'Tue 09:00' 'Tue 09:20'
start before-commit:3
week send 'Tue 09:30' 'Tue 10:20'
ok 'and once more' died
start
ok 'started again it proposes each reply, once' within 30 proposed 7
ok 'and has seen every mail' wait_for seen 'Tue 10:20'
cat Maildir/.Apres.To-approve/*/* >proposals
ok 'pia is moved to Send' move pia@post.example Send
ok 'quin too' move quin@mail.example Send
kill_9
for who in olga@mail.example tess@mail.example wim@post.example; do
	ok "$who while apresd is dead" move "$who" Send
done
ok 'started again it goes on' start
ok 'rosa is moved to Mine' move rosa@mail.example Mine
clock 'Tue 11:00'
ok 'what was approved leaves' within 30 answered $(week who approved 'Tue 08:00' 'Tue 10:20')
ok 'what a person took, and what was left, does not' unanswered rosa@mail.example sam@mail.example
ok 'the proposal that was left is still there' wait_for proposed 1

# Two replies whose fate nobody knows: one was not sent, one was.
week send 'Tue 14:00' 'Tue 14:00'
ok 'abe is moved to Send' wait_for move abe@mail.example Send
ok 'and waits for the end of the undo window' wait_for in_state waiting abe@mail.example
stop
start after-barrier
clock 'Tue 14:40'
ok 'apresd is killed before the mail server has taken it' died
start
ok 'nobody knows what became of it' wait_for in_state unknown abe@mail.example
ok 'nothing was sent' unanswered abe@mail.example
number() { by apres outbox list --json | sed -n "s/^{\"id\":\([0-9]*\),.*\"recipient\":\"$1\".*/\1/p"; }
ok 'so a person sends it again' by apres outbox resend "$(number abe@mail.example)"
ok 'and it leaves' wait_for answered abe@mail.example
week send 'Tue 15:00' 'Tue 15:00'
ok 'bea is moved to Send' wait_for move bea@mail.example Send
ok 'and waits' wait_for in_state waiting bea@mail.example
stop
start before-result
clock 'Tue 15:40'
ok 'apresd is killed before it has noted that the mail server took it' died
ok 'the mail is there' wait_for answered bea@mail.example
start
ok 'nobody here knows' wait_for in_state unknown bea@mail.example
ok 'but a person, who confirms it' by apres outbox confirm "$(number bea@mail.example)"

# ---- Wednesday: the power fails ----
clock 'Wed 08:00'
ok 'the next digest' wait_for noticed ana@contoso.example 'apres: ' 2
week send 'Wed 08:30' 'Wed 08:35'
ok 'cid is moved to Send' wait_for move cid@mail.example Send
ok 'and waits' wait_for sh -c 'apres outbox list --json | grep cid@ | grep -q "\"approved_by\":\"mailbox"'
ok 'dan waits for a yes' wait_for proposed_to dan@post.example
power_cut
clock 'Wed 09:40'
servers_start || { echo 'Bail out! servers'; exit 1; }
ok 'dan is moved to Send while apresd is away' move dan@post.example Send
week send 'Wed 10:00' 'Wed 10:20'
ok 'and mail comes meanwhile' wait_for in_mailbox 'Wed 10:20'
ok 'apresd comes back' start
ok 'and sees it' wait_for seen 'Wed 10:20'
ok 'cid gets the reply, and dan' within 30 answered cid@mail.example dan@post.example
ok 'eve is moved to Send' wait_for move eve@mail.example Send
clock 'Wed 10:50'
ok 'and gets hers' within 30 answered eve@mail.example
week send 'Wed 13:00' 'Wed 13:10'
ok 'jim is moved to Send' wait_for move jim@mail.example Send
clock 'Wed 13:45'
ok 'and gets his' within 30 answered jim@mail.example

# ---- Thursday: by itself, for two replies ----
clock 'Thu 08:00'
ok 'the digest' wait_for noticed ana@contoso.example 'apres: ' 3
ok 'apres mode auto' by apres mode auto
for template in status-received no-feedback-status-received other-role withdraw-noted privacy-received; do
	by apres mode approve --template "$template" >>modes
done
ok 'apres mode shows which' sh -c 'apres mode | grep -q "other-role *approve"'
week send 'Thu 09:00' 'Thu 09:45'
ok 'mail is seen' wait_for seen 'Thu 09:45'
ok 'max is moved to Send' wait_for move max@mail.example Send
ok 'the threat is told at once' wait_for sh -c 'grep -rl "^Delivered-To: ana@" mail/all | xargs grep -l "^Subject: .*legal"'
clock 'Thu 10:20'
ok 'what may leave by itself does' within 30 answered kim@mail.example lou@mail.example lee@contoso.example max@mail.example
ok 'but for pam, who wrote again' unanswered pam@mail.example
ok 'the debrief is owed' sh -c 'apres owed | grep -q "debrief *lea@contoso.example.*lee@contoso.example"'
week send 'Thu 10:30' 'Thu 10:40'
ok 'a second request, and a machine that answers us' wait_for seen 'Thu 10:40'
ok 'apres pause' by apres pause
week send 'Thu 11:10' 'Thu 11:10'
ok 'a request meanwhile' wait_for in_state waiting rex@mail.example
clock 'Thu 11:50'
ok 'status says what is paused' says 'paused: all' by apres status
kill_9
start
ok 'killed and started again it is still paused' says 'paused: all' by apres status
ok 'and nothing leaves' unanswered rex@mail.example
ok 'apres resume' by apres resume
ok 'and it does' wait_for answered rex@mail.example
week send 'Thu 15:00' 'Thu 15:00'
ok 'one more' wait_for in_state waiting uma@mail.example
kill_9
start
clock 'Thu 15:40'
ok 'leaves after a restart' wait_for answered uma@mail.example

# ---- Friday ----
clock 'Fri 08:00'
ok 'the digest' wait_for noticed ana@contoso.example 'apres: ' 4
week send 'Fri 08:30' 'Fri 09:30'
ok 'mail is seen' wait_for seen 'Fri 09:30'
ok 'xia is moved to Send' wait_for move xia@mail.example Send
week send 'Fri 09:40' 'Fri 09:45'
ok 'two that a person answers first' wait_for seen 'Fri 09:45'
ok 'sue by hand' answer_by_hand sue@mail.example
ok 'tim by hand' answer_by_hand tim@mail.example
ok 'is seen' wait_for sh -c '! apres review list | grep tim@'
clock 'Fri 10:30'
ok 'the last replies leave' wait_for answered vic@mail.example xia@mail.example
ok 'none for sue' unanswered sue@mail.example

# ---- the end: every line of the table ----
clock '7 Dec 08:00'
ok 'a last digest' wait_for noticed ana@contoso.example 'apres: ' 5
ok 'the record is whole' says 'each as it was written' by apres audit verify
stop
ok 'nothing is left in the queue of Postfix' sh -c "chroot $peers/mail postqueue -c $home/conf -p | grep -q 'is empty'"
check
done_testing
