/* SPDX-License-Identifier: Apache-2.0 */
/* Machine checks that look at fields of the header block. */
#include "config.h"
#include "message/machine-check.h"

#include <string.h>

#include "message/address.h"
#include "message/auto-submitted.h"

#define MAX_HOPS 50
#define MAX_RECIPIENTS 20
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
find_present(const machine_check *check, const machine_context *context, gsize min_length)
{
	for (guint i = 0; i < apres_headers_count(context->headers); i++) {
		const apres_header *h = apres_headers_at(context->headers, i);
		if (strlen(h->value) < min_length || equal(h->value, "no") ||
		    equal(h->value, "false") || equal(h->value, "none"))
			continue;
		for (const char *const *w = check->words; *w != NULL; w++)
			if (name_matches(h->name, *w))
				return h->name;
	}
	return NULL;
}

const char *
machine_find_present(const machine_check *check, const machine_context *context)
{
	return find_present(check, context, 1);
}

const char *
machine_find_list(const machine_check *check, const machine_context *context)
{
	return context->own_list ? NULL : find_present(check, context, MIN_LIST_VALUE);
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
		return g_ascii_strncasecmp(h->value, want, n) == 0 &&
		       !g_ascii_isalnum(h->value[n]) && h->value[n] != '-' &&
		       h->value[n] != '_';
	}
	g_autofree char *value = g_ascii_strdown(h->value, -1);
	return strstr(value, want) != NULL;
}

static const char *
find_value(const machine_check *check, const machine_context *context, bool whole)
{
	for (guint i = 0; i < apres_headers_count(context->headers); i++) {
		const apres_header *h = apres_headers_at(context->headers, i);
		for (const char *const *w = check->words; *w != NULL; w++)
			if (carries(h, *w, whole))
				return h->name;
	}
	return NULL;
}

const char *
machine_find_value(const machine_check *check, const machine_context *context)
{
	const char *name = find_value(check, context, true);

	/* A list of ours stamps its mail "list" or "bulk" as every list does. */
	if (name != NULL && context->own_list &&
	    g_str_has_suffix(check->id, "precedence"))
		return NULL;
	return name;
}

const char *
machine_find_containing(const machine_check *check, const machine_context *context)
{
	return find_value(check, context, false);
}

/*
 * Only "All", "OOF" and "AutoReply" ask for silence.  Outlook puts "DR, RN,
 * NRN" (no receipts) on what people type.
 */
const char *
machine_find_suppress(const machine_check *check, const machine_context *context)
{
	for (guint i = 0; i < apres_headers_count(context->headers); i++) {
		const apres_header *h = apres_headers_at(context->headers, i);
		if (!equal(h->name, "X-Auto-Response-Suppress"))
			continue;
		g_auto(GStrv) token = g_strsplit_set(h->value, ",; \t", -1);
		for (guint t = 0; token[t] != NULL; t++)
			for (const char *const *w = check->words; *w != NULL; w++)
				if (equal(token[t], *w))
					return h->name;
	}
	return NULL;
}

static const char *
find_auto(const machine_context *context, bool replied)
{
	for (guint i = 0; i < apres_headers_count(context->headers); i++) {
		const apres_header *h = apres_headers_at(context->headers, i);
		if (!equal(h->name, "Auto-Submitted"))
			continue;
		apres_auto_kind kind = apres_auto_submitted_parse(h->value);
		bool reply = kind == APRES_AUTO_REPLIED || kind == APRES_AUTO_NOTIFIED;
		if (kind != APRES_AUTO_NO && reply == replied)
			return h->name;
	}
	return NULL;
}

const char *
machine_find_auto_replied(const machine_check *check G_GNUC_UNUSED,
			  const machine_context *context)
{
	return find_auto(context, true);
}

const char *
machine_find_auto_generated(const machine_check *check G_GNUC_UNUSED,
			    const machine_context *context)
{
	return find_auto(context, false);
}

/* The topmost: what our own border saw. */
const char *
machine_find_null_path(const machine_check *check G_GNUC_UNUSED,
		       const machine_context *context)
{
	const char *value = apres_headers_get(context->headers, "Return-Path");

	if (value == NULL)
		return NULL;
	g_autofree char *path = apres_address_unwrap(value);
	return path != NULL && *path == '\0' ? "Return-Path" : NULL;
}

const char *
machine_find_own_loop(const machine_check *check G_GNUC_UNUSED,
		      const machine_context *context)
{
	const char *instance = context->options->instance;

	for (guint i = 0; i < apres_headers_count(context->headers); i++) {
		const apres_header *h = apres_headers_at(context->headers, i);
		if (instance != NULL && equal(h->name, "X-Apres-Loop") &&
		    equal(h->value, instance))
			return "X-Apres-Loop";
	}
	return NULL;
}

const char *
machine_find_hops(const machine_check *check G_GNUC_UNUSED,
		  const machine_context *context)
{
	return apres_headers_count_of(context->headers, "Received") > MAX_HOPS
		       ? "Received"
		       : NULL;
}

const char *
machine_find_high_score(const machine_check *check, const machine_context *context)
{
	for (const char *const *w = check->words; *w != NULL; w++) {
		const char *value = apres_headers_get(context->headers, *w);
		if (value != NULL && g_ascii_isdigit(*value) &&
		    g_ascii_strtoll(value, NULL, 10) >= 5)
			return *w;
	}
	return NULL;
}

const char *
machine_find_crowd(const machine_check *check, const machine_context *context)
{
	guint recipients = 0;

	for (guint i = 0; i < apres_headers_count(context->headers); i++) {
		const apres_header *h = apres_headers_at(context->headers, i);
		for (const char *const *w = check->words; *w != NULL; w++) {
			if (!equal(h->name, *w))
				continue;
			g_autoptr(GPtrArray) list = apres_address_parse_list(h->value);
			recipients += list->len;
			if (recipients > MAX_RECIPIENTS)
				return *w;
		}
	}
	return NULL;
}

static const char *
hit_detail(const machine_context *context, const char *id)
{
	for (guint i = 0; i < context->hits->len; i++) {
		const apres_machine_hit *hit = context->hits->pdata[i];
		if (equal(hit->id, id))
			return hit->detail != NULL ? hit->detail : id;
	}
	return NULL;
}

/* One mark alone may be on a person's mail; with a second one beside it, it is not. */
const char *
machine_find_several(const machine_check *check, const machine_context *context)
{
	const char *first = NULL;
	guint n = 0;

	for (const char *const *w = check->words; *w != NULL; w++) {
		const char *detail = hit_detail(context, *w);
		/* The first two words say what it is, the others only confirm. */
		if (detail != NULL && first == NULL && w - check->words < 2)
			first = detail;
		n += detail != NULL;
	}
	return n >= 2 ? first : NULL;
}
