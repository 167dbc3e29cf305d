#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What the record proves: to those who keep checkpoints, to a stranger, and to nobody else.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

verifier=$top_srcdir/contrib/apres-verify
write_conf auto
sed -i 's/^\[apres\]$/&\ncheckpoints = Kept/' apres.conf
mkdir Kept
once || exit 99
for who in robin kim lou; do
	mail "$who@mail.example" 'Your decision' <<'T' | deliver Inbox "$who.M1.mx"
What was missing?
T
done
once || exit 99
newest=$(ls Kept | tail -n 1)
ok 'a checkpoint was taken out of the house' [ -s "Kept/$newest" ]
ok 'which is a note that says how many entries there are' \
	sh -c 'sed -n 2p "$1" | grep -qx "[1-9][0-9]*"' - "Kept/$newest"
ok 'the key is not for others' [ "$(stat -c %a state/log/key.pem)" = 600 ]
apres audit key >public.key || exit 99

ok 'the house alone proves little, and says so' says 3 'Consistent in itself' apres audit verify
ok 'with the checkpoint it proves all that it covers' says 0 'Nothing was changed or removed' \
	apres audit verify --checkpoint "Kept/$newest" --key public.key
ok 'as JSON' says 0 '"verdict":"proven"' apres audit verify --json --checkpoint "Kept/$newest"
for reply in Out/new/*; do echo 'From apres'; cat "$reply"; echo; done >replies.mbox
ok 'replies that were received are in the record' says 3 '3 receipts are in this record' apres audit verify --receipts replies.mbox
sed '/^X-Apres-Receipt:/,/^ [0-9a-f]/s/[0-9a-f]\{8\}$/00000000/' replies.mbox >forged.mbox
ok 'one that never was is not' says 2 'this receipt is not in this record: made up, of another record, or removed' apres audit verify --receipts forged.mbox
ok 'nor does it accuse a record that is proven' not says 2 'The record was changed' apres audit verify --checkpoint "Kept/$newest" --receipts forged.mbox
sed 's/^state = state/state = other/; /^checkpoints/d' apres.conf >other.conf
apresd -c other.conf --once || exit 99
apres -c other.conf audit key >other.key || exit 99
ok 'nor does the key of another installation' says 2 'this is not the key of this record' apres audit verify --key other.key
ok 'a file without any is no answer' says 2 'has no mail with the header X-Apres-Receipt' apres audit verify --receipts apres.conf
sed '2s/.*/1/' "Kept/$newest" >bad.checkpoint
ok 'a checkpoint that was changed is none' says 2 'bad.checkpoint' apres audit verify --checkpoint bad.checkpoint
ok 'nor is a file that is none' says 2 'no signed note' apres audit verify --checkpoint public.key
: >empty
ok 'nor is an empty one' says 2 'no signed note' apres audit verify --checkpoint empty
ok 'which is no key either' says 2 'no key of the form' apres audit verify --key empty
ok 'a key that is none' says 2 'no key of the form' apres audit verify --key nonsense

# What was said and sent is sealed with keys of their own.
decided=$(apres audit list | awk '$4 == "decided" || $5 == "decided" || $3 == "decided" { print $1; exit }')
ok 'the keys are not for others' [ "$(stat -c %a state/keys.db)" = 600 ]
ok 'what was written is read with the keys' says 0 'What was missing?' apres audit show "$decided"
ok 'each word with what it was read as, and by what' has .says '^feedback-request .*lang-en\.xml:'
sent_intent=$(apres audit list --json | sed -n 's/^{"index":\([0-9]*\),.*"send-intent".*/\1/p' | head -n 1)
ok 'a mail of ours is shown line by line' says 0 '   Auto-Submitted: auto-replied' apres audit show "$sent_intent"
ok 'and only with them' sh -c '! grep -q "What was missing" state/keys.db'
mv state/keys.db keys.away
ok 'without the keys it is said that they are missing' says 0 'unreadable: keys.db is missing' apres audit show "$decided"
ok 'which is no erasure, and nothing that verify would pass over' says 2 "keys.db' is missing; restore it" \
	apres audit verify --checkpoint "Kept/$newest"
ok 'a doctor sees it' says 2 'keys.db is missing' apres doctor
mv keys.away state/keys.db
ok 'with them all is well again' says 0 'Nothing was changed or removed' apres audit verify --checkpoint "Kept/$newest"

# They are lost for good: somebody says so, and it goes on.
ok 'as long as they are there nothing is lost' says 65 'nothing is lost' apres audit new-keys --by Ana --because test
ok 'who and why must be said' says 64 'say who and why' apres audit new-keys
cp -R state before && cp -R Kept kept.safe
mv state/keys.db keys.away
ok 'new keys are begun' says 0 'can never be read again' apres audit new-keys --by Ana --because 'the disk died'
ok 'who and why stand in the record' sh -c 'apres audit list --json | grep "\"type\":\"keys-lost\"" | grep Ana | grep -q "the disk died"'
ok 'what was sealed is shown as lost' says 0 'unreadable for good' apres audit show "$decided"
ok 'which is neither tampered nor fine' says 2 'were not erased, and nobody can say that they are' \
	apres audit verify --checkpoint "Kept/$newest"
ok 'as JSON' says 2 '"unopened":0,"lost":' apres audit verify --json
loss=$(apres audit list --json | sed -n 's/^{"index":\([0-9]*\),.*"keys-lost".*/\1/p')
ok 'who knows of the loss is told how to say so' says 2 "says so: --known-loss $loss." apres audit verify
ok 'and then hears what else there is to say' says 0 'Nothing was changed or removed' apres audit verify --known-loss "$loss" --checkpoint "Kept/$newest"
ok 'still with the loss' says 3 'can never be read again' apres audit verify --known-loss "$loss"
ok 'another entry is no loss' says 2 'Entry 1 is not the last to say that keys were lost' apres audit verify --known-loss 1
cp -R state lost.once
rm state/keys.db
apres audit new-keys --by Ana --because 'the next disk died' >/dev/null 2>&1
ok 'whoever knows the first loss does not know the second' says 2 "Entry $loss is not the last" apres audit verify --known-loss "$loss"
rm -rf state && mv lost.once state
mail ivo@mail.example 'Your decision' <<'T' | deliver Inbox ivo.M1.mx
What was missing?
T
ok 'and mail is answered again' once
ok 'what is written now can be read' sh -c 'apres audit list --to ivo@mail.example --json | grep -q decided'
ok 'whoever is forgotten then is forgotten' says 0 'erased: 1 mail' \
	apres person erase --basis asked --approver Ana ivo@mail.example
rm -rf state && mv before state
rm -f Inbox/*/ivo* Kept/checkpoint-* && cp kept.safe/* Kept/

# A stranger, with nothing but the key and the proof.
if command -v openssl >/dev/null; then
	last=$(($(sed -n 2p "Kept/$newest") - 1))
	for index in 0 1 "$last"; do
		apres audit prove "$index" >"proof.$index" || exit 99
		ok "a stranger is shown entry $index" says 0 "holds: entry $index of" python3 "$verifier" --key public.key "proof.$index"
	done
	ok 'no other entry is in the proof' [ "$(grep -o '"entry"' "proof.$last" | wc -l)" -eq 1 ]
	ok 'nor anybody'"'"'s address' sh -c '! base64 -d <"$1" 2>/dev/null | grep -q @' - "proof.$last"
	ok 'an entry that is not there' says 65 'there is no entry 9999' apres audit prove 9999
	cat >mutate.py <<'T'
import importlib.machinery, importlib.util, sys
loader = importlib.machinery.SourceFileLoader("verifier", sys.argv[1])
verifier = importlib.util.module_from_spec(importlib.util.spec_from_loader("verifier", loader))
loader.exec_module(verifier)
# The signature's own mathematics was tried above: here it holds for the one text that was signed.
signed = []
real = verifier.signature_holds
def remembered(key, signature, text):
    if not signed:
        assert real(key, signature, text)
        signed.append((key, signature, text))
    return (key, signature, text) == signed[0]
verifier.signature_holds = remembered
name, key = verifier.read_key(sys.argv[2])
good = open(sys.argv[3], "rb").read()
says = verifier.check(sys.argv[3], name, key)
others = range(256) if len(sys.argv) > 4 else b"\0\n \"+-,09=AZaz[]{}\\\x7f\x80\xff"
tried = survived = 0
for at, byte in enumerate(good):
    for other in {byte ^ 1 << bit for bit in range(8)} | set(others):
        if other == byte:
            continue
        tried += 1
        with open("mutant", "wb") as file:
            file.write(good[:at] + bytes([other]) + good[at + 1:])
        try:
            if verifier.check("mutant", name, key) != says:
                print("says something else: byte", at, "as", other)
                survived += 1
        except (verifier.Wrong, verifier.Unreadable):
            pass
print(len(good), "bytes,", tried, "mutants,", survived, "say something else")
sys.exit(survived > 0)
T
	ok 'a proof with any byte changed is refused, or says the same' \
		python3 mutate.py "$verifier" public.key "proof.$last" ${APRES_TEST_ALL:+all}
	ok 'nor does any beginning of one hold' python3 -c '
import importlib.machinery, importlib.util, sys
loader = importlib.machinery.SourceFileLoader("verifier", sys.argv[1])
verifier = importlib.util.module_from_spec(importlib.util.spec_from_loader("verifier", loader))
loader.exec_module(verifier)
verifier.signature_holds = lambda key, signature, text: True
name, key = verifier.read_key(sys.argv[2])
good = open(sys.argv[3], "rb").read()
for end in range(len(good.rstrip())):
    open("cut", "wb").write(good[:end])
    try:
        verifier.check("cut", name, key)
        sys.exit("%d bytes of %d hold" % (end, len(good)))
    except (verifier.Wrong, verifier.Unreadable):
        pass
' "$verifier" public.key "proof.$last"
	ok 'a key that was changed is unreadable' sh -c 'sed "s/A$/B/; t; s/.$/A/" public.key >other.key; python3 "$1" --key other.key "$2"; [ $? -ne 0 ]' - "$verifier" "proof.$last"
	openssl genpkey -algorithm ed25519 -outform DER 2>/dev/null | openssl pkey -inform DER -pubout -outform DER >other.der
	ok 'another key of the same name did not sign it' sh -c 'python3 -c "
import base64, hashlib, sys
name = open(\"public.key\").read().split(\"+\")[0]
raw = open(\"other.der\", \"rb\").read()[-32:]
mark = hashlib.sha256(name.encode() + b\"\\n\\x01\" + raw).hexdigest()[:8]
print(name + \"+\" + mark + \"+\" + base64.b64encode(b\"\\x01\" + raw).decode())
" >other.key && python3 "$1" --key other.key "$2" 2>&1 | grep -q "is not signed by"' - "$verifier" "proof.$last"
else
	skip 'a stranger' 'needs openssl'
fi

# A full disk left an empty public key.
cp state/log/public.key key.away
: >state/log/public.key
ok 'an empty public key is named, with what helps' says 78 "public.key' is empty; restore the folder 'log'" apres audit key
mail ada@mail.example 'Your decision' <<'T' | deliver Inbox ada.M1.mx
What was missing?
T
before=$(ls Out/new | wc -l)
ok 'apresd says so' says 75 "public.key' is empty; restore the folder 'log'" apresd -c apres.conf --once
ok 'and answers mail all the same' [ "$(ls Out/new | wc -l)" -eq $((before + 1)) ]
cp key.away state/log/public.key
once || exit 99
newest=$(ls Kept | tail -n 1)

# A file that is cut off is not less of a record: it is none.
python3 -c 'import sqlite3; sqlite3.connect("state/apres.db").execute("PRAGMA wal_checkpoint(TRUNCATE)")'
cp -R state whole
size=$(stat -c %s state/apres.db)
for left in 100 4096 $((size / 2)) $((size - 4096)); do
	truncate -s "$left" state/apres.db
	ok "a store of which $((left * 100 / size)) % are left is named, with what helps" says 2 'is damaged or cut off' \
		apres audit verify --checkpoint "Kept/$newest"
	rm -rf state && cp -R whole state
done
: >state/apres.db
ok 'an empty one, too' says 2 'is empty: restore a backup' apres audit verify
rm -rf state && cp -R whole state
dd if=/dev/zero of=state/apres.db bs=1 count=16 conv=notrunc 2>/dev/null
ok 'and one that is none' says 2 'is damaged or cut off' apres audit verify
rm -rf state && mv whole state

# Somebody restores last week's store.
cp -R state/apres.db old.db
mail max@mail.example 'Your decision' <<'T' | deliver Inbox max.M1.mx
What was missing?
T
once || exit 99
newest=$(ls Kept | tail -n 1)
rm -f state/apres.db-wal state/apres.db-shm
cp old.db state/apres.db
ok 'a store that was set back is found by the checkpoint outside' says 1 'its end was cut off' \
	apres audit verify --checkpoint "Kept/$newest"
ok 'and gets no signature' says 75 'does not go on from its last checkpoint' apresd -c apres.conf --once
done_testing
