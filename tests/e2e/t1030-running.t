#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# apresd as it runs all day: arrival, status, reload, ending, the service manager.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

write_conf auto
# Only the watch can be quick then.
sed -i 's/^poll = 1s/poll = 3600s/' apres.conf
ask() { mail "$1" 'Your decision' <<'T'; }
What was missing?
T
replies() { [ "$(ls Out/new | wc -l)" -eq "$1" ]; }
logged() { grep -qF -- "$1" apresd.log; }

ok 'checking finds nothing wrong' says 0 'configuration OK' apresd -c apres.conf -n
ok 'and touches nothing' test ! -e state
start_apresd || exit 99
ok 'a second apresd is refused' says 75 'in use' apresd -c apres.conf --once
ask robin@mail.example | deliver Inbox 1.M1.mx
ok 'mail is answered when it arrives' wait_for replies 1
ask kim@mail.example >Inbox/tmp/2.M1.mx
mv Inbox/tmp/2.M1.mx Inbox/new/2.M1.mx && mv Inbox/new/2.M1.mx Inbox/cur/2.M1.mx:2,S
ok 'also if a client moves it at once' wait_for replies 2
ok 'there is no second thread' sh -c "[ \"\$(ls /proc/$daemon/task | wc -l)\" -eq 1 ]"
ok 'status knows it' says 0 'apresd runs' apres status

rm -rf Inbox/new
ok 'a folder that vanishes shows in status' wait_for says 0 'cannot be read' apres status
mkdir Inbox/new
ask lou@mail.example | deliver Inbox 3.M1.mx
ok 'and is read again when it is back' wait_for replies 3

cp policy.xml policy.good
sed -i 's/<company name="Contoso"/<company nam="Contoso"/' policy.xml
ok 'checking finds the broken policy' says 78 'policy.xml:' apresd -c apres.conf -n
kill -HUP "$daemon"
ok 'a broken policy is refused by a reload' wait_for logged 'policy.xml:'
ok 'status says so' wait_for says 0 'last reload failed' apres status
ask ann@mail.example | deliver Inbox 4.M1.mx
ok 'the last good one stays in force' wait_for replies 4
cp policy.good policy.xml
kill -HUP "$daemon"
ok 'a good one is taken' wait_for logged 'reload: policies and rosters are read anew'
ask jo@mail.example | deliver Inbox 5.M1.mx
ok 'and answers' wait_for replies 5
echo '# more' >>apres.conf
kill -HUP "$daemon"
ok 'a changed apres.conf asks for a restart' wait_for logged 'restart apresd to read it'

pid=$daemon
workers=$(children_of "$pid")
none_left() { for worker in $workers; do ! kill -0 "$worker" 2>/dev/null || return 1; done; }
ok 'it has workers' test -n "$workers"
stop_apresd TERM
ok 'it ends when asked' not kill -0 "$pid"
ok 'and says so' logged ended
ok 'its socket is gone' test ! -e state/socket
ok 'no worker is left' wait_for none_left

if command -v python3 >/dev/null; then
	cat >notify.py <<'PY'
import os, socket, sys
path = sys.argv[1]
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(path)
s.settimeout(20)
with open(sys.argv[2], "w") as out:
    while True:
        line = s.recv(4096).decode()
        out.write(line + "\n")
        out.flush()
        if "STOPPING=1" in line:
            break
PY
	python3 notify.py "$work/notify" told &
	wait_for test -S notify
	NOTIFY_SOCKET=$work/notify WATCHDOG_USEC=200000
	export NOTIFY_SOCKET WATCHDOG_USEC
	start_apresd || exit 99
	told() { grep -qx "$1" told; }
	ok 'the service manager is told READY' wait_for told READY=1
	ok 'how things are' wait_for told 'STATUS=no alarms'
	ok 'and fed its watchdog' wait_for told WATCHDOG=1
	stop_apresd TERM
	ok 'and told of the end' wait_for told STOPPING=1
else
	skip 'the service manager is told' 'no python3'
fi
done_testing
