/* SPDX-License-Identifier: Apache-2.0 */
/* Cases are found here: each way by its index. */
#include "config.h"
#include "store/case.h"

#include "store/case-parts.h"

static void
free_record(gpointer record)
{
	apres_case_record_free(record);
}

static gpointer
take_record(apres_query *q)
{
	apres_case_record *record = g_new0(apres_case_record, 1);

	record->id = apres_take_int(q);
	record->company = apres_take_text(q);
	for (guint i = 0; i < APRES_CASE_FIELD_COUNT_; i++)
		record->value[i] = apres_take_text(q);
	return record;
}

bool
apres_case_take_all(apres_query *query, GPtrArray **records_out, GError **error)
{
	return apres_query_rows(query, take_record, free_record, records_out, error);
}

/* The first row of a query over APRES_CASE_COLUMNS, NULL without one. */
static bool
take_first(apres_query *query, apres_case_record **record_out, GError **error)
{
	bool row;

	*record_out = NULL;
	if (!apres_query_step(query, &row, error))
		return false;
	if (row)
		*record_out = take_record(query);
	return true;
}

bool
apres_case_get(apres_store *store, gint64 id, apres_case_record **record_out,
	       GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, "SELECT " APRES_CASE_COLUMNS
				      " FROM application c WHERE c.id = ?1");

	apres_bind_int(&query, id);
	return take_first(&query, record_out, error);
}

bool
apres_case_find(apres_store *store, const char *company, const char *requisition,
		const char *person, apres_case_record **record_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT " APRES_CASE_COLUMNS
		       " FROM application c WHERE c.company = ?1 AND c.requisition = ?2"
		       " AND c.person = ?3");

	apres_bind_text(&query, company);
	apres_bind_text(&query, requisition);
	apres_bind_text(&query, person);
	return take_first(&query, record_out, error);
}

bool
apres_case_find_address(apres_store *store, const char *company, const char *identity,
			GPtrArray **records_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT " APRES_CASE_COLUMNS
		       " FROM application_address a JOIN application c"
		       " ON c.id = a.application"
		       " WHERE a.company = ?1 AND a.address = ?2 ORDER BY c.id");

	apres_bind_text(&query, company);
	apres_bind_text(&query, identity);
	return apres_case_take_all(&query, records_out, error);
}

bool
apres_case_find_thread(apres_store *store, const char *company, const char *thread,
		       GPtrArray **records_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT " APRES_CASE_COLUMNS
		       " FROM application c WHERE c.id IN (SELECT m.application"
		       " FROM message m WHERE m.company = ?1 AND m.thread = ?2)"
		       " ORDER BY c.id");

	apres_bind_text(&query, company);
	apres_bind_text(&query, thread);
	return apres_case_take_all(&query, records_out, error);
}

bool
apres_case_list(apres_store *store, const apres_case_filter *filter,
		GPtrArray **records_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, APRES_QUERY_WHOLE
		"SELECT " APRES_CASE_COLUMNS
		" FROM application c WHERE (?1 IS NULL OR c.company = ?1)"
		" AND (?2 IS NULL OR c.requisition = ?2)"
		" AND (?3 IS NULL OR c.person = ?3) AND (?4 IS NULL OR c.id IN"
		" (SELECT application FROM application_address WHERE address = ?4))"
		" AND (?5 IS NULL OR c.stage = ?5) AND (?6 IS NULL OR c.outcome = ?6)"
		" AND c.id > ?7 ORDER BY c.id LIMIT ?8");

	apres_bind_text(&query, filter->company);
	apres_bind_text(&query, filter->requisition);
	apres_bind_text(&query, filter->person);
	apres_bind_text(&query, filter->address);
	apres_bind_text(&query, filter->stage);
	apres_bind_text(&query, filter->outcome);
	apres_bind_int(&query, filter->after);
	apres_bind_int(&query, filter->max > 0 ? (gint64)filter->max : -1);
	return apres_case_take_all(&query, records_out, error);
}
