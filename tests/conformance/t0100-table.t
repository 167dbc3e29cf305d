#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Whom apres answers, and how, is as in the committed table; no machine is answered.
here=$(dirname "$0")
command -v python3 >/dev/null || {
	echo '1..0 # SKIP needs python3'
	exit 0
}
echo 1..2
if out=$("$here/run" --apres "${top_builddir:-$here/../../build}" 2>&1); then
	echo 'ok 1 - every case is as in table.txt'
else
	echo 'not ok 1 - every case is as in table.txt'
	echo "$out" | sed 's/^/# /'
fi
if grep -q '^apres  *0 misses of [1-9]' "$here/table.txt"; then
	echo 'ok 2 - no mail of a machine is answered'
else
	echo 'not ok 2 - no mail of a machine is answered'
	grep '!reply\|misses' "$here/table.txt" | sed 's/^/# /'
fi
