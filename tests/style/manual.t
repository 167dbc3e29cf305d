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
{
	if command -v mandoc >/dev/null; then
		(cd "$top_srcdir" && mandoc -T lint -W warning man/*.[1-9]) 2>&1 | report 'mandoc finds nothing'
	else
		echo "ok - mandoc finds nothing # SKIP mandoc is not installed"
	fi

	"$top_builddir"/apres --help | sed -n 's/^  \([a-z][a-z -]*[a-z]\)  .*/\1/p' | while read -r verb; do
		grep -qE "^\.It (Ic|Cm) $verb( |\$)" "$top_srcdir/man/apres.1" || echo "man/apres.1 does not describe: $verb"
	done | report 'apres(1) describes every verb'

	grep -E '^\.It (Ic|Cm) ' "$top_srcdir/man/apres.1" | sed -E 's/^\.It (Ic|Cm) //' | while read -r line; do
		found=
		for verb in $("$top_builddir"/apres --help | sed -n 's/^  \([a-z][a-z -]*[a-z]\)  .*/\1/p' | tr ' ' '_'); do
			name=$(echo "$verb" | tr '_' ' ')
			case $line in "$name" | "$name "*) found=1 ;; esac
		done
		[ -n "$found" ] || echo "man/apres.1 describes what is no verb: $line"
	done | report 'apres(1) describes no other verb'

	# Each key: its own item in the group's section, and its default in that item.
	"$top_builddir"/apres config list --json | sed -n 's/^{"group":"\[\([a-z]*\)\]","key":"\([a-z-]*\)","type":"[^"]*","default":"\([^"]*\)".*/\1|\2|\3/p' |
		while IFS='|' read -r group key initial; do
			awk -v group="$group" -v key="$key" -v initial="$initial" '
				/^\.Ss / { here = ($2 == "[" group "]" || $2 == "[" group) }
				here && /^\.It Cm / { item = ($3 == key); if (item) seen = 1 }
				here && item { text = text " " $0 }
				END { gsub(/\\&|\\-|\.[A-Z][a-z] /, "", text)
				      if (!seen) print "apres.conf.5: [" group "] " key " is not described"
				      else if (initial != "-" && !index(text, initial))
					print "apres.conf.5: [" group "] " key ": default " initial " is not named" }' \
				"$top_srcdir/man/apres.conf.5"
		done | report 'apres.conf(5) has every key with its default'
	awk '/^\.Ss / { group = $2 } /^\.It Cm / { print group " " $3 }' "$top_srcdir/man/apres.conf.5" | tr -d '[]' | sort -u | while read -r group key; do
		"$top_builddir"/apres config list --json | grep -q "\"group\":\"\[$group\]\",\"key\":\"$key\"" || echo "apres.conf.5: there is no [$group] $key"
	done | report 'apres.conf(5) has no other key'
} | awk '/^(not )?ok / { sub(/ok/, "ok " ++n) } { print } END { print "1.." n }'
