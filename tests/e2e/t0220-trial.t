#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# apres trial: a month of a mailbox, decided at once; nothing is stored, sent or touched.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

# arrive NAME DATE: the mail on standard input came then.
arrive() {
	deliver Inbox "$1" && touch -d "$2" "Inbox/new/$1"
}
# at DATE FROM [HEADER]: what is on standard input, written then.
at() {
	date=$(date -u -d "$1" '+%a, %d %b %Y %H:%M:%S +0000')
	MAIL_DATE=$date mail "$2" 'Re: Your application' "${3:-}"
}
write_policy '<limits per-candidate="1/30d"/>'
write_conf shadow
echo 'What was missing?' | at '2026-11-20 10:00' bo@mail.example | arrive 1 '2026-11-20 10:00'
echo 'Any news about my application?' | at '2026-11-20 11:00' bo@mail.example | arrive 2 '2026-11-20 11:00'
printf 'What was missing?\n\nThe moon is made of cheese, says my lawyer.\n' | at '2026-11-21 11:00' cy@mail.example | arrive 3 '2026-11-21 11:00'
for k in 4 5; do
	printf 'What was missing?\n\nZorgle the fnord quuxwise.\n' | at "2026-11-22 1$k:00" "d$k@mail.example" | arrive "$k" "2026-11-22 1$k:00"
done
printf 'How did I do?\n' | at '2026-11-23 09:00' lee@contoso.example \
	'Authentication-Results: mx.contoso.example; dmarc=pass header.from=contoso.example' | arrive 6 '2026-11-23 09:00'
echo 'What was missing?' | at '2026-09-01 10:00' old@mail.example | arrive 7 '2026-09-01 10:00'
# Restored from a backup: the file is young, the mail is not.
echo 'What was missing?' | at '2026-09-01 10:00' older@mail.example | arrive 8 '2026-11-23 10:00'
find Inbox | sort >before

ok 'it counts what came in 30 days' says 0 '6 mails · 2 would have been answered · 0 need nothing · 4 for a person · 1 debrief opened' apres trial
apres trial >screen
ok 'and lists what would have been answered' has screen '^20 Nov 10:00 +bo@mail.example +Re: Your application +no-feedback'
ok 'an employee too' has screen 'lee@contoso.example .*internal-debrief'
ok 'nobody is answered oftener than the policy allows' has screen '^1 +limit '
write_policy '<limits per-candidate="2/30d"/>'
ok 'which may be twice' says 0 '6 mails · 3 would have been answered' apres trial
write_policy '<limits per-candidate="1/30d"/>'
ok 'a class is a reason' has screen '^1 +legal-threat *$'
ok 'so is a sentence that nothing accounts for' has screen '^2 +unexplained '
ok 'which is told, with its number' has screen '^2 +zorgle the fnord quuxwise'
ok 'what else is held does not ask for words' not has screen 'moon is made of cheese'
ok 'replies can be read, all of them' says 0 '1 of 2 · 20 Nov 10:00 · no-feedback' apres trial --replies
ok 'below what they answer' says 0 '   > What was missing?' apres trial --replies
ok 'in the words of the company' says 0 'We cannot disclose specifics' apres trial --replies
ok 'less time, less mail' says 0 '1 mail ·' apres trial --since 36h
ok 'more time, more mail' says 0 '8 mails ·' apres trial --since 90d
ok 'as JSON' sh -c 'apres trial --json | tail -1 | grep -q "\"mails\":6,\"outside\":0,\"replies\":2,\"silences\":0,\"holds\":4,\"again\":1,\"debriefs\":1"'
ok 'a reply a line' count 3 apres trial --json
ok 'the mailbox is untouched' sh -c 'find Inbox | sort | diff before -'
ok 'and nothing is stored' test ! -e state
cp -R Inbox Copy
rm -f Copy/new/[23456]
ok 'a copy may be tried instead' says 0 '0 mails ·' apres trial --since 1d Copy
ok 'what is not there is said' says 75 'nowhere/new' apres trial nowhere
ok 'a bare number is no time' says 64 "--since '30': write 30d, 12h" apres trial --since 30
ok 'a time that is none too' says 64 "--since 'soon'" apres trial --since soon

# A recruiter's own mailbox: only what answers a mail of hers is read.
make_maildir Sent
mail recruiting@contoso.example 'Your application' </dev/null |
	sed 's/^To:.*/To: eve@mail.example/' >Sent/cur/1:2,S
id=$(sed -n 's/^Message-ID: //p' Sent/cur/1:2,S)
write_conf shadow "sent = Sent
scope = candidates
careers = no"
echo 'What was missing?' | at '2026-11-24 10:00' eve@mail.example "In-Reply-To: $id" | arrive 9 '2026-11-24 10:00'
ok 'out of scope is not read' says 0 '1 mail · 1 would have been answered' apres trial
ok 'and counted' says 0 "7 more are no candidates' mail: not read" apres trial
echo 'What was missing?' | at '2026-11-24 11:00' eve@work.example "In-Reply-To: $id" | arrive 10 '2026-11-24 11:00'
apres trial >screen
ok 'what may be from another is for a person' has screen '^1 +other-sender'
ok 'no folder is left behind' sh -c 'TMPDIR=$PWD apres trial >/dev/null; test -z "$(ls -d apres-trial-* 2>/dev/null)"'
done_testing
