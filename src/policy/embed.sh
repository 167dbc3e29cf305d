#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# embed.sh FOLDER PATH...: the files as a C table on standard output.
set -eu
folder=$1
shift
echo '/* Made by embed.sh from policies/; do not edit. */'
echo '#include "config.h"'
echo '#include "policy/embedded.h"'
n=0
for path; do
	n=$((n + 1))
	echo "static const guint8 file_$n[] = {"
	od -An -v -tu1 "$folder/$path" | awk '{ for (i = 1; i <= NF; i++) printf "%s,", $i; print "" }'
	echo '};'
done
echo 'const apres_embedded_file apres_embedded_files[] = {'
n=0
for path; do
	n=$((n + 1))
	echo "	{ \"$path\", file_$n, sizeof file_$n },"
done
echo '	{ 0, 0, 0 } };'
