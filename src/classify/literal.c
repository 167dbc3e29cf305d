/* SPDX-License-Identifier: Apache-2.0 */
/* Strings -> literals: the part of a string that is looked for. */
#include "config.h"
#include "classify/literal.h"

#include <string.h>

static guint32
number_of(guint32 hash, const char *bytes, gsize len)
{
	for (gsize i = 0; i < len; i++)
		hash = apres_literal_next(hash, (guint8)bytes[i]);
	return hash;
}

/* The first place behind AT in [AT, END) where a word begins. */
static const char *
next_word(const char *at, const char *end)
{
	while (at < end && g_ascii_isalnum(*at))
		at++;
	while (at < end && !g_ascii_isalnum(*at))
		at++;
	return at;
}

/* A sign in [AT, END) that is no space, else a space: of what has no word. */
static guint32
sign_of(const char *at, const char *end)
{
	for (; at < end; at++)
		if (*at != ' ')
			return apres_literal_sign(*at);
	return 0;
}

static guint32
word_of(const char *at, const char *end, bool ends)
{
	gsize len = MIN((gsize)(end - at), APRES_LITERAL_MAX);

	ends = ends && at + len == end && g_ascii_isalnum(end[-1]);
	return apres_literal_word(number_of(APRES_LITERAL_WORD, at, len), len, ends);
}

guint32
apres_literal_of(const char *string)
{
	const char *at = string, *end = string + strlen(string);
	bool starts = at < end && *at == APRES_LITERAL_EDGE;
	bool ends = at < end && end[-1] == APRES_LITERAL_EDGE;

	at += starts;
	end -= ends && at < end;
	const char *word = next_word(at, end);
	if (at == end)
		return 0;
	if (!g_ascii_isalnum(*at))
		return word < end ? word_of(word, end, ends) : sign_of(at, end);
	if (starts)
		return word_of(at, end, ends);
	/* It may begin inside of a word: rather the next word, if that says enough. */
	gsize len = MIN((gsize)(end - at), APRES_LITERAL_FREE_MAX);
	if ((gsize)(end - word) >= len)
		return word_of(word, end, ends);
	return len >= APRES_LITERAL_FREE_MIN
		       ? apres_literal_free(number_of(APRES_LITERAL_FREE, at, len), len)
		       : 0;
}
