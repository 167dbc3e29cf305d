#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# One mark that suddenly keeps a day's mail from an answer is said aloud; the same words
# twice within a week are left to a person.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

write_conf auto
once >apresd.log 2>&1
# some FROM-NUMBER TO-NUMBER [EXTRA-HEADER-LINES]: a mail each, of as many candidates.
some() {
	i=$1
	while [ "$i" -le "$2" ]; do
		mail "c$i@mail.example" 'Re: Your application' "${3:-}" <<-'T' | deliver Inbox "m$i"
			Thank you for letting me know. What was missing?
		T
		i=$((i + 1))
	done
	once >>apresd.log 2>&1
}
MAIL_DATE='Tue, 24 Nov 2026 13:00:00 +0000'
some 1 24
some 25 26 'Precedence: bulk'
ok 'two of 26 are nothing unusual' sh -c '! apres status | grep -q "alarm: company"'
ok 'as JSON all are counted' sh -c 'apres status --json | tr -d " \n" | grep -q "\"reason\":\"machine:precedence\",\"day\":2,\"day_total\":26"'

set_clock 2026-11-26T13:50:00Z
MAIL_DATE='Thu, 26 Nov 2026 13:00:00 +0000'
some 101 106
some 107 112 'Precedence: bulk'
ok 'six of twelve the next day are' says 0 "alarm: company 'contoso': 6 of 12 mails of the last 24 h were not answered because of machine:precedence (it says that it is bulk mail)" apres status
ok 'what it was before stands beside it' says 0 'in the 28 days before 2 of 26' apres status
set_clock 2026-11-28T13:50:00Z
ok 'it is forgotten a day later' sh -c '! apres status | grep -q "alarm: company"'

# -- the same words again, in a thread of their own
MAIL_DATE='Sat, 28 Nov 2026 13:00:00 +0000'
held() { sh -c "apres review list --json | grep -c '\"reasons\":\\[\"same-text\"\\]'" | grep -qx "$1"; }
mail c101@mail.example 'Another application' <<-'T' | deliver Inbox again
	Thank you for letting me know. What was missing?
T
once >>apresd.log 2>&1
ok 'the same words within a week are left to a person' held 1
mail c102@mail.example 'Another application' <<-'T' | deliver Inbox other
	Could you give me some feedback on my interview?
T
once >>apresd.log 2>&1
ok 'other words are not' held 1
done_testing
