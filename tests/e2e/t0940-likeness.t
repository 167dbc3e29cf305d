#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The table of words is what is learnt from the samples beside it: else somebody changed one of
# them, or what a word is, and forgot "make likeness".
: "${top_srcdir:=.}" "${top_builddir:=.}"
[ -n "${APRES_TEST_ALL-}" ] || { echo "1..0 # SKIP half a minute: with APRES_TEST_ALL=1, as check-all does"; exit 0; }
data=$top_srcdir/tests/data/candidates
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
"$top_builddir/tests/tools/learn" en "$data/known.en.tsv" "$data/never-automatic.en.tsv" \
	"$data/likeness.en.tsv" >"$work/learnt.tsv" || exit 99
# Another compiler or mathematical library may round otherwise.
awk -F '\t' -v room=3 '
	NR == FNR { was[$1] = $0; lines++; next }
	!($1 in was) { other++; next }
	{ split(was[$1], old, FS); same++
	  for (i = 2; i <= NF; i++) if (old[i] - $i > room || $i - old[i] > room) { other++; next } }
	END { print lines " lines, " same " of them here, " other + 0 " otherwise"
	      exit !(lines > 1000 && same == lines && other * 100 <= lines) }
' "$top_srcdir/policies/packs/lang-en/likeness.tsv" "$work/learnt.tsv" >"$work/said" && not='' || not='not '
echo 1..2
echo "${not}ok 1 - likeness.tsv is what is learnt from the samples (make likeness)"
sed 's/^/# /' "$work/said"
"$top_builddir/tests/tools/learn" de "$data/known.en.tsv" 2>"$work/said"
if [ $? -eq 1 ] && grep -q 'no sample in these files' "$work/said"; then not=''; else not='not '; fi
echo "${not}ok 2 - without a harmless sample nothing is learnt"
