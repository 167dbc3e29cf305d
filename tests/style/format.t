#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The sources (headers are laid out by hand) are as clang-format 14 writes them.
cd "${top_srcdir:-.}" || exit 99
command -v clang-format >/dev/null || { echo '1..0 # SKIP clang-format is not installed'; exit 0; }
case $(clang-format --version) in
*'version 14.'*) ;;
*) echo '1..0 # SKIP another clang-format than 14 is installed'; exit 0 ;;
esac
found=$(clang-format --dry-run -Werror src/*/*.c tests/unit/*.c 2>&1 | grep -E 'error:' | cut -d: -f1 | sort | uniq -c)
if [ -z "$found" ]; then
	echo 'ok 1 - clang-format changes nothing'
else
	echo 'not ok 1 - clang-format changes nothing'
	printf '%s\n' "$found" | sed 's/^/# /'
fi
echo 1..1
