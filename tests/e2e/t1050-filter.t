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
# For the next filter: what was decided, and only by us.
mail ann@mail.example 'Your decision' 'x-apres-EFFECT: reply
X-Apres-Queue : default,
 folded
X-Apres-Loop: theirs' >ann.eml <<'T'
My lawyer will write to you.
T
passed() { apres filter --passthrough --sender ann@mail.example --recipient recruiting@contoso.example <"$1"; }
passed ann.eml >out.eml
ok 'what was decided stands on top' sh -c 'head -3 out.eml | tail -2 | tr "\n" " " | grep -q "^X-Apres-Effect: hold X-Apres-Queue: legal "'
ok 'what the mail said of it is gone' sh -c 'test "$(grep -ciE "^x-apres-(effect|queue)" out.eml)" -eq 2 && ! grep -q folded out.eml'
tail -n +4 out.eml >rest.eml
grep -viE '^x-apres-(effect|queue)|^ folded' ann.eml >want.eml
ok 'all else is as it was' diff want.eml rest.eml
sed 's/$/\r/; 1s/^/From ann@mail.example Tue Nov 24 13:00:00 2026\r\n/' ann.eml >crlf.eml
passed crlf.eml >out.eml
ok 'an mbox line stays in front' has out.eml '^From ann@'
ok 'lines end as they did' sh -c 'test "$(grep -c . out.eml)" -eq "$(grep -c "$(printf "\r")\$" out.eml)"'
passed max.eml >out.eml
ok 'a mail that is too large is whole' sh -c 'test "$(wc -c <out.eml)" -gt "$(wc -c <max.eml)"'
ok 'and known' has out.eml '^X-Apres-Effect: duplicate'
{ echo ' reply' && cat ann.eml; } >folded.eml
passed folded.eml >out.eml
ok 'no line of the mail is more of our word' sh -c 'sed "/^$/q" out.eml | grep . | grep -vc "^X-Apres-" | grep -qx 0'
ok 'and none is lost' sh -c 'sed "1,/^$/d" out.eml | diff folded.eml -'
printf '' >none.eml
passed none.eml >out.eml
ok 'nothing at all is held too' has out.eml '^X-Apres-Effect: hold'
ok 'nothing is handed on that was not taken' sh -c 'test -z "$(apres filter --passthrough --sender "a b" --recipient recruiting@contoso.example <ann.eml 2>/dev/null)"'
ok 'one output at a time' says 75 'leave one out' apres filter --passthrough --json --sender a@b.example --recipient recruiting@contoso.example

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
