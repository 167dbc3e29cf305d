/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A good policy with one fault: it is refused for that alone, at its place.
 * With --write FOLDER nothing is tested: tests/conformance/schemas wants the files.
 */
#include "config.h"
#include "policy/load.h"

#include "good-policy.h"
#include "temp.h"
#include "unit.h"

#include <string.h>

/* clang-format off */
/* The first FROM of the file becomes TO. */
static const struct {
	const char *what;
	int file;
	const char *from, *to;
	const char *says;
} faults[] = {
	{ "an attribute that does not exist", POLICY, "<re>", "<re feild=\"text\">",
	  "policy.xml:14:55: error: Element 're', attribute 'feild': The attribute 'feild' is not allowed. did you mean 'field'? [E-SCHEMA]" },
	{ "a misspelt attribute", POLICY, "careers=", "carers=",
	  "policy.xml:5:24: error: Element 'company', attribute 'carers': The attribute 'carers' is not allowed. did you mean 'careers'? [E-SCHEMA]" },
	{ "an attribute is missing", POLICY, " due=\"5bd\"", "",
	  "policy.xml:9:3: error: Element 'debrief': The attribute 'due' is required but missing. [E-SCHEMA]" },
	{ "an attribute stands twice", POLICY, "id=\"default\" owner", "id=\"default\" id=\"default\" owner",
	  "policy.xml:8:68: error: Attribute id redefined; say it once [E-XML]" },
	{ "a value without quotes", POLICY, "auto=\"yes\"", "auto=yes",
	  "policy.xml:3:51: error: AttValue: \" or ' expected; a value stands in quotes: name=\"value\" [E-XML]" },
	{ "a word that is none of the allowed", POLICY, "for=\"external\"", "for=\"extern\"",
	  "policy.xml:17:28: error: Element 'template', attribute 'for': [facet 'enumeration'] The value 'extern' is not an element of the set {'external', 'internal'}. [E-SCHEMA]" },
	{ "true instead of yes", POLICY, "auto=\"yes\"", "auto=\"true\"",
	  "policy.xml:3:46: error: Element 'use', attribute 'auto': [facet 'enumeration'] The value 'true' is not an element of the set {'yes'}. [E-SCHEMA]" },
	{ "a base that is no number", POLICY, "base=\"1\"", "base=\"one\"",
	  "policy.xml:2:48: error: Element 'policy', attribute 'base': 'one' is not a valid value of the atomic type 'xs:positiveInteger'. Write 1. [E-SCHEMA]" },
	{ "a base of a later program", POLICY, "base=\"1\"", "base=\"2\"",
	  "policy.xml:2:48: error: there is no base '2' here; this program has base=\"1\" [E-BASE]" },
	{ "a language that is none", POLICY, "base=\"1\" xml:lang=\"en\"", "base=\"1\" xml:lang=\"english language\"",
	  "policy.xml:2:57: error: Element 'policy', attribute 'xml:lang': 'english language' is not a valid value of the atomic type 'xs:language'. Write a language: en, de, pt-BR. [E-SCHEMA]" },
	{ "no language", POLICY, " base=\"1\" xml:lang=\"en\"", " base=\"1\"",
	  "policy.xml:2:1: error: Element 'policy': The attribute 'xml:lang' is required but missing. [E-SCHEMA]" },
	{ "a misspelt element", POLICY, "<limits", "<limit",
	  "policy.xml:11:3: error: Element 'limit': This element is not expected. did you mean <limits>? [E-SCHEMA]" },
	{ "elements in the wrong order", POLICY, "<reply template=\"shop-page\"/><because>", "<because>x</because><reply template=\"shop-page\"/><because>",
	  "policy.xml:22:74: error: Element 'reply': This element is not expected. In <rule> may stand: hold, reply, nothing-to-answer, oblige, because. [E-SCHEMA]" },
	{ "no reason", POLICY, "<because>Small.</because>", "",
	  "policy.xml:23:3: error: Element 'rule': Missing child element(s). Expected is one of ( oblige, because ). [E-SCHEMA]" },
	{ "an empty reason", POLICY, "<because>Small.</because>", "<because> </because>",
	  "policy.xml:23:3: error: rule 'small': <because> must say why [E-RULE]" },
	{ "an element is not closed", POLICY, "</class>\n  <class id=\"small\"", "\n  <class id=\"small\"",
	  "policy.xml:26:10: error: Opening and ending tag mismatch: class line 14 and policy; close each element with </its name> [E-XML]" },
	{ "another element is closed", POLICY, "</calendar>", "</calender>",
	  "policy.xml:13:62: error: Opening and ending tag mismatch: calendar line 13 and calender; close each element with </its name> [E-XML]" },
	{ "a condition of nothing", POLICY, "<not><phrase>big</phrase></not>", "<not/>",
	  "policy.xml:15:49: error: Element 'not': Missing child element(s). Expected is one of ( cond, any, all, not, sentence, class-ref, phrase, words, re ). [E-SCHEMA]" },
	{ "words between elements", POLICY, "<queue id=\"default\"", "oops <queue id=\"default\"",
	  "policy.xml:8:3: error: Element 'policy': Character content other than whitespace is not allowed because the content type is 'element-only'. [E-SCHEMA]" },
	{ "another version of the language", POLICY, "urn:x-apres:policy:1", "urn:x-apres:policy:2",
	  "policy.xml:2:1: error: expected <policy xmlns=\"urn:x-apres:policy:1\">, found <policy> in namespace 'urn:x-apres:policy:2' [E-SCHEMA]" },
	{ "an element of another language", POLICY, "<limits", "<x:limits xmlns:x=\"urn:other\"/><limits",
	  "policy.xml:11:3: error: Element '{urn:other}limits': This element is not expected. In <policy> may stand: use, company, contacts, people, queue, debrief, send, limits, cases, trust, calendar, language, class, extend, rule, template, text, test, never, always, retain, clock, require, forbid. [E-SCHEMA]" },
	{ "the document begins with something else", POLICY, "<policy ", "<polizy ",
	  "policy.xml:26:10: error: Opening and ending tag mismatch: polizy line 2 and policy; close each element with </its name> [E-XML]" },
	{ "a rule answers a class that is not there", POLICY, "answers=\"shop\"", "answers=\"shpo\"",
	  "policy.xml:22:19: error: rule 'shop': class 'shpo' is not defined; nearest: 'shop' [E-REF]" },
	{ "a rule holds a class that is not there", POLICY, "when=\"small\"", "when=\"smal\"",
	  "policy.xml:23:20: error: rule 'small': class 'smal' is not defined; nearest: 'small' [E-REF]" },
	{ "a law about a class that is not there", POLICY, "class=\"shop\"><nothing", "class=\"shoop\"><nothing",
	  "policy.xml:24:21: error: 'quiet': class 'shoop' is not defined; nearest: shop [E-REF]" },
	{ "a class made of one that is not there", POLICY, "ref=\"shop\"", "ref=\"shops\"",
	  "policy.xml:15:37: error: class 'small': class 'shops' is not defined; nearest: 'shop' [E-REF]" },
	{ "words for a class that is not there", POLICY, "class=\"thanks\"", "class=\"thansk\"",
	  "policy.xml:16:11: error: class 'thansk' is not defined; nearest: thanks [E-REF]" },
	{ "a reply that is not there", POLICY, "<reply template=\"shop-page\"", "<reply template=\"shop-pgae\"",
	  "policy.xml:22:61: error: rule 'shop': template 'shop-pgae' is not defined; nearest: 'shop-page' [E-REF]" },
	{ "a text for a template that is not there", POLICY, "<text template=\"shop-page\"", "<text template=\"shop-pgae\"",
	  "policy.xml:18:9: error: text 'en': template 'shop-pgae' is not defined; nearest: 'shop-page' [E-REF]" },
	{ "a queue that is not there", POLICY, "<hold queue=\"default\"", "<hold queue=\"defualt\"",
	  "policy.xml:23:39: error: rule 'small': queue 'defualt' is not defined; nearest: 'default' [E-REF]" },
	{ "a receipt that is not there", POLICY, "<hold queue=\"default\"", "<hold queue=\"default\" receipt=\"nothing-there\"",
	  "policy.xml:23:39: error: rule 'small': template 'nothing-there' is not defined [E-REF]" },
	{ "a receipt for other people", POLICY, "<hold queue=\"default\"", "<hold queue=\"default\" receipt=\"shop-page\"",
	  "policy.xml:23:3: error: rule 'small': text 'shop-page' is for external candidates; say audience=\"external\" [E-AUDIENCE]" },
	{ "a receipt that tells an outsider how he did", POLICY, "<rule id=\"small\" when=\"small\"><hold queue=\"default\"/>",
	  "<template id=\"internal-s\" for=\"internal\" discloses=\"feedback\"/><text template=\"internal-s\" xml:lang=\"en\">Subject: S\n\nSeven.</text>"
	  "<rule id=\"small\" when=\"small\" audience=\"external\"><hold queue=\"default\" receipt=\"internal-s\"/>",
	  "policy.xml:25:14: error: rule 'small': text 'internal-s' is for internal candidates; say audience=\"internal\" [E-AUDIENCE]" },
	{ "a receipt that says more than that the mail is here", POLICY, "when=\"small\"><hold queue=\"default\"", "when=\"small\" audience=\"external\"><hold queue=\"default\" receipt=\"status-review\"",
	  "policy.xml:23:59: error: rule 'small': a receipt says that the mail is here, and discloses nothing; 'status-review' discloses status [E-DISCLOSES]" },
	{ "a receipt that promises a person whom nobody sends", POLICY, "<rule id=\"small\" when=\"small\"><hold queue=\"default\"/>",
	  "<queue id=\"idle\"/><rule id=\"small\" when=\"small\" audience=\"external\"><hold queue=\"idle\" receipt=\"withdraw-noted\"/>",
	  "policy.xml:23:21: error: rule 'small': its receipt 'withdraw-noted' promises a person; say <queue id=\"idle\" due=\"...\"/> [E-PROMISE]" },
	{ "a receipt with a date that nobody has", POLICY, "<rule id=\"small\" when=\"small\"><hold queue=\"default\"/>",
	  "<template id=\"r\" for=\"external\" discloses=\"nothing\"/><text template=\"r\" xml:lang=\"en\">Subject: S\n\nBy {answer-by}.</text>"
	  "<queue id=\"idle\"/><rule id=\"small\" when=\"small\" audience=\"external\"><hold queue=\"idle\" receipt=\"r\"/>",
	  "policy.xml:25:23: error: text 'r' names {answer-by}, and queue 'idle' has no due date: say <queue id=\"idle\" due=\"...\"/> [E-DUE]" },
	{ "a pack that is not there", POLICY, "pack=\"standard\"", "pack=\"standrad\"",
	  "policy.xml:3:8: error: there is no pack 'standrad'; nearest: standard [E-PACK]" },
	{ "a pack as the policy", POLICY, "base=\"1\" xml", "kind=\"pack\" xml",
	  "policy.xml:2:48: error: this is a pack, not a company's policy; a policy uses it: <use pack=\"policy.xml\"/> [E-KIND]" },
	{ "the base as the policy", POLICY, "base=\"1\" xml", "kind=\"base\" xml",
	  "policy.xml:2:48: error: this is a base, not a company's policy; every policy has it already [E-KIND]" },
	{ "a review by nobody", POLICY, "auto=\"yes\"", "auto=\"yes\" reviewed=\"2026-11-20\"",
	  "policy.xml:3:26: error: say when counsel read the pack and who it was: reviewed=\"2026-11-20\" by=\"...\" [E-REVIEW]" },
	{ "a review on no day", POLICY, "auto=\"yes\"", "auto=\"yes\" reviewed=\"lately\" by=\"Kim\"",
	  "policy.xml:3:57: error: Element 'use', attribute 'reviewed': 'lately' is not a valid value of the atomic type 'date'. Write a date: 2026-12-28. [E-SCHEMA]" },
	{ "a text file that is not there", POLICY, "file=\"shop.en.txt\"", "file=\"shop.de.txt\"",
	  "policy.xml:18:44: error: './shop.de.txt': No such file or directory [E-FILE]" },
	{ "a pack file that is not there", POLICY, "pack=\"own.xml\" sha", "pack=\"other.xml\" sha",
	  "policy.xml:4:8: error: './other.xml': No such file or directory [E-FILE]" },
	{ "a machine check that is not there", POLICY, "checks=\"precedence\"", "checks=\"precedense\"",
	  "policy.xml:12:38: error: there is no machine check 'precedense'; nearest: 'precedence'; apres explain -v lists them [E-CHECK]" },
	{ "a class that is made of itself", POLICY, "ref=\"shop\"", "ref=\"small\"",
	  "policy.xml:15:37: error: class 'small' refers back to itself [E-REF]" },
	{ "two classes of one name", POLICY, "<class id=\"small\">", "<class id=\"shop\">",
	  "policy.xml:15:10: error: class 'shop' exists already; to replace it say override=\"yes\" [E-TWICE]" },
	{ "two rules of one name", POLICY, "<rule id=\"small\"", "<rule id=\"shop\"",
	  "policy.xml:23:9: error: rule 'shop' exists already; to replace it say override=\"yes\" [E-TWICE]" },
	{ "two queues of one name", POLICY, "<queue id=\"default\"", "<queue id=\"default\" due=\"3bd\"/><queue id=\"default\"",
	  "policy.xml:8:34: error: queue 'default' stands twice in this file [E-TWICE]" },
	{ "a name with a space", POLICY, "<class id=\"small\">", "<class id=\"small one\">",
	  "policy.xml:15:10: error: Element 'class', attribute 'id': 'small one' is not a valid value of the atomic type 'name'. Write letters, digits and hyphens, a letter first. [E-SCHEMA]" },
	{ "a pack's class without override", POLICY, "<class id=\"small\">", "<class id=\"scheduling\">",
	  "policy.xml:15:10: error: class 'scheduling' exists already; to replace it say override=\"yes\" [E-TWICE]" },
	{ "override of nothing", POLICY, "<class id=\"small\">", "<class id=\"small\" override=\"yes\">",
	  "policy.xml:15:21: error: class 'small' overrides nothing: there is none below [E-OVERRIDE]" },
	{ "base's class", POLICY, "<class id=\"small\">", "<class id=\"distress\" override=\"yes\">",
	  "policy.xml:15:24: error: class 'distress' is final and cannot be overridden [E-FINAL]" },
	{ "base's rule", POLICY, "<rule id=\"small\"", "<rule id=\"hold-legal-threat\" override=\"yes\"",
	  "policy.xml:23:32: error: rule 'hold-legal-threat' is final and cannot be overridden [E-FINAL]" },
	{ "a pack's final class", POLICY, "<class id=\"small\">", "<class id=\"fixed\" override=\"yes\">",
	  "policy.xml:15:21: error: class 'fixed' is final and cannot be overridden [E-FINAL]" },
	{ "a digest with a digit too many", POLICY, "sha256=\"", "sha256=\"0",
	  "policy.xml:4:23: error: Element 'use', attribute 'sha256': [facet 'pattern'] The value '03607b0f02dd884c43ddbd55424452023472d9652b507be1c0c665bf55a988d95' is not accepted by the pattern '[0-9a-f]{64}'. Write the 64 hexadecimal digits that sha256sum prints. [E-SCHEMA]" },
	{ "a pack that was changed", PACK, "nice thing", "nicer thing",
	  "policy.xml:4:23: error: the pack has changed: its sha256 is 7ca89930b0cf407ae9c5f989d668ff46347dd6a1d0476abd41d961077f97bbf4; review it, then write that here [E-DIGEST]" },
	{ "30 February", POLICY, "2027-12-27", "2027-02-30",
	  "policy.xml:13:22: error: Element 'holiday', attribute 'on': '2027-02-30' is not a valid value of the atomic type 'date'. Write a date: 2026-12-28. [E-SCHEMA]" },
	{ "a duration in words", POLICY, "due=\"5bd\"", "due=\"5 days\"",
	  "policy.xml:9:52: error: Element 'debrief', attribute 'due': [facet 'pattern'] The value '5 days' is not accepted by the pattern '[1-9][0-9]{0,3}(min|h|d|bd)'. Write 30min, 4h, 2d or 2bd (working days). [E-SCHEMA]" },
	{ "a day that ends before it begins", POLICY, "08:00 18:00", "18:00 08:00",
	  "policy.xml:10:9: error: '18:00 08:00': the end must come after the begin, on the same day [E-WINDOW]" },
	{ "29 o'clock", POLICY, "08:00 18:00", "08:00 29:00",
	  "policy.xml:10:9: error: '08:00 29:00': the end must come after the begin, on the same day [E-WINDOW]" },
	{ "a day that is none", POLICY, "mon tue", "mon tues",
	  "policy.xml:10:31: error: Element 'send', attribute 'days': [facet 'enumeration'] The value 'tues' is not an element of the set {'mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'}. [E-SCHEMA]" },
	{ "a rate in words", POLICY, "3/7d", "3 per week",
	  "policy.xml:11:27: error: Element 'limits', attribute 'per-candidate': [facet 'pattern'] The value '3 per week' is not accepted by the pattern '[1-9][0-9]{0,4}/[1-9][0-9]{0,3}(min|h|d)'. Write 3/7d: how many in which time. [E-SCHEMA]" },
	{ "a time zone that is none", POLICY, "Europe/Berlin", "Europe/Berln",
	  "policy.xml:5:60: error: time zone 'Europe/Berln' is not known here; write it like Europe/Berlin [E-TIMEZONE]" },
	{ "an owner without an address", POLICY, "owner=\"o@acme.example\" due=\"2bd\"", "owner=\"Otto\" due=\"2bd\"",
	  "policy.xml:8:23: error: Element 'queue', attribute 'owner': [facet 'pattern'] The value 'Otto' is not accepted by the pattern '[^@\\s]+@[^@\\s]+'. Write an address: name@acme.example. [E-SCHEMA]" },
	{ "a domain with a space", POLICY, "domain=\"acme.example\"", "domain=\"acme example\"",
	  "policy.xml:7:11: error: 'acme example' is no domain [E-DOMAIN]" },
	{ "proof by a header without its name", POLICY, "proof=\"dmarc\"", "proof=\"header\"",
	  "policy.xml:7:3: error: proof=\"header\" needs header=\"Name: value\" [E-SCHEMA]" },
	{ "yesterday", POLICY, "<test says", "<test at=\"yesterday\" says",
	  "policy.xml:25:9: error: Element 'test', attribute 'at': 'yesterday' is not a valid value of the atomic type 'xs:dateTime'. Write a time: 2026-11-24T13:50:00Z. [E-SCHEMA]" },
	{ "a test that expects nonsense", POLICY, "expect=\"reply no-feedback\"", "expect=\"replay no-feedback\"",
	  "policy.xml:25:3: error: expect=\"replay no-feedback\": begin with reply, hold or silence [E-TEST]" },
	{ "a test that expects a reply that is not there", POLICY, "expect=\"reply no-feedback\"", "expect=\"reply no-feedbak\"",
	  "policy.xml:25:3: error: expect 'reply no-feedbak': template 'no-feedbak' is not defined; nearest: 'no-feedback' [E-REF]" },
	{ "a parenthesis is open", POLICY, "(?:card|pass)", "(?:card|pass",
	  "policy.xml:14:76: error: missing closing parenthesis [E-REGEX]" },
	{ "a bracket is open", POLICY, "(?:card|pass)", "[card",
	  "policy.xml:14:69: error: missing terminating ] for character class [E-REGEX]" },
	{ "a pattern that is everywhere", POLICY, "\\bshop (?:card|pass)\\b", "(?:shop)?",
	  "policy.xml:14:55: error: this pattern matches nothing at all, so it is in every mail; write what must be there, or use <not> [E-REGEX]" },
	{ "a byte inside a character", POLICY, "(?:card|pass)", "\\C",
	  "policy.xml:14:64: error: using \\C is disabled by the application [E-REGEX]" },
	{ "a backslash at the end", POLICY, "(?:card|pass)\\b", "card\\",
	  "policy.xml:14:67: error: \\ at end of pattern [E-REGEX]" },
	{ "a fault on the second line of a pattern", POLICY, "<re>\\bshop", "<re>\n    \\bshop (",
	  "policy.xml:15:29: error: missing closing parenthesis [E-REGEX]" },
	{ "a pattern that doubles with each letter", POLICY, "(?:card|pass)", "(?:a+)+$",
	  "policy.xml:14:55: error: of text like 'shop aaa...' the work grows faster than the square of its length; bound the repeats, as in [^.]{0,60} [E-COST]" },
	{ "a pattern of many gaps", POLICY, "\\bshop (?:card|pass)\\b", ".*thank.*you.*feedback.*please$",
	  "policy.xml:14:55: error: of text like 'thank you feedback please thank you feedback please thank you feedback please ...' the work grows faster than the square of its length; bound the repeats, as in [^.]{0,60} [E-COST]" },
	{ "a pattern that doubles, with an end that must come", POLICY, "\\bshop (?:card|pass)\\b", "(x+x+)+y",
	  "policy.xml:14:55: error: of text like 'xxx...' the work grows faster than the square of its length; bound the repeats, as in [^.]{0,60} [E-COST]" },
	{ "two ways to say the same, again and again", POLICY, "\\bshop (?:card|pass)\\b", "(a|a)*b",
	  "policy.xml:14:55: error: of text like 'aaa...' the work grows faster than the square of its length; bound the repeats, as in [^.]{0,60} [E-COST]" },
	{ "a fault behind an entity", POLICY, "\\bshop (?:card|pass)", "a&amp;b(",
	  "policy.xml:14:65: error: missing closing parenthesis [E-REGEX]" },
	{ "a fault in CDATA", POLICY, "\\bshop (?:card|pass)\\b", "<![CDATA[(?<!x)y)]]>",
	  "policy.xml:14:71: error: unmatched closing parenthesis [E-REGEX]" },
	{ "an empty phrase", POLICY, "<phrase>big</phrase>", "<phrase></phrase>",
	  "policy.xml:15:54: error: Element 'phrase': [facet 'minLength'] The value has a length of '0'; this underruns the allowed minimum length of '1'. [E-SCHEMA]" },
	{ "a header without a name", POLICY, "<phrase>big</phrase>", "<phrase field=\"header\">big</phrase>",
	  "policy.xml:15:54: error: field=\"header\" needs header=\"NAME\" [E-SCHEMA]" },
	{ "a rule that holds and answers", POLICY, "answers=\"shop\"", "answers=\"shop\" when=\"shop\"",
	  "policy.xml:22:3: error: rule 'shop' needs exactly one of when and answers [E-RULE]" },
	{ "a rule that replies to what it holds", POLICY, "answers=\"shop\"", "when=\"shop\"",
	  "policy.xml:22:3: error: rule 'shop': a rule with when holds or obliges; to reply use answers [E-RULE]" },
	{ "a text by how an application ended", POLICY, "answers=\"shop\"", "answers=\"shop\" outcome=\"hired\"",
	  "policy.xml:22:3: error: rule 'shop': how an application ended decides what is held, never what is said; use when [E-RULE]" },
	{ "a stage that is none", POLICY, "when=\"small\"", "when=\"small\" stage=\"phone\"",
	  "policy.xml:23:33: error: Element 'rule', attribute 'stage': [facet 'enumeration'] The value 'phone' is not an element of the set {'applied', 'review', 'interview', 'decision'}. [E-SCHEMA]" },
	{ "a rule that holds what it answers", POLICY, "when=\"small\"", "answers=\"small\"",
	  "policy.xml:23:3: error: rule 'small': a rule with answers replies; to hold use when [E-RULE]" },
	{ "an answer to what is never answered", POLICY, "answers=\"shop\"", "answers=\"shop distress\"",
	  "policy.xml:22:19: error: rule 'shop': 'distress' is never answered by a machine [E-NEVER]" },
	{ "a text for other people", POLICY, "audience=\"external\"", "audience=\"internal\"",
	  "policy.xml:22:3: error: rule 'shop': text 'shop-page' is for external candidates; say audience=\"external\" [E-AUDIENCE]" },
	{ "a rule that does nothing", POLICY, "<hold queue=\"default\"/>", "",
	  "policy.xml:23:3: error: rule 'small' does nothing [E-RULE]" },
	{ "a note to nobody", POLICY, "<hold queue=\"default\"/>", "<oblige kind=\"notify\"/>",
	  "policy.xml:23:33: error: kind=\"notify\" needs to=\"ADDRESS\" [E-SCHEMA]" },
	{ "a promise that nobody owes", POLICY, "discloses=\"nothing\"", "discloses=\"nothing\" promises=\"human\"",
	  "policy.xml:22:3: error: rule 'shop': its text 'shop-page' promises a person; add <oblige kind=\"answer\"/> or \"debrief\" [E-PROMISE]" },
	{ "feedback for outsiders", POLICY, "discloses=\"nothing\"", "discloses=\"feedback\"",
	  "policy.xml:17:3: error: template 'shop-page': no feedback to external candidates [E-DISCLOSES]" },
	{ "a text for employees by another name", POLICY, "for=\"external\"", "for=\"internal\"",
	  "policy.xml:17:3: error: template 'shop-page': ids of texts for employees, and only those, begin with internal- [E-TEMPLATE]" },
	{ "a text without a subject", TEXT, "Subject: ", "Betreff: ",
	  "./shop.en.txt:1:1: error: the first line must be 'Subject: ...' [E-TEXT]" },
	{ "a misspelt placeholder", TEXT, "{name}", "{nane}",
	  "./shop.en.txt:3:7: error: no such placeholder: 'nane'; nearest: {name} [E-TEXT]" },
	{ "a brace is open", TEXT, "{name}", "{name",
	  "./shop.en.txt:3:7: error: '{' without '}'; a brace itself is '{{' [E-TEXT]" },
	{ "a brace closes nothing", TEXT, "{name}", "name}",
	  "./shop.en.txt:3:11: error: '}' without '{'; a brace itself is '}}' [E-TEXT]" },
	{ "a placeholder in a subject", TEXT, "The shop", "The {name}",
	  "./shop.en.txt:1:14: error: a subject is fixed: no placeholder [E-TEXT]" },
	{ "a text of nothing", TEXT, "\nHello {name},\n\nYou find it here: {careers-link}\n", "",
	  "./shop.en.txt:3:1: error: there is no text below the subject [E-TEXT]" },
	{ "a text that is not UTF-8", TEXT, "Hello", "H\351llo",
	  "./shop.en.txt:3:2: error: not UTF-8; save the file as UTF-8 [E-TEXT]" },
	{ "a date that nobody owes", TEXT, "Hello", "Until {due-date} hello",
	  "./shop.en.txt:3:7: error: {due-date} is the date of a debrief, and rule 'shop' (policy.xml:22), which sends text 'shop-page', owes none: take it out, or to the rule add <oblige kind=\"debrief\"/> [E-DUE]" },
	{ "an answer that nobody owes", TEXT, "Hello", "Until {answer-by} hello",
	  "./shop.en.txt:3:7: error: {answer-by} is the date by which an answer is due, and rule 'shop' (policy.xml:22), which sends text 'shop-page', owes none: take it out, or to the rule add <oblige kind=\"answer\"/> [E-DUE]" },
	{ "a pack's text with a date, in a rule that owes none", POLICY, "audience=\"external\"><reply template=\"shop-page\"/>", "audience=\"internal\"><reply template=\"internal-status-received\"/><oblige kind=\"notify\" to=\"o@acme.example\"/>",
	  "policy.xml:22:3: error: {answer-by} is the date by which an answer is due, and rule 'shop' (policy.xml:22), which sends text 'internal-status-received', owes none: add <oblige kind=\"answer\"/> [E-DUE]" },
	{ "a misspelt placeholder in the policy itself", POLICY, "Hello {name}.", "Hello {names}.",
	  "policy.xml:21:7: error: no such placeholder: 'names'; nearest: {name} [E-TEXT]" },
	{ "a text in the policy without a subject", POLICY, ">Subject: S", ">Sub: S",
	  "policy.xml:19:61: error: the first line must be 'Subject: ...' [E-TEXT]" },
	{ "no link", POLICY, " careers=\"https://acme.example/jobs\"", "",
	  "policy.xml:5:3: error: text 'no-feedback' and 15 more: a value for {careers-link} is needed; say <company careers=\"...\"/> [E-VALUE]" },
	{ "no contact", POLICY, " hr=\"h@acme.example\"", "",
	  "policy.xml:6:3: error: text 'no-feedback' and 6 more: a value for {hr-contact} is needed; say <contacts hr=\"...\"/> [E-VALUE]" },
	{ "a debrief by nobody in particular", POLICY, " owner-name=\"Ott\"", "",
	  "policy.xml:9:3: error: text 'internal-debrief': a value for {owner-name} is needed; say <debrief owner-name=\"...\"/> [E-VALUE]" },
	{ "no debrief", POLICY, "  <debrief owner=\"o@acme.example\" owner-name=\"Ott\" due=\"5bd\"/>\n", "\n",
	  "policy.xml:2:1: error: rule 'debrief-owed' owes a debrief: say <debrief owner=\"...\" owner-name=\"...\" due=\"...\"/> [E-DEBRIEF]" },
	{ "a default queue of nobody", POLICY, " owner=\"o@acme.example\" due=\"2bd\"", " due=\"2bd\"",
	  "policy.xml:8:3: error: rule 'internal-status' owes an answer in queue 'default', which is nobody's: say <queue id=\"default\" owner=\"...\"/> [E-OWNER]" },
	{ "no default queue", POLICY, "<queue id=\"default\" owner=\"o@acme.example\" due=\"2bd\"/>", "",
	  "policy.xml:2:1: error: rule 'internal-status' owes an answer in queue 'default', which is nobody's: say <queue id=\"default\" owner=\"...\"/> [E-OWNER]" },
	{ "Latin-1", POLICY, "Theirs.", "Th\351irs.",
	  "policy.xml:12:69: error: not UTF-8 here: save the file as UTF-8 [E-ENCODING]" },
	{ "Latin-1 by name", POLICY, "encoding=\"UTF-8\"", "encoding=\"ISO-8859-1\"",
	  "policy.xml:1:21: error: encoding=\"ISO-8859-1\": save the file as UTF-8, and say encoding=\"UTF-8\" [E-ENCODING]" },
	{ "UTF-16 by name", POLICY, "encoding=\"UTF-8\"", "encoding=\"UTF-16\"",
	  "policy.xml:1:38: error: Document labelled UTF-16 but has UTF-8 content [E-XML]" },
	{ "a control character", POLICY, "Theirs.", "Th\010eirs.",
	  "policy.xml:12:69: error: PCDATA invalid Char value 8; a control character: remove it [E-XML]" },
	{ "a control character by number", POLICY, "Theirs.", "&#8;",
	  "policy.xml:12:71: error: xmlParseCharRef: invalid xmlChar value 8; a control character: remove it [E-XML]" },
	{ "a file that is cut off", POLICY, "</policy>\n", "",
	  "policy.xml:26:1: error: Premature end of data in tag policy line 2; close each element with </its name> [E-XML]" },
	{ "something behind the end", POLICY, "</policy>\n", "</policy>\n<policy/>\n",
	  "policy.xml:27:1: error: Extra content at the end of the document; there is one <policy>, and nothing behind it [E-XML]" },
	{ "an external entity", POLICY, "<policy ", "<!DOCTYPE policy [<!ENTITY x SYSTEM \"/etc/passwd\">]>\n<policy ",
	  "policy.xml:2:1: error: a policy has no DOCTYPE and no entities of its own: remove it [E-XML]" },
	{ "entities that grow", POLICY, "<policy ", "<!DOCTYPE p [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]>\n<policy ",
	  "policy.xml:2:1: error: a policy has no DOCTYPE and no entities of its own: remove it [E-XML]" },
	{ "an entity of HTML", POLICY, "Theirs.", "&nbsp;",
	  "policy.xml:12:73: error: Entity 'nbsp' not defined; there are only &amp; &lt; &gt; &quot; &apos; and numbers: &#228; [E-XML]" },
	{ "a bare ampersand", POLICY, "Theirs.", "You & we",
	  "policy.xml:12:72: error: xmlParseEntityRef: no name; '&' itself is written &amp; [E-XML]" },
	{ "a bare less-than", POLICY, "Theirs.", "1 < 2",
	  "policy.xml:12:70: error: StartTag: invalid element name; '<' itself is written &lt; [E-XML]" },
	{ "XInclude", POLICY, "  <limits", "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"/etc/passwd\"/><limits",
	  "policy.xml:11:1: error: Element '{http://www.w3.org/2001/XInclude}include': This element is not expected. In <policy> may stand: use, company, contacts, people, queue, debrief, send, limits, cases, trust, calendar, language, class, extend, rule, template, text, test, never, always, retain, clock, require, forbid. [E-SCHEMA]" },
	{ "two hyphens in a comment", POLICY, "  <limits", "<!-- a -- b --><limits",
	  "policy.xml:11:8: error: Double hyphen within comment: <!-- a [E-XML]" },
	{ "a law that a rule breaks", POLICY, "<never id=\"quiet\" class=\"shop\"><nothing-to-answer/><because>Speak.</because></never>", "<always id=\"quiet\" class=\"shop\"><hold/><because>Speak.</because></always>",
	  "policy.xml:22:3: error: external mail of {shop} gets the reply 'shop-page', against 'quiet' [E-PROOF]" },
	{ "a duty that is none", POLICY, "<hold queue=\"default\"/>", "<oblige kind=\"letter\"/>",
	  "policy.xml:23:41: error: Element 'oblige', attribute 'kind': [facet 'enumeration'] The value 'letter' is not an element of the set {'answer', 'debrief', 'notify'}. [E-SCHEMA]" },
	{ "a word list that is not there", POLICY, "<phrase>big</phrase>", "<words file=\"none.txt\"/>",
	  "policy.xml:15:61: error: './none.txt': No such file or directory [E-FILE]" },
	{ "a check that counts for every sender", POLICY, "checks=\"precedence\"", "checks=\"own-loop\"",
	  "policy.xml:12:38: error: check 'own-loop' guards against loops, reports and lists and counts for every sender [E-CHECK]" },
	{ "a sender that is none", POLICY, "from=\"desk@partner.example\"", "from=\"desk partner\"",
	  "policy.xml:12:10: error: Element 'trust', attribute 'from': [facet 'pattern'] The value 'desk partner' is not accepted by the pattern '([^@\\s]+@)?[^@\\s]+'. Write an address or a domain: name@acme.example, acme.example. [E-SCHEMA]" },
	{ "a rule about a part", POLICY, "answers=\"shop\"", "answers=\"shop asks\"",
	  "policy.xml:22:19: error: rule 'shop': 'asks' is only a part of other classes; name the class that refers to it [E-PART]" },
};
/* clang-format on */

static GBytes *
with_fault(int file, const char *from, const char *to)
{
	const char *text = files[file], *at = strstr(text, from);

	if (at == NULL)
		g_error("nothing to replace: %s", from);
	return g_bytes_new_take(g_strdup_printf("%.*s%s%s", (int)(at - text), text, to,
						at + strlen(from)),
				strlen(text) - strlen(from) + strlen(to));
}

/* What loading says of the policy whose FILE is BYTES, and the others as they are;
 * *POLICY_OUT, if not NULL, is what it made of it. */
static char *
load(int file, GBytes *bytes, apres_policy **policy_out)
{
	char *root = temp_dir();
	g_autofree char *here = g_get_current_dir();
	g_autoptr(GError) error = NULL;

	ck_assert_int_eq(g_chdir(root), 0);
	for (int i = 0; i < FILES; i++) {
		gsize len = strlen(files[i]);
		const char *data = i == file ? g_bytes_get_data(bytes, &len) : files[i];
		ck_assert(g_file_set_contents(names[i], len > 0 ? data : "", (gssize)len,
					      NULL));
	}
	g_autoptr(apres_policy) policy = apres_policy_load("policy.xml", NULL, &error);
	ck_assert_int_eq(g_chdir(here), 0);
	temp_remove(root);
	ck_assert((policy == NULL) == (error != NULL));
	if (policy_out != NULL)
		*policy_out = g_steal_pointer(&policy);
	return error != NULL ? g_strdup(error->message) : NULL;
}

/* SAYS is the first line, and no other is an error: notes tell more about it. */
static void
expect(const char *what, const char *got, const char *says)
{
	g_auto(GStrv) lines = g_strsplit(got != NULL ? got : "accepted", "\n", -1);

	ck_assert_msg(g_str_equal(lines[0], says), "%s: %s", what, lines[0]);
	for (char **line = lines + 1; *line != NULL; line++)
		ck_assert_msg(strstr(*line, ": error: ") == NULL, "%s: also %s", what,
			      *line);
}

START_TEST(test_a_good_policy_is_accepted_in_silence)
{
	g_autoptr(GBytes) bytes = with_fault(POLICY, "Asked.", "Asked.");
	g_autofree char *says = load(POLICY, bytes, NULL);

	ck_assert_msg(says == NULL, "%s", says);
}
END_TEST

START_TEST(test_one_fault_is_one_error_at_its_place)
{
	g_autoptr(GBytes) bytes =
		with_fault(faults[_i].file, faults[_i].from, faults[_i].to);
	g_autofree char *says = load(faults[_i].file, bytes, NULL);

	expect(faults[_i].what, says, faults[_i].says);
}
END_TEST

START_TEST(test_what_is_no_policy_at_all_is_refused)
{
	g_autofree char *large = g_strnfill(1024 * 1024, ' ');
	g_autofree char *phrase = g_strnfill(401, 'x');
	g_autoptr(GBytes) nothing = g_bytes_new_static("", 0);
	g_autoptr(GBytes) zero = g_bytes_new_static("<policy\0/>", 10);
	g_autoptr(GBytes) huge = with_fault(POLICY, "Asked.", large);
	g_autoptr(GBytes) wordy = with_fault(POLICY, "big", phrase);
	const struct {
		GBytes *bytes;
		const char *says;
	} cases[] = {
		{ nothing, "policy.xml: error: the file is empty [E-XML]" },
		{ zero, "policy.xml:1:8: error: not UTF-8 here: save the file as UTF-8 "
			"[E-ENCODING]" },
		{ huge, "'policy.xml': larger than 1048576 bytes" },
		{ wordy, "policy.xml:15:54: error: Element 'phrase': [facet 'maxLength'] "
			 "The value has a length of '401'; this exceeds the allowed "
			 "maximum length of '400'. [E-SCHEMA]" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *says = load(POLICY, cases[i].bytes, NULL);
		expect("", says, cases[i].says);
	}
}
END_TEST

/* Every fault as a file in FOLDER, for other validators; what and where on stdout. */
static void
write_faults(const char *folder)
{
	for (gsize i = 0; i < G_N_ELEMENTS(faults); i++) {
		g_autofree char *name = g_strdup_printf("%03zu.xml", i);
		g_autofree char *path = g_build_filename(folder, name, NULL);
		gsize len;
		/* A text is no XML: the policy beside it is good. */
		if (faults[i].file == TEXT)
			continue;
		g_autoptr(GBytes) bytes =
			with_fault(faults[i].file, faults[i].from, faults[i].to);
		const char *data = g_bytes_get_data(bytes, &len);
		if (!g_file_set_contents(path, data, (gssize)len, NULL))
			g_error("%s cannot be written", path);
		g_print("%s\t%s\t%s\n", name, faults[i].what, faults[i].says);
	}
}

int
main(int argc, char **argv)
{
	if (argc == 3 && g_str_equal(argv[1], "--write")) {
		write_faults(argv[2]);
		return 0;
	}
	Suite *s = suite_create("policy faults");
	TCase *tc = tcase_create("policy faults");

	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, test_a_good_policy_is_accepted_in_silence);
	tcase_add_loop_test(tc, test_one_fault_is_one_error_at_its_place, 0,
			    G_N_ELEMENTS(faults));
	tcase_add_test(tc, test_what_is_no_policy_at_all_is_refused);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
