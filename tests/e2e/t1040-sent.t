#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A person answers: what waited is cancelled, what was owed is closed.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

make_maildir Sent
write_policy '' && sed -i 's/wait="0min"/wait="30min"/' policy.xml
write_conf auto "sent = Sent"
# Replies to candidates; owners get their notices there too.
replies() { [ "$(grep -l '^To:.*@mail.example' Out/new/* | wc -l)" -eq "$1" ]; }
id_of() { sed -n 's/^Message-ID: //p' "$1"; }
# answer TO IN-REPLY-TO [LINE]: a person's mail, into Sent.
answers=0
answer() {
	answers=$((answers + 1))
	{
		printf 'From: recruiting@contoso.example\nTo: %s\nSubject: Re: Your decision\n' "$1"
		printf 'Message-ID: <answer%s@contoso.example>\nIn-Reply-To: %s\n' "$answers" "$2"
		[ -z "${3:-}" ] || printf '%s\n' "$3"
		printf '\nLet us talk on Friday.\n'
	} | deliver Sent "$answers.M1.mx"
}
ask() { mail "$1" 'Your decision' | deliver Inbox "$2"; }
state() { apres outbox list --state "$1" --json | grep -c . | grep -qx "$2"; }

answer old@mail.example '<old@mail.example>'
once || exit 99
echo 'What was missing?' | ask robin@mail.example 10.M1.mx
echo 'What was missing?' | ask kim@mail.example 11.M1.mx
echo 'My lawyer will write to you.' | ask jo@mail.example 12.M1.mx
once || exit 99
robin=$(id_of Inbox/new/10.M1.mx) kim=$(id_of Inbox/new/11.M1.mx) jo=$(id_of Inbox/new/12.M1.mx)
ok 'two replies wait' state waiting 2
ok 'one mail is held' says 0 jo@mail.example apres review list

answer colleague@contoso.example "$robin"
once || exit 99
ok 'a mail to somebody else changes nothing' state waiting 2
answer robin@mail.example "$robin" 'Auto-Submitted: auto-replied'
once || exit 99
ok 'nor does an automatic one' state waiting 2
answer 'Robin Vale <Robin@mail.example>' "$robin"
answer jo@mail.example "$jo"
once || exit 99
ok 'an answer cancels the waiting reply' state waiting 1
ok 'it closes what is held' not sh -c 'apres review list | grep jo@mail.example'
ok 'nothing is owed for it' not sh -c 'apres owed | grep jo@mail.example'
set_clock 2026-11-24T14:30:00Z
once || exit 99
ok 'the other reply leaves' replies 1
ok 'to the other candidate' grep -q '^To:.*kim@mail.example' Out/new/apres.*

# The answer is there before the mail is read.
mail lou@mail.example 'Your decision' >lou.eml <<'T'
What was missing?
T
answer lou@mail.example "$(id_of lou.eml)"
once || exit 99
deliver Inbox 20.M1.mx <lou.eml
once || exit 99
set_clock 2026-11-24T15:30:00Z
once || exit 99
ok 'what was answered before it was read is not answered again' replies 1
ok 'a person sees it' says 0 already-answered apres review list --json
done_testing
