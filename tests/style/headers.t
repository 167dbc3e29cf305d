#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every header compiles alone, in any order, behind config.h.  What a source includes
# right behind config.h the build has compiled so (make knows what stands in
# src/local.mk); the others are compiled here.
: "${top_srcdir:=.}" "${top_builddir:=.}"
compiled=$(awk 'FNR == 1 { n = 0 }
	FNR == NR { for (i = 1; i <= NF; i++) if ($i ~ /\.c$/) built[$i] = 1; next }
	/^#[ \t]*include/ && ++n == 2 { at = FILENAME; sub(/.*\/src\//, "%D%/", at)
		if (at in built) print $2 }' "$top_srcdir/src/local.mk" "$top_srcdir"/src/*/*.c | tr -d '"')
n=0
for header in "$top_srcdir"/src/*/*.h; do
	n=$((n + 1))
	name=${header#"$top_srcdir"/src/}
	case "
$compiled
" in
	*"
$name
"*)
		echo "ok $n - $name"
		continue
		;;
	esac
	# shellcheck disable=SC2086
	if printf '#include "config.h"\n#include "%s"\nextern int nothing;\n' "$name" |
		${CC:-cc} -std=gnu17 -fsyntax-only -Wall -Werror ${APRES_CFLAGS:-$(pkg-config --cflags glib-2.0 gmime-3.0 libxml-2.0 jansson)} \
			-I"$top_srcdir/src" -I"$top_builddir" -x c - >headers.out.$$ 2>&1; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
		sed 's/^/# /' headers.out.$$
	fi
	rm -f headers.out.$$
done
echo "1..$n"
