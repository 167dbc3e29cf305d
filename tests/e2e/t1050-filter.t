#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# apres filter as a client of apresd: accepted means committed.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

write_conf auto
replies() { [ "$(ls Out/new | wc -l)" -eq "$1" ]; }
figure() { apres status --json | grep -q "\"$1\":$2[,}]"; }
filter() { apres filter --sender "$1" --recipient "$2"; }
mail robin@mail.example 'Your decision' >robin.eml <<'T'
What was missing?
T
start_apresd || exit 99
ok 'a mail is taken' sh -c 'apres filter --sender robin@mail.example --recipient recruiting@contoso.example <robin.eml'
ok 'it is recorded when the filter ends' figure seen 1
ok 'and answered' wait_for replies 1
ok 'the same again is taken' sh -c 'apres filter --sender robin@mail.example --recipient recruiting@contoso.example <robin.eml'
deliver Inbox 1.M1.mx <robin.eml
ok 'and its copy in the Maildir is a duplicate' wait_for figure duplicate 1
ok 'one reply in all' replies 1
mail kim@mail.example 'Your decision' >kim.eml <<'T'
What was missing?
T
ok 'a bounce is taken' sh -c 'apres filter --sender "" --recipient recruiting@contoso.example <kim.eml'
ok 'and not answered' wait_for figure silent 1
ok 'for an address that is none of ours it says: later' says 75 'no [mailbox] has the address' apres filter --sender a@b.example --recipient nobody@contoso.example
ok 'for a sender that is none it says: later' says 75 'not a mail address' apres filter --sender 'a b' --recipient recruiting@contoso.example
mail max@mail.example 'Your decision' >max.eml </dev/null
head -c 26214401 /dev/zero | tr '\0' x >>max.eml
ok 'a mail that is too large is taken' sh -c 'apres filter --sender max@mail.example --recipient recruiting@contoso.example <max.eml'
ok 'and a person reads it' says 0 '"candidate":"max@mail.example"' apres review list --json
APRES_TEST_CRASH_AT=before-commit
export APRES_TEST_CRASH_AT
stop_apresd
start_apresd || exit 99
unset APRES_TEST_CRASH_AT
mail lou@mail.example 'Your decision' >lou.eml <<'T'
What was missing?
T
ok 'if apresd dies before the commit, the filter says: later' sh -c 'apres filter --sender lou@mail.example --recipient recruiting@contoso.example <lou.eml; [ $? -eq 75 ]'
wait "$daemon" 2>/dev/null
daemon=
ok 'and nothing is recorded' not grep -q lou@mail.example state/apres.db
ok 'without apresd too' sh -c 'apres filter --sender lou@mail.example --recipient recruiting@contoso.example <lou.eml; [ $? -eq 75 ]'
done_testing
