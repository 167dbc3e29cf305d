# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Sourced after chroot.sh: IMAP clients of dovecot_start's server on port $imap.

# imap COMMAND...: what a client says, one connection each; the answers are in imap.log.
# It stays on the line until the server says goodbye: Dovecot copies nothing for a
# client that has hung up.
imap() {
	: >imap.log
	{
		printf 'a LOGIN recruiting secret\r\n'
		printf '%s\r\n' "$@"
		printf 'z LOGOUT\r\n'
		wait_for grep -q '^z OK' imap.log >&2
	} | chroot "$peers/mail" socat -t 10 - "TCP:127.0.0.1:$imap" >imap.log
}
# exists FOLDER COUNT: so many mails are in it.
exists() { imap "b SELECT $1" && grep -q "^\* $2 EXISTS" imap.log; }

# idle_start: a client that selects the inbox and idles until idle_stop; the answers
# are in client.log, and what is written to file descriptor 9 it says.
idle_start() {
	rm -f client
	mkfifo client
	: >client.log
	chroot "$peers/mail" socat - "TCP:127.0.0.1:$imap" <client >>client.log 2>&1 &
	idle=$!
	exec 9>client
	printf 'a LOGIN recruiting secret\r\nb SELECT INBOX\r\nc IDLE\r\n' >&9
	wait_for grep -q '^+ idling' client.log
}
idle_stop() {
	exec 9>&-
	wait "$idle"
	idle=
}
