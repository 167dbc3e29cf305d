# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Sourced after peer.sh by the week: servers, the company's apresd, its people.
command -v python3 >/dev/null || {
	echo '1..0 # SKIP needs python3'
	exit 0
}
WEEK=$work
export WEEK
week() { PORT=${smtp:-0} python3 "$top_srcdir/tests/peers/week.py" "$@"; }
clock() { week clock "$1"; }

# The programs run as the user whom the mail belongs to, as a service would.
mkdir bin
install -m 755 "$top_builddir/apres" "$top_builddir/apresd" bin
export XDG_CACHE_HOME="$work/cache" APRES_TEST_NOW="@$work/clock"
PATH=$work/bin:$PATH
as_company='setpriv --reuid 65534 --regid 65534 --clear-groups'
by() { $as_company "$@"; }

# Candidates' mail goes into the mailbox, everything else into mail/all, as if it left.
servers_first_start() {
	imap=$(free_port)
	smtp=$(free_port)
	postfix_main="myhostname = mail.contoso.example
virtual_mailbox_domains = contoso.example, mail.example, post.example
virtual_mailbox_base = $home
virtual_mailbox_maps = inline:{ { recruiting@contoso.example = Maildir/ } }, static:mail/all/
smtpd_sasl_auth_enable = no
smtpd_relay_restrictions = permit_mynetworks, reject"
	chown nobody .
	servers_start
}
servers_start() {
	dovecot_start "$home" "$imap" && postfix_start "$home" "$smtp" && idle_start
}

# answer_by_hand WHO: the recruiter answers the last mail of WHO; her client keeps it in Sent.
answer_by_hand() {
	mail=$(printf 'From: recruiting@contoso.example\r\nTo: %s\r\nSubject: Re: Your application\r\nMessage-ID: <by-hand.%s>\r\nIn-Reply-To: %s\r\n\r\nI will call you.\r\n.' \
		"$1" "$1" "$(week id "$1")")
	mail=${mail%.}
	imap "b APPEND Sent (\\Seen) {${#mail}+}
$mail"
	grep -q '^b OK' imap.log
}

# start [POINT]: apresd runs, and dies at POINT of src/util/crash-point.h.
start() {
	APRES_TEST_CRASH_AT=${1:-} $as_company apresd >>apresd.log 2>&1 </dev/null &
	daemon=$!
	wait_for sh -c 'apres status | grep -q "apresd runs"'
}
stop() {
	kill "$daemon"
	wait "$daemon"
	status=$?
	daemon=
	return "$status"
}
# died: it has killed itself at the point.
died() {
	wait_for not grep -q '^State:[[:space:]]*[^Z]' "/proc/$daemon/status" || return 1
	wait "$daemon"
	[ $? -eq 137 ] || return 1
	daemon=
}
kill_9() {
	kill -9 "$daemon"
	wait "$daemon" 2>/dev/null
	daemon=
}
# kill_all PID: with all that it started, at once, as when the power fails.
kill_all() {
	kill -STOP "$1"
	for child in $(grep -lE "^PPid:[[:space:]]*$1\$" /proc/[0-9]*/status 2>/dev/null | cut -d/ -f3); do
		kill_all "$child"
	done
	kill -9 "$1"
}
power_cut() {
	kill_9
	for master in "$(tr -d ' ' <queue/pid/master.pid)" "$(cat run/master.pid)"; do
		kill_all "$master"
		wait_for not kill -0 "$master"
	done
	idle_stop
}

# Conditions.
seen() { figure seen "$(week seen "$1")"; }
figure() { by apres status --json | grep -q "\"$1\":$2[,}]"; }
in_mailbox() { [ "$(ls Maildir/new Maildir/cur | grep -c '[.]')" -eq "$(week arrived "$1")" ]; }
proposed() { [ "$(ls Maildir/.Apres.To-approve/new Maildir/.Apres.To-approve/cur 2>/dev/null | grep -c '[.]A[0-9]')" -eq "$1" ]; }
# proposed_to WHO: the reply to this one waits for a yes.
proposed_to() { grep -rqs "^To: .*$1" Maildir/.Apres.To-approve/new Maildir/.Apres.To-approve/cur; }
# answered WHO...: each has exactly one reply; unanswered WHO...: none has any.
replies_to() { grep -l "^Delivered-To: $1\$" -r mail/all 2>/dev/null | xargs -r grep -l '^Auto-Submitted: auto-replied' | wc -l; }
answered() { for who; do [ "$(replies_to "$who")" -eq 1 ] || { echo "$who: not once"; return 1; }; done; }
unanswered() { for who; do [ "$(replies_to "$who")" -eq 0 ] || { echo "$who was answered"; return 1; }; done; }
notice() { grep -l "^Delivered-To: $1\$" -r mail/all 2>/dev/null | xargs -r grep -l "^Subject: $2"; }
noticed() { [ "$(notice "$1" "$2" | wc -l)" -eq "$3" ]; }
in_state() { by apres outbox list --state "$1" | grep -q "$2"; }

# move WHO FOLDER: a mail client takes the proposal for WHO there.
move() {
	imap 'b SELECT Apres.To-approve' "c UID SEARCH TEXT \"To: $1\""
	uid=$(tr -d '\r' <imap.log | sed -n 's/^[*] SEARCH \([0-9]*\)$/\1/p')
	imap 'b SELECT Apres.To-approve' "c UID MOVE $uid Apres.$2" && grep -q '^c OK' imap.log
}
# check: every line of the table, as cases of their own.
check() {
	week check >check.log 2>&1
	while IFS= read -r line; do
		case $line in
		'ok - '* | 'not ok - '*)
			n=$((n + 1))
			echo "${line%% - *} $n - ${line#* - }"
			;;
		*) echo "$line" ;;
		esac
	done <check.log
}
# ends STATUS COMMAND...; says TEXT COMMAND...
ends() {
	want=$1
	shift
	got=0
	"$@" || got=$?
	[ "$got" -eq "$want" ] || { echo "status $got, not $want"; return 1; }
}
says() {
	text=$1
	shift
	"$@" >said 2>&1 </dev/null
	cat said
	grep -qF -- "$text" said || { echo "does not say: $text"; return 1; }
}
