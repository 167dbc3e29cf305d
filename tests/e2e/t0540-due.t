#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Whoever owes is reminded, whoever is late is told, whoever is above hears of it: once.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

# The notices so far, one a line: "TO: SUBJECT".
notices() {
	for f in $(ls -tr Out/new/* 2>/dev/null); do
		grep -q '^Subject: apres due: ' "$f" && sed -n 's/^To: //p; s/^Subject: apres due: /: /p' "$f" | tr -d '\r' | paste -sd '\0' -
	done
	return 0
}
told() { notices | sort >told; diff - told; }
die_at() {
	APRES_TEST_CRASH_AT=$1 apresd -c apres.conf --once </dev/null
	[ $? -eq 137 ] || { echo "did not die at $1"; return 1; }
}
jumps() { apres audit list --json | grep '"type":"clock-jump"'; }
by_policy() {
	write_policy '<calendar><holiday on="2026-11-27">Day off</holiday><holiday on="2027-12-27">Last known</holiday></calendar>'
	sed -i 's/ sat sun//; s/00:00 23:59/08:00 18:00/; s|<queue id="default"[^>]*>|<queue id="default" owner="ana@contoso.example" due="2bd" escalate-to="bea@contoso.example"><escalate after="1bd" to="cleo@contoso.example"/></queue>|' policy.xml
}
fresh() { # [SED]: what the policy says otherwise
	rm -f policy.xml
	set_clock 2026-11-24T13:50:00Z
	same_start begin "$@"
}
begin() {
	by_policy
	[ $# -eq 0 ] || sed -i "$1" policy.xml
	write_conf auto
	once 2>/dev/null
	echo 'Can we move my interview on Thursday?' | mail bo@mail.example 'Re: Interview' | deliver Inbox bo
	once 2>/dev/null
}

fresh
ok 'one day before it is due: not earlier' sh -c 'apres due list | grep -q "reminder *25 Nov 08:00"'
set_clock 2026-11-25T07:59:59Z
once 2>/dev/null
ok 'nobody is told before the time' told </dev/null
set_clock 2026-11-25T08:00:00Z
once 2>/dev/null
once 2>/dev/null
ok 'at the time the owner is, once' told <<T
ana@contoso.example: 1 due soon
T
ok 'with the number of what is owed, and nothing of what was written' grep -q '^  1: answer for mail 1, by Thu 26 Nov 18:00, in default' -r Out/new
ok 'and how it is done with' grep -q 'apres case set CASE --by NAME outcome' -r Out/new
ok 'no word of the candidate' not grep -qiE 'interview on|bo@mail' -r Out/new
set_clock 2026-11-26T18:00:01Z
once 2>/dev/null
ok 'it is late' says 0 LATE apres due list --late
ok 'but people are told in working hours' told <<T
ana@contoso.example: 1 due soon
T
set_clock 2026-11-27T12:00:00Z
once 2>/dev/null
ok 'and not on a holiday' told <<T
ana@contoso.example: 1 due soon
T
set_clock 2026-11-30T08:00:00Z
once 2>/dev/null
ok 'the owner and who is above, in one mail each' told <<T
ana@contoso.example: 1 due soon
ana@contoso.example: 1 late
bea@contoso.example: 1 late, and yours to see to
T
ok 'who is above hears whose it is' grep -q 'owed by ana@contoso.example' -r Out/new
set_clock 2026-11-25T08:00:00Z
once 2>"$work/log"
ok 'when the clock goes back nobody is told again' count 3 notices
ok 'the log says so' grep -q 'the clock was set by -432000 s' log
ok 'it is an entry' count 1 jumps
once 2>/dev/null
ok 'one' count 1 jumps
set_clock 2026-12-01T08:00:00Z
once 2>/dev/null
ok 'a working day later the next' told <<T
ana@contoso.example: 1 due soon
ana@contoso.example: 1 late
bea@contoso.example: 1 late, and yours to see to
cleo@contoso.example: 1 late, and yours to see to
T
set_clock 2027-12-01T08:00:00Z
once 2>/dev/null
ok 'and that is all' count 4 notices
ok 'the audit log is whole' says 3 'each as it was written' apres audit verify

# Dead at the worst moment.
for point in before-told after-told; do
	fresh
	set_clock 2026-11-25T08:00:00Z
	ok "killed $point" die_at "$point"
	once 2>/dev/null
	once 2>/dev/null
	ok "$point: told once" count 1 notices
done

# A fortnight without us.
fresh
set_clock 2026-12-08T10:00:00Z
once 2>/dev/null
ok 'after a time without us nobody gets two, nor a reminder of what is late' told <<T
ana@contoso.example: 1 late
bea@contoso.example: 1 late, and yours to see to
cleo@contoso.example: 1 late, and yours to see to
T
# A notice that cannot be written is passed over alone.
fresh 's/owner="ana@/owner="jürg@/'
set_clock 2026-11-30T08:00:00Z
once 2>/dev/null
ok 'one whose notice cannot be written keeps nobody else from theirs' told <<T
bea@contoso.example: 1 late, and yours to see to
T
ok 'the step says that it was not told' grep -q '"outcome":"cannot be written"' <<T
$(apres audit list --json | grep '"type":"step"')
T
ok 'and no step says that he was' not grep -q '"step":"late".*"outcome":"told"' <<T
$(apres audit list --json | grep '"type":"step"')
T
told_steps=$(apres audit list --json | grep '"type":"step"' | grep -c '"outcome":"told"')
ok 'nor do the clocks count it as told' says 0 "\"told\":$told_steps" apres audit clocks --json
ok 'it is still owed' says 0 LATE apres due list --late
ok 'and an alarm' says 0 "company 'contoso': 1 notice could not be written, the last on Mon 30 Nov 08:00 (no mail can be sent to its address)" apres status
once 2>/dev/null
ok 'once' says 0 '1 notice could not' apres status
set_clock 2026-12-01T08:00:00Z
once 2>/dev/null
ok 'the next step is taken as if nothing had been' told <<T
bea@contoso.example: 1 late, and yours to see to
cleo@contoso.example: 1 late, and yours to see to
T
ok 'and the audit log is whole' says 3 'each as it was written' apres audit verify

# The policy in force names the people.
fresh
sed -i 's/bea@/dora@/; s/due="2bd"/due="2bd" remind="1bd 4h"/' policy.xml
set_clock 2026-11-26T14:00:00Z
once 2>/dev/null
ok 'a changed policy counts for what is owed already: of two reminders the last' told <<T
ana@contoso.example: 1 due soon
T
set_clock 2026-11-30T08:00:00Z
once 2>/dev/null
ok 'and for who is above' grep -q '^To: dora@contoso.example' -r Out/new

# A slip of the fingers is no "nothing is owed".
ok 'a queue that is none is refused, with the nearest' says 64 "--queue 'defalt': did you mean 'default'? there are safety legal" apres due list --queue defalt
ok 'a person who owes nothing by any rule, too' says 64 "--owner 'nope': there are ana@contoso.example" apres due list --owner nope
ok 'a queue in which nothing waits is one' says 0 'nothing is owed' apres due list --queue press
ok 'and who is above is somebody' says 0 'nothing is owed' apres due list --owner cleo@contoso.example
ok 'so it is with rules' says 64 "--rule 'no-feedbak': did you mean 'no-feedback'? there are" apres audit list --rule no-feedbak
ok 'with classes' says 64 "--class 'zebra': there are" apres audit list --class zebra
ok 'with texts' says 64 "--template 'other-rol': did you mean 'other-role'?" apres audit list --template other-rol
ok 'a rule that never applied is one' says 0 'nothing like that is recorded' apres audit list --rule no-feedback

# On a terminal of eighty columns.
if script -qec true /dev/null >/dev/null 2>&1 </dev/null; then
	script -qec 'stty cols 80; NO_COLOR=1 apres due list' /dev/null </dev/null >screen 2>&1
	ok 'no line of a list is wider than the terminal' not grep -qE '.{82}' screen
	ok 'and no word is broken' has screen '(contoso|mail)\.example'
else
	skip 'no line of a list is wider than the terminal' 'no script(1)'
	skip 'and no word is broken' 'no script(1)'
fi

# Mail that no rule answers is somebody's as well.
fresh
printf 'Zorgle the fnord quuxwise.' | mail cy@mail.example 'Zorgle' | deliver Inbox cy
once 2>/dev/null
ok 'what no rule answers is owed, too: by whom and when' says 0 '"queue":"unclassified","owner":"ana@contoso.example","rule":"hold","since":"2026-11-24T13:50:00Z","due":"2026-11-30T18:00:00Z"' apres due list --json --queue unclassified
set_clock 2026-11-26T08:00:00Z
once 2>/dev/null
ok 'its owner is reminded' sh -c 'grep -q "^  2: answer for mail 2, by Mon 30 Nov 18:00, in unclassified" -r Out/new'
set_clock 2026-12-01T08:00:00Z
once 2>/dev/null
ok 'and who is above hears that it is late' sh -c 'grep -l "^To: bea@" -r Out/new | xargs grep -q "2: answer for mail 2"'
sed -i 's|<queue id="default"|<queue id="unclassified" due="1bd" owner="uma@contoso.example"/>&|' policy.xml
printf 'Quuxwise fnord zorgles.' | MAIL_DATE='Tue, 01 Dec 2026 07:55:00 +0000' mail di@mail.example 'Fnord' | deliver Inbox di
once 2>/dev/null
ok 'a company may say sooner, and who' says 0 '"owner":"uma@contoso.example","rule":"hold","since":"2026-12-01T08:00:00Z","due":"2026-12-02T18:00:00Z"' apres due list --json --owner uma@contoso.example

# People.
fresh
ok 'who did it is asked for' says 64 'say who: --by NAME' apres due done 1
ok 'what is not there' says 65 'nothing 9 was ever owed' apres due done --by Ana 9
ok 'why it is moved, too' says 64 'say until when and why' apres due move --by Ana --to 2026-12-01 1
ok 'a date that is none' says 64 "'soon' is no date" apres due move --by Ana --to soon --why ill 1
ok 'or is past' says 65 'that is past' apres due move --by Ana --to 2026-11-01 --why ill 1
ok 'moved' says 0 'counted from the new date' apres due move --by Ana --to 2026-12-03 --why 'She is ill' 1
ok 'to the end of that day' says 0 '"due":"2026-12-03T18:00:00Z","late":false,"moved":1' apres due list --json
ok 'the reason is recorded, the person too' sh -c 'i=$(apres audit list --json | sed -n "s/.*\"index\":\([0-9]*\).*\"moved\".*/\1/p"); apres audit show $i | grep -q "She is ill" && apres audit list | grep -q "moved .*by=Ana"'
ok 'and who was logged in' sh -c 'apres audit list --json | grep "\"type\":\"moved\"" | grep -q "\"login\":\"$(id -un)\""'
set_clock 2026-12-01T08:00:00Z
once 2>/dev/null
ok 'nobody is told by the old date' told </dev/null
set_clock 2026-12-02T08:00:00Z
once 2>/dev/null
ok 'reminded by the new one' told <<T
ana@contoso.example: 1 due soon
T
start_apresd
ok 'done, by the daemon' says 0 done apres due done --by Ana --how 'called her' 1
ok 'that was recorded with the login, too' sh -c 'apres audit list --json | grep -E "\"type\":\"(met|done|closed|settled)\"" | grep -qE "\"(login|by)\":\"$(id -un)\""'
ok 'its mail waits no more' says 0 'nothing waits' apres review list
ok 'it is owed no more' says 65 'owed no more' apres due done --by Ana 1
# The clock that runs is the daemon's own: with mail it rings by itself.
MAIL_DATE='Wed, 02 Dec 2026 07:55:00 +0000'
echo 'Can we move my interview on Friday?' | mail cy@mail.example 'Re: Interview' | deliver Inbox cy
ok 'a running daemon plans what comes in' wait_for sh -c 'apres due list | grep -q "reminder *3 Dec 08:00"'
set_clock 2026-12-03T08:00:00Z
ok 'and tells it without a mail' wait_for grep -q 'by Fri 4 Dec 18:00' -r Out/new
stop_apresd
ok 'filters' count 1 apres due list --json --owner ana@contoso.example --queue default --what answer
ok 'of nobody else' count 0 apres due list --json --owner bea@contoso.example
ok 'a kind that is none' says 64 'there are answer, confirmation and debrief' apres due list --what x

ok 'owed is the same list' sh -c 'apres due list >list; apres owed | diff - list'

# Who is only told owes nothing.
rm -rf state Inbox Out
write_policy '<class id="shop"><phrase>staff shop</phrase></class><rule id="shop" when="shop"><oblige kind="notify" to="shop@contoso.example"/><because>x</because></rule>'
set_clock 2026-11-24T13:50:00Z
MAIL_DATE=
write_conf auto
once 2>/dev/null
echo 'When does the staff shop open?' | mail di@mail.example 'A question' | deliver Inbox di
once 2>/dev/null
ok 'who is to hear of it does' grep -q 'To: shop@contoso.example' -r Out/new
ok 'and owes nothing' not sh -c 'apres owed --json | grep shop@'
ok 'the answer is owed by whose the queue is' says 0 '"queue":"unclassified","owner":"ana@contoso.example"' apres owed --json
ok 'and by nobody else' count 1 apres owed --json
ok 'its mail waits' says 0 di@mail.example apres review list

# The law's clocks.
rm -rf state Inbox Out
write_policy '<use pack="eu"/>'
set_clock 2026-11-24T13:50:00Z
MAIL_DATE=
write_conf auto
once 2>/dev/null
echo 'Please delete my CV and everything you hold about me.' | mail eve@mail.example 'My data' | deliver Inbox eve
once 2>/dev/null
ok 'a request about data is due' says 0 privacy apres due list
ok 'never later than the law: it says which' says 65 "not later than Thu 24 Dec 23:59: that is where 'eu-privacy-answer' ends" apres due move --by Ana --to 2026-12-28 --why 'many' 1
ok 'but up to that day' says 0 moved apres due move --by Ana --to 2026-12-24 --why 'many' 1

# Times are the company's, whatever the shell's: the zone is named where the two differ.
rm -rf state Inbox Out
set_clock 2026-12-30T13:50:00Z
by_policy
sed -i 's|timezone="UTC"|timezone="Europe/Berlin"|' policy.xml
write_conf auto
once 2>/dev/null
echo 'Can we move my interview on Thursday?' | MAIL_DATE='Wed, 30 Dec 2026 13:00:00 +0000' mail hal@mail.example 'Re: Interview' | deliver Inbox hal
once 2>/dev/null
ok 'a date of next year says so, and whose clock it is' says 0 '1 Jan 2027 18:00 CET' apres due list
ok 'on a machine that lives there it need not' says 0 '1 Jan 2027 18:00  ' env TZ=Europe/Berlin apres due list
ok 'the same in the mail' says 0 'by 1 Jan 2027 18:00 CET' apres review show 1
ok 'and in explain' says 0 'by Fri 1 Jan 2027 18:00' apres explain "$(ls Inbox/*/hal*)"
set_clock 2026-12-31T08:00:00Z
once 2>/dev/null
ok 'a mail about it says the year, too' grep -q 'by Fri 1 Jan 2027 18:00' -r Out/new
set_clock 2026-12-30T13:50:00Z
ok 'in the record' says 0 'due=1 Jan 2027 18:00 CET' apres audit list
ok 'no screen of it counts seconds' not sh -c 'apres audit list | grep -E "[=:]1[0-9]{9}"'
ok 'programs read RFC 3339' says 0 '"due":"2027-01-01T17:00:00Z"' apres due list --json
sed -i 's|Europe/Berlin|America/Chicago|' policy.xml
start_apresd
ok 'a company that moves takes its clock along' says 0 '11:00 CST' apres due list
sed -i 's|America/Chicago|Asia/Tokyo|' policy.xml
kill -HUP "$daemon"
ok 'so it is after a reload' wait_for sh -c 'apres due list | grep -q "02:00 JST"'
stop_apresd

# In shadow only what is urgent.
rm -rf state Inbox Out policy.xml
set_clock 2026-11-24T13:50:00Z
by_policy
write_conf shadow
once 2>/dev/null
echo 'Can we move my interview on Thursday?' | mail fay@mail.example 'Re: Interview' | deliver Inbox fay
echo 'My lawyer will hear of it.' | mail gil@mail.example 'Re: Interview' | deliver Inbox gil
once 2>/dev/null
set_clock 2026-11-25T14:00:00Z
once 2>/dev/null
ok 'in shadow what is urgent is reminded of, and no more' told <<T
ana@contoso.example: 1 due soon
T
ok 'what is not told is recorded' sh -c 'apres audit list | grep -q "outcome=shadow"'

# The holidays that are known end with the year.
sed -i '/2027-12-27/s/<holiday on="2027[^/]*\/holiday>//' policy.xml
ok 'no holiday is known of next year' says 0 "alarm: company 'contoso': no holiday is known after 2026-11-27" apres status

alarms() { apres audit list --json | grep '"type":"alarm"'; }
start_apresd
ok 'that is an entry' wait_for sh -c 'apres audit list --json | grep "\"type\":\"alarm\"" | grep -q "\"kinds\":\"holidays\""'
stop_apresd
start_apresd
stop_apresd
ok 'one, as long as it lasts' count 1 alarms
sed -i 's|<holiday on="2026-11-27">|<holiday on="2027-12-27">Last known</holiday>&|' policy.xml
start_apresd
ok 'and one when it is over' wait_for count 2 alarms
stop_apresd

# Who is told twice, or only himself, is found.
sed -i 's/escalate-to="bea@contoso.example"/escalate-to="ana@contoso.example"/' policy.xml
ok 'a level that is the owner' says 0 'only ana@contoso.example is told; name somebody above [W-ESCALATE]' apres policy check policy.xml
sed -i 's/escalate-to="ana@contoso.example"/escalate-to="cleo@contoso.example"/' policy.xml
ok 'a level that is told already' says 0 'cleo@contoso.example is told twice' apres policy check policy.xml
sed -i 's/after="1bd"/after="soon"/' policy.xml
ok 'a time that is none' says 78 "30min, 4h, 2d or 2bd" apres policy check policy.xml
done_testing
