/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "store/audit-clocks.h"

typedef struct reading {
	GPtrArray *owings;
	GHashTable *by_id; /* gint64 * -> apres_owing */
} reading;

static void
owing_free(gpointer data)
{
	apres_owing *owing = data;

	g_free(owing->company);
	g_free(owing->what);
	g_free(owing);
}

gint64
apres_owing_late(const apres_owing *owing, gint64 now)
{
	gint64 end = owing->met != 0 ? owing->met : now;

	return owing->due != 0 && end > owing->due ? end - owing->due : 0;
}

static gint64
number(const apres_audit_entry *entry, const char *name)
{
	return json_integer_value(json_object_get(entry->pub, name));
}

static apres_owing *
owing_of(reading *r, const apres_audit_entry *entry)
{
	gint64 id = number(entry, "owed");
	apres_owing *owing = g_hash_table_lookup(r->by_id, &id);

	if (owing != NULL)
		return owing;
	owing = g_new0(apres_owing, 1);
	owing->id = id;
	owing->mail = entry->message_id;
	owing->company = g_strdup(entry->company);
	owing->what = g_strdup(apres_audit_fact(entry, "what"));
	owing->since = entry->at;
	owing->due = number(entry, "due");
	g_ptr_array_add(r->owings, owing);
	g_hash_table_insert(r->by_id, &owing->id, owing);
	return owing;
}

/* Of two dates the earlier one stays when the same is owed for a further reason. */
static void
add_owed(reading *r, const apres_audit_entry *entry)
{
	apres_owing *owing = owing_of(r, entry);
	gint64 due = number(entry, "due");

	if (due != 0 && (owing->due == 0 || due < owing->due))
		owing->due = due;
}

static bool
take(const apres_audit_entry *entry, void *context)
{
	reading *r = context;
	const char *type = entry->type;

	if (g_strcmp0(type, "owed") == 0) {
		add_owed(r, entry);
	} else if (g_strcmp0(type, "moved") == 0) {
		apres_owing *owing = owing_of(r, entry);
		owing->due = number(entry, "to");
		owing->moved++;
	} else if (g_strcmp0(type, "step") == 0 &&
		   g_strcmp0(apres_audit_fact(entry, "outcome"), "told") == 0) {
		apres_owing *owing = owing_of(r, entry);
		owing->told++;
		owing->told_at = entry->at;
	} else if (g_strcmp0(type, "settled") == 0) {
		owing_of(r, entry)->met = entry->at;
	}
	return true;
}

GPtrArray *
apres_owings_read(apres_store *store, const char *company, GError **error)
{
	g_autoptr(GPtrArray) owings = g_ptr_array_new_with_free_func(owing_free);
	g_autoptr(GHashTable) by_id = g_hash_table_new(g_int64_hash, g_int64_equal);
	reading r = { owings, by_id };

	return apres_audit_walk(store, company, 0, 0, take, &r, error)
		       ? g_steal_pointer(&owings)
		       : NULL;
}
