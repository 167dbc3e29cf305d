#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Who wrote German is asked in German; our own people are told in the company's language,
# or in its own words.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

is() { apres debrief list --json --all | grep -q "\"id\":$1,.*\"state\":\"$2\"" || { apres debrief list --all; return 1; }; }
proof='Authentication-Results: mx.contoso.example; dmarc=pass header.from=contoso.example'
# last ADDRESS: the newest mail that went there, decoded.
last() {
	f=$(grep -l "^To: $1" Out/new/* | xargs ls -t | head -n 1)
	python3 -c 'import email, email.policy, sys
m = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
print("Subject:", m["Subject"]); print(m.get_body(("plain",)).get_content())' "$f"
}
id_of() { grep -o '<apres\.[0-9a-f.]*@[^>]*>' "$1" | head -n 1 | tr -d '<>'; }
newest() { grep -l "^To: $1" Out/new/* | xargs ls -t | head -n 1; }
answers=0
answer() {
	answers=$((answers + 1))
	printf '%b\n' "$3" | mail "$2" "Re: mail $answers" "In-Reply-To: <$(id_of "$1")>
$proof" | deliver Inbox "answer.$answers"
	once 2>>apresd.log
}
said() { last "$1" | grep -q "$2" || { last "$1"; return 1; }; }
command -v python3 >/dev/null || skip_all 'python3 is not installed'

write_policy '<use pack="lang-de" auto="yes"/>'
write_conf auto
once 2>/dev/null
mail lee@contoso.example 'Mein Gespräch' "$proof" <<'T' | deliver Inbox lee
Guten Tag,

können Sie mir sagen, woran es bei meinem Interview gelegen hat?
T
once 2>/dev/null
ok 'who asks in German is owed a debrief' is 1 owed
ok 'its owner is told in the language of the company' said lea@contoso.example 'is owed a debrief'
answer "$(newest lea@contoso.example)" lea@contoso.example 'erledigt\n\nStärken, und ein Plan.'
ok 'and may answer in her own' is 1 held
ok 'who wrote German is asked in German' said lee@contoso.example 'Subject: Hat Ihr Gespräch mit dem Recruiting stattgefunden?'
ok 'and told what to answer' said lee@contoso.example 'nicht genug   es hat stattgefunden'
answer "$(newest lee@contoso.example)" lee@contoso.example 'Ja, aber es kam nichts heraus.'
ok 'half a ja is none' is 1 held
answer "$(newest lee@contoso.example)" lee@contoso.example 'Nicht genug Informationen.'
ok 'nicht genug: it is owed again' is 1 insufficient
ok 'the owner hears why' said lea@contoso.example 'was not enough to be of use'

# The company's own language, and its own words.
cat >unsere-worte.txt <<'T'
# in unserem Ton
[debrief-owed-again]
Lee sagt, da kam nichts.

[say-done]
passt
T
sed -i 's/xml:lang="en"/xml:lang="de"/; s|<use pack="standard"/>|&<wording xml:lang="de" file="unsere-worte.txt"/>|' policy.xml
sed -i 's/^default-mode/digest = 08:00\n&/' apres.conf
once 2>/dev/null
answer "$(newest lea@contoso.example)" lea@contoso.example 'Passt.'
ok 'a word of the company'\''s own is understood' is 1 held
answer "$(newest lee@contoso.example)" lee@contoso.example 'nein. Es hat nur geregnet.'
ok 'nein: it is owed again' is 1 owed
ok 'the owner is told in German now' said lea@contoso.example 'Gespräch darüber, wie das ausging'
ok 'with a date in German' said lea@contoso.example 'bis Do 26. November 2026, '
ok 'HR, too' said hr@contoso.example 'es hat nicht stattgefunden'
answer "$(newest lea@contoso.example)" lea@contoso.example 'Erledigt.'
ok 'the word that it takes the place of in its mail is, too' is 1 held
answer "$(newest lee@contoso.example)" lee@contoso.example 'nicht genug'
ok 'in the words of the company' said lea@contoso.example 'Lee sagt, da kam nichts.'
set_clock 2026-12-01T09:00:00Z
once 2>/dev/null
ok 'what is late is told in German' said hr@contoso.example 'zuständig: lea@contoso.example'
set_clock 2026-12-02T09:00:00Z
once 2>/dev/null
ok 'and the morning'\''s mail' said lea@contoso.example 'SPÄT  Mail 1 von lee@contoso.example: Gespräch, seit Di 24. November 2026'
answer "$(newest lee@contoso.example)" lee@contoso.example 'egal'
ok 'every step is recorded' says 3 'each as it was written' apres audit verify
ok 'as it would be decided again' says 0 'No mail would be treated differently' apres policy replay --policy policy.xml

printf '[say-done]\n\n[nix]\n' >unsere-worte.txt
ok 'a fault in it is told by line and column' says 78 'unsere-worte.txt:1:1: error: [say-done] is empty' apres policy check policy.xml
sed -i 's/unsere-worte/fehlt/' policy.xml
ok 'a file that is not there, too' says 78 'fehlt.txt' apres policy check policy.xml
done_testing
