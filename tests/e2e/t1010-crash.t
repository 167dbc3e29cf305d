#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# apresd dies at every place that matters: nothing is lost, nothing is sent twice.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

write_conf auto
figure() { apres status --json | grep -q "\"$1\":$2[,}]"; }
replies() { [ "$(ls Out/new | wc -l)" -eq "$1" ]; }
die_at() {
	APRES_TEST_CRASH_AT=$1 apresd -c apres.conf --once </dev/null
	[ $? -eq 137 ] || { echo "did not die at $1"; return 1; }
}
fresh() { same_start begin || exit 99; }
begin() {
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
# Where each reply is by the outbox must be what its recipient got and what its mail says:
# sent = there once, flagged; unknown = there once or never, unflagged, owed.  STATES is how
# many are "sent unknown", and LEFT how many of the unknown ones are there.
accounted() {
	sent=0 unknown=0 left=0
	for who in robin kim lou; do
		state=
		for s in sent unknown; do
			apres outbox list --state $s --json | grep -q "\"$who@" && state=$state$s
		done
		got=$(cat Out/new/* | grep -c "^To:.*$who@")
		flagged=$(find Inbox -name "$who.M1.mx:2,*R*" | grep -c .)
		owed=$(apres owed | grep -c "$who@")
		case $state-$got-$flagged-$owed in
		sent-1-1-0) sent=$((sent + 1)) ;;
		unknown-[01]-0-1) unknown=$((unknown + 1)) left=$((left + got)) ;;
		*) echo "$who: '$state', there $got times, flagged $flagged, owed $owed"; return 1 ;;
		esac
	done
	echo "$sent sent, $unknown unknown, $left of these have left"
	eval "$1"
}

# Where it dies, and what must be true then: two sessions may have a reply each on its way.
while read -r point true; do
	fresh
	ok "killed $point" die_at "$point"
	ok "$point: the next start goes on" once
	ok "$point: the outbox, the recipients and the mails agree; $true" accounted "[ $true ]"
	ok "$point: the figures agree" complete
	ok "$point: the record is whole" says 3 'each as it was written' apres audit verify
	cp -R Out/new "sent.$point"
	once || exit 99
	ok "$point: what is unknown stays unknown" diff -r Out/new "sent.$point"
done <<'TABLE'
before-commit $unknown -eq 0
after-commit $unknown -eq 0
before-barrier $unknown -eq 0
after-barrier $unknown -ge 1 -a $unknown -le 2 -a $left -eq 0
before-result $unknown -ge 1 -a $unknown -le 2 -a $left -ge 1
before-filing $unknown -le 2
signed $unknown -le 2
before-barrier:2 $unknown -le 2
after-barrier:2 $unknown -ge 1 -a $unknown -le 2
before-result:2 $unknown -ge 1 -a $unknown -le 2 -a $left -ge 1
before-filing:2 $unknown -le 2
TABLE
# The first reply may be on its way by then: what became of it is for a person.
fresh
ok 'killed while it begins the second transaction' die_at before-commit:2
ok 'the next start goes on' once
ok 'each is answered once, or a person has it' accounted '[ $unknown -le 2 ]'
ok 'the figures agree' complete

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
