#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What no machine may answer is held, also beside a request that may be answered.
: "${top_srcdir:=.}" "${top_builddir:=.}"
[ -n "${APRES_TEST_ALL-}" ] || { echo "1..0 # SKIP half a minute: with APRES_TEST_ALL=1, as check-all does"; exit 0; }
command -v python3 >/dev/null || { echo '1..0 # SKIP python3 is not installed'; exit 0; }
exec python3 "$top_srcdir/tests/candidates/recall" --check --apres "$top_builddir/apres"
