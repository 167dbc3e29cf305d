#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# apres doctor asks the mail server up to MAIL, finds what it refuses, and sends nothing.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

sink=$top_builddir/tests/tools/smtp-sink
mkfifo hold
# serve [OPTION...] [FAULT...]: a fresh server; its port goes into apres.conf, its log is sink.log.
serve() {
	exec 9>&-
	: >sink.log
	: >port
	"$sink" -l sink.log "$@" <hold >port &
	exec 9>hold
	wait_for test -s port || exit 99
	sed "s/^port = .*/port = $(cat port)/" good.conf >apres.conf
}
# finds HEALTH TEXT: one line about the way out says it.
finds() {
	apres doctor >"$work/.doctor" 2>&1 </dev/null
	grep -E '  way out  ' "$work/.doctor" | sed "s/port $(cat port)/port/"
	grep -E "^$1 +way out " "$work/.doctor" | grep -qF -- "$2" || { echo "no $1: $2"; return 1; }
}
# ends N: so many sessions ended with QUIT, and none went beyond MAIL.
ends() {
	wait_for sh -c "[ \$(grep -c '^quit ' sink.log) -eq $1 ]" && not grep -E '^(rcpt|received|accepted|chunk)' sink.log
}
write_conf auto
sed -i 's/^kind = maildir/kind = smtp\nhost = localhost\nport = 1\ntls = none/; /^maildir = Out/d' apres.conf
cp apres.conf good.conf

: >port
ok 'a server that does not listen' finds fault 'localhost:1: no connection: Connection refused; remedy: start the mail server'
sed -i 's/^default-mode = .*/default-mode = shadow/' apres.conf
ok 'in shadow that is no fault yet' finds warning 'localhost:1: no connection: Connection refused (needed before mode approve; until then only notices wait for it); remedy: start the mail server'
ok 'and nothing of it is' not grep -E '^fault +way out' .doctor
serve
ok 'one that takes replies' finds good 'the null path (MAIL FROM:<>) is accepted'
ok 'nothing else is said of it' not grep -E '^(warning|fault) +way out' .doctor
ok 'and is left in peace' ends 1
ok 'with nothing but MAIL' sh -c 'grep -c "^mail " sink.log | grep -qx 1'
serve greet=554
ok 'one that wants none' finds fault '554 5.3.0 as asked; remedy: start the mail server'
serve ehlo=garbage
ok 'one that speaks something else' finds fault 'the server does not speak SMTP'
serve mail=550
ok 'one that refuses the null path' finds fault 'the null path (MAIL FROM:<>) is refused: 550 5.3.0 as asked; remedy: envelope-from = auto in [transport]'
ok 'is left in peace, too' ends 1
serve mail=451
ok 'one that does so for now' finds warning 'not accepted now: 451 4.3.0 as asked; remedy: apres doctor, in some minutes'
serve mail=drop
ok 'one that hangs up' finds warning 'not accepted now: the server ended the connection'
sed -i 's/^tls = none/&\nenvelope-from = bounce@contoso.example/' good.conf
serve mail=550
ok 'a sender that may not be used' finds fault 'the sender bounce@contoso.example is refused: 550 5.3.0 as asked; remedy: envelope-from in [transport]'
ok 'was asked for' grep -q 'MAIL FROM:<bounce@contoso.example>' sink.log

sed -i 's/^envelope-from = .*/envelope-from = tagged/' good.conf
serve
ok 'bounce addresses' finds good 'a bounce address (recruiting+apres-bounce-aaaaaaaaaaaaaaaa@contoso.example) is accepted'
serve mail=550
ok 'that may not be used' finds fault 'is refused: 550 5.3.0 as asked; remedy: envelope-from in [transport]: an address that this login may use'

# envelope-from = auto: the answer is used, and kept
sed -i 's/^envelope-from = .*/envelope-from = auto/' good.conf
serve
ok 'the null path, if the server takes it' finds good 'replies leave with the null path: of one that does not arrive nobody tells us'
ok 'a doctor makes no store' not test -e state/apres.db
serve null=550
ok 'else bounce addresses' finds good 'the null path (MAIL FROM:<>) is refused (550 5.3.0 as asked): replies leave with bounce addresses instead'
ok 'which it takes' finds good 'a bounce address (recruiting+apres-bounce-aaaaaaaaaaaaaaaa@contoso.example) is accepted'
serve null=550
ok 'apresd asks by itself' sh -c 'apresd -c apres.conf --once 2>&1 | grep "the null path is refused by the mail server"'
ok 'once' sh -c 'apresd -c apres.conf --once && ! grep -c "^mail " sink.log | grep -vx 1'
echo 'Could you give me some feedback on my interview?' | mail jo@mail.example 'Your decision' | deliver Inbox 1.jo.mx
ok 'a reply' apresd -c apres.conf --once
ok 'leaves with one' grep -q 'MAIL FROM:<recruiting+apres-bounce-[a-z2-7]*@contoso.example>' sink.log
serve
ok 'another answer' finds good 'the null path (MAIL FROM:<>) is accepted'
echo 'Could you give me some feedback on my interview?' | mail lu@mail.example 'Your decision' | deliver Inbox 1.lu.mx
: >sink.log
ok 'is told to apresd' apresd -c apres.conf --once
ok 'which uses it' sh -c 'grep "MAIL FROM:<" sink.log | grep -qx ".*MAIL FROM:<>.*"'
: >port
exec 9>&-
sed 's/^port = .*/port = 1/' good.conf >apres.conf
echo 'Could you give me some feedback on my interview?' | mail mo@mail.example 'Your decision' | deliver Inbox 1.mo.mx
ok 'a server that cannot be asked' says 75 'sending: ' apresd -c apres.conf --once
ok 'gets the null path in the end' sh -c 'apres outbox list --json | grep "mo@mail.example" | grep -q "\"envelope_from\":\"\""'
rm -rf state

# the login
sed -i '/^envelope-from/d; s/^tls = none/&\nuser = recruiting\npassword-file = password/' good.conf
echo right >password
chmod 600 password
serve -u recruiting:right
ok 'a login that is right' finds good 'the login is accepted'
ok 'then the sender is tried' grep -q '^mail ' sink.log
serve -u recruiting:other
ok 'one that is wrong' finds fault 'the login is not accepted: 535 5.7.8 no; remedy: correct user and password-file'
ok 'then nothing more is said' not grep '^mail ' sink.log
serve
ok 'a server without logins' finds fault 'the login is not accepted: the server does not offer AUTH'
serve -b -x 'AUTH XOAUTH2'
ok 'a server that wants OAuth' finds fault 'AUTH XOAUTH2, but neither PLAIN nor LOGIN; remedy: '
sed -i '/^user/d; /^password-file/d' good.conf

# the certificate
sed -i 's/^tls = none/tls = required\nca-file = cert.pem/' good.conf
if openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out cert.pem -days 1 \
	-subj /CN=test -addext subjectAltName=DNS:localhost >/dev/null 2>&1; then
	cat key.pem cert.pem >both.pem
	serve
	ok 'a server without TLS' finds fault 'the server does not offer STARTTLS; remedy: correct tls-name, ca-file or port'
	ok 'is told no more' not grep '^mail ' sink.log
	serve -c both.pem
	ok 'a good certificate' finds good "TLS, and the certificate names 'localhost'"
	ok 'then the null path is tried' finds good 'the null path (MAIL FROM:<>) is accepted'
	serve -c both.pem starttls=inject
	ok 'words in clear behind STARTTLS' finds fault "the server's reply had more behind it"
	sed -i 's/^host = .*/&\ntls-name = mail.contoso.example/' good.conf
	serve -c both.pem
	ok 'a certificate of somebody else' finds fault "certificate of 'mail.contoso.example': hostname mismatch"
	ok 'gets no mail' not grep '^mail ' sink.log
	sed -i '/^ca-file/d; /^tls-name/d' good.conf
	serve -c both.pem
	ok 'one that nobody vouches for' finds fault "certificate of 'localhost': self-signed certificate"
else
	skip 'a certificate' 'no openssl(1)'
fi
exec 9>&-
done_testing
