#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# 500 cases in sixty days, every eighth of them a debrief: everybody is told exactly what the policy says, when it says so;
# at the end of summer time, and over a new year, a leap day and the begin of summer time.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"
[ -n "${APRES_TEST_ALL-}" ] || skip_all 'most of a minute: with APRES_TEST_ALL=1, as check-all does'
command -v python3 >/dev/null || skip_all 'python3 is not installed'
days="python3 $top_srcdir/tests/tools/sixty-days"

for period in autumn winter; do
	rm -rf state policy.xml events
	$days calendar $period >calendar
	write_policy "<use pack=\"ca-on\"/><use pack=\"eu\"/> $(head -n 1 calendar)"
	sed -i 's/ sat sun//; s/00:00 23:59/09:00 17:00/; s|timezone="UTC"|timezone="America/Toronto"|
	s|<queue id="default"[^>]*>|<queue id="default" owner="lead@contoso.example" due="2bd" escalate-to="head@contoso.example"><escalate after="2bd" to="hr@contoso.example"/></queue>|
	s|<debrief \(.*\)escalate-to="[^"]*"/>|<debrief \1escalate-to="head@contoso.example"><escalate after="2bd" to="board@contoso.example"/></debrief>|' policy.xml
	write_conf auto
	ok "$period: cases, and what becomes of them" $days plan $period .
	# shellcheck disable=SC2046 # two words
	ok 'sixty days, of which five without us' "$top_builddir/tests/tools/run-clock" apres.conf $(tail -n 1 calendar) events
	ok 'all of it, to the hour, and nothing else' $days check $period .
	sed 's/^  *#.*//' .out
done
done_testing
