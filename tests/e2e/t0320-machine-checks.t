#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Machine checks: each is shown with its source, a list of ours silences nobody, what a
# trusted sender's mail bears does not count, and loops, reports and lists always do.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

proven='Authentication-Results: mx.contoso.example; dmarc=pass header.from='
ask() { # FROM [EXTRA-HEADER-LINES]
	mail "$1" 'Re: Your application' "${2:-}" <<-'T'
		Thank you for letting me know. What was missing?
	T
}
explain() {
	apres explain --policy policy.xml --authserv-id mx.contoso.example \
		--own-address recruiting@contoso.example "$@"
}

# -- what is shown
write_policy
ask robin@mail.example 'Precedence: (sent by a form) Bulk' >bulk.eml
ok 'a mark of a machine is held' says 0 'HOLD' explain bulk.eml
ok '-v names the check, its source and what was found' sh -c '
	apres explain -v --policy policy.xml bulk.eml >out &&
	grep -q "^   precedence  *hold  *Precedence, .*RFC 3834" out &&
	grep -q "FOUND    Precedence: (sent by a form) Bulk" out &&
	test "$(grep -c FOUND out)" -eq 1'
ok 'and all the others' sh -c 'test "$(grep -cE "^   [a-z-]+ +(hold|silence) " out)" -gt 30'
ask robin@mail.example 'Authentication-Results: mx.contoso.example; dmarc=fail header.from=mail.example' >forged.eml
ok 'what our mail server calls forged is not answered' says 0 'dmarc-fail' explain forged.eml

# -- whom it is addressed to
sed 's/^To: .*/To: somebody@mail.example/' bulk.eml | sed '/^Precedence/d' >copied.eml
ok 'without a configuration every mail counts as delivered to us' says 0 'REPLY' explain copied.eml
ok '--to-us wants one of our addresses' says 0 'not-to-us' explain --to-us copied.eml
sed 's/^Date:/Resent-To: Recruiting <Recruiting+x@contoso.example>\nDate:/' copied.eml >resent.eml
ok 'a redirected mail names us' says 0 'REPLY' explain --to-us resent.eml
write_conf auto 'aliases = jobs@contoso.example'
ok 'the configuration wants it too' says 0 'not-to-us' apres explain copied.eml
sed 's/^To: .*/Cc: undisclosed:;, Jobs <jobs@contoso.example>/' copied.eml >alias.eml
ok 'an alias is ours' says 0 'REPLY' apres explain alias.eml
write_conf auto 'recipients = any'
ok 'unless it says: any' says 0 'REPLY' apres explain copied.eml

# -- lists
ask robin@mail.example "$(printf 'List-Id: Careers <careers.contoso.example>\nList-Post: <mailto:careers@contoso.example>\nPrecedence: list\nSender: recruiting@contoso.example')" >group.eml
ok 'a mailing list is not answered' says 0 'SILENCE' explain group.eml
ok 'our own careers group silences no candidate' says 0 'REPLY' explain --own-list careers.contoso.example group.eml
write_conf auto 'lists = careers.contoso.example'
ok 'the configuration names the group' says 0 'REPLY' apres explain group.eml

# -- trust
trust='<trust from="Desk@partner.example" checks="precedence auto-generated"><because>Their desk marks what people write.</because></trust>'
write_policy "$trust"
marks=$(printf 'Precedence: bulk\nAuto-Submitted: auto-generated\n%spartner.example' "$proven")
ask desk@partner.example "$marks" >desk.eml
ok 'the marks of a trusted sender do not count' says 0 'REPLY' explain desk.eml
ok '-v says who trusts him, where and why' says 0 'policy.xml:9: Their desk marks what people write.' explain -v desk.eml
ok 'and the decision remembers it' sh -c 'apres explain --json --policy policy.xml --authserv-id mx.contoso.example desk.eml | grep -q "\"trusted:precedence\""'
ask desk@partner.example "$(printf 'Precedence: bulk')" >unproven.eml
ok 'without proof he may be anybody' says 0 'machine:precedence' explain unproven.eml
ask other@partner.example "$marks" >other.eml
ok 'somebody else of that domain is not trusted' says 0 'machine:precedence' explain other.eml
ask desk@partner.example "$(printf '%s\nX-Auto-Response-Suppress: All' "$marks")" >more.eml
ok 'a mark that is not named counts' says 0 'machine:suppress' explain more.eml
for line in 'List-Id: <dev.partner.example>' 'Content-Type: multipart/report; boundary=x' 'X-Failed-Recipients: x@y.example'; do
	ask desk@partner.example "$(printf '%s\n%s' "$marks" "$line")" >never.eml
	ok "never lifted: $line" says 0 'SILENCE' explain never.eml
done
sed 's/^Return-Path: .*/Return-Path: <>/' desk.eml >null.eml
ok 'never lifted: the null path' says 0 'SILENCE' explain null.eml
ask desk@partner.example "$(printf '%s\nX-Autoreply: yes' "$marks")" >several.eml
ok 'several marks still make a machine' says 0 'machine:auto-reply-mark' explain several.eml
write_policy "$(echo "$trust" | sed 's/auto-generated/auto-generated auto-reply-mark/')"
ok 'but not those that do not count' says 0 'REPLY' explain several.eml
write_policy "$(echo "$trust" | sed 's/Desk@//')"
ok 'a domain is trusted as a whole' says 0 'REPLY' explain other.eml
sed 's/partner\.example/sub.partner.example/' other.eml >sub.eml
ok 'but not what lies below it' says 0 'machine:precedence' explain sub.eml
bad() { write_policy "$(echo "$trust" | sed "$1")"; }
bad 's/precedence/precedense/'
ok 'an unknown check is named' says 78 "policy.xml:9:38: error: there is no machine check 'precedense'; nearest: 'precedence'" apres policy check policy.xml
bad 's/precedence/list/'
ok 'lists cannot be trusted away' says 78 "check 'list' guards against" apres policy check policy.xml
bad 's/precedence/own-address/'
ok 'nor our own address' says 78 "check 'own-address' guards against" apres policy check policy.xml
bad 's/<because>.*<.because>/<because> <\/because>/'
ok 'trust without a reason is refused' says 78 '<because> must say why' apres policy check policy.xml
bad 's/<because>.*<.because>//'
ok 'nor without the element' says 78 'policy.xml:9:' apres policy check policy.xml
bad 's/Desk@partner.example/partner example/'
ok 'who is trusted must be an address or a domain' says 78 'policy.xml:9:' apres policy check policy.xml
done_testing
