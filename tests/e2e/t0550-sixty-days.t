#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# 500 cases in sixty days: everybody is told exactly what the policy says, when it says so.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"
[ -n "${APRES_TEST_ALL-}" ] || skip_all 'a quarter of a minute: with APRES_TEST_ALL=1, as check-all does'
command -v python3 >/dev/null || skip_all 'python3 is not installed'
days="python3 $top_srcdir/tests/tools/sixty-days"

write_policy '<use pack="ca-on"/><use pack="eu"/>
	<calendar><holiday on="2026-11-11">Remembrance Day</holiday><holiday on="2026-12-25">Christmas Day</holiday><holiday on="2026-12-28">Boxing Day</holiday></calendar>'
sed -i 's/ sat sun//; s/00:00 23:59/09:00 17:00/; s|timezone="UTC"|timezone="America/Toronto"|
	s|<queue id="default"[^>]*>|<queue id="default" owner="lead@contoso.example" due="2bd" escalate-to="head@contoso.example"><escalate after="2bd" to="hr@contoso.example"/></queue>|' policy.xml
write_conf auto
ok 'cases, and what becomes of them' $days plan .
ok 'sixty days' "$top_builddir/tests/tools/run-clock" apres.conf 2026-10-30T00:00:00Z 2026-12-29T00:00:00Z events
ok 'all of it, to the hour, and nothing else' $days check .
sed 's/^  *#.*//' .out
done_testing
