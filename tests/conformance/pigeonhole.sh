#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: tests/conformance/pigeonhole.sh FOLDER
#
# Debian's Dovecot and Pigeonhole, unpacked in FOLDER (not installed), with the libraries
# of this machine beside them, ready for chroot: /usr/lib/dovecot/dovecot-lda delivers a
# mail through a Sieve script that does nothing but "vacation"; what it sends comes to
# FOLDER/out/reply.  Made once.  Needs root, apt-get and Debian 12.
set -eu
root=${1:?usage: pigeonhole.sh FOLDER}
[ -e "$root/.made" ] && exit 0
rm -rf "$root"
mkdir -p "$root/debs" "$root/dev" "$root/etc/dovecot" "$root/home" "$root/out" "$root/tmp" "$root/bin" "$root/run"
(cd "$root/debs" && apt-get download dovecot-core dovecot-sieve >/dev/null 2>&1)
for deb in "$root"/debs/*.deb; do
	dpkg -x "$deb" "$root"
done
mknod -m 666 "$root/dev/null" c 1 3
mknod -m 666 "$root/dev/urandom" c 1 9
cp /bin/sh /bin/cat "$root/bin/"
# Every shared object that a program, a plugin or one of those wants.
{
	for file in /bin/sh /bin/cat "$root/usr/lib/dovecot/dovecot-lda" "$root/usr/bin/doveconf" \
		"$root/usr/bin/sievec" "$root"/usr/lib/dovecot/modules/*.so "$root"/usr/lib/dovecot/modules/settings/*.so; do
		LD_LIBRARY_PATH=$root/usr/lib/dovecot:$root/usr/lib/dovecot/modules ldd "$file" 2>/dev/null || :
	done
} | awk '{ for (i = 1; i <= NF; i++) if ($i ~ /^\//) { print $i; break } }' | sort -u | while read -r lib; do
	case $lib in
	"$root"/*) ;;
	*) mkdir -p "$root$(dirname "$lib")" && cp -L "$lib" "$root$lib" ;;
	esac
done
cat >"$root/etc/passwd" <<-'X'
	root:x:0:0::/:/bin/sh
	dovecot:x:101:101::/:/bin/sh
	dovenull:x:102:102::/:/bin/sh
	recruiting:x:1000:1000::/home:/bin/sh
X
printf 'root:x:0:\ndovecot:x:101:\ndovenull:x:102:\nrecruiting:x:1000:\n' >"$root/etc/group"
cat >"$root/etc/dovecot/dovecot.conf" <<-'X'
	base_dir = /run
	ssl = no
	log_path = /out/log
	hostname = mx.contoso.example
	postmaster_address = postmaster@contoso.example
	mail_location = maildir:/home/Maildir
	mail_uid = recruiting
	mail_gid = recruiting
	sendmail_path = /bin/outgoing
	protocol lda {
	  mail_plugins = sieve
	}
	plugin {
	  sieve = file:/home/vacation.sieve
	  sieve_vacation_min_period = 0
	}
X
printf '#!/bin/sh\nexec /bin/cat >>/out/reply\n' >"$root/bin/outgoing"
cat >"$root/home/vacation.sieve" <<-'X'
	require ["vacation"];
	vacation :days 1 :addresses ["recruiting@contoso.example", "jobs@contoso.example"] "Thank you for your mail.";
X
chmod 755 "$root/bin/outgoing"
chown -R 1000:1000 "$root/home" "$root/out"
touch "$root/.made"
