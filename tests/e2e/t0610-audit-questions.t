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
ok 'to the second' [ "$(of --from 2026-11-25T09:00:00Z)/$(of --until 2026-11-25T09:00:00Z)" = 2/2 ]
ok 'by whom it is about' [ "$(of --to KIM@mail.example)/$(of --to nobody@mail.example)" = 2/0 ]
ok 'which counts what was sent, too' sh -c 'apres audit list --to robin@mail.example | grep -q send-result'
ok 'by the beginning of a policy' [ "$(of --policy "$(apres audit list --json | sed -n 's/.*"policy":"\(......\).*/\1/p' | head -n 1)")" -eq 4 ]
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
done_testing
