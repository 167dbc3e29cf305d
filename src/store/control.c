/* SPDX-License-Identifier: Apache-2.0 */
/* Modes, pauses, counts. */
#include "config.h"
#include "store/control.h"

#include "store/audit.h"
#include "store/db.h"

static const char *const mode_names[] = { "shadow", "approve", "auto" };

const char *
apres_mode_to_string(apres_mode mode)
{
	g_assert((guint)mode < G_N_ELEMENTS(mode_names));
	return mode_names[mode];
}

bool
apres_mode_from_string(const char *name, apres_mode *mode_out)
{
	for (guint i = 0; i < G_N_ELEMENTS(mode_names); i++) {
		if (g_strcmp0(name, mode_names[i]) == 0) {
			*mode_out = (apres_mode)i;
			return true;
		}
	}
	return false;
}

apres_mode
apres_mode_default(const apres_company_config *company)
{
	apres_mode mode = APRES_MODE_SHADOW;

	apres_mode_from_string(company->default_mode, &mode);
	return mode;
}

/* *MODE stays as it is if nothing was set. */
static bool
read_mode(apres_store *store, const char *company, const char *template_id,
	  apres_mode *mode, bool *set_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT mode FROM mode WHERE company = ?1 AND template = ?2");

	apres_bind_text(&query, company);
	apres_bind_text(&query, template_id);
	if (!apres_query_step(&query, set_out, error))
		return false;
	if (*set_out)
		*mode = (apres_mode)apres_take_int(&query);
	return true;
}

bool
apres_mode_get(apres_store *store, const char *company, const char *template_id,
	       apres_mode fallback, apres_mode *mode_out, GError **error)
{
	apres_mode of_template = APRES_MODE_AUTO;
	bool set;

	*mode_out = fallback;
	if (!read_mode(store, company, "", mode_out, &set, error))
		return false;
	if (template_id == NULL)
		return true;
	if (!read_mode(store, company, template_id, &of_template, &set, error))
		return false;
	if (set)
		*mode_out = MIN(*mode_out, of_template);
	return true;
}

static gpointer
take_id(apres_query *q)
{
	return apres_take_text(q);
}

bool
apres_mode_templates(apres_store *store, const char *company, GPtrArray **ids_out,
		     GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT template FROM mode WHERE company = ?1 AND template <> ''"
		       " ORDER BY template");

	apres_bind_text(&query, company);
	return apres_query_rows(&query, take_id, g_free, ids_out, error);
}

bool
apres_mode_set_default(apres_store *store, const char *company, apres_mode mode,
		       GError **error)
{
	g_autofree char *name = g_strconcat("default-mode:", company, NULL);

	return apres_store_meta_set(store, name, apres_mode_to_string(mode), error);
}

bool
apres_mode_get_default(apres_store *store, const char *company, apres_mode *mode_out,
		       GError **error)
{
	g_autofree char *name = g_strconcat("default-mode:", company, NULL);
	g_autofree char *word = NULL;

	*mode_out = APRES_MODE_AUTO;
	if (!apres_store_meta_get(store, name, &word, error))
		return false;
	apres_mode_from_string(word, mode_out);
	return true;
}

bool
apres_mode_set(apres_store *store, const char *company, const char *template_id,
	       apres_mode mode, const char *by, gint64 now, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store,
		"INSERT INTO mode (company, template, mode) VALUES (?1, ?2, ?3)"
		" ON CONFLICT (company, template) DO UPDATE SET mode = excluded.mode");

	apres_bind_text(&query, company);
	apres_bind_text(&query, template_id != NULL ? template_id : "");
	apres_bind_int(&query, mode);
	if (!apres_store_in_txn(store, error) || !apres_query_run(&query, error))
		return false;
	json_auto_t *pub = json_pack(
		"{s:s, s:s, s:s, s:s?}", "mode", apres_mode_to_string(mode), "by",
		by != NULL ? by : "", "company", company, "template", template_id);
	return apres_audit_append(store, "mode", company, 0, pub, NULL, now, NULL, error);
}

bool
apres_pause_set(apres_store *store, const char *kind, const char *name, bool paused,
		const char *by, gint64 now, GError **error)
{
	g_auto(apres_query) set = apres_query_of(
		store, "INSERT INTO pause (kind, name, by, since) VALUES (?1, ?2, ?3, ?4)"
		       " ON CONFLICT DO NOTHING");
	g_auto(apres_query) clear =
		apres_query_of(store, "DELETE FROM pause WHERE kind = ?1 AND name = ?2");
	apres_query *query = paused ? &set : &clear;

	apres_bind_text(query, kind);
	apres_bind_text(query, name != NULL ? name : "");
	if (paused) {
		apres_bind_text(query, by);
		apres_bind_int(query, now);
	}
	if (!apres_store_in_txn(store, error) || !apres_query_run(query, error))
		return false;
	json_auto_t *pub = json_pack("{s:s, s:s, s:b, s:s}", "kind", kind, "name",
				     name != NULL ? name : "", "paused", paused, "by",
				     by != NULL ? by : "");
	return apres_audit_append(store, "pause", NULL, 0, pub, NULL, now, NULL, error);
}

static void
free_pause(gpointer data)
{
	apres_pause *pause = data;

	g_free(pause->kind);
	g_free(pause->name);
	g_free(pause->by);
	g_free(pause);
}

static gpointer
take_pause(apres_query *q)
{
	apres_pause *pause = g_new0(apres_pause, 1);

	pause->kind = apres_take_text(q);
	pause->name = apres_take_text(q);
	pause->by = apres_take_text(q);
	pause->since = apres_take_int(q);
	return pause;
}

bool
apres_pause_list(apres_store *store, GPtrArray **pauses_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT kind, name, by, since FROM pause ORDER BY kind, name");

	return apres_query_rows(&query, take_pause, free_pause, pauses_out, error);
}

static void
free_counts(gpointer data)
{
	apres_counts *counts = data;

	g_free(counts->mailbox);
	g_free(counts->company);
	g_free(counts);
}

static gpointer
take_counts(apres_query *q)
{
	apres_counts *counts = g_new0(apres_counts, 1);

	counts->mailbox = apres_take_text(q);
	counts->company = apres_take_text(q);
	counts->seen = apres_take_int(q);
	counts->answered = apres_take_int(q);
	counts->silent = apres_take_int(q);
	counts->held = apres_take_int(q);
	counts->pending = apres_take_int(q);
	counts->shadow = apres_take_int(q);
	counts->held_open = apres_take_int(q);
	return counts;
}

/* What the files say that never became messages of their own. */
static bool
load_names(apres_store *store, apres_counts *counts, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store,
		"SELECT coalesce(sum(state = 'adopted'), 0),"
		" coalesce(sum(state = 'duplicate'), 0),"
		" coalesce(sum(state = 'out-of-scope'), 0) FROM name WHERE mailbox = ?1");
	bool row;

	apres_bind_text(&query, counts->mailbox);
	if (!apres_query_step(&query, &row, error))
		return false;
	counts->adopted = apres_take_int(&query);
	counts->duplicate = apres_take_int(&query);
	counts->out_of_scope = apres_take_int(&query);
	return true;
}

bool
apres_counts_load(apres_store *store, GPtrArray **counts_out, GError **error)
{
	/* A mail with the effect reply is where its newest reply is, which if it came
	 * back is as good as failed (6).  A name with a colon is no mailbox's: what is
	 * known of a Sent folder. */
	g_auto(apres_query) query = apres_query_of(
		store, APRES_QUERY_WHOLE
		"WITH m AS (SELECT id, mailbox, company, effect, closed, (SELECT"
		" CASE WHEN o.returned <> 0 THEN 6 ELSE o.state END"
		" FROM outbox o WHERE o.message = message.id AND o.kind = 'reply'"
		" ORDER BY o.id DESC LIMIT 1) AS state FROM message WHERE duplicate_of = "
		"0)"
		" SELECT mailbox, company, count(*), sum(effect = 0 AND coalesce(state = "
		"4, 0)),"
		" sum(effect = 1), sum(effect = 2 OR (effect = 0 AND"
		" coalesce(state IN (6, 7, 8), 1))),"
		" sum(effect = 0 AND coalesce(state IN (0, 1, 2, 3, 5), 0)),"
		" sum(effect = 0 AND state IS NULL),"
		" sum(closed = 0 AND (effect = 2 OR (effect = 0 AND"
		" coalesce(state IN (6, 7, 8), 1))))"
		" FROM m GROUP BY mailbox, company"
		" UNION ALL SELECT mailbox, NULL, 0, 0, 0, 0, 0, 0, 0 FROM name"
		" WHERE mailbox NOT LIKE '%:%' AND mailbox NOT IN"
		" (SELECT mailbox FROM message WHERE duplicate_of = 0)"
		" GROUP BY mailbox ORDER BY 1");
	g_autoptr(GPtrArray) all = NULL;

	if (!apres_query_rows(&query, take_counts, free_counts, &all, error))
		return false;
	for (guint i = 0; i < all->len; i++)
		if (!load_names(store, all->pdata[i], error))
			return false;
	*counts_out = g_steal_pointer(&all);
	return true;
}
