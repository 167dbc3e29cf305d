#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# contrib/hosted/oauth-token: asks the token endpoint when it must, and says why not.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"
command -v python3 >/dev/null || skip_all 'python3 is not installed'

token() { "$top_srcdir/contrib/hosted/oauth-token" "${1:-oauth}"; }
cat >endpoint.py <<'PY'
import http.server, json
class Endpoint(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        with open("asked", "a") as asked:
            asked.write(form + "\n")
        status, answer = open("answer").read().split("\n", 1)
        self.send_response(int(status))
        self.end_headers()
        self.wfile.write(answer.encode())
    def log_message(self, *words):
        pass
server = http.server.HTTPServer(("127.0.0.1", 0), Endpoint)
with open("port", "w") as port:
    print(server.server_port, file=port)
server.serve_forever()
PY
python3 endpoint.py 2>endpoint.log &
endpoint=$!
trap 'kill "$endpoint"; cleanup' EXIT
wait_for test -s port || exit 99
answer() { printf '%s\n%s\n' "$1" "$2" >answer; }
asked() { [ "$(grep -c . asked)" -eq "$1" ]; }

cat >oauth <<CONF
# a comment
endpoint = http://127.0.0.1:$(cat port)/token
client-id = app
client-secret-file = secret
scope = https://outlook.office365.com/.default
cache = cache
CONF
echo s3cret >secret
answer 200 '{"access_token": "one", "expires_in": 3600}'
ok 'an application signs in' says 0 one token
ok 'with id, secret and scope' grep -q 'client_id=app&grant_type=client_credentials&client_secret=s3cret&scope=https' asked
answer 200 '{"access_token": "two", "expires_in": 3600}'
ok 'a good token is kept' says 0 one token
ok 'and not asked for again' asked 1
ok 'for nobody else to read' sh -c 'test "$(stat -c %a cache)" = 600'
sed -i 's/"until": [0-9]*/"until": 1/' cache
ok 'one that ends is renewed' says 0 two token
: >cache
ok 'so is one that cannot be read' says 0 two token

rm cache
echo 'refresh-token-file = refresh' >>oauth
echo first >refresh
answer 200 '{"access_token": "three", "expires_in": 10, "refresh_token": "second"}'
ok 'a person signed in' says 0 three token
ok 'with what is kept of that' grep -q 'grant_type=refresh_token&refresh_token=first' asked
ok 'which changes' grep -qx second refresh
answer 200 '{"access_token": "four", "expires_in": 10}'
ok 'the next time the new one is used' says 0 four token
ok 'and stays' sh -c 'tail -n 1 asked | grep -q refresh_token=second && grep -qx second refresh'

answer 400 '{"error": "invalid_grant"}'
ok 'a refusal is for a person' says 78 '400: {"error": "invalid_grant"}' token
answer 503 'busy'
ok 'a server that is busy is asked later' says 75 '503: busy' token
answer 200 '<html>Welcome to the hotel</html>'
ok 'so is one that says something else' says 75 'oauth-token: http' token
answer 200 '{"expires_in": 3600}'
ok 'an answer without a token' says 75 'no access_token' token
kill "$endpoint"
wait "$endpoint" 2>/dev/null
ok 'nobody there' says 75 'refused' token
sed 's/^endpoint.*/endpoint = http:\/\/login.example\/token/' oauth >plain
ok 'a secret does not go out in the clear' says 78 'must be https' token plain
sed 's/^client-id/client/' oauth >wrong
ok 'an unknown key' says 78 'wrong:3: not one of:' token wrong
ok 'no such file' says 78 'No such file' token none
trap cleanup EXIT
done_testing
