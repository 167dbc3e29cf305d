# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Sourced by the peer tests: TAP, a mailbox, a configuration, samples of mail.
set -u
: "${top_srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}" "${top_builddir:=$PWD}"
. "$top_srcdir/tests/peers/chroot.sh"
. "$top_srcdir/tests/peers/postfix.sh"
. "$top_srcdir/tests/peers/imap.sh"
PATH=$top_builddir:$PATH

why=$(peers_missing)
if [ -n "$why" ]; then
	echo "1..0 # SKIP $why"
	exit 0
fi
peers_root mail && peers_install mail postfix dovecot-imapd dovecot-sieve procmail maildrop socat || {
	echo "Bail out! see $peers/install.log"
	exit 1
}
home=/t-$(basename "$0" .t)-$$ # inside the chroot
work=$peers/mail$home          # the same, from outside
mkdir -p "$work"
chmod 755 "$work"
cd "$work" || exit 1
daemon=
cleanup() {
	[ -z "$daemon" ] || kill "$daemon" 2>/dev/null
	[ -z "${idle:-}" ] || kill "$idle" 2>/dev/null
	[ -z "${endpoint:-}" ] || kill "$endpoint" 2>/dev/null
	[ -z "${pf_home:-}" ] || postfix_stop
	[ -z "${dv_home:-}" ] || dovecot_stop
	[ -n "${KEEP:-}" ] || rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 1' INT TERM

n=0
ok() { # name, command...
	n=$((n + 1))
	name=$1
	shift
	if "$@" >"$work/out" 2>&1; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
		sed 's/^/# /' "$work/out"
	fi
}
not() { ! "$@"; }
done_testing() { echo "1..$n"; }

# A policy without undo window, so that a reply leaves at once.
policy() {
	cat >policy.xml <<-XML
		<policy xmlns="urn:x-apres:policy:1" id="contoso" base="1" xml:lang="en">
		  <use pack="standard"/> <use pack="lang-en" auto="yes"/>
		  <company name="Contoso" careers="https://careers.contoso.example/" timezone="UTC"/>
		  <contacts adjustments="adjustments@contoso.example" privacy="privacy@contoso.example" hr="hr@contoso.example"/>
		  <people domain="contoso.example"/>
		  <queue id="default" owner="ana@contoso.example" due="2bd"/>
		  <debrief owner="lea@contoso.example" owner-name="Lea Brandt" due="5bd" escalate-to="hr@contoso.example"/>
		  <send between="00:00 23:59" days="mon tue wed thu fri sat sun" wait="0min"/>
		</policy>
	XML
}

# mail ID ADDRESS TEXT: a candidate's mail on standard output.
mail() {
	printf 'Return-Path: <%s>\r\n' "$2"
	printf 'Delivered-To: recruiting@contoso.example\r\n'
	printf 'Received: from mx.mail.example by mx.contoso.example; %s\r\n' "$(date -uR)"
	printf 'Authentication-Results: mx.contoso.example; dmarc=pass header.from=%s\r\n' "${2#*@}"
	printf 'From: Jo Park <%s>\r\nTo: recruiting@contoso.example\r\n' "$2"
	printf 'Subject: Re: Your application\r\nMessage-ID: <%s@mail.example>\r\n' "$1"
	printf 'Date: %s\r\n\r\n%s\r\n' "$(date -uR)" "$3"
}
request='Thanks for letting me know. Could you give me some feedback on my interview?'

# replies FOLDER: the delivered files that are automatic replies.
replies() { grep -rl '^Auto-Submitted: auto-replied' "$1" 2>/dev/null; }
count() { [ "$(replies "$1" | wc -l)" -eq "$2" ]; }
