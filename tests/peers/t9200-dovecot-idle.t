#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A mail client in IDLE: Dovecot moves every new mail from new/ to cur/ at once.
# Each is read once and answered once, and the client sees its \Answered flag.
. "$(dirname "$0")/peer.sh"

policy
imap=$(free_port)
dovecot_start "$home" "$imap" || { echo 'Bail out! dovecot'; exit 1; }
mkdir -p sent/new sent/cur sent/tmp
cat >apres.conf <<-CONF
	[apres]
	state = $work/state
	authserv-id = mx.contoso.example
	poll = 2
	[transport]
	kind = maildir
	maildir = $work/sent
	[company contoso]
	policy = $work/policy.xml
	domain = contoso.example
	[mailbox recruiting]
	company = contoso
	address = recruiting@contoso.example
	maildir = $work/Maildir
	careers = yes
CONF
mkdir -p state
ok 'an empty mailbox is adopted' apresd -c apres.conf --once
ok 'replies are switched on' apres mode auto -c apres.conf --company contoso

ok 'a client idles' idle_start

# deliver FROM TO: the mails of these numbers, as a delivery agent does it.
deliver() {
	i=$1
	while [ "$i" -lt "$2" ]; do
		mail "idle$i" "c$i@mail.example" "$request" >"Maildir/tmp/$i"
		chroot "$peers/mail" chown nobody "$home/Maildir/tmp/$i"
		mv "Maildir/tmp/$i" "Maildir/new/$(date +%s).M${i}P1.mx"
		i=$((i + 1))
	done
}
all_in_cur() { [ "$(ls Maildir/new | wc -l)" -eq 0 ] && [ "$(ls Maildir/cur | wc -l)" -eq "$1" ]; }
deliver 0 10
ok 'Dovecot moves what comes to cur/' within 60 all_in_cur 10
apresd -c apres.conf >apresd.log 2>&1 &
daemon=$!
ok 'the daemon runs' wait_for sh -c 'apres status -c apres.conf | grep -q "apresd runs"'
deliver 10 20
ok 'what comes while both look is in cur/ too' within 60 all_in_cur 20
ok 'every one is answered' within 60 count "$work/sent" 20
flagged() { [ "$(ls Maildir/cur | grep -c ':2,.*R')" -eq 20 ]; }
ok 'every one carries the answered flag' within 30 flagged
ok 'the idle client is told of all' within 60 grep -q '^\* 20 EXISTS' client.log
printf 'DONE\r\n' >&9
# Each look asks again; the answer may be there at the next one.
sees_flags() {
	printf 'd NOOP\r\nd SEARCH ANSWERED\r\n' >&9
	grep -qE '^\* SEARCH( [0-9]+){20}' client.log
}
ok 'the client sees the flags' within 60 sees_flags
ok 'none twice' count "$work/sent" 20
ok 'the figures add up' sh -c 'apres status -c apres.conf --json | tr -d " \n" | grep -q "\"seen\":20"'
printf 'e LOGOUT\r\n' >&9
idle_stop
kill "$daemon"
ok 'the daemon ends on SIGTERM' wait "$daemon"
daemon=
done_testing
