#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Whoever was interviewed hears by the day of the law, whether mail comes or not.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

owed() { apres due list --json --queue silence "$@"; }
# know FIELD=VALUE...: of a new case; learn ID FIELD=VALUE...: of one that is known.
know() {
	printf '%s\n' "$@" | cut -d= -f1 | paste -sd, - >case.csv
	printf '%s\n' "$@" | cut -d= -f2 | paste -sd, - >>case.csv
	apres case import --by Ana case.csv >/dev/null
}
learn() { apres case set --by Ana "$@" >/dev/null; }

write_policy '<use pack="ca-on"/>'
write_conf auto
once 2>/dev/null
know person=bo@mail.example addresses=bo@mail.example requisition=R7 interviewed=2026-11-20 jurisdiction=ca-on recruiter=rae@contoso.example
know person=cy@mail.example addresses=cy@mail.example requisition=R7 interviewed=2026-11-20 jurisdiction=uk
know person=di@mail.example addresses=di@mail.example requisition=R7 jurisdiction=ca-on
know person=lee@contoso.example addresses=lee@contoso.example requisition=R7 interviewed=2026-11-20 jurisdiction=ca-on internal=yes
once 2>/dev/null
ok 'who was interviewed where the law has a clock, and nobody else' count 1 owed
ok '45 days on, by the recruiter' says 0 '"case":1,"company":"contoso","candidate":"bo@mail.example","kind":"answer","queue":"silence","owner":"rae@contoso.example","rule":"ca-on-silence"' owed
ok 'that day' says 0 '"due":"2027-01-04T12:00:00Z"' owed
ok 'not later than the law says' says 65 "where 'ca-on-silence' ends" apres due move --by Ana --to 2027-01-05 --why busy 1
set_clock 2026-12-25T00:00:00Z
once 2>/dev/null
ok 'the recruiter is reminded, without any mail' grep -q '^To: rae@contoso.example' -r Out/new
ok 'of a case by its number' grep -q 'answer for case 1, by Mon 4 Jan' -r Out/new
learn 1 recruiter=sol@contoso.example
once 2>/dev/null
ok 'another recruiter owes it from now on, by the same day' says 0 '"owner":"sol@contoso.example","rule":"ca-on-silence","since":"2026-11-24T13:50:00Z","due":"2027-01-04T12:00:00Z"' owed
ok 'which is recorded' sh -c 'apres audit list --json | grep "\"type\":\"moved\"" | grep -q "\"by\":\"apres\""'
set_clock 2026-12-30T00:00:00Z
once 2>/dev/null
ok 'and is reminded, not the other' grep -q '^To: sol@contoso.example' -r Out/new
ok 'who was, of the first' [ "$(grep -l '^To: rae@contoso.example' -r Out/new | grep -c .)" -eq 1 ]
learn 1 interviewed=2026-12-10
once 2>/dev/null
ok 'another interview, another date' says 0 '"due":"2027-01-24T12:00:00Z"' owed
ok 'and only that' count 1 owed
learn 1 interviewed=2026-12-11
once 2>/dev/null
learn 1 interviewed=2026-12-10
once 2>/dev/null
ok 'a date that was mistyped, and put right, is owed again' says 0 '"due":"2027-01-24T12:00:00Z"' owed
ok 'once' count 1 owed
learn 1 outcome=rejected
once 2>/dev/null
ok 'an outcome of which nobody says that it was told' count 1 owed
learn 1 outcome-channel=letter
once 2>/dev/null
ok 'told by a letter: nothing is owed' count 0 owed
know person=eve@mail.example addresses=eve@mail.example requisition=R8 interviewed=2026-12-10
start_apresd
ok 'a running daemon sees a case that is set' wait_for count 1 owed
ok 'no jurisdiction: every clock of the policy' says 0 '"owner":"ana@contoso.example","rule":"ca-on-silence"' owed
learn 5 outcome=withdrawn
ok 'who withdrew waits for nothing' wait_for count 0 owed
learn 5 outcome-channel=mail
learn 5 outcome=none
ok 'who did not, after all, waits again' wait_for count 1 owed
learn 5 outcome=rejected
learn 5 role=Cook
ok 'how one outcome was told says nothing of the next' wait_for count 1 owed
learn 5 outcome=withdrawn
ok 'and is over again' wait_for count 0 owed
know person=fay@mail.example addresses=fay@mail.example requisition=R8 interviewed=2026-12-10
wait_for count 1 owed
id=$(owed | sed 's/.*"id":\([0-9]*\),.*/\1/')
ok 'a person may say that it is done' says 0 done apres due done --by Ana --how 'rang her' "$id"
learn 6 role=Driver
stop_apresd
once 2>/dev/null
ok 'and it stays done' count 0 owed
sed -i 's|<use pack="ca-on"/>||' policy.xml
know person=gus@mail.example addresses=gus@mail.example requisition=R8 interviewed=2026-12-10
once 2>/dev/null
ok 'without the pack nothing is owed' count 0 owed
sed -i 's|<use pack="standard"/>|&<use pack="ca-on"/>|' policy.xml
once 2>/dev/null
ok 'with it those that are known are looked at again' count 1 owed

# Two laws in one policy: that of the case counts, and without one the shorter.
rm -rf state
cat >here.xml <<'XML'
<policy xmlns="urn:x-apres:policy:1" kind="pack" id="xx-here" xml:lang="en" as-of="2026-11-23" review-by="2027-05-24" title="Here">
  <clock id="here-silence" for="silence" within="10d" from="last-interview" source="A law"><because>Ten days.</because></clock>
</policy>
XML
sed -i 's|<use pack="ca-on"/>|&<use pack="here.xml"/>|' policy.xml
set_clock 2026-12-12T09:00:00Z
once 2>/dev/null
know person=ca@mail.example addresses=ca@mail.example requisition=R9 interviewed=2026-12-10 jurisdiction=ca-on
know person=xx@mail.example addresses=xx@mail.example requisition=R9 interviewed=2026-12-10 jurisdiction=xx-here
know person=no@mail.example addresses=no@mail.example requisition=R9 interviewed=2026-12-10
once 2>/dev/null
by() { owed | grep "\"candidate\":\"$1" | grep "\"rule\":\"$2\"" | grep -q "\"due\":\"$3T"; }
ok 'Ontario says 45 days' by ca@ ca-on-silence 2027-01-24
ok 'another place, another law' by xx@ here-silence 2026-12-20
ok 'no place known: the shorter' by no@ here-silence 2026-12-20
learn 2 jurisdiction=ca-on
once 2>/dev/null
ok 'a place that is put right has its own law' by xx@ ca-on-silence 2027-01-24
ok 'and no other any more' not by xx@ here-silence 2026-12-20
learn 2 jurisdiction=
once 2>/dev/null
ok 'nor has one that is forgotten' by xx@ here-silence 2026-12-20
ok 'each is owed once' count 3 owed
apres due done --by Ana --how 'told her' "$(owed | grep xx@ | sed 's/.*"id":\([0-9]*\),.*/\1/')" >/dev/null
learn 2 jurisdiction=ca-on
once 2>/dev/null
ok 'who was told is told, wherever' count 2 owed
ok 'the audit log is whole' says 3 'each as it was written' apres audit verify
done_testing
