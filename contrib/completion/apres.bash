# SPDX-License-Identifier: Apache-2.0
# bash completion: source it, or copy it to /usr/share/bash-completion/completions/apres.
# The verbs and options are asked of the program itself.
_apres() {
	local word=${COMP_WORDS[COMP_CWORD]} first=${COMP_WORDS[1]} verbs
	COMPREPLY=()
	verbs=$(apres --help 2>/dev/null | sed -n 's/^  \([a-z][a-z -]*[a-z]\)  .*/\1/p')
	if [ "$COMP_CWORD" -eq 1 ]; then
		COMPREPLY=($(compgen -W "$(printf '%s\n' "$verbs" | cut -d' ' -f1 | sort -u) --help --version" -- "$word"))
	elif [ "$COMP_CWORD" -eq 2 ] && printf '%s\n' "$verbs" | grep -q "^$first "; then
		COMPREPLY=($(compgen -W "$(printf '%s\n' "$verbs" | sed -n "s/^$first //p")" -- "$word"))
	elif [ "${word#-}" != "$word" ]; then
		local verb=$first
		printf '%s\n' "$verbs" | grep -qx "$first ${COMP_WORDS[2]}" && verb="$first ${COMP_WORDS[2]}"
		COMPREPLY=($(compgen -W "$(apres $verb --help 2>/dev/null | grep -oE -- '--[a-z-]+' | sort -u)" -- "$word"))
	else
		COMPREPLY=($(compgen -f -- "$word"))
	fi
}
complete -o filenames -F _apres apres
