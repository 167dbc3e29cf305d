/* SPDX-License-Identifier: Apache-2.0 */
/* Which entries are exported. */
#include "config.h"
#include "apres/export-parts.h"
#include "message/address.h"
#include "util/error.h"

/* A change of a mail of ours: which of them count is known only at the end. */
typedef struct change {
	gint64 index, mail;
	char *id;
	export_end end;
} change;

typedef struct selection {
	apres_export *x;
	GPtrArray *changes;
} selection;

static void
change_free(gpointer data)
{
	change *c = data;

	g_free(c->id);
	g_free(c->end.state);
	g_free(c->end.digest);
	g_free(c);
}

static void
end_free(gpointer data)
{
	export_end *end = data;

	g_free(end->state);
	g_free(end->digest);
	g_free(end);
}

static bool
is_everything(const apres_audit_filter *f)
{
	return f->company == NULL && f->person == NULL && f->class_id == NULL &&
	       f->rule == NULL && f->template_id == NULL && f->policy == NULL &&
	       f->effect == NULL && f->from == 0 && f->until == 0 && f->mail == 0 &&
	       f->case_id == 0;
}

/* Who was asked for wrote it. */
static bool
is_written_by(const apres_audit_entry *entry, const char *person)
{
	const char *candidate = apres_audit_private(entry, "candidate");
	g_autofree char *identity =
		candidate != NULL ? apres_address_identity(candidate) : NULL;

	return g_strcmp0(identity, person) == 0;
}

static void
take(apres_export *x, const apres_audit_entry *entry)
{
	if (!x->whole)
		g_hash_table_add(x->taken, g_memdup2(&entry->index, sizeof(gint64)));
	if (!x->whole && entry->message_id != 0)
		g_hash_table_add(x->mails, g_memdup2(&entry->message_id, sizeof(gint64)));
	if (x->about == 0 && x->filter->person != NULL && entry->message_id != 0 &&
	    is_written_by(entry, x->filter->person))
		x->about = entry->message_id;
}

static void
note_change(selection *s, const apres_audit_entry *entry)
{
	const char *id = apres_audit_fact(entry, "id");
	change *c;

	if (id == NULL || (g_strcmp0(entry->type, "outbox") != 0 &&
			   g_strcmp0(entry->type, "send-result") != 0))
		return;
	c = g_new0(change, 1);
	c->index = entry->index;
	c->mail = entry->message_id;
	c->id = g_strdup(id);
	c->end.state = g_strdup(apres_audit_fact(entry, "to"));
	c->end.digest = g_strdup(apres_audit_fact(entry, "bytes"));
	g_ptr_array_add(s->changes, c);
}

static bool
look(const apres_audit_entry *entry, void *context)
{
	selection *s = context;

	if (apres_audit_filter_takes(s->x->filter, entry))
		take(s->x, entry);
	note_change(s, entry);
	return true;
}

static bool
is_in(const apres_export *x, gint64 index, gint64 mail)
{
	return x->whole || g_hash_table_contains(x->taken, &index) ||
	       (mail != 0 && g_hash_table_contains(x->mails, &mail));
}

bool
apres_export_is_meant(const apres_export *x, const apres_audit_entry *entry)
{
	return is_in(x, entry->index, entry->message_id);
}

/* Only what is exported counts: then whoever reads the export comes to the same. */
static void
take_ends(apres_export *x, const GPtrArray *changes)
{
	for (guint i = 0; i < changes->len; i++) {
		const change *c = changes->pdata[i];
		if ((guint64)c->index >= x->counts.size || !is_in(x, c->index, c->mail))
			continue;
		export_end *end = g_hash_table_lookup(x->ends, c->id);
		if (end == NULL) {
			end = g_new0(export_end, 1);
			g_hash_table_insert(x->ends, g_strdup(c->id), end);
		}
		g_free(end->state);
		end->state = g_strdup(c->end.state);
		if (c->end.digest != NULL) {
			g_free(end->digest);
			end->digest = g_strdup(c->end.digest);
		}
	}
}

bool
apres_export_select(apres_export *x, GError **error)
{
	g_autoptr(GPtrArray) changes = g_ptr_array_new_with_free_func(change_free);
	selection s = { x, changes };

	x->whole = is_everything(x->filter);
	x->taken = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	x->mails = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	x->ends = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, end_free);
	if (!apres_audit_filter_find(x->filter, x->store, error) ||
	    !apres_audit_walk(x->store, x->filter->company, x->filter->mail, 0, look, &s,
			      error))
		return false;
	take_ends(x, changes);
	return x->whole || g_hash_table_size(x->taken) > 0 ||
	       apres_throw(error, APRES_ERROR_INPUT,
			   "nothing like that is recorded; see: apres audit list");
}

const export_end *
apres_export_end_of(const apres_export *x, const apres_audit_entry *entry)
{
	const char *id = apres_audit_fact(entry, "id");

	return id != NULL ? g_hash_table_lookup(x->ends, id) : NULL;
}
