#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A reply to nobody comes back through a real Postfix, to its tag, and is owed.
. "$(dirname "$0")/peer.sh"

# Takes mail to anybody, and finds out later whom it knows: gone@mail.example nobody.
# Of contoso.example it knows the mailbox, and what follows the delimiter.
postfix_main="recipient_delimiter = +
virtual_mailbox_maps = inline:{ recruiting@contoso.example=all/ }
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_recipient_restrictions =
smtpd_reject_unlisted_recipient = no
bounce_queue_lifetime = 0
notify_classes ="
config() {
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
		envelope-from = $1
		[company contoso]
		policy = $work/policy.xml
		domain = contoso.example
		default-mode = auto
		[mailbox recruiting]
		company = contoso
		address = recruiting@contoso.example
		maildir = $work/mail/all
		careers = yes
	CONF
}
# Mail as Postfix has delivered it is in the mailbox that is read.
reports() { [ "$(grep -rl '^Content-Type: multipart/report' mail/all 2>/dev/null | wc -l)" -eq "$1" ]; }

policy
mkdir -p state mail/all/new mail/all/cur mail/all/tmp
port=$(free_port)
postfix_start "$home" "$port" || { sed 's/^/# /' log; echo 'Bail out! postfix'; exit 1; }
chroot "$peers/mail" chown -R nobody "$home/mail"
config tagged
ok 'an empty mailbox is adopted' apresd -c apres.conf --once
mail one gone@mail.example "$request" >mail/all/new/1.one
ok 'a request from an address that is gone' apresd -c apres.conf --once
ok 'is answered' sh -c 'apres outbox list -c apres.conf --state sent | grep -q gone@mail.example'
ok 'the reply comes back' wait_for reports 1
ok 'to its tag' sh -c 'grep -rhE "^(X-Original-To|Delivered-To): recruiting\+apres-bounce-[a-z2-7]{16}@contoso.example" mail/all'
ok 'it is read' apresd -c apres.conf --once
ok 'and the answer is owed' sh -c 'apres owed -c apres.conf | grep -q gone@mail.example'
ok 'because there is no such mailbox' sh -c 'apres outbox list -c apres.conf | grep "5.1.1 there is no such mailbox"'

config '<>'
mail two lost@mail.example "$request" >mail/all/new/2.two
ok 'with the null path' apresd -c apres.conf --once
ok 'Postfix has it' wait_for grep -q 'to=<lost@mail.example>.*status=bounced' log
ok 'and returns nothing' reports 1
done_testing
