#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The manuals: well formed, and they say what the programs say.
: "${top_srcdir:=.}" "${top_builddir:=.}"
report() { # NAME, faults on stdin
	found=$(cat)
	if [ -z "$found" ]; then
		echo "ok - $1"
	else
		echo "not ok - $1"
		printf '%s\n' "$found" | head -n 40 | sed 's/^/# /'
	fi
}
# What the programs say; nothing would be compared if they said nothing.
verbs=$("$top_builddir"/apres --help | sed -n 's/^  \([a-z][a-z -]*[a-z]\)  .*/\1/p')
keys=$("$top_builddir"/apres config list --json | sed -n 's/^{"group":"\[\([a-z]*\)\]","key":"\([a-z-]*\)","type":"[^"]*","default":"\([^"]*\)".*/\1|\2|\3/p')
[ -n "$verbs" ] && [ -n "$keys" ] || { echo 'Bail out! apres does not tell its verbs and keys'; exit 1; }
{
	if command -v mandoc >/dev/null; then
		(cd "$top_srcdir" && mandoc -T lint -W warning man/*.[1-9]) 2>&1 | report 'mandoc finds nothing'
	else
		echo "ok - mandoc finds nothing # SKIP mandoc is not installed"
	fi

	printf '%s\n' "$verbs" | while read -r verb; do
		grep -qE "^\.It (Ic|Cm) $verb( |\$)" "$top_srcdir/man/apres.1" || echo "man/apres.1 does not describe: $verb"
	done | report 'apres(1) describes every verb'

	grep -E '^\.It (Ic|Cm) ' "$top_srcdir/man/apres.1" | sed -E 's/^\.It (Ic|Cm) //' | while read -r line; do
		printf '%s\n' "$verbs" | awk -v line="$line " '$0 != "" && index(line, $0 " ") == 1 { found = 1 } END { exit !found }' ||
			echo "man/apres.1 describes what is no verb: $line"
	done | report 'apres(1) describes no other verb'

	# Each key: its own item in the group's section, and its default in that item.
	printf '%s\n' "$keys" | awk -F'|' '
		FNR == NR { if (/./) { n++; group[n] = $1; key[n] = $2; initial[n] = $3 } next }
		{ split($0, word, " ") }
		/^\.Ss / { section = word[2]; gsub(/[][]/, "", section); item = "" }
		/^\.It Cm / { item = section " " word[3]; seen[item] = 1 }
		item != "" { text[item] = text[item] " " $0 }
		END { for (i = 1; i <= n; i++) {
			item = group[i] " " key[i]
			gsub(/\\&|\\-|\.[A-Z][a-z] /, "", text[item])
			if (!(item in seen)) print "apres.conf.5: [" group[i] "] " key[i] " is not described"
			else if (initial[i] != "-" && !index(text[item], initial[i]))
				print "apres.conf.5: [" group[i] "] " key[i] ": default " initial[i] " is not named" } }' \
		- "$top_srcdir/man/apres.conf.5" | report 'apres.conf(5) has every key with its default'
	awk '/^\.Ss / { group = $2 } /^\.It Cm / { print group " " $3 }' "$top_srcdir/man/apres.conf.5" | tr -d '[]' | sort -u | while read -r group key; do
		printf '%s\n' "$keys" | grep -q "^$group|$key|" || echo "apres.conf.5: there is no [$group] $key"
	done | report 'apres.conf(5) has no other key'
} | awk '/^(not )?ok / { sub(/ok/, "ok " ++n) } { print } END { print "1.." n }'
