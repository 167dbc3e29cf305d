#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What one candidate writes, or is answered, changes nothing for another; what a
# person has done is not done again.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

make_maildir Sent
write_conf auto "sent = Sent"
ask() { mail "$1" "${3:-Your decision}" 'In-Reply-To: <invitation@contoso.example>' | deliver Inbox "$2"; }
answers=0
# answer TO FILE: a person's answer to the mail in FILE, into Sent.
answer() {
	answers=$((answers + 1))
	printf 'From: recruiting@contoso.example\nTo: %s\nSubject: Re: x\nMessage-ID: <a%s@contoso.example>\nIn-Reply-To: %s\n\nLet us talk.\n' \
		"$1" "$answers" "$(sed -n 's/^Message-ID: //p' "$2")" | deliver Sent "$answers.M1.mx"
}
state() { apres outbox list --json | grep "$1" | grep -q "\"state\":\"$2\""; }
replies() { [ "$(grep -l '^To:.*@mail.example' Out/new/* 2>/dev/null | wc -l)" -eq "$1" ]; }
id_of() { apres "$1" list --json | sed -n "/$2@/s/.*\"$3\":\([0-9]*\).*/\1/p"; }

once || exit 99
apres pause || exit 99
echo 'What was missing?' | ask robin@mail.example 1.M1.mx
once || exit 99
echo 'My lawyer will write to you.' | ask jo@mail.example 2.M1.mx
echo 'My lawyer will write to you.' | ask kim@mail.example 3.M1.mx
once || exit 99
ok 'three answer one invitation: the reply to the one stays' state robin ready
answer jo@mail.example Inbox/new/2.M1.mx
once || exit 99
ok 'one of the others is answered by a person' not sh -c 'apres review list | grep jo@'
ok 'the third is still held' says 0 kim@mail.example apres review list
ok 'and still owed' says 0 kim@mail.example apres owed
ok 'the reply to the first still waits' state robin ready

echo 'I will sue you.' | ask kim@mail.example 4.M1.mx 'And more'
once || exit 99
answer kim@mail.example Inbox/new/3.M1.mx
once || exit 99
ok 'a newer mail that nobody has seen stays held' says 0 kim@mail.example apres review list
ok 'and owed' says 0 kim@mail.example apres owed

# As after an hour without apresd: the later mail happens to be read first.
MAIL_DATE='Tue, 24 Nov 2026 13:20:00 +0000'
echo 'My lawyer will write to you.' | ask pam@mail.example 10.M1.mx
once || exit 99
MAIL_DATE='Tue, 24 Nov 2026 13:10:00 +0000'
echo 'What was missing?' | ask pam@mail.example 9.M1.mx 'Before that'
once || exit 99
answer pam@mail.example Inbox/new/9.M1.mx
once || exit 99
ok 'newer is what came later, not what was read later' says 0 pam@mail.example apres owed
MAIL_DATE='Tue, 24 Nov 2026 13:20:00 +0000'
echo 'My lawyer will write to you.' | ask rob@mail.example 12.M1.mx
once || exit 99
MAIL_DATE='Tue, 24 Nov 2026 13:10:00 +0000'
echo 'What was missing?' | ask rob@mail.example 11.M1.mx 'Before that'
once || exit 99
unset MAIL_DATE

mail lou@mail.example 'Your decision' <<'T' | deliver Inbox 5.M1.mx
What was missing?
T
mail may@mail.example 'Your decision' <<'T' | deliver Inbox 6.M1.mx
What was missing?
T
once || exit 99
lou=$(id_of outbox lou mail)
ok 'what a person calls done' says 0 done apres review done "$lou" --why 'phoned'
answer may@mail.example Inbox/new/6.M1.mx
once || exit 99
ok 'what a person has answered waits for nobody' not sh -c 'apres review list | grep may@'
apres resume || exit 99
once || exit 99
ok 'of the replies that were ready only the untouched one leaves' replies 1
ok 'not that to a mail after which a held one came' not sh -c 'apres outbox list --state sent | grep rob@'
ok 'to the first' grep -q '^To:.*robin@mail.example' Out/new/apres.*

# The server is dead until the reply has failed, and then it is closed.
sed -i 's/^kind = maildir/kind = smtp\nhost = 127.0.0.1\nport = 9\ntls = none\nretry = 60s\nmax-attempts = 2/; /^maildir = Out/d' apres.conf
mail ann@mail.example 'Your decision' <<'T' | deliver Inbox 7.M1.mx
What was missing?
T
ok 'a dead mail server: the run says so' says 75 'sending: Connection refused' once
ok 'the reply waits' state ann deferred
set_clock 2026-11-24T13:52:00Z
once 2>/dev/null
ok 'after the last attempt it has failed' state ann failed
ok 'then somebody owes the answer, by a date' sh -c 'apres owed --json | grep ann@ | grep "\"owner\":\"ana@contoso.example\"" | grep "\"due\":\"2026-11-26"'
apres review done "$(id_of outbox ann mail)" >/dev/null || exit 99
ok 'done closes it' not sh -c 'apres owed | grep ann@'
ok 'and nothing of it waits' not sh -c 'apres outbox list | grep ann@'
start_apresd || exit 99
mail eve@mail.example 'Your decision' <<'T' | deliver Inbox 8.M1.mx
What was missing?
T
ok 'status names the dead server' wait_for says 0 'sending by 127.0.0.1, port 9: Connection refused' apres status
done_testing
