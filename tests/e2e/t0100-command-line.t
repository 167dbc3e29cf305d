#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The command itself: help, version, what a wrong command line says.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

ok 'the version is printed' says 0 'apres 0.' apres --version
ok 'without a verb the verbs are listed' says 64 'config check' apres
ok 'help is no error' says 0 'config check' apres --help
ok 'an unknown verb names the nearest' says 64 "did you mean 'apres config check'?" apres confg check
ok 'half a verb names the whole ones' says 64 'config check ' apres config
ok 'asked for help it is not wrong' says 0 'policy replay ' apres policy --help
ok 'of these alone' not says 0 'config check' apres policy --help
ok 'a wrong second word is said, and what there is' says 64 "unknown verb 'audit what'; there are audit list, audit to, " apres audit what
ok 'an unknown option says how to get help' says 64 'apres config check --help' apres config check --nope
ok 'a superfluous argument is named' says 64 "unexpected argument 'x'" apres config check x
ok 'every verb has help' sh -c '
	apres --help | sed -n "s/^  \([a-z][a-z -]*[a-z]\)  .*/\1/p" >verbs
	test -s verbs || exit 1
	while read -r verb; do
		apres $verb --help >help </dev/null || { echo "$verb: $?"; exit 1; }
		grep -q "^usage: apres $verb " help || { cat help; exit 1; }
		grep -q -e --json help && grep -q "^Exit status: 0" help || { cat help; exit 1; }
	done <verbs'
ok 'every verb refuses an option that it does not know' sh -c '
	while read -r verb; do
		want=64
		[ "$verb" != filter ] || want=75
		apres $verb --no-such-option >out 2>&1 </dev/null
		got=$?
		[ $got -eq $want ] && grep -q "apres $verb --help" out || { echo "$verb: $got"; cat out; exit 1; }
	done <verbs'
ok 'a full disk is noticed' sh -c 'test -c /dev/full || exit 0; apres config list >/dev/full; test $? -eq 75'
ok 'no escape sequence when it is no terminal' sh -c 'TERM=xterm apres config list | grep -q "$(printf "\033")"; test $? -eq 1'
done_testing
