#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What is read from a Maildir, what is not, and what is read only once.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

write_conf auto
ask() { mail "$1" "${2:-Your decision}" <<'T'; }
What was missing?
T
# figure NAME N: of the one mailbox, in apres status.
figure() { apres status --json | grep -q "\"$1\":$2[,}]"; }
replies() { [ "$(grep -rl '^In-Reply-To:' Out/new | wc -l)" -eq "$1" ]; }

ask early@mail.example | deliver Inbox 1.M1.mx
ask earlier@mail.example >"Inbox/cur/2.M2.mx:2,S"
ok 'the first start takes over what is there' once
ok 'it is counted as adopted' figure adopted 2
ok 'and not answered' replies 0
# As when a program that fetches mail begins anew: another name, and a line more.
sed 's/^Subject:/X-TUID: abc\n&/' Inbox/new/1.M1.mx >Inbox/new/3.M1.mx
ok 'it comes again as another file' once
ok 'and is known' figure adopted 3
ok 'and not answered' replies 0
MAIL_DATE='Fri, 20 Nov 2026 13:00:00 +0000' ask before@mail.example | deliver Inbox 4.M1.mx
ok 'mail from long before the first start comes late' once
ok 'it belongs to the time before' figure adopted 4
ask late@mail.example | sed '/^Received:/d' | deliver Inbox 1795528000.M1.mx
touch -d '2026-11-20 13:00:00' Inbox/new/1795528000.M1.mx
ok 'so does a file that is older than its name says' once
ok 'and is not answered' figure adopted 5

ask robin@mail.example | deliver Inbox 10.M1.mx
ask kim@mail.example >"Inbox/cur/11.M2.mx:2,S"
ok 'mail in new/ and in cur/ is read' once
ok 'and answered' replies 2
ok 'the answered mail stays and is flagged' test -e 'Inbox/cur/10.M1.mx:2,R'
ok 'beside the flags it had' test -e 'Inbox/cur/11.M2.mx:2,RS'
ok 'nothing is read twice' once
ok 'nothing is answered twice' replies 2
ok 'two were seen' figure seen 2

for flag in R T D; do
	ask "done-$flag@mail.example" >"Inbox/cur/2$flag.M1.mx:2,$flag"
done
once || exit 99
ok 'answered, deleted and draft mail is left alone' figure seen 2

cp 'Inbox/cur/10.M1.mx:2,R' Inbox/new/30.M1.mx
once || exit 99
ok 'the same bytes again are a duplicate' figure duplicate 1
sed 's/^Received: from mail.example/Received: from other.example/' 'Inbox/cur/10.M1.mx:2,R' >Inbox/new/31.M1.mx
once || exit 99
ok 'the same mail by another way too' figure duplicate 2
ok 'neither is answered' replies 2
sed 's/What was missing/What did I do wrong/' 'Inbox/cur/10.M1.mx:2,R' >Inbox/new/32.M1.mx
once || exit 99
ok 'other words under an old Message-ID are read by a person' says 0 'message-id-reused' apres review list --json

set_clock 2026-11-28T13:50:00Z
MAIL_DATE='Tue, 24 Nov 2026 13:00:00 +0000' ask old@mail.example | deliver Inbox 40.M1.mx
once || exit 99
set_clock 2026-11-24T13:50:00Z
ok 'mail beyond max-age is held' says 0 'too-old' apres review list --json
ok 'and not answered' replies 2

mkdir Inbox/cur/folder
mkfifo Inbox/new/pipe
ln -s /etc/hostname Inbox/new/link
: >Inbox/new/.hidden
ok 'folders, pipes, links and dot files are no mail' once
ok 'nothing came of them' figure seen 4
: >Inbox/new/50.M1.mx
ok 'an empty file is a mail that a person looks at' once
ok 'it is held' figure seen 5

ask lou@mail.example | deliver Inbox 60.M1.mx
mv Inbox Inbox.away
ok 'a vanished Maildir is named' says 75 'Inbox/new' once
mv Inbox.away Inbox
ok 'when it is back' once
ok 'its mail is answered' replies 3

rm -rf state Out/new/* Inbox
make_maildir Inbox
ask jo@mail.example | deliver Inbox 1795524000.M1.mx
ask may@mail.example | deliver Inbox 1795500000.M1.mx
ok 'with --backlog' apresd -c apres.conf --once --backlog 2026-11-24T12:00:00Z
ok 'younger mail is answered at the first start' replies 1
ok 'older mail is adopted' figure adopted 1

ask ann@mail.example | deliver Inbox 70.M1.mx
apresd -c apres.conf --once 2>log || exit 99
ok 'the log says that a mail was answered' has log 'mail [0-9]+: reply'
ok 'but not by whom, nor what was written' not grep -qE 'ann@|missing|decision' log
done_testing
