#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# policy-keys: only what one of the keys has signed, as it was signed, is taken.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"
. "$top_srcdir/tests/e2e/versions.sh"

conf() { # KEYS, more lines of the company
	write_conf auto
	sed -i "s|^policy = .*|policy = one/policy.xml\npolicy-keys = $1${2:+\n$2}|" apres.conf
}
# reload WORDS: the daemon reads its files again, and says so.
reload() {
	: >apresd.log
	kill -HUP "$daemon"
	wait_for logged "$1"
}
sign() { apres policy sign "$1/policy.xml" --key "${2:-hr.key}" >/dev/null; }
install() { apres policy install --by Ana "$1/policy.xml"; }

version one
version two

# ---- keys and signatures ----
ok 'a key is made' says 0 'policy-keys = contoso.example/hr+' apres policy keygen --name contoso.example/hr hr.key
ok 'for nobody else to read' [ "$(stat -c %a hr.key)" = 600 ]
ok 'none is written over' says 65 'is there already' apres policy keygen --name x hr.key
ok 'a name is one word' says 64 'no name of a key' apres policy keygen --name 'Ana Ash' a.key
apres policy keygen --name contoso.example/hr other.key >/dev/null
hr=$(cat hr.key.pub)
conf ana
ok 'what is no key is refused' says 78 'policy-keys: no key of the form NAME+ID+BASE64' apres config check
conf ,
ok 'an empty list is not taken for none' says 78 'policy-keys: is empty' apres config check
conf "$hr"
ok 'without a signature nothing starts' says 78 "one/policy.xml.sig' is missing; whoever answers for the policy signs it: apres policy sign" apresd -n
ok 'config check says so' says 78 "policy.xml.sig' is missing" apres config check
ok 'and doctor' says 2 "policy.xml.sig' is missing" apres doctor
ok 'a key needs its other half' says 78 'apres policy keygen makes both' sh -c 'cp hr.key alone.key; apres policy sign one/policy.xml --key alone.key'
ok 'and no stranger for it' says 78 'is not the key that' sh -c 'cp other.key.pub alone.key.pub; apres policy sign one/policy.xml --key alone.key'
ok 'a policy is signed' says 0 'files signed by contoso.example/hr' apres policy sign one/policy.xml --key hr.key
ok 'that starts' says 0 'configuration OK' apresd -n
ok 'config check is content' says 0 'good' apres config check
start_apresd || exit 99
ok 'and answers' answered_by one a@mail.example
ok 'audit why names the key' says 0 'signed by contoso.example/hr' apres audit why "$(apres audit list --json | sed -n 's/^{"index":\([0-9]*\),.*"decided".*/\1/p' | head -n 1)"

# ---- a reload keeps what is in force ----
cp -R one kept
sed -i 's/version one/version none/' one/no-feedback.en.txt
ok 'a text that changed is named' reload 'no-feedback.en.txt has changed since'
ok 'status says it' says 0 'no-feedback.en.txt has changed since' apres status
ok 'what was signed answers on' answered_by one b@mail.example
rm -r one && cp -R kept one
sed -i 's|</policy>|<!-- x --></policy>|' one/policy.xml
ok 'so is the policy itself' reload 'policy.xml has changed since'
rm -r one && cp -R kept one
printf 'Subject: Automatic reply\n\nVersion none. Work for us: you get a debrief.\n' >one/more.txt
sed -i 's|</policy>|<text template="status-received" xml:lang="en" file="more.txt" override="yes"/></policy>|' one/policy.xml
ok 'and a file that was added' reload 'more.txt was added, policy.xml has changed since'
rm -r one && cp -R kept one
sed -i 's|<text template="no-feedback"[^>]*>||' one/policy.xml
ok 'and one that is gone' reload 'no-feedback.en.txt is gone, policy.xml has changed since'
rm -r one && cp -R kept one
sign one other.key
ok 'another key of the same name counts for nothing' reload 'is no signature by one of policy-keys'
head -c 200 kept/policy.xml.sig >one/policy.xml.sig
ok 'half a signature neither' reload 'is no signature by one of policy-keys'
: >one/policy.xml.sig
ok 'nor an empty one' reload 'is no signature by one of policy-keys'
rm one/policy.xml.sig
ok 'nor none' reload "one/policy.xml.sig' is missing"
ok 'and still what was signed answers' answered_by one c@mail.example
cp kept/policy.xml.sig one/
ok 'the signature comes back' reload 'policies and rosters are read anew'

# ---- install ----
ok 'nobody installs what is not signed' says 78 "two/policy.xml.sig' is missing" install two
ok 'try says so before' says 0 'Nobody could put it into force yet' apres policy try two/policy.xml
sign two other.key
ok 'nor what another signed' says 78 'no signature by one of policy-keys' install two
cp kept/policy.xml.sig two/
ok 'nor with the signature of another policy' says 78 'no-feedback.en.txt has changed since' install two
sign two
ok 'what is signed is installed' says 0 'policy 2 of contoso is in force' install two
ok 'and answers' answered_by two d@mail.example
ok 'list names the key' says 0 'contoso.example/hr' apres policy list
ok 'and has the signature' count 2 sh -c 'apres policy list --json | grep contoso.example/hr'
ok 'so has the record' says 0 '"signed_by":"contoso.example/hr"' apres audit list --json
ok 'one goes back to what was signed' says 0 'the same as policy 1' apres policy rollback --by Ben
ok 'it answers' answered_by one e@mail.example
apres policy rollback --by Ben 2 >/dev/null
stop_apresd

# ---- another key ----
new=$(cat other.key.pub)
conf "$new"
ok 'what only a key signed that counts no more is not started' says 78 "policy 4, which is in force: 'the signature kept with it' is no signature by one of policy-keys" apresd -n
ok 'nor is it rolled back to' says 78 'is no signature by one of policy-keys' apres policy rollback --by Ben 1
sign two other.key
ok 'signed anew and installed without apresd' says 0 'policy 5 of contoso is in force' install two
ok 'it starts' says 0 'not in force' apresd -n
conf "$hr, $new"
start_apresd || exit 99
ok 'and answers' answered_by two f@mail.example
folder=$(mktemp -u out.XXXXXX)
apres audit why --policy-to "$folder" "$(apres audit list --json | sed -n 's/^{"index":\([0-9]*\),.*"decided".*/\1/p' | tail -n 1)" >/dev/null
ok 'the policy of a decision is given out with its signature' cmp "$folder/policy.xml.sig" two/policy.xml.sig
stop_apresd

# ---- approvals: Ben has a login of his own ----
approve() {
	chmod -R g+rwX "$work"
	setpriv --reuid=65534 --keep-groups apres policy approve --by Ben 1
}
rm -rf state
conf "$hr" 'approvals = 2'
sign one
ok 'what is signed waits for another person' says 0 'policy 1 of contoso waits for 1 more' apres policy install --by Ana one/policy.xml
if ! ben_can; then
	skip 'another login approves' 'only root can be somebody else'
	done_testing
	exit 0
fi
conf "$new" 'approvals = 2'
ok 'who cannot put it into force if the key counts no more' says 78 "policy 1: 'the signature kept with it'" approve
conf "$hr" 'approvals = 2'
ok 'and can if it does' says 0 'policy 1 of contoso is in force' approve
ok 'so that apresd starts' says 0 'configuration OK' apresd -n
done_testing
