#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A recruiter's own mailbox (tests/data/scope): candidates' mail is recorded, all other
# mail is neither stored nor answered nor touched.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"
data=$top_srcdir/tests/data/scope

write_conf auto '
[mailbox dana]
address = dana@contoso.example
maildir = Dana
sent = Sent
scope = candidates'
sed -i 's/^address = recruiting@/address = careers@/
	s/^default-mode.*/&\npartners = talentbridge.example\nrequisitions = REQ-#/' apres.conf
for who in nora.quist ole.krag bo.lind mia.roth; do
	echo "$who@contoso.example,$who,active"
done >>roster.csv
echo 'pat@contractor.example,Pat Rowe,active' >>roster.csv
make_maildir Dana
make_maildir Sent
# mails FILE FOLDER [VARIABLE...]
mails() {
	file=$1 folder=$2
	shift 2
	LC_ALL=C awk -v out="$folder" -v labels=labels "$@" -f "$data/mails.awk" "$data/$file"
}
figure() { apres status --json | grep -o '"mailbox":"dana"[^}]*' | grep -q "\"$1\":$2\(,\|\$\)"; }
# id_of FILE: the Message-ID of what apres sent.
id_of() { grep -o '<apres[.][^>]*>' "$1" | head -n 1; }

mails sent.txt Sent/cur -v when=old || exit 99
ok 'a mailbox with much in its Sent folder is taken over' once
mails careers.txt Inbox/new || exit 99
ok 'the careers mailbox is read' once
for k in 4 5; do
	echo "a$k $(id_of "$(grep -l "^In-Reply-To: <c$k\\." Out/new/*)")"
done >ids
echo "n6 $(id_of "$(grep -l '^To:.*ana@contoso.example' Out/new/* | head -1)")" >>ids
ok 'two candidates were answered there, and an owner was told' count 3 grep '<.*>' ids

mails sent.txt Sent/new -v when=new || exit 99
mails inbox.txt Dana/new -v ids=ids || exit 99
mkdir before && cp Dana/new/* before
ls Out/new >sent.before
ok 'the mailbox is read' once
# What the store holds, by the token in each Message-ID; file names, of what is out of
# scope too, have no @.
grep -aohE '[A-Za-z0-9.=-]*zq[0-9]*x[A-Za-z0-9.+=-]+@' state/apres.db | grep -o 'zq[0-9]*x' | sort -u >stored
of() { awk -v l="$1" '$2 == l { print $1 }' labels | sort; }
# none_of LABEL FILE / all_of LABEL FILE, naming what is wrong.
wrong() { grep -Ff wrong labels; [ ! -s wrong ]; }
none_of() { of "$1" | comm -12 - "$2" >wrong && wrong; }
all_of() { of "$1" | comm -23 - "$2" >wrong && wrong; }
ok 'there are enough of them' sh -c '[ "$(wc -l <labels)" -ge 200 ]'
ok 'every mail of a candidate is recorded' all_of in stored
ok 'so is what may be a candidate'\''s' all_of hold stored
ok 'of other mail nothing is stored' none_of out stored

ls Out/new | comm -13 sent.before - >new.replies
for reply in $(cat new.replies); do
	sed -n 's/^In-Reply-To:.*\(zq[0-9]*x\).*/\1/p' "Out/new/$reply"
done | sort -u >answered
ok 'somebody is answered' test -s answered
ok 'other mail is not answered' none_of out answered
ok 'nor what only may be a candidate'\''s' none_of hold answered
ok 'what may be is for a person' sh -c 'apres review list --json | grep -c other-sender | grep -qx "$(grep -c " hold " labels)"'
# What is answered gets its flag; all else lies where it lay, byte for byte.
untouched() {
	awk '$2 == "out" || $2 == "hold" { print $5 }' labels | while read -r name; do
		cmp "before/$name" "Dana/new/$name" || echo touched
	done | grep . && return 1
	return 0
}
ok 'other mail lies where it lay' untouched
ok 'the figures agree' figure seen "$(grep -cE ' (in|hold) ' labels)"
ok 'the rest is counted, no more' figure out_of_scope "$(grep -cE ' (out|mute) ' labels)"
echo "# kind: recorded of all, answered"
awk 'FILENAME == "stored" { stored[$1]; next } FILENAME == "answered" { answered[$1]; next }
     { k = $2 " " $3; all[k]++; n[k] += $1 in stored; a[k] += $1 in answered }
     END { for (k in all) printf "#   %-20s %3d of %3d, %d\n", k, n[k], all[k], a[k] }' stored answered labels | sort

# Whom no header shows, a case does.
{
	echo person,requisition,addresses,outcome
	awk '$2 == "mute" { print $4 ",REQ-3," $4 ",none" }' labels
} >cases.csv
ok 'cases of those whom no header shows are recorded' says 0 '3 new' apres case import cases.csv
ok 'the mailbox is looked at again' once
ok 'now their mail is candidates'\'' too' figure seen "$(grep -cE ' (in|hold|mute) ' labels)"
ok 'and nothing else' figure out_of_scope "$(grep -c ' out ' labels)"
done_testing
