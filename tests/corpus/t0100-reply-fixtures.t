#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Quote fixtures of another project: how many give exactly its expected text.
# Three of them cannot: it keeps a quote at the top of a mail, we never do.
# "t0100-reply-fixtures.t -v" shows the differences.
: "${top_srcdir:=.}" "${top_builddir:=.}"
dir=$top_srcdir/../shared/corpus/mail/reply-fixtures/email_reply_trimmer
program=$top_builddir/tests/tools/dump-message
[ -d "$dir/emails" ] || { echo "1..0 # SKIP no ../shared/corpus/mail/reply-fixtures"; exit 0; }
echo "1..1"
all=0 same=0
for mail in "$dir"/emails/*; do
	name=${mail##*/}
	all=$((all + 1))
	if [ "$("$program" -r "$mail")" = "$(tr -d '\r' <"$dir/trimmed/$name")" ]; then
		same=$((same + 1))
	elif [ "${1-}" = -v ]; then
		echo "# $name"
		"$program" -r "$mail" | diff - "$dir/trimmed/$name" | sed 's/^/# /' | head -12
	fi
done
[ "$same" -ge $((all - 3)) ] || printf 'not '
echo "ok 1 - $same of $all exact"
