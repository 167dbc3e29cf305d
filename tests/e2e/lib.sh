# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Sourced by every tests/e2e/*.t: TAP, a fresh folder, the built programs first
# in PATH, a configuration, mail.  No test sleeps for a fixed time: wait_for
# (tests/wait.sh).
set -u
top_srcdir=${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
top_builddir=${top_builddir:-$PWD}
export top_srcdir top_builddir
PATH=$top_builddir:$PATH
LC_ALL=C.UTF-8 TZ=UTC
export PATH LC_ALL TZ
unset APRES_CONFIG NO_COLOR
. "$top_srcdir/tests/wait.sh"

work=$(mktemp -d "${TMPDIR:-/tmp}/apres-e2e.XXXXXX") || exit 99
cd "$work" || exit 99
XDG_CACHE_HOME=$work/.cache
export XDG_CACHE_HOME
daemon=
n=0
cleanup() {
	status=$?
	stop_apresd
	cd /
	if [ -n "${KEEP:-}" ]; then
		echo "# kept: $work"
	else
		rm -rf "$work"
	fi
	exit "$status"
}
trap cleanup EXIT
trap 'exit 1' INT TERM HUP

# ok NAME COMMAND...: one case; its output is shown when it fails.
ok() {
	n=$((n + 1))
	case_name=$1
	shift
	if "$@" >"$work/.out" 2>&1; then
		echo "ok $n - $case_name"
	else
		echo "not ok $n - $case_name"
		sed 's/^/# /' "$work/.out"
	fi
}
# skip NAME WHY: a case that cannot be tried here.
skip() {
	n=$((n + 1))
	echo "ok $n - $1 # SKIP $2"
}
# skip_all WHY: the whole file.
skip_all() {
	echo "1..0 # SKIP $1"
	exit 0
}
done_testing() {
	echo "1..$n"
}

# Conditions for ok.
not() { ! "$@"; }
# says STATUS TEXT COMMAND...: it ends with STATUS and its output holds TEXT.
says() {
	want=$1 text=$2
	shift 2
	got=0
	"$@" >"$work/.says" 2>&1 </dev/null || got=$?
	cat "$work/.says"
	[ "$got" -eq "$want" ] || { echo "status $got, not $want"; return 1; }
	grep -qF -- "$text" "$work/.says" || { echo "does not say: $text"; return 1; }
}
has() { grep -qE -- "$2" "$1" || { echo "no /$2/ in $1:"; cat "$1"; return 1; }; }
# count N COMMAND...: it prints exactly N lines.
count() {
	want=$1
	shift
	got=$("$@" | grep -c .)
	[ "$got" -eq "$want" ] || { echo "$got lines, not $want:"; "$@"; return 1; }
}
# children_of PID: one a line, the youngest last: by when it began, for numbers start again (a
# bare machine has no pgrep).
children_of() {
	grep -lE "^PPid:[[:space:]]*$1\$" /proc/[0-9]*/status 2>/dev/null | cut -d/ -f3 |
		while read -r child; do
			stat=$(cat "/proc/$child/stat" 2>/dev/null) || continue
			# shellcheck disable=SC2086
			set -- ${stat##*) }
			echo "${20} $child"
		done | sort -n | cut -d' ' -f2
}
# ben_can: may another person be tried, with a login of its own?
ben_can() { [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; }

# make_maildir PATH
make_maildir() { mkdir -p "$1/new" "$1/cur" "$1/tmp"; }

# mail FROM SUBJECT [EXTRA-HEADER-LINES]: a candidate's mail, its text from stdin.
mail_count=0
mail() {
	mail_count=$((mail_count + 1))
	printf 'Return-Path: <%s>\n' "$1"
	printf 'Received: from mail.example by mx.contoso.example; %s\n' "${MAIL_DATE:-Tue, 24 Nov 2026 13:00:00 +0000}"
	printf 'From: %s\nTo: recruiting@contoso.example\nSubject: %s\n' "$1" "$2"
	printf 'Date: %s\n' "${MAIL_DATE:-Tue, 24 Nov 2026 13:00:00 +0000}"
	printf 'Message-ID: <%s.%s@mail.example>\n' "$mail_count" "$$.$(printf '%s%s' "$1" "$2" | cksum | tr ' ' '.')"
	printf 'MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n'
	[ -z "${3:-}" ] || printf '%s\n' "$3"
	printf '\n'
	cat
}
# deliver MAILDIR NAME: stdin becomes MAILDIR/new/NAME, at once.
deliver() {
	cat >"$1/tmp/$2" && mv "$1/tmp/$2" "$1/new/$2"
}

# The time at which tests happen: a Tuesday, 13:50 UTC.  set_clock moves it.
set_clock() {
	printf '%s\n' "$1" >"$work/.clock.new" && mv "$work/.clock.new" "$work/.clock"
	APRES_TEST_NOW=@$work/.clock
	export APRES_TEST_NOW
}
set_clock 2026-11-24T13:50:00Z

# write_policy [LINES]: a small policy that answers at once; LINES are put inside.
write_policy() {
	cat >"$work/policy.xml" <<-XML
		<policy xmlns="urn:x-apres:policy:1" id="contoso-test" base="1" xml:lang="en">
		  <use pack="standard"/> <use pack="lang-en" auto="yes"/>
		  <company name="Contoso" careers="https://careers.contoso.example/" timezone="UTC"/>
		  <contacts adjustments="adjustments@contoso.example" privacy="privacy@contoso.example" hr="hr@contoso.example"/>
		  <people domain="contoso.example"/>
		  <queue id="default" owner="ana@contoso.example" due="2bd"/>
		  <debrief owner="lea@contoso.example" owner-name="Lea Brandt" due="5bd" escalate-to="hr@contoso.example"/>
		  <send between="00:00 23:59" days="mon tue wed thu fri sat sun" wait="0min"/>
		  ${1:-}
		</policy>
	XML
}
# write_conf [MODE [LINES]]: apres.conf with one mailbox and the maildir transport; LINES at its end.
write_conf() {
	make_maildir "$work/Inbox"
	make_maildir "$work/Out"
	printf 'address,name,status\nlee@contoso.example,Lee Moss,active\n' >"$work/roster.csv"
	[ -e "$work/policy.xml" ] || write_policy
	cat >"$work/apres.conf" <<-CONF
		[apres]
		state = state
		authserv-id = mx.contoso.example
		mta-names = mx.contoso.example
		poll = 1s
		[transport]
		kind = maildir
		maildir = Out
		[company contoso]
		policy = policy.xml
		roster = roster.csv
		default-mode = ${1:-auto}
		[mailbox recruiting]
		address = recruiting@contoso.example
		maildir = Inbox
		${2:-}
	CONF
	APRES_CONFIG=$work/apres.conf
	export APRES_CONFIG
}

# start_apresd [ARGUMENTS]: in the background, log in apresd.log, until its socket is there.
start_apresd() {
	apresd -c "$work/apres.conf" "$@" >>"$work/apresd.log" 2>&1 </dev/null &
	daemon=$!
	wait_for test -S "$work/state/socket" || { cat "$work/apresd.log"; return 1; }
}
# stop_apresd [SIGNAL]: and wait until it has ended.
stop_apresd() {
	[ -n "$daemon" ] || return 0
	kill -"${1:-TERM}" "$daemon" 2>/dev/null
	wait "$daemon" 2>/dev/null
	daemon=
}
# once: let apresd do what there is to do and end.
once() { apresd -c "$work/apres.conf" --once </dev/null; }
# same_start COMMAND...: begin anew by COMMAND, which makes state, mailbox, replies, policy
# and configuration; asked for again beside the same policy.xml, what it came to is put
# back without running it.
same_start() {
	start=$work/.start-$({ printf '%s\n' "$@" && cat "$work/policy.xml"; } 2>/dev/null | cksum | tr ' ' '-')
	rm -rf "$work/state" "$work/Inbox" "$work/Out"
	[ ! -e "$start" ] || { cp -a "$start/." "$work/" && return; }
	"$@" || return
	mkdir "$start" && (cd "$work" && cp -a state Inbox Out policy.xml apres.conf "$start/")
}
# body FILE: the text of a mail, decoded (quoted-printable or not), without header.
body() {
	awk 'inside { print } /^\r?$/ { inside = 1 }' "$1" | tr -d '\r' |
		awk '{ if (sub(/=$/, "")) printf "%s", $0; else print }'
}
