#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Mail longer than any letter: its beginning is read, and a person gets it.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

# repeat TIMES TEXT: without a line end.
repeat() { awk -v n="$1" -v text="$2" 'BEGIN { while (n-- > 0) printf "%s", text }'; }
# flood NAME TIMES TEXT [BEGINNING]: a mail of it.
flood() {
	{ printf '%s' "${4:-}" && repeat "$2" "$3"; } | mail "$1@mail.example" 'Your decision' >"$1.eml"
}
zero_width=$(printf '\342\200\213') mark=$(printf '\314\210')
flood no-end 2000 'why was i not chosen '
flood questions 600000 'Why? '
flood giant-word 1000000 a
flood quotes 100000 '> a line of what you wrote
'
flood zero-width 300000 "a$zero_width"
flood marks 300000 "a$mark"
flood lines 500000 'a
'
flood huge 800000 'Thank you for your time. '
flood threat 5000 'Thank you for your time. ' 'My lawyer will contact you, and I will sue. '
flood commas 30 "$(repeat 100 'why me, ')or what? " 'My lawyer will contact you, and I will sue. '
flood late-threat 5000 'Thank you for your time. ' 'What was missing? '
printf 'My lawyer will contact you, and I will sue.\n' >>late-threat.eml
flood letter 1 'Thank you for your time. ' 'What was missing? '
flood padded 600 'Thank you. ' 'Thanks for the interview. Could you tell me what was missing? '

policy=$top_srcdir/policies/contoso/policy.xml
explain() { apres explain --policy "$policy" --own-domain contoso.example "$@"; }
sentences() { explain -v "$1.eml" | grep -cE '^ *[0-9]+  '; }
for name in no-end questions giant-word quotes zero-width marks lines huge commas; do
	ok "$name: held, and why" says 0 'text-too-long: the text is too long to be read by a machine' \
		explain "$name.eml"
done
ok 'not one sentence more is read than may be' test "$(sentences questions)" -eq 1000
ok 'of short lines as well' test "$(sentences lines)" -eq 1000
ok 'of one without an end the beginning' test "$(sentences no-end)" -eq 1
ok 'a threat at the top goes where threats go' says 0 'HOLD · queue legal' explain threat.eml
ok 'also in a text of too many clauses' says 0 'HOLD · queue legal' explain commas.eml
ok 'what was not read goes to nobody in particular' says 0 'HOLD · queue review' explain late-threat.eml
ok 'no rule is said to apply because of it' says 0 'perhaps: not all could be read' explain late-threat.eml
ok 'an ordinary letter is read whole' says 0 'REPLY · no-feedback' explain letter.eml
ok 'one of too many words for the table of weights is for a person' says 0 'hold-for-person' explain padded.eml

# One reader, and the time limit would come for whoever read it all.
write_conf auto
once >apresd.log 2>&1 || exit 99
for name in questions lines threat commas letter; do deliver Inbox "$name.M1.mx" <"$name.eml"; done
once >>apresd.log 2>&1 || exit 99
ok 'apresd holds it for that reason' says 0 text-too-long apres review list
ok 'and not because a reader died of it' not says 0 unparsable apres review list
# A folder is read in the order of its file system.
long=$(apres review list --json | sed -n 's/^{"id":\([0-9]*\),.*text-too-long.*/\1/p' | head -n 1)
ok 'review show says it in words' says 0 'too long to be read by a machine' apres review show "$long"
ok 'the letter between them is answered' test "$(ls Out/new | grep -c .)" -ge 1
ok 'the owner of the urgent queue is told' sh -c 'grep -l "legal" Out/new/* | grep -q .'
done_testing
