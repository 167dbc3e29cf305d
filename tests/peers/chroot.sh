# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Sourced by the peer tests: a Debian system of our own below the build folder,
# in which real mail servers can be installed without touching the machine.
#
# PEERS names the folder (default: peers/ in the build folder).  It is kept, so
# that a second run starts at once; "rm -rf" it to begin anew.

. "${top_srcdir:?}/tests/wait.sh"
peers=${PEERS:-${top_builddir:?}/peers}

# A reason to skip, or nothing.
peers_missing() {
	if [ "$(id -u)" -ne 0 ]; then
		echo 'needs root, for a chroot'
	elif ! command -v debootstrap >/dev/null; then
		echo 'needs debootstrap (contrib/quickstart deps installs it)'
	elif [ -z "$(peers_mirror)" ]; then
		echo 'needs a Debian mirror in /etc/apt'
	fi
}

# The mirror this machine's own package manager uses.
peers_mirror() {
	cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list \
		/etc/apt/sources.list.d/*.sources 2>/dev/null |
		awk '/^deb / { for (i = 2; i <= NF; i++) if ($i ~ /:\/\//) { print $i; exit } }
		     /^URIs:/ { print $2; exit }'
}

# peers_pristine: debootstrap a bookworm into $peers/pristine.tar, once.
peers_pristine() {
	[ ! -e "$peers/pristine.tar" ] || return 0
	rm -rf "$peers/pristine"
	debootstrap --variant=minbase bookworm "$peers/pristine" "$(peers_mirror)" \
		>"$peers/debootstrap.log" 2>&1 || return 1
	tar -C "$peers/pristine" -cf "$peers/pristine.tar.part" . &&
		mv "$peers/pristine.tar.part" "$peers/pristine.tar" || return 1
	rm -rf "$peers/pristine"
}

# peers_root NAME: make the chroot $peers/NAME from a pristine bookworm, once.
# Peer tests run beside each other: the first one makes the pristine, the others wait.
peers_root() {
	root=$peers/$1
	[ -e "$root/.made" ] && return 0
	mkdir -p "$peers"
	(flock 9 && peers_pristine) 9>"$peers/pristine.lock" || return 1
	rm -rf "$root"
	mkdir -p "$root"
	tar -C "$root" -xf "$peers/pristine.tar" || return 1
	# The same sources and the same way out as this machine; no service may start by itself.
	cp -r /etc/apt/sources.list.d "$root/etc/apt/"
	[ ! -e /etc/apt/sources.list ] || cp /etc/apt/sources.list "$root/etc/apt/"
	for conf in /etc/apt/apt.conf.d/*; do
		grep -qiE 'proxy|check-(date|valid)|verify' "$conf" && cp "$conf" "$root/etc/apt/apt.conf.d/"
	done
	cp /etc/resolv.conf /etc/hosts "$root/etc/"
	printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
	chmod 755 "$root/usr/sbin/policy-rc.d"
	touch "$root/.made"
}

# peers_install NAME PACKAGE...: install what is missing in $peers/NAME.
peers_install() {
	root=$peers/$1
	shift
	missing=
	for package; do
		chroot "$root" dpkg-query -W -f '${Status}' "$package" 2>/dev/null |
			grep -q 'ok installed' || missing="$missing $package"
	done
	[ -z "$missing" ] && return 0
	# shellcheck disable=SC2086 # a list of words
	chroot "$root" env DEBIAN_FRONTEND=noninteractive sh -c \
		'apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"' \
		sh $missing >>"$peers/install.log" 2>&1
}

# A port nobody listens on now, above 20000; drawn anew by each call, of which none
# knows what another one got.
free_port() {
	while :; do
		port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 20000))
		grep -qi "$(printf ':%04X 00000000:0000 0A' "$port")" /proc/net/tcp || break
	done
	echo "$port"
}
