#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Checkpoints get out of the house: each to a command, the newest to a mailbox.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

write_policy
write_conf auto
# The command keeps what it got; a file "refuse" has it fail.
cat >keep <<S
#!/bin/sh
[ ! -e $work/refuse ] || exit 3
cat >>$work/kept
S
chmod +x keep
: >kept
sed -i "s|^\[apres\]\$|&\ncheckpoint-command = $work/keep|" apres.conf
ask() { mail "$1" 'Your decision' <<'T'; }
What was missing?
T
logged() { grep -qF -- "$1" apresd.log; }
# The sizes that the command got.
got() { awk '/^contoso.example\/apres/ { getline; print }' kept; }
size() { got | tail -n 1; }
more_than() { [ "$(size)" -gt "$1" ]; }
replies() { [ "$(ls Out/new | wc -l)" -ge "$1" ]; }

once 2>>log || exit 99
ask a@mail.example | deliver Inbox a.M1.mx
once 2>>log || exit 99
once 2>>log || exit 99
ok 'a command gets checkpoints' [ "$(got | wc -l)" -ge 1 ]
ok 'in order, each once' sh -c "awk '/^contoso.example/ { getline; if (\$1 <= last) exit 1; last = \$1 }' kept"
apres audit key >log.pub
tail -n 5 kept >newest
ok 'which prove what they say' says 0 'outside' apres audit verify --checkpoint newest
ok 'and nothing is wrong' not has log 'checkpoint-command'

# It fails: nothing is lost, and nothing waits for it.
touch refuse
before=$(size)
start_apresd || exit 99
ask b@mail.example | deliver Inbox b.M1.mx
ok 'replies leave all the same' wait_for replies 2
stop_apresd
ok 'what it did not take is said' logged "keep' ended with status 3"
ask c@mail.example | deliver Inbox c.M1.mx
start_apresd || exit 99
ok 'in status, too' wait_for sh -c "apres status | grep -q 'do not get out: checkpoint-command'"
ok 'and by doctor' sh -c "apres doctor | grep -q 'do not get out: checkpoint-command'"
ok 'nothing was taken' [ "$(size)" = "$before" ]
rm refuse
ok 'and it is tried again, without a restart' wait_for more_than "$before"
ok 'which is said' wait_for logged 'get out again'
stop_apresd
ok 'all of them went, in order' sh -c "awk '/^contoso.example/ { getline; if (\$1 <= last) exit 1; last = \$1; n++ } END { exit n < 4 }' kept"

# A command that hangs stops nothing, and ends with apresd.
touch refuse
ask d@mail.example | deliver Inbox d.M1.mx
once 2>>log
cat >keep <<S
#!/bin/sh
echo \$\$ >$work/pid
exec sleep 1000
S
start_apresd || exit 99
ok 'a command hangs' wait_for test -s pid
before=$(ls Out/new | wc -l)
ask i@mail.example | deliver Inbox i.M1.mx
ok 'and replies leave' wait_for replies $((before + 1))
kill -KILL "$daemon"
wait "$daemon" 2>/dev/null
daemon=
ok 'it ends with apresd' wait_for sh -c '! kill -0 "$(cat pid)" 2>/dev/null || grep -q "^State:.*Z" "/proc/$(cat pid)/status"'

# However many wait, the end does not; what is left is said, and goes first afterwards.
waiting() { sed -n 's/.* has not taken \([0-9]*\) of them yet.*/\1/p' "$1" | tail -n 1; }
left=$(waiting log)
ok 'a run that cannot hand them over says how many are left' test "$left" -ge 1
rm pid apresd.log # whose lines would be taken for those of this run
start_apresd || exit 99
ok 'the command hangs again' wait_for test -s pid
kill -TERM "$daemon"
ok 'a first signal' wait_for logged 'what is under way is finished first'
ok 'waits for it' kill -0 "$(cat pid)"
kill -TERM "$daemon"
ok 'a second does not' wait_for sh -c "! kill -0 $daemon 2>/dev/null || grep -q '^State:.*Z' /proc/$daemon/status"
stop_apresd
ok 'and none is lost' test "$(waiting apresd.log)" -ge "$left"
if [ -n "${APRES_TEST_ALL:-}" ]; then
	printf '#!/bin/sh\nexit 3\n' >keep
	for who in j k l m n o p; do
		ask $who@mail.example | deliver Inbox $who.M1.mx
		once 2>>log
	done
	printf '#!/bin/sh\nexec sleep 7\n' >keep
	start_apresd || exit 99
	stop_apresd
	ok 'half a minute is enough, for however many' test "$(waiting apresd.log)" -ge 1
else
	skip 'half a minute is enough, for however many' 'takes long: APRES_TEST_ALL=1'
fi

# ---- a mailbox ----
sed -i "s|^checkpoint-command.*|checkpoint-mail = keeper@notary.example|" apres.conf
mails() { grep -l 'To: <*keeper@notary.example' Out/new/* 2>/dev/null | wc -l; }
once 2>>log || exit 99
ok 'a checkpoint is mailed' [ "$(mails)" -eq 1 ]
one=$(grep -l 'To: <*keeper@notary.example' Out/new/*)
ok 'as automatic mail' has "$one" '^Auto-Submitted: auto-generated'
ok 'and is small' [ "$(wc -c <"$one")" -lt 2000 ]
body "$one" | python3 -m quopri -d >mailed
ok 'its text is the checkpoint' says 0 'outside' apres audit verify --checkpoint mailed
once 2>>log || exit 99
set_clock 2026-11-24T23:00:00Z
once 2>>log || exit 99
ok 'another comes only after its time' [ "$(mails)" -eq 1 ]
set_clock 2026-11-25T14:00:00Z
once 2>>log || exit 99
ok 'and then it does' [ "$(mails)" -eq 2 ]

# ---- what the record does not hold ----
sed -i "s|^checkpoint-mail.*|checkpoints = Kept|" apres.conf
mkdir Kept
once 2>>log || exit 99
cp -R state backup
ask e@mail.example | deliver Inbox e.M1.mx
once 2>>log || exit 99
rm -rf state && mv backup state
apres status >status 2>&1
ok 'an older store is known by what lies outside' has status 'alarm: .checkpoint-[0-9]*., which is kept outside, .* an older store is in its place; remedy:'
once 2>>log
apres resume >/dev/null
ask f@mail.example | deliver Inbox f.M1.mx
ask g@mail.example | deliver Inbox g.M1.mx
ask h@mail.example | deliver Inbox h.M1.mx
once 2>>log
once 2>again
apres status >status 2>&1
ok 'a second history stays an alarm after it went on' has status 'there are two histories; remedy:'
ok 'for doctor' sh -c "apres doctor | grep -q 'there are two histories'"
ok 'and in the log, at every start' has again 'there are two histories; keep that file as evidence'
done_testing
