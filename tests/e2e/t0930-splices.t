#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Mail that a person must answer, typed without full stops: a request in it speaks for itself alone.
: "${top_srcdir:=.}" "${top_builddir:=.}"
[ -n "${APRES_TEST_ALL-}" ] || { echo "1..0 # SKIP half a minute: with APRES_TEST_ALL=1, as check-all does"; exit 0; }
command -v python3 >/dev/null || { echo '1..0 # SKIP python3 is not installed'; exit 0; }
exec python3 "$top_srcdir/tests/candidates/splices" --check --apres "$top_builddir/apres"
