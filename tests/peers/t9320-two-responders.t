#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Dovecot's vacation answers for candidates who are away, apresd for the company, Postfix
# carries what both say, and neither has a rate limit: each request gets exactly one reply.
. "$(dirname "$0")/peer.sh"
command -v python3 >/dev/null || {
	echo '1..0 # SKIP needs python3'
	exit 0
}

# away NAME OWN-PATH TEXT: the mailbox of NAME@mail.example, whose owner is away and says
# TEXT, from NAME instead of from the null path if OWN-PATH is yes.
away() {
	mkdir -p "$1/new" "$1/cur" "$1/tmp"
	cat >"$1.conf" <<-CONF
		protocols =
		base_dir = $home/run
		log_path = $home/$1.log
		ssl = no
		hostname = mx.mail.example
		postmaster_address = postmaster@mail.example
		mail_location = maildir:$home/$1
		first_valid_uid = 1
		submission_host = 127.0.0.1:$port
		lda_mailbox_autocreate = yes
		protocol lda {
		  mail_plugins = sieve
		}
		plugin {
		  sieve = $home/$1.sieve
		  sieve_vacation_min_period = 0
		  sieve_vacation_send_from_recipient = $2
		  sieve_extensions = +vacation-seconds
		}
	CONF
	printf 'require ["vacation", "vacation-seconds"];\nvacation :seconds 0 :addresses "%s@mail.example" "%s";\n' \
		"$1" "$3" >"$1.sieve"
	: >"$1.log"
}
network() {
	postfix_main="virtual_mailbox_domains = contoso.example
virtual_mailbox_maps = inline:{ recruiting@contoso.example=recruiting/ }, static:people/
transport_maps = inline:{ mail.example=away }
relay_domains = mail.example
away_destination_recipient_limit = 1
header_checks = regexp:$home/marks"
	postfix_master="away unix - n n - - pipe
  flags=DRhu user=nobody argv=/usr/bin/env HOME=$home USER=\${user}
  /usr/lib/dovecot/dovecot-lda -c $home/\${user}.conf -f \${sender} -a \${recipient} -e"
	postfix_start "$home" "$port"
}
# write FROM TO ID TEXT [FIELD]: by hand, over SMTP.
write() {
	python3 - "$port" "$@" <<-'PY'
		import smtplib, sys
		port, sender, to, ident, text = sys.argv[1:6]
		fields = [f"From: {sender}", f"To: {to}", "Subject: Your application", f"Message-ID: <{ident}@{sender.split('@')[1]}>",
		          "Date: Tue, 24 Nov 2026 13:00:00 +0000", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8"]
		with smtplib.SMTP("127.0.0.1", int(port)) as server:
		    server.sendmail(sender, [to], "\r\n".join(fields + sys.argv[6:] + ["", text, ""]))
	PY
}
# mails FOLDER COUNT [PATTERN]: so many lie there.
mails() { [ "$(grep -rlE "${3:-^From:}" "$1/new" "$1/cur" 2>/dev/null | wc -l)" -eq "$2" ]; }
figure() { apres status -c apres.conf --json | grep -q "\"$1\":$2[,}]"; }

port=$(free_port)
away jo no 'I am travelling until Monday.'
# A text that asks for something, as those of people do.
away kim yes 'I am travelling. By the way: what was missing?'
mkdir -p state mail/recruiting/new mail/recruiting/cur mail/recruiting/tmp
chroot "$peers/mail" chown -R nobody "$home/mail" "$home/jo" "$home/kim" "$home/jo.log" "$home/kim.log"
chmod 777 .
# Everything passes the company's own server, which says so.
cat >marks <<-'MARKS'
	/^Message-ID:/ PREPEND Authentication-Results: mx.contoso.example; dmarc=pass header.from=mail.example
MARKS
network || { sed 's/^/# /' log; echo 'Bail out! postfix'; exit 1; }
policy
sed -i 's,</policy>,<limits per-candidate="99999/1d" per-thread="99999/1d" per-company="99999/1d"/>&,' policy.xml
cat >apres.conf <<-CONF
	[apres]
	state = $work/state
	authserv-id = mx.contoso.example
	poll = 1s
	[transport]
	kind = smtp
	host = 127.0.0.1
	port = $port
	tls = none
	[company contoso]
	policy = $work/policy.xml
	domain = contoso.example
	default-mode = auto
	[mailbox recruiting]
	company = contoso
	address = recruiting@contoso.example
	maildir = $work/mail/recruiting
	careers = yes
CONF
start() {
	apresd -c apres.conf >>apresd.log 2>&1 &
	daemon=$!
	wait_for sh -c 'apres status -c apres.conf | grep -q "apresd runs"'
}
stop() {
	kill "$daemon"
	wait "$daemon"
	status=$?
	daemon=
	return "$status"
}
ok 'apresd runs' start

# ---- apres answers, vacation does not ----
ok 'jo, who is away, asks' write jo@mail.example recruiting@contoso.example jo.1 "$request"
ok 'she gets the reply' within 30 mails jo 1 '^Auto-Submitted: auto-replied'
ok 'her vacation has seen it, and says nothing' wait_for grep -q 'discard.* vacation' jo.log
ok 'nothing comes back' mails mail/recruiting 1

# ---- vacation answers, apres does not ----
ok 'ana writes to jo by hand' write recruiting@contoso.example jo@mail.example ana.1 'Could you call me?'
ok 'vacation answers her' within 30 mails mail/recruiting 2
ok 'apresd reads it' wait_for figure seen 2
ok 'and says nothing' figure answered 1
ok 'nor does vacation' mails jo 2

# ---- on the way every mark of an automatic reply is lost, its null path too ----
postfix_stop
cat >>marks <<-'MARKS'
	/^(Auto-Submitted|Precedence|X-Auto-Response-Suppress|X-Apres-[A-Za-z]*|X-Sieve):/ IGNORE
MARKS
ok 'a network that removes the marks' network
stop
sed -i 's/^tls = .*/&\nenvelope-from = recruiting@contoso.example/' apres.conf
ok 'and an apresd that says whom to return to' start
ok 'kim, who is away, asks' write kim@mail.example recruiting@contoso.example kim.1 "$request"
ok 'he gets the reply' within 30 mails kim 1
ok 'which does not say that it is one' mails kim 0 '^Auto-Submitted:'
ok 'so vacation answers, and asks' within 30 mails mail/recruiting 4
ok 'what says nothing of being automatic' mails mail/recruiting 2 '^From:.*kim@mail.example'
ok 'apresd reads it' wait_for figure seen 4
ok 'and answers no more' figure answered 2
ok 'a person has it' sh -c 'apres review list -c apres.conf --json | grep -q "kim@mail.example"'
ok 'kim got one reply' mails kim 1
ok 'and nothing else is on its way' sh -c 'test -z "$(find queue/active queue/incoming queue/deferred queue/maildrop -type f)"'
ok 'apresd ends on SIGTERM' stop
done_testing
