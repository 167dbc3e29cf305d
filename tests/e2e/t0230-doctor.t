#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# apres doctor: a healthy installation is good, each fault is found and has a remedy,
# and nothing is changed by looking.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

ours='Authentication-Results: mx.contoso.example; dmarc=pass header.from='
# arrive NUMBER FROM [HEADERS]: a mail of 13:00 lies in the mailbox.
arrive() {
	echo 'What was missing?' | mail "$2" 'Re: Your application' "${3:-}" | deliver Inbox "$1"
	touch -d 2026-11-24T13:00:00Z "Inbox/new/$1"
}
# finds STATUS HEALTH CHECK TEXT: one line of the doctor says all of it.
finds() {
	got=0
	apres doctor >"$work/.doctor" 2>&1 </dev/null || got=$?
	cat "$work/.doctor"
	[ "$got" -eq "$1" ] || { echo "status $got, not $1"; return 1; }
	grep -E "^$2 +$3 " "$work/.doctor" | grep -qF -- "$4" || { echo "no $2 of $3: $4"; return 1; }
}
# except WORD: the configuration without the lines that begin with it.
except() { sed "/^$1/d" good.conf >apres.conf; }

write_conf auto 'sent = Inbox/.Sent'
chmod 644 apres.conf policy.xml roster.csv
make_maildir Inbox/.Sent
echo 'Thank you.' | mail recruiting@contoso.example 'Re: Your application' | deliver Inbox/.Sent 1
touch -d 2026-11-24T13:10:00Z Inbox/.Sent/new/1
arrive 1 bo@mail.example "${ours}mail.example"
arrive 2 lee@contoso.example "${ours}contoso.example"
ok 'a mailbox that is not read yet is a warning' finds 1 warning apresd 'remedy: systemctl start apresd'
start_apresd || exit 99
cp apres.conf good.conf

ok 'a healthy installation: 0' finds 0 good apresd 'runs, and is in no trouble'
ok 'nothing else is said' not grep -E '^(warning|fault)' .doctor
ok 'every check has spoken' count 15 sh -c 'apres doctor --json | sed "s/.*\"check\":\"//; s/\".*//" | sort -u'
ok 'as JSON, a line each' says 0 '{"health":"good","check":"sandbox","what":' apres doctor --json
# Not the head of the record, which apresd signs a minute after something new.
sums() { find Inbox Out state policy.xml apres.conf roster.csv -type f ! -path 'state/log/*' | sort | xargs cksum; }
same_sums() { sums | diff before -; }
sums >before
apres doctor >/dev/null
ok 'looking changes nothing' same_sums

# the configuration and the policy
sed 's/^poll/pol/' good.conf >apres.conf
ok 'a configuration that does not load' finds 2 fault configuration "did you mean 'poll'"
except sent
ok 'sent mail that is not read, but there' finds 1 warning 'sent mail' "remedy: sent = $work/Inbox/.Sent in [mailbox recruiting]"
mv Inbox/.Sent Elsewhere
ok 'and none to be found' finds 1 warning 'sent mail' 'sent = FOLDER'
cp good.conf apres.conf
ok 'a folder of sent mail that is gone' finds 2 fault configuration "'$work/Inbox/.Sent' is no Maildir"
make_maildir Inbox/.Sent
ok 'one in which nothing ever was' finds 1 warning 'sent mail' 'nothing was ever sent into'
rm -r Inbox/.Sent
mv Elsewhere Inbox/.Sent
cp policy.xml policy.good
sed 's/<people/<poeple/' policy.good >policy.xml
ok 'a policy that does not load' finds 2 fault policy 'remedy: apres policy check'
cat >pack.xml <<'XML'
<policy xmlns="urn:x-apres:policy:1" kind="pack" id="local" xml:lang="en" reviewed="2025-01-01" by="Counsel" review-by="2026-06-30"/>
XML
sed 's,<company ,<use pack="pack.xml"/><company ,' policy.good >policy.xml
ok 'a pack that was to be reviewed' finds 1 warning alarms "company 'contoso': pack 'local' was to be reviewed by 2026-06-30; remedy: have counsel"
cp policy.good policy.xml

# who may do what
chmod o+w policy.xml
ok 'a policy that everybody can write' finds 2 fault access "remedy: chmod o-w '$work/policy.xml'"
chmod o-w policy.xml
chmod o+rx state
ok 'a store that everybody can read' finds 2 fault access "remedy: chmod o-rwx '$work/state'"
chmod o-rwx state
# apresd, here as root, signs what is new when it ends, else a minute later: then no file
# of its own comes among those that are given away below.
all_signed() { grep -q "\"size\":$(apres audit list --json | wc -l)," state/log/signed; }
stop_apresd
start_apresd || exit 99
ok 'all of the record is signed' wait_for all_signed
if [ "$(id -u)" -eq 0 ]; then
	chmod 711 .
	chmod 700 Inbox/cur
	chown -R nobody state
	ok 'a mailbox that the daemon cannot read' finds 2 fault access "nobody cannot read $work/Inbox/cur; remedy: setfacl"
	chmod 755 Inbox/cur
	ok 'one that it cannot write' finds 1 warning access "nobody cannot write $work/Inbox/cur: answered mail is not flagged"
	chmod 600 Inbox/new/1
	ok 'a mail that it cannot read' finds 2 fault access "nobody cannot read the mail $work/Inbox/new/1 (owner root, mode 0600): it is never looked at; remedy: setfacl -R -m u:nobody:rwX '$work/Inbox'"
	chmod 644 Inbox/new/1
	chown root state/log/signed
	ok 'what root wrote into the store' finds 2 fault access "nobody cannot read and write $work/state/log/signed (owner root, mode 0600)"
	ok 'the store is for one, and how' grep -qF "remedy: as root: chown -R nobody '$work/state' && chmod -R u+rwX '$work/state'" .doctor
	chown -R nobody state
	chmod 500 state
	ok 'a store that is only to be read' finds 2 fault access "$work/state (owner nobody, mode 0500); the store is for nobody alone: folders 0700, files 0600"
	chmod 700 state
	chown -R root state
	chmod 755 Inbox/cur
	if ben_can; then
		mkdir -m 700 closed
		cp roster.csv closed
		sed 's,^roster = .*,roster = closed/roster.csv,' good.conf >apres.conf
		ok 'what could not be looked at is said' says 2 "who else may do what with $work/closed/roster.csv could not be found out: Permission denied; remedy: as root: apres doctor" \
			setpriv --reuid=65534 --clear-groups apres doctor
		cp good.conf apres.conf
	else
		skip 'what could not be looked at is said' 'nobody else can run apres here'
	fi
else
	chmod 0 Inbox/cur
	ok 'a mailbox that the daemon cannot read' finds 2 fault access "cannot read $work/Inbox/cur; remedy: setfacl"
	chmod 555 Inbox/cur
	ok 'one that it cannot write' finds 1 warning access "cannot write $work/Inbox/cur: answered mail is not flagged"
	chmod 755 Inbox/cur
	chmod 0 Inbox/new/1
	ok 'a mail that it cannot read' finds 2 fault access "cannot read the mail $work/Inbox/new/1"
	chmod 644 Inbox/new/1
	chmod 500 state
	ok 'a store that is only to be read' finds 2 fault access "mode 0500); the store is"
	ok 'is not damaged' not grep -q 'restore a backup' .doctor
	chmod 700 state
fi

# a recruiter's own mailbox
own() { { cat good.conf && printf 'scope = candidates\n'; } | sed '/^roster/d'"${1:-}" >apres.conf; }
own
ok 'a mailbox that reads only candidates'\'' mail' finds 1 good scope '1 letter to a candidate is known'
own "; s/^state = .*/state = own/"
apresd -c apres.conf --once 2>/dev/null || exit 99
ok 'one that knows no letter to a candidate' finds 2 warning scope 'known as a letter to a candidate; remedy: write subjects'
own '; /^sent/d'
ok 'one that is not told what people send' finds 1 warning scope 'remedy: sent = FOLDER in [mailbox recruiting]'
own
sed '/<people/d' policy.good >policy.xml
ok 'one that cannot tell who is a colleague' finds 1 warning scope 'remedy: <people domain="..."/>'
cp policy.good policy.xml
cp good.conf apres.conf

# what the mail server writes
sed 's/^authserv-id = .*/authserv-id = mail.contoso.example/' good.conf >apres.conf
ok 'a wrong authserv-id, and the right one' finds 2 fault 'mail server' 'none of the 2 youngest mails: nobody is proven an employee, and no forgery is seen; remedy: authserv-id = mx.contoso.example'
ok 'then nobody is an employee' finds 2 warning employees '1 of the 2 youngest mails is from employees'
except authserv-id
ok 'none at all' finds 1 warning 'mail server' 'authserv-id is not set'
sed 's/^mta-names = .*/mta-names = mx9.contoso.example/; /^authserv-id/d' good.conf >apres.conf
ok 'a wrong name in Received' finds 2 fault 'mail server' 'remedy: mta-names = mx.contoso.example'
except roster
ok 'no roster' finds 1 warning employees 'remedy: roster = FILE'
cp good.conf apres.conf
sed -i '/^Return-Path/d; /^Authentication-Results/d' Inbox/cur/1* Inbox/new/1 2>/dev/null
ok 'a mail without Return-Path' finds 1 warning 'mail server' 'in 1 of the 2 youngest mails: they cannot be answered; remedy:'
sed -i '/^Return-Path/d; /^Authentication-Results/d' Inbox/cur/* Inbox/new/* 2>/dev/null
ok 'all of them' finds 2 fault 'mail server' 'none of them can be answered'

# the mailbox
mkdir aside
mv Inbox/new/1 aside
mv Inbox/new/2 Inbox/cur/2:2,S
ok 'a mail program that takes mail at once' finds 2 good mailbox 'all in cur/'
mv Inbox/cur/2:2,S aside
ok 'no mail at all' finds 1 warning mailbox 'remedy: send a mail to recruiting@contoso.example'

# the way out
rm -r Out
ok 'a Maildir for replies that is none' finds 2 fault 'way out' 'remedy: mkdir -p'
make_maildir Out
sed 's/^kind = maildir/kind = sendmail\ncommand = \/nothing\/here -i/; /^maildir = Out/d' good.conf >apres.conf
ok 'a sendmail that is not there' finds 2 fault 'way out' "'/nothing/here' is not there"
sed -i 's,^command = .*,command = /bin/sh -i,' apres.conf
ok 'or is' finds 1 good 'way out' '/bin/sh is there'
cp good.conf apres.conf

# the machine
# on OPTIONS HEALTH TEXT: with a mailbox on a disk of its own, which only this process sees.
on() {
	unshare -rm sh -c 'mount -t tmpfs -o "$1" none Small && mkdir Small/new Small/cur && apres doctor' sh "$1" >.doctor 2>&1 </dev/null
	cat .doctor
	grep -E "^$2 +disk +$work/Small: " .doctor | grep -qE -- "$3"
}
mkdir Small
sed 's/^maildir = Inbox/maildir = Small/' good.conf >apres.conf
if unshare -rm mount -t tmpfs none Small 2>/dev/null; then
	ok 'a disk that is as good as full' on size=50m fault 'MB free; remedy: df'
	ok 'one with little room' on size=500m warning 'only .* MB free; remedy: df'
	ok 'one with few files left' on size=2g,nr_inodes=2000 warning 'only [0-9]* more files can be made; remedy: df'
	ok 'one with room for both' on size=2g,nr_inodes=20000 good 'GB free'
else
	skip 'a full disk' 'nothing can be mounted here'
fi
cp good.conf apres.conf
set_clock 2026-11-24T12:40:00Z
ok 'a store from the future' finds 1 warning clock 'the clock was set back'
arrive 3 cy@mail.example "${ours}mail.example"
ok 'mail from the future' finds 1 warning clock '1 of the 1 youngest mail is from the future: due dates and the age of mail are wrong; remedy: timedatectl'
set_clock 2026-11-24T13:50:00Z
APRES_TEST_WORKER_FAULT=crash:doctor
export APRES_TEST_WORKER_FAULT
ok 'a process that cannot work here' finds 2 fault sandbox '(crash): all mail is left to people; remedy:'
unset APRES_TEST_WORKER_FAULT
stop_apresd
ok 'a daemon that does not run' finds 2 fault apresd 'nothing is read and nothing sent'
printf 'no database' >state/apres.db
rm -f state/apres.db-wal state/apres.db-shm
ok 'a broken store' finds 2 fault store 'remedy: look at the disk'
done_testing
