#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A store and a Maildir of different days: nothing is sent twice, nothing is lost.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

write_policy
sed -i 's/wait="0min"/wait="30min"/' policy.xml
write_conf auto
sed -i 's/^\[apres\]$/&\ncheckpoints = Kept/' apres.conf
mkdir Kept
# Replies, without the notices to our own people.
sent() { grep -l '^To: .*@mail.example' Out/new/* | wc -l; }
sent_to() { grep -l "^To: .*$1@mail.example" Out/new/* | wc -l; }
ask() { mail "$1@mail.example" 'Your decision' <<'T' | deliver Inbox "$1.M1.mx"
What was missing?
T
}
hold() { mail "$1@mail.example" 'Your decision' <<'T' | deliver Inbox "$1.M1.mx"
My lawyer will be in touch about discrimination.
T
}
# file_of WHO: where the mail lies, with its flags.
file_of() { find Inbox -name "$1.M1.mx*"; }
flagged() { case $(file_of "$1") in *:2,*R*) return 0 ;; esac; return 1; }
held() { apres review list --json | grep -c "\"candidate\":\"$1@mail.example\""; }

# Before the backup one mail was answered.  After it one was answered, one was left to a
# person, and of one the reply still waits.
once 2>>log || exit 99
ask robin
once 2>>log
set_clock 2026-11-24T14:30:00Z
once 2>>log
cp -R state store.old
cp -R Inbox mail.old
ask kim
hold lou
once 2>>log
set_clock 2026-11-24T15:05:00Z
once 2>>log
ask ivo
once 2>>log
[ "$(sent_to robin)/$(sent_to kim)/$(sent_to ivo)" = 1/1/0 ] && flagged kim || exit 99
cp -R state store.new
cp -R Inbox mail.new
cp -R Out out.new
cp -R Kept kept.new
fresh() { # STORE MAIL: what was signed and what has left are as they are
	rm -rf state Inbox Out Kept
	cp -R kept.new Kept
	cp -R "store.$1" state
	cp -R "mail.$2" Inbox
	cp -R out.new Out
}

# The Maildir is newer than the store.
fresh old new
once 2>restored || exit 99
ok 'an older store pauses' has restored 'an older store was put back'
ok 'what was left to a person is left to one again' [ "$(held lou)" -eq 1 ]
ok 'what was answered bears its flag, and is not read again' [ "$(held kim)" -eq 0 ]
ok 'nor proposed again' sh -c '! apres outbox list --json | grep -q kim@'
ok 'what waited waits again' says 0 'ivo@mail.example' apres outbox list
set_clock 2026-11-24T16:00:00Z
once 2>>log
ok 'nothing is sent by itself' [ "$(sent)" -eq 2 ]
apres resume >>log || exit 99
once 2>>log
ok 'after resume what waited leaves, once' [ "$(sent_to ivo)" -eq 1 ]
ok 'and nothing else' [ "$(sent_to robin)/$(sent_to kim)/$(sent)" = 1/1/3 ]

# The same, and somebody took the flag away.
fresh old new
set_clock 2026-11-24T15:10:00Z
mv "$(file_of kim)" Inbox/cur/kim.M1.mx:2,S
once 2>>log || exit 99
ok 'an answered mail without its flag is decided upon again' says 0 'kim@mail.example' apres outbox list
ok 'but its reply does not leave' [ "$(sent_to kim)" -eq 1 ]
id=$(apres outbox list --json | sed -n 's/^{"id":\([0-9]*\),.*"recipient":"kim@mail.example".*/\1/p')
apres outbox cancel --why 'had left' "$id" >>log && apres resume >>log || exit 99
set_clock 2026-11-24T16:00:00Z
once 2>>log
ok 'nor once a person has cancelled what had left' [ "$(sent_to kim)/$(sent_to ivo)" = 1/1 ]

# The Maildir is older than the store.
fresh new old
set_clock 2026-11-24T15:10:00Z
once 2>older || exit 99
ok 'an older Maildir stops nothing' not has older 'put back'
ok 'mail that is gone is still shown to people' [ "$(held lou)" -eq 1 ]
ok 'with its text' says 0 'My lawyer will be in touch' apres review show "$(apres review list --json | sed -n 's/^{"id":\([0-9]*\),.*lou@mail.*/\1/p')"
set_clock 2026-11-24T16:00:00Z
once 2>>log
ok 'a reply that waited leaves all the same' [ "$(sent_to ivo)" -eq 1 ]
ok 'nothing twice' [ "$(sent_to robin)/$(sent_to kim)/$(sent)" = 1/1/3 ]

# Older still: the mail lies there as it came, without a flag.
fresh new old
set_clock 2026-11-24T15:10:00Z
mv "$(file_of robin)" Inbox/new/robin.M1.mx
once 2>>log || exit 99
set_clock 2026-11-24T16:00:00Z
once 2>>log
ok 'mail that was answered is not answered again for want of a flag' [ "$(sent_to robin)/$(sent)" = 1/3 ]
ok 'nor given to a person' [ "$(held robin)" -eq 0 ]
ok 'its flag is not set again' not flagged robin

# The mail program fetches everything anew: other names, no flags, one by one.
fresh new old
set_clock 2026-11-24T15:10:00Z
rm -rf Inbox && make_maildir Inbox
i=0
for who in robin kim lou ivo; do
	i=$((i + 1))
	cp "$(find mail.new -name "$who.M1.mx*")" "Inbox/new/again$i.M7.mx"
done
once 2>>log || exit 99
ok 'under other names it is the same mail' [ "$(apres status --json | grep -o '"duplicate":[0-9]*')" = '"duplicate":4' ]
ok 'nobody has more to do' [ "$(held lou)/$(held kim)" = 1/0 ]
set_clock 2026-11-24T16:00:00Z
once 2>>log
ok 'and nothing leaves twice' [ "$(sent_to robin)/$(sent_to kim)/$(sent_to ivo)/$(sent)" = 1/1/1/3 ]
ok 'the record is whole' says 3 'each as it was written' apres audit verify
done_testing
