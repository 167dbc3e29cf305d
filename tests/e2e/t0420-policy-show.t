#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# apres policy show: the policy in words, as text, HTML and JSON.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

# Under a short name: how wide a line is depends on the path.
cp -R "$top_srcdir/policies/contoso" contoso
contoso=contoso/policy.xml
chmod -R u+w contoso
sed -i 's|<use pack="lang-es" auto="yes"/>|<use pack="lang-es"/>|' $contoso
apres policy show "$contoso" >show.txt
apres policy show --html "$contoso" >show.html
apres policy show --json "$contoso" >show.json
tr -s ' \n' ' ' <show.txt >words
# says_words TEXT: the document does, however its lines are broken.
says_words() { grep -qF -- "$1" words || { echo "does not say: $1"; cat show.txt; return 1; }; }

ok 'what mail gets which reply' says_words 'status-inquiry or decision-pending; may also contain other-role reply status-received [discloses nothing] then owed answer by recruiting-lead@contoso.example within 3 working days because Without a fresh record'
ok 'with the place of the rule' has show.txt 'contoso/policy.xml:33\]'
ok 'what is held, by whom and by when' says_words 'legal: answered by recruiting-lead@contoso.example within 1 working day, who is told at once'
ok 'what that is and why' says_words 'distress that is Signs of acute crisis or self-harm. A canned answer is the worst possible one. because A person in crisis needs a person, at once. [base.xml:'
ok 'what employees are owed' says_words 'feedback-request, debrief-request or debrief-escalation [mail of employees] owed debrief by tom.bakker@contoso.example within 5 working days'
ok 'what is proved' says_words 'Mail of employees that contains feedback-request or debrief-request is always owed: debrief'
ok 'texts, with what the policy knows put in' says_words 'selection process to applicants from outside Contoso.'
ok 'and what only a mail can tell left open' has show.txt 'Hello \{name\},'
ok 'in what is answered by itself' not grep -q 'Hola' show.txt
ok 'each once' count 1 grep 'It does not limit any right' show.txt
ok 'words for mail are explained before they are used' test "$(grep -n '^  status-inquiry: Has heard' show.txt | cut -d: -f1)" -lt "$(grep -n 'reply  *other-role' show.txt | head -n 1 | cut -d: -f1)"
ok 'and what tells policies apart stands at the end' says_words "has the digest $(sed -n 's/.*"part":"policy".*"digest":"\([0-9a-f]*\)".*/\1/p' show.json): by it policies"
ok 'lines fit a terminal' not grep -nE '^.{80}' show.txt

# Every rule, queue and text is in it; "decides" is empty only of what never applies.
says_all() {
	grep -oE '<rule id="[^"]*"' "$top_srcdir"/policies/packs/standard.xml "$top_srcdir"/policies/base.xml | sed 's/.*id="//; s/"//' |
		while read -r id; do
			grep -qF "\"id\":\"$id\"" show.json || echo "no rule $id"
		done >missing
	[ ! -s missing ] || { cat missing; return 1; }
}
ok 'as JSON: every rule' says_all
ok 'a rule with its reason' has show.json '"part":"answer","id":"no-feedback","file":"standard.xml","line":[0-9]+,"audience":\["external"\],"mail":"feedback-request; may also contain other-role","decides":\[\["feedback-request","other-role"\],\["feedback-request"\]\],"template":"no-feedback","discloses":"nothing"'
ok 'no shipped rule is there for nothing' not grep '"decides":\[\]' show.json
ok 'texts of all languages, and which are sent' has show.json '"part":"text","id":"no-feedback".*"language":"es".*"sent":false'

ok 'HTML is whole' has show.html '^</html>$'
ok 'and loads nothing' not grep -E 'src=|href=|url\(|<script' show.html
if command -v xmllint >/dev/null; then
	ok 'and its tags match' sh -c 'sed "s/<meta [^>]*>//; s/<!DOCTYPE html>//" show.html | xmllint --noout -'
else
	skip 'and its tags match' 'xmllint is not installed'
fi

# on_pages COUNT FILE: printed, what stands before the texts takes so many.
on_pages() {
	sed '/class="annex"/,/<.section>/d' "$2" >printed.html
	weasyprint printed.html printed.pdf 2>weasyprint.err || { cat weasyprint.err; return 1; }
	got=$(grep -ac '/Type /Page$' printed.pdf)
	[ "$got" -eq "$1" ] || { echo "$got pages, not $1"; return 1; }
}
if command -v weasyprint >/dev/null; then
	for company in contoso miller-bikes stadtwerke-auental; do
		apres policy show --html "$top_srcdir/policies/$company/policy.xml" >printed-whole.html
		ok "of $company are two pages to print, and the texts" on_pages 2 printed-whole.html
	done
	write_policy
	apres policy show --html policy.xml >printed-whole.html
	ok 'of a small policy, too' on_pages 2 printed-whole.html
	sed 's|<use pack="standard"/>|&<use pack="eu-de"/>|' policy.xml >law.xml
	apres policy show --html law.xml >printed-whole.html
	ok 'with what the law of a place asks it may be three' on_pages 3 printed-whole.html
else
	skip 'two pages to print, and the texts' 'weasyprint is not installed'
fi

# What a policy says is shown, and never done.
printf 'Subject: S\n\nHello {name}.\n\n</p></article><img src=x onerror=alert(1)> & "Q" {{x}}\n' >hostile.txt
write_policy '<use pack="lang-de" auto="yes"/>
<class id="x"><note>&lt;script&gt;alert(2)&lt;/script&gt;</note><phrase>xyzzy</phrase></class>
<template id="t" for="external" discloses="nothing"/>
<text template="t" xml:lang="en" file="hostile.txt"/>
<rule id="r" answers="x" audience="external"><reply template="t"/><because>&lt;b&gt;&#x202E;turned &amp;amp; "bold"&#x2028;</because></rule>'
ok 'a policy with markup in it' says 0 '' apres policy show --html policy.xml
apres policy show --html policy.xml >hostile.html
ok 'a text is escaped' has hostile.html '&lt;/p&gt;&lt;/article&gt;&lt;img src=x onerror=alert\(1\)&gt; &amp; &quot;Q&quot; \{x\}'
ok 'a reason too, and nothing turns the writing round' has hostile.html '&lt;b&gt;\?turned &amp;amp; &quot;bold&quot;'
ok 'no tag comes from the policy' not grep -E '<(script|img|b)[ >]' hostile.html
ok 'nor as text' not grep -q "$(printf '\342\200\256')" hostile.html
apres policy show policy.xml >de.txt
ok 'every language that is answered' has de.txt 'Guten Tag \{name\},'

ok 'a policy that does not load' says 78 'none.xml' apres policy show none.xml
ok 'HTML or JSON, not both' says 64 'exclude each other' apres policy show --html --json policy.xml
write_policy
sed 's/ auto="yes"//' policy.xml >quiet.xml
ok 'a policy that answers nothing says so' says 0 'Nothing is answered' apres policy show quiet.xml
ok 'and lists no mail that it would answer' not grep -q 'Mail of candidates from outside *$' .says
done_testing
