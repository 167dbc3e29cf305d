#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# apres init: from a mailbox to a daemon in shadow; only its own folder is written.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

init() {
	folder=$1
	shift
	apres init "$folder" --maildir Inbox --state state --company 'Fabrikam & Sons' --careers https://fabrikam.example/jobs \
		--owner ana@fabrikam.example --debrief-name 'Lea Brandt' "$@"
}
results='Delivered-To: jobs@fabrikam.example
Authentication-Results: mx.fabrikam.example; dmarc=pass header.from=mail.example'

make_maildir Inbox
make_maildir 'Inbox/.Sent Items'
ok 'an empty mailbox tells no address' says 64 '--address' init empty
ok 'and nothing is made of it' test ! -e empty
for i in 1 2 3; do
	echo 'What was missing?' | mail "bo$i@mail.example" 'Re: Your application' "$results" |
		sed 's/by mx.contoso.example/by mx1.fabrikam.example/; s/^To:.*/To: jobs@fabrikam.example/' | deliver Inbox "$i"
done
find Inbox | sort >before
ok 'options and the mailbox make an installation' says 0 'first/fabrikam-sons/policy.xml' init first
cp .says said
ok 'its address is where mail is delivered to' has first/apres.conf '^address = jobs@fabrikam.example$'
ok 'its domain is that of employees' has first/fabrikam-sons/policy.xml '<people domain="fabrikam.example"'
ok 'who proves employees is not taken in silence' has first/apres.conf '^#authserv-id =$'
ok 'and that is said, with who can tell' sh -c 'grep -q "apres doctor" said'
ok 'a person says it' init told --authserv-id mx.fabrikam.example
ok 'and it stands there' has told/apres.conf '^authserv-id = mx.fabrikam.example$'
ok 'and where' has first/apres.conf '^mta-names = mx1.fabrikam.example$'
ok 'sent mail is found' has first/apres.conf "^sent = $work/Inbox/.Sent Items\$"
ok 'plain text only to this machine' has first/apres.conf '^tls = none$'
ok 'in shadow' has first/apres.conf '^default-mode = shadow$'
ok 'the configuration is good' says 0 'good; 1 company, 1 mailbox' apres config check -c first/apres.conf
ok 'so is the policy, strictly' says 0 '0 warnings' apres policy check --strict first/fabrikam-sons/policy.xml
ok 'the service may write to mailbox and store' has first/apresd.service "^ReadWritePaths=-$work/Inbox -"
ok 'and starts with this configuration' has first/apresd.service "apresd -c $work/first/apres.conf\$"
ok 'the mailbox is untouched' sh -c 'find Inbox | sort | diff before -'
ok 'what is there is left alone' says 64 "'first' exists, and nothing is overwritten" init first

ok 'the daemon runs' apresd --once -c first/apres.conf --backlog 2026-11-24T00:00:00Z
ok 'and would answer' says 0 'unsent no-feedback' apres review list -c first/apres.conf
ok 'but touches nothing' sh -c 'find Inbox | sort | diff before -'

init far --smtp mail.fabrikam.example --state "$work/elsewhere" >/dev/null
ok 'on the submission port' has far/apres.conf '^port = 587$'
ok 'with a certificate' has far/apres.conf '^tls = required$'
ok 'a store elsewhere may be written by the service' has far/apresd.service " -$work/elsewhere\$"
cp -r Inbox 'In 100% box'
init spaced --maildir 'In 100% box' >/dev/null
ok 'a name with a space is one to the service' grep -qF "ReadWritePaths=\"-$work/In 100%% box\" -$work/spaced/state" spaced/apresd.service
init port --smtp 127.0.0.1:2525 >/dev/null
ok 'a port is taken' has port/apres.conf '^port = 2525$'
ok 'an answer may be nothing' says 0 'nobody is proven an employee' init none --authserv-id '' --sent ''
ok 'which leaves the key to be filled in' has none/apres.conf '^#authserv-id =$'

ok 'what is no Maildir is refused' says 64 "--maildir 'first': this is no Maildir" init bad --maildir first
ok 'and what is not there' says 64 'is no Maildir' init bad --maildir nothing
# What cannot be is refused by the name of its option.
wrong() { says 64 "--$1 '$2': write " init bad "--$1" "$2"; }
ok 'an address that is none' wrong address jobs
ok 'an address that the configuration would refuse' wrong address jürgen@fabrikam.example
ok 'an owner that is none' wrong owner nobody
ok 'a domain with more than itself' wrong domain @fabrikam.example
ok 'a link is no domain' wrong domain https://fabrikam.example
ok 'nor is a name' wrong domain Fabrikam
ok 'a port that is none' wrong smtp localhost:smtp
ok 'a port that there is not' wrong smtp localhost:99999
ok 'a server that is none' wrong smtp 'mail server'
ok 'a dash is the name of no server' wrong authserv-id -
ok 'nor are two words' wrong mta-name 'mx1 mx2'
ok 'two lines are no answer' says 64 '--company' init bad --company "$(printf 'a\nb')"
ok 'nothing is left of them' test ! -e bad
ok 'as JSON' says 0 '"config":"json/apres.conf"' init json --json

if script -qec true /dev/null >/dev/null 2>&1 </dev/null; then
	printf 'Nowhere\nInbox\n\n@fabrikam.example\n\n\nFabrikam\nfabrikam.example/jobs\nhttps://fabrikam.example/jobs\nAna\nana@fabrikam.example\nLea Brandt\nMars\n\nnl\n\n\n\n\n\n-\nour server\n\n\nlocalhost:smtp\nlocalhost:2525\n\n' >answers
	script -qec 'apres init asked --careers fabrikam' /dev/null <answers >screen 2>&1
	ok 'a terminal is asked' has screen 'Its address \[jobs@fabrikam.example\]: '
	ok 'and asked again where nothing is no answer' has screen 'an answer is needed'
	ok 'a wrong answer is asked again at once' has screen 'write an address, such as name@company.example'
	ok 'a link' has screen 'write the whole link, with https://'
	ok 'a time zone' has screen 'there is no such time zone'
	ok 'a Maildir' has screen 'no Maildir: it has no folders new and cur'
	ok 'a domain' has screen 'write a domain in ASCII'
	ok 'a language' has screen 'there are en, de, fr and es'
	ok 'a name of a server' has screen 'write the one word'
	ok 'a port' has screen 'write a server, or server:port'
	ok 'and what an option said' has screen "\-\-careers 'fabrikam': write the whole link"
	ok 'no answer is lost by it' has asked/apres.conf '^port = 2525$'
	ok 'and what it answers is written' has asked/fabrikam/policy.xml 'owner-name="Lea Brandt"'
	ok 'a dash takes nothing of what is offered' not has asked/apres.conf '^sent ='
	ok 'with what was offered' has asked/apres.conf '^authserv-id = mx.fabrikam.example$'
else
	skip 'a terminal is asked' 'script(1) opens no terminal here'
fi
done_testing
