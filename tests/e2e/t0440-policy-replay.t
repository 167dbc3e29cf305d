#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# apres policy replay: the same policy changes nothing; another one shows what it would change.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

write_conf auto
once >/dev/null 2>&1
# Every shape of mail there is: the labelled ones of the tests, and machines'.
send() { # FROM SUBJECT [EXTRA], text from stdin
	mail "$@" | deliver Inbox "$(ls Inbox/new Inbox/cur | wc -l).M1.mx"
}
say() { printf '%s\n' "$2" | send "$1" "${3:-Your decision}" "${4:-}"; }
say a@mail.example 'What was missing?'
say b@mail.example 'Thanks for letting me know.'
say c@mail.example "Why not me? And can we move Thursday's call?"
say d@mail.example 'What was missing? My lawyer will ask too.'
say e@mail.example 'Any news?'
say f@mail.example 'Zebras juggle quietly.'
say g@mail.example 'I am out of the office.' 'Out of office' 'Auto-Submitted: auto-replied'
say h@mail.example 'I am away.' 'Automatic reply: away'
say i@mail.example ''
say lee@contoso.example 'Could you tell me how I did?' 'My interview' 'Authentication-Results: mx.contoso.example; dmarc=pass header.from=contoso.example'
say kim@contoso.example 'Could you tell me how I did?'
say j@mail.example 'Please delete my CV and everything you hold about me.'
say l@mail.example 'What was missing?' 'Your decision' 'Reply-To: other@mail.example'
printf 'What was missing?\n\n> This message was sent automatically.\n' | send m@mail.example 'Re: Your decision'
printf 'caf\351 \377\376 what was missing?\n' | send n@mail.example 'Your decision'
once >/dev/null 2>&1
say a@mail.example 'What was missing?' 'Your decision'
say a@mail.example 'And what else was missing?' 'Re: Your decision' 'In-Reply-To: <1@mail.example>'
say a@mail.example 'Why not me?' 'Another question'
once >/dev/null 2>&1
recorded=$(apres audit list --json | grep -c '"type":"decided"')

ok 'mails were recorded' test "$recorded" -ge 15
ok 'some were answered, some held, some need nothing' sh -c 'for e in reply hold silence; do apres audit list --json | grep -q "\"effect\":\"$e\"" || exit 1; done'
ok 'the policy in force changes nothing' says 0 'No mail would be treated differently.' apres policy replay --policy policy.xml
ok 'all of them were decided again' says 0 "$recorded recorded mails were decided again" apres policy replay --policy policy.xml
ok 'each as it was recorded' says 0 '"recorded_otherwise":0' apres policy replay --policy policy.xml --json
ok 'with nothing left out' says 0 '"not_kept":0' apres policy replay --policy policy.xml --json
mkdir new
sed 's|</policy>|<!-- words only --></policy>|' policy.xml >new/policy.xml
ok 'nor does one that only reads otherwise' says 0 '"different":0' apres policy replay --policy new/policy.xml --json
ok 'which decides all of them anew' says 0 '"recorded_otherwise":0' apres policy replay --policy new/policy.xml --json

sed 's|</policy>|<class id="zebra"><phrase>zebras</phrase></class><rule id="zebra" answers="zebra" audience="external"><reply template="other-role"/><because>x</because></rule></policy>|' policy.xml >new/policy.xml
ok 'a new reply is shown' says 0 'reply other-role' apres policy replay --policy new/policy.xml
ok 'with what was done' says 0 'hold unclassified' apres policy replay --policy new/policy.xml
ok 'as less strict' says 0 '1 mail would be treated differently; 1 less strictly (marked !).' apres policy replay --policy new/policy.xml
ok 'and --fail-on weaker fails' says 65 'less strictly' apres policy replay --policy new/policy.xml --fail-on weaker
sed 's|</policy>|<class id="news"><phrase>any news</phrase></class><rule id="news" when="news"><hold queue="default"/><because>x</because></rule></policy>|' policy.xml >new/policy.xml
ok 'a new hold is stricter' says 0 '1 mail would be treated differently; none less strictly.' apres policy replay --policy new/policy.xml --fail-on weaker
ok 'as JSON' says 0 '"weaker":false' apres policy replay --policy new/policy.xml --json
sed 's|</policy>|<class id="cv" field="attachment"><phrase>cv</phrase></class><rule id="cv" when="cv"><hold queue="default"/><because>x</because></rule></policy>|' policy.xml >new/policy.xml
ok 'what is not kept is said' says 0 'Class cv is new or changed, and looks at what is not kept' apres policy replay --policy new/policy.xml

sed 's|</policy>|<limits per-candidate="50/7d"/></policy>|' policy.xml >new/policy.xml
ok 'a wider limit is weaker, whatever came' says 65 'per-candidate' apres policy replay --policy new/policy.xml --fail-on weaker

# What is quoted is kept, and read anew.
quoting='<class id="parrot" field="quoted"><phrase>sent automatically</phrase></class><rule id="parrot" when="parrot"><hold queue="default"/><because>x</because></rule>'
sed "s|</policy>|$quoting</policy>|" policy.xml >new/policy.xml
ok 'a new class finds what was quoted' says 0 '"quoted_not_kept":0,"recorded_otherwise":0,"unseen_classes":[]' apres policy replay --policy new/policy.xml --json
ok 'and what it decides is shown' not has .says '"different":0,'
sed "s|</policy>|$(printf %s "$quoting" | sed 's/sent automatically/sent by parrots/')</policy>|" policy.xml >new/policy.xml
ok 'not what was not' says 0 '"different":0,' apres policy replay --policy new/policy.xml --json
before=$(apres audit list --json | wc -l) sent=$(ls Out/new | wc -l)
apres policy replay --policy new/policy.xml >/dev/null
ok 'nothing was sent' test "$(ls Out/new | wc -l)" -eq "$sent"
ok 'nor recorded' test "$(apres audit list --json | wc -l)" -eq "$before"

set_clock 2026-12-20T13:50:00Z
ok 'a month back is all of it' says 0 "$recorded recorded mails" apres policy replay --policy policy.xml --since 30d
ok 'a week back is nothing' says 0 '0 recorded mails' apres policy replay --policy policy.xml --since 7d
ok 'a date will do' says 0 "$recorded recorded mails" apres policy replay --policy policy.xml --since 2026-11-24T00:00:00Z
ok 'a bare number will not' says 64 "--since '7'" apres policy replay --policy policy.xml --since 7
ok 'another word will not' says 64 "--since 'yesterday'" apres policy replay --policy policy.xml --since yesterday
ok 'a policy is needed' says 64 '--policy FILE is missing' apres policy replay
ok 'one that loads' says 78 'none.xml' apres policy replay --policy none.xml
if command -v sqlite3 >/dev/null; then
	sqlite3 state/apres.db 'UPDATE message SET basis = NULL WHERE id = 1'
	ok 'what an older apres recorded is counted' says 0 '1 further mail was recorded by an older apres' apres policy replay --policy policy.xml
	sqlite3 state/apres.db 'UPDATE message SET quoted = NULL WHERE id = 2'
	ok 'so is of how many it kept no quoted text' says 0 'Of 1 of them what they quote was not kept' apres policy replay --policy policy.xml
	ok 'they are decided all the same' has .says 'No mail would be treated differently.'
	ok 'a class that looks there is named then' says 0 'headers, attachments; sometimes quoted text' apres policy replay --policy new/policy.xml
	sed 's|</policy>|<extend class="about-application"><phrase>zebra</phrase></extend></policy>|' policy.xml >new/policy.xml
	ok 'so is one that rests on a changed one' says 0 'Class out-of-context is new or changed' apres policy replay --policy new/policy.xml
	ok 'and one that asks about it, but no other' says 0 '"unseen_classes":["out-of-context","unrelated"]' apres policy replay --policy new/policy.xml --json
else
	skip 'what an older apres recorded is counted' 'no sqlite3'
	skip 'so is of how many it kept no quoted text' 'no sqlite3'
	skip 'they are decided all the same' 'no sqlite3'
	skip 'a class that looks there is named then' 'no sqlite3'
	skip 'so is one that rests on a changed one' 'no sqlite3'
	skip 'and one that asks about it, but no other' 'no sqlite3'
fi
done_testing
