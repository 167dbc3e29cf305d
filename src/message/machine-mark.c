/* SPDX-License-Identifier: Apache-2.0 */
/* Machine checks that look at one field each, by rules of its own. */
#include "config.h"
#include "message/machine-check.h"

#include "message/address.h"
#include "message/auto-submitted.h"

#define MAX_HOPS 50

static bool
equal(const char *a, const char *b)
{
	return g_ascii_strcasecmp(a, b) == 0;
}

/*
 * Only "All", "OOF" and "AutoReply" ask for silence.  Outlook puts "DR, RN,
 * NRN" (no receipts) on what people type.
 */
const char *
machine_find_suppress(const char *const *words, const machine_context *context)
{
	for (guint i = 0; i < apres_headers_count(context->headers); i++) {
		const apres_header *h = apres_headers_at(context->headers, i);
		if (!equal(h->name, "X-Auto-Response-Suppress"))
			continue;
		g_auto(GStrv) token = g_strsplit_set(h->value, ",; \t", -1);
		for (guint t = 0; token[t] != NULL; t++)
			for (const char *const *w = words; *w != NULL; w++)
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
machine_find_auto_replied(const char *const *words G_GNUC_UNUSED,
			  const machine_context *context)
{
	return find_auto(context, true);
}

const char *
machine_find_auto_generated(const char *const *words G_GNUC_UNUSED,
			    const machine_context *context)
{
	return find_auto(context, false);
}

/* The topmost: what our own border saw. */
const char *
machine_find_null_path(const char *const *words G_GNUC_UNUSED,
		       const machine_context *context)
{
	const char *value = apres_headers_get(context->headers, "Return-Path");

	if (value == NULL)
		return NULL;
	g_autofree char *path = apres_address_unwrap(value);
	return path != NULL && *path == '\0' ? "Return-Path" : NULL;
}

const char *
machine_find_hops(const char *const *words G_GNUC_UNUSED, const machine_context *context)
{
	return apres_headers_count_of(context->headers, "Received") > MAX_HOPS
		       ? "Received"
		       : NULL;
}

static const char *
hit_detail(const GPtrArray *hits, const char *id)
{
	for (guint i = 0; i < hits->len; i++) {
		const apres_machine_hit *hit = hits->pdata[i];
		if (equal(hit->id, id))
			return hit->detail != NULL ? hit->detail : id;
	}
	return NULL;
}

/* One mark alone may be on a person's mail; with a second one beside it, it is not. */
const char *
apres_machine_several(const GPtrArray *hits)
{
	/* The first two say what it is; any other beside one of them confirms it. */
	static const char *const marks[] = { "out-of-office",  "auto-reply-mark",
					     "auto-generated", "precedence",
					     "suppress",       "vendor-mark",
					     "system-sender",  "no-reply" };
	const char *first = NULL;
	guint n = 0;

	for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
		const char *detail = hit_detail(hits, marks[i]);
		if (detail != NULL && first == NULL && i < 2)
			first = detail;
		n += detail != NULL;
	}
	return n >= 2 ? first : NULL;
}

const char *
machine_find_several(const char *const *words G_GNUC_UNUSED,
		     const machine_context *context)
{
	return apres_machine_several(context->hits);
}
