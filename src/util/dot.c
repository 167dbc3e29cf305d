/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "util/dot.h"

#include <string.h>

static bool
is_one_of(const char *word, gsize len, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strlen(*list) == len && strncmp(*list, word, len) == 0)
			return true;
	return false;
}

bool
apres_dot_abbreviates(const char *word, gsize len, gunichar next)
{
	static const char *const titles[] = {
		"Mr",   "Mrs",    "Ms",   "Mx",   "Dr",   "Prof", "Sr",   "Jr",  "St",
		"Hr",   "Fr",     "Hrn",  "Mme",  "Mlle", "Sra",  "Srta", "mr",  "mrs",
		"ms",   "dr",     "prof", "Dipl", "Ing",  "med",  "phil", "rer", "nat",
		"vs",   "approx", "bzw",  "ca",   "ggf",  "inkl", "evtl", "vgl", "sog",
		"incl", "resp",   "Lic",  "lic",  "Dra",  "dra",  "sr",   "sra", "srta",
		"ing",  "Arq",    "arq",  NULL,
	};
	static const char *const before_lower[] = {
		"etc",  "usw",  "inc", "Inc", "ltd", "Ltd", "co",  "Co",  "corp", "Corp",
		"dept", "Dept", "tel", "est", "ext", "max", "min", "p.s", NULL,
	};
	static const char *const before_digit[] = {
		"no",  "No",  "nr",        "Nr",  "fig", "Fig", "art",
		"Art", "num", "n\xc2\xba", "Abs", "ref", "Ref", "Tel",
		"tel", "ext", "p",         "S",   "pp",  NULL,
	};

	if (len == 0)
		return false;
	if (is_one_of(word, len, titles) ||
	    (g_unichar_islower(next) && is_one_of(word, len, before_lower)) ||
	    (g_unichar_isdigit(next) && is_one_of(word, len, before_digit)))
		return true;
	if (g_utf8_strlen(word, (gssize)len) == 1)
		return *word != 'I' && g_unichar_isupper(g_utf8_get_char(word));
	/* Single letters with dots between: "e.g", "U.S", "z.B", "i.d.R" */
	return memchr(word, '.', len) != NULL && word[len - 1] != '.' && len <= 7 &&
	       g_unichar_isalpha(g_utf8_get_char(word)) &&
	       (word[1] == '.' || word[len - 2] == '.');
}

bool
apres_dot_in_name(const char *s, const char *end)
{
	static const char *const suffixes[] = {
		"com", "org", "net",     "edu", "gov", "info", "io",  "uk", "eu",   "fr",
		"ch",  "pt",  "example", "pdf", "doc", "txt",  "rtf", "js", "docx", NULL,
	};
	/* A sentence may begin with these: only behind another dot are they certain. */
	static const char *const words[] = { "co", "de", "es", "at",
					     "it", "us", "ie", NULL };
	const char *start = s, *stop = s;

	for (const char *c = s;
	     c < end && (g_ascii_isalnum(*c) || *c == '-' || *c == '.'); c++) {
		if (*c == '.' && c + 1 < end && g_ascii_isalpha(c[1]))
			s = c + 1;
		stop = *c == '.' ? stop : c + 1;
	}
	gsize len = (gsize)(stop - s);
	return is_one_of(s, len, suffixes) || (s > start && is_one_of(s, len, words));
}
