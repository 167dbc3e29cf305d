/* SPDX-License-Identifier: Apache-2.0 */
/* Cases are written here, each change with its audit entry. */
#include "config.h"
#include "store/case.h"

#include "policy/case.h"
#include "store/audit.h"
#include "store/case-parts.h"
#include "util/error.h"

apres_case_record *
apres_case_record_new(const char *company)
{
	apres_case_record *record = g_new0(apres_case_record, 1);

	record->company = g_strdup(company);
	return record;
}

void
apres_case_record_free(apres_case_record *record)
{
	if (record == NULL)
		return;
	g_free(record->company);
	for (guint i = 0; i < APRES_CASE_FIELD_COUNT_; i++)
		g_free(record->value[i]);
	g_free(record);
}

bool
apres_case_record_is(const apres_case_record *record, apres_case_field field)
{
	return g_strcmp0(record->value[field], "yes") == 0;
}

/* ---- what changes ---- */

static bool
is_known(const char *value)
{
	return value != NULL && *value != '\0';
}

/* What RECORD leaves open is as OLD (NULL = nothing) has it; nothing is cleared to NULL.
 */
static void
complete(apres_case_record *record, const apres_case_record *old)
{
	for (guint i = 0; i < APRES_CASE_FIELD_COUNT_; i++) {
		char **value = &record->value[i];
		if (*value == NULL && old != NULL)
			*value = g_strdup(old->value[i]);
		if (!is_known(*value))
			g_clear_pointer(value, g_free);
	}
	if (record->value[APRES_CASE_OUTCOME] == NULL)
		record->value[APRES_CASE_OUTCOME] =
			g_strdup(apres_case_outcome_to_string(APRES_OUTCOME_NONE));
}

/* The names in pub, what they were and are in body; how many. */
static guint
compare(const apres_case_record *record, const apres_case_record *old, json_t *names,
	json_t *body)
{
	guint count = 0;

	for (guint i = 0; i < APRES_CASE_FIELD_COUNT_; i++) {
		const char *was = old != NULL ? old->value[i] : NULL;
		const char *is = record->value[i];
		const char *name = apres_case_field_name((apres_case_field)i);
		if (g_strcmp0(was, is) == 0)
			continue;
		count++;
		json_array_append_new(names, json_string(name));
		json_object_set_new(body, name, json_pack("[s?, s?]", was, is));
	}
	return count;
}

/* ---- rows ---- */

static void
bind_values(apres_query *query, const apres_case_record *record)
{
	for (guint i = 0; i < APRES_CASE_FIELD_COUNT_; i++)
		apres_bind_text(query, record->value[i]);
}

static bool
insert(apres_store *store, apres_case_record *record, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store,
		"INSERT INTO application (company, person, requisition, name, addresses,"
		" role, stage, outcome, channel, decided, interviewed, recorded,"
		" recruiter, manager, hr, jurisdiction, pay_range, do_not_rehire,"
		" talent_pool, internal) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,"
		" ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)");

	apres_bind_text(&query, record->company);
	bind_values(&query, record);
	if (!apres_query_run(&query, error))
		return false;
	record->id = apres_store_last_id(store);
	return true;
}

static bool
update(apres_store *store, const apres_case_record *record, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store,
		"UPDATE application SET person = ?2, requisition = ?3, name = ?4,"
		" addresses = ?5, role = ?6, stage = ?7, outcome = ?8, channel = ?9,"
		" decided = ?10, interviewed = ?11, recorded = ?12, recruiter = ?13,"
		" manager = ?14, hr = ?15, jurisdiction = ?16, pay_range = ?17,"
		" do_not_rehire = ?18, talent_pool = ?19, internal = ?20 WHERE id = ?1");

	apres_bind_int(&query, record->id);
	bind_values(&query, record);
	return apres_query_run(&query, error);
}

static bool
add_address(apres_store *store, const apres_case_record *record, const char *address,
	    GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, "INSERT OR IGNORE INTO application_address "
				      "(company, address, application)"
				      " VALUES (?1, ?2, ?3)");

	apres_bind_text(&query, record->company);
	apres_bind_text(&query, address);
	apres_bind_int(&query, record->id);
	return apres_query_run(&query, error);
}

static bool
index_addresses(apres_store *store, const apres_case_record *record, GError **error)
{
	g_auto(apres_query) clear = apres_query_of(
		store, "DELETE FROM application_address WHERE application = ?1");
	const char *all = record->value[APRES_CASE_ADDRESSES];
	g_auto(GStrv) addresses = g_strsplit(all != NULL ? all : "", " ", -1);

	apres_bind_int(&clear, record->id);
	if (!apres_query_run(&clear, error))
		return false;
	for (guint i = 0; addresses[i] != NULL; i++)
		if (*addresses[i] != '\0' &&
		    !add_address(store, record, addresses[i], error))
			return false;
	return true;
}

static bool
write_row(apres_store *store, apres_case_record *record, const apres_case_record *old,
	  GError **error)
{
	if (old != NULL)
		record->id = old->id;
	if (!(old != NULL ? update(store, record, error) : insert(store, record, error)))
		return false;
	return (old != NULL && g_strcmp0(old->value[APRES_CASE_ADDRESSES],
					 record->value[APRES_CASE_ADDRESSES]) == 0) ||
	       index_addresses(store, record, error);
}

static bool
append_entry(apres_store *store, const apres_case_record *record, bool is_new,
	     json_t *names, json_t *body, const char *by, gint64 now, GError **error)
{
	json_auto_t *pub = json_pack(
		"{s:I, s:s, s:O, s:s}", "case", (json_int_t)record->id, "change",
		is_new ? "new" : "changed", "fields", names, "by", by);

	return apres_audit_append(store, "case", record->company, 0, pub, body, now, NULL,
				  error);
}

static bool
write_changed(apres_store *store, apres_case_record *record, const apres_case_record *old,
	      const char *by, gint64 now, apres_case_change *change_out, GError **error)
{
	json_auto_t *names = json_array();
	json_auto_t *body = json_object();
	const char *recorded = apres_case_field_name(APRES_CASE_RECORDED);
	guint count = compare(record, old, names, body);

	*change_out = APRES_CASE_UNCHANGED;
	if (count == 0) {
		record->id = old->id;
		return true;
	}
	if (!write_row(store, record, old, error))
		return false;
	/* The same was said again: it is as of another day, and nothing changed. */
	if (old != NULL && count == 1 && json_object_get(body, recorded) != NULL)
		return true;
	*change_out = old != NULL ? APRES_CASE_CHANGED : APRES_CASE_NEW;
	return append_entry(store, record, old == NULL, names, body, by, now, error);
}

bool
apres_case_is_news(const apres_case_record *record, const apres_case_record *old)
{
	const char *outcome = old->value[APRES_CASE_OUTCOME];
	bool open =
		g_strcmp0(outcome, apres_case_outcome_to_string(APRES_OUTCOME_NONE)) == 0;

	for (guint i = 0; i < APRES_CASE_FIELD_COUNT_; i++) {
		const char *is = record->value[i];
		const char *was = old->value[i] != NULL ? old->value[i] : "";
		if (is != NULL && !g_str_equal(is, was) &&
		    (i != APRES_CASE_RECORDED || open))
			return true;
	}
	return false;
}

bool
apres_case_put(apres_store *store, apres_case_record *record, const char *by, gint64 now,
	       apres_case_change *change_out, GError **error)
{
	const char *person = record->value[APRES_CASE_PERSON];
	const char *requisition = record->value[APRES_CASE_REQUISITION];
	g_autoptr(apres_case_record) old = NULL;

	if (!is_known(person) || !is_known(requisition))
		return apres_throw(error, APRES_ERROR_INPUT,
				   "a case needs its person and its requisition");
	if (!apres_store_in_txn(store, error) ||
	    !apres_case_find(store, record->company, requisition, person, &old, error))
		return false;
	complete(record, old);
	return write_changed(store, record, old, by, now, change_out, error);
}
