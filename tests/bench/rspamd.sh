# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Sourced by peers: rspamd inside $peers/filters, with nothing but its module for regular
# expressions, on loopback; one for each number of rules.

# rspamd_start RULES: and wait until it answers and has compiled what it looks for at once.
rspamd_start() {
	port=$(free_port)
	mkdir -p "$at/rspamd$1" "$at/plugins"
	cat >"$at/$1.rspamd" <<-CONF
		options {
		  pidfile = "/bench/rspamd$1/pid";
		  filters = "regexp";
		  hs_cache_dir = "/bench/rspamd$1/";
		  check_all_filters = true;
		  dns { nameserver = ["127.0.0.1:1:1"]; timeout = 0.1s; retransmits = 0; }
		}
		logging { type = "file"; filename = "/bench/rspamd$1/log"; level = "info"; }
		worker "normal" { bind_socket = "127.0.0.1:$port"; count = 1; task_timeout = 300s; }
		worker "hs_helper" { count = 1; cache_dir = "/bench/rspamd$1/"; }
		metric "default" { actions { reject = 100000; } }
		modules { path = "/bench/plugins/"; }
		lua = "/bench/$1.lua";
	CONF
	chroot "$peers/filters" rspamd -f -i -u root -g root -c "/bench/$1.rspamd" >"rspamd$1.out" 2>&1 &
	eval "rspamd_pid_$1=$! rspamd_port_$1=$port"
	rspamd_pids="${rspamd_pids:-} $!"
	within 60 grep -q '(normal).*full hyperscan database' "$at/rspamd$1/log"
}
rspamd_stop() {
	[ -z "${rspamd_pids:-}" ] || {
		# shellcheck disable=SC2086 # a list
		kill $rspamd_pids 2>/dev/null
		# shellcheck disable=SC2086
		wait $rspamd_pids 2>/dev/null
	}
	rspamd_pids=
}
# rspamd_cpu RULES: seconds of processor of its processes.
rspamd_cpu() {
	eval "pid=\$rspamd_pid_$1"
	# shellcheck disable=SC2046 # a list
	cat "/proc/$pid/stat" $(children_of "$pid" | sed 's,.*,/proc/&/stat,') 2>/dev/null |
		awk -v hz="$(getconf CLK_TCK)" '{ sub(/.*\) /, ""); t += $12 + $13 } END { print t / hz }'
}
# rspamd_run RULES: all mail, once.
rspamd_run() {
	eval "port=\$rspamd_port_$1"
	chroot "$peers/filters" sh -c 'cd /bench/Mail/new && rspamc -n 4 -h "127.0.0.1:$1" symbols ./*' sh "$port"
}
