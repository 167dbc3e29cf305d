# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Sourced after chroot.sh: a private Postfix inside $peers/mail, on loopback.

# postfix_start HOME PORT: run Postfix with its files in HOME (a path inside
# the chroot) on 127.0.0.1:PORT.  It delivers *.example into the Maildir HOME/mail/all
# (Delivered-To names the address), offers STARTTLS with HOME/cert.pem if that exists, and AUTH by Dovecot if
# HOME/auth is a socket.  $postfix_master may hold further lines for master.cf.
postfix_start() {
	pf_home=$1
	pf=$peers/mail$1
	mkdir -p "$pf/queue" "$pf/data" "$pf/mail" "$pf/conf"
	chroot "$peers/mail" chown postfix "$1/data"
	chroot "$peers/mail" chown nobody "$1/mail"
	cat >"$pf/conf/main.cf" <<-CONF
		compatibility_level = 3.6
		queue_directory = $1/queue
		data_directory = $1/data
		command_directory = /usr/sbin
		daemon_directory = /usr/lib/postfix/sbin
		mail_owner = postfix
		myhostname = mx.contoso.example
		mydestination =
		mynetworks = 127.0.0.0/8
		inet_interfaces = 127.0.0.1
		inet_protocols = ipv4
		alias_maps =
		maillog_file = $1/log
		maillog_file_prefixes = $1
		virtual_mailbox_domains = mail.example, contoso.example
		virtual_mailbox_base = $1/mail
		virtual_mailbox_maps = static:all/
		virtual_minimum_uid = 1
		virtual_uid_maps = static:65534
		virtual_gid_maps = static:65534
	CONF
	if [ -e "$pf/cert.pem" ]; then
		cat >>"$pf/conf/main.cf" <<-CONF
			smtpd_tls_security_level = may
			smtpd_tls_loglevel = 1
			smtpd_tls_cert_file = $1/cert.pem
			smtpd_tls_key_file = $1/key.pem
		CONF
	fi
	if [ -S "$pf/auth" ]; then
		cat >>"$pf/conf/main.cf" <<-CONF
			smtpd_sasl_auth_enable = yes
			smtpd_sasl_type = dovecot
			smtpd_sasl_path = $1/auth
			smtpd_tls_auth_only = yes
			smtpd_relay_restrictions = permit_sasl_authenticated, reject
		CONF
	fi
	printf '%s\n' "${postfix_main:-}" >>"$pf/conf/main.cf"
	# The last one of each name counts; the master would warn of the others before there
	# is anybody to log, and wait for that forever.
	awk '{ name = $1 } { line[NR] = $0; of[NR] = name; last[name] = NR }
		END { for (i = 1; i <= NR; i++) if (last[of[i]] == i) print line[i] }' \
		"$pf/conf/main.cf" >"$pf/conf/main.cf.new" && mv "$pf/conf/main.cf.new" "$pf/conf/main.cf"
	awk -v port="127.0.0.1:$2" '/^[^# \t]/ && $5 == "y" { $5 = "n" }
		/^smtp +inet/ { $1 = port } { print }' \
		"$peers/mail/etc/postfix/master.cf.proto" >"$pf/conf/master.cf" 2>/dev/null ||
		awk -v port="127.0.0.1:$2" '/^[^# \t]/ && $5 == "y" { $5 = "n" }
			/^smtp +inet/ { $1 = port } { print }' \
			"$peers/mail/etc/postfix/master.cf" >"$pf/conf/master.cf"
	printf '%s\n' "${postfix_master:-}" >>"$pf/conf/master.cf"
	chroot "$peers/mail" postfix -c "$1/conf" start >"$pf/start.log" 2>&1 || return 1
	wait_for sh -c "exec 3<>/dev/null; printf 'QUIT\r\n' | chroot $peers/mail timeout 2 socat - TCP:127.0.0.1:$2 | grep -q ^220"
}

postfix_stop() {
	chroot "$peers/mail" postfix -c "$pf_home/conf" stop >/dev/null 2>&1 || :
}

# dovecot_start HOME IMAP_PORT: IMAP over HOME/Maildir for the user "recruiting"
# (password "secret") and the SASL socket HOME/auth.  $dovecot_more may hold further
# lines for dovecot.conf.
dovecot_start() {
	dv_home=$1
	dv=$peers/mail$1
	mkdir -p "$dv/run" "$dv/Maildir/new" "$dv/Maildir/cur" "$dv/Maildir/tmp"
	chroot "$peers/mail" chown -R nobody "$1/Maildir"
	printf 'recruiting:{PLAIN}secret:65534:65534::%s\n' "$1" >"$dv/users"
	cat >"$dv/dovecot.conf" <<-CONF
		protocols = imap
		base_dir = $1/run
		log_path = $1/dovecot.log
		listen = 127.0.0.1
		ssl = no
		disable_plaintext_auth = no
		mail_location = maildir:$1/Maildir
		first_valid_uid = 1
		default_internal_user = dovecot
		passdb {
		  driver = passwd-file
		  args = scheme=PLAIN $1/users
		}
		userdb {
		  driver = passwd-file
		  args = $1/users
		}
		service imap-login {
		  chroot =
		  inet_listener imap {
		    port = $2
		  }
		  inet_listener imaps {
		    port = 0
		  }
		}
		service auth {
		  unix_listener $1/auth {
		    mode = 0666
		  }
		}
	CONF
	printf '%s\n' "${dovecot_more:-}" >>"$dv/dovecot.conf"
	chroot "$peers/mail" dovecot -c "$1/dovecot.conf" >"$dv/start.log" 2>&1 || return 1
	wait_for sh -c "printf 'a LOGOUT\r\n' | chroot $peers/mail timeout 2 socat - TCP:127.0.0.1:$2 | grep -q OK"
}

dovecot_stop() {
	chroot "$peers/mail" doveadm -c "$dv_home/dovecot.conf" stop >/dev/null 2>&1 || :
}
