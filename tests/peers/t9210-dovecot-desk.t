#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Replies are approved over IMAP: a client sees what is proposed, and moves it.
. "$(dirname "$0")/peer.sh"

policy
imap=$(free_port)
dovecot_start "$home" "$imap" || { echo 'Bail out! dovecot'; exit 1; }
# As where apresd and the mail server share a group.
chmod -R 2777 Maildir
mkdir -p sent/new sent/cur sent/tmp state
cat >apres.conf <<-CONF
	[apres]
	state = $work/state
	authserv-id = mx.contoso.example
	poll = 1
	[transport]
	kind = maildir
	maildir = $work/sent
	[company contoso]
	policy = $work/policy.xml
	domain = contoso.example
	default-mode = approve
	[mailbox recruiting]
	company = contoso
	address = recruiting@contoso.example
	maildir = $work/Maildir
	desk = $work/Maildir/.Apres
CONF
apresd -c apres.conf >apresd.log 2>&1 &
daemon=$!
ok 'the daemon runs' wait_for sh -c 'apres status -c apres.conf | grep -q "apresd runs"'
deliver() {
	mail "$1" "$1@mail.example" "$request" >"Maildir/tmp/$1"
	chmod 666 "Maildir/tmp/$1"
	mv "Maildir/tmp/$1" "Maildir/new/$1"
}
deliver bo
ok 'a client finds a proposal' within 30 exists Apres.To-approve 1
imap 'b LIST "" "Apres.*"'
ok 'and the folders beside it' sh -c 'test "$(grep -cE "Apres\.(Send|Mine|To-approve)" imap.log)" -eq 3'
imap 'b SELECT Apres.To-approve' 'c FETCH 1 BODY[TEXT]'
ok 'can read it' grep -q '^Move this message to Apres/Send' imap.log
ok 'nothing is sent' count sent 0
imap 'b SELECT Apres.To-approve' 'c MOVE 1 Apres.Send'
ok 'moved to Send it is sent' within 30 count sent 1
ok 'and gone' within 30 exists Apres.Send 0
deliver cy
ok 'the next one comes' within 30 exists Apres.To-approve 1
# A client without MOVE copies, and deletes only later.
imap 'b SELECT Apres.To-approve' 'c COPY 1 Apres.Mine'
imap 'b SELECT Apres.To-approve' 'c STORE 1 +FLAGS (\Deleted)'
ok 'copied to Mine a person answers' within 30 sh -c 'apres review list -c apres.conf --json | grep -q "\"what\":\"unsent\".*cy@"'
ok 'and both copies go' within 30 exists Apres.To-approve 0
ok 'nothing was sent for it' count sent 1
ok 'recorded as done through this mailbox' sh -c 'apres audit list -c apres.conf | grep -q "mailbox recruiting"'
kill "$daemon"
ok 'the daemon ends on SIGTERM' wait "$daemon"
daemon=
done_testing
