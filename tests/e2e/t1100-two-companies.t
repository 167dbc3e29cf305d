#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# One apresd for two companies with three mailboxes: each has its own policy, mode,
# figures, people; a fault of one does not touch the other.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

write_conf auto '
[mailbox careers]
address = careers@contoso.example
company = contoso
maildir = Careers
[company fabrikam]
policy = fabrikam.xml
default-mode = approve
[mailbox jobs]
address = jobs@fabrikam.example
company = fabrikam
maildir = Jobs'
sed -i 's/^address = recruiting/company = contoso\n&/' apres.conf
sed 's/contoso-test/fabrikam-test/; s/"Contoso"/"Fabrikam"/; s/contoso\.example/fabrikam.example/g' policy.xml >fabrikam.xml
make_maildir Careers
make_maildir Jobs
once || exit 99
ask() { mail "$1" 'Your decision' <<'T' | deliver "$2" "$3"; }
What was missing?
T
replies() { [ "$(grep -l "^To:.*$1" Out/new/* 2>/dev/null | wc -l)" -eq "$2" ]; }
figures() { apres status --json | grep -qF "\"mailbox\":\"$1\",\"company\":\"$2\",\"seen\":$3,\"answered\":$4"; }
logged() { grep -qF -- "$1" apresd.log; }

start_apresd || exit 99
ask robin@mail.example Inbox 1.M1.mx
ok 'the one company answers' wait_for replies robin@ 1
ok 'in its name' grep -rq '^From:.*Contoso.*recruiting@contoso.example' Out/new
ask kim@mail.example Jobs 2.M1.mx
ok 'the other one proposes' wait_for says 0 kim@mail.example apres review list --company fabrikam
ok 'what the first has no part in' not sh -c 'apres review list --company contoso | grep kim@'
apres review approve "$(apres review list --company fabrikam --json | sed -n 's/^{"id":\([0-9]*\),.*/\1/p')" >/dev/null || exit 99
ok 'approved, it leaves' wait_for replies kim@ 1
ok 'in the other name' grep -rq '^From:.*Fabrikam.*jobs@fabrikam.example' Out/new
cp Inbox/cur/1.M1.mx:2,R Careers/new/3.M1.mx
cp Inbox/cur/1.M1.mx:2,R Jobs/new/4.M1.mx
ok 'a copy for another mailbox of the company is a duplicate' wait_for sh -c 'apres status --json | grep -F "\"mailbox\":\"careers\"" | grep -q "\"duplicate\":1"'
ok 'for another company it is a mail of its own' wait_for figures jobs fabrikam 2 1
ok 'the figures are each mailbox'\''s own' figures recruiting contoso 1 1

apres pause --company contoso >/dev/null || exit 99
apres mode auto --company fabrikam >/dev/null || exit 99
ask lou@mail.example Careers 5.M1.mx
ask may@mail.example Jobs 6.M1.mx
ok 'a pause of the one does not stop the other' wait_for replies may@ 1
ok 'only itself' replies lou@ 0
apres resume --company contoso >/dev/null || exit 99
ok 'until it ends' wait_for replies lou@ 1

mail ann@mail.example 'My visit to Dr. Grey' <<'T' | deliver Jobs 7.M1.mx
My lawyer will write to you about the scar on my face.
T
ok 'the other company'\''s owner is told of urgent mail' wait_for replies ana@fabrikam.example 1
notice() { cat "$(grep -l '^To:.*ana@fabrikam.example' Out/new/*)"; }
ok 'by its number' sh -c 'grep -q "^Subject: Mail [0-9]* waits" "$(grep -l "^To:.*ana@fabrikam.example" Out/new/*)"'
ok 'and not by what it says, or whose it is' not sh -c 'grep -iE "lawyer|scar|grey|ann@|visit" "$(grep -l "^To:.*ana@fabrikam.example" Out/new/*)"'

sed -i 's/<company name/<company nam/' fabrikam.xml
sed -i 's/name="Contoso"/name="Contoso Ltd"/' policy.xml
kill -HUP "$daemon"
ok 'a broken policy is named with its place' wait_for logged 'fabrikam.xml:3:'
ask jo@mail.example Inbox 8.M1.mx
ask eve@mail.example Jobs 9.M1.mx
ok 'the good one of the other company is taken' wait_for grep -rq '^From:.*Contoso Ltd' Out/new
ok 'and the broken one answers as before' wait_for replies eve@ 1
stop_apresd
done_testing
