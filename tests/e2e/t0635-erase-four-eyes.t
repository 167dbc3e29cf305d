#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Where apres.conf asks for it, nobody is forgotten until somebody else has looked at what would go.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

ben() {
	chmod -R g+rwX "$work"
	setpriv --reuid=65534 --keep-groups "$@"
}
write_mail() {
	mail "$1@mail.example" 'Your decision' <<M | deliver Inbox "$1.M$2.mx"
What was missing? I ask the ${2}th time, and it is about zebras of $1.
M
}
fresh() {
	stop_apresd
	same_start begin || exit 99
}
begin() {
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
ok 'the same command again does it' says 0 'erased: 1 mail' ben apres person approve --seen "$seen" --by Ben 3
ok 'and nothing is left' not left 'zebras of kim'

# With apresd, which is told the login.
fresh
start_apresd || exit 99
ok 'apresd takes the request' says 0 'request 1 waits' ask robin@mail.example
seen=$(digest_of 1)
ok 'and not from who asked' says 65 'has approved request 1 already' apres person approve --seen "$seen" --by Ben 1
ok 'but from somebody else' says 0 'erased: 1 mail' ben apres person approve --seen "$seen" --by Ben 1
stop_apresd
ok 'no address is left behind it' not left 'robin@'

# Whom a law lets go nobody asked to forget: that destroys as much.
write_policy '<retain id="own-six" records="mail decision application" at-most="6mo" from="decision"><because>Not needed longer.</because></retain>'
fresh
for who in lou ivo; do write_mail "$who" 1; done
once 2>/dev/null || exit 99
set_clock 2027-05-25T09:00:00Z
write_mail ivo 2
once 2>/dev/null
apres legal-hold set --by Ana --because 'letter of counsel' lou@mail.example >/dev/null || exit 99
ok 'to look asks for nothing' says 0 '3 due, 0 erased (--dry-run' apres retention run --dry-run
ok 'nor does it afterwards' says 0 'nobody asks to forget anybody' apres person requests
ok 'to run it only asks' says 0 'somebody else must look and agree: apres person approve 1-2' apres retention run
ok 'and names them still' has .says '^robin@mail.example '
ok 'nothing is gone' left 'zebras of robin'
ok 'each by its law' says 0 ' retention  own-six' apres person requests
ok 'who is under a hold is not among them' [ "$(apres person requests --json | wc -l)" -eq 2 ]
ok 'once' says 0 'Asked for before, and still waiting: 2' apres retention run
ok 'status says that they wait' says 0 'erasure of a person, asked by' apres status
ok 'the page has both' sh -c '[ "$(apres person approve 1-2 2>/dev/null | grep -cE "^Person +(robin|kim)@mail.example")" -eq 2 ]'
ok 'with the clause' says 0 'Let go by own-six' apres person approve 1-2
seen=$(page_of 1-2 | sha256sum | cut -c1-64)
ok 'the command is for both' says 0 "apres person approve --seen $(printf %.12s "$seen") --by NAME 1-2" apres person approve 1-2
ok 'who ran it does not agree' says 65 'has approved request 1 already' apres person approve --seen "$seen" --by Ben 1-2
ok 'one page is not both' says 65 'is not what was seen' ben apres person approve --seen "$(digest_of 1)" --by Ben 1-2
ok 'a range where nothing waits' says 65 'none of the requests 7 to 9 waits' apres person approve 7-9
ok 'a range that is none' says 64 "'x' is not the number" apres person approve 1-x
ask robin@mail.example >/dev/null 2>&1
ok 'a person asks as well: it is asked already' says 65 'that is asked already: request' ask robin@mail.example
APRES_TEST_CRASH_AT=erase-agreed ben apres person approve --seen "$seen" --by Ben 1-2 >/dev/null 2>&1
ok 'killed when all was agreed' [ $? -eq 137 ]
ok 'nothing is gone then' left 'zebras of robin'
ok 'the same command again erases both' says 0 'erased: 2 mails' ben apres person approve --seen "$seen" --by Ben 1-2
ok 'without a trace of one' not left 'zebras of robin'
ok 'or the other' not left 'zebras of kim'
ok 'nor the address' not left 'kim@'
entries erase-intent >intent
ok 'the record says why, and who' has intent '"approver":"Ben".*"basis":"own-six".*"cause":"retention"'
ok 'which requests, and to what was agreed' has intent "\"last-request\":2.*\"request\":1,\"seen\":\"$seen\""
ok 'it verifies' says 3 'each as it was written' apres audit verify

# The person writes again while it waits.
set_clock 2027-12-20T09:00:00Z
apres legal-hold lift --by Ana --because settled lou@mail.example >/dev/null || exit 99
ok 'asked again for the rest' says 0 'apres person approve 3' apres retention run
MAIL_DATE='Mon, 20 Dec 2027 09:00:00 +0000' write_mail lou 2
MAIL_DATE='Mon, 20 Dec 2027 09:00:00 +0000' write_mail ivo 3
once 2>/dev/null || exit 99
ok 'who has written since is not let go' says 65 '@mail.example any more, as something has happened since' apres person approve 3
ok 'several are declined at once' says 0 'declined; nothing is erased' apres person decline --by Ana 3-9
ok 'and nothing waits' says 0 'nobody asks to forget anybody' apres person requests
done_testing
