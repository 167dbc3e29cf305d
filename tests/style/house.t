#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What the house forbids: calls that overflow or lie, goto, foreign libraries
# outside their folder, overlong files and functions, files without a licence.
cd "${top_srcdir:-.}" || exit 99
# nothing NAME: stdin must be empty.
nothing() {
	found=$(cat)
	if [ -z "$found" ]; then
		echo "ok - $1"
	else
		echo "not ok - $1"
		printf '%s\n' "$found" | head -n 40 | sed 's/^/# /'
	fi
}
code() { ls src/*/*.c src/*/*.h 2>/dev/null; }
# Code without comments and strings, as FILE:LINE:TEXT.
bare() {
	awk '{ line = $0
	       while (1) {
		if (inside) { at = index(line, "*/"); if (!at) { line = ""; break }; line = substr(line, at + 2); inside = 0 }
		gsub(/"([^"\\]|\\.)*"/, "\"\"", line); sub(/\/\/.*/, "", line)
		at = index(line, "/*"); if (!at) break
		rest = substr(line, at + 2); end = index(rest, "*/")
		if (end) line = substr(line, 1, at - 1) substr(rest, end + 2)
		else { print FILENAME ":" FNR ":" substr(line, 1, at - 1); line = ""; inside = 1; break }
	       }
	       if (line ~ /[^ \t]/) print FILENAME ":" FNR ":" line }
	' $(code)
}
bare >"${TMPDIR:-/tmp}/apres-bare.$$" || exit 99
trap 'rm -f "${TMPDIR:-/tmp}/apres-bare.$$"' EXIT
without() { grep -E "$1" "${TMPDIR:-/tmp}/apres-bare.$$" | grep -vE "${2:-^$}"; }

{
	without '[^a-zA-Z0-9_](strcpy|strcat|strncpy|strncat|sprintf|vsprintf|gets|strtok|strtok_r|atoi|atol|alloca|tmpnam|mktemp|system|popen|asctime|ctime|gmtime|localtime|rand|srand) ?\(' |
		nothing 'no call that overflows, lies or runs a shell'
	without '[^a-zA-Z0-9_](malloc|calloc|realloc|strdup|strndup|asprintf) ?\(' | nothing 'memory comes from GLib'
	without '(^|[^a-zA-Z0-9_])goto[^a-zA-Z0-9_]' | nothing 'no goto'
	without '[^a-zA-Z0-9_](GList|GSList|GRegex|GVariant|g_type_init|G_DEFINE_TYPE)[^a-zA-Z0-9_]' | nothing 'no second list, regex or object system'
	without '#include <libxml/' '^src/[a-z-]+/([a-z0-9-]*xml[a-z0-9-]*\.[ch]|load[a-z-]*\.[ch])|^src/message/html' | nothing 'libxml2 only in *xml* and html'
	without '#include <gmime/' '^src/(message|reply)/' | nothing 'GMime only in message and reply'
	without '#include <sqlite3' '^src/store/' | nothing 'SQL only in store'
	without '#include <libesmtp' '^src/deliver/' | nothing 'libESMTP only in deliver'
	without 'g_key_file|GKeyFile' '^src/config/' | nothing 'GKeyFile only in config'
	wc -l $(code) | awk '$2 != "total" && $1 > 400' | nothing 'no file over 400 lines'
	wc -l tests/unit/*.[ch] | awk '$2 != "total" && $1 > 400' | nothing 'no unit test over 400 lines'
	awk 'FNR == 1 { start = 0 } /^\{/ { start = FNR }
	     /^\}/ { if (start && FNR - start > 80) print FILENAME ":" start ": " FNR - start " lines"; start = 0 }' $(ls src/*/*.c) |
		nothing 'no function over 80 lines'
	for file in $(code) tests/unit/*.[ch]; do
		head -n 1 "$file" | grep -q '^/\* SPDX-License-Identifier: Apache-2.0 \*/$' || echo "$file"
	done | nothing 'every C file begins with its licence'
	for file in tests/e2e/*.t tests/e2e/*.sh tests/style/*.t tests/peers/*.t tests/conformance/*.t contrib/quickstart .ci/run; do
		[ ! -e "$file" ] || head -n 3 "$file" | grep -q 'SPDX-License-Identifier: Apache-2.0' || echo "$file"
	done | nothing 'every script too'
	for file in tests/*/t[0-9]*.t tests/style/*.t tests/unit/test-*.c; do
		case $file in tests/peers/*) continue ;; esac # check-all's
		name=${file#tests/}
		grep -qE "%D%/${name%.c}(\.c|[[:space:]]|\$)" tests/local.mk || echo "$file"
	done | nothing 'no test that nobody runs'
	for file in src/*/*.c; do
		grep -m 1 '^#include' "$file" | grep -q '"config.h"' || echo "$file"
	done | nothing 'config.h comes first'
	without '(^|[^a-z0-9_])[a-z0-9_]+_t;' | grep -E 'typedef' | nothing 'no type of ours ends in _t'
} | awk '/^(not )?ok / { sub(/ok/, "ok " ++n) } { print } END { print "1.." n }'
