#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The table of what validators say of policies with a fault knows every fault.
here=$(dirname "$0")
command -v python3 >/dev/null || {
	echo '1..0 # SKIP needs python3'
	exit 0
}
echo 1..1
if out=$("$here/schemas" --rows --build "${top_builddir:-$here/../../build}" 2>&1); then
	echo 'ok 1 - each fault of test-policy-faults has its row in schemas.txt'
else
	echo 'not ok 1 - each fault of test-policy-faults has its row in schemas.txt (write it: tests/conformance/schemas --update)'
	echo "$out" | sed 's/^/# /'
fi
