#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# apres doctor --spoof-test: a forged employee with forged proofs comes in by the front
# door, and whether the mail server lets that pass decides between good and fault.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

sink=$top_builddir/tests/tools/smtp-sink
mkfifo hold
mkdir taken
# serve [FAULT...]: a fresh front door; its port is in the file port.
serve() {
	exec 9>&-
	: >sink.log
	: >port
	rm -f taken/*
	"$sink" -d taken -l sink.log "$@" <hold >port &
	exec 9>hold
	wait_for test -s port || exit 99
}
# forge FILTER [OPTION...]: what the door has taken arrives as FILTER makes it; the end of
# the doctor is in .status, its words in .doctor.
forge() {
	filter=$1
	shift
	(
		apres doctor --spoof-test --via "127.0.0.1:$(cat port)" --yes "$@" >.doctor 2>&1 </dev/null
		echo $? >.status
	) &
	if [ "$filter" != nothing ]; then
		wait_for test -s taken/1.1 || return 1
		tr -d '\r' <taken/1.1 | "$filter" | deliver Inbox "$(wc -c <port).$(date +%N).mx"
	fi
	wait $!
	cat .doctor
}
# The server's own word on top; what strangers wrote of it is gone, or is left.
careful() {
	echo 'Return-Path: <spoof-test@contoso.example>'
	echo 'Authentication-Results: mx.contoso.example; dmarc=fail header.from=contoso.example'
	sed '/^Authentication-Results: mx.contoso.example/,/^ auth=/d; /^X-Inside/d'
}
careless() { cat; }
# ends STATUS HEALTH TEXT
ends() {
	[ "$(cat .status)" -eq "$1" ] || { echo "status $(cat .status), not $1"; cat .doctor; return 1; }
	grep -E "^$2 +spoof test " .doctor | grep -qF -- "$3" || { cat .doctor; return 1; }
}
untouched() { not grep -q '^mail ' sink.log; }

write_conf auto
serve
door=127.0.0.1:$(cat port)
ok 'the door must be named' says 64 '--via HOST is missing' apres doctor --spoof-test --yes
ok 'somebody must agree' says 64 'nothing was sent: a forged mail needs your yes, or --yes' apres doctor --spoof-test --via "$door"
ok 'only an employee is forged' says 64 "--from 'ana@other.example' is no employee's address" \
	apres doctor --spoof-test --via "$door" --yes --from ana@other.example
ok 'a port is a number' says 64 'neither HOST nor HOST:PORT' apres doctor --spoof-test --via 127.0.0.1:smtp --yes
ok 'a mailbox must be there' says 64 "no mailbox 'nope'" apres doctor --spoof-test --via "$door" --yes --mailbox nope
ok 'options of the test need the test' says 64 'belong to --spoof-test' apres doctor --via "$door"
if script -qec true /dev/null >/dev/null 2>&1 </dev/null; then
	echo n | script -qec "apres doctor --spoof-test --via $door" /dev/null >screen 2>&1
	ok 'a terminal is asked' has screen 'forged sender spoof-test@contoso.example to recruiting@contoso.example, through 127.0.0.1:[0-9]*\? \[y/N\]'
else
	skip 'a terminal is asked' 'script(1) opens no terminal here'
fi
ok 'nothing was sent by any of them' untouched

forge careful >/dev/null
ok 'a server that checks: the forger is seen through' ends 0 good "a forged spoof-test@contoso.example is unverified, one of our addresses"
path=$(sed -n 's/.*; the mail is \(.*\): delete it$/\1/p' .doctor)
ok 'and the mail lies where that is said' has "$path" '^Subject: Test: a forged sender$'
ok 'one mail was sent' sh -c 'grep -c "^accepted 1.1 <recruiting@contoso.example>" sink.log | grep -qx 1 && grep -c "^mail " sink.log | grep -qx 1'
ok 'it forges the word of our server' has taken/1.1 '^Authentication-Results: mx.contoso.example; dmarc=pass'
ok 'and says that a program sent it' has taken/1.1 '^Auto-Submitted: auto-generated'
serve
forge careless --from lee@contoso.example >/dev/null
ok 'a server that lets forged proofs pass' ends 2 fault 'a forged lee@contoso.example counts as proven'
serve
forge careless >/dev/null
ok 'even for an address that nobody has' ends 2 fault 'a forged spoof-test@contoso.example counts as proven'

sed -i 's|<people domain="contoso.example"/>|<people domain="contoso.example" proof="header" header="X-Inside: yes"/>|' policy.xml
serve
forge careless >/dev/null
ok 'a header that the border does not strip' ends 2 fault 'counts as proven'
ok 'was forged' has taken/1.1 '^X-Inside: yes'
serve
forge careful >/dev/null
ok 'one that it strips' ends 0 good 'unverified'

# The element for Exchange as contrib/hosted/README has it.
exchange=$(sed -n '/<people .*proof="header"/,/\/>/p' "$top_srcdir/contrib/hosted/README" | tr '\n' ' ' | sed 's/company.example/contoso.example/')
sed -i "s|<people .*/>|$exchange|" policy.xml
own='X-MS-Exchange-Organization-AuthAs: Anonymous'
exchange() { echo "$own" && grep -v '^X-MS-Exchange-Organization-'; }
beside_it() { echo "$own" && cat; }
serve
forge exchange >/dev/null
ok 'Exchange says what it thinks of a stranger' ends 0 good 'unverified'
ok 'whatever the stranger said' has taken/1.1 '^X-MS-Exchange-Organization-AuthAs: Internal'
serve
forge beside_it --from lee@contoso.example >/dev/null
ok 'said twice it proves nothing' ends 0 good 'unverified'
serve
forge careless --from lee@contoso.example >/dev/null
ok 'any other server hands on what a stranger wrote' ends 2 fault 'counts as proven'

serve rcpt=550
forge nothing >/dev/null
ok 'a door that stays closed is good' ends 0 good "127.0.0.1:$(cat port) does not let a forged spoof-test@contoso.example in: 550 5.3.0 as asked"
serve dot=554
forge nothing >/dev/null
ok 'after a look at the mail, too' ends 0 good 'in: 554 5.3.0'
serve mail=530
forge nothing >/dev/null
ok 'one that wants a login first says nothing' ends 1 warning 'which says nothing: 530 5.3.0 as asked; remedy:'
serve mail=451
forge nothing >/dev/null
ok 'nor does one that wants another try' ends 1 warning 'which says nothing: 451 4.3.0'
serve
forge nothing --wait 1 >/dev/null
ok 'mail that does not arrive is a warning' ends 1 warning 'has not arrived in 1 s; remedy: look into the spam folder'
exec 9>&-
printf '' >port
ok 'nobody at the door is one' says 1 'remedy: apres doctor --spoof-test --via HOST' apres doctor --spoof-test --via 127.0.0.1:1 --yes
done_testing
