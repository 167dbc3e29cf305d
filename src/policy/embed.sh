#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# embed.sh FOLDER PATH...: the files as a C table on standard output; lists of words
# (everyday.txt) as classify/words.c would make them: folded, sorted, a word a line.
set -eu
LC_ALL=C
export LC_ALL
bytes_of() {
	case $1 in
	*/everyday.txt)
		sed 's/#.*//; s/ä/a/g; s/ö/o/g; s/ü/u/g; s/ß/ss/g
			s/á/a/g; s/é/e/g; s/í/i/g; s/ó/o/g; s/ñ/n/g' "$1" | tr -s ' \t' '\n' |
			sed '/^$/d' | sort -u ;;
	*) cat "$1" ;;
	esac
}
folder=$1
shift
echo '/* Made by embed.sh from policies/; do not edit. */'
echo '#include "config.h"'
echo '#include "policy/embedded.h"'
n=0
for path; do
	n=$((n + 1))
	echo "static const guint8 file_$n[] = {"
	bytes_of "$folder/$path" | od -An -v -tu1 | awk '{ for (i = 1; i <= NF; i++) printf "%s,", $i; print "" }'
	echo '};'
done
echo 'const apres_embedded_file apres_embedded_files[] = {'
n=0
for path; do
	n=$((n + 1))
	echo "	{ \"$path\", file_$n, sizeof file_$n },"
done
echo '	{ 0, 0, 0 } };'
