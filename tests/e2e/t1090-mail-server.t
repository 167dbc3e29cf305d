#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A mail server that breaks off anywhere, and processes that are killed meanwhile:
# each reply ends where the outcome table says, none is lost, none leaves twice.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

sink=$top_builddir/tests/tools/smtp-sink
mkfifo hold
# serve FAULT...: a fresh server; its port goes into apres.conf, its log is sink.log.
serve() {
	exec 9>&-
	: >sink.log
	"$sink" -l sink.log "$@" <hold >port &
	exec 9>hold
	wait_for test -s port || exit 99
	sed -i "s/^port = .*/port = $(cat port)/" apres.conf
	: >port
}
state() { apres outbox list --state "$1" --json | grep -c "$2@" | grep -qx 1; }
accepted() { [ "$(grep -c '^accepted ' sink.log)" -eq "$1" ]; }
begun() { [ "$(grep -c '^mail ' sink.log)" -ge "$1" ]; }
ask() { mail "$1@mail.example" 'Your decision' <<'T' | deliver Inbox "$1.M1.mx"; }
What was missing?
T
write_conf auto
sed -i 's/^kind = maildir/kind = smtp\nhost = 127.0.0.1\nport = 1\ntls = none\nretry = 1s\nmax-attempts = 3/; /^maildir = Out/d' apres.conf
once || exit 99

# fault, where the reply is afterwards, mails taken by the server, where it is after another start
minute=50
while read -r name fault want taken later; do
	minute=$((minute + 1))
	serve "$fault"
	ask "$name"
	once 2>/dev/null
	ok "$fault: $want" state "$want" "$name"
	ok "$fault: the server has taken $taken" accepted "$taken"
	serve
	set_clock "2026-11-24T$((13 + minute / 60)):$((minute % 60 / 10))$((minute % 10)):30Z"
	once 2>/dev/null
	ok "$fault: with a good server $later" state "$later" "$name"
	case $later in sent) again=1 ;; *) again=0 ;; esac
	ok "$fault: it takes $again" accepted "$again"
done <<'TABLE'
a greet=drop deferred 0 sent
b greet=554 deferred 0 sent
c mail=451 deferred 0 sent
d mail=550 failed 0 failed
e rcpt=451 deferred 0 sent
f rcpt=550 failed 0 failed
g data=drop deferred 0 sent
h data=554 failed 0 failed
i body=drop unknown 0 unknown
j dot=drop unknown 0 unknown
k dot=partial unknown 0 unknown
l dot=half unknown 0 unknown
m dot=garbage unknown 0 unknown
n dot=421 deferred 0 sent
o dot=451 deferred 0 sent
p dot=554 failed 0 failed
TABLE
ok 'for what failed or is unknown somebody owes the answer' count 9 apres owed --json
ok 'the figures agree' sh -c 'apres status --json | grep -q "\"seen\":16,\"answered\":7,\"silent\":0,\"held\":9,\"held_open\":9,\"shadow\":0,\"pending\":0"'

# One process is killed while the server says nothing.
kill_delivery() { kill -KILL "$(children_of "$daemon" | tail -n 1)"; }
set_clock 2026-11-24T15:00:00Z
serve data=stall
start_apresd || exit 99
ask q
wait_for begun 1 || exit 99
kill_delivery
ok 'the delivery process killed before the barrier: tried again later' wait_for state deferred q
stop_apresd KILL
serve dot=stall
set_clock 2026-11-24T15:05:00Z
start_apresd || exit 99
ok 'then it waits for the answer to the dot' wait_for state in-doubt q
kill_delivery
ok 'killed there: unknown' wait_for state unknown q
ask r
ok 'the next one waits there, too' wait_for state in-doubt r
stop_apresd KILL
serve
start_apresd || exit 99
ok 'apresd killed: unknown after the start' wait_for state unknown r
ask s
ok 'new mail is answered' wait_for state sent s
ok 'and nothing else has left' accepted 1
ok 'resend is a person'\''s decision' says 0 'sent again' apres outbox resend "$(apres outbox list --state unknown --json | sed -n 's/^{"id":\([0-9]*\),.*"r@.*/\1/p')"
ok 'then it leaves' wait_for state sent r
ok 'confirm, too' says 0 sent apres outbox confirm "$(apres outbox list --state unknown --json | sed -n 's/^{"id":\([0-9]*\),.*"q@.*/\1/p')"
ok 'then nothing leaves' accepted 2
ok 'and nothing is owed for either' not sh -c 'apres owed | grep -E "(q|r)@"'

# What comes one after the other goes in one session, which ends when nothing comes.
in_a_row() { APRES_TEST_IDLE_MS=$1 start_apresd || exit 99; }
stop_apresd
serve
in_a_row 60000
ask t
ok 'a reply leaves' wait_for state sent t
ask u
ok 'another one, later' wait_for state sent u
ok 'in the same session' grep -q '^accepted 1\.2 ' sink.log
ok 'which has not ended' not grep -q '^quit' sink.log
stop_apresd
ok 'it takes its leave when apresd ends' grep -qx 'quit 1' sink.log
serve
in_a_row 1
ask v
ok 'it does so when nothing comes, too' wait_for grep -qx 'quit 1' sink.log
stop_apresd
serve dot=extra@1.1
in_a_row 60000
ask w
ok 'and when the server says what was not asked' wait_for grep -qx 'quit 1' sink.log
ok 'the reply was sent' state sent w
ask x
ok 'the next one leaves' wait_for state sent x
ok 'in a fresh session' grep -q '^accepted 2\.1 ' sink.log

# What waits together goes in one session, as much of it as a session takes.
stop_apresd
apres pause >pause.out || exit 99
i=0
while [ $i -lt 33 ]; do
	i=$((i + 1))
	ask "many$i"
done
once || exit 99
serve
apres resume >pause.out || exit 99
once || exit 99
ok '33 replies have left' accepted 33
ok 'the first 32 in one session' count 1 grep -E '^accepted [0-9]+\.32 ' sink.log
ok 'the last in one of its own' count 2 grep -E '^accepted [0-9]+\.1 ' sink.log

# Two sessions, each of which waits for the answer to a dot: apresd is killed.
apres pause >pause.out || exit 99
i=0
while [ $i -lt 34 ]; do
	i=$((i + 1))
	ask "two$i"
done
once || exit 99
serve dot=stall
apres resume >pause.out || exit 99
start_apresd || exit 99
in_state() { apres outbox list --state "$1" --json | grep -o '"recipient":"two[0-9]*@' | sort; }
ok 'two replies are on their way at once' wait_for count 2 in_state in-doubt
ok 'the server has both' wait_for count 2 grep '^received' sink.log
in_state in-doubt >on-their-way
stop_apresd KILL
serve
once || exit 99
ok 'apresd killed: both are unknown' sh -c 'diff on-their-way -' <<T
$(in_state unknown)
T
ok 'the other 32 leave' accepted 32
in_state sent >sent
ok 'each once, and none of the two' sh -c "sed -n 's/^accepted .*<\\(.*@\\).*/\"recipient\":\"\\1/p' sink.log | sort | diff sent -"
ok 'an answer is owed for both' count 2 sh -c 'apres owed | grep -o "two[0-9]*@"'

# A server that allows a client no more than one.
sed -i '/^\[transport\]/a sessions = 1' apres.conf
apres pause >pause.out || exit 99
i=0
while [ $i -lt 33 ]; do
	i=$((i + 1))
	ask "one$i"
done
once || exit 99
serve
apres resume >pause.out || exit 99
once || exit 99
ok 'sessions = 1: all leave' accepted 33
ok 'one session after the other' sh -c "grep -E '^(mail|quit) [0-9]+' sink.log | sed -E 's/^[a-z]+ ([0-9]+).*/\1/' | uniq | sort | uniq -d | grep -c . | grep -qx 0"
exec 9>&-
done_testing
