#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Each table of words is what is learnt from the samples of its language: else somebody changed one of
# them, or what a word is, and forgot "make likeness".
: "${top_srcdir:=.}" "${top_builddir:=.}"
[ -n "${APRES_TEST_ALL-}" ] || { echo "1..0 # SKIP a minute: with APRES_TEST_ALL=1, as check-all does"; exit 0; }
data=$top_srcdir/tests/data/candidates
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
echo 1..5
number=0
learners=
for language in de en es fr; do
	"$top_builddir/tests/tools/learn" $language "$data/known.$language.tsv" \
		"$data/never-automatic.$language.tsv" "$data/likeness.$language.tsv" >"$work/$language.tsv" &
	learners="$learners $!"
done
for learner in $learners; do
	wait "$learner" || exit 99
done
for language in de en es fr; do
	# Another compiler or mathematical library may round otherwise.
	awk -F '\t' -v room=3 '
		NR == FNR { was[$1] = $0; lines++; next }
		!($1 in was) { other++; next }
		{ split(was[$1], old, FS); same++
		  for (i = 2; i <= NF; i++) if (old[i] - $i > room || $i - old[i] > room) { other++; next } }
		END { print lines " lines, " same " of them here, " other + 0 " otherwise"
		      exit !(lines > 1000 && same == lines && other * 100 <= lines) }
	' "$top_srcdir/policies/packs/lang-$language/likeness.tsv" "$work/$language.tsv" >"$work/said" && not='' || not='not '
	number=$((number + 1))
	echo "${not}ok $number - lang-$language/likeness.tsv is what is learnt from the samples (make likeness)"
	sed 's/^/# /' "$work/said"
done
"$top_builddir/tests/tools/learn" de "$data/known.en.tsv" 2>"$work/said"
if [ $? -eq 1 ] && grep -q 'no sample in these files' "$work/said"; then not=''; else not='not '; fi
echo "${not}ok 5 - without a harmless sample nothing is learnt"
