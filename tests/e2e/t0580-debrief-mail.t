#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A debrief by mail: who is asked for what, and whose answers count.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

is() { apres debrief list --json --all | grep -q "\"id\":$1,.*\"state\":\"$2\"" || { apres debrief list --all; return 1; }; }
# mail_to ADDRESS N: the Nth of the mails that went there, oldest first.
mail_to() { grep -l "^To: $1" Out/new/* | sort -t. -k1,1n -k2,2 | sed -n "$2p"; }
mails_to() { grep -l "^To: $1" Out/new/* | grep -c .; }

write_policy
sed -i 's/ sat sun//; s/00:00 23:59/08:00 18:00/' policy.xml
write_conf shadow
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
ok 'that says whose' grep -q 'lee@contoso.example (R7) is owed a debrief' "$owed"
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
ok 'as an event that rings' grep -q 'TRIGGER:-P1D' "$planned"
ok 'another day is the same event' sh -c "apres debrief schedule --at 2026-11-30T10:00:00 --by Lea 1 && apresd -c apres.conf --once 2>/dev/null </dev/null"
ok 'changed' grep -q 'SEQUENCE:2' "$(mail_to lea@contoso.example 3)"
done_testing
