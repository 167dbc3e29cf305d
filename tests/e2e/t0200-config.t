#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# apres config: a file that is good, and what is said about one that is not.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

write_conf
ok 'a good file is called good' says 0 '1 company, 1 mailbox' apres config check
ok 'HR that no mailbox reads is a warning, in its line' says 0 'policy.xml:4:89: warning: hr@contoso.example hears from employees whether a debrief took place, and no [mailbox] reads it' apres config check
ok 'with what to do' has .says 'remedy: a \[mailbox\] that reads it, or apres debrief answer for each$'
sed -i 's/hr="hr@/hr="recruiting@/' policy.xml
ok 'HR that one reads is none' sh -c '! apres config check | grep warning'
ok 'as JSON too' says 0 '"faults":[]' apres config check --json
ok '-c before the verb' says 78 'nothere.conf' apres -c nothere.conf config check
ok '-c after the verb' says 78 'nothere.conf' apres config check -c nothere.conf
sed 's/^poll/pol/' apres.conf >bad.conf
ok 'an unknown key has a line and a nearest name' says 78 "bad.conf:5: [apres] pol: unknown key; did you mean 'poll'?" \
	apres -c bad.conf config check
rm -r Inbox
ok 'a Maildir that is not there is found' says 78 "apres.conf:$(grep -n ^maildir apres.conf | cut -d: -f1): [mailbox recruiting] maildir: '$work/Inbox' is no Maildir" apres config check
ok 'with the same words by apresd' says 78 ": [mailbox recruiting] maildir: '$work/Inbox' is no Maildir" apresd -c apres.conf --check
make_maildir Inbox
: >secret
chmod 644 secret
cat >auth.conf <<CONF
[transport]
tls = none
user = u
password-file = secret
[company c]
policy = policy.xml
[mailbox m]
address = a@contoso.example
maildir = Inbox
CONF
ok 'a password that everybody can read is found' says 78 'chmod o-r' apres -c auth.conf config check
chmod 600 secret
ok 'one that is empty is named' says 78 "password-file '$work/secret' is empty" apres -c auth.conf config check
ok 'and apresd --check sees the same' says 78 "password-file '$work/secret' is empty" apresd -c auth.conf --check
ok 'and a doctor' says 2 "password-file '$work/secret' is empty" apres -c auth.conf doctor
rm secret
ok 'one that is missing is named by both' says 78 "auth.conf:4: [transport] password-file: '$work/secret' cannot be read: No such file" apres -c auth.conf config check
ok 'by apresd, too' says 78 "'$work/secret' cannot be read" apresd -c auth.conf --check
ok 'every key is listed' says 0 'max-age' apres config list

# A store that cannot be read, and one that a full disk emptied.
once || exit 99
if [ "$(id -u)" -ne 0 ]; then
	chmod 0 state
	ok 'a store of somebody else is not called empty' says 75 'Permission denied: run as' apres status
	chmod 700 state
elif setpriv --bounding-set=-all --inh-caps=-all --reuid=65534 --clear-groups "$top_builddir/apres" --version >/dev/null 2>&1; then
	chmod 711 .
	chmod 644 apres.conf
	chmod 700 state
	ok 'a store of somebody else is not called empty' says 75 'Permission denied: run as' \
		setpriv --reuid=65534 --clear-groups "$top_builddir/apres" -c "$work/apres.conf" status
else
	skip 'a store of somebody else is not called empty' 'nobody else can run apres here'
fi
if [ "$(id -u)" -eq 0 ]; then
	ok 'root in its own store is not warned' not sh -c 'apresd -c apres.conf --once 2>&1 | grep "belongs to"'
	chown nobody state
	ok 'root in the store of somebody else is warned' says 0 "belongs to nobody, and root runs apresd" apresd -c apres.conf --once
	ok 'with the remedy' grep -qF "chown -R nobody '$work/state'" .says
	ok 'also where apres writes' says 0 "belongs to nobody, and root wrote into it: chown -R nobody '$work/state'" apres mode approve
	ok 'not where it reads' not sh -c 'apres status 2>&1 | grep "belongs to"'
	chown root state
else
	skip 'root in the store of somebody else is warned' 'needs root'
fi
rm -f state/apres.db-wal state/apres.db-shm
: >state/apres.db
ok 'a store of no bytes is not begun anew' says 78 "apres.db' is empty: restore a backup" apresd -c apres.conf --once
ok 'it stays as it is' [ ! -s state/apres.db ]
ok 'nor called old' says 2 "apres.db' is empty: restore a backup" apres audit verify
rm -r state/log
ok 'but that is how a first start looks that was killed' once
done_testing
