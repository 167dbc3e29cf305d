#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A start that finds the policy's file broken, or that a new version of apres refuses it, goes
# on with what was in force before, and says so wherever anybody looks.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

ask() { mail "$1" 'Your decision' <<'T' | deliver Inbox "$1.M1.mx"; }
What was missing?
T
replies() { [ "$(ls Out/new | wc -l)" -eq "$1" ]; }
write_conf auto
mkdir texts
printf 'Subject: Your question\n\nHello {name}, this is text one.\n' >texts/no.txt
cat >mine.xml <<'X'
<policy xmlns="urn:x-apres:policy:1" id="mine" kind="pack" xml:lang="en">
<class id="mine"><phrase>xyzzy</phrase></class>
<rule id="mine" when="mine"><hold queue="default"/><because>x</because></rule>
</policy>
X
write_policy '<use pack="mine.xml"/><text template="no-feedback" xml:lang="en" file="texts/no.txt" override="yes"/>'
cp policy.xml good.xml
break_it() { sed -i 's/<company name=/<company nam=/' policy.xml; }

break_it
ok 'the first start refuses a broken policy' says 78 'policy.xml:' once
cp good.xml policy.xml
once >once.log 2>&1
ask a@mail.example
once >once.log 2>&1
ok 'a good one answers' replies 1

break_it
printf 'Subject: Your question\n\nHello {name}, this is text two.\n' >texts/no.txt
ask b@mail.example
ok 'with a broken one a start goes on' says 0 'cannot be taken:' once
ok 'and says with what' has .says "company 'contoso': what was in force before, [0-9a-f]{8}, stays so"
ok 'and what is wrong' has .says 'policy.xml:.*[[]E-SCHEMA'
ok 'mail is answered' replies 2
ok 'as before' sh -c '! grep -l "text two" Out/new/*'
ok 'a check finds the fault' says 78 'policy.xml:' apresd -n
ok 'so does doctor' says 2 'E-SCHEMA' apres doctor
start_apresd || exit 99
ok 'status says so' wait_for says 0 'stays so' apres status
ask c@mail.example
ok 'while it runs, too' wait_for replies 3
cp good.xml policy.xml
kill -HUP "$daemon"
ok 'a good file is taken again' wait_for sh -c 'apres status | grep -q "stays so" && exit 1 || exit 0'
ask d@mail.example
ok 'and answers' wait_for sh -c 'grep -l "text two" Out/new/*'
stop_apresd TERM

# A pack that is another one now, and does not fit, as after an upgrade.
sed -i '/<class/d' mine.xml
ok 'a pack that does not fit any more stops nothing' says 0 'mine.xml:2:' once
ask e@mail.example
once >once.log 2>&1
ok 'and with that of before mail is answered' replies 5
rm -r policy.xml texts
ok 'even if nothing is left of its files' says 0 'stays so' once

# Where people must agree, only what they agreed to is in force.
sed -i 's|^policy = .*|&\napprovals = 1|' apres.conf
ok 'not where approvals are asked for' says 78 'no policy is in force yet' once
# Nor is what no key has signed.
sed -i '/^approvals/d' apres.conf
write_policy
apres policy keygen --name counsel key >keygen.out 2>&1
sed -i "s|^policy = .*|&\npolicy-keys = $(cat key.pub)|" apres.conf
ok 'nor what nobody signed, where that is asked for' says 78 'policy.xml' once
done_testing
