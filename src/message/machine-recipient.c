/* SPDX-License-Identifier: Apache-2.0 */
/* Machine checks that look at whom a mail was sent to. */
#include "config.h"
#include "message/machine-check.h"

#include "message/address.h"

#define MAX_RECIPIENTS 20

static bool
equal(const char *a, const char *b)
{
	return g_ascii_strcasecmp(a, b) == 0;
}

static bool
is_ours(const machine_context *context, const char *addr)
{
	const GPtrArray *own = context->options->own_addresses;
	g_autofree char *identity = apres_address_identity(addr);

	for (guint i = 0; identity != NULL && i < own->len; i++)
		if (equal(identity, own->pdata[i]))
			return true;
	return false;
}

static bool
names_us(const machine_context *context, const char *value)
{
	g_autoptr(GPtrArray) list = apres_address_parse_list(value);

	for (guint i = 0; i < list->len; i++)
		if (is_ours(context, ((const apres_address *)list->pdata[i])->addr))
			return true;
	return false;
}

/* RFC 5230 4.5: who is not named was not asked, but copied by a list or an alias. */
const char *
machine_find_not_to_us(const char *const *words, const machine_context *context)
{
	if (!context->options->must_name_us || context->own_list ||
	    context->options->own_addresses == NULL)
		return NULL;
	for (guint i = 0; i < apres_headers_count(context->headers); i++) {
		const apres_header *h = apres_headers_at(context->headers, i);
		for (const char *const *w = words; *w != NULL; w++)
			if (equal(h->name, *w) && names_us(context, h->value))
				return NULL;
	}
	return words[0];
}

/* It was here before: the same mailbox has signed for it already. */
const char *
machine_find_seen_before(const char *const *words, const machine_context *context)
{
	g_autoptr(GHashTable) seen =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < apres_headers_count(context->headers); i++) {
		const apres_header *h = apres_headers_at(context->headers, i);
		if (!equal(h->name, words[0]) || context->options->own_addresses == NULL)
			continue;
		char *identity = apres_address_identity(h->value);
		if (identity != NULL && is_ours(context, identity) &&
		    g_hash_table_contains(seen, identity)) {
			g_free(identity);
			return words[0];
		}
		if (identity != NULL)
			g_hash_table_add(seen, identity);
	}
	return NULL;
}

const char *
machine_find_crowd(const char *const *words, const machine_context *context)
{
	guint recipients = 0;

	for (guint i = 0; i < apres_headers_count(context->headers); i++) {
		const apres_header *h = apres_headers_at(context->headers, i);
		for (const char *const *w = words; *w != NULL; w++) {
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
