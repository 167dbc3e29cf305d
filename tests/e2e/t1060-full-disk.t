#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The store cannot grow: mail stays, status says why, the filter says "later";
# with room again everything is answered.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

write_conf auto
replies() { [ "$(ls Out/new | wc -l)" -eq "$1" ]; }
once || exit 99
start_apresd || exit 99
mail robin@mail.example 'Your decision' >robin.eml <<'T'
What was missing?
T
if ! command -v prlimit >/dev/null; then
	skip 'a full disk' 'no prlimit'
	done_testing
	exit 0
fi
# A limit on the size of files stands for the full disk.
prlimit --pid "$daemon" --fsize=4096:unlimited || exit 99
deliver Inbox 1.M1.mx <robin.eml
ok 'status says that the store cannot be written' wait_for says 0 'the store cannot be written' apres status
ok 'the filter says: later' sh -c 'apres filter --sender robin@mail.example --recipient recruiting@contoso.example <robin.eml; [ $? -eq 75 ]'
ok 'the mail stays where it was' test -e Inbox/new/1.M1.mx
ok 'nothing was sent' replies 0
prlimit --pid "$daemon" --fsize=unlimited:unlimited || exit 99
ok 'with room again it is answered' wait_for replies 1
ok 'once' replies 1
ok 'and the trouble is over' wait_for not sh -c 'apres status | grep "cannot be written"'
done_testing
