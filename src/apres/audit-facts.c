/* SPDX-License-Identifier: Apache-2.0 */
/* The facts of an entry, as people read them. */
#include "config.h"
#include "apres/audit-screen.h"
#include "apres/screen.h"

#include <string.h>

#define DIGEST_DIGITS 64
/* So much tells digests and Message-IDs apart; "audit show" has all of them. */
#define SHORT_DIGEST 8
#define SHORT_ID 16
#define FACT_BYTES 80

/* In an entry times are seconds. */
static bool
is_time(const char *name, const json_t *value)
{
	static const char *const times[] = { "at",       "due", "expires", "from",
					     "received", "to",  NULL };

	return json_is_integer(value) && g_strv_contains(times, name);
}

/* VALUE with its times as people read them.  New reference. */
static json_t *
legible(apres_store *store, const char *company, const char *name, const json_t *value)
{
	json_t *copy;
	const char *key;
	json_t *one;
	size_t i;

	if (is_time(name, value)) {
		g_autofree char *time =
			apres_screen_time(store, company, json_integer_value(value));
		return json_string(time);
	}
	if (json_is_array(value)) {
		copy = json_array();
		json_array_foreach(value, i, one)
			json_array_append_new(copy, legible(store, company, "", one));
		return copy;
	}
	if (!json_is_object(value))
		return json_deep_copy(value);
	copy = json_object();
	json_object_foreach((json_t *)value, key, one)
		json_object_set_new(copy, key, legible(store, company, key, one));
	return copy;
}

json_t *
apres_audit_facts(apres_store *store, const apres_audit_entry *entry)
{
	return legible(store, entry->company, "", entry->pub);
}

static void add_value(GString *out, const json_t *value, const char *between);

static void
add_list(GString *out, const json_t *list)
{
	const json_t *one;
	size_t i;

	json_array_foreach(list, i, one)
	{
		if (i > 0)
			g_string_append_c(out, ',');
		add_value(out, one, "/");
	}
}

/* What there is to say of VALUE, without the signs of JSON. */
static void
add_value(GString *out, const json_t *value, const char *between)
{
	const char *key;
	json_t *one;
	gsize start = out->len;

	if (json_is_string(value)) {
		g_string_append(out, json_string_value(value));
	} else if (json_is_array(value)) {
		add_list(out, value);
	} else if (json_is_object(value)) {
		json_object_foreach((json_t *)value, key, one)
		{
			if (out->len > start)
				g_string_append(out, between);
			add_value(out, one, ":");
		}
	} else if (!json_is_null(value)) {
		char *dumped = json_dumps(value, JSON_ENCODE_ANY);
		g_string_append(out, dumped != NULL ? dumped : "");
		free(dumped);
	}
}

static gsize
bytes_shown(const char *name, const char *text)
{
	if (strlen(text) == DIGEST_DIGITS &&
	    strspn(text, "0123456789abcdef") == DIGEST_DIGITS)
		return SHORT_DIGEST;
	return g_str_equal(name, "id") ? SHORT_ID : FACT_BYTES;
}

/* "NAME=VALUE", if there is anything to say. */
static void
add_fact(GString *out, const char *name, const json_t *value)
{
	g_autoptr(GString) text = g_string_new(NULL);

	add_value(text, value, "/");
	if (text->len == 0 || g_str_equal(text->str, "-"))
		return;
	gsize shown = bytes_shown(name, text->str);
	bool cut = text->len > shown;
	while (cut && shown > 0 && ((guchar)text->str[shown] & 0xc0) == 0x80)
		shown--;
	g_string_append_printf(out, "%s%s=%.*s%s", out->len > 0 ? " " : "", name,
			       (int)shown, text->str,
			       cut && shown != SHORT_DIGEST ? "..." : "");
}

char *
apres_audit_facts_line(apres_store *store, const apres_audit_entry *entry)
{
	static const char *const first[] = { "effect", "rule",    "template", "queue",
					     "what",   "kind",    "event",    "state",
					     "due",    "reasons", "audience", NULL };
	/* Long, and looked for last: where a line is cut, it is cut here. */
	static const char *const last[] = { "classes", NULL };
	g_autoptr(GString) out = g_string_new(NULL);
	json_auto_t *facts = apres_audit_facts(store, entry);
	const char *name;
	json_t *value;

	for (guint i = 0; first[i] != NULL; i++) {
		value = json_object_get(facts, first[i]);
		if (value != NULL)
			add_fact(out, first[i], value);
	}
	json_object_foreach(facts, name, value) if (!g_strv_contains(first, name) &&
						    !g_strv_contains(last, name))
		add_fact(out, name, value);
	for (guint i = 0; last[i] != NULL; i++) {
		value = json_object_get(facts, last[i]);
		if (value != NULL)
			add_fact(out, last[i], value);
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}
