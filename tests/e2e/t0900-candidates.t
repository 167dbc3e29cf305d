#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The labelled candidates' mail: nothing unsafe.  Real mail is left to check-all (tests/corpus/run).
: "${top_srcdir:=.}" "${top_builddir:=.}"
command -v python3 >/dev/null || { echo '1..0 # SKIP python3 is not installed'; exit 0; }
out=$(python3 "$top_srcdir/tests/candidates/run" --apres "$top_builddir/apres" 2>&1)
case $? in
0) echo 'ok 1 - nothing unsafe' ;;
77) echo "1..0 # SKIP ${out#skipped: }"; exit 0 ;;
*) echo 'not ok 1 - nothing unsafe' ;;
esac
printf '%s\n' "$out" | sed 's/^/# /'
echo 1..1
