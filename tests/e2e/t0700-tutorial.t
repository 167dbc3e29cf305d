#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every command of apres-tutorial(7), as it stands there, one after the other.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

# The clock of the machine: the letters arrive now.
unset APRES_TEST_NOW
cp -R "$top_srcdir/contrib" contrib
chmod -R u+w contrib
awk '/^\$ / { on = 1; sub(/^\$ /, "") } on { line = $0; more = sub(/\\e$/, "", line); printf "%s", line; if (!more) { print ""; on = 0 } }' \
	"$top_srcdir/man/apres-tutorial.7" >commands
ok 'there are commands' test "$(grep -c . commands)" -ge 30
while IFS= read -r command <&3; do
	n=$((n + 1))
	if eval "$command" >out 2>&1; then
		echo "ok $n - $command"
	else
		echo "not ok $n - $command"
		sed 's/^/# /' out
	fi
	case $command in
	'apres trial --since 3650d') cp out trial ;;
	'apres review list') cp out review ;;
	'apres outbox list') cp out outbox ;;
	'apres status') cp out status ;;
	esac
done 3<commands
ok 'the trial would have answered some' has trial '^11 mails · [1-9]'
ok 'an approved reply is on its way' has outbox 'kim@mail.example'
ok 'what a person must answer is left to one' has review 'max@mail.example .*legal-threat'
ok 'nothing else was written' sh -c 'test "$(ls | grep -vE "^(commands|contrib|out|trial|review|outbox|status)$")" = play'
done_testing
