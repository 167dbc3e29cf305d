#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# apres policy test --coverage --mutate: what a policy's own tests do not come by, and what they do not notice.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

for company in contoso miller-bikes stadtwerke-auental; do
	ok "no mistake in $company goes unnoticed" says 0 ' survive, 0 without a reason' \
		apres policy test --coverage --mutate "$top_srcdir/policies/$company/policy.xml"
	# What is not answered needs no text that is sent.
	ok "and all of $company is tried" not has .says 'not covered: [^t]'
done
apres policy new first --company Fabrikam --careers https://fabrikam.example/jobs --domain fabrikam.example \
	--owner ana@fabrikam.example --debrief-name Lea --timezone Pacific/Auckland >/dev/null
ok 'nor in a first policy' says 0 '12 mutants; killed by a test 12,' apres policy test --mutate first/policy.xml

reason=
write_own() { # MORE: a policy with one of each part that can be changed
	write_policy "<class id=\"shop\" audience=\"external\"><all><phrase>staff discount</phrase><not><phrase$reason>old price</phrase></not></all></class>
<class id=\"union\"><phrase>works council</phrase></class><class id=\"guild\"><phrase>the guild</phrase></class>
<template id=\"shop-page\" for=\"external\" discloses=\"nothing\"/>
<text template=\"shop-page\" xml:lang=\"en\">Subject: S

See the shop.</text>
<rule id=\"shop\" answers=\"shop\" audience=\"external\"><reply template=\"shop-page\"/><oblige kind=\"notify\" to=\"shop@contoso.example\"/><because>x</because></rule>
<rule id=\"union\" when=\"union guild\"><hold queue=\"default\"/><oblige kind=\"notify\" to=\"union@contoso.example\"/><because>x</because></rule>
<always id=\"union-told\" class=\"union guild\"><oblige kind=\"notify\"/><because>x</because></always>
$1"
}
write_own '<test says="Is there a staff discount?" expect="reply shop-page"/>'
cp policy.xml before.xml
apres policy test --mutate policy.xml >out 2>&1
status=$?
survives() { has out "policy.xml:$1: error: no test notices: $2 \[E-SURVIVES\]\$"; }
ok 'without more tests the status is 65' test "$status" -eq 65
ok 'a word that should not be there' survives 9:81 "'old price' never matches"
ok 'a rule that answers more' survives 15:1 "rule 'shop' also answers 'withdraw'"
ok 'a duty that is gone' survives 15:81 "rule 'shop' opens no notify"
ok 'a class that others may ask too' survives 9:3 "class 'shop' is of every audience"
ok 'a date a day later' survives 7:3 'due="6bd" instead of "5bd"'
apres policy test --coverage --mutate --json policy.xml >json 2>/dev/null
fate() { has json "\"mutant\":\"$1\".*\"fate\":\"$2\""; }
ok 'a reply to everybody is refused' fate "rule 'shop' is of every audience" load
ok 'a rule that a law needs is proved to be needed' fate "rule 'union' is not there" proof
ok 'so is each class of it' fate "rule 'union' is not for 'guild'" proof
ok 'and what it owes' fate "rule 'union' opens no notify" proof
ok 'a rule that a test needs is missed' fate "rule 'shop' is not there" test
ok 'a pattern that a test needs too' fate "'staff discount' never matches" test
ok 'one that is in every mail' fate "'works council' always matches" test
ok 'and a <not>' fate '<not> is dropped' test
ok 'what another rule holds anyway makes no difference' fate "rule 'shop' also answers 'scheduling'" same
ok 'no file is changed' cmp policy.xml before.xml
ok 'and none is made' test "$(ls -d policy* before* first json out | tr '\n' ' ')" = 'before.xml first json out policy.xml '

ok 'what is covered as JSON' has json "\"unit\":\"rule 'union'\".*\"covered\":false"
ok 'what no test comes by' says 0 "policy.xml:10:27: not covered: 'works council' stands in no test" apres policy test --coverage policy.xml
ok 'a word of <not> that no test says' has .says "not covered: 'old price' stands in no test"
ok 'a rule' has .says "not covered: rule 'union' decides no test"
ok 'what a test opens is covered' not has .says "notify of rule 'shop'"
ok 'the totals of each file' has .says 'standard.xml +0 of'

reason=' survives="Nobody says so."'
write_own '<test says="Is there a staff discount?" expect="reply shop-page"/>'
ok 'a reason accepts what survives at its element' says 65 "policy.xml:9:81: no test notices: 'old price' never matches; accepted: Nobody says so." \
	apres policy test --mutate policy.xml
ok 'and nothing else' has .says 'error: no test notices: rule .shop. opens no notify'
write_own '<test says="Is there a staff discount?" expect="reply shop-page"/><test says="Is the staff discount on the old price?" expect="hold"/>'
ok 'a reason that is not needed any more is said' says 65 'policy.xml:9:81: warning: nothing survives here: remove survives="..." [W-SURVIVES]' \
	apres policy test --coverage --mutate policy.xml
ok 'what stands under <not> is covered by a mail that says it' not has .says "'old price'"

write_policy '<retain id="mine" records="mail" at-most="5mo" from="decision"><because>x</because></retain>'
apres policy test --mutate policy.xml >out 2>&1
ok 'a clause that is gone' survives 9:3 "clause 'mine' is not there"
ok 'and its number' survives 9:3 'at-most="6mo" instead of "5mo"'
write_policy '<retain id="mine" records="mail" at-most="5mo" from="decision" survives="By hand."><because>x</because></retain>'
ok 'a reason accepts both' says 65 "clause 'mine' is not there; accepted: By hand." apres policy test --mutate policy.xml

write_policy '<test says="What was missing?" expect="hold"/>'
ok 'of a policy whose tests fail nothing else is asked' says 65 '1 failed' apres policy test --coverage --mutate policy.xml
ok 'indeed' not has .says 'mutants'

# Times in a test are the company's: what leaves, and what is due.
in_berlin() { sed -i 's|timezone="UTC"|timezone="Europe/Berlin"|; s|between="00:00|between="09:00|' policy.xml; }
write_policy '<test says="What was missing?" at="2026-07-01T07:00:00" expect="reply no-feedback 2026-07-01T09:00"/>
<test says="What was missing?" at="2026-07-01T06:00:00Z" expect="reply no-feedback 2026-07-01T09"/>
<test says="Any news?" at="2026-07-01T12:00:00" expect="reply status-received answer 2026-07-03"/>'
in_berlin
ok 'a test may say when' says 0 '3 of 3 tests passed' apres policy check policy.xml
write_policy '<test says="What was missing?" at="2026-07-01T07:00:00" expect="reply no-feedback 2026-07-02"/>'
in_berlin
ok 'and is wrong if it is another day' says 78 "got 'reply no-feedback 2026-07-01T09:00'" apres policy check policy.xml
write_policy '<test says="Any news?" at="2026-07-01T12:00:00" expect="reply status-received 2026-07-03"/>'
ok 'a time stands right behind what it is of' says 78 '[E-TEST]' apres policy check policy.xml
done_testing
