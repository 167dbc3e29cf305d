#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A mailbox at a provider, with the files of contrib/hosted as they stand there: mbsync
# and msmtp log in with OAuth; Dovecot and Postfix stand in for the provider.
. "$(dirname "$0")/peer.sh"
. "$top_srcdir/tests/peers/provider.sh"

provider_start || { sed 's/^/# /' "$work"/*.log "$work/log" 2>/dev/null; echo 'Bail out! provider'; exit 1; }
policy
here=$work/var/mail/recruiting
sync() {
	in_box timeout 60 mbsync -c "$home/etc/mbsyncrc" -q recruiting >mbsync.log 2>&1 || {
		grep -v '^\[SASL-XOAUTH2\]' mbsync.log
		return 1
	}
}
# deliver ID [FLAGS]: a candidate's mail comes in at the provider.
deliver() {
	mail "$1" "$1@mail.example" "$request" >"Maildir/tmp/$1"
	chroot "$peers/mail" chown nobody "$home/Maildir/tmp/$1"
	mv "Maildir/tmp/$1" "Maildir/cur/$(date +%s).$1.mx:2,${2:-}"
}
start() {
	apresd -c apres.conf >>apresd.log 2>&1 &
	daemon=$!
	wait_for sh -c 'apres status -c apres.conf | grep -q "apresd runs"'
}
sent() { count "$work/mail/all" "$1"; }
figure() { apres status -c apres.conf --json | grep -q "\"$1\":$2[,}]"; }
files() { [ "$(find "$here/$1" -type f -path '*/[nc][eu][wr]/*' | wc -l)" -eq "$2" ]; }
# Asked again and again, as the timer does.
synced() { sync && "$@"; }

deliver early
deliver old
touch -d '40 days ago' Maildir/cur/*.old.mx*
ok 'mbsync logs in and pulls' sync
ok 'what was there is here' files Inbox 2
ok 'the configuration is good' apresd -c apres.conf --check
printf 'poll = 1\n' >poll && sed -i '/^\[apres\]/r poll' apres.conf
ok 'apresd starts' start
ok 'and adopts what was there' wait_for figure adopted 2
ok 'each reply is to be approved' apres mode -c apres.conf approve

ok 'msmtp finds its server' in_box msmtp -C "$home/etc/msmtprc" -a recruiting --serverinfo

deliver bo
ok 'a mail comes in' sync
ok 'a proposal lies here' wait_for files Apres/To-approve 1
ok 'and goes up' sync
ok 'where a client finds it' exists Apres/To-approve 1
imap 'b SELECT Apres/To-approve' 'c FETCH 1 BODY[TEXT]'
ok 'and reads it' grep -q '^Move this message to Apres/Send' imap.log
imap 'b SELECT Apres/To-approve' 'c MOVE 1 Apres/Send'
ok 'moved to Send it comes down' sync
ok 'and the reply leaves through msmtp' wait_for sent 1
reply=$(replies mail/all)
ok 'to the candidate, from the mailbox' sh -c "grep -q '^Delivered-To: bo@mail.example' $reply && grep -q '^From: .*<recruiting@contoso.example>' $reply"
ok 'by the envelope sender that the provider wants' grep -q '^Return-Path: <recruiting@contoso.example>' "$reply"
ok 'in the thread, marked as automatic' sh -c "grep -q '^In-Reply-To: <bo@mail.example>' $reply && grep -q '^X-Apres-Receipt:' $reply"
answered() { imap 'b SELECT INBOX' "c SEARCH ANSWERED FROM \"$1@mail.example\"" && grep -qE '^\* SEARCH [0-9]' imap.log; }
ok 'the provider marks the mail as answered' within 30 synced answered bo
ok 'and Send is empty there' wait_for synced exists Apres/Send 0

# ---- what people do at the provider ----
deliver cy
ok 'the next proposal goes up' within 30 synced exists Apres/To-approve 1
# append FOLDER FILE: what a client puts there.
append() {
	doveadm="chroot $peers/mail doveadm -c $home/dovecot.conf"
	$doveadm save -u recruiting -m "$1" <"$2" 2>doveadm.log
}
# As many providers do with what is sent through them.
append 'Sent Items' "$reply"
mail answer recruiting@contoso.example 'Let us talk on the phone.' |
	sed 's/^To: .*/To: cy@mail.example\r/; s/^Subject:/In-Reply-To: <cy@mail.example>\r\n&/' >answer
append 'Sent Items' answer
ok 'an answer that a person sends takes the proposal away' within 30 synced exists Apres/To-approve 0
ok 'both in Sent are here' files Sent 2
ok 'nothing was sent for it' sent 1
rm -f "$here"/Inbox/new/*U=1:* "$here"/Inbox/cur/*U=1:*
ok 'what is removed here' files Inbox 3
ok 'at the next turn' sync
ok 'is still at the provider' exists INBOX 4

# ---- mbsync is killed ----
ok 'replies leave by themselves' apres mode -c apres.conf auto
for i in $(seq 1 60); do deliver "many$i"; done
# killed BYTES COUNT: the line goes dead after BYTES from the provider; then mbsync is
# killed, when more than COUNT mails are here.
killed() {
	dead=$(free_port)
	dead_line "$dead" "$imaps" "$1"
	sed "s/^Port .*/Port $dead/" etc/mbsyncrc >etc/mbsyncrc.dead
	chroot "$peers/mail" env PATH=/usr/bin:/bin mbsync -c "$home/etc/mbsyncrc.dead" -q recruiting >/dev/null 2>&1 &
	mbsync=$!
	wait_for some "$2"
	alive=$?
	kill -9 "$mbsync"
	wait "$mbsync" 2>/dev/null
	kill "$line"
	[ "$alive" -eq 0 ] && ! some 60
}
some() { [ "$(find "$here/Inbox" -type f -name '*U=*' | wc -l)" -gt "$1" ]; }
ok 'mbsync is killed on its way' killed 16000 2
ok 'again' killed 32000 20
ok 'at last it comes through' within 60 sync
ok 'every mail is here once' files Inbox 63
ok 'and answered' within 60 sent 61
once_each() { [ "$(sed -n 's/^Delivered-To: //p' mail/all/new/* | sort | uniq -d | wc -l)" -eq 0 ]; }
ok 'once' once_each

# ---- mbsync's state is lost, and so are the provider's numbers ----
forget() { find "$here" \( -name .mbsyncstate\* -o -name .uidvalidity \) -delete; }
# all_read N: what is here has been read, and N replies were sent.
all_read() {
	kill "$daemon" && wait "$daemon"
	apresd -c apres.conf --once && figure held 1 && figure pending 0 && sent "$1" && start
}
forget
ok 'without its state mbsync fetches all anew' sync
ok 'nobody gets another reply' all_read 61
validity() { imap "b STATUS INBOX (UIDVALIDITY)" && grep -o 'UIDVALIDITY [0-9]*' imap.log; }
renumber() {
	before=$(validity)
	rm -f Maildir/dovecot* Maildir/.[!.]*/dovecot*
	[ "$(validity)" != "$before" ]
}
ok 'the provider numbers its mail anew' renumber
ok 'mbsync knows it by its Message-IDs' sync
ok 'and fetches nothing twice' files Inbox 127
ok 'again nobody gets another reply' all_read 61
ok 'each reply is to be approved' apres mode -c apres.conf approve
deliver dee
ok 'a proposal lies at the provider' within 30 synced exists Apres/To-approve 1
forget
ok 'mbsync begins anew, and has all of it twice' sync
grep -v SASL mbsync.log
imap 'b SELECT Apres/To-approve' 'c MOVE 1 Apres/Send'
ok 'one is moved to Send: the reply leaves' within 30 synced sent 62
ok 'and all the others go' within 30 synced exists Apres/To-approve 0
ok 'it left once' all_read 62
ok 'nobody got two' once_each
done_testing
