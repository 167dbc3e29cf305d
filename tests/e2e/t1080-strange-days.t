#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What administrators do: a Maildir that comes later, a stricter configuration, a
# store that is taken away, a program instead of a server.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

replies() { [ "$(grep -l '^To:.*@mail.example' Out/new/* 2>/dev/null | wc -l)" -eq "$1" ]; }
figure() { apres status --json | grep -q "\"$1\":$2[,}]"; }
state() { apres outbox list --json | grep "$1" | grep -q "\"state\":\"$2\""; }
ask() { mail "$1" 'Your decision' <<'T' | deliver Inbox "$2"; }
What was missing?
T

write_conf auto
rm -rf Inbox
ok 'a Maildir that is not there yet' says 75 Inbox once
make_maildir Inbox
ask robin@mail.example 1.M1.mx
ask old@mail.example 2.M1.mx
touch -d '2 days ago' Inbox/new/2.M1.mx
ok 'comes into being' once
ok 'the mail that came with it is answered' replies 1
ok 'what is older is adopted' figure adopted 1

# The company is told apart from what was decided before.
apres pause || exit 99
ask kim@mail.example 3.M1.mx
once || exit 99
ok 'a reply is ready' state kim ready
sed -i 's/^default-mode = auto/default-mode = approve/' apres.conf
once || exit 99
apres resume || exit 99
once || exit 99
ok 'apres.conf became stricter: it waits for approval' says 0 'approve no-feedback' apres review list
ok 'and is owed meanwhile' says 0 kim@mail.example apres owed
sed -i 's/^default-mode = approve/default-mode = shadow/' apres.conf
once || exit 99
apres review approve "$(apres review list --json | sed -n 's/^{"id":\([0-9]*\),.*/\1/p')" || exit 99
once || exit 99
ok 'and in shadow nothing leaves, approved or not' replies 1
ok 'a person has it' says 0 kim@mail.example apres review list
sed -i 's/^default-mode = shadow/default-mode = auto/' apres.conf

# A reply that names a date is not sent after it.
mail lou@mail.example 'Your decision' <<'T' | deliver Inbox 4.M1.mx
Do you have any news about my application?
T
apres pause || exit 99
once || exit 99
ok 'a reply that names a date is ready' state lou ready
set_clock 2026-12-02T10:00:00Z
apres resume || exit 99
once || exit 99
ok 'past the date it is not sent' replies 1
ok 'but left to a person' says 0 lou@mail.example apres review list
set_clock 2026-11-24T13:50:00Z

start_apresd || exit 99
mv state/apres.db state/apres.db.away
ask ann@mail.example 5.M1.mx
ok 'a store that was taken away: the log says so' wait_for grep -q "apres.db': No such file" apresd.log
cp state/apres.db.away state/apres.db
ok 'so it does of another in its place' wait_for grep -q 'was replaced while in use' apresd.log
ok 'nothing is answered meanwhile' replies 1
stop_apresd
mv state/apres.db.away state/apres.db
once || exit 99
ok 'with the right one it is' replies 2

for what in 'no database at all' ''; do
	rm -rf state.bad && cp -R state state.bad && rm -f state.bad/apres.db-*
	printf '%s' "$what" >state.bad/apres.db
	[ -n "$what" ] || { cp state/apres.db state.bad/apres.db && dd if=/dev/zero of=state.bad/apres.db bs=4096 seek=1 count=3 conv=notrunc 2>/dev/null; }
	sed 's/^state = state/state = state.bad/' apres.conf >bad.conf
	ok "a store that is ${what:-damaged}: apresd names it" says 70 state.bad apresd -c bad.conf --once
	ok 'and so does status' says 70 state.bad apres -c bad.conf status
done

# A program takes what it has when its input ends; so it must not be running when apresd dies.
cat >program <<SH
#!/bin/sh
echo started >>$work/started
cat >>$work/got
SH
chmod +x program
sed -i "s,^kind = maildir,kind = sendmail,; s,^maildir = Out,command = $work/program," apres.conf
ask may@mail.example 6.M1.mx
ok 'killed before it is settled that a reply may leave' sh -c 'APRES_TEST_CRASH_AT=before-barrier apresd -c apres.conf --once; [ $? -eq 137 ]'
ok 'the program was not started' test ! -e started
once || exit 99
ok 'after the next start it is' count 1 cat started
ok 'with one mail' count 1 grep '^To:' got
done_testing
