/* SPDX-License-Identifier: Apache-2.0 */
/* What people say of cases: one, or a table of them, all or nothing. */
#include "config.h"
#include "pipeline/action-parts.h"
#include "pipeline/case-write.h"
#include "pipeline/owed-from.h"
#include "store/audit.h"
#include "util/error.h"

/* Every case of a request, which is one transaction and keeps mail waiting. */
#define CASES_MAX 20000

static bool
take_field(apres_case_record *record, const char *name, const json_t *value,
	   const char *today, GError **error)
{
	const char *text = json_string_value(value);
	apres_case_field field;

	if (!apres_case_field_find(name, &field) || text == NULL)
		return apres_throw(error, APRES_ERROR_USAGE,
				   "a case has no field \"%s\" that is a text", name);
	g_free(record->value[field]);
	record->value[field] = apres_case_field_parse(field, text, today, error);
	return record->value[field] != NULL || apres_throw_prefix(error, "%s", name);
}

static apres_case_record *
record_of(const char *company, json_t *fields, const char *today, GError **error)
{
	g_autoptr(apres_case_record) record = apres_case_record_new(company);
	const char *name;
	json_t *value;

	json_object_foreach(fields, name, value)
	{
		if (!take_field(record, name, value, today, error))
			return NULL;
	}
	/* Not said: it is so today. */
	if (record->value[APRES_CASE_RECORDED] == NULL)
		record->value[APRES_CASE_RECORDED] = g_strdup(today);
	return g_steal_pointer(&record);
}

static char *
today_of(const apres_action_context *c)
{
	g_autoptr(GDateTime) now = g_date_time_new_from_unix_local(c->now);

	return g_date_time_format(now, "%Y-%m-%d");
}

static bool
write_all(const apres_action_context *c, const char *company, const json_t *cases,
	  bool imported, const char *by, apres_case_written *written, GError **error)
{
	g_autofree char *today = today_of(c);
	json_t *fields;
	size_t i;

	json_array_foreach(cases, i, fields)
	{
		g_autoptr(apres_case_record) record =
			record_of(company, fields, today, error);
		if (record == NULL || !apres_case_write(c->store, record, imported, by,
							c->now, written, error))
			return false;
	}
	return true;
}

/* FROM: "" = whatever it was, NULL = as it is. */
static bool
set_owed_from(const apres_action_context *c, const char *company, const char *from,
	      const char *by, GError **error)
{
	g_autofree char *today = today_of(c);

	if (from == NULL)
		return true;
	g_autofree char *day =
		apres_case_field_parse(APRES_CASE_DECIDED, from, today, error);
	if (day == NULL)
		return apres_throw_prefix(error, "owed-from");
	return apres_owed_from_set(c->store, company, *day != '\0' ? day : NULL, by,
				   c->now, error);
}

/* What came of a table; each case that it changed has its own entry.  The file's name may
 * name somebody. */
static bool
note_import(const apres_action_context *c, const char *company, const char *file,
	    const char *by, const apres_case_written *written, GError **error)
{
	json_auto_t *pub =
		json_pack("{s:s, s:s, s:i, s:i}", "outcome", "imported", "by", by, "new",
			  (int)written->added, "changed", (int)written->changed);
	json_auto_t *body = json_pack("{s:s?}", "file", file);

	return apres_audit_append(c->store, "case-import", company, 0, pub, body, c->now,
				  NULL, error);
}

bool
apres_action_case_put(const apres_action_context *c, const json_t *args,
		      json_t **answer_out, GError **error)
{
	const json_t *cases = json_object_get(args, "cases");
	apres_case_written written = { 0 };
	bool imported = json_is_true(json_object_get(args, "import"));
	const char *company, *by, *from, *file;

	if (!apres_action_take_text(args, "company", true, &company, error) ||
	    !apres_action_take_text(args, "by", false, &by, error) ||
	    !apres_action_take_text(args, "file", false, &file, error) ||
	    !apres_action_take_text(args, "owed-from", false, &from, error) ||
	    !apres_action_check_company(c, company, error))
		return false;
	if (!json_is_array(cases) || json_array_size(cases) > CASES_MAX)
		return apres_throw(error, APRES_ERROR_USAGE,
				   "\"cases\" must be an array of at most %d objects",
				   CASES_MAX);
	by = by != NULL ? by : c->by;
	if (!set_owed_from(c, company, from, by, error) ||
	    !write_all(c, company, cases, imported, by, &written, error) ||
	    (imported && !note_import(c, company, file, by, &written, error)))
		return false;
	*answer_out = json_pack("{s:i, s:i, s:i, s:i, s:i}", "new", (int)written.added,
				"changed", (int)written.changed, "unchanged",
				(int)written.unchanged, "older", (int)written.older,
				"cancelled", (int)written.cancelled);
	return true;
}

bool
apres_action_case_refused(const apres_action_context *c, const json_t *args,
			  json_t **answer_out, GError **error)
{
	const char *company, *file, *why, *by;

	if (!apres_action_take_text(args, "company", true, &company, error) ||
	    !apres_action_take_text(args, "file", true, &file, error) ||
	    !apres_action_take_text(args, "why", true, &why, error) ||
	    !apres_action_take_text(args, "by", false, &by, error) ||
	    !apres_action_check_company(c, company, error))
		return false;
	json_auto_t *pub = json_pack("{s:s, s:s}", "outcome", "refused", "by",
				     by != NULL ? by : c->by);
	/* Both may name somebody. */
	json_auto_t *body = json_pack("{s:s, s:s}", "file", file, "why", why);
	*answer_out = json_object();
	return apres_audit_append(c->store, "case-import", company, 0, pub, body, c->now,
				  NULL, error);
}
