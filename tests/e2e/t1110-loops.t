#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Two responders face each other, without any rate limit: exactly one reply.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

# house NAME: a company of its own below NAME/, that answers at once and without limits.
house() {
	mkdir -p "$1" && cd "$1" || exit 99
	make_maildir Inbox
	make_maildir Out
	cat >policy.xml <<-XML
		<policy xmlns="urn:x-apres:policy:1" id="$1" base="1" xml:lang="en">
		  <use pack="standard"/> <use pack="lang-en" auto="yes"/>
		  <company name="$1" careers="https://careers.$1.example/" timezone="UTC"/>
		  <contacts adjustments="a@$1.example" privacy="p@$1.example" hr="hr@$1.example"/>
		  <people domain="$1.example"/>
		  <queue id="default" owner="ana@$1.example" due="2bd"/>
		  <debrief owner="lea@$1.example" owner-name="Lea Brandt" due="5bd" escalate-to="hr@$1.example"/>
		  <send between="00:00 23:59" days="mon tue wed thu fri sat sun" wait="0min"/>
		  <limits per-candidate="99999/1d" per-thread="99999/1d" per-company="99999/1d"/>
		</policy>
	XML
	cat >apres.conf <<-CONF
		[apres]
		state = state
		authserv-id = mx.$1.example
		mta-names = mx.$1.example
		[transport]
		kind = maildir
		maildir = Out
		[company $1]
		policy = policy.xml
		default-mode = auto
		[mailbox recruiting]
		address = recruiting@$1.example
		maildir = Inbox
	CONF
	apresd -c apres.conf --once </dev/null || exit 99
	cd "$work" || exit 99
}
turn() { apresd -c "$1/apres.conf" --once </dev/null; }
# carry FROM TO: what FROM sent is delivered to TO as a mail server would; prints how many.
carry() {
	carried=0
	for file in "$1"/Out/new/*; do
		# Notices go to one's own people.
		grep -q '^Auto-Submitted: auto-replied' "$file" 2>/dev/null || continue
		carried=$((carried + 1))
		{
			printf 'Return-Path: <recruiting@%s.example>\n' "$1"
			printf 'Received: from mx.%s.example by mx.%s.example; Tue, 24 Nov 2026 13:40:00 +0000\n' "$1" "$2"
			printf 'Authentication-Results: mx.%s.example; dmarc=pass header.from=%s.example\n' "$2" "$1"
			tr -d '\r' <"$file"
		} >"$2/Inbox/tmp/$carried" && mv "$2/Inbox/tmp/$carried" "$2/Inbox/new/$(basename "$file")"
		rm "$file"
	done
	echo "$carried"
}
sent() { [ "$(carry "$1" "$2")" -eq "$3" ]; }

house north
house south
# A request that seems to come from south's own recruiting address.
{
	printf 'Return-Path: <recruiting@south.example>\n'
	printf 'Received: from mail.example by mx.north.example; Tue, 24 Nov 2026 13:00:00 +0000\n'
	printf 'From: recruiting@south.example\nTo: recruiting@north.example\nSubject: Your decision\n'
	printf 'Date: Tue, 24 Nov 2026 13:00:00 +0000\nMessage-ID: <1@south.example>\n\nWhat was missing?\n'
} | deliver north/Inbox 1.M1.mx
ok 'north reads it' turn north
ok 'north answers once' sent north south 1
ok 'south reads the answer' turn south
ok 'south answers nothing' sent south north 0
answered() { apres status -c "$1/apres.conf" --json | grep -q "\"answered\":$2[,}]"; }
ok 'north has answered one' answered north 1

# The same answer, stripped of the marks that well-behaved responders look for.
{
	printf 'Return-Path: <recruiting@north.example>\n'
	printf 'Received: from mx.north.example by mx.south.example; Tue, 24 Nov 2026 13:45:00 +0000\n'
	find south/Inbox -type f -exec cat {} + |
		grep -viE '^(Return-Path|Received|Auto-Submitted|X-Auto-Response|X-Apres|Message-ID|Authentication)' |
		sed 's/^ <apres.*//; /^ [0-9a-f]\{64\}$/d' | sed '/^$/{x;s/^/x/;x}' |
		awk 'NR == 1, /^To:/ { if (/^To:/) print "Message-ID: <stripped@north.example>" } NF || body { print } /^MIME/ { body = 1 }'
} >stripped
deliver south/Inbox 9.M9.mx <stripped
ok 'south reads the stripped answer' turn south
ok 'and answers nothing' sent south north 0
ok 'a text of ours is answered by nobody' answered south 0
done_testing
