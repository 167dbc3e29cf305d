#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What is proposed lies in the mail program; moved to Send it is sent, moved to Mine a person answers.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

desk=$work/Inbox/.Apres
files() { find "$desk.$1/new" "$desk.$1/cur" -type f 2>/dev/null; }
# move FROM TO: what a mail program does, under a name of its own.
move() {
	mv "$(files "$1" | head -1)" "$desk.$2/cur/moved.$$.$(date +%N):2,S"
}
ask() { mail "$1@mail.example" 'Re: Your application' | deliver Inbox "$1"; }

write_conf approve "desk = Inbox/.Apres"
chmod 2770 Inbox/new
umask 077
once >/dev/null 2>&1
ok 'nothing is made before there is something to approve' test ! -e "$desk.Send"
printf 'Dear team,\n\nwhat was missing?\n' | ask bo
once 2>/dev/null
ok 'a proposal lies in To-approve' count 1 files To-approve
body "$(files To-approve)" >text
ok 'which says what to do' has text '^Move this message to Apres/Send'
ok 'and what comes of doing nothing' has text 'ana@contoso.example owes an answer by '
ok 'holds the reply' has text 'We cannot disclose specifics'
ok 'and to whom' has text '^To: bo@mail.example'
ok 'and why' has text '^Rule:     no-feedback: No feedback to external candidates'
ok 'and what it answers' has text '^> what was missing\?'
ok 'the folders to move it to are there' test -d "$desk.Send/cur" -a -d "$desk.Mine/cur"
ok 'as accessible as the mailbox' sh -c 'test "$(stat -c %a "$0.Send/new" "$0.Send" "$0.Mine/cur" | sort -u)" = 2770' "$desk"
ok 'like what lies in them' sh -c 'test "$(stat -c %a "$1")" = 660' sh "$(files To-approve)"
once 2>/dev/null
ok 'it is put there once' count 1 files To-approve
ok 'nothing is sent' count 0 find Out/new -type f

move To-approve Send
once 2>/dev/null
ok 'moved to Send it is sent' count 1 find Out/new -type f
ok 'to who asked' grep -q '^To: bo@mail.example' -r Out/new
ok 'the message has done its service' count 0 files Send
ok 'who approved is recorded' says 0 'mailbox recruiting' apres audit list
echo 'What was missing?' | ask cy
once 2>/dev/null
move To-approve Mine
once 2>/dev/null
ok 'moved to Mine nothing is sent' count 1 find Out/new -type f
ok 'the message is gone' count 0 files Mine
ok 'and a person owes an answer' says 0 'cy@mail.example' apres review list

echo 'What was missing?' | ask di
once 2>/dev/null
cp "$(files To-approve)" kept
apres review approve 3 >/dev/null
once 2>/dev/null
ok 'approved elsewhere it goes' count 0 files To-approve
ok 'and is sent' count 2 find Out/new -type f
mv kept "$desk.Mine/cur/late"
once 2>/dev/null
ok 'taken to answer when it is gone, it says so' has "$(files To-approve)" '^Subject: Not stopped: to di@mail.example'
rm -f "$(files To-approve)"

echo 'What was missing?' | ask ed
once 2>/dev/null
cp "$(files To-approve)" kept
apres review reject 4 >/dev/null
once 2>/dev/null
ok 'rejected elsewhere it goes' count 0 files To-approve
cp kept "$desk.Send/new/late"
once 2>/dev/null
ok 'sent too late it is not sent' count 2 find Out/new -type f
ok 'and says so' has "$(files To-approve)" '^Subject: Not sent: to ed@mail.example'
ok 'with the reason' grep -q 'withdrawn meanwhile' "$(files To-approve)"
once 2>/dev/null
ok 'until somebody has read it' count 1 files To-approve
rm -f "$(files To-approve)"

echo 'What was missing?' | ask fy
once 2>/dev/null
sed 's/We cannot disclose specifics/Here is what was wrong/' "$(files To-approve)" >"$desk.Send/new/edited"
sed -i 's/^ <apres\../ <apres.x/' "$desk.Send/new/edited"
once >log 2>&1
ok 'a message that is not ours is left alone' test -f "$desk.Send/new/edited"
ok 'and said' has log 'is no proposal of ours'
ok 'nothing is sent for it' count 2 find Out/new -type f
rm -f "$desk.Send/new/edited"
: >"$desk.Send/new/empty"
printf 'X-Apres-Reply: 5\nMessage-ID: <>\n\n' >"$desk.Mine/new/bare"
printf 'X-Apres-Reply: 99999999999999999999\nMessage-ID: <x>\n\n' >"$desk.Mine/new/huge"
mkdir "$desk.Mine/new/folder"
ok 'neither is rubbish' once
ok 'nor does it stay waiting' count 1 files To-approve
rm -rf "$desk.Send/new/empty" "$desk.Mine/new"/*

cp "$(files To-approve)" "$desk.Send/cur/deleted:2,ST"
once 2>/dev/null
ok 'what was deleted from Send again is not sent' count 2 find Out/new -type f
rm -f "$desk.Send/cur/deleted:2,ST"

echo 'What was missing?' | ask fred
once 2>/dev/null
fred=$(grep -l '^To: fred@' -r "$desk.To-approve")
sed '/^Move it to/s/$/ Dear Fred, let me explain./; s/We cannot disclose specifics/Here is what was wrong/' "$fred" >"$desk.Send/cur/changed:2,S"
rm "$fred"
once 2>/dev/null
ok 'a message that was changed is not sent' count 2 find Out/new -type f
ok 'neither the changed words nor the old ones' says 0 'fred@mail.example' apres review list
ok 'and says so' grep -q 'The message was changed' -r "$desk.To-approve"
rm -f "$(grep -l '^Subject: Not sent' -r "$desk.To-approve")"

echo 'What was missing?' | ask flo
once 2>/dev/null
cp "$(grep -l '^To: flo@' -r "$desk.To-approve")" "$desk.Send/cur/copied"
mv "$(grep -l '^To: flo@' -r "$desk.To-approve")" "$desk.Mine/cur/moved"
once 2>/dev/null
ok 'in Send and in Mine, it is a person'\''s' count 2 find Out/new -type f
rm -f "$(grep -l '^Subject: Not sent' -r "$desk.To-approve")"

echo 'What was missing?' | ask fran
once 2>/dev/null

apres pause >/dev/null
apres review approve 8 >/dev/null
mv "$(grep -l '^To: fran@' -r "$desk.To-approve")" "$desk.Mine/cur/moved"
once 2>/dev/null
apres resume >/dev/null
once 2>/dev/null
ok 'approved elsewhere and not gone, Mine stops it' count 2 find Out/new -type f

rm -r "$desk.Mine/new"
set_clock 2026-11-27T13:50:00Z
move To-approve Send
once 2>/dev/null
mkdir "$desk.Mine/new"
ok 'after two days it is not sent' count 2 grep -rl '^In-Reply-To:' Out/new
ok 'and a message says why' grep -q 'more than 48 hours ago' -r "$desk.To-approve"
ok 'the new one waits beside it' grep -lq '^X-Apres-Reply:' -r "$desk.To-approve"
rm -f "$(grep -l '^Subject: Not sent' -r "$desk.To-approve")"
move To-approve Send
once 2>/dev/null
ok 'and is sent when it is approved' count 3 grep -rl '^In-Reply-To:' Out/new

echo 'What was missing?' | MAIL_DATE='Fri, 27 Nov 2026 13:00:00 +0000' mail gus@mail.example 'Re: Your application' | deliver Inbox gus
start_apresd
ok 'a running daemon puts it there' wait_for count 1 files To-approve
move To-approve Send
ok 'and sees it moved at once' wait_for count 4 grep -rl '^In-Reply-To:' Out/new
cp kept Inbox/new/stray
ok 'a proposal that strays into the mailbox is passed over' wait_for sh -c 'apres status --json | grep -q "\"silent\":1"'
stop_apresd

sed -i 's#^desk = .*#desk = Desk/Apres#' apres.conf
echo 'What was missing?' | MAIL_DATE='Fri, 27 Nov 2026 13:00:00 +0000' mail hal@mail.example 'Re: Your application' | deliver Inbox hal
once 2>/dev/null
ok 'folders within folders, where the mail program has them so' test -d Desk/Apres/To-approve/new
sed -i 's#^desk = .*#desk = Inbox#' apres.conf
ok 'the mailbox itself is no desk' says 78 'is a folder that is read' apres config check
done_testing
