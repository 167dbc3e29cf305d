/* SPDX-License-Identifier: Apache-2.0 */
/* What came in, went out, leaked, was left to people, and under which policies. */
#include "config.h"
#include "apres/audit-month.h"
#include "apres/audit-leaks.h"
#include "store/audit-clocks.h"
#include "store/audit-verify.h"
#include "store/install.h"
#include "store/message.h"
#include "store/zone.h"

#include <string.h>

static bool
is_within(const apres_month *m, gint64 when)
{
	return when >= m->from && when < m->until;
}

/* ---- counting ---- */

static void
count(GHashTable *counts, const char *key)
{
	const char *name = key != NULL ? key : "-";
	guint before = GPOINTER_TO_UINT(g_hash_table_lookup(counts, name));

	g_hash_table_insert(counts, (gpointer)name, GUINT_TO_POINTER(before + 1));
}

static gint
compare_counts(gconstpointer a, gconstpointer b, gpointer counts)
{
	const char *x = *(const char *const *)a, *y = *(const char *const *)b;
	guint of_x = GPOINTER_TO_UINT(g_hash_table_lookup(counts, x));
	guint of_y = GPOINTER_TO_UINT(g_hash_table_lookup(counts, y));

	return of_x != of_y ? (of_x < of_y ? 1 : -1) : strcmp(x, y);
}

/* The most first, and what is as much by its name. */
static GPtrArray *
sorted_keys(GHashTable *counts)
{
	GPtrArray *keys = g_ptr_array_new();
	GHashTableIter at;
	gpointer key;

	g_hash_table_iter_init(&at, counts);
	while (g_hash_table_iter_next(&at, &key, NULL))
		g_ptr_array_add(keys, key);
	g_ptr_array_sort_with_data(keys, compare_counts, counts);
	return keys;
}

static json_t *
rows_of(GHashTable *counts)
{
	g_autoptr(GPtrArray) keys = sorted_keys(counts);
	json_t *rows = json_array();

	for (guint i = 0; i < keys->len; i++)
		json_array_append_new(rows, json_pack("{s:s, s:i}", "name",
						      keys->pdata[i], "mails",
						      GPOINTER_TO_INT(g_hash_table_lookup(
							      counts, keys->pdata[i]))));
	return rows;
}

/* ---- the parts ---- */

static json_t *
came_in(const apres_month *m, const apres_book *book)
{
	g_autoptr(GHashTable) effects = g_hash_table_new(g_str_hash, g_str_equal);
	int total = 0;

	for (guint i = 0; i < book->decided->len; i++) {
		const apres_decided *d = book->decided->pdata[i];
		if (!is_within(m, d->at))
			continue;
		total++;
		count(effects, d->effect);
	}
	return json_pack("{s:i, s:o}", "mails", total, "by_decision", rows_of(effects));
}

static json_t *
went_out(const apres_month *m, const apres_book *book)
{
	g_autoptr(GHashTable) texts = g_hash_table_new(g_str_hash, g_str_equal);
	int total = 0, returned = 0, unknown = 0;

	for (guint i = 0; i < book->sendings->len; i++) {
		const apres_sending *s = book->sendings->pdata[i];
		returned += s->returned != 0 && is_within(m, s->returned);
		if (!is_within(m, s->changed) || !apres_sending_may_have_left(s))
			continue;
		total++;
		unknown += g_strcmp0(s->state, "unknown") == 0;
		count(texts, s->template_id != NULL ? s->template_id : s->kind);
	}
	return json_pack("{s:i, s:i, s:i, s:o}", "mails", total, "perhaps", unknown,
			 "returned", returned, "by_text", rows_of(texts));
}

static json_t *
leaked(const apres_month *m, const apres_config *config, apres_store *store,
       const apres_book *book, GError **error)
{
	g_autoptr(apres_policies) policies = apres_policies_new(store, config, m->now);
	g_autoptr(GPtrArray) leaks = apres_leaks_find(book, store, policies, m->company,
						      m->from, m->until, error);
	json_t *rows = leaks != NULL ? json_array() : NULL;

	for (guint i = 0; leaks != NULL && i < leaks->len; i++) {
		const apres_leak *leak = leaks->pdata[i];
		json_array_append_new(rows, json_pack("{s:I, s:s}", "entry",
						      (json_int_t)leak->index, "what",
						      leak->what));
	}
	return rows;
}

/* What was left to people in the month, and how much of it still waits. */
static bool
count_held(const apres_month *m, apres_store *store, const apres_book *book,
	   json_t *people, GError **error)
{
	g_autoptr(GPtrArray) records = NULL;
	int held = 0, still = 0;

	if (!apres_review_list(store, m->company, &records, error))
		return false;
	for (guint i = 0; i < book->decided->len; i++) {
		const apres_decided *d = book->decided->pdata[i];
		held += is_within(m, d->at) && g_strcmp0(d->effect, "hold") == 0;
	}
	for (guint i = 0; i < records->len; i++) {
		const apres_record *record = records->pdata[i];
		still += record->effect == APRES_EFFECT_HOLD &&
			 is_within(m, record->decided);
	}
	json_object_set_new(people, "held", json_integer(held));
	json_object_set_new(people, "still_held", json_integer(still));
	return true;
}

static bool
count_owed(const apres_month *m, apres_store *store, json_t *people, GError **error)
{
	g_autoptr(GPtrArray) owings = apres_owings_read(store, m->company, error);
	gint64 end = MIN(m->until, m->now);
	int opened = 0, met = 0, late = 0, overdue = 0;

	for (guint i = 0; owings != NULL && i < owings->len; i++) {
		const apres_owing *o = owings->pdata[i];
		if (g_strcmp0(o->what, "notify") == 0)
			continue;
		bool met_here = o->met != 0 && is_within(m, o->met);
		bool open = o->since < end && (o->met == 0 || o->met >= end);
		opened += is_within(m, o->since);
		met += met_here;
		late += met_here && apres_owing_late(o, m->now) > 0;
		overdue += open && o->due != 0 && o->due < end;
	}
	json_object_set_new(people, "opened", json_integer(opened));
	json_object_set_new(people, "met", json_integer(met));
	json_object_set_new(people, "late", json_integer(late));
	json_object_set_new(people, "overdue", json_integer(overdue));
	return owings != NULL;
}

/* The newest install of these bytes, or NULL: the file decided, nobody installed it. */
static const apres_install *
install_of(const GPtrArray *installs, const char *digest)
{
	for (guint i = installs->len; i-- > 0;) {
		const apres_install *one = installs->pdata[i];
		if (one->in_force != 0 && g_str_equal(one->digest, digest))
			return one;
	}
	return NULL;
}

static json_t *
policy_row(apres_store *store, const apres_install *install, const char *digest,
	   int mails)
{
	json_t *row = json_pack("{s:s, s:i}", "digest", digest, "mails", mails);

	if (install == NULL)
		return row;
	g_autoptr(GTimeZone) zone = apres_zone_of(store, install->company);
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(install->in_force);
	g_autoptr(GDateTime) at = g_date_time_to_timezone(utc, zone);
	g_autofree char *since = g_date_time_format(at, "%Y-%m-%d %H:%M %Z");
	g_autofree char *names = apres_approval_names(install->approvals);
	json_object_set_new(row, "company", json_string(install->company));
	json_object_set_new(row, "serial", json_integer(install->serial));
	json_object_set_new(row, "since", json_string(since));
	json_object_set_new(row, "by", json_string(install->by));
	json_object_set_new(row, "approved_by", json_string(names));
	return row;
}

static json_t *
policies_of(const apres_month *m, apres_store *store, const apres_book *book,
	    GError **error)
{
	g_autoptr(GHashTable) counts = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GPtrArray) installs = NULL;

	if (!apres_install_list(store, m->company, &installs, error))
		return NULL;
	for (guint i = 0; i < book->decided->len; i++) {
		const apres_decided *d = book->decided->pdata[i];
		if (is_within(m, d->at))
			count(counts, d->policy);
	}
	g_autoptr(GPtrArray) digests = sorted_keys(counts);
	json_t *rows = json_array();
	for (guint i = 0; i < digests->len; i++)
		json_array_append_new(
			rows, policy_row(store, install_of(installs, digests->pdata[i]),
					 digests->pdata[i],
					 GPOINTER_TO_INT(g_hash_table_lookup(
						 counts, digests->pdata[i]))));
	return rows;
}

json_t *
apres_month_figures(const apres_month *m, const apres_config *config, apres_store *store,
		    GError **error)
{
	g_autoptr(apres_book) book = apres_book_read(store, m->company, error);
	json_auto_t *people = json_object();
	g_autofree char *note = NULL;
	gint64 size = 0;

	if (book == NULL || !apres_checkpoint_before(store, m->until, &note, error) ||
	    !apres_audit_size(store, &size, error) ||
	    !count_held(m, store, book, people, error) ||
	    !count_owed(m, store, people, error))
		return NULL;
	json_auto_t *leaks = leaked(m, config, store, book, error);
	json_auto_t *policies = leaks != NULL ? policies_of(m, store, book, error) : NULL;
	if (policies == NULL)
		return NULL;
	return json_pack("{s:s, s:s?, s:o, s:o, s:O, s:O, s:O, s:s?, s:I}", "month",
			 m->name, "company", m->company, "in", came_in(m, book), "out",
			 went_out(m, book), "leaks", leaks, "people", people, "policies",
			 policies, "checkpoint", note, "entries", (json_int_t)size);
}
