# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Sourced by tests/e2e/lib.sh and tests/peers/chroot.sh: no test sleeps for a fixed time.

# within SECONDS COMMAND...: until it succeeds, at most about so long: on a machine that
# is busy otherwise up to four times as long.  If it never does, what it says is shown.
within() {
	within_secs=$1 within_tries=$(($1 * 20)) within_end=$(($(date +%s) + 4 * $1))
	shift
	while [ "$within_tries" -gt 0 ] && [ "$(date +%s)" -lt "$within_end" ]; do
		"$@" >/dev/null 2>&1 && return 0
		within_tries=$((within_tries - 1))
		sleep 0.05
	done
	echo "still not true after $within_secs s: $*"
	"$@"
}
# wait_for COMMAND...: the same, within $DEADLINE (20) seconds.
wait_for() { within "${DEADLINE:-20}" "$@"; }
