#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Where apres.conf asks for it, nobody is forgotten until somebody else has looked at what would go.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

ben() {
	chmod -R g+rwX "$work"
	setpriv --reuid=65534 --keep-groups "$@"
}
ben_can() { [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; }
write_mail() {
	mail "$1@mail.example" 'Your decision' <<M | deliver Inbox "$1.M$2.mx"
What was missing? I ask the ${2}th time, and it is about zebras of $1.
M
}
fresh() {
	stop_apresd
	rm -rf state Inbox Out
	write_conf auto
	sed -i 's|^policy = .*|&\nerasure-approvals = 2|' apres.conf
	once 2>/dev/null || exit 99
	for who in robin kim; do write_mail "$who" 1; done
	once 2>/dev/null || exit 99
}
left() { grep -qai -e "$1" state/apres.db state/apres.db-wal state/keys.db state/erasing 2>/dev/null; }
ask() { apres person erase --basis 'request of 24 November, GDPR 17' --by Ana "$@"; }
page_of() { apres person approve "$1" 2>/dev/null; }
digest_of() { page_of "$1" | sha256sum | cut -c1-64; }
# entries TYPE: facts of the entries of this type.
entries() { apres audit list --json | grep "\"type\":\"$1\""; }

fresh
ok 'nobody asks yet' says 0 'nobody asks to forget anybody' apres person requests
ok 'a name alone is no second person' says 64 '2 people must agree, each with a login: leave out --approver' ask --approver Ben robin@mail.example
ok 'it is asked for' says 0 'request 1 waits for 1 more, with a login of their own: apres person approve 1' ask robin@mail.example
ok 'and nothing is gone' left 'zebras of robin'
ok 'once' says 65 'that is asked already: request 1' ask robin@mail.example
ok 'it is listed' says 0 'request of 24 November' apres person requests
ok 'status says so' says 0 'erasure of a person, asked by Ana; see: apres person approve 1' apres status
ok 'who asks about nobody is told' says 65 'nothing is stored about max@mail.example' ask max@mail.example
ok 'the page says whom' sh -c 'apres person approve 1 2>/dev/null | grep -q "robin@mail.example"'
ok 'and what would go' sh -c 'apres person approve 1 2>/dev/null | grep -q "hold  Your decision"'
seen=$(digest_of 1)
ok 'the command names the digest of just what is printed' says 0 "apres person approve --seen $(printf %.12s "$seen") --by NAME 1" apres person approve 1
ok 'looking changes nothing' [ "$(digest_of 1)" = "$seen" ]
ok 'but is recorded' sh -c "apres audit list --json | grep '\"person-show\"' | grep -q '$seen'"
ok 'to agree both are said' says 64 '--seen SHA256 --by NAME' apres person approve --seen "$seen" 1
ok 'who asked does not agree' says 65 'Ana has approved request 1 already; somebody else must' apres person approve --seen "$seen" --by ana 1
ok 'under no other name' says 65 "whoever is logged in as $(id -un) has approved request 1 already, as Ana" apres person approve --seen "$seen" --by Ben 1
ok 'no such request' says 65 'no request 7' apres person approve 7
if ! ben_can; then
	skip 'another login agrees' 'only root can be somebody else'
	done_testing
	exit 0
fi
write_mail robin 2
once 2>/dev/null || exit 99
ok 'what has become more is not what was seen' says 65 'what would go is not what was seen' ben apres person approve --seen "$seen" --by Ben 1
seen=$(digest_of 1)
ok 'looked at again it is' says 0 'erased: 2 mails' ben apres person approve --seen "$seen" --by Ben 1
ok 'nothing is left' not left 'zebras of robin'
ok 'nor the address in the request' not left 'robin@'
ok 'others are untouched' left 'zebras of kim'
entries erase-intent >intent
ok 'the entry says who asked' has intent '"by":"Ana"'
ok 'who agreed' has intent '"approver":"Ben"'
ok 'and to exactly what' has intent "\"seen\":\"$seen\""
entries approve >approve
ok 'as does that of the agreement, with the login' has approve "\"bytes\":\"$seen\".*\"login\":\"nobody\""
ok 'nothing waits any more' says 0 'nobody asks to forget anybody' apres person requests
ok 'once' says 65 'request 1 waits no more: erased' ben apres person approve --seen "$seen" --by Ben 1
ok 'the record verifies' says 3 'each as it was written' apres audit verify

# Declined, and asked again.
ask kim@mail.example >/dev/null || exit 99
ok 'it can be declined' says 0 'declined; nothing is erased' ben apres person decline --by Ben 2
ok 'and is over' says 65 'request 2 waits no more: Ben declined' apres person approve 2
ok 'and asked again' says 0 'request 3 waits' ask kim@mail.example
ok 'a legal hold stops it still' sh -c 'apres legal-hold set --by Ana --because "letter of counsel" kim@mail.example'
ok 'for whoever agrees' says 65 'legal hold since' ben apres person approve --seen "$seen" --by Ben 3
apres legal-hold lift --by Ana --because settled kim@mail.example >/dev/null || exit 99

# Fewer approvals by now: what was asked for still needs somebody else.
sed -i 's|^erasure-approvals = .*|erasure-approvals = 1|' apres.conf
ok 'who asked does not agree when one is enough either' says 65 'Ana has approved request 3 already' apres person approve --seen "$(digest_of 3)" --by Ana 3
sed -i 's|^erasure-approvals = .*|erasure-approvals = 2|' apres.conf

# Whoever dies after having agreed.
seen=$(digest_of 3)
APRES_TEST_CRASH_AT=erase-agreed ben apres person approve --seen "$seen" --by Ben 3 >/dev/null 2>&1
ok 'killed when it was agreed' [ $? -eq 137 ]
ok 'nothing is gone' left 'zebras of kim'
ok 'the same command again does it' says 0 'erased: 1 mails' ben apres person approve --seen "$seen" --by Ben 3
ok 'and nothing is left' not left 'zebras of kim'

# With apresd, which is told the login.
fresh
start_apresd || exit 99
ok 'apresd takes the request' says 0 'request 1 waits' ask robin@mail.example
seen=$(digest_of 1)
ok 'and not from who asked' says 65 'has approved request 1 already' apres person approve --seen "$seen" --by Ben 1
ok 'but from somebody else' says 0 'erased: 1 mails' ben apres person approve --seen "$seen" --by Ben 1
stop_apresd
ok 'no address is left behind it' not left 'robin@'
done_testing
