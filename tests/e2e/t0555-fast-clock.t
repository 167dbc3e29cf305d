#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Sixty days of a daemon that runs all the time, whose clock libfaketime makes four hours a
# second: its own timer wakes it, with no mail and no command.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"
[ -n "${APRES_TEST_CLOCK-}" ] || skip_all 'six minutes: with APRES_TEST_CLOCK=1, as check-all does'
command -v python3 >/dev/null || skip_all 'python3 is not installed'
fake=$(ls "${FAKETIME_LIB:-}" /usr/lib/*/faketime/libfaketimeMT.so.1 2>/dev/null | head -n 1)
[ -n "$fake" ] || skip_all 'libfaketime is not installed, nor named by FAKETIME_LIB'
nm -D "$top_builddir/apresd" 2>/dev/null | grep -q __asan && skip_all 'not beside the sanitizers'
days="python3 $top_srcdir/tests/tools/sixty-days"
# at TIME COMMAND...: as if it were TIME.
at() {
	time=$1
	shift
	TZ=UTC LD_PRELOAD=$fake FAKETIME="@$time" "$@"
}
# Sixty days at four hours a second.
over() { [ "$(($(date +%s) - begun))" -gt $((60 * 24 / 4)) ]; }

unset APRES_TEST_NOW
$days calendar autumn >calendar
write_policy "<use pack=\"ca-on\"/><use pack=\"eu\"/> $(head -n 1 calendar)"
sed -i 's/ sat sun//; s/00:00 23:59/09:00 17:00/; s|timezone="UTC"|timezone="America/Toronto"|
	s|<queue id="default"[^>]*>|<queue id="default" owner="lead@contoso.example" due="2bd" escalate-to="head@contoso.example"><escalate after="2bd" to="hr@contoso.example"/></queue>|
	s|<debrief \(.*\)escalate-to="[^"]*"/>|<debrief \1escalate-to="head@contoso.example"><escalate after="2bd" to="board@contoso.example"/></debrief>|' policy.xml
write_conf auto
sed -i 's/^poll = .*/poll = 1h/' apres.conf
$days cases autumn .
ok '500 cases' at '2026-10-30 00:00:00' apres case import --all cases.csv
ok 'what is owed for them' at '2026-10-30 00:00:00' sh -c 'apresd -c apres.conf --once </dev/null'
TZ=UTC LD_PRELOAD=$fake FAKETIME='@2026-10-30 00:00:00 x14400' apresd -c apres.conf </dev/null 2>apresd.log &
daemon=$!
begun=$(date +%s)
DEADLINE=1000 wait_for over
stop_apresd
ok 'each is told once, not before its time, and soon after' $days near autumn . 20
sed 's/^  *#.*//' .out
ok 'and nothing went wrong' not grep -iE 'warn|error|cannot' apresd.log
done_testing
