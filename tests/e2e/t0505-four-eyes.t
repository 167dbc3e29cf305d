#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Where apres.conf asks for it, a reply leaves when two people have agreed to exactly these bytes.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

ben() {
	chmod -R g+rwX "$work"
	setpriv --reuid=65534 --keep-groups "$@"
}
eyes() {
	write_conf approve
	sed -i "s|^policy = .*|&\nreply-approvals = $1|" apres.conf
}
ask() { mail "$1@mail.example" 'Re: Your application' <<'M' | deliver Inbox "$1.M1.mx"
What was missing?
M
}
id_of() { apres review list --json | sed -n "s/^{\"id\":\([0-9]*\),.*\"candidate\":\"$1@mail.example\".*/\1/p"; }
outbox_of() { apres outbox list --json | sed -n "s/^{\"id\":\([0-9]*\),.*\"recipient\":\"$1@mail.example\".*/\1/p" | tail -n 1; }
digest_of() { apres outbox show --raw "$(outbox_of "$1")" | sha256sum | cut -c1-64; }
# What has left; a Maildir has other line ends.
left() { sed 's/\r*$/\r/' Out/new/*; }
replies() { [ "$(grep -ls '^To:.*@mail.example' Out/new/* | wc -l)" -eq "$1" ]; }

eyes 2
once || exit 99
for who in robin kim; do ask "$who"; done
once || exit 99
robin=$(id_of robin)
seen=$(digest_of robin)
ok 'who has not looked does not approve' says 65 '2 people must agree to exactly this reply: look at it, apres outbox show' apres review approve "$robin"
ok 'who looks is told how to' says 0 "apres review approve --seen $(printf %.12s "$seen") $robin" apres outbox show "$(outbox_of robin)"
ok 'the digest of another reply is none' says 65 'is not the reply that was seen' apres review approve --seen "$(digest_of kim)" "$robin"
ok 'one has agreed' says 0 'it waits for 1 more, with a login of their own' apres review approve --seen "$seen" "$robin"
ok 'which is shown' says 0 "approved by $(id -un)" apres outbox show "$(outbox_of robin)"
once || exit 99
ok 'and nothing leaves' replies 0
ok 'the same person is nobody else' says 65 "$(id -un) has approved the reply to mail $robin already; somebody else must" apres review approve --seen "$seen" "$robin"
ok 'the entry holds what was agreed to' sh -c "apres audit list --json | grep '\"approve\"' | grep -q '$seen'"
if ben_can; then
	ok 'somebody else agrees' says 0 'approved; it goes out' ben apres review approve --seen "$seen" "$robin"
	once || exit 99
	ok 'then it leaves' replies 1
	ok 'as the record says, too' sh -c "apres audit list --json | grep '\"send-result\"' | grep -q '$seen'"
	ok 'as it was agreed to' [ "$(left | sha256sum | cut -c1-64)" = "$seen" ]
else
	skip 'somebody else agrees' 'only root can be somebody else'
fi

# Written anew after two days: nobody has agreed to that yet.
kim=$(id_of kim)
apres review approve --seen "$(digest_of kim)" "$kim" >/dev/null || exit 99
set_clock 2026-11-27T09:00:00Z
ok 'what is too old is written anew' says 0 'written anew' apres review approve --seen "$(digest_of kim)" "$kim"
ok 'and who had agreed has not' sh -c "! apres outbox show '$(outbox_of kim)' | grep 'approved by'"
ok 'and agrees anew' says 0 'it waits for 1 more' apres review approve --seen "$(digest_of kim)" "$kim"
set_clock 2026-11-24T13:50:00Z

# One person is enough where nothing else is said, and may say what it looked at.
eyes 1
ask lou
once || exit 99
ok 'one person, other bytes' says 65 'not the reply that was seen' apres review approve --seen 000000000000 "$(id_of lou)"
ok 'one person, these bytes' says 0 'approved' apres review approve --seen "$(digest_of lou)" "$(id_of lou)"

# Of this one nobody knows whether it left: to send it again sends bytes, too.
rm -rf state Inbox Out
eyes 2
sed -i 's/^default-mode = approve/default-mode = auto/' apres.conf
once || exit 99
lose() { APRES_TEST_CRASH_AT=after-barrier apresd -c apres.conf --once 2>/dev/null || once; }
ask pia
lose
pia=$(outbox_of pia)
seen=$(digest_of pia)
ok 'to send again two people must have looked' says 65 '2 people must agree to exactly this reply: look at it, apres outbox show' apres outbox resend "$pia"
ok 'who looks is told how to' says 0 "apres outbox resend --seen $(printf %.12s "$seen") $pia" apres outbox show "$pia"
ok 'another reply was not looked at' says 65 'is not the reply that was seen' apres outbox resend --seen 000000000000 "$pia"
ok 'one has agreed to send it again' says 0 'it waits for 1 more, with a login of their own' apres outbox resend --seen "$seen" "$pia"
once || exit 99
ok 'one is not enough' replies 0
ok 'and cannot be two' says 65 "$(id -un) has approved sending $pia again already" apres outbox resend --seen "$seen" "$pia"
if ben_can; then
	ok 'with somebody else it is sent again' says 0 'it will be sent again' ben apres outbox resend --seen "$seen" "$pia"
	lose
	ok 'and lost again, nobody has agreed to a third time' says 65 '2 people must agree' apres outbox resend "$pia"
	ok 'not even who agreed before' says 0 'it waits for 1 more' ben apres outbox resend --seen "$seen" "$pia"
	ok 'then it goes' says 0 'it will be sent again' apres outbox resend --seen "$seen" "$pia"
	once || exit 99
	ok 'once' replies 1
	ok 'as it was agreed to' [ "$(left | sha256sum | cut -c1-64)" = "$seen" ]
	ok 'which the record says of each' [ "$(apres audit list --json | grep '"type":"approve"' | grep -c '"again":true')" -eq 4 ]
else
	skip 'with somebody else it is sent again' 'only root can be somebody else'
fi

eyes 2
sed -i 's|^maildir = Inbox|&\ndesk = Inbox/.Apres|' apres.conf
ok 'a desk cannot tell two people apart' says 78 '[mailbox recruiting] desk: cannot tell two people apart' apres config check
done_testing
