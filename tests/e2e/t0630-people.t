#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What is stored of a person is shown, given, and forgotten: unless a law forbids it, and whatever dies meanwhile.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

write_mail() {
	mail "$1@mail.example" 'Your decision' <<T | deliver Inbox "$1.M1.mx"
What was missing?
T
	mail "$1@mail.example" "A word of $1" <<T | deliver Inbox "$1.M2.mx"
My own words, and nobody else's, are about zebras of $1 and what they ate.
T
}
fresh() {
	stop_apresd
	same_start begin || exit 99
}
begin() {
	write_conf auto
	once 2>/dev/null || exit 99
	for who in robin kim; do write_mail "$who"; done
	once 2>/dev/null || exit 99
	apres case import cases.csv >/dev/null || exit 99
}
cat >cases.csv <<'T'
person,requisition,name,addresses,outcome,outcome-date
c-77,R-1,Robin Hale,robin@mail.example robin@work.example,rejected,2026-11-20
c-78,R-1,Kim Ode,kim@mail.example,rejected,2026-11-20
T
left() { grep -qai -e "$1" state/apres.db state/apres.db-wal state/keys.db state/erasing 2>/dev/null; }
erase() { apres person erase --basis 'request of 24 November, GDPR 17' --approver Ana "$@"; }

fresh
ok 'all that is stored is shown' says 0 'Mails        2' apres person show Robin+x@mail.example
ok 'under all names of the person' says 0 'robin@work.example' apres person show c-77
ok 'with what was sent' says 0 'Sent         1' apres person show robin@mail.example
ok 'and whether it may be erased' says 0 'May be erased' apres person show robin@mail.example
ok 'of who is not known nothing is stored' says 65 'nothing is stored about max@mail.example' apres person show max@mail.example
ok 'it is given as JSON' says 0 'zebras of robin' apres person export robin@mail.example
ok 'of nobody else' sh -c '! apres person export robin@mail.example | grep -q "zebras of kim"'
ok 'or as a folder' says 0 'person.json' apres person export --to given robin@mail.example
ok 'with the reply as it was sent' sh -c 'grep -q "^To: .*robin@mail.example" given/sent-*.eml'
ok 'which is not overwritten' says 65 'File exists' apres person export --to given robin@mail.example

# A legal hold.
ok 'a hold needs a reason' says 64 '--because' apres legal-hold set --by Ana robin@mail.example
ok 'a hold' says 0 'held' apres legal-hold set --by Ana --because 'letter of counsel' robin@mail.example
ok 'is listed' says 0 'letter of counsel' apres legal-hold list
ok 'and stands once' says 65 'stands already' apres legal-hold set --by Ana --because again robin@mail.example
ok 'and stops erasure, with its date' says 65 'legal hold since 2026-11-24, by Ana' erase robin@mail.example
ok 'under any name' says 65 'legal hold since' erase c-77
ok 'until it is lifted' says 0 'lifted' apres legal-hold lift --by Ana --because 'settled' robin@mail.example
ok 'so is one of a case' says 0 held apres legal-hold set --by Ana --because tribunal case:1
ok 'which stops erasure, too' says 65 'tribunal' erase robin@mail.example
ok 'both are lifted' says 0 lifted apres legal-hold lift --by Ana --because over case:1
ok 'there is none any more' says 65 'no legal hold stands' apres legal-hold lift --by Ana --because over case:1

# Erased.
ok 'erasure needs a basis and an approver' says 64 '--basis TEXT --approver NAME' apres person erase robin@mail.example
ok 'a basis that names the person' says 65 'must not name the person' apres person erase --basis 'robin@mail.example asked' --approver Ana robin@mail.example
ok 'it was there' left robin@mail.example
ok 'erased' says 0 'erased: 2 mails, 1 case' erase robin@mail.example
ok 'the mail that stays in the Maildir is named' grep -q "Inbox/cur/robin.M1.mx:2,R" .says
ok 'no address is left in any file' not left 'robin@'
ok 'nor the second one' not left 'robin@work'
ok 'nor the name' not left 'Robin Hale'
ok 'nor the words' not left 'zebras of robin'
ok 'nor the plan' not test -e state/erasing
ok 'others are untouched' says 0 'zebras of kim' apres person export kim@mail.example
ok 'nothing is stored any more' says 65 'nothing is stored' apres person show robin@mail.example
ok 'the record says that private parts were erased' says 3 'private parts were erased, as entries about it say' apres audit verify
ok 'and is whole' says 3 'each as it was written' apres audit verify
ok 'the entry says on what basis' says 0 'GDPR 17' apres audit list
# Which mail was decided first is the workers' affair.
decided=$(apres audit list | awk '/ decided / { print $1 }' | tr '\n' ' ')
ok 'an erased entry says so' sh -c "for i in $decided; do apres audit show \$i; done | grep -q 'erased: an entry'"
ok 'the mail in the Maildir is not answered again' once
ok 'and no second reply is there' count 2 ls Out/new
ok 'a second erasure finds nothing' says 65 'nothing is stored' erase robin@mail.example

# Whoever dies meanwhile.
for point in erase-planned erase-intended erase-keys erase-rows erase-looked erase-done; do
	fresh
	APRES_TEST_CRASH_AT=$point apres person erase --basis asked --approver Ana robin@mail.example >/dev/null 2>&1
	ok "killed at $point" [ $? -eq 137 ]
	ok "$point: the next start goes on" once
	if [ "$point" = erase-planned ]; then
		ok "$point: nothing was promised, nothing is gone" says 0 'zebras of robin' apres person export robin@mail.example
	else
		ok "$point: no address is left" not left 'robin@'
		ok "$point: nor words" not left 'zebras of robin'
		ok "$point: it was concluded once" [ "$(apres audit list | grep -c 'erase-done')" -eq 1 ]
	fi
	ok "$point: no plan is left" not test -e state/erasing
	ok "$point: the record is whole" says 3 'each as it was written' apres audit verify
done

# With apresd running.
fresh
start_apresd || exit 99
ok 'apresd erases, too' says 0 'erased: 2 mails' erase robin@mail.example
stop_apresd
ok 'no address is left behind it' not left 'robin@'

# Laws.
write_policy '<use pack="us"/>'
fresh
ok 'a floor is shown' says 0 'Not to be erased now: to be kept until 2027-11-24: us-records (29 CFR 1602.14' apres person show kim@mail.example
ok 'and stops erasure, with clause, source and date' says 65 'to be kept until 2027-11-24: us-records (29 CFR 1602.14' erase kim@mail.example
set_clock 2027-11-26T09:00:00Z
ok 'when it is over it does not' says 0 'erased: 2 mails' erase kim@mail.example
set_clock 2026-11-24T13:50:00Z

write_policy '<retain id="own-six" records="mail decision application" at-most="6mo" from="decision"><because>Not needed longer.</because></retain>'
fresh
ok 'nobody is due yet' says 0 'nobody is to be erased' apres retention run
set_clock 2027-05-21T09:00:00Z
apres legal-hold set --by Ana --because 'letter of counsel' kim@mail.example >/dev/null
ok 'who is due is listed' says 0 'own-six' apres retention run --dry-run
ok 'but nothing is done' says 0 'zebras of robin' apres person export robin@mail.example
ok 'who is under a hold is kept, and it is said' says 0 'legal hold since' apres retention run --dry-run
ok 'the others go' says 0 '2 due, 1 erased' apres retention run
ok 'without a trace' not left 'robin@'
ok 'the hold held' says 0 'zebras of kim' apres person export kim@mail.example
ok 'the record says by which law' says 0 'own-six' apres audit list
ok 'and verifies' says 3 'each as it was written' apres audit verify
set_clock 2026-11-24T13:50:00Z

# Legal holds are proposed.
write_policy
rm -f policy.xml && write_policy
fresh
mail max@mail.example 'My rejection' <<'T' | deliver Inbox max.M1.mx
My lawyer will sue you for discrimination. What was missing?
T
once 2>/dev/null || exit 99
ok 'a claim proposes a hold' says 0 'may announce a claim' apres status
ok 'with the command' says 0 'apres legal-hold set --company contoso --by NAME --because TEXT max@mail.example' apres legal-hold list
ok 'on the mail, too' says 0 'proposed: apres legal-hold set' apres review show 5
ok 'and stops erasure while it waits' says 65 'may announce a claim' erase max@mail.example
apres legal-hold set --by Ana --because 'letter of counsel' max@mail.example >/dev/null
ok 'a hold ends the proposal' sh -c '! apres status | grep -q "may announce"'
done_testing
