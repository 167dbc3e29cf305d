#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# apres policy install, approve, rollback, list: what is in force is what people installed.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"
. "$top_srcdir/tests/e2e/versions.sh"

version one
version two
version three
conf() { # APPROVALS
	write_conf auto
	sed -i "s|^policy = .*|policy = one/policy.xml\napprovals = $1|" apres.conf
}

# Without approvals the file is in force, as long as nobody installs anything.
conf 0
ok 'a file can be in force without being installed' says 0 'configuration OK' apresd -n
ok 'nothing is listed before the first start' says 75 'start apresd' apres policy list
start_apresd || exit 99
ok 'the file answers' answered_by one a@mail.example
ok 'nothing was installed' says 0 'the file that apres.conf names is in force' apres policy list
ok 'install wants a name' says 64 '--by NAME' apres policy install two/policy.xml
ok 'a name is one line' says 64 'on one line' apres policy install --by "$(printf 'Ana\nBen')" two/policy.xml
ok 'nobody is no name' says 64 'a name' apres policy install --by ' ' two/policy.xml
ok 'a policy that does not load is refused' says 78 'none.xml' apres policy install --by Ana none.xml
cp -R two bad && sed -i 's|</policy>|<test says="What was missing?" expect="hold"/></policy>|' bad/policy.xml
ok 'so is one that does not do what its tests say' says 78 '1 of 1 test fails' apres policy install --by Ana bad/policy.xml
cp -R two strange && sed -i 's/id="contoso-test"/id="nordlicht"/' strange/policy.xml
ok 'so is one of another id than is in force' says 78 "its id is 'nordlicht', and 'contoso-test' is in force for company 'contoso'" apres policy install --by Ana strange/policy.xml
ok 'one can be installed' says 0 'policy 2 of contoso is in force' apres policy install --by Ana two/policy.xml
ok 'and answers at once' answered_by two b@mail.example
ok 'its files may change afterwards' sh -c 'rm -r two'
kill -HUP "$daemon"
ok 'a reload says that the file is another one' wait_for logged 'one/policy.xml is not in force, policy 2, installed by Ana, is; they differ in no-feedback.en.txt'
ok 'and so does status' wait_for sh -c "apres status | grep -q 'is not in force'"
ok 'what was installed answers' answered_by two c@mail.example
ok 'explain decides under it' says 0 'version two' apres explain --reply --text 'What was missing?'
ok 'one goes back' says 0 'policy 3 of contoso is in force: the same as policy 1' apres policy rollback --by Ben
ok 'to what was in force before' answered_by one d@mail.example
ok 'then nothing stops' sh -c '! apres status | grep -q trouble'
ok 'there is nothing further back' says 65 'nothing older was in force for contoso; to choose another: apres policy rollback NUMBER' apres policy rollback --by Ben
ok 'a serial brings one back whose files are gone' says 0 'policy 4 of contoso is in force: the same as policy 2' apres policy rollback --by Ben 2
ok 'as it was' answered_by two e@mail.example
ok 'an unknown serial' says 65 'is not one that was in force' apres policy rollback --by Ben 9
apres policy list | tr -s ' ' >list.out
ok 'a column is only there if it says something' has list.out '^number state installed approved by digest file$'
ok 'files are named as from here' has list.out '^2 was in force .* two/policy.xml *$'
ok 'list has all of them' count 4 apres policy list --json
ok 'and who it was' says 0 '"name":"Ana"' apres policy list --json
ok 'the record names serial, policy and person' says 0 '"serial":4,"what":"rollback"' apres audit list --json
stop_apresd
ok 'a start takes what is in force' says 0 'not in force' apresd -n
start_apresd || exit 99
ok 'from the store' answered_by two f@mail.example

# A reply that waits is taken back with the policy that decided it.
version five
sed -i 's/wait="0min"/wait="30min"/' five/policy.xml
ok 'one that lets replies wait' says 0 'policy 5 of contoso is in force' apres policy install --by Ana five/policy.xml
ask p@mail.example | deliver Inbox p.M1.mx
ok 'has a reply wait' wait_for sh -c 'apres outbox list --state waiting --json | grep -q no-feedback'
ok 'going back cancels it' says 0 'had not left are cancelled' apres policy rollback --by Ben
ok 'nothing waits any more' count 0 apres outbox list --state waiting --json
ok 'and a person owes the answer' says 0 'p@mail.example' apres owed
ok 'the outbox says why' says 0 'its policy was taken back' apres audit list --json
set_clock 2026-11-24T14:50:00Z
ok 'the next is answered as before' answered_by two q@mail.example
ok 'and that one never' sh -c '! grep -l "version five" Out/new/*'
mv roster.csv roster.good
ok 'what apresd cannot take is said' says 0 'but apresd has not taken all of it: company' apres policy install --by Ana three/policy.xml
ok 'then what was there answers' answered_by two r@mail.example
mv roster.good roster.csv
kill -HUP "$daemon"
ok 'until it can' answered_by three s@mail.example
sed -i 's|</policy>|<template id="idle" for="external" discloses="nothing"/><text template="idle" xml:lang="en">Subject: S\n\nHello.</text></policy>|' strange/policy.xml
ok 'another id is taken if it is meant' says 0 'is in force' apres policy install --by Ana --other-id strange/policy.xml
ok 'and with what it is warned of' says 0 'no rule sends template' apres policy install --by Ana strange/policy.xml
stop_apresd
set_clock 2026-11-24T13:50:00Z

# Two people must agree: Ben has a login of his own.
ben() {
	chmod -R g+rwX "$work"
	setpriv --reuid=65534 --keep-groups "$@"
}
rm -rf state Inbox Out apresd.log
version two
conf 2
ok 'what nobody installed is not in force' says 78 'approvals = 2, and no policy is in force yet' once
ok 'which a check finds, too' says 78 'apres policy install' apresd -n
ok 'without a daemon one can be installed' says 0 'policy 1 of contoso waits for 1 more approval: apres policy approve 1 --by NAME' \
	apres policy install --by Ana one/policy.xml
ok 'it is not in force' says 78 'no policy is in force yet' once
ok 'not by the same person twice' says 65 'Ana has approved policy 1 already; somebody else must' apres policy approve --by ANA 1
ok 'nor under another name' says 65 'has approved policy 1 already, as Ana; somebody else must, with a login of their own' apres policy approve --by Ben 1
ok 'nobody is there for an unknown serial' says 65 'no policy 7' apres policy approve --by Ben 7
if ! ben_can; then
	skip 'another login approves' 'only root can be somebody else'
	done_testing
	exit 0
fi
ok 'another login approves' says 0 'policy 1 of contoso is in force' ben apres policy approve --by Ben 1
ok 'once' says 65 'policy 1 is in force' apres policy approve --by Cem 1
start_apresd || exit 99
ok 'then it answers' answered_by one g@mail.example
sed -i 's/version one/version four/' one/no-feedback.en.txt
kill -HUP "$daemon"
ok 'an edited file is not taken' wait_for logged 'they differ in no-feedback.en.txt'
ok 'loudly' says 0 'is not in force, policy 1, installed by Ana, is' apres status
ok 'the last good one answers' answered_by one h@mail.example
ok 'installed, it waits' says 0 'policy 2 of contoso waits for 1 more' apres policy install --by Ben one/policy.xml
ok 'status says what waits' says 0 'policy 2 of contoso, installed by Ben' apres status
ok 'another is installed meanwhile' says 0 'policy 3 of contoso waits for 1 more' apres policy install --by Ana three/policy.xml
ok 'still the last good one answers' answered_by one i@mail.example
# Who approves reads what was installed, whatever the file says by then.
cp -R three three.was
sed -i 's/version three/version nobody saw/' three/*
ok 'who is to approve can read it' says 0 'version three' apres policy show 3
ok 'not what the file has become' not has .says 'nobody saw'
ok 'and what it changes' says 0 'becomes  ' apres policy diff 1 3
ok 'or how the file differs from it' says 0 'version nobody saw' apres policy diff 3 three/policy.xml
ok 'a number that is none' says 65 'there is no policy 77, and no such file' apres policy show 77
ok 'nor in a comparison' says 65 'there is no policy 77' apres policy diff 1 77
rm -r three && mv three.was three
ok 'the newer one is approved' says 0 'policy 3 of contoso is in force' ben apres policy approve --by Ben 3
ok 'and answers at once' answered_by three j@mail.example
ok 'the older one has been passed over' says 65 'a newer policy is in force than policy 2' apres policy approve --by Cem 2
ok 'list says so' says 0 'passed over' apres policy list
ok 'and status that nothing waits' sh -c '! apres status | grep "waits for approval"'
ok 'a rollback needs one person' says 0 'the same as policy 1' apres policy rollback --by Cem
ok 'and is at once' answered_by one k@mail.example
rm -r one
kill -HUP "$daemon"
ok 'a file that is gone stops nothing' answered_by one l@mail.example
ok 'every step is in the record' count 6 sh -c 'apres audit list | grep " policy "'
ok 'which is whole' says 3 'each as it was written' apres audit verify
done_testing
