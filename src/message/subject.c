/* SPDX-License-Identifier: Apache-2.0 */
/* The subject itself: replies and forwards put their marks before it, one upon the other.
 */
#include "config.h"
#include "message/subject.h"

#include <glib.h>
#include <string.h>

/* The bytes of one mark at S, or 0. */
static gsize
mark_length(const char *s)
{
	static const char *const marks[] = {
		"re", "aw", "antw", "antwort", "sv",  "vs",     "vb",    "odp",
		"rv", "r",  "ri",   "rif",     "ref", "res",    "enc",   "fwd",
		"fw", "wg", "tr",   "i",       "pd",  "doorst", "reenv",
	};
	gsize len = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

	for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
		if (strlen(marks[i]) != len || g_ascii_strncasecmp(s, marks[i], len) != 0)
			continue;
		/* "Re[2]:", "Re(2):", "Re^2:" */
		gsize n = len + strspn(s + len, "[]()^0123456789");
		n += strspn(s + n, " ");
		if (s[n] == ':')
			return n + 1;
		if (strncmp(s + n, "\xef\xbc\x9a", 3) == 0)
			return n + 3;
	}
	return 0;
}

/* "[EXTERNAL]" and the like, which a company's own border adds. */
static gsize
tag_length(const char *s)
{
	static const char *const tags[] = { "[external]",       "[ext]",
					    "[extern]",         "[externe]",
					    "[externo]",        "[extern mail]",
					    "[external email]", "[external sender]",
					    "external:",        "(external)" };

	for (guint i = 0; i < G_N_ELEMENTS(tags); i++)
		if (g_ascii_strncasecmp(s, tags[i], strlen(tags[i])) == 0)
			return strlen(tags[i]);
	return 0;
}

char *
apres_subject_core(const char *subject)
{
	gsize n;

	do {
		subject += strspn(subject, " ");
		n = mark_length(subject);
		if (n == 0)
			n = tag_length(subject);
		subject += n;
	} while (n > 0);
	return g_strdup(subject);
}
