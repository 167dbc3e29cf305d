#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Two recruiters and a careers mailbox, whose files are named and moved by programs that
# fetch mail (mbsync, offlineimap): each mail is read once, and answered once.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

for box in Dana Ben DanaSent BenSent; do
	make_maildir "$box"
done
write_conf auto '
[mailbox dana]
address = dana@contoso.example
maildir = Dana
sent = DanaSent
scope = candidates
[mailbox ben]
address = ben@contoso.example
maildir = Ben
sent = BenSent
scope = candidates'
sed -i 's/^address = recruiting@/address = careers@/' apres.conf
once || exit 99
# figure MAILBOX NAME N
figure() { apres status --json | grep -o "\"mailbox\":\"$1\"[^}]*" | grep -q "\"$2\":$3\\(,\\|\$\\)"; }
# replies TO N
replies() { [ "$(grep -l "^To:.*$1" Out/new/* 2>/dev/null | wc -l)" -eq "$2" ]; }
# letter FROM TO ID [LINE]: what a recruiter sends.
letter() {
	printf 'From: %s@contoso.example\nTo: %s\nSubject: Your application\nMessage-ID: <%s@contoso.example>\n' "$1" "$2" "$3"
	[ -z "${4:-}" ] || printf '%s\n' "$4"
	printf '\nThank you for coming.\n'
}
# answer FROM TO [LINES]: what comes back; mail() writes To: recruiting@.
answer() { echo "${TEXT:-What was missing?}" | mail "$1" 'Re: Your application' "$3" | sed "s/^To:.*/To: $2/"; }
both='dana@contoso.example, ben@contoso.example'

letter dana robin@mail.example l1 'Cc: ben@contoso.example' >'DanaSent/cur/1795528000.4711_1.host,U=1:2,S'
answer robin@mail.example "$both" 'In-Reply-To: <l1@contoso.example>' >robin.eml
cp robin.eml 'Dana/new/1795528100.4711_2.host,U=1:2,'
sed 's/by mx.contoso.example;/& for ben;/' robin.eml >'Ben/cur/1795528101.4712_1.host,U=1:2,S'
answer bo@contoso.example "$both" 'In-Reply-To: <l1@contoso.example>' >bo.eml
cp bo.eml 'Dana/new/1795528102.4711_3.host,U=2:2,'
cp bo.eml 'Ben/new/1795528102.4712_2.host,U=2:2,'
once || exit 99
ok 'what two recruiters get is recorded once' sh -c 'apres status --json | grep -o "\"seen\":1[,}]" | grep -c . | grep -qx 1'
ok 'and is a duplicate once' sh -c 'apres status --json | grep -o "\"duplicate\":1[,}]" | grep -c . | grep -qx 1'
ok 'it is answered once' replies robin@mail.example 1
ok 'a colleague'\''s copy is out of scope for the one' figure dana out_of_scope 1
ok 'and for the other' figure ben out_of_scope 1

letter ben kim@mail.example l2 >'BenSent/cur/1795528200.4712_3.host,U=1:2,S'
answer kim@mail.example dana@contoso.example 'In-Reply-To: <l2@contoso.example>' >'Dana/new/1795528201.4711_4.host,U=3:2,'
once || exit 99
ok 'a letter of one is known to the other' replies kim@mail.example 1

answer lou@mail.example careers@contoso.example 'Cc: dana@contoso.example' >lou.eml
cp lou.eml Inbox/new/1795528300.M1.mx
cp lou.eml 'Dana/new/1795528301.4711_5.host,U=4:2,'
once || exit 99
ok 'what the careers mailbox gets too is answered once' replies lou@mail.example 1
duplicates() { [ "$(apres status --json | grep -o '"duplicate":[0-9]*' | awk -F: '{ n += $2 } END { print n }')" -eq "$1" ]; }
ok 'and is a duplicate for one of them' duplicates 2

# ---- an answer is fetched before the letter
answer joe@mail.example dana@contoso.example 'In-Reply-To: <l9@contoso.example>' >'Dana/new/1795528310.4711_7.host,U=30:2,'
once || exit 99
ok 'an answer to what nobody is known to have sent is out of scope' figure dana out_of_scope 2
letter dana joe@mail.example l9 >'DanaSent/new/1795528311.4711_8.host,U=30:2,'
once || exit 99
ok 'when the letter is there it is answered' replies joe@mail.example 1
ok 'and no longer out of scope' figure dana out_of_scope 1
start_apresd || exit 99
answer sam@mail.example dana@contoso.example 'In-Reply-To: <l8@contoso.example>' | deliver Dana '1795528312.4711_9.host,U=31:2,'
ok 'the same while apresd runs' wait_for figure dana out_of_scope 2
letter dana sam@mail.example l8 | deliver DanaSent '1795528313.4711_10.host,U=31:2,'
ok 'which answers then' wait_for replies sam@mail.example 1
ok 'and counts it as seen' figure dana out_of_scope 1
stop_apresd

# ---- names and folders that other programs choose
md5=7e33429f656f1e6e9d79b29c3f82c57e
letter dana ann@mail.example l3 >"DanaSent/cur/1795528400_0.99.host,U=2,FMD5=$md5:2,S"
answer ann@mail.example dana@contoso.example 'In-Reply-To: <l3@contoso.example>
X-TUID: 0o9LPaTfbZXq' >'Dana/cur/1795528401.4711_6.host,U=5:2,S'
letter dana eve@mail.example l4 >"DanaSent/cur/1795528402_1.99.host,U=3,FMD5=$md5:2,S"
answer eve@mail.example dana@contoso.example 'In-Reply-To: <l4@contoso.example>' >"Dana/cur/1795528403_2.99.host,U=6,FMD5=$md5:2,"
for flags in RS ST DS; do
	answer "done-$flags@mail.example" dana@contoso.example 'In-Reply-To: <l4@contoso.example>' >"Dana/cur/1795528404.4711_$flags.host,U=9$flags:2,$flags"
done
once || exit 99
ok 'mail that mbsync puts into cur/ is answered' replies ann@mail.example 1
ok 'mail that offlineimap puts there is' replies eve@mail.example 1
ok 'it is flagged under the name it has' test -e 'Dana/cur/1795528401.4711_6.host,U=5:2,RS'
ok 'so is the other' test -e "Dana/cur/1795528403_2.99.host,U=6,FMD5=$md5:2,R"
ok 'what is answered, thrown away or a draft is left alone' replies done- 0

# The provider numbers its mail anew: every file gets another name.
seen=$(apres status --json | grep -o '"mailbox":"dana"[^}]*' | grep -o '"seen":[0-9]*' | cut -d: -f2)
for file in Dana/cur/*,U=* DanaSent/cur/*,U=*; do
	mv "$file" "$(printf '%s' "$file" | sed 's/,U=\([0-9]*\)/,U=77\1/')"
done
ls Out/new >before
once || exit 99
ok 'renumbered mail is not answered again' sh -c 'ls Out/new | diff before -'
ok 'nor seen as new' figure dana seen "$seen"

# ... also between the decision and the reply.
sed -i 's/wait="0min"/wait="30min"/' policy.xml
letter dana may@mail.example l5 >'DanaSent/new/1795528500.4711_8.host,U=100:2,'
answer may@mail.example dana@contoso.example 'In-Reply-To: <l5@contoso.example>' >'Dana/new/1795528501.4711_9.host,U=101:2,'
once || exit 99
mv 'Dana/new/1795528501.4711_9.host,U=101:2,' 'Dana/cur/1795528501.4711_9.host,U=202:2,S'
set_clock 2026-11-24T14:30:00Z
once || exit 99
ok 'a mail that is renumbered while its reply waits is answered once' replies may@mail.example 1
ok 'and flagged under its new name' test -e 'Dana/cur/1795528501.4711_9.host,U=202:2,RS'
done_testing
