/* SPDX-License-Identifier: Apache-2.0 */
/* Machine checks that look at fields of the header block. */
#include "config.h"
#include "message/machine-check.h"

#include <string.h>

#include "message/cfws.h"

/* An empty or near-empty value was meant to switch the mark off. */
#define MIN_LIST_VALUE 3

static bool
equal(const char *a, const char *b)
{
	return g_ascii_strcasecmp(a, b) == 0;
}

/* WORD may end in '*'. */
static bool
name_matches(const char *name, const char *word)
{
	gsize n = strlen(word);

	if (n > 0 && word[n - 1] == '*')
		return g_ascii_strncasecmp(name, word, n - 1) == 0;
	return equal(name, word);
}

static const char *
find_present(const char *const *words, const machine_context *context, gsize min_length)
{
	for (guint i = 0; i < apres_headers_count(context->headers); i++) {
		const apres_header *h = apres_headers_at(context->headers, i);
		if (strlen(h->value) < min_length || equal(h->value, "no") ||
		    equal(h->value, "false") || equal(h->value, "none"))
			continue;
		for (const char *const *w = words; *w != NULL; w++)
			if (name_matches(h->name, *w))
				return h->name;
	}
	return NULL;
}

const char *
machine_find_present(const char *const *words, const machine_context *context)
{
	return find_present(words, context, 1);
}

const char *
machine_find_list(const char *const *words, const machine_context *context)
{
	return context->own_list ? NULL : find_present(words, context, MIN_LIST_VALUE);
}

/* Does field H carry WORD, a "Name: value"?  WHOLE: as its first token. */
static bool
carries(const apres_header *h, const char *word, bool whole)
{
	const char *colon = strchr(word, ':');
	gsize name_len = (gsize)(colon - word);
	const char *want = colon + 2;

	if (strlen(h->name) != name_len ||
	    g_ascii_strncasecmp(h->name, word, name_len) != 0)
		return false;
	if (whole) {
		gsize n = strlen(want);
		const char *value = apres_cfws_skip(h->value);
		return value != NULL && g_ascii_strncasecmp(value, want, n) == 0 &&
		       !g_ascii_isalnum(value[n]) && value[n] != '-' && value[n] != '_';
	}
	g_autofree char *value = g_ascii_strdown(h->value, -1);
	return strstr(value, want) != NULL;
}

static const char *
find_value(const char *const *words, const machine_context *context, bool whole)
{
	for (guint i = 0; i < apres_headers_count(context->headers); i++) {
		const apres_header *h = apres_headers_at(context->headers, i);
		for (const char *const *w = words; *w != NULL; w++)
			if (carries(h, *w, whole))
				return h->name;
	}
	return NULL;
}

const char *
machine_find_value(const char *const *words, const machine_context *context)
{
	return find_value(words, context, true);
}

/* A list of ours stamps its mail "list" or "bulk" as every list does. */
const char *
machine_find_precedence(const char *const *words, const machine_context *context)
{
	return context->own_list ? NULL : find_value(words, context, true);
}

const char *
machine_find_containing(const char *const *words, const machine_context *context)
{
	return find_value(words, context, false);
}

const char *
machine_find_high_score(const char *const *words, const machine_context *context)
{
	for (const char *const *w = words; *w != NULL; w++) {
		const char *value = apres_headers_get(context->headers, *w);
		if (value != NULL && g_ascii_isdigit(*value) &&
		    g_ascii_strtoll(value, NULL, 10) >= 5)
			return *w;
	}
	return NULL;
}
