#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The two commands on a Debian 12 machine on which nothing is installed: what
# contrib/quickstart forgets to install cannot hide here.
set -u
: "${top_srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}" "${top_builddir:=$PWD}"
. "$top_srcdir/tests/peers/chroot.sh"

why=$(peers_missing)
if [ -n "$why" ]; then
	echo "1..0 # SKIP $why"
	exit 0
fi
echo 1..5

peers_root bare && echo "ok 1 - a bare Debian 12" || { tail -n 5 "$peers/debootstrap.log" | sed "s/^/# /"; echo "Bail out! see $peers/debootstrap.log"; exit 1; }
root=$peers/bare
work=$root/home/user
rm -rf "$work"
mkdir -p "$work/apres"
# What a user unpacks: no .git, no build products, no ../shared.
if git -C "$top_srcdir" rev-parse --git-dir >/dev/null 2>&1; then
	git -C "$top_srcdir" archive HEAD | tar -C "$work/apres" -xf -
else
	(cd "$top_srcdir" && tar --exclude=./build --exclude='./_*' -cf - .) | tar -C "$work/apres" -xf -
fi
before=$(chroot "$root" dpkg-query -W -f '${Package}\n' 2>/dev/null | grep -cE '^(postfix|exim4.*|sendmail.*|dovecot-core)$')

# A mount namespace: /proc and friends are gone again when the command ends.
inside() {
	unshare --mount --fork sh -c 'mount -t proc proc "$0/proc" && mount -t tmpfs tmpfs "$0/dev/shm" && exec chroot "$0" "$@"' \
		"$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
		sh -c "cd /home/user/apres && $1" </dev/null
}
step() { # number, name, log, command
	if inside "$4" >"$peers/$3.log" 2>&1; then
		echo "ok $1 - $2"
	else
		echo "not ok $1 - $2"
		tail -n 40 "$peers/$3.log" | sed 's/^/# /'
	fi
}
step 2 'quickstart demo' bare-demo contrib/quickstart\ demo
if grep -q 'cannot disclose' "$peers/bare-demo.log"; then
	echo 'ok 3 - the demo prints the reply'
else
	echo 'not ok 3 - the demo prints the reply'
fi
step 4 'quickstart check' bare-check contrib/quickstart\ check
tail -n 1 "$peers/bare-check.log" | sed 's/^/# /'
after=$(chroot "$root" dpkg-query -W -f '${Package}\n' 2>/dev/null | grep -cE '^(postfix|exim4.*|sendmail.*|dovecot-core)$')
if [ "$before" = "$after" ]; then
	echo 'ok 5 - no mail server was installed or removed'
else
	echo 'not ok 5 - no mail server was installed or removed'
fi
rm -rf "$work"
