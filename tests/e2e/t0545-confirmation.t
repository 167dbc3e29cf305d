#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Who asks about personal data hears soon that it has arrived, whoever answers later.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

make_maildir Sent
write_policy '<use pack="us-ca"/>'
write_conf auto "sent = Sent"
owed() { apres due list --json | grep '"kind":"confirmation"'; }
answered() { apres due list --json | grep '"kind":"answer"' | grep -q "$1"; }
ask() { mail "$1" 'My data' | deliver Inbox "$2"; }
# write TO MAIL NAME: a person's mail, into Sent.
write() {
	{
		printf 'From: recruiting@contoso.example\nTo: %s\nSubject: Re: My data\n' "$1"
		printf 'Message-ID: <%s@contoso.example>\nIn-Reply-To: %s\n' "$3" "$(sed -n 's/^Message-ID: //p' "Inbox/new/$2")"
		printf '\nWe have it.\n'
	} | deliver Sent "$3"
}
once || exit 99

# Answered by us: the reply says that it has arrived.
echo 'Please delete my CV and everything you hold about me.' | ask eve@mail.example eve
once || exit 99
ok 'our reply says that it has arrived' grep -q 'To:.*eve@mail.example' -r Out/new
ok 'so no confirmation is owed' not owed
ok 'the answer is' answered eve@mail.example

# Held: a person must confirm, long before the answer is due.
echo 'Please delete my CV and everything you hold about me, or my lawyer will write. Did a machine decide?' | ask kim@mail.example kim
once || exit 99
ok 'mail held for other reasons has its own queue' not owed
ok 'and what waits there' says 0 kim@mail.example apres review list
echo 'Please send me the reasons of the algorithm, did a computer decide about me?' | ask jo@mail.example jo
once || exit 99
ok 'what is held in that queue is owed a confirmation' owed
# (The test's office works on Sundays too.)
ok 'within ten business days' sh -c 'apres due list --json | grep confirmation | grep -q 2026-12-04'
ok 'the answer has its own day' answered jo@mail.example
ok 'explain names the law' says 0 'us-ca-privacy-confirm: 11 CCR 7021' apres explain -c apres.conf Inbox/new/jo
id=$(owed | sed 's/.*"id":\([0-9]*\).*/\1/')
ok 'not later than the law' says 65 "that is where 'us-ca-privacy-confirm' ends" apres due move --by Ana --to 2026-12-05 --why 'many' "$id"
write jo@mail.example jo first
once || exit 99
ok 'the first mail of a person confirms' not owed
ok 'the answer may be to come: it stays owed' answered jo@mail.example
ok 'and its mail open' says 0 jo@mail.example apres review list
write jo@mail.example jo second
once || exit 99
ok 'the second answers' not answered jo@mail.example
ok 'then the mail is closed' not sh -c 'apres review list | grep jo@mail.example'

# By hand.
echo 'Please tell me, did a computer decide about me?' | ask lou@mail.example lou
once || exit 99
id=$(owed | sed 's/.*"id":\([0-9]*\).*/\1/')
ok 'it is done by hand' says 0 done apres due done --by Ana "$id"
ok 'then only the answer is owed' answered lou@mail.example
ok 'no confirmation' not owed
echo 'Please tell me, did a computer decide about me?' | ask mia@mail.example mia
once || exit 99
id=$(apres due list --json | grep mia@mail.example | grep '"kind":"answer"' | sed 's/.*"id":\([0-9]*\).*/\1/')
ok 'who has answered' says 0 done apres due done --by Ana "$id"
ok 'has confirmed' not owed

# Nobody does: it is reminded of like all that is owed.
echo 'Please tell me, did a computer decide about me?' | ask ned@mail.example ned
once || exit 99
set_clock 2026-12-09T10:00:00Z
once || exit 99
ok 'it is late' says 0 confirmation apres due list --late

# A reply that waits for approval tells nobody.
rm -rf state Inbox Out Sent
set_clock 2026-11-24T13:50:00Z
MAIL_DATE=
make_maildir Sent
write_conf approve
once || exit 99
echo 'Please delete my CV and everything you hold about me.' | ask eve@mail.example eve
once || exit 99
ok 'a proposal confirms nothing' owed
ok 'once it has been approved' apres review approve 1
once || exit 99
ok 'and has left, nothing is owed' not owed

apres policy show policy.xml | tr -s ' \n' ' ' >words
ok 'counsel sees what acts' grep -q 'a confirmation is owed in privacy' words
done_testing
