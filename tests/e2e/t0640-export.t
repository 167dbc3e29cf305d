#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The record for people who have no apres: whole or a part, checked without apres; whatever is changed is named.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

command -v openssl >/dev/null || skip_all 'needs openssl'
verify() { python3 "$top_srcdir/contrib/apres-verify" "$@"; }
export_to() { apres audit export --by Ana --because 'claim 4711' "$@"; }
# entry TYPE: the first entry of that type.
entry() { apres audit list | awk -v type="$1" '$5 == type { print $1; exit }'; }
mails() {
	for who in "$@"; do
		mail "$who@mail.example" '=Your decision' <<T | deliver Inbox "$who.M1.mx"
Could you tell me what I should improve for next time?

From $who, with thanks for the interview.
T
	done
}
write_conf auto
sed -i 's/^\[apres\]$/&\ncheckpoints = Kept/' apres.conf
mkdir Kept
ok 'a store that is not there is named' says 75 'nothing is recorded in' export_to nothing
ok 'and nothing lies there' not test -e nothing
once 2>/dev/null || exit 99
mails robin kim lou
once 2>/dev/null || exit 99
apres audit key >kept.key || exit 99
newest=Kept/$(ls Kept | tail -n 1)

# Everything.
ok 'who exports says why' says 64 '--by NAME --because TEXT' apres audit export whole
ok 'everything' says 0 '6 mails' export_to whole
ok 'sha256sum is enough to see damage' sh -c 'cd whole && sha256sum --quiet --strict -c SHA256SUMS'
ok 'it is for nobody else' [ "$(stat -c %a whole whole/mails whole/index.csv | sort -u | tr '\n' ' ')" = '600 700 ' ]
ok 'it holds under a key that was kept' says 0 'whole: holds' verify --key kept.key whole
ok 'and a checkpoint that was kept' says 0 'whole: holds' verify --key kept.key --checkpoint "$newest" whole
ok 'alone it is only consistent' says 3 'under the key that came with it' verify whole
ok 'each proof stands for itself' says 0 'holds: entry 2 of' verify --key kept.key whole/proofs/00000002.json
ok 'what came is there byte for byte' sh -c 'for one in whole/mails/*-in.eml; do cat Inbox/cur/*.M1.mx:2,R | grep -qF "$(tail -n 1 "$one")" || exit 1; done'
sent=$(basename "$(ls whole/mails/*-out.eml | head -n 1)")
# The transport into a Maildir ends lines in LF.
tr -d '\r' <"whole/mails/$sent" >sent.lf
ok 'what left, too' sh -c 'for one in Out/new/*; do cmp -s "$one" sent.lf && exit; done; exit 1'
ok 'no cell is a formula' grep -q "\"'=Your decision\"" whole/index.csv
cat >read-mbox.py <<'T'
import mailbox, sys
mails = list(mailbox.mbox("whole/mails.mbox", create=False))
sys.exit(len(mails) != 6 or sum("\n>From " in m.get_payload() for m in mails) != 3)
T
ok 'a mail program reads the mbox' python3 read-mbox.py
ok 'nothing is missing' count 1 cat whole/missing.csv
ok 'the policy that decided is there' cmp policy.xml whole/policies/*/own/policy.xml
ok 'a stranger is told what it is' grep -q 'sha256sum -c SHA256SUMS' whole/README.txt
manifest=$(sha256sum whole/SHA256SUMS | cut -c1-64)
ok 'the record says who took what' says 0 "\"manifest\": \"$manifest\"" apres audit show "$(entry export)"
ok 'and why' says 0 'claim 4711' apres audit show "$(entry export)"
once 2>/dev/null || exit 99

# A part.
ok 'of one person' says 0 '2 mails' export_to --to Robin+jobs@mail.example robin
ok 'of nobody else' sh -c '! grep -rqi "kim@\|lou@" robin'
ok 'it holds' says 0 'robin: holds' verify --key kept.key --checkpoint "$newest" robin
once 2>/dev/null || exit 99
ok 'a decision stands for its mail: what was sent because of it is there' says 0 '6 mails' export_to --rule no-feedback --since 2026-11-24 --until 2026-11-24 byrule
ok 'which holds, too' says 0 'byrule: holds' verify --key kept.key byrule
ok 'who is not in the record' says 65 'nothing like that is recorded' export_to --to max@mail.example max
ok 'gets no folder' not test -e max
ok 'what has no checkpoint is listed' says 1 'could not be exported' export_to late
ok 'with the reason' grep -q 'younger than the last checkpoint' late/missing.csv
ok 'and holds all the same' says 0 'late: holds' verify --key kept.key late
ok 'the entry about one person is sealed for that person' says 0 '"to": "Robin+jobs@mail.example"' \
	sh -c 'apres audit show $(apres audit list | awk "/one-person=true/ { print \$1; exit }")'

# Where it cannot be written.
mkdir full empty && touch full/file
ok 'a folder that is not empty is left alone' says 64 "'full' exists and is no empty folder" export_to full
ok 'a file, too' says 64 "'apres.conf' exists" export_to apres.conf
once 2>/dev/null || exit 99
ok 'an empty folder is taken' says 0 '2 mails' export_to --to kim@mail.example empty
ok 'a folder that is not there' says 75 "'no/where': No such file" export_to no/where
before=$(apres audit list | grep -c ' export ')
ok 'a full disk is told' says 75 'File too large' sh -c 'ulimit -f 400; apres audit export --by Ana --because claim half'
ok 'half an export is not there' sh -c '! ls -d half* 2>/dev/null'
ok 'nor in the record' [ "$(apres audit list | grep -c ' export ')" -eq "$before" ]
exec 9<state/lock
flock 9
ok 'what cannot be recorded is not exported' says 75 'nothing was exported, as it cannot be recorded' export_to locked
exec 9<&-
ok 'and not there' sh -c '! ls -d locked* 2>/dev/null'

# Somebody changes what was exported; "resum" makes the sums anew, as a forger would.
resum() { (cd "$1" && find . -type f ! -name SHA256SUMS | sed 's|^\./||' | sort | xargs sha256sum >SHA256SUMS); }
in_eml=mails/$(basename "$(ls whole/mails/*-in.eml | head -n 1)")
out_eml=mails/$sent
index=${sent%-out.eml}
number=$(echo "$index" | sed 's/^0*//')
# tampered NAME FAULT SUM-FAULT COMMAND: on a copy, with the old sums and with new ones.
tampered() {
	rm -rf copy && cp -R whole copy
	(cd copy && sh -c "$4") || { ok "$1" false; return; }
	ok "$1: its sum" says 1 "$3" verify --key kept.key copy
	resum copy
	ok "$1: with new sums" says 1 "$2" verify --key kept.key copy
}
# edit FILE OLD NEW: the first OLD becomes NEW; fails if there is none.
cat >edit.py <<'T'
import sys
name, old, new = sys.argv[1], sys.argv[2].encode(), sys.argv[3].encode()
data = open(name, "rb").read()
sys.exit(old not in data or not open(name, "wb").write(data.replace(old, new, 1)))
T
edit="python3 $work/edit.py"
receipt=$(grep -A 1 '^X-Apres-Receipt:' "whole/$out_eml" | tail -n 1 | tr -d ' \r')
other=$(echo "$receipt" | tr '0-9a-f' '1-9a-f0')
leaf=$(head -n 1 whole/leaves.txt)
sibling=$(sed -n 2p whole/leaves.txt)
tampered 'a mail that came' "$in_eml is not the mail that was received" "$in_eml: was changed" "$edit $in_eml improve worsen"
tampered 'a mail that left' "$out_eml is not what was written" "$out_eml: was changed" "$edit $out_eml Hello Halli"
tampered 'a receipt' "$out_eml has another receipt" "$out_eml: was changed" "$edit $out_eml $receipt $other"
tampered 'the index' "index.csv: entry $number: column state is 'failed', the entry says 'sent'" 'index.csv: was changed' "sed -i '/^$number,/s/\"sent\"/\"failed\"/' index.csv"
tampered 'a row' "index.csv: entry $number is missing from an export of everything" 'index.csv: was changed' "sed -i '/^$number,/d' index.csv"
tampered 'a missing mail' "index.csv: entry $number: cannot be read" "$out_eml: is missing" "rm $out_eml"
tampered 'a missing proof' 'index.csv: entry 0: proofs/00000000.json: ' 'proofs/00000000.json: is missing' 'rm proofs/00000000.json'
tampered 'a file more' 'mails/x.eml: nothing in the lists names it' 'mails/x.eml: was added' 'echo x >mails/x.eml'
tampered 'a file beside a policy' '/strange/x: nothing in the lists names it' '/strange/x: was added' 'for folder in policies/*; do mkdir "$folder/strange" && echo x >"$folder/strange/x"; done'
tampered 'a proof' 'index.csv: entry 0: the entry is not in the log that was signed' 'proofs/00000000.json: was changed' "$edit proofs/00000000.json $sibling $leaf"
tampered 'a private part' "private/$index.json is not what the entry commits to" "private/$index.json: was changed" "$edit private/$index.json Thank Blank"
tampered 'a private part left out' 'its private part is not there, and missing.csv does not say so' "private/$index.json: is missing" "rm private/$index.json && $edit index.csv private/$index.json ''"
tampered 'a policy' 'these are not the files of that policy' '/own/policy.xml: was changed' 'for file in policies/*/own/policy.xml; do echo >>"$file"; done'
tampered 'the mbox' 'mails.mbox: mail 1 is not the one in mails/' 'mails.mbox: was changed' "$edit mails.mbox 'Could you' 'Would you'"
tampered 'the leaves' 'leaves.txt: is not the tree that was signed' 'leaves.txt: was changed' "$edit leaves.txt $leaf $sibling"
tampered 'what it is said to be' 'export.json: says 99 as mails, and 6 are there' 'export.json: was changed' "$edit export.json '\"mails\": 6' '\"mails\": 99'"
tampered 'a link' "$in_eml: is no file" "$in_eml: is no file" "mv $in_eml x.eml; ln -s ../x.eml $in_eml"

# A whole export of another record, with its own key and checkpoint.
sed 's/^state = state/state = other/; /^checkpoints/d' apres.conf >other.conf
apresd -c other.conf --once 2>/dev/null || exit 99
apres -c other.conf audit export --by Ana --because claim foreign >/dev/null
ok 'another record holds under its own key' says 3 'consistent in itself' verify foreign
ok 'and not under ours' says 1 'is not the key that you kept' verify --key kept.key foreign
cp -R whole copy2 && cp foreign/checkpoint.txt copy2/ && resum copy2
ok 'its checkpoint does not fit' says 1 'checkpoint.txt: the checkpoint is not signed by' verify --key kept.key copy2
ok 'nor does it speak of ours' says 1 'foreign/checkpoint.txt: the checkpoint is not signed' \
	verify --key kept.key --checkpoint foreign/checkpoint.txt whole

# What cannot be had.
rm -f Inbox/cur/robin.*
make_maildir Inbox/.Archive
mv Inbox/cur/kim.M1.mx:2,R Inbox/.Archive/cur/1795500000.other:2,S
once 2>/dev/null || exit 99
ok 'a letter that was deleted is listed' says 1 'could not be exported' export_to --to robin@mail.example gone
ok 'with its entry' grep -q '"mail","it is not in its mailbox any more' gone/missing.csv
ok 'one that was moved is found' says 0 '2 mails' export_to --to kim@mail.example moved
once 2>/dev/null || exit 99
apres person erase --basis request --approver Ana lou@mail.example >/dev/null || exit 99
once 2>/dev/null || exit 99
ok 'what was erased is listed' says 1 'could not be exported' export_to erased
ok 'with the reason' grep -q '"private part","erased: an entry about the erasure' erased/missing.csv
ok 'and holds' says 0 'erased: holds' verify --key kept.key erased
sed -i '/private part/d' erased/missing.csv
ok 'a row of missing.csv that is taken out is missed' says 1 'its private part is not there, and missing.csv does not say so' verify --key kept.key erased
once 2>/dev/null || exit 99
mv state/keys.db keys.away
ok 'without the keys nothing can be recorded' says 78 'nothing was exported, as it cannot be recorded' export_to keyless
mv keys.away state/keys.db

# Whoever looks at a person is recorded, too.
apres person show --because 'a question' kim@mail.example >/dev/null || exit 99
apres person export --by Ana kim@mail.example >/dev/null || exit 99
ok 'who exported a person' [ -n "$(entry person-export)" ]
shown=$(entry person-show)
ok 'who was shown one, and why, sealed for that person' says 0 'a question' apres audit show "$shown"
apres person erase --basis request --approver Ana kim@mail.example >/dev/null || exit 99
ok 'which goes with the person' says 0 'erased: an entry about' apres audit show "$shown"

# What waits may leave yet; a private part that somebody dropped is not passed over.
apres mode approve >/dev/null || exit 99
mails ada
once 2>/dev/null || exit 99
python3 -c 'import sqlite3; db = sqlite3.connect("state/apres.db"); db.execute("DELETE FROM body WHERE idx = (SELECT max(idx) FROM entry WHERE type = ?)", ("decided",)); db.commit()' || exit 99
ok 'what is in flight is listed' says 1 'could not be exported' export_to --from 2026-11-24 flight
ok 'with its state' grep -q '"send-intent",.*,"mail","still in flight (waiting)' flight/missing.csv
ok 'so is what was dropped' grep -q '"decided",.*,"private part","missing, and no erasure is recorded' flight/missing.csv
ok 'it holds all the same' says 0 'flight: holds' verify --key kept.key flight

# A record that was changed is not given away.
cat >change.py <<'T'
import sqlite3
db = sqlite3.connect("state/apres.db")
db.execute("UPDATE entry SET pub = x'7b7d' WHERE idx = 3")
db.commit()
T
python3 change.py || exit 99
ok 'a record that was changed is not exported' says 78 'entry 3 was changed; see: apres audit verify' export_to changed
ok 'nothing of it' sh -c '! ls -d changed* 2>/dev/null'
done_testing
