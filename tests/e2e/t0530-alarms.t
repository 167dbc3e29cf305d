#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What goes wrong without a noise is told by status, digest and doctor, with what to do.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

write_conf auto
sed -i 's/00:00 23:59/09:00 17:00/; s/ sat sun//' policy.xml
sed -i 's/^default-mode/digest = 08:00\n&/' apres.conf
silent() { apres status | grep -q "alarm: mailbox 'recruiting': no mail since"; }
digests() { grep -l '^Subject: apres: ' Out/new/* 2>/dev/null; }
last() { body "$(ls -t $(digests) | head -1)"; }
# day DATE: a mail of a newsletter at noon, which nobody needs to answer.
day() {
	set_clock "$1T12:00:00Z"
	MAIL_DATE=$(date -u -d "$1 12:00" '+%a, %d %b %Y %H:%M:%S +0000')
	mail "news@shop.example" "News of $1" 'List-Id: <news.shop.example>' <<-'T' | deliver Inbox "$1"
		Ten new bicycles.
	T
	once 2>>apresd.log
}
set_clock 2026-11-09T08:00:00Z
once 2>>apresd.log
for date in 2026-11-09 2026-11-10 2026-11-11 2026-11-12 2026-11-13 2026-11-16 2026-11-17 2026-11-18 2026-11-19; do
	day "$date"
done
set_clock 2027-01-11T07:00:00Z
ok 'nothing is said of a young mailbox' not silent
day 2026-11-20
set_clock 2026-11-25T11:00:00Z
ok 'nor of a pause that is not unusual' not silent
once 2>>apresd.log
rm -f Out/new/*
set_clock 2026-11-26T07:00:00Z
ok 'but of one three times as long as the longest' silent
ok 'in working hours' says 0 'no mail since Fri 20 Nov 12:00, for 29.0 working hours; the longest pause of the 30 days before was 8.0; remedy: send a mail there' apres status
ok 'as JSON' sh -c 'apres status --json | tr -d " \n" | grep -q "\"alarms\":\[{\"kind\":\"silence\",\"what\":\"mailbox"'
ok 'doctor warns' sh -c "apres doctor | grep -q \"^warning  alarms .*no mail since Fri 20 Nov 12:00.*remedy: send a mail\""
set_clock 2026-11-26T08:00:00Z
once 2>>apresd.log
ok 'the digest comes though nothing else waits' count 1 digests
ok 'to the owner of the default queue' grep -q '^To: ana@contoso.example' $(digests)
ok 'the subject counts' grep -q '^Subject: apres: 1 alarm$' $(digests)
last >text
ok 'it says what is wrong' has text "mailbox 'recruiting': no mail since Fri 20 Nov 12:00"
ok 'and what to do' has text 'To do: send a mail there'
day 2026-11-26
ok 'with the next mail it is over' not silent
ok 'for doctor, too' sh -c "apres doctor | grep -q '^good     alarms '"
set_clock 2026-11-27T08:00:00Z
rm -f Out/new/*
once 2>>apresd.log
ok 'and no digest comes' count 0 digests

cat >pack.xml <<'XML'
<policy xmlns="urn:x-apres:policy:1" kind="pack" id="local" xml:lang="en" reviewed="2025-01-01" by="Counsel" review-by="2026-06-30"/>
XML
sed -i 's,<company ,<use pack="pack.xml"/><company ,' policy.xml
ok 'a pack past its review' says 0 "alarm: company 'contoso': pack 'local' was to be reviewed by 2026-06-30; remedy: have counsel" apres status

# with a store on a disk of its own, which only this process sees
mkdir Small
if unshare -rm mount -t tmpfs none Small 2>/dev/null; then
	cp -r state Kept
	sed -i 's/^state = .*/state = Small/' apres.conf
	on() {
		unshare -rm sh -c 'mount -t tmpfs -o "$1" none Small && cp -r Kept/. Small && apres status' sh "$1" </dev/null
	}
	ok 'little room for the store' says 0 "alarm: the store in $work/Small: only" on size=500m
	ok 'none' says 0 "alarm: the store in $work/Small: " on size=50m
	ok 'enough' not sh -c "$(printf 'unshare -rm sh -c "mount -t tmpfs -o size=2g none Small && cp -r Kept/. Small && apres status" | grep "the store in"')"
else
	skip 'little room for the store' 'nothing can be mounted here'
fi
done_testing
