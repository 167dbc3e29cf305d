#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Packs of places: what the law asks, merged, refused where it cannot be obeyed, and shown.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

policies=$top_srcdir/policies
for pack in us us-ca uk eu eu-de ca-on; do
	write_policy "<use pack=\"$pack\"/>"
	ok "pack $pack fits the standard texts" says 0 'sound' apres policy check --strict policy.xml
	ok "and is not reviewed until a company says so" says 0 "pack '$pack' (law of 2026-11-23) is not reviewed by counsel" apres policy check policy.xml
done
# What a pack needs it brings, and nothing is read twice.
write_policy '<use pack="us"/><use pack="us-ca"/><use pack="eu"/>'
ok 'packs that use each other' says 0 'sound' apres policy check policy.xml

write_policy '<use pack="us-ca"/><use pack="eu-de"/>'
ok 'four years at least and six months at most' says 78 "us-ca.xml:11:3: error: application, mail, held-mail, decision: kept at least 4y by 'us-ca-records', and at most 6mo by 'eu-de-records'" apres policy check policy.xml
ok 'names both places' says 78 "eu-de.xml:11:3: note: 'eu-de-records'" apres policy check policy.xml
write_policy '<use pack="uk"/><queue id="privacy" due="40d"/>'
ok 'a due date later than the law' says 78 "policy.xml:9:19: error: queue 'privacy': due=\"40d\" is later than 'uk-privacy-answer' allows (1mo) [E-CLOCK]" apres policy check policy.xml
write_policy '<use pack="eu"/><text template="other-role" xml:lang="en" override="yes">Subject: S

We are not obliged to give reasons.</text>'
ok 'a text that says what it must not' says 78 "policy.xml:11:8: error: text 'other-role' (en) says 'not obliged to give', which 'eu-no-duty' forbids [E-FORBID]" apres policy check policy.xml
write_policy '<use pack="uk"/><retain id="uk-records" override="yes" records="application mail held-mail decision" at-most="18mo" from="rejection-received"><because>Claims in our trade come late.</because></retain>'
ok 'guidance can be overridden by a reason' says 0 'sound' apres policy check policy.xml

# A public employer in Germany: reasons are a right.
cp -R "$policies/stadtwerke-auental" silent
cp -R "$policies/stadtwerke-auental" stadtwerke
chmod -R u+w silent stadtwerke
sed -i 's|<use pack="lang-de"/>|<use pack="lang-de" auto="yes"/>|; /^<\/policy>/d' stadtwerke/policy.xml
cat >>stadtwerke/policy.xml <<'XML'
  <test says="Vielen Dank. Gibt es schon etwas Neues zu meiner Bewerbung?" expect="reply status-received answer"/>
  <test says="Gibt es noch andere Stellen, auf die ich mich bewerben kann?" expect="reply other-role"/>
  <test says="Was hat gefehlt? Gibt es schon etwas Neues?" expect="hold begruendung answer"/>
  <test says="Was hat gefehlt?" from="kim@stadtwerke-auental.example" proven="yes" expect="reply internal-debrief debrief"/>
</policy>
XML
ok 'the public employer is sound' says 0 '9 of 9 tests passed, 0 warnings' apres policy check --strict silent/policy.xml
ok 'and where German is answered' says 0 '13 of 13 tests passed, 0 warnings' apres policy check --strict stadtwerke/policy.xml
sed '/<rule id="begruendung"/,/<\/rule>/d; /<test/d' stadtwerke/policy.xml >stadtwerke/refused.xml
ok 'without a person for reasons it is refused' says 78 "error: external mail of {feedback-request} gets the reply 'no-feedback', against 'eu-de-public-reasons' [E-PROOF]" apres policy check stadtwerke/refused.xml
ok 'and says which law' says 78 "(GG Art. 33(2))" apres policy check stadtwerke/refused.xml
sed 's/ sector="public"//; /<test/d' stadtwerke/refused.xml >stadtwerke/private.xml
ok 'of a private employer it is accepted' says 0 'sound' apres policy check stadtwerke/private.xml

# What gave a date.
ask() {
	echo "$1" | mail kim@mail.example "Meine Bewerbung" |
		apres explain ${2:-} --policy stadtwerke/policy.xml --authserv-id mx.contoso.example --own-domain contoso.example -
}
ok 'explain says which clause gave the date' says 0 "begruendung-frist: Dienstanweisung Personalauswahl, Nr. 7, by Tue 8 Dec 17:00 at the latest (policy.xml:39)" ask 'Was hat gefehlt?'
ok 'again, from what was found out before' says 0 'begruendung-frist: ' ask 'Was hat gefehlt?'
ok 'as JSON' says 0 '"clock":"begruendung-frist"' ask 'Was hat gefehlt?' --json
ok 'and by when the law wants it at the latest' says 0 'eu-privacy-answer: GDPR Art. 12(3), by Thu 24 Dec 17:00 at the latest (eu.xml:11)' ask 'Bitte löschen Sie meine Bewerbung und meine Daten.'
ok 'where our own date is earlier' says 0 'datenschutz@stadtwerke-auental.example, by Mon 14 Dec' ask 'Bitte löschen Sie meine Bewerbung und meine Daten.'

apres policy show stadtwerke/policy.xml >show.txt
tr -s ' \n' ' ' <show.txt >words
ok 'show: how long what is kept, and that nothing is deleted' grep -qF 'How long records are kept; nothing is deleted by it yet applications, mail, mail left to people and decisions clause kept at most 6 months from the receipt of the rejection on because Two months to claim and three to sue' words
ok 'with the source' grep -qF 'AGG s. 15(4); ArbGG s. 61b(1); BfDI: at most six months; eu-de.xml:11]' words
ok 'what is proved' grep -qF 'Mail of everybody never gets the reply no-feedback because' words
ok 'the state of the packs' grep -qF 'eu-de (law of 2026-11-23, not reviewed by counsel, to be reviewed by 2027-05-24)' words
ok 'lines fit a terminal' not grep -nE '^.{80}' show.txt
apres policy show --json stadtwerke/policy.xml >show.json
ok 'as JSON' has show.json '"part":"clause","id":"eu-de-records","file":"eu-de.xml","line":11,"kind":"retain","says":"kept at most 6 months from the receipt of the rejection on","source":"AGG'
ok 'and which pack wants a review' has show.json '"part":"pack","id":"eu-de",.*"wants-review":true'

# Looser or stricter.
sed 's/at-most="5mo"/at-most="4mo"/; s/within="10bd"/within="15bd"/' stadtwerke/policy.xml >stadtwerke/new.xml
ok 'diff: what is kept' says 0 'mail kept at most  5mo' sh -c 'apres policy diff stadtwerke/policy.xml stadtwerke/new.xml | tr -s " " | sed "s/mail kept at most /mail kept at most  /"'
ok 'what runs longer is looser' says 65 '1 of them is looser (marked !).' apres policy diff --fail-on weaker stadtwerke/policy.xml stadtwerke/new.xml
ok 'as JSON' says 0 '"term":"reasons within","was":"10bd","becomes":"15bd","weaker":true' apres policy diff --json stadtwerke/policy.xml stadtwerke/new.xml
sed 's/at-most="5mo"/at-most="3mo"/' stadtwerke/policy.xml >stadtwerke/new.xml
ok 'what is deleted sooner is not' says 0 'None of them is looser.' apres policy diff --fail-on weaker stadtwerke/policy.xml stadtwerke/new.xml
sed '/<use pack="eu-de"/d' stadtwerke/policy.xml >stadtwerke/new.xml
ok 'a pack that is left out is looser' says 65 'application kept at most' apres policy diff --fail-on weaker stadtwerke/policy.xml stadtwerke/new.xml
done_testing
