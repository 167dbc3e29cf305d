#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# apresd dies at every place that matters: nothing is lost, nothing is sent twice.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

write_conf auto
figure() { apres status --json | grep -q "\"$1\":$2[,}]"; }
replies() { [ "$(ls Out/new | wc -l)" -eq "$1" ]; }
at_most_one_each() { [ -z "$(grep -h '^To:' Out/new/* 2>/dev/null | sort | uniq -d)" ]; }
die_at() {
	APRES_TEST_CRASH_AT=$1 apresd -c apres.conf --once </dev/null
	[ $? -eq 137 ] || { echo "did not die at $1"; return 1; }
}
fresh() {
	rm -rf state Inbox Out
	write_conf auto
	once || exit 99
	for who in robin kim lou; do
		mail "$who@mail.example" 'Your decision' <<'T' | deliver Inbox "$who.M1.mx"
What was missing?
T
	done
}
# Three mails were seen: each is answered, or a person has it.
complete() {
	apres status --json | tr '{' '\n' | awk -F'[:,]' '/"mailbox":"recruiting"/ {
		for (i = 1; i < NF; i += 2) v[$i] = $(i + 1)
		ok = v["\"seen\""] == 3 && v["\"answered\""] + v["\"held\""] == 3 && v["\"pending\""] == 0 }
		END { exit !ok }' || { apres status; apres outbox list; return 1; }
}

for point in before-commit after-commit before-filing signed; do
	fresh
	ok "killed $point" die_at "$point"
	ok "$point: the next start goes on" once
	ok "$point: every mail is answered" replies 3
	ok "$point: none of them twice" at_most_one_each
	ok "$point: the figures agree" complete
	ok "$point: the record is whole" says 3 'each as it was written' apres audit verify
	ok "$point: answered mail is flagged" count 3 ls Inbox/cur
done
for point in before-barrier after-barrier before-result; do
	fresh
	ok "killed $point" die_at "$point"
	ok "$point: the next start goes on" once
	ok "$point: none is answered twice" at_most_one_each
	ok "$point: each is answered, or a person has it" complete
	ok "$point: the record is whole" says 3 'each as it was written' apres audit verify
	cp -R Out/new "sent.$point"
	once || exit 99
	ok "$point: what is unknown stays unknown" diff -r Out/new "sent.$point"
done
# The first reply may be on its way by then: what became of it is for a person.
fresh
ok 'killed while it begins the second transaction' die_at before-commit:2
ok 'the next start goes on' once
ok 'each is answered, or a person has it' complete
ok 'none of them twice' at_most_one_each

# Approved, unknown after a crash, sent again: then nobody owes an answer any more.
rm -rf state Inbox Out
write_conf approve
once || exit 99
mail robin@mail.example 'Your decision' <<'T' | deliver Inbox 1.M1.mx
What was missing?
T
once || exit 99
apres review approve 1 >/dev/null || exit 99
die_at after-barrier
once || exit 99
ok 'what became of an approved reply is unknown, and an answer owed' says 0 robin@mail.example apres owed
apres outbox resend 1 >/dev/null || exit 99
once || exit 99
ok 'sent again it has left' replies 1
ok 'and nothing is owed' says 0 'nothing is owed' apres owed
done_testing
