#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# apres-admin(7): its commands as they stand there, and what it says of a backup.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

make_maildir Sent
write_conf auto "desk = $work/Inbox/.Apres
sent = $work/Sent"
proof='Authentication-Results: mx.contoso.example; dmarc=pass header.from=mail.example'
request() { printf 'What was missing?\n' | mail "$1" 'Your decision' "$proof" | deliver Inbox "$2"; }
once 2>>apresd.log
request robin@mail.example one
once 2>>apresd.log

# Not root's: systemd and installing are another test's.
sed -n 's/^\$ //p' "$top_srcdir/man/apres-admin.7" >commands
ok 'there are commands' test "$(grep -c . commands)" -ge 10
start_apresd || exit 99
while IFS= read -r command <&3; do
	want=0
	case $command in
	'apres doctor') want=1 ;;       # warnings: the clock of the test stands still
	'apres audit new-keys'*) want=65 ;; # no key is lost here
	'apres audit verify') want=3 ;; # nobody has kept a checkpoint elsewhere
	esac
	got=0
	eval "$command" >out 2>&1 || got=$?
	ok "$command" sh -c "test $got -le $want || cat out >&2 && test $got -le $want"
	case $command in
	'apres outbox show 1') cp out reply ;;
	'apres review show 1') cp out review ;;
	esac
done 3<commands
stop_apresd
reference=$(sed -n 's/.*Reference[: ]*\([0-9A-F]\{10\}\).*/\1/p' reply)
ok 'the reference of a reply leads to its mail' grep -q "${reference:-none}" review
ok 'each finding of the doctor is an object' sh -c 'apres doctor --json | grep -c "^{.*}$" | grep -qvx 0'

# ---- the store comes back from a backup ----
cp -a state backup
request kim@mail.example two
once 2>>apresd.log
ok 'a mail is answered after the backup' count 2 ls Out/new
rm -rf state && cp -a backup state
ok 'after restoring, sending can be paused first' apres pause
once 2>>apresd.log
ok 'then continued' apres resume
once 2>>apresd.log
ok 'the mail is not answered again' count 2 ls Out/new

# ---- the signing key is lost ----
rm -r state/log
printf 'What was missing?\n' | mail pia@mail.example 'Your decision' "$proof" | deliver Inbox four
start_apresd
ok 'mail is answered without the signing key' wait_for count 3 ls Out/new
ok 'and status says what is wrong' says 0 'the record gets no checkpoints' apres status
stop_apresd
cp -a backup/log state/log.old && rm -r state/log && mv state/log.old state/log
ok 'with the folder of an older backup' once
ok 'the record is signed again' says 3 'Consistent in itself' apres audit verify

# ---- the store is lost ----
rm -rf state
sed -i 's/^default-mode = auto/default-mode = shadow/' apres.conf
request lou@mail.example three
ok 'a new store begins anew' once
ok 'and takes what is there as old' sh -c 'apres status --json | grep -q "\"adopted\":4[,}]"'
ok 'nothing is answered' count 3 ls Out/new
done_testing
