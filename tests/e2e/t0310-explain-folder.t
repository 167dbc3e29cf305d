#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# apres explain DIR: a line for everything, whatever lies there.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

policy=$top_srcdir/policies/contoso/policy.xml
explain() { apres explain --json --policy "$policy" "$@"; }
mkdir folder
mail robin@mail.example 'Re: Your application' <<'T' >folder/b-good
What was missing?
T
: >folder/a-empty
head -c 5000 /dev/urandom >folder/c-noise
printf 'From: a@mail.example\r\nSubject: \377\376\r\nContent-Type: text/plain; charset=klingon\r\n\r\n\377\376\r\n' >folder/d-charset
printf 'From: a@mail.example\rSubject: x\r\rWhat was missing?\r' >folder/e-carriage-returns
cp folder/b-good folder/"$(printf 'f-\377name')"
cp folder/b-good folder/.hidden
mkdir folder/sub
cp folder/b-good folder/sub/inside
mkfifo folder/pipe
ln -s nowhere folder/dangling

ok 'every regular file has a line' count 6 explain folder
explain folder >lines
ok 'an empty file is held' has lines '"file":"folder/a-empty".*"effect":"hold"'
ok 'noise is held' has lines '"file":"folder/c-noise".*"effect":"hold"'
ok 'an unknown charset is held' has lines '"file":"folder/d-charset".*"effect":"hold"'
ok 'a good mail is answered' has lines '"file":"folder/b-good".*"effect":"reply"'
ok 'all of it is UTF-8' sh -c 'iconv -f UTF-8 -t UTF-8 <lines >/dev/null'
ok 'the order is that of the names' sh -c 'sed "s/{\"file\":\"\([^\"]*\)\".*/\1/" lines >names && LC_ALL=C sort -c names'

APRES_TEST_CRASH_FILE=b-good explain folder >lines 2>warnings
ok 'a reader that dies costs one mail' sh -c 'test "$(wc -l <lines)" -eq 6 && grep -q "b-good.*\"effect\":\"hold\".*unparsable" lines'
ok 'it is said which' has warnings 'folder/b-good: the reader ended by crash'
ok 'and the status is 0 all the same' env APRES_TEST_CRASH_FILE=b-good \
	apres explain --json --policy "$policy" folder

make_maildir Maildir
cp folder/b-good Maildir/new/1.M1.mx
cp folder/b-good 'Maildir/cur/2.M2.mx:2,ST'
cp folder/b-good Maildir/tmp/3.M3.mx
ok 'a Maildir is new/ and cur/' count 2 explain Maildir
ok 'the summary counts what came of it' says 0 '2 mails · 2 would be answered' apres explain --policy "$policy" Maildir
mkdir none
ok 'an empty folder is no error' count 0 explain none
ok 'several arguments' count 3 explain Maildir folder/b-good
ok 'a pipe is not waited for' says 0 unreadable apres explain --json --policy "$policy" folder/pipe
head -c 26214401 /dev/zero >huge
ok 'a file beyond the limit is held' says 0 oversized apres explain --json --policy "$policy" huge
if [ "$(id -u)" -ne 0 ]; then
	cp folder/b-good secret && chmod 000 secret
	ok 'so is one that may not be read' says 0 unreadable apres explain --json --policy "$policy" secret
else
	skip 'so is one that may not be read' 'root may read everything'
fi

# The promise to other tools: these names in this order, of these types.
printf 'From: lee@contoso.example\nSubject: Hi\n\nCould you debrief me?\n' >folder/g-claims
explain folder huge folder/pipe >lines
cat >promise.py <<'PY'
import json, sys
names = ("file sha256 message_id scope audience machine classes unknown effect rule template "
         "language queue obligations reasons unexplained evidence").split()
for line in open(sys.argv[1], encoding="utf-8"):
    mail = json.loads(line)
    assert list(mail) == names, list(mail)
    assert line.count('"effect":') == 1 and mail["effect"] in ("reply", "silence", "hold")
    for name in "file sha256 message_id rule template queue language".split():
        assert mail[name] is None or isinstance(mail[name], str), name
    for name in "classes unknown machine reasons unexplained".split():
        assert all(isinstance(one, str) for one in mail[name]), name
    for one in mail["obligations"]:
        assert list(one) == ["kind", "owner", "due", "clock"], one
    for one in mail["evidence"]:
        assert list(one) == "class pattern field offset length text".split(), one
        assert isinstance(one["offset"], int) and isinstance(one["length"], int), one
PY
if command -v python3 >/dev/null; then
	ok 'names and types are as promised' python3 promise.py lines
else
	skip 'names and types are as promised' 'no python3'
fi
done_testing
