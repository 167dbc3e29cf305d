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
once || exit 99
[ "$(find Out/new -type f | wc -l)" -ge 2 ] || exit 99

# list
of() { apres audit list --json "$@" | grep -c '"type":"decided"'; }
ok 'by effect' [ "$(of --effect reply)" -eq 2 ]
ok 'by class' [ "$(of --class legal-threat)" -eq 1 ]
ok 'by the day it happened' [ "$(of --until 2026-11-24)/$(of --from 2026-11-25)" = 2/1 ]
ok 'to the second' [ "$(of --from 2026-11-25T09:00:00Z)/$(of --until 2026-11-25T09:00:00Z)" = 1/2 ]
ok 'by whom it is about' [ "$(of --to KIM@mail.example)/$(of --to nobody@mail.example)" = 2/0 ]
ok 'which counts what was sent, too' sh -c 'apres audit list --to robin@mail.example | grep -q send-result'
ok 'by the beginning of a policy' [ "$(of --policy "$(apres audit list --json | sed -n 's/.*"policy":"\(......\).*/\1/p' | head -n 1)")" -eq 3 ]
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
done_testing
