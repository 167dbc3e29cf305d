#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What an auditor asks of the record.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

write_conf auto
once || exit 99
for who in robin kim; do
	mail "$who@mail.example" 'Your decision' <<'T' | deliver Inbox "$who.M1.mx"
What was missing?
T
done
once || exit 99
set_clock 2026-11-25T09:00:00Z
MAIL_DATE='Wed, 25 Nov 2026 08:00:00 +0000'
mail kim@mail.example 'Re: Your decision' <<'T' | deliver Inbox kim.M2.mx
My lawyer will be in touch about discrimination.
T
mail lou@mail.example 'Your decision' <<'T' | deliver Inbox lou.M1.mx
What was missing? And can we move the call to Thursday?
T
once || exit 99
[ "$(find Out/new -type f | wc -l)" -ge 2 ] || exit 99

# list
of() { apres audit list --json "$@" | grep -c '"type":"decided"'; }
ok 'by effect' [ "$(of --effect reply)" -eq 2 ]
ok 'by class' [ "$(of --class legal-threat)" -eq 1 ]
ok 'by the day it happened' [ "$(of --until 2026-11-24)/$(of --from 2026-11-25)" = 2/2 ]
ok 'which is a day of the company, not of the machine' [ "$(TZ=Pacific/Kiritimati of --until 2026-11-24)" = 2 ]
ok 'counted by such days' says 0 '2026-11-24' env TZ=Pacific/Kiritimati apres audit list --effect reply --group-by day
ok 'the rule that decided is on the screen' says 0 'effect=reply rule=no-feedback template=no-feedback' apres audit list
ok 'the classes, which are many, stand where the line is cut' sh -c 'apres audit list | grep -q "mode=auto policy=" && ! apres audit list | grep -q "classes=.* policy="'
ok 'to the second' [ "$(of --from 2026-11-25T09:00:00Z)/$(of --until 2026-11-25T09:00:00Z)" = 2/2 ]
ok 'by whom it is about' [ "$(of --to KIM@mail.example)/$(of --to nobody@mail.example)" = 2/0 ]
ok 'which counts what was sent, too' sh -c 'apres audit list --to robin@mail.example | grep -q send-result'
ok 'by the beginning of a policy' [ "$(of --policy "$(apres audit list --json | sed -n 's/.*"policy":"\(......\).*/\1/p' | head -n 1)")" -eq 4 ]
ok 'by rule, by text, by company' [ "$(of --rule no-feedback)/$(of --template no-feedback)/$(of --company contoso)" = 2/2/4 ]
ok 'by mail' [ "$(of --mail 1)" -eq 1 ]
ok 'from an entry on' [ "$(apres audit list --json --start 2 | head -n 1 | cut -d, -f1)" = '{"index":2' ]
ok 'all of them at once' [ "$(of --to kim@mail.example --rule no-feedback --effect reply --company contoso --class feedback-request --from 2026-11-24 --until 2026-11-24)" -eq 1 ]
ok 'a rule that is none' says 64 'there are' apres audit list --rule nosuch
ok 'a digest that is none' says 64 'is no digest' apres audit list --policy latest
ok 'no case is no mail' says 0 'nothing like that' apres audit list --case 7
ok 'counted by effect' sh -c 'apres audit list --group-by effect --csv | tr -d "\r" | grep -qx "\"reply\",2"'
ok 'counted by class, for programs' says 0 '{"class":"legal-threat","entries":1}' apres audit list --group-by class --json
ok 'a field that is none' says 64 "--group-by 'name'" apres audit list --group-by name
ok 'a day that is none' says 64 'is no day such as' apres audit list --from 2026-13-40
ok 'an effect that is none' says 64 'only reply, silence or hold' apres audit list --effect send
ok 'rows end as RFC 4180 says' sh -c 'apres audit list --csv | head -n 1 | grep -q "hash$(printf "\r")$"'
ok 'all rows have the same cells' sh -c "apres audit list --csv | python3 -c 'import csv, sys; sys.exit(len({len(row) for row in csv.reader(sys.stdin)}) != 1)'"

# to
ok 'what was sent to a person, and why' says 0 'apres audit why' apres audit to kim@mail.example
ok 'with its end' has .says '^ sent '
ok 'what was held is told, too' has .says '^ hold '
ok 'and nothing of others' says 0 '1 mail written to robin@mail.example, 0 of theirs' apres audit to robin@mail.example
ok 'the receipt is that of the mail' sh -c '
	receipt=$(apres audit to robin@mail.example --json | sed -n "s/.*\"receipt\":\"\([0-9a-f]*\)\".*/\1/p")
	grep -l "To: .*robin" Out/new/* | xargs grep -q " $receipt"'
ok 'who had nothing' says 0 '0 mails written to max@mail.example' apres audit to max@mail.example
ok 'no address' says 64 'is not an address' apres audit to kim

# for spreadsheets, the same rows as for programs
head_of() { apres "$@" | head -n 1 | tr -d '\r'; }
cells() { apres "$@" | python3 -c 'import csv, sys; rows = list(csv.reader(sys.stdin)); print(len(rows), *{len(row) for row in rows})'; }
ok 'what was sent to a person as CSV' [ "$(head_of audit to --csv kim@mail.example | cut -d, -f1-4)" = index,mail,effect,kind ]
ok 'a row each, of as many cells' [ "$(cells audit to --csv kim@mail.example)" = '3 15' ]
ok 'what was owed as CSV' [ "$(cells audit clocks --csv)" = "$(($(apres audit clocks --json | wc -l) + 1)) 10" ]
ok 'no leak is only the heading' [ "$(cells audit leaks --csv)" = '1 3' ]
ok 'one form at once' says 64 'either --csv or --json' apres audit leaks --csv --json

# why
decided() { apres audit list --json "$@" | grep '"type":"decided"' | sed -n 's/.*"index":\([0-9]*\).*/\1/p' | head -n 1; }
intent=$(apres audit list --json | grep '"type":"send-intent"' | sed -n 's/.*"index":\([0-9]*\).*/\1/p' | head -n 1)
legal=$(decided --class legal-threat)
ok 'a reply would be decided again' says 0 'Decided again: the same.' apres audit why "$(decided --effect reply)"
ok 'the verdict stands first' sh -c 'sed -n 1p "$1/.says" | grep -q "reply by"' - "$work"
ok 'the words that matched are marked' has .says '\[.*missing'
ok 'with the rule, its place and its reason' has .says 'because  '
ok 'it fits on a screen' sh -c '[ "$(wc -l <"$1/.says")" -le 40 ] && [ "$(wc -L <"$1/.says")" -le 80 ]' - "$work"
ok 'so would a hold' says 0 'Decided again: the same.' apres audit why "$legal"
ok 'history that counted' has .says '1 reply of ours to this person'
ok 'a rule that lost says why' says 0 'not used: ' apres audit why "$(decided --class scheduling)"
ok 'what was sent leads to its decision' says 0 "Entry $(decided --effect reply)," apres audit why "$intent"
ok 'what follows from no decision says so' says 65 'follows from no decision' apres audit why "$(apres audit list --json | grep '"type":"adopted"' | sed -n 's/.*"index":\([0-9]*\).*/\1/p')"
ok 'no such entry' says 65 'there is no entry 999' apres audit why 999
cp policy.xml kept.xml
sed -i 's/<contacts/<class id="new"><phrase>missing<\/phrase><\/class> &/' policy.xml
ok 'the policy of that day decides, not of today' says 0 '"same":true' apres audit why --json "$intent"
ok 'its bytes can be had' apres audit why --policy-to day "$intent"
ok 'as they were' cmp kept.xml day/policy.xml
ok 'with what was built in' [ -s day/of-apres/base.xml ]
ok 'an older folder is not overwritten' says 64 'name a folder that is not there' apres audit why --policy-to day "$intent"
cp kept.xml policy.xml
alter() { python3 -c 'import sqlite3, sys; db = sqlite3.connect("state/apres.db"); db.execute(sys.argv[1]); db.commit()' "$1"; }
cp -R state good.state
alter "UPDATE message SET text = 'Thank you.' WHERE id = 1"
ok 'mail that was changed behind the record is seen' says 1 'is not the one that the record speaks of' apres audit why "$intent"
rm -rf state && cp -R good.state state

# leaks
ok 'nothing leaked' says 0 'No leak: 3 mails that left' apres audit leaks
leak() { rm -rf state; cp -R good.state state; alter "$1"; }
as_text="CAST(replace(CAST(pub AS TEXT),"
leak "UPDATE entry SET pub = $as_text '\"template\":\"no-feedback\"', '\"template\":\"internal-debrief\"') AS BLOB) WHERE type = 'send-intent'"
ok 'a text for employees that went outside' says 1 'is for employees, by the policy of that day' apres audit leaks
leak "UPDATE entry SET pub = $as_text '\"classes\":[', '\"classes\":[\"legal-threat\",') AS BLOB) WHERE type = 'decided'"
ok 'a reply where no machine may answer' says 1 'was read as legal-threat: no machine may answer' apres audit leaks
leak "DELETE FROM entry WHERE idx = $intent"
ok 'a reply without intent' says 1 'no intent was recorded' apres audit leaks
leak "DELETE FROM outbox WHERE id = 1"
ok 'an intent of which nothing became' says 1 'the outbox knows nothing of it' apres audit leaks
leak "UPDATE outbox SET state = 1 WHERE id = 1"
ok 'what ended otherwise' says 1 'by the record, and not sent by the outbox' apres audit leaks
leak "INSERT INTO entry SELECT idx + 1000, at, type, company, message, pub, com, leaf FROM entry WHERE type = 'send-result'"
ok 'what was sent twice' says 1 'was sent 2 times' apres audit leaks --json
leak "DELETE FROM entry WHERE type IN ('send-intent', 'send-result', 'outbox')"
ok 'what only the outbox knows' says 1 'the record knows nothing of it' apres audit leaks
rm -rf state && cp -R good.state state

# reconcile
set -- $(apres audit list --json | grep '"type":"send-intent"' | sed -n 's/.*"id":"\([^"]*\)".*/\1/p')
line() { echo "Nov 24 13:50:00 mx postfix/$1[77]: $2"; }
served() { # QUEUE-ID MESSAGE-ID STATUS [FROM]
	line cleanup "$1: message-id=$2"
	line qmgr "$1: from=<${4-}>, size=900, nrcpt=1 (queue active)"
	line smtp "$1: to=<x@mail.example>, relay=mx.mail.example[192.0.2.1]:25, delay=1, dsn=2.0.0, status=$3 (said, status=sent)"
	line qmgr "$1: removed"
}
{ line smtpd 'connect from localhost'; served 4F2X1 "<$1>" sent; served 4F2X2 "<$2>" sent; served 4F2X3 "<$3>" sent; served 4F2X1 '<report@mx.example>' sent; } >mail.log
ok 'the record and the log agree' says 0 'agree: 3 mails' apres audit reconcile --mta-log mail.log
gzip -k mail.log
ok 'so does the rotated log' says 0 'agree: 3 mails' apres audit reconcile --mta-log mail.log.gz
{ served 4F2X1 "<$1>" sent; served 4F2X3 "<$3>" sent; } >half
ok 'what the server does not know' says 1 'not known' apres audit reconcile --mta-log half
ok 'the same as CSV' says 1 '"not known"' apres audit reconcile --csv --mta-log half
ok 'with a heading' has .says '^message_id,record,server'
ok 'which is not asked of days before the log' says 0 'agree: 0 mails' apres audit reconcile --mta-log half --from 2026-11-26
served 4F2X1 "<$2>" bounced >rest
ok 'older and newer log; what bounced and we were not told' says 1 'bounced' apres audit reconcile --mta-log half --mta-log rest
{ cat mail.log; served 4F2X9 '<forged@contoso.example>' sent; } >more.log
ok 'what left with our Message-ID, and we do not know' says 1 'forged@contoso.example' apres audit reconcile --mta-log more.log
{ cat mail.log; served 4F2X8 "<$1>" bounced eve@mail.example; } >borrowed.log
ok 'a stranger'\''s mail under the Message-ID of ours says nothing of ours' says 0 'agree: 3 mails' apres audit reconcile --mta-log borrowed.log
printf 'x: 4F2X1: from=\0\377]: AAAAAA: message-id=\n]: \n]: AAAAAA: to=, status=\n' | cat - mail.log >odd.log
awk 'BEGIN { for (i = 0; i < 200000; i++) printf "a"; print "]: 4F2X3: to=<x>, status=sent" }' >>odd.log
ok 'lines that are none, too long or no text' says 0 'agree: 3 mails' apres audit reconcile --mta-log odd.log
head -c 100 mail.log.gz >cut.gz
ok 'a damaged archive' says 65 'cut.gz' apres audit reconcile --mta-log cut.gz
ok 'a file that is no log' says 65 'is one of a mail server' apres audit reconcile --mta-log apres.conf
ok 'no log' says 64 '--mta-log FILE is missing' apres audit reconcile

# clocks, report
rm -rf state && cp -R good.state state
ok 'what is owed in time' says 0 '; 0 late' apres audit clocks
ok 'nothing of it was late' says 0 'nothing is or was late' apres audit clocks --late
set_clock 2026-12-02T09:00:00Z
ok 'a week later it is' says 0 'answer' apres audit clocks --late
ok 'by how long, for programs' sh -c 'apres audit clocks --late --json | grep -qE "\"late_secs\":[1-9]"'
apres audit report --month 2026-11 >page || exit 99
ok 'a month came in' has page '4 mails were decided upon'
ok 'went out, by text' has page '^ *2  no-feedback$'
ok 'without a leak' has page '^ *None\.'
ok 'with what people owed at its end' has page 'Overdue at its end: [1-9]'
ok 'and the checkpoint that was signed' has page 'contoso\.example/apres/'
ok 'on one page' [ "$(wc -l <page)" -le 60 ]
ok 'with who waits for a person' has page '[1-9] mails were held for a person; still waiting: [1-9]'
ok 'with the policy that decided, in words' has page 'the file of apres\.conf'
ok 'no line is longer than a page' sh -c '! grep -E "^.{81}" page | grep -v "^ *[A-Za-z0-9+/=]*\$"'
ok 'the most comes first' sh -c 'apres audit report --month 2026-11 --json | grep -qE "\"by_text\":\[\{\"name\":\"no-feedback\",\"mails\":2\}"'
ok 'for a spreadsheet' says 0 '"text","no-feedback",2' apres audit report --month 2026-11 --csv
apres policy install --by Ana policy.xml >/dev/null || exit 99
mail zoe@mail.example 'Your decision' <<'M' | deliver Inbox zoe.M1.mx
What was missing?
M
once 2>/dev/null || exit 99
apres audit report --month 2026-12 >page || exit 99
ok 'an installed policy says since when, and by whom' sh -c 'grep -A6 "contoso, serial" page | tr "\n" " " | grep -q "2026.*Ana"'
set_clock 2026-12-31T13:00:00Z
MAIL_DATE='Thu, 31 Dec 2026 12:00:00 +0000'
mail amy@mail.example 'Your decision' <<'M' | deliver Inbox amy.M1.mx
What was missing?
M
once 2>/dev/null || exit 99
ok 'a month is over when it is where the company is' says 0 '2 mails were decided upon' env TZ=Pacific/Kiritimati apres audit report --month 2026-12
ok 'another month was empty' says 0 '0 mails were decided upon' apres audit report --month 2026-10
ok 'as one HTML page' says 0 '</html>' apres audit report --month 2026-11 --html
ok 'a month that is none' says 64 'is no month such as' apres audit report --month November
done_testing
