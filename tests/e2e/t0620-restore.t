#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A store that was put back from a backup sends nothing by itself.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

write_policy
sed -i 's/wait="0min"/wait="30min"/' policy.xml
write_conf auto
sed -i 's/^\[apres\]$/&\ncheckpoints = Kept/' apres.conf
mkdir Kept
sent() { find Out/new -type f | wc -l; }
once 2>>log || exit 99
mail robin@mail.example 'Your decision' <<'T' | deliver Inbox robin.M1.mx
What was missing?
T
once 2>>log || exit 99
ok 'a reply waits when the backup is made' [ "$(sent)" -eq 0 ]
cp -R state backup
set_clock 2026-11-24T15:00:00Z
once 2>>log || exit 99
ok 'and leaves afterwards' [ "$(sent)" -eq 1 ]

# All of the state folder, with what was signed: only the checkpoint outside knows.
rm -rf state && cp -R backup state
once 2>restored || exit 99
ok 'a restored store does not send it again' [ "$(sent)" -eq 1 ]
ok 'and says why' has restored 'an older store was put back\.  No reply is sent'
ok 'status says so' says 0 'an older store was put back' apres status
ok 'it is in the record' sh -c 'apres audit list --json | grep "\"type\":\"pause\"" | grep -q "put back"'
set_clock 2026-11-24T16:00:00Z
once 2>>log
ok 'it stays so' [ "$(sent)" -eq 1 ]
apres outbox cancel 1 >/dev/null || exit 99
ok 'a person looks, cancels what has left, and resumes' apres resume
mail kim@mail.example 'Your decision' <<'T' | deliver Inbox kim.M1.mx
What was missing?
T
once 2>>log
set_clock 2026-11-24T17:00:00Z
once 2>after
ok 'from then on replies leave' [ "$(sent)" -eq 2 ]
ok 'the same is not noticed twice' not has after 'was put back'

# Only the database: what was signed last lies beside it.
sed -i '/^checkpoints/d' apres.conf
mv state later && cp -R backup state && rm -r state/log && cp -R later/log state/log
once 2>restored
ok 'nobody signs such a store' [ $? -ne 0 ]
ok 'the signer knows, too' has restored 'an older store was put back'
ok 'and nothing is sent' [ "$(sent)" -eq 2 ]

# What lies outside is evidence: it is not written over.
sed -i 's/^\[apres\]$/&\ncheckpoints = Kept/' apres.conf
rm -rf state Kept/* && cp -R backup state
once 2>>log
newest=$(ls Kept | tail -n 1)
rm -rf state && cp -R backup state
printf 'another\n' >"Kept/$newest"
once 2>over
ok 'a checkpoint that is there stays as it is' [ "$(cat "Kept/$newest")" = another ]
ok 'which is said' has over 'is there already'

# A fresh beginning is no restored store.
rm -rf state Kept/*
once 2>fresh || exit 99
ok 'a new store is not taken for an old one' not has fresh 'put back'

# Once more all of it, and then there are two histories.
mail lou@mail.example 'Your decision' <<'T' | deliver Inbox lou.M1.mx
What was missing?
T
once 2>>log || exit 99
rm -rf backup && cp -R state backup
rm -f Out/new/*
mail max@mail.example 'Your decision' <<'T' | deliver Inbox max.M1.mx
What was missing?
T
once 2>>log || exit 99
set_clock 2026-11-24T18:00:00Z
once 2>>log || exit 99
lost=Kept/$(ls Kept | tail -n 1)
cp "$(grep -l 'max@mail.example' Out/new/*)" max.eml
rm -rf state && cp -R backup state
once 2>>log
ok 'as long as little was written, its end seems to be cut off' says 1 'its end was cut off' apres audit verify --checkpoint "$lost"
ok 'a reply that left in the lost one is ours, and unknown' says 1 'is ours, and nothing in the log says that it was sent' \
	apres audit verify --receipts max.eml
ok 'which is said in words' says 1 'an older copy was put back after they' apres audit verify --receipts max.eml
i=0
while [ "$i" -lt 20 ]; do
	i=$((i + 1))
	apres pause --company contoso >>log && apres resume --company contoso >>log
done
once 2>>log
ok 'then there are two histories, and it is said where they part' says 1 "Two histories: fork at size $(sed -n 2p "$lost")" \
	apres audit verify --checkpoint "$lost"
all=
for kept in Kept/*; do all="$all --checkpoint $kept"; done
# shellcheck disable=SC2086 # words
ok 'the more checkpoints were kept, the closer' says 1 "they are the same)" apres audit verify $all
# shellcheck disable=SC2086
ok 'as JSON' says 1 '"fork":{"same":' apres audit verify --json $all
ok 'the house alone does not know' says 3 'Consistent in itself' apres audit verify
done_testing
