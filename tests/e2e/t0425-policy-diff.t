#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# apres policy diff: whatever is changed in a policy is seen, in its own words, with its old
# value; and what makes it looser is marked.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

cat >words.txt <<'T'
apple
pear
T
printf '# kinds: fruit other\npear\t1\t0\n' >kinds.tsv
cat >shop.txt <<'T'
Subject: The shop

Hello {name}, see the shop.

It opens at nine.
T
cat >old.xml <<'X'
<policy xmlns="urn:x-apres:policy:1" id="t" base="1" xml:lang="en">
<use pack="standard"/> <use pack="lang-en" auto="yes"/> <use pack="eu-de"/> <use pack="mine.xml"/>
<company name="Contoso" careers="https://careers.contoso.example/" timezone="Europe/Berlin" particulars="P"/>
<contacts adjustments="a@contoso.example" privacy="p@contoso.example" hr="hr@contoso.example"/>
<people domain="contoso.example" proof="dmarc auth"/>
<queue id="default" owner="ana@contoso.example" due="2bd" remind="1bd 1h" escalate-to="b@contoso.example"><escalate after="3d" to="c@contoso.example"/></queue>
<debrief owner="lea@contoso.example" owner-name="Lea" due="5bd" remind="2bd 1h" escalate-to="d@contoso.example"><escalate after="4d" to="e@contoso.example"/></debrief>
<send between="08:00 18:00" days="mon tue wed thu fri" wait="30min"/>
<limits max-words="100" per-candidate="2/7d"/>
<cases fresh="5bd"/>
<trust from="ats.example" checks="ticket"><because>Our ATS.</because></trust>
<calendar><holiday on="2027-12-25">Christmas</holiday><holiday on="2028-12-25">Christmas</holiday></calendar>
<class id="shop" audience="external internal"><note>The shop.</note><all><phrase>staff discount</phrase><not><re>old pric(?:e|ing)</re></not></all></class>
<class id="fruit"><words file="words.txt"/><likeness file="kinds.tsv" kind="fruit" min="50"/></class>
<template id="shop" for="external" discloses="nothing"/>
<text template="shop" xml:lang="en" file="shop.txt"/>
<rule id="shop" answers="shop" audience="external" language="en"><reply template="shop"/><because>Asked.</because></rule>
<rule id="told" when="shop" audience="internal"><oblige kind="notify" to="x@contoso.example"/><because>Wanted.</because></rule>
<extend class="other-role"><phrase>zebra job</phrase></extend>
<retain id="mine" records="mail" at-most="5mo" from="decision"><because>Ours.</because></retain>
<always id="told" class="shop" audience="internal"><oblige kind="notify"/><because>Law.</because></always>
<test id="one" says="Is there a staff discount?" expect="reply shop"/>
</policy>
X
cat >mine.xml <<'X'
<policy xmlns="urn:x-apres:policy:1" id="mine" kind="pack" xml:lang="en" as-of="2026-11-01" review-by="2027-11-01">
<class id="mine"><phrase>my own</phrase></class>
</policy>
X
apres policy check old.xml >checked 2>&1 || cat checked
mkdir new

# changed NAME SED TEXT...: with it applied to old.xml, and what else lies there, TEXTs are said.
changed() {
	case_is=$1
	cp words.txt kinds.tsv shop.txt mine.xml new
	sed "$2" old.xml >new/old.xml
	if cmp -s old.xml new/old.xml; then
		for file in words.txt kinds.tsv shop.txt mine.xml; do
			sed "$2" $file >new/$file
		done
	fi
	shift 2
	apres policy diff old.xml new/old.xml 2>&1 | tr -s ' ' >said
	for text in "$@"; do
		ok "$case_is: $text" grep -qF -- "$text" said
	done
}
changed 'a paragraph' 's/see the shop/see our shop/' 'changed text shop (en)' 'was Hello {name}, see the shop.' 'becomes Hello {name}, see our shop.'
ok 'and no other line of it' not grep -q 'opens at nine' said
changed 'a subject' 's/The shop$/Our shop/' 'was Subject: The shop' 'becomes Subject: Our shop'
changed 'a paragraph less' '/opens at nine/d' 'was It opens at nine.'
changed 'paragraphs in another order' '3{s/Hello.*/It opens at nine./};5s/It opens.*/Hello {name}, see the shop./' 'becomes the same in another order'
changed 'words of a class' 's/staff discount<.phrase/employee price<\/phrase/' "was all, phrase 'staff discount'" "becomes all, phrase 'employee price'"
changed 'what must not be there' 's/|ing)/)/' "becomes all, not, re 'old pric(?:e)'"
changed 'how it is nested' 's/<.not><.all>/<\/not><\/all>/; s/<all><phrase>\(.*\)<.phrase><not>/<all><any><phrase>\1<\/phrase><\/any><not>/' 'becomes the same in another order, nesting'
changed 'words of a pack' 's/zebra job/zebra jobs/' "was phrase 'zebra job'" "becomes phrase 'zebra jobs'"
changed 'whose mail it is' 's/"shop" audience="external internal"/"shop" audience="internal external unverified"/' 'was audience external, internal'
changed 'what a class is' 's/The shop\.</Our shop.</' 'was note The shop.'
changed 'a class that needs no answer' 's/class id="shop"/& background="yes"/' 'becomes background'
changed 'a list of words' 's/^pear/plum/' 'changed file words.txt' 'was pear' 'becomes plum'
changed 'how like a mail is' 's/min="50"/min="60"/' "was likeness by 'kinds.tsv: 50 to 100 of 100 like fruit'"
changed 'a table' 's/^pear\(.\)1/pear\12/' 'changed file kinds.tsv'
changed 'a reason' 's/Asked\./Always asked./' 'was because Asked.' 'becomes because Always asked.'
changed 'a language of a rule' 's/ language="en"//' 'was language en'
changed 'who is told' 's/x@contoso/y@contoso/' 'was owed: notify to x@contoso.example'
changed 'what a text discloses' 's/discloses="nothing"/discloses="status"/' 'was discloses nothing' 'becomes discloses status'
changed 'a law that is gone' 's/<always.*//' 'gone law told' '! law told proved nothing'
changed 'a law of less' 's/\(id="told" class="shop\)\(" audience="internal"><oblige\)/\1 fruit\2/; s/when="shop"/when="shop fruit"/' '! law told proved another is proved'
changed 'the reason of a law' 's/Law\./The law./' 'was because Law.'
changed 'a sender who is trusted' 's/<trust.*//' 'gone trust ats.example' ' trust ats.example ticket nothing'
changed 'with more' 's/checks="ticket"/checks="ticket no-reply"/' '! trust ats.example ticket ticket no-reply' '1 of them is looser'
changed 'another one' 's/ats\.example/ats2.example/' '! trust ats2.example nothing ticket'
changed 'a holiday less' 's/<holiday on="2027.*\(<holiday\)/\1/' 'was 2027-12-25 Christmas' ' holidays 2 1'
changed 'a holiday more' 's/<calendar>/&<holiday on="2026-12-24">Eve<\/holiday>/' '! holidays 2 3, of them 1 new'
changed 'another holiday' 's/2027-12-25/2027-12-24/' '! holidays 2 2, of them 1 new'
changed 'the time zone' 's/Europe.Berlin/Europe\/London/' 'time zone Europe/Berlin Europe/London'
changed 'when replies leave' 's/08:00 18:00/07:00 18:00/' ' send between 08:00 to 18:00 07:00 to 18:00'
changed 'a later end of the day' 's/08:00 18:00/08:00 20:00/' '! send between'
changed 'a day less' 's/thu fri/thu/' '! send days mon tue wed thu fri mon tue wed thu'
changed 'a day more' 's/thu fri/thu fri sat/' ' send days mon tue wed thu fri mon tue wed thu fri sat' 'None of them is looser.'
changed 'nobody above is told' 's/ escalate-to="b@contoso.example"//' '! queue default late'
changed 'later' 's/after="3d"/after="9d"/' '! queue default late b@contoso.example, c@contoso.example after 3d'
changed 'somebody else' 's/to="c@/to="z@/' ' queue default late b@contoso.example, c@contoso.example after 3d b@contoso.example, z@contoso.example after 3d'
changed 'a reminder less' 's/remind="1bd 1h"/remind="1bd"/' '! queue default remind 1bd 1h 1bd'
changed 'of a debrief' 's/ escalate-to="d@contoso.example"//' '! debrief late'
changed 'of a debrief, too' 's/remind="2bd 1h"/remind="1h"/' '! debrief remind 2bd 1h 1h'
changed 'a public employer' 's/<company /&sector="public" /; s/<use pack="eu-de"..//' 'company sector nothing public'
changed 'a review' 's/pack="eu-de"/& reviewed="2026-11-24" by="Q"/' 'changed pack eu-de' 'becomes reviewed on 2026-11-24 by Q'
changed 'the day of a law' 's/2026-11-01/2026-12-01/' 'was law of 2026-11-01'
changed 'a pack less' 's/<use pack="mine.xml"..//' 'gone pack mine'
changed 'the name' 's/id="t"/id="u"/' 'was id t'
changed 'a period' 's/5mo/4mo/' 'was at most 5mo' 'becomes at most 4mo'
changed 'what it runs from' 's/from="decision"/from="last-interview"/' 'was from decision'
changed 'a test' 's/expect="reply shop"/expect="reply"/' 'was expects reply shop'
changed 'a remark' 's/<use/<!-- x -->&/' 'they differ at most in remarks, layout and names of files'
ok 'as JSON' sh -c 'sed "s/Asked/Often asked/" old.xml >new/old.xml; apres policy diff --json old.xml new/old.xml | grep -qF "\"was\":[\"because Asked.\"],\"becomes\":[\"because Often asked.\"]"'
done_testing
