#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every real mail that we have is parsed; so are damaged copies of every tenth.
: "${top_srcdir:=.}" "${top_builddir:=.}"
dir=$top_srcdir/../shared/corpus/mail
program=$top_builddir/tests/tools/dump-message
[ -f "$dir/INDEX.tsv" ] || { echo "1..0 # SKIP no ../shared/corpus/mail"; exit 0; }
list=${TMPDIR:-/tmp}/apres-real-mail.$$
trap 'rm -f "$list"' EXIT
find "$dir" -path '*/new/*' -type f | sort >"$list"
echo "1..2"
all=$(wc -l <"$list")
parsed=$(xargs "$program" -q <"$list" | grep -c '^===')
[ "$parsed" -eq "$all" ] || printf 'not '
echo "ok 1 - $parsed of $all mails parsed"
awk 'NR % 10 == 0' "$list" | xargs "$program" -m || printf 'not '
echo "ok 2 - damaged mails parsed"
