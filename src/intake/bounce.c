/* SPDX-License-Identifier: Apache-2.0 */
/* Recipients by every name that mail servers have for them; our header in a body. */
#include "config.h"
#include "intake/bounce.h"
#include "config/bounce-address.h"
#include "message/address.h"
#include "reply/reply.h"
#include "store/outbox.h"

#include <string.h>

#define MAX_TAGS 20
#define MAX_IDS 50
#define MAX_ID_BYTES 400

static const char *const recipient_fields[] = {
	"X-Original-To",  "Delivered-To",    "Envelope-To", "X-Envelope-To",
	"X-Delivered-To", "X-Original-Rcpt", "To",          "Cc",
};

static bool
names_recipients(const apres_header *header)
{
	for (guint i = 0; i < G_N_ELEMENTS(recipient_fields); i++)
		if (g_ascii_strcasecmp(header->name, recipient_fields[i]) == 0)
			return true;
	return false;
}

/* Call FUNC with every address until it says true. */
static bool
any_recipient(const apres_headers *headers, bool (*func)(const char *addr, void *context),
	      void *context)
{
	for (guint i = 0; i < apres_headers_count(headers); i++) {
		const apres_header *header = apres_headers_at(headers, i);
		if (!names_recipients(header))
			continue;
		g_autoptr(GPtrArray) list = apres_address_parse_list(header->value);
		for (guint j = 0; j < list->len; j++)
			if (func(((apres_address *)list->pdata[j])->addr, context))
				return true;
	}
	return false;
}

static bool
looks_like_bounce(const char *addr, void *context G_GNUC_UNUSED)
{
	return apres_bounce_address_is(addr);
}

bool
apres_bounce_is_addressed(const apres_headers *headers)
{
	return any_recipient(headers, looks_like_bounce, NULL);
}

/* True when there are enough. */
static bool
add_tag(const char *addr, void *context)
{
	GPtrArray *tags = context;
	g_autofree char *tag = apres_bounce_address_tag(addr);

	if (tag != NULL &&
	    !g_ptr_array_find_with_equal_func(tags, tag, g_str_equal, NULL))
		g_ptr_array_add(tags, g_steal_pointer(&tag));
	return tags->len == MAX_TAGS;
}

GPtrArray *
apres_bounce_tags(const apres_headers *headers)
{
	GPtrArray *tags = g_ptr_array_new_with_free_func(g_free);

	any_recipient(headers, add_tag, tags);
	return tags;
}

bool
apres_bounce_may_report(const apres_headers *headers)
{
	static const char report[] = "multipart/report";
	const char *path = apres_headers_get(headers, "Return-Path");
	const char *type = apres_headers_get(headers, "Content-Type");
	g_autofree char *sender = path != NULL ? apres_address_unwrap(path) : NULL;

	return (sender != NULL && *sender == '\0') ||
	       (type != NULL && g_ascii_strncasecmp(type, report, strlen(report)) == 0);
}

/* Does "Message-ID:" stand before AT, at the beginning of a line? */
static bool
follows_field_name(const char *bytes, const char *at)
{
	static const char name[] = "Message-ID:";
	const gsize len = strlen(name);

	while (at > bytes && strchr(" \t\r\n", at[-1]) != NULL)
		at--;
	if ((gsize)(at - bytes) < len || g_ascii_strncasecmp(at - len, name, len) != 0)
		return false;
	at -= len;
	return at == bytes || at[-1] == '\n' || at[-1] == '\r';
}

char *
apres_bounce_own_id(const char *key, const char *domain, const char *bytes, gsize len)
{
	static const char open[] = "<apres.";
	const char *end = bytes + len;
	const char *at = memmem(bytes, len, open, strlen(open));

	/* Each costs a signature, and a report names few. */
	for (guint i = 0; at != NULL && i < MAX_IDS; i++) {
		const char *id = at + 1;
		gsize most = MIN((gsize)(end - id), MAX_ID_BYTES);
		const char *close = memchr(id, '>', most);
		g_autofree char *found =
			close != NULL ? g_strndup(id, (gsize)(close - id)) : NULL;
		if (found != NULL && follows_field_name(bytes, at) &&
		    apres_message_id_is_ours(key, domain, found))
			return g_steal_pointer(&found);
		at = memmem(id, (gsize)(end - id), open, strlen(open));
	}
	return NULL;
}

bool
apres_bounce_returns_ours(apres_store *store, const apres_company_config *company,
			  const apres_headers *headers, GBytes *bytes, bool *returns_out,
			  GError **error)
{
	g_autoptr(GPtrArray) tags = apres_bounce_tags(headers);
	g_autofree char *key = NULL;
	gsize len;
	const char *data = g_bytes_get_data(bytes, &len);

	*returns_out = false;
	for (guint i = 0; i < tags->len && !*returns_out; i++) {
		g_autoptr(apres_outbox_item) item = NULL;
		if (!apres_outbox_find_sent(store, company->id, tags->pdata[i], NULL,
					    &item, error))
			return false;
		*returns_out = item != NULL;
	}
	if (*returns_out || data == NULL || !apres_bounce_may_report(headers))
		return true;
	if (!apres_store_meta_get(store, "message-id-key", &key, error))
		return false;
	g_autofree char *id =
		key != NULL ? apres_bounce_own_id(key, company->domain, data, len) : NULL;
	*returns_out = id != NULL;
	return true;
}
