#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A reply that comes back is owed; whoever forges that makes a person look, and no more.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

# ask NAME: a candidate's request.
ask() {
	echo 'Thanks for letting me know. Could you give me some feedback on my interview?' |
		mail "$1@mail.example" 'Your decision' | deliver Inbox "1.$1.mx"
}
# of ID KEY: what "outbox show" says of one outgoing mail.
of() { apres outbox show --json "$1" | sed -n "s/.*\"$2\":\"\\{0,1\\}\\([^\",]*\\).*/\\1/p"; }
# bounce SHAPE TO ID: a report about the mail ID, sent to TO.
bounces=0
bounce() {
	bounces=$((bounces + 1))
	sed -e "s/@TO@/$2/g" -e "s/@ID@/$3/g" "$top_srcdir/tests/data/bounces/$1.eml" | deliver Inbox "2.b$bounces.mx"
}
# sent N: so many replies are in the folder of what was sent.
sent() { count "$1" ls Out/new; }
id_of() { apres outbox show --raw "$1" | tr -d '\r' | grep -o 'apres\.[0-9a-f.]*@contoso.example' | head -n 1; }

write_conf auto
sed -i 's/^maildir = Out/&\nenvelope-from = tagged/' apres.conf
ok 'an empty mailbox is adopted' once
ask jo
ok 'a request is answered' once
ask lu
ok 'and another' once
ok 'both replies are sent' sent 2
jo=$(of 1 envelope_from) lu=$(of 2 envelope_from)
ok 'each with an address of its own' sh -c "echo '$jo' | grep -qE '^recruiting\\+apres-bounce-[a-z2-7]{16}@contoso.example\$' && [ '$jo' != '$lu' ]"
ok 'in which nothing is said of anybody' not sh -c "echo '$jo' | grep -q 'jo'"

bounce postfix-delayed "$jo" "$(id_of 1)"
bounce postfix-relayed "$jo" "$(id_of 1)"
bounce exim-delayed-old "$jo" "$(id_of 1)"
bounce vacation "$jo" "$(id_of 1)"
ok 'late, relayed, and an absence note' once
ok 'open nothing' says 0 'nothing is owed' apres owed
bounce postfix-failed "$(echo "$jo" | sed 's/bounce-z/bounce-y/; t; s/bounce-./bounce-z/')" 'nobody@contoso.example'
bounce postfix-failed "$jo" "$(id_of 2)"
ok 'a wrong tag, and the tag of another reply' once
ok 'open nothing, either' says 0 'nothing is owed' apres owed

bounce postfix-failed "$jo" "$(id_of 1)"
ok 'a reply comes back' sh -c "apresd -c apres.conf --once 2>&1 | grep 'outgoing mail 1 came back: 5.1.1\$'"
ok 'the answer is owed' says 0 'jo@mail.example' apres owed
ok 'by whom the policy names' says 0 'ana@contoso.example' apres owed
ok 'the outbox says why' says 0 'came back 24 Nov 13:50: 5.1.1 there is no such mailbox; answer in another way' apres outbox show 1
ok 'the list, too' says 0 'returned' apres outbox list
ok 'and of nothing else' count 1 apres outbox list --state returned --json
ok 'status counts it' says 0 'came back: 1; see: apres outbox list --state returned' apres status
ok 'as a mail that is not answered' sh -c 'apres status --json | grep -q "\"answered\":1,.*\"held\":1,"'
ok 'the review says so' says 0 'returned no-feedback' apres review list
ok 'the mail, too' says 0 'Reply 1 came back' apres review show 1
ok 'the audit log' sh -c 'apres audit list --json | grep "\"type\":\"returned\"" | grep -q "\"status\":\"5.1.1\""'
ok 'which holds' says 3 'each as it was written' apres audit verify
ok 'nobody at the other end said what is shown' not sh -c 'apres outbox show 1 | grep -i "rejected"'
bounce exim-failed "$jo" "$(id_of 1)"
bounce qmail-failed "$jo" "$(id_of 1)"
ok 'it comes back again' once
ok 'and is owed once' count 1 apres owed --json
ok 'it is never sent again' says 65 'is sent and cannot be sent again' apres outbox resend 1
ok 'a person answers' says 0 '' apres review done 1
ok 'then nothing is owed' says 0 'nothing is owed' apres owed
ok 'and nothing shown' says 0 'nothing waits to be sent' apres outbox list

printf 'Return-Path: <lu@mail.example>\nX-Original-To: %s\n' "$lu" >human
echo 'Could you give me some feedback on my interview?' | mail lu@mail.example 'Once more' | sed 1d >>human
deliver Inbox 3.human.mx <human
ok 'a person writes to such an address' once
ok 'a person reads it' says 0 'bounce-address' apres review list
sed -e 's/^Return-Path: <>/Return-Path: <lu@mail.example>/' -e 's/MAILER-DAEMON@mx.contoso.example (.*)/lu@mail.example/' \
	-e "s/@TO@/$lu/g" -e "s/@ID@/$(id_of 2)/g" "$top_srcdir/tests/data/bounces/postfix-failed.eml" | deliver Inbox 4.forged.mx
ok 'a person writes a report' once
ok 'and somebody looks' says 0 'lu@mail.example' apres owed
ok 'nothing is sent because of any of that' sent 2

# Damage: bytes lost at many places; whatever is read of it, nothing leaves.
size=$(wc -c <"$top_srcdir/tests/data/bounces/gmail-failed.eml")
at=40
while [ $at -lt "$size" ]; do
	sed -e "s/@TO@/$lu/g" -e "s/@ID@/$(id_of 2)/g" "$top_srcdir/tests/data/bounces/gmail-failed.eml" >whole
	{ head -c $at whole; tail -c +$((at + 31)) whole; } | deliver Inbox "5.hole$at.mx"
	head -c $at whole | deliver Inbox "5.cut$at.mx"
	at=$((at + 211))
done
ok 'damaged reports' once
ok 'send nothing' sent 2

# Another delimiter, over the filter.
sed -i 's/^envelope-from = tagged/&\nrecipient-delimiter = -/' apres.conf
ask mo
ok 'another delimiter' once
last=$(apres outbox list --state sent --json | sed -n 's/^{"id":\([0-9]*\),.*mo@mail.example.*/\1/p')
mo=$(of "$last" envelope_from)
ok 'stands in the address' sh -c "echo '$mo' | grep -q '^recruiting-apres-bounce-'"
start_apresd
sed -e 1d -e '/^\(X-Original-To\|Delivered-To\|To\):/d' -e "s/@TO@/$mo/g" -e "s/@ID@/unknown@relay.example/g" \
	"$top_srcdir/tests/data/bounces/postfix-failed.eml" >noto
ok 'the filter knows whose it is' sh -c "apres filter --sender '' --recipient '$mo' <noto"
stop_apresd
ok 'and it is owed' says 0 'mo@mail.example' apres owed

# Without tags: our own Message-ID in what is returned.
sed -i '/^recipient-delimiter/d; s/^envelope-from = tagged/envelope-from = recruiting@contoso.example/' apres.conf
ask no
ok 'a plain address' once
last=$(apres outbox list --state sent --json | sed -n 's/^{"id":\([0-9]*\),.*no@mail.example.*/\1/p')
ok 'is the sender' test "$(of "$last" envelope_from)" = recruiting@contoso.example
bounce exchange-failed recruiting@contoso.example "$(id_of "$last")"
ok 'it comes back' once
ok 'and is owed, too' says 0 'no@mail.example' apres owed

# Too long for a tag.
sed -i 's/^envelope-from = .*/envelope-from = auto/; s/^address = .*/address = the-recruiting-office-of-the-norths@contoso.example/' apres.conf
ok 'a name that is too long is refused in its line' says 78 'apres.conf:15: [mailbox recruiting] address: with the tag of a bounce address the part before the @ has 65 octets' apres config check
done_testing
