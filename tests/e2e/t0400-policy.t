#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# apres policy check|test: the shipped policies are sound; faults have a place and a remedy.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

for company in contoso miller-bikes stadtwerke-auental; do
	ok "$company is sound" says 0 'sound' apres policy check "$top_srcdir/policies/$company/policy.xml"
	ok "$company gives nothing to warn of" says 0 ', 0 warnings' apres policy check --strict "$top_srcdir/policies/$company/policy.xml"
	ok "$company does what its tests say" says 0 ' 0 failed' apres policy test "$top_srcdir/policies/$company/policy.xml"
done
cp -R "$top_srcdir/policies" copy
chmod -R u+w copy
ok 'a copied policies/ folder works' says 0 'sound' apres policy check copy/miller-bikes/policy.xml

ok 'law that no counsel has read is a note' says 0 "us.xml:7:28: note: pack 'us' (law of 2026-11-23) is not reviewed by counsel" apres policy check --strict "$top_srcdir/policies/miller-bikes/policy.xml"
reviewed() {
	sed "s/pack=\"us\"/pack=\"us\" $1/" copy/miller-bikes/policy.xml >copy/miller-bikes/reviewed.xml
	apres policy check copy/miller-bikes/reviewed.xml
}
ok 'until the company says who read it' not grep -q note "$(reviewed 'reviewed="2026-11-25" by="Kim Ash"' >reviewed.out 2>&1; echo reviewed.out)"
ok 'a review of an earlier state does not count' says 0 'is not reviewed by counsel since 2026-11-22' reviewed 'reviewed="2026-11-22" by="Kim Ash"'
ok 'nor one by nobody' says 78 '[E-REVIEW]' reviewed 'reviewed="2026-11-25"'
ok 'a pack is no policy' says 78 'us.xml:6:38: error: this is a pack' apres policy check "$top_srcdir/policies/packs/us.xml"
ok 'nor is the base' says 78 'base.xml:11:38: error: this is a base' apres policy check "$top_srcdir/policies/base.xml"

write_policy
ok 'the small policy of these tests too' says 0 'sound' apres policy check policy.xml
bad() { sed "$1" policy.xml >bad.xml; }
bad 's/<queue id/<que id/'
ok 'an unknown element has line and column' says 78 'bad.xml:6:' apres policy check bad.xml
bad 's/<\/policy>//'
ok 'XML that is cut off' says 78 'bad.xml:' apres policy check bad.xml
bad 's/pack="standard"/pack="standart"/'
ok 'an unknown pack' says 78 "standart" apres policy check bad.xml
bad 's/owner-name="Lea Brandt" //; s/due="5bd"/due="5 days"/'
ok 'a duration that is none' says 78 'bad.xml:7:' apres policy check bad.xml
printf '<!DOCTYPE policy [<!ENTITY x SYSTEM "/etc/passwd">]>\n' | cat - policy.xml >bad.xml
ok 'a document type is refused' says 78 'bad.xml:1:' apres policy check bad.xml
: >bad.xml
ok 'an empty file' says 78 'bad.xml' apres policy check bad.xml
ok 'no file' says 78 'none.xml' apres policy check none.xml
ok 'a folder' says 78 'copy' apres policy check copy
head -c 3000 /dev/urandom >bad.xml
ok 'noise' says 78 'bad.xml' apres policy check bad.xml

write_policy '<rule id="own" when="asks"><hold queue="default"/><because>No.</because></rule>'
ok 'a rule that names a part of classes' says 78 "'asks' is only a part" apres policy check policy.xml

# A date that a pack's rule does not owe is the fault of the text in which the company names it.
printf 'Subject: Your mail\n\nWe answer by {due-date}.\n' >dated.txt
write_policy '<text template="no-feedback" xml:lang="en" file="dated.txt" override="yes"/>'
apres policy check policy.xml >check.out 2>&1
ok 'a date that nobody owes is named where it stands' has check.out "^./dated.txt:3:14: error: .due-date. is the date of a debrief, and rule 'no-feedback' .standard.xml:[0-9]+., which sends text 'no-feedback', owes none: take it out .E-DUE.\$"

# The same two hundred times is said five times, with its places; another fault is not hidden by it.
# faults COUNT: rules of as many classes that there are not.
faults() {
	i=0
	while [ "$i" -lt "$1" ]; do
		i=$((i + 1))
		echo "<rule id=\"r$i\" when=\"none$i\"><hold queue=\"default\"/><because>No.</because></rule>"
	done
}
write_policy "$(faults 10)"
ok 'ten of a kind are all said' count 11 sh -c 'apres policy check policy.xml 2>&1'
write_policy "$(faults 200)
<rule id=\"last\" when=\"asks\"><hold queue=\"default\"/><because>No.</because></rule>"
apres policy check policy.xml >check.out 2>&1
ok 'of two hundred the first five, where others are, and the fault of another kind' count 8 cat check.out
ok 'how many, and where' has check.out "^policy.xml:14:15: error: 195 more like these, here and at 15:15, 16:15, 17:15, 18:16, .*, ...; apres policy check -v names all .E-REF.\$"
ok 'the other fault is there' has check.out "'asks' is only a part"
ok '-v says all' count 202 sh -c 'apres policy check -v policy.xml 2>&1'
ok '--json says all' count 201 apres policy check --json policy.xml
write_conf auto
ok 'whatever else reads the policy says it as briefly' count 7 sh -c 'apres explain --text "Why?" 2>&1'

write_policy '<test says="What was missing?" expect="hold"/>'
ok 'a failed test is an error at its place' says 78 "policy.xml:9:" apres policy check policy.xml
ok 'policy test answers 65' says 65 '1 failed' apres policy test policy.xml
ok 'as JSON' says 65 '"passed":false' apres policy test --json policy.xml
ok 'what was expected and what came' says 65 "expected 'hold', got 'reply no-feedback" apres policy test policy.xml

# A pattern that begins with the full stop before it does not explain the sentence of that stop.
write_policy '<extend class="sign-off"><re>[.]\s+xyzzy\b</re></extend>
<test says="What was missing? Zebras juggle quietly. Xyzzy." expect="hold"/>'
ok 'a sentence is explained by words of its own' says 0 '1 of 1 test passed' apres policy check policy.xml
# A name at the end, to another language, is any two words; a text may show none at all.
write_policy '<use pack="lang-de"/>
<test says="What was missing? They cornered Anna." expect="hold"/>
<test says="Pointers? Anna cornered." expect="hold"/>
<test says="Pointers? Anna" expect="reply no-feedback"/>'
ok 'courtesy of another language explains nothing' says 0 '3 of 3 tests passed' apres policy check policy.xml
# What the tables say of a mail: of words that they hardly met nothing, of thanks that it is thanks.
write_policy '<test says="Pointers? Anna was cornered." expect="hold"/>
<test says="Thank you for the pleasant conversation." expect="silence"/>
<test says="Please hang on to my number for the next opening." expect="reply other-role"/>'
ok 'a word of one sample is strange, plain thanks need no answer, a number is kept' says 0 '3 of 3 tests passed' apres policy check policy.xml
# Who writes, from which telephone, is no matter; a colleague's words are held only where nothing proves
# that it is one.
write_policy '<test id="farid" expect="reply status-received answer">
Hello, is there any news of my application for the evening shift?

Farid Benali
07700 900461
</test>
<test says="I am in goods-in, Unit 4. I did not get the trainer job. What was missing compared with the description?" expect="hold"/>
<test says="I am in goods-in, Unit 4. I did not get the trainer job. What was missing compared with the description?"
      from="bo@contoso.example" proven="yes" expect="reply internal-debrief debrief"/>'
ok 'names and numbers weigh nothing, and a colleague is one' says 0 '3 of 3 tests passed' apres policy check policy.xml
# Nor are lines near the end a name only because no word in them is known.
write_policy '<test id="nonsense-before-the-name" expect="hold">
What was missing?

Blorg wuzzles frimp the gate of quonks.

Thanks
Tom
</test>
<test id="name" expect="reply no-feedback">
What was missing?

Thanks
Tom
</test>'
ok 'an unknown sentence above a name is nobody'"'"'s name' says 0 '2 of 2 tests passed' apres policy check policy.xml

write_policy '<test says="What was missing?" quotes="This message was sent automatically." expect="hold review"/>'
ok 'who asks again below our own words gets a person' says 0 '1 of 1 test passed' apres policy check policy.xml

write_policy '<rule id="late" answers="other-role" audience="external"><reply template="other-role"/><because>x</because></rule>'
ok 'a rule that never applies is warned of' says 0 "policy.xml:9:3: warning: rule 'late' never applies" apres policy check policy.xml
ok 'and counted' says 0 ', 1 warning' apres policy check policy.xml
ok 'in good English' not has .says '1 warnings'
ok 'with --strict it fails' says 78 '[W-RULE]' apres policy check --strict policy.xml
ok 'as JSON' says 0 '"level":"warning"' apres policy check --json policy.xml
write_policy '<text template="no-feedback" xml:lang="en" override="yes">Subject: S

Hello {{name}}.</text>'
ok 'braces of another program are warned of' says 0 "policy.xml:11:7: warning: {{name}} is sent as '{name}'" apres policy check policy.xml
write_policy
sed -i 's|<queue id="default"|<queue id="idle" owner="ana@contoso.example"/>&|' policy.xml
ok 'a queue that no rule uses is warned of' says 0 "no rule uses queue 'idle'" apres policy check policy.xml
write_policy '<template id="t" for="external" discloses="nothing"/><text template="t" xml:lang="en">Subject: S

We are {company-particulars}.</text>'
ok 'a value that is never there' says 78 '{company-particulars}' apres policy check policy.xml

# Words for our own people.
write_policy '<wording xml:lang="ge" file="own.txt"/>'
printf '[kind-answer]\nsvar\n' >own.txt
ok 'words in a language that nobody gets are warned of' says 0 "nobody is written to in 'ge': say xml:lang=\"en\" [W-UNUSED]" apres policy check policy.xml
ok 'at their place' has .says '^policy.xml:9:3: warning'
sed 's/"ge"/"de-AT"/' policy.xml >at.xml
ok 'nor to a region of one' says 0 "say xml:lang=\"de\"" apres policy check at.xml
sed 's/"ge"/"sv"/' policy.xml >sv.xml
ok 'but to who writes in a language that is known' not sh -c 'apres policy check sv.xml 2>&1 | grep warning:'
printf '[say-yes]\nvisst\n' >own.txt
ok 'what people may answer is understood in any' says 0 '0 warnings' apres policy check policy.xml
ok 'without a warning' not grep -q 'warning:' .says
printf '[kind-answer]\nsva\000r\n' >own.txt
ok 'a zero byte does not cut a file' says 78 'own.txt:2:4: error: a zero byte: save the file as UTF-8, not as UTF-16 [E-ENCODING]' apres policy check policy.xml

# A fixed text about an application answers mail about an application, and no other.
write_policy
asked_about() {
	echo 'Any update, please?' | mail kim@mail.example "$1" |
		apres explain --json --policy policy.xml --authserv-id mx.contoso.example --own-domain contoso.example - |
		grep -o '"effect":"[a-z]*"\|out-of-context' | sort -u | tr '\n' ' '
}
ok 'a question of any office is for a person' says 0 '"effect":"hold" out-of-context' asked_about 'Thursday'
ok 'of an applicant it is answered' says 0 '"effect":"reply" ' asked_about 'My application'
ok 'or of one who names the job' says 0 '"effect":"reply" ' asked_about 'Re: Night porter'

cp policy.xml old.xml
ok 'a policy does not differ from itself' says 0 'No rule treats any mail differently.' apres policy diff old.xml policy.xml
printf '[say-done]\nyep\n\n[say-no]\nno\n' >words.txt
sed 's|<use pack="standard"/>|&<wording xml:lang="en" file="words.txt"/>|' old.xml >policy.xml
ok 'what our own people are told is a part' says 0 'say-done (en)' apres policy diff old.xml policy.xml
ok 'and no other key is' not grep -q 'debrief-owed' .says
ok 'with its kind, which was changed' has .says '^changed +wording +say-done \(en\)'
ok 'and where' has .says 'words\.txt:1:1$'
ok 'the same words are the same part' says 0 'The two have the same parts.' apres policy diff policy.xml policy.xml
write_policy '<rule id="hold-scheduling" override="yes" when="fraud-check"><hold queue="default"/><because>x</because></rule>
<rule id="when" answers="scheduling" audience="external"><reply template="other-role"/><because>x</because></rule>'
ok 'a hold that becomes a reply is shown' says 0 'hold default' apres policy diff old.xml policy.xml
ok 'with what it becomes' says 0 'reply other-role' apres policy diff old.xml policy.xml
ok 'as less strict' says 0 '2 less strictly' apres policy diff old.xml policy.xml
ok 'and --fail-on weaker fails' says 65 'scheduling' apres policy diff --fail-on weaker old.xml policy.xml
ok 'the other way round it is stricter' says 0 'none less strictly' apres policy diff policy.xml old.xml
ok 'as JSON' says 0 '"weaker":true' apres policy diff --json old.xml policy.xml
write_policy '<rule id="hold-scheduling" override="yes" when="fraud-check scheduling"><hold queue="drawer"/><because>x</because></rule><queue id="drawer"/>'
ok 'an answer that is no longer owed is less strict' says 65 'hold drawer' apres policy diff --fail-on weaker old.xml policy.xml
sed 's/due="2bd"/due="9bd"/' old.xml >policy.xml
ok 'one that is owed later too' says 65 'within 9 working days' apres policy diff --fail-on weaker old.xml policy.xml
ok 'what differs in nothing but what mail contains is told once' has .says '^!  external    reconsideration; scheduling; in-process'
script -qec true /dev/null >/dev/null 2>&1 </dev/null && ok 'in lines that fit a screen' sh -c "! script -qec 'stty cols 80; apres policy diff old.xml policy.xml' /dev/null | tr -d '\r' | grep -E '^.{81}'"
ok 'one that is owed earlier is not' says 0 'none less strictly' apres policy diff --fail-on weaker policy.xml old.xml
# What no rule says decides too: old and new value, and which is weaker.
write_policy '<limits max-words="any" unexplained-sentences="any" unexplained-questions="any" per-candidate="50/7d"/>'
shown() { apres policy diff "$@" | tr -s ' '; }
ok 'a wider limit is weaker' says 65 'looser (marked !)' apres policy diff --fail-on weaker old.xml policy.xml
ok 'with both values' says 0 '! max-words 150 any' shown old.xml policy.xml
ok 'of replies, too' says 0 '50/7d' shown old.xml policy.xml
ok 'the other way round it is not' says 0 'None of them is looser.' apres policy diff --fail-on weaker policy.xml old.xml
sed 's/<people domain="[^"]*"/<people domain="mail.example"/' old.xml >policy.xml
ok 'other people are weaker' says 65 'people mail.example' apres policy diff --fail-on weaker old.xml policy.xml
sed 's/<debrief owner="[^"]*"/<debrief owner="new@contoso.example"/; s/ hr="[^"]*"/ hr="new-hr@contoso.example"/' old.xml >policy.xml
ok 'another owner of debriefs is a changed part' says 0 'changed debrief' shown old.xml policy.xml
ok 'shown with its value' says 0 'debrief owner lea@contoso.example new@contoso.example' shown old.xml policy.xml
ok 'other contacts, too' says 0 'new-hr@contoso.example' shown old.xml policy.xml
ok 'neither is weaker' says 0 'None of them is looser.' apres policy diff --fail-on weaker old.xml policy.xml
write_policy '<test says="What was missing?" expect="reply no-feedback"/>'
ok 'fewer tests are weaker' says 65 '! tests 1 0' sh -c 'apres policy diff --fail-on weaker policy.xml old.xml >.d; rc=$?; tr -s " " <.d; exit $rc'
write_policy '<test says="Thank you for your time, and for all the coffee. What was missing?" expect="reply no-feedback"/><test says="Thank you for your time, and for all the coffée: what was missing?" expect="reply no-feedback"/>'
ok 'tests that begin alike are two' count 2 sh -c 'apres policy diff --json old.xml policy.xml | grep "\"kind\":\"test\""'
ok 'a long one is cut, and that is seen' says 0 'Thank you for your time, and for all the...' apres policy diff old.xml policy.xml
write_policy '<test says="What was missing?" expect="hold"/>'
ok 'who has a test fail is told what to do' says 78 'change it, or what they expect' apres policy check policy.xml
write_policy '<test says="What was missing?" expect="reply no-feedback"/>'
ok 'and a part that is gone' says 0 'gone test What was missing?' shown policy.xml old.xml
ok 'a policy that does not load' says 78 'none.xml' apres policy diff old.xml none.xml
done_testing
