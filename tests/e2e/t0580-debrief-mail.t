#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A debrief by mail: who is asked for what, and whose answers count.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

is() { apres debrief list --json --all | grep -q "\"id\":$1,.*\"state\":\"$2\"" || { apres debrief list --all; return 1; }; }
# mail_to ADDRESS N: the Nth of the mails that went there, oldest first.
mail_to() { grep -l "^To: $1" Out/new/* | xargs ls -tr | sed -n "$2p"; }
# told ADDRESS TEXT: a mail that went there says it.
told() { grep -l "^To: $1" Out/new/* | xargs cat | tr -d '\r' | grep -q "$2"; }
mails_to() { grep -l "^To: $1" Out/new/* | grep -c .; }

proof='Authentication-Results: mx.contoso.example; dmarc=pass header.from=contoso.example'
id_of() { grep -o '<apres\.[0-9a-f.]*@[^>]*>' "$1" | head -n 1 | tr -d '<>'; }
# answer FILE FROM TEXT [PROOF [MAILDIR]]: an answer to the mail FILE, read at once.
answers=0
answer() {
	answers=$((answers + 1))
	printf '%b\n' "$3" | mail "$2" "Re: mail $answers" "In-Reply-To: <$(id_of "$1")>
${4-$proof}" | deliver "${5:-Inbox}" "answer.$answers"
	once 2>>apresd.log
}
# held_for REASON: the newest mail is held, because of it.
held_for() { apres review list --json | tail -n 1 | grep -q "\"$1\"" || { apres review list --json; return 1; }; }
noted() { apres audit list --json | grep '"type":"debrief-mail"' | grep -q "\"outcome\":\"$1\"" || { apres audit list --json | grep debrief-mail; return 1; }; }

write_policy
sed -i 's/ sat sun//; s/00:00 23:59/08:00 18:00/' policy.xml
write_conf shadow '[mailbox hr]
address = hr@contoso.example
maildir = HR
scope = candidates'
make_maildir HR
cat >cases.csv <<'CSV'
person,addresses,requisition,internal,outcome,outcome-channel
E7,lee@contoso.example,R7,yes,rejected,call
CSV
apres case import --by Ana cases.csv >/dev/null
once 2>/dev/null
ok 'a debrief is owed' is 1 owed
ok 'in shadow nobody is written to' not grep -rq '^To: lea@' Out/new
apres mode auto --company contoso >/dev/null
once 2>/dev/null
owed=$(mail_to lea@contoso.example 1)
ok 'then its owner gets a mail' says 0 'To: lea@contoso.example' cat "$owed"
ok 'that says whose' grep -q 'lee@contoso.example (R7) works at Contoso' "$owed"
ok 'and until when' grep -q 'You are to hold it by Tue 1 Dec 18:00' "$owed"
ok 'with a date for the calendar' grep -q 'text/calendar; charset=utf-8; method=PUBLISH' "$owed"
ok 'which is the due date' grep -q 'DUE:20261201T180000Z' "$owed"
ok 'and says nothing of anybody' not sh -c "sed -n '/BEGIN:VCAL/,\$p' '$owed' | grep -qi 'lee\|R7\|reject'"
ok 'an answer comes to a mailbox that is read' grep -q '^Reply-To: recruiting@contoso.example' "$owed"
once 2>/dev/null
set_clock 2026-11-24T12:00:00Z
once 2>/dev/null
ok 'once, also when the clock is set back' [ "$(mails_to lea@contoso.example)" -eq 1 ]
set_clock 2026-11-24T14:00:00Z
ok 'scheduled' says 0 recorded apres debrief schedule --at 2026-11-27T10:00:00 --by Lea 1
once 2>/dev/null
planned=$(mail_to lea@contoso.example 2)
ok 'the owner gets it for the calendar' grep -q 'DTSTART:20261127T100000Z' "$planned"
ok 'in time, so nothing is said of that' not grep -q 'later than' "$planned"
ok 'as an event that rings' grep -q 'TRIGGER:-P1D' "$planned"
ok 'another day is the same event' sh -c "apres debrief schedule --at 2026-11-30T10:00:00 --by Lea 1 && apresd -c apres.conf --once 2>/dev/null </dev/null"
ok 'changed' grep -q 'SEQUENCE:2' "$(mail_to lea@contoso.example 3)"

MAIL_DATE='Tue, 24 Nov 2026 14:00:00 +0000'
plan=$(mail_to lea@contoso.example 3)
answer "$plan" lea@contoso.example 'scheduled Friday 10:00'
ok 'the owner schedules by mail' says 0 '"scheduled":"2026-11-27T10:00:00Z"' apres debrief list --json
ok 'nobody need answer that' count 0 apres review list --json
ok 'and gets the new date' grep -q 'SEQUENCE:3' "$(mail_to lea@contoso.example 4)"
plan=$(mail_to lea@contoso.example 4)
answer "$plan" lea@contoso.example 'Well, the lawyers will hear of this.'
ok 'what a person must read is not asked back' [ "$(mails_to lea@contoso.example)" -eq 4 ]
answer "$plan" lea@contoso.example 'Note: a room is booked.'
ok 'a note is recorded' noted note
answer "$plan" lea@contoso.example 'note - the room is too small'
ok 'each' [ "$(apres audit list --json | grep '"type":"debrief"' | grep -c '"event":"note"')" -eq 2 ]
ok 'and changes nothing' is 1 scheduled
ok 'nobody need answer it' [ "$(apres review list --json | grep -c debrief-)" -eq 1 ]
answer "$plan" lea@contoso.example 'scheduled Friday'
ok 'a day without an hour is not guessed' held_for debrief-when
ok 'its screen says what a person does' says 0 'recorded with apres debrief schedule, held, answer or note' apres review show "$(apres review list --json | tail -n 1 | sed 's/.*"id":\([0-9]*\),.*/\1/')"
once_more=$(mail_to lea@contoso.example 5)
ok 'but asked for' grep -q 'understood as a date, but not which' "$once_more"
ok 'with what can be answered' grep -q 'scheduled 2026-11-30 14:00' "$once_more"
answer "$plan" lea@contoso.example 'Well, almost.'
ok 'nor are other words' held_for debrief-unclear
ok 'one question is asked again once' [ "$(mails_to lea@contoso.example)" -eq 5 ]
ok 'both wait for a person all the same' [ "$(apres review list --json | grep -c 'debrief-\(when\|unclear\)')" -eq 3 ]
answer "$plan" lea@contoso.example 'done' 'X-Nothing: here'
ok 'a done without proof is held' held_for unverified
answer "$plan" mallory@mail.example 'done'
ok 'from somebody else, too' held_for debrief-other-sender
answer "$plan" bo@contoso.example 'done'
ok 'also from a colleague' held_for debrief-other-sender
sed "s/<\(apres\.[0-9a-f]*\.\)[0-9a-f]\{8\}/<\100000000/" "$plan" >forged
answer forged lea@contoso.example 'done'
ok 'a forged token' held_for debrief-forged
answer "$plan" lea@contoso.example 'done' "Auto-Submitted: auto-replied
$proof"
ok 'an absence note' held_for debrief-machine
answer "$plan" lea@contoso.example 'declined'
ok 'the owner cannot say that it is not wanted' held_for debrief-declined
answer "$plan" lea@contoso.example 'done\n\nThe lawyers will hear of this.'
ok 'what only a person may read is read by one' held_for legal-threat
echo done | mail lea@contoso.example "$(sed -n 's/^Subject: /Re: /p' "$plan" | tr -d '\r')" "$proof" | deliver Inbox by-subject
once 2>>apresd.log
ok 'it is still scheduled, whatever the subject says' is 1 scheduled
for outcome in debrief-when debrief-unclear unverified debrief-other-sender debrief-forged debrief-machine debrief-declined left-to-a-person; do
	ok "recorded: $outcome" noted "$outcome"
done

answer "$plan" lea@contoso.example 'Hi,\ndone. Strengths, and one plan for spring.'
ok 'held, says the owner' is 1 held
asked=$(mail_to lee@contoso.example 1)
ok 'the employee is asked' grep -q 'Did that conversation take place' "$asked"
ok 'the answer goes to HR' grep -q '^Reply-To: hr@contoso.example' "$asked"
ok 'and not a word of the owner' not grep -q 'spring\|lea@\|Brandt' "$asked"
answer "$plan" lea@contoso.example 'done. Again.'
ok 'said twice' held_for debrief-replayed
answer "$asked" lea@contoso.example 'yes'
ok 'the owner cannot answer for the employee' held_for debrief-other-sender
answer "$asked" lee@contoso.example 'Yes, but nothing was said.' "$proof" HR
ok 'half a yes is none' held_for debrief-unclear
ok 'HR is to read it, not whose queue it is' says 0 '"candidate":"lee@contoso.example","kind":"answer","queue":"default","owner":"hr@contoso.example"' apres due list --json
ok 'the employee is told what was not clear' told lee@contoso.example 'Your answer was not clear to this program'
again=$(mail_to lee@contoso.example 2)
ok 'and answers HR, as before' grep -q '^Reply-To: hr@contoso.example' "$again"
ok 'and hears not a word of the owner' not grep -q 'spring\|lea@\|Brandt' "$again"
answer "$asked" lee@contoso.example "no. I heard there is not enough information to share." "$proof" HR
ok 'no, says the employee to HR: it is owed again' is 1 owed
ok 'HR hears of it' told hr@contoso.example 'it did not take place'
again=$(mail_to lea@contoso.example 6)
ok 'its owner, too' grep -q 'You are to hold it by Thu 26 Nov 18:00' "$again"
ok 'who is to hold it cannot give it away' says 65 'who does not give it away' apres debrief give --to max@contoso.example --by Lea 1
ok 'nor is it the employee who holds it' says 65 "'lee@contoso.example' is no address of somebody who can hold it" apres debrief give --to lee@contoso.example --by Hugo 1
ok 'HR gives it to somebody else' says 0 'who is to hold it now gets a mail' apres debrief give --to max@contoso.example --by Hugo --note 'Lea is ill' 1
ok 'which is recorded, with to whom' says 0 max@contoso.example apres audit show "$(apres debrief show --json 1 | sed 's/.*{"entry":\([0-9]*\),"at":"[^"]*","event":"given".*/\1/')"
once 2>/dev/null
ok 'who gets the mail' told max@contoso.example 'lee@contoso.example (R7) works at Contoso'
ok 'and owes it by the same day' says 0 '"owner":"max@contoso.example","scheduled"' apres debrief list --json
answer "$again" lea@contoso.example 'done'
ok 'the word of who had it counts no more' held_for debrief-other-sender
ok 'back' says 0 recorded apres debrief give --to lea@contoso.example --by Hugo 1
once 2>/dev/null
again=$(grep -l '^To: lea@' Out/new/* | xargs grep -l '^Subject: Debrief' | xargs ls -tr | tail -n 1)
set_clock 2026-11-27T09:00:00Z
once 2>/dev/null
ok 'late, it goes to HR' told hr@contoso.example 'late, and yours to see to'
MAIL_DATE='Fri, 27 Nov 2026 08:59:00 +0000'
answer "$asked" lee@contoso.example 'yes' "$proof" HR
ok 'an old question closes nothing' is 1 owed
answer "$again" lea@contoso.example 'done'
ok 'held at last' is 1 held
ok 'and not given any more' says 65 'debrief 1 is held: it is not to be held' apres debrief give --to max@contoso.example --by Hugo 1
second=$(mail_to lee@contoso.example 3)
answer "$asked" lee@contoso.example 'yes' "$proof" HR
ok 'an answer to the first question is not one to the second' held_for debrief-replayed
set_clock 2026-12-04T17:59:59Z
once 2>/dev/null
ok 'until the date there is time' is 1 held
set_clock 2026-12-04T18:00:00Z
once 2>/dev/null
ok 'no answer in time: unconfirmed, though nobody is told at that hour' is 1 unconfirmed
set_clock 2026-12-07T08:30:00Z
once 2>/dev/null
ok 'the employee is asked once more' [ "$(mails_to lee@contoso.example)" -eq 4 ]
ok 'HR hears that it is late' [ "$(grep -l '^To: hr@' Out/new/* | xargs grep -l 'late, and yours to see to' | grep -c .)" -eq 2 ]
MAIL_DATE='Mon, 07 Dec 2026 08:29:00 +0000'
answer "$second" lee@contoso.example 'Yes, it did.\n\nThanks, Lee' "$proof" HR
ok 'the employee says yes' is 1 confirmed
ok 'and it is over' count 0 apres due list --json --what debrief
ok 'one screen says how it came' says 0 'Nothing is owed any more.' apres debrief show 1
apres debrief show 1 >screen
ok 'with what was said, and by whom' has screen '27 Nov 09:00 +mail [0-9]+: held'
ok 'and what was asked' has screen '4 Dec 18:00 +asked +lee@contoso.example +sent'
ok 'as JSON' says 0 '"event":"no-answer"' apres debrief show --json 1
ok 'one that is not there' says 65 'there is no debrief 9' apres debrief show 9
set_clock 2027-02-10T09:00:00Z
MAIL_DATE='Wed, 10 Feb 2027 08:59:00 +0000'
answer "$again" lea@contoso.example 'done'
ok 'too late an answer' held_for debrief-expired
printf 'BEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR\n' | mail lea@contoso.example 'Accepted: Conversation' "In-Reply-To: <$(id_of "$plan")>
$proof" | sed 's,^Content-Type:.*,Content-Type: text/calendar; method=REPLY,' | deliver Inbox accepted
once 2>>apresd.log
ok 'a click on accept is no word' held_for debrief-machine
printf 'BEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR\n' | mail mallory@mail.example 'Conversation with recruiting' |
	sed 's,^Content-Type:.*,Content-Type: text/calendar; method=REQUEST,' | deliver Inbox invitation
once 2>>apresd.log
ok 'nor is an invitation from outside' held_for machine:calendar
ok 'which is recorded as any mail is' sh -c 'apres audit list --json | grep "\"type\":\"decided\"" | grep -q "machine:calendar"'
ok 'it is still over' is 1 confirmed
ok 'no word of any mail is in the log' not grep -qi 'spring\|lawyers\|almost' apresd.log
ok 'every step is recorded' says 3 'each as it was written' apres audit verify
ok 'as it would be decided again' says 0 'No mail would be treated differently' apres policy replay --policy policy.xml
done_testing
