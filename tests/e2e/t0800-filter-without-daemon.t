#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# apres filter when apresd does not run, or nothing is as it should be: 75, always.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

write_conf
ok 'nobody listens: try again' says 75 "does not answer on '$work/state/socket'" \
	apres filter --sender a@mail.example --recipient recruiting@contoso.example
mkdir -p state
: >state/socket
ok 'a dead socket: try again' says 75 'does not answer' \
	apres filter --sender '' --recipient recruiting@contoso.example
ok 'a broken configuration must not bounce mail' says 75 'unknown key' sh -c '
	printf "[apres]\nsocke = x\n" >broken.conf
	apres -c broken.conf filter --sender a@mail.example --recipient b@contoso.example'
ok 'no configuration at all neither' says 75 'no-such.conf' \
	apres -c no-such.conf filter --sender a@mail.example --recipient b@contoso.example
ok 'a mail that is too large neither' sh -c '
	head -c 26214401 /dev/zero | apres filter --sender a@mail.example --recipient b@contoso.example
	test $? -eq 75'
ok 'nor a wrong command line' says 75 '--sender and --recipient are needed' apres filter
done_testing
