/* SPDX-License-Identifier: Apache-2.0 */
/* The subject itself: replies and forwards put their marks before it, one upon the other.
 */
#include "config.h"
#include "message/subject.h"
#include "message/encoded-word.h"
#include "util/text.h"

#include <string.h>

#define MAX_CHARS 1000

static const struct {
	const char *word;
	apres_subject_kind kind;
} marks[] = {
	{ "re", APRES_SUBJECT_REPLY },       { "aw", APRES_SUBJECT_REPLY },
	{ "antw", APRES_SUBJECT_REPLY },     { "antwort", APRES_SUBJECT_REPLY },
	{ "sv", APRES_SUBJECT_REPLY },       { "vs", APRES_SUBJECT_REPLY },
	{ "odp", APRES_SUBJECT_REPLY },      { "r", APRES_SUBJECT_REPLY },
	{ "ri", APRES_SUBJECT_REPLY },       { "rif", APRES_SUBJECT_REPLY },
	{ "ref", APRES_SUBJECT_REPLY },      { "res", APRES_SUBJECT_REPLY },
	{ "fwd", APRES_SUBJECT_FORWARD },    { "fw", APRES_SUBJECT_FORWARD },
	{ "wg", APRES_SUBJECT_FORWARD },     { "tr", APRES_SUBJECT_FORWARD },
	{ "rv", APRES_SUBJECT_FORWARD },     { "reenv", APRES_SUBJECT_FORWARD },
	{ "vb", APRES_SUBJECT_FORWARD },     { "i", APRES_SUBJECT_FORWARD },
	{ "pd", APRES_SUBJECT_FORWARD },     { "enc", APRES_SUBJECT_FORWARD },
	{ "doorst", APRES_SUBJECT_FORWARD },
};

/* The bytes of one mark at S, or 0; *KIND_OUT is that mark's. */
static gsize
mark_length(const char *s, apres_subject_kind *kind_out)
{
	gsize len = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

	for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
		if (strlen(marks[i].word) != len ||
		    g_ascii_strncasecmp(s, marks[i].word, len) != 0)
			continue;
		*kind_out = marks[i].kind;
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
apres_subject_of(const apres_headers *headers)
{
	const char *raw = apres_headers_get(headers, "Subject");
	g_autofree char *decoded =
		apres_encoded_words_decode(raw != NULL ? raw : "", NULL);

	return apres_text_clean_line(decoded, MAX_CHARS);
}

/* Where the subject itself begins; *KIND_OUT is the outermost mark's. */
static const char *
core_of(const char *subject, apres_subject_kind *kind_out)
{
	apres_subject_kind kind = APRES_SUBJECT_NEW;
	gsize n;

	*kind_out = APRES_SUBJECT_NEW;
	do {
		subject += strspn(subject, " ");
		n = mark_length(subject, &kind);
		if (n > 0 && *kind_out == APRES_SUBJECT_NEW)
			*kind_out = kind;
		if (n == 0)
			n = tag_length(subject);
		subject += n;
	} while (n > 0);
	return subject;
}

char *
apres_subject_core(const char *subject)
{
	apres_subject_kind kind;

	return g_strdup(core_of(subject, &kind));
}

apres_subject_kind
apres_subject_kind_of(const char *subject)
{
	apres_subject_kind kind;

	core_of(subject, &kind);
	return kind;
}
