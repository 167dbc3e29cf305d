#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# One mail kills, hangs or floods a worker: it is held, the others are answered.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

write_conf auto
sed -i 's/^poll = 1s/&\nworker-timeout = 2s/' apres.conf
replies() { [ "$(ls Out/new | wc -l)" -eq "$1" ]; }
figure() { apres status --json | grep -q "\"$1\":$2[,}]"; }
once || exit 99
round=0 answered=0
for fault in crash hang memory garbage oversize lie; do
	round=$((round + 1))
	for who in a b c; do
		mail "$who$round@mail.example" 'Your decision' <<'T' | deliver Inbox "$round$who.M1.mx"
What was missing?
T
	done
	printf 'What was missing? PLANTED%s\n' "$fault" |
		mail "bad$round@mail.example" 'Your decision' | deliver Inbox "${round}bad.M1.mx"
	APRES_TEST_WORKER_FAULT="$fault:PLANTED$fault"
	export APRES_TEST_WORKER_FAULT
	answered=$((answered + 3))
	ok "$fault: apresd goes on" once
	ok "$fault: the others are answered" replies "$answered"
	ok "$fault: the one is held" figure held "$round"
done
unset APRES_TEST_WORKER_FAULT
ok 'the held ones say so' says 0 unparsable apres review list --json
ok 'all are accounted for' figure seen 24
done_testing
