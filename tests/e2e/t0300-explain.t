#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# apres explain: one mail, from a policy alone.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

policy=$top_srcdir/policies/contoso/policy.xml
printf 'address,name,status\nlee@contoso.example,Lee Moss,active\nold@contoso.example,Old Hand,left\n' >roster.csv
explain() {
	apres explain --policy "$policy" --authserv-id mx.contoso.example --roster roster.csv \
		--own-domain contoso.example --own-address recruiting@contoso.example \
		--now 2026-11-24T13:50:00Z "$@"
}
# has_line REGEX COMMAND...: one of the lines that it prints.
has_line() {
	line=$1
	shift
	"$@" >lines && has lines "$line"
}
proven='Authentication-Results: mx.contoso.example; dmarc=pass header.from=contoso.example'
mail 'Robin <robin@mail.example>' 'Re: Your application' <<'T' >ask.eml
Thank you for letting me know. What was missing?
T
mail lee@contoso.example 'Internal application' "$proven" <<'T' >colleague.eml
Could you tell me how I did?
T
mail lee@contoso.example 'Internal application' <<'T' >unproven.eml
Could you tell me how I did?
T
mail old@contoso.example 'Internal application' "$proven" <<'T' >left.eml
Could you tell me how I did?
T

ok 'a feedback request is answered with the fixed text' says 0 'REPLY · no-feedback' explain ask.eml
ok 'each sentence says what it was read as' says 0 'feedback-request' explain ask.eml
ok 'the rule is named with its place and its reason' says 0 'because' explain ask.eml
ok '--reply shows the text that would go out' says 0 'cannot disclose' explain --reply ask.eml
ok 'two questions at once are left to a person' says 0 'HOLD · queue' \
	explain --text "Thanks. What was missing? And can we move Thursday's call?"
ok 'what a table says of the whole mail does not repeat the mail' \
	has_line 'like person","field":"text","offset":0,"length":[1-9][0-9]*,"text":null' explain --json \
	--text 'Dear Ms Brown, the bus was late and I ran the last part. Could you tell me what I could have done better in the interview? Kind regards, Tom'
ok 'a French request is answered in French, though an English list finds words in it' \
	has_line '"effect":"reply".*"language":"fr"' explain --json \
	--text 'Bonjour, je suis déçu de votre réponse. Pouvez-vous me donner plus de précisions sur ce qui a motivé votre choix ? Cordialement, A. Lemoine'
ok 'a German one below an English greeting in German' \
	has_line '"effect":"reply".*"language":"de"' explain --json --text 'Hi team, gibt es schon etwas Neues?'
ok 'a lawyer is never answered' says 0 'HOLD · queue legal' explain --text 'What was missing? My lawyer will ask too.'
ok 'what nothing matched is said' says 0 'nothing matched' explain --text 'What was missing? Brass gryphons gyre and gimble.'
mail 'Robin <robin@mail.example>' 'Re: Your application' 'From: Kim <kim@mail.example>' <<'T' >twice.eml
What was missing?
T
ok 'where no rule decides, none is said to' has_line 'no-feedback .* not used: see the reason below$' explain twice.eml
ok 'and the reason is a sentence' says 0 'duplicate-from: it has From twice' explain twice.eml
ok 'the mail as a whole is told, with what weighed' \
	says 0 'As a whole: person' explain --text 'What was missing?'
ok 'however ordinary it is, a word of risk holds it' says 0 'HOLD' explain --text \
	'Thank you for the interview. What should I improve for next time? I could not open the portal. Kind regards, Sam'
ok 'thanks alone needs nothing' says 0 'SILENCE' explain --text 'Many thanks for letting me know!'
ok '--reply of a hold says why there is none' says 0 'no reply is sent' explain --reply --text 'My lawyer will ask too.'
ok 'standard input is a mail' sh -c 'apres explain --policy "$1" - <ask.eml | grep -q "REPLY"' sh "$policy"

# The next command is one: it can be typed as it stands.
next() { explain "$@" | sed -n '/^ Next /{n;s/^ *//p}'; }
ok 'a reply says when it leaves' says 0 'not before Tue 24 Nov 14:20' explain ask.eml
ok 'and with which command to read it' has_line '^ +apres explain --reply --policy ' explain ask.eml
ok 'which does that' says 0 'cannot disclose' sh -c "$(next ask.eml)"
ok 'with what would have to be quoted' says 0 'cannot disclose' sh -c "$(next --subject "Re: it's \$(date)" --text 'What was missing?')"
script -qec true /dev/null >/dev/null 2>&1 </dev/null && ok 'and is one line however narrow the screen is' sh -c "script -qec 'stty cols 60; apres explain --policy $policy --subject \"Re: a subject that is long enough\" --text \"What was missing?\"' /dev/null | tr -d '\r' | grep -E '^ +apres explain --reply --policy .*--text .What was missing'"
ok 'a hold says how to see what was matched' has_line '^ +apres explain -v --policy ' explain --text 'My lawyer will ask too.'
ok 'which does that' says 0 'Machine check' sh -c "$(next --text 'My lawyer will ask too.')"
ok 'what a class means stands beside it' has_line '^ Reason +legal-threat: Alleges' explain --text 'I will sue you. What was missing?'
ok 'what another rule decides says no more of those that do not' has_line '^   \.\.\. and [0-9]+ more that are not used' explain ask.eml
ok 'indeed' not grep -q 'not used: another rule decides' lines
ok 'of the rules that are not used one is shown' has_line '^   no-feedback .* not used: mail also contains scheduling$' explain --text "What was missing? And can we move Thursday's call?"
ok 'and how many more there are' has_line '^   \.\.\. and [0-9]+ more that are not used; -v shows them$' explain --text "What was missing? And can we move Thursday's call?"
ok '-v shows them' has_line '^   privacy-and-more .* not used: mail also contains scheduling$' explain -v --text "What was missing? And can we move Thursday's call?"

json() { explain --json "$@" >json.out; }
ok 'one object a line, with the promised keys and no other' sh -c '
	apres explain --json --policy "$1" ask.eml >json.out || exit 1
	test "$(wc -l <json.out)" -eq 1 || exit 1
	keys=$(grep -oE "\"[a-z0-9_]+\":" json.out | head -n 1000 | tr -d "\":" | sort -u | tr "\n" " ")
	want="audience class classes due effect evidence field file kind language length machine message_id obligations offset owner pattern queue reasons rule scope sha256 template text unexplained unknown "
	for key in $keys; do case " $want" in *" $key "*) ;; *) echo "extra: $key"; exit 1 ;; esac; done
	for key in file sha256 message_id scope audience machine classes unknown effect rule template language queue obligations reasons unexplained evidence; do
		grep -q "\"$key\":" json.out || { echo "missing: $key"; exit 1; }
	done' sh "$policy"
ok 'the effect is there once' sh -c 'test "$(grep -o "\"effect\"" json.out | wc -l)" -eq 1'
json colleague.eml
ok 'a proven employee gets a debrief' has json.out '"audience":"internal".*"effect":"reply".*"template":"internal-debrief".*"kind":"debrief"'
ok 'it has an owner and a due time' has json.out '"owner":"[^"]+@contoso.example","due":"2026-1[12]-[0-9]{2}T'
json unproven.eml
ok 'an employee without proof is left to a person' has json.out '"audience":"unverified".*"effect":"hold"'
json left.eml
ok 'who has left is no employee' has json.out '"audience":"unverified".*"effect":"hold"'
mail recruiting@contoso.example 'Re: x' <<'T' >own.eml
What was missing?
T
json own.eml
ok 'our own address is never answered' has json.out '"effect":"(silence|hold)"'
json ask.eml
cp json.out first.out
json ask.eml
ok 'the same mail is decided the same way' cmp first.out json.out

ok 'without a mail the usage is explained' says 64 'name a mail, a folder' apres explain --policy "$policy"
ok 'a mail and --text are too much' says 64 'name a mail, a folder' explain --text x ask.eml
ok 'no such file' says 65 "'none.eml': No such file" explain none.eml
ok 'no such policy' says 78 'none.xml' apres explain --policy none.xml ask.eml
printf 'address,name,status\nlee@contoso.example,Lee Moss,actve\n' >typo.csv
ok 'a status that is none, with its line and what is allowed' says 78 "typo.csv:2: status 'actve': there are active, inactive and left" apres explain --policy "$policy" --roster typo.csv ask.eml
ok 'no such roster' says 78 'none.csv' apres explain --policy "$policy" --roster none.csv ask.eml
ok 'a time that is none' says 64 'is not a time' apres explain --policy "$policy" --now soon ask.eml
ok '--roster without --policy' says 64 'belong to --policy' apres explain --roster roster.csv ask.eml
ok '--policy and -c' says 64 'instead of a configuration' apres explain -c x.conf --policy "$policy" ask.eml
ok 'without both' says 78 'without --policy FILE a configuration is needed' apres explain ask.eml

write_conf auto
ok 'with a configuration' says 0 'REPLY · no-feedback' apres explain ask.eml
ok 'an unknown company is named' says 64 "has no company 'acme'" apres explain --company acme ask.eml
ok 'nothing is written' test ! -e state

# A stamp spares the second time what the first found out.
stamps() { [ "$(find "$1" -name '*.stamp' | grep -c .)" -eq "$2" ]; }
# uses STAMP: apres explain leaves it as it is: one that is none of its own it writes anew.
uses() {
	was=$(ls -i "$1"/*.stamp)
	says 0 'REPLY · no-feedback' apres explain ask.eml || return 1
	[ "$was" = "$(ls -i "$1"/*.stamp)" ]
}
once >once.log 2>&1 || exit 99
ok 'apresd leaves a stamp' stamps state/stamps 1
ok 'apres explain uses that of apresd' uses state/stamps
printf x >>"$(echo state/stamps/*.stamp)"
ok 'a damaged one is not used' not uses state/stamps
apres explain --json ask.eml >stamped.out
ok 'and is made anew' uses state/stamps
rm state/stamps/*.stamp
apres explain --json ask.eml >unstamped.out
ok 'the state keeps a stamp' stamps state/stamps 1
ok 'with it the same is said' cmp stamped.out unstamped.out
printf 'oops' >>policy.xml
ok 'of another file it says nothing' says 78 'policy.xml:' apres explain ask.eml
rm -f .cache/apres/*
write_policy
cp policy.xml other.xml
apres explain --json --policy other.xml ask.eml >unstamped.out
ok 'without a configuration it is in the cache' stamps .cache/apres 1
ok 'from another folder it is the same policy' sh -c '
	cd state && apres explain --json --policy ../other.xml ../ask.eml | sed "s|\.\./ask|ask|" | cmp - ../unstamped.out'
chmod g+w .cache/apres/*.stamp
ok 'one that others may write is as good as none' sh -c 'apres explain --json --policy other.xml ask.eml | cmp - unstamped.out'
done_testing
