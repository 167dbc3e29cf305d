#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The snippets of contrib/ as they stand there: Postfix pipe(8) and .forward, procmail,
# maildrop and Sieve hand mail to apresd; while apresd is away nothing is lost.
. "$(dirname "$0")/peer.sh"

box=$peers/mail
in_box() { chroot "$box" env PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 "$@"; }
as_apres() { chroot --userspec=apres:apres "$box" env PATH=/usr/local/bin:/usr/bin:/bin LC_ALL=C.UTF-8 HOME="$home" "$@"; }

# The programs, with the libraries of their Debian packages.
peers_install mail libgmime-3.0-0 libxml2 libpcre2-8-0 libesmtp6 libsqlite3-0 libssl3 \
	libjansson4 libidn2-0 libseccomp2 libcsv3 libical3 || { echo 'Bail out! libraries'; exit 1; }
for program in apres apresd; do
	install -D -m 755 "$top_builddir/$program" "$box/usr/local/bin/$program"
done
in_box apres --version >version 2>&1 || {
	# A library that is not listed above is our fault, one of another Debian is not.
	! grep -q 'cannot open shared object file' version || { echo "Bail out! $(head -n 1 version)"; exit 1; }
	echo "1..0 # SKIP the programs do not run in Debian 12: $(head -n 1 version)"
	exit 0
}
in_box id apres >/dev/null 2>&1 || in_box useradd --system --home-dir / apres

policy
for dir in Out procmail sieve; do
	mkdir -p "$dir/new" "$dir/cur" "$dir/tmp"
done
mkdir -p state bin "$box/etc/apres"
cat >"$box/etc/apres/apres.conf" <<-CONF
	[apres]
	state = $home/state
	authserv-id = mx.contoso.example
	[transport]
	kind = maildir
	maildir = $home/Out
	[company contoso]
	policy = $home/policy.xml
	default-mode = auto
	[mailbox recruiting]
	address = recruiting@contoso.example
	maildir = $home/sieve
CONF
in_box chown -R apres:apres "$home"
chmod 755 .
start() {
	# Not through as_apres: the process that is ended must be apresd itself.
	chroot --userspec=apres:apres "$box" env PATH=/usr/bin LC_ALL=C.UTF-8 \
		/usr/local/bin/apresd >>apresd.log 2>&1 &
	daemon=$!
	wait_for test -S state/socket
}
stop() {
	kill "$daemon"
	wait "$daemon"
	daemon=
}
figure() { as_apres apres status --json | grep -q "\"$1\":$2[,}]"; }
files() { [ "$(ls "$1/new" "$1/cur" | grep -c .)" -eq $(($2 + 2)) ]; }

# ---- Postfix: the lines of contrib/postfix/README ----
snippet() {
	awk -v name="$1" '$0 ~ "^" name { on = 1; next } on && /^    / { seen = 1; print substr($0, 5); next } seen && NF { exit }' \
		"$top_srcdir/contrib/postfix/README" | sed 's/careers@company.example/recruiting@contoso.example/g'
}
postfix_master=$(snippet master.cf)
postfix_main=$(snippet main.cf)
forward=$(snippet 'Without access' | sed 's/^.careers/\\apres/')
postfix_main="$postfix_main
mydestination = local.contoso.example
myorigin = local.contoso.example
local_recipient_maps =
forward_path = $home/forward/\$user
mail_spool_directory = $home/spool/"
mkdir -p forward spool
printf '%s\n' "$forward" >forward/apres
cp "$top_srcdir/contrib/postfix/apres-forward" "$box/usr/local/bin/"
in_box chown -R apres:apres "$home/forward" "$home/spool"
port=$(free_port)
ok 'the README has lines for both files' test -n "$postfix_master" -a -n "$postfix_main"
postfix_start "$home/postfix" "$port" || { sed 's/^/# /' postfix/log; echo 'Bail out! postfix'; exit 1; }
send() { # sender, file
	{
		printf 'EHLO mx.mail.example\r\nMAIL FROM:<%s>\r\nRCPT TO:<recruiting@contoso.example>\r\nDATA\r\n' "$1"
		cat "$2"
		printf '.\r\nQUIT\r\n'
	} >dialogue
	in_box socat -t 10 - "TCP:127.0.0.1:$port" <dialogue | grep -q '^250 2.0.0 Ok: queued'
}
delivered() { [ "$(find postfix/mail/all/new -type f | xargs -r grep -l "^Delivered-To: recruiting@" | wc -l)" -eq "$1" ]; }
mail one jo@mail.example "$request" | sed '/^Return-Path/d; /^Delivered-To/d' >one
mail two kim@mail.example "$request" | sed '/^Return-Path/d; /^Delivered-To/d' >two
mail three lou@mail.example "$request" | sed '/^Return-Path/d; /^Delivered-To/d' >three

start || { sed 's/^/# /' apresd.log; echo 'Bail out! apresd'; exit 1; }
ok 'Postfix takes a mail' send jo@mail.example one
ok 'it is delivered as before' wait_for delivered 1
ok 'and answered' wait_for count Out 1
stop
ok 'without apresd it takes mail too' send kim@mail.example two
ok 'and delivers it' wait_for delivered 2
queued() { in_box postqueue -c "$home/postfix/conf" -p | grep -q apres.invalid; }
ok 'the copy waits in the queue' wait_for queued
start
in_box postqueue -c "$home/postfix/conf" -f
ok 'until apresd is back' within 30 count Out 2
ok 'a bounce comes in' send '' three
ok 'and is met with silence' wait_for figure silent 1
ok 'three were seen' figure seen 3

# ---- .forward: the line of contrib/postfix/README ----
mail four max@mail.example "$request" | sed '/^Return-Path/d; /^Delivered-To/d' >four
mail five ned@mail.example "$request" | sed '/^Return-Path/d; /^Delivered-To/d' >five
mail six odo@mail.example "$request" | sed '/^Return-Path/d; /^Delivered-To/d' >six
send_local() { # sender, file
	{
		printf 'EHLO mx.mail.example\r\nMAIL FROM:<%s>\r\nRCPT TO:<apres@local.contoso.example>\r\nDATA\r\n' "$1"
		cat "$2"
		printf '.\r\nQUIT\r\n'
	} >dialogue
	in_box socat -t 10 - "TCP:127.0.0.1:$port" <dialogue | grep -q '^250 2.0.0 Ok: queued'
}
spooled() { [ "$(ls spool/apres/new 2>/dev/null | grep -c .)" -eq "$1" ]; }
ok 'a .forward takes a mail' send_local max@mail.example four
ok 'it is delivered' wait_for spooled 1
ok 'and answered' wait_for count Out 3
ok 'a bounce comes in' send_local '' five
ok 'and is met with silence' wait_for figure silent 2
stop
ok 'without apresd it takes mail too' send_local odo@mail.example six
ok 'and keeps it' wait_for sh -c "chroot $box postqueue -c $home/postfix/conf -p | grep -q apres@local"
start
in_box postqueue -c "$home/postfix/conf" -f
ok 'until apresd is back' within 30 count Out 4
# As contrib/postfix/README says: a try that fails delivers to the mailbox all the same.
ok 'people find two mails once, and one twice' wait_for spooled 4

# ---- procmail: contrib/procmail/apres.rc ----
in_box mkdir -p "$home/etc"
cp "$top_srcdir/contrib/procmail/apres.rc" etc/apres.rc
cat >etc/procmailrc <<-RC
	PATH=/usr/local/bin:/usr/bin:/bin
	DEFAULT=$home/procmail/
	LOGFILE=$home/procmail.log
	APRES_MAILBOX=recruiting@contoso.example
	INCLUDERC=$home/etc/apres.rc
RC
touch procmail.log
in_box chown -R apres:apres "$home/etc" "$home/procmail.log"
chmod 644 etc/*
procmail() { mail "$1" "$2" "$request" | tr -d '\r' | as_apres procmail -t "$home/etc/procmailrc"; }
status_is() {
	want=$1
	shift
	got=0
	"$@" || got=$?
	[ "$got" -eq "$want" ] || { echo "status $got, not $want"; tail procmail.log; return 1; }
}
ok 'procmail takes a mail' status_is 0 procmail p1 ann@mail.example
ok 'delivers it' files procmail 1
ok 'and it is answered' wait_for count Out 5
stop
ok 'without apresd procmail says: later' status_is 75 procmail p2 bea@mail.example
ok 'and delivers nothing' files procmail 1
start
ok 'then it takes it' status_is 0 procmail p2 bea@mail.example
ok 'and it is answered, once' wait_for count Out 6

# ---- maildrop: contrib/maildrop/apres.mailfilter ----
mkdir -p drop/new drop/cur drop/tmp legal/new legal/cur legal/tmp
cp "$top_srcdir/contrib/maildrop/apres.mailfilter" etc/apres.mailfilter
cat >etc/mailfilter <<-RC
	DEFAULT="$home/drop"
	APRES_MAILBOX="recruiting@contoso.example"
	include "$home/etc/apres.mailfilter"
	if (/^X-Apres-Queue: legal/)
	{
	    to "$home/legal"
	}
RC
in_box chown -R apres:apres "$home/etc" "$home/drop" "$home/legal"
chmod 600 etc/mailfilter etc/apres.mailfilter
maildrop() { mail "$1" "$2" "$3" | tr -d '\r' | as_apres maildrop "$home/etc/mailfilter"; }
ok 'maildrop takes a mail' status_is 0 maildrop m1 pia@mail.example "$request"
ok 'delivers it' files drop 1
ok 'with what was decided' grep -rq '^X-Apres-Effect: reply' drop/new
ok 'and it is answered' wait_for count Out 7
ok 'the next filter knows the queue' status_is 0 maildrop m2 quin@mail.example 'My lawyer will write to you.'
ok 'and files it' files legal 1
stop
ok 'without apresd maildrop says: later' status_is 75 maildrop m3 rob@mail.example "$request"
ok 'and delivers nothing' files drop 1
start
ok 'then it takes it' status_is 0 maildrop m3 rob@mail.example "$request"
ok 'and it is answered, once' wait_for count Out 8

# ---- Sieve: contrib/sieve/apres.sieve ----
sed -n 's/^# *\(#!\/bin\/sh\)/\1/p; s/^# *\(exec \/usr.*\)/\1/p' "$top_srcdir/contrib/sieve/apres.sieve" >bin/apres-filter
chmod 755 bin/apres-filter
cp "$top_srcdir/contrib/sieve/apres.sieve" apres.sieve
uid=$(in_box id -u apres) gid=$(in_box id -g apres)
cat >sieve.conf <<-CONF
	protocols =
	base_dir = $home/run
	log_path = $home/dovecot.log
	mail_location = maildir:$home/sieve
	first_valid_uid = 1
	postmaster_address = postmaster@contoso.example
	hostname = mx.contoso.example
	mail_plugins =
	protocol lda {
	  mail_plugins = sieve
	}
	plugin {
	  sieve = $home/apres.sieve
	  sieve_plugins = sieve_extprograms
	  sieve_extensions = +vnd.dovecot.pipe +vnd.dovecot.environment
	  sieve_pipe_bin_dir = $home/bin
	}
CONF
in_box chown -R apres:apres "$home/bin" "$home/apres.sieve" "$home/sieve" "$home/sieve.conf"
: >dovecot.log
in_box chown apres:apres "$home/dovecot.log" "$home"
lda() {
	mail "$1" "$2" "$request" | tr -d '\r' | chroot --userspec="$uid:$gid" "$box" env HOME="$home" USER=apres \
		/usr/lib/dovecot/dovecot-lda -c "$home/sieve.conf" -f "$2" -a recruiting@contoso.example -e
}
ok 'Sieve takes a mail' lda s1 cleo@mail.example
ok 'delivers it' files sieve 1
ok 'and it is answered' wait_for count Out 9
stop
ok 'without apresd Sieve delivers all the same' lda s2 dora@mail.example
ok 'into the folder' files sieve 2
start
ok 'where apresd finds it' wait_for count Out 10
ok 'nobody was answered twice' sh -c 'test "$(sed -n "s/^To: //p" Out/new/* | sort | uniq -d | wc -l)" -eq 0'
stop
done_testing
