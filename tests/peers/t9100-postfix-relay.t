#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Replies leave through a real Postfix: STARTTLS by the configured name, AUTH.
. "$(dirname "$0")/peer.sh"

ca() {
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj '/CN=Test CA' \
		-keyout ca.key -out ca.pem &&
		openssl req -newkey rsa:2048 -nodes -subj '/CN=mx.contoso.example' \
			-keyout key.pem -out cert.csr &&
		printf 'subjectAltName=DNS:mx.contoso.example\n' >ext &&
		openssl x509 -req -in cert.csr -CA ca.pem -CAkey ca.key -CAcreateserial \
			-days 2 -extfile ext -out cert.pem
}
config() { # tls-name password
	printf '%s\n' "$2" >password
	chmod 600 password
	cat >apres.conf <<-CONF
		[apres]
		state = $work/state
		authserv-id = mx.contoso.example
		[transport]
		kind = smtp
		host = 127.0.0.1
		port = $port
		tls = required
		tls-name = $1
		ca-file = $work/ca.pem
		user = recruiting
		password-file = $work/password
		retry = 60
		[company contoso]
		policy = $work/policy.xml
		domain = contoso.example
		[mailbox recruiting]
		company = contoso
		address = recruiting@contoso.example
		maildir = $work/Inbox
		careers = yes
	CONF
}
answer() { # at: everything that is due leaves
	APRES_TEST_NOW=${1:-} apresd -c apres.conf --once
}

ca >openssl.log 2>&1 || { echo 'Bail out! openssl'; exit 1; }
policy
mkdir -p Inbox/new Inbox/cur Inbox/tmp state
dovecot_start "$home" "$(free_port)" || { echo 'Bail out! dovecot'; exit 1; }
port=$(free_port)
postfix_start "$home" "$port" || { sed 's/^/# /' log; echo 'Bail out! postfix'; exit 1; }

config mx.contoso.example secret
ok 'an empty mailbox is adopted' apresd -c apres.conf --once
ok 'replies are switched on' apres mode auto -c apres.conf --company contoso

mail one jo@mail.example "$request" >Inbox/new/1.one
config wrong.example secret
apresd -c apres.conf --once >/dev/null 2>&1
ok 'a certificate for another name: nothing leaves' count "$work/mail/all" 0
ok 'it waits for a better day' sh -c 'apres outbox list -c apres.conf | grep -q deferred'

config mx.contoso.example wrong
later=$(($(date +%s) + 3600))
APRES_TEST_NOW=$later apresd -c apres.conf --once >/dev/null 2>&1
ok 'a wrong password: nothing leaves' count "$work/mail/all" 0

config mx.contoso.example secret
later=$((later + 36000))
APRES_TEST_NOW=$later apresd -c apres.conf --once >/dev/null 2>&1
ok 'the right name and password: it leaves' wait_for count "$work/mail/all" 1
ok 'from the null path, to the candidate' sh -c \
	'f=$(grep -rl auto-replied mail/all); grep -q "^Return-Path: <>" "$f" && grep -q "^Delivered-To: jo@mail.example" "$f"'
ok 'Postfix logged TLS' grep -q 'Anonymous TLS connection\|TLS connection established' log
later=$((later + 36000))
APRES_TEST_NOW=$later apresd -c apres.conf --once >/dev/null 2>&1
ok 'it does not leave twice' count "$work/mail/all" 1
ok 'the audit log knows that it was sent' sh -c 'apres audit list -c apres.conf | grep -q send-result'

# Fifty at once, in few sessions.
i=0
while [ $i -lt 50 ]; do
	APRES_X=$i
	mail "many$APRES_X" "c$APRES_X@mail.example" "$request" >"Inbox/new/2.many$APRES_X"
	i=$((i + 1))
done
apresd -c apres.conf --once >/dev/null 2>&1
ok 'fifty more leave, once each' within 30 count "$work/mail/all" 51
done_testing
