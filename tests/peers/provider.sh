# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Sourced after peer.sh: a provider of mailboxes.  Dovecot holds the mailbox, Postfix
# takes what is sent; both want TLS and an OAuth token, which a token endpoint gives.
# The files of contrib/hosted lie where they belong, below $home instead of /.

peers_install mail isync msmtp libsasl2-modules-kdexoauth2 python3 ca-certificates || {
	echo "Bail out! see $peers/install.log"
	exit 1
}
endpoint=
in_box() { chroot "$peers/mail" env PATH=/usr/bin:/bin:/usr/sbin LC_ALL=C.UTF-8 "$@"; }

provider_certificate() {
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj '/CN=localhost' \
		-addext 'subjectAltName=DNS:localhost' -keyout key.pem -out cert.pem
}

base64_url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
# A token for the mailbox, as long as those of real providers are.
provider_token() {
	head=$(printf '{"alg":"HS256","typ":"JWT"}' | base64_url)
	claims=$(printf '{"sub":"recruiting","exp":%s,"roles":"%01500d"}' "$(($(date +%s) + 3600))" 7 | base64_url)
	sign=$(printf '%s.%s' "$head" "$claims" | openssl dgst -sha256 -hmac provider-key -binary | base64_url)
	printf '%s.%s.%s\n' "$head" "$claims" "$sign"
}

# The token endpoint: tells what it was asked in endpoint.log.
provider_endpoint() { # port
	provider_token >token
	cat >endpoint.py <<-'PY'
		import http.server, json, sys
		class Endpoint(http.server.BaseHTTPRequestHandler):
		    def do_POST(self):
		        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
		        good = "client_secret=s3cret" in form
		        print(form, flush=True)
		        answer = {"access_token": open("token").read().strip(), "expires_in": 3600} if good else {"error": "invalid_client"}
		        self.send_response(200 if good else 401)
		        self.end_headers()
		        self.wfile.write(json.dumps(answer).encode())
		    def log_message(self, *words):
		        pass
		http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Endpoint).serve_forever()
	PY
	python3 endpoint.py "$1" >endpoint.log 2>endpoint.err &
	endpoint=$!
}

provider_files() { # imaps, submission, endpoint
	mkdir -p etc lib var/mail/recruiting keys/default/HS256
	printf 'provider-key' | openssl base64 -A >keys/default/HS256/default
	install -m 755 "$top_srcdir/contrib/hosted/oauth-token" "$top_srcdir/contrib/roster/roster-json" \
		"$top_srcdir/contrib/roster/rosterlib.py" lib/
	here="s,/etc/apres/,$home/etc/,g; s,/var/lib/apres,$home/var,g; s,/usr/local/lib/apres,$home/lib,g
		s,/etc/ssl/certs/ca-certificates.crt,$home/cert.pem,; s,company\\.example,contoso.example,g"
	sed "$here; s,^Host .*,Host localhost\\nPort $1," "$top_srcdir/contrib/hosted/mbsyncrc" >etc/mbsyncrc
	sed "$here; s,^host .*,host localhost,; s,^port .*,port $2," "$top_srcdir/contrib/hosted/msmtprc" >etc/msmtprc
	sed "$here; s,https://login[^ ]*,http://127.0.0.1:$3/token," "$top_srcdir/contrib/hosted/microsoft.oauth" >etc/recruiting.oauth
	echo s3cret >etc/recruiting.secret
	chmod 600 etc/*
	sed "s,/var/lib/apres,$work/var,g; s,/etc/apres/,$home/etc/,g; s,/usr/local/lib/apres,$work/lib,g
		s,^command = ,command = $(command -v chroot) $peers/mail ,; s,company\\.example,contoso.example,g
		s,^policy = .*,policy = $work/policy.xml,; s,--at-least 10,--at-least 1," "$top_srcdir/contrib/hosted/apres.conf" >apres.conf
	printf '{"value":[{"mail":"lee@contoso.example","displayName":"Lee Moss","accountEnabled":true}]}' >var/users.json
	cat >oauth2.conf <<-CONF
		introspection_mode = local
		local_validation_key_dict = fs:posix:prefix=$home/keys/
		username_attribute = sub
	CONF
}

# provider_start: $imap is a port for people's mail programs.
provider_start() {
	imap=$(free_port)
	imaps=$(free_port)
	submission=$(free_port)
	port=$(free_port)
	provider_certificate >certificate.log 2>&1 || return 1
	provider_files "$imaps" "$submission" "$port"
	provider_endpoint "$port"
	dovecot_more="
		ssl = yes
		ssl_cert = <$home/cert.pem
		ssl_key = <$home/key.pem
		auth_mechanisms = plain xoauth2 oauthbearer
		auth_username_format = %Ln
		passdb {
		  driver = oauth2
		  mechanisms = xoauth2 oauthbearer
		  args = $home/oauth2.conf
		}
		service imap-login {
		  inet_listener imaps {
		    port = $imaps
		    ssl = yes
		  }
		}
		namespace inbox {
		  inbox = yes
		  separator = /
		  mailbox \"Sent Items\" {
		    auto = create
		  }
		}"
	dovecot_start "$home" "$imap" || return 1
	# As providers do: who logs in may send as himself, and not from nowhere.
	postfix_main="
smtpd_sender_restrictions = check_sender_access inline:{ { <> = 550 5.7.60 Client does not have permissions to send as this sender } }"
	postfix_start "$home" "$submission"
}

# dead_line PORT TO BYTES: a way to port TO that goes dead after BYTES from there; $line
# is its process.
dead_line() {
	cat >line.py <<-'PY'
		import socket, sys, threading, time
		def pump(source, target, limit):
		    while data := source.recv(1024):
		        limit -= len(data)
		        if limit < 0:
		            time.sleep(3600)
		        target.sendall(data)
		listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
		near, _ = listener.accept()
		far = socket.create_connection(("127.0.0.1", int(sys.argv[2])))
		threading.Thread(target=pump, args=(near, far, 1 << 40), daemon=True).start()
		pump(far, near, int(sys.argv[3]))
	PY
	python3 line.py "$1" "$2" "$3" 2>line.log &
	line=$!
	wait_for grep -qi "$(printf ':%04X 00000000:0000 0A' "$1")" /proc/net/tcp
}
