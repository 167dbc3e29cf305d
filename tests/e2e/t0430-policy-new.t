#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# apres policy new: a folder that passes check, from options or a terminal; nothing is overwritten.
. "${top_srcdir:-$(dirname "$0")/../..}/tests/e2e/lib.sh"

new() {
	folder=$1
	shift
	apres policy new "$folder" --company "Fabrikam & Sons" --careers https://fabrikam.example/jobs --domain fabrikam.example \
		--owner ana@fabrikam.example --debrief-name 'Lea "LB" Brandt' "$@"
}
# Lines that are XML and no comment.
xml_lines() { sed 's/<!--.*-->//; /<!--/,/-->/d' "$1" | grep -c '<'; }

ok 'options make a policy' says 0 'first/policy.xml is written and sound' new first
ok 'which passes a strict check' says 0 '4 of 4 tests passed, 0 warnings' apres policy check --strict first/policy.xml
ok 'of fewer than 20 lines' test "$(xml_lines first/policy.xml)" -lt 20
ok 'and says what each is for' sh -c 'test "$(grep -c "<!--" first/policy.xml)" -ge 8'
ok 'its id is the folder' has first/policy.xml 'id="first"'
ok 'its text is there to be changed' says 0 'We cannot disclose' cat first/no-feedback.en.txt
sed -i 's/We cannot disclose/We never disclose/' first/no-feedback.en.txt
ok 'and is what is said' says 0 'We never disclose' apres explain --reply --policy first/policy.xml --text 'What was missing?'
ok 'as the company that was named' says 0 'Fabrikam & Sons' apres explain --reply --policy first/policy.xml --text 'What was missing?'
cp -R first before
ok 'a folder that exists is left alone' says 64 "'first' exists, and nothing is overwritten" new first
ok 'altogether' diff -r before first
: >file
ok 'so is a file' says 64 'nothing is overwritten' new file
ok 'which stays as it was' test ! -s file
for language in de fr es; do
	ok "texts in $language" says 0 'written and sound' new "in-$language" --language "$language"
	ok "which are checked in $language" says 0 'sound' apres policy check --strict "in-$language/policy.xml"
	ok "and lie in $language" test -s "in-$language/internal-debrief.$language.txt"
done
ok 'another language is none' says 64 'there are en, de, fr and es' new other --language nl
ok 'a missing answer is named with its option' says 64 '--careers' apres policy new other --company Fabrikam
ok 'what is no answer is named with its option' says 64 "--owner 'nobody'" new other --owner nobody
ok 'a time zone that is none' says 64 "--timezone 'Mars/Olympus'" new other --timezone Mars/Olympus
ok 'and nothing is left of it' test ! -e other
ok 'an id begins with a letter' says 64 'a letter, then' new 1st
ok 'a folder in a folder that is not there' says 75 'none/new' new none/new
ok 'as JSON' says 0 '"policy":"json/policy.xml"' new json --json

if script -qec true /dev/null >/dev/null 2>&1 </dev/null; then
	printf 'Fabrikam\nhttps://fabrikam.example/jobs\nfabrikam.example\nana@fabrikam.example\nLea Brandt\nEurope/Berlin\n\n\n\n\n\n' >answers
	script -qec 'apres policy new asked' /dev/null <answers >screen 2>&1
	ok 'a terminal is asked' has screen 'Name of the company: '
	ok 'and what it answers is written' has asked/policy.xml 'owner-name="Lea Brandt"'
	ok 'with its defaults' has asked/policy.xml 'privacy="ana@fabrikam.example"'
	ok 'and its time zone' has asked/policy.xml 'timezone="Europe/Berlin"'
else
	skip 'a terminal is asked' 'script(1) opens no terminal here'
fi
done_testing
