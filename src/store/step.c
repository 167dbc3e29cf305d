/* SPDX-License-Identifier: Apache-2.0 */
/* Steps: planned, due, done. */
#include "config.h"
#include "store/step.h"

#include "policy/step.h"
#include "store/audit.h"
#include "store/db.h"
#include "store/obligation-parts.h"

static void
free_step(gpointer data)
{
	apres_due_step *step = data;

	apres_owed_free(step->owed);
	g_free(step->name);
	g_free(step);
}

/* ---- planning ---- */

bool
apres_step_unplanned(apres_store *store, const char *company, const char *digest,
		     guint max, GPtrArray **owed_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT " APRES_OWED_COLUMNS
		       " FROM obligation WHERE closed = 0 AND due <> 0"
		       " AND company = ?1 AND plan IS NOT ?2 ORDER BY id LIMIT ?3");

	apres_bind_text(&query, company);
	apres_bind_text(&query, digest);
	apres_bind_int(&query, max);
	return apres_owed_take_all(&query, owed_out, error);
}

static bool
forget_open(apres_store *store, gint64 owed_id, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "DELETE FROM step WHERE obligation = ?1 AND told = 0");

	apres_bind_int(&query, owed_id);
	return apres_query_run(&query, error);
}

static bool
add_step(apres_store *store, const apres_owed *owed, const apres_step *step,
	 GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "INSERT OR IGNORE INTO step (obligation, round, name, at)"
		       " VALUES (?1, ?2, ?3, ?4)");

	apres_bind_int(&query, owed->id);
	apres_bind_int(&query, owed->round);
	apres_bind_text(&query, step->name);
	apres_bind_int(&query, step->at);
	return apres_query_run(&query, error);
}

bool
apres_step_plan(apres_store *store, const apres_owed *owed, const char *digest,
		const GPtrArray *steps, GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, "UPDATE obligation SET plan = ?2 WHERE id = ?1");

	if (!apres_store_in_txn(store, error) || !forget_open(store, owed->id, error))
		return false;
	for (guint i = 0; i < steps->len; i++)
		if (!add_step(store, owed, steps->pdata[i], error))
			return false;
	apres_bind_int(&query, owed->id);
	apres_bind_text(&query, digest);
	return apres_query_run(&query, error);
}

/* ---- taking ---- */

/* The steps of OWED that were to be taken by NOW, added to STEPS. */
static bool
add_due(apres_store *store, const apres_owed *owed, gint64 now, GPtrArray *steps,
	GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store,
		"SELECT id, at, name FROM step"
		" WHERE obligation = ?1 AND told = 0 AND at <= ?2 ORDER BY at, id");
	bool row = true;

	apres_bind_int(&query, owed->id);
	apres_bind_int(&query, now);
	while (row) {
		if (!apres_query_step(&query, &row, error))
			return false;
		if (!row)
			break;
		apres_due_step *step = g_new0(apres_due_step, 1);
		step->id = apres_take_int(&query);
		step->at = apres_take_int(&query);
		step->name = apres_take_text(&query);
		step->owed = apres_owed_copy(owed);
		g_ptr_array_add(steps, step);
	}
	return true;
}

bool
apres_step_due(apres_store *store, const char *company, gint64 now, guint max,
	       GPtrArray **steps_out, GError **error)
{
	g_autoptr(GPtrArray) steps = g_ptr_array_new_with_free_func(free_step);
	g_autoptr(GPtrArray) owed = NULL;
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT " APRES_OWED_COLUMNS " FROM obligation WHERE closed = 0"
		       " AND company = ?1 AND id IN (SELECT obligation FROM step"
		       " WHERE told = 0 AND at <= ?2) ORDER BY due, id LIMIT ?3");

	apres_bind_text(&query, company);
	apres_bind_int(&query, now);
	apres_bind_int(&query, max);
	if (!apres_owed_take_all(&query, &owed, error))
		return false;
	for (guint i = 0; i < owed->len; i++)
		if (!add_due(store, owed->pdata[i], now, steps, error))
			return false;
	*steps_out = g_steal_pointer(&steps);
	return true;
}

static bool
note(apres_store *store, const apres_due_step *step, const char *to, const char *outcome,
     gint64 now, GError **error)
{
	const apres_owed *owed = step->owed;
	json_auto_t *pub =
		json_pack("{s:I, s:s, s:I, s:I, s:s}", "owed", (json_int_t)owed->id,
			  "step", step->name, "at", (json_int_t)step->at, "due",
			  (json_int_t)owed->due, "outcome", outcome);
	json_auto_t *body = to != NULL ? json_pack("{s:s}", "to", to) : NULL;

	return apres_audit_append(store, "step", owed->company, owed->message_id, pub,
				  body, now, NULL, error);
}

bool
apres_step_done(apres_store *store, const apres_due_step *step, const char *to,
		const char *outcome, gint64 now, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "UPDATE step SET told = ?2, outcome = ?3 WHERE id = ?1");

	if (!apres_store_in_txn(store, error))
		return false;
	apres_bind_int(&query, step->id);
	apres_bind_int(&query, now);
	apres_bind_text(&query, outcome);
	return apres_query_run(&query, error) &&
	       note(store, step, to, outcome, now, error);
}

bool
apres_step_next(apres_store *store, const char *company, gint64 *at_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT s.at FROM step s JOIN obligation o ON o.id = s.obligation"
		       " WHERE s.told = 0 AND o.company = ?1 ORDER BY s.at LIMIT 1");

	apres_bind_text(&query, company);
	return apres_query_int(&query, at_out, error);
}

bool
apres_step_next_of(apres_store *store, gint64 owed_id, gint64 *at_out, char **name_out,
		   GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT at, name FROM step WHERE obligation = ?1 AND told = 0"
		       " ORDER BY at, id LIMIT 1");
	bool row;

	*at_out = 0;
	*name_out = NULL;
	apres_bind_int(&query, owed_id);
	if (!apres_query_step(&query, &row, error))
		return false;
	if (row) {
		*at_out = apres_take_int(&query);
		*name_out = apres_take_text(&query);
	}
	return true;
}

bool
apres_step_escalated(apres_store *store, gint64 owed_id, gint64 *count_out,
		     GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT count(*) FROM step WHERE obligation = ?1 AND told <> 0"
		       " AND outcome = 'told' AND name GLOB 'escalate*'");

	apres_bind_int(&query, owed_id);
	return apres_query_int(&query, count_out, error);
}
