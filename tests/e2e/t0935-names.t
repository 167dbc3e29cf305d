#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A candidate is answered alike, whatever the name below the mail.
: "${top_srcdir:=.}" "${top_builddir:=.}"
[ -n "${APRES_TEST_ALL-}" ] || { echo "1..0 # SKIP 40 seconds: with APRES_TEST_ALL=1, as check-all does"; exit 0; }
command -v python3 >/dev/null || { echo '1..0 # SKIP python3 is not installed'; exit 0; }
exec python3 "$top_srcdir/tests/candidates/names" --check --apres "$top_builddir/apres"
