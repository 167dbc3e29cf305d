/* SPDX-License-Identifier: Apache-2.0 */
/* A policy without a fault, and the files it names: for tests that put one in. */
#ifndef APRES_TESTS_GOOD_POLICY_H
#define APRES_TESTS_GOOD_POLICY_H

enum { POLICY, TEXT, PACK, FILES };

static const char *const names[FILES] = { "policy.xml", "shop.en.txt", "own.xml" };
/* Line by line, as in a file: the places below count on it. */
/* clang-format off */
static const char *const files[FILES] = {
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	"<policy xmlns=\"urn:x-apres:policy:1\" id=\"acme\" base=\"1\" xml:lang=\"en\">\n"
	"  <use pack=\"standard\"/> <use pack=\"lang-en\" auto=\"yes\"/>\n"
	"  <use pack=\"own.xml\" sha256=\"3607b0f02dd884c43ddbd55424452023472d9652b507be1c0c665bf55a988d95\"/>\n"
	"  <company name=\"Acme\" careers=\"https://acme.example/jobs\" timezone=\"Europe/Berlin\"/>\n"
	"  <contacts adjustments=\"a@acme.example\" privacy=\"p@acme.example\" hr=\"h@acme.example\"/>\n"
	"  <people domain=\"acme.example\" proof=\"dmarc\"/>\n"
	"  <queue id=\"default\" owner=\"o@acme.example\" due=\"2bd\"/>\n"
	"  <debrief owner=\"o@acme.example\" owner-name=\"Ott\" due=\"5bd\"/>\n"
	"  <send between=\"08:00 18:00\" days=\"mon tue\" wait=\"30min\"/>\n"
	"  <limits max-words=\"120\" per-candidate=\"3/7d\"/>\n"
	"  <trust from=\"desk@partner.example\" checks=\"precedence\"><because>Theirs.</because></trust>\n"
	"  <calendar><holiday on=\"2027-12-27\">Day</holiday></calendar>\n"
	"  <class id=\"shop\"><phrase>staff discount</phrase><re>\\bshop (?:card|pass)\\b</re></class>\n"
	"  <class id=\"small\"><all><class-ref ref=\"shop\"/><not><phrase>big</phrase></not></all></class>\n"
	"  <extend class=\"thanks\" xml:lang=\"en\"><phrase>cheers a lot</phrase></extend>\n"
	"  <template id=\"shop-page\" for=\"external\" discloses=\"nothing\"/>\n"
	"  <text template=\"shop-page\" xml:lang=\"en\" file=\"shop.en.txt\"/>\n"
	"  <text template=\"no-feedback\" xml:lang=\"en\" override=\"yes\">Subject: S\n"
	"\n"
	"Hello {name}.</text>\n"
	"  <rule id=\"shop\" answers=\"shop\" audience=\"external\"><reply template=\"shop-page\"/><because>Asked.</because></rule>\n"
	"  <rule id=\"small\" when=\"small\"><hold queue=\"default\"/><because>Small.</because></rule>\n"
	"  <never id=\"quiet\" class=\"shop\"><nothing-to-answer/><because>Speak.</because></never>\n"
	"  <test says=\"What was missing?\" expect=\"reply no-feedback\"/>\n"
	"</policy>\n",

	"Subject: The shop\n"
	"\n"
	"Hello {name},\n"
	"\n"
	"You find it here: {careers-link}\n",

	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	"<policy xmlns=\"urn:x-apres:policy:1\" kind=\"pack\" id=\"own\" xml:lang=\"en\">\n"
	"  <class id=\"own-thing\" background=\"yes\"><phrase>nice thing</phrase></class>\n"
	"  <class id=\"fixed\" background=\"yes\" final=\"yes\"><phrase>fixed thing</phrase></class>\n"
	"</policy>\n",
};
/* clang-format on */
#endif
