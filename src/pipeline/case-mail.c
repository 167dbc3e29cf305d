/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "pipeline/case-mail.h"

#include <string.h>

#include "pipeline/case-write.h"
#include "store/outbox.h"

/* A shorter one is in any text. */
#define REQUISITION_MIN 3

static void
application_free(apres_case *application)
{
	if (application == NULL)
		return;
	g_free(application->id);
	g_free(application->role);
	g_free(application->requisition);
	g_free(application->jurisdiction);
	g_free(application);
}

void
apres_case_mail_clear(apres_case_mail *mail)
{
	application_free(mail->application);
	apres_case_record_free(mail->record);
	*mail = (apres_case_mail){ 0 };
}

/* ---- which is meant ---- */

static bool
is_word_at(const char *text, const char *at, gsize len)
{
	return (at == text || !g_ascii_isalnum(at[-1])) && !g_ascii_isalnum(at[len]);
}

static bool
names(const char *text, const char *requisition)
{
	g_autofree char *where = g_utf8_casefold(text, -1);
	g_autofree char *what = g_utf8_casefold(requisition, -1);
	gsize len = strlen(what);

	if (len < REQUISITION_MIN)
		return false;
	for (const char *at = where; (at = strstr(at, what)) != NULL; at++)
		if (is_word_at(where, at, len))
			return true;
	return false;
}

static bool
is_named(const apres_case_record *record, const apres_reading *reading)
{
	const char *requisition = record->value[APRES_CASE_REQUISITION];

	return reading != NULL && (names(reading->subject, requisition) ||
				   names(reading->text, requisition));
}

static bool
is_among(const apres_case_record *record, const GPtrArray *records)
{
	for (guint i = 0; i < records->len; i++)
		if (((apres_case_record *)records->pdata[i])->id == record->id)
			return true;
	return false;
}

/* The only one of OWN that fits, or NULL.  READING NULL: that is in THREADED. */
static apres_case_record *
only(const GPtrArray *own, const GPtrArray *threaded, const apres_reading *reading)
{
	apres_case_record *found = NULL;

	for (guint i = 0; i < own->len; i++) {
		apres_case_record *record = own->pdata[i];
		bool fits = threaded != NULL ? is_among(record, threaded)
					     : is_named(record, reading);
		if (fits && found != NULL)
			return NULL;
		if (fits)
			found = record;
	}
	return found;
}

static apres_case_record *
choose(const GPtrArray *own, const GPtrArray *threaded, const apres_reading *reading)
{
	const GPtrArray *all = own->len > 0 ? own : threaded;

	if (all->len <= 1)
		return all->len == 1 ? all->pdata[0] : NULL;
	if (own->len == 0)
		return NULL;
	apres_case_record *named = only(own, NULL, reading);
	return named != NULL ? named : only(own, threaded, NULL);
}

/* ---- what is known of it ---- */

static apres_case *
known_of(const apres_case_record *record, const apres_calendar *calendar)
{
	apres_case *c = g_new0(apres_case, 1);

	c->id = g_strdup_printf("%" G_GINT64_FORMAT, record->id);
	c->role = g_strdup(record->value[APRES_CASE_ROLE]);
	c->requisition = g_strdup(record->value[APRES_CASE_REQUISITION]);
	c->jurisdiction = g_strdup(record->value[APRES_CASE_JURISDICTION]);
	apres_stage_from_string(record->value[APRES_CASE_STAGE], &c->stage);
	apres_case_outcome_from_string(record->value[APRES_CASE_OUTCOME], &c->outcome);
	c->recorded = apres_calendar_noon(calendar, record->value[APRES_CASE_RECORDED]);
	c->talent_pool = apres_case_record_is(record, APRES_CASE_TALENT_POOL);
	return c;
}

static bool
any_person_only(const GPtrArray *records)
{
	for (guint i = 0; i < records->len; i++)
		if (apres_case_record_is(records->pdata[i], APRES_CASE_DO_NOT_REHIRE))
			return true;
	return false;
}

static apres_case_record *
steal(GPtrArray *records, const apres_case_record *record)
{
	guint at;

	return g_ptr_array_find(records, record, &at)
		       ? g_ptr_array_steal_index(records, at)
		       : NULL;
}

bool
apres_case_mail_find(apres_store *store, const char *company,
		     const apres_calendar *calendar, const apres_facts *facts,
		     const apres_reading *reading, apres_case_mail *mail_out,
		     GError **error)
{
	g_autoptr(GPtrArray) own = NULL;
	g_autoptr(GPtrArray) threaded = NULL;
	const char *identity = facts->candidate != NULL ? facts->candidate : "";

	*mail_out = (apres_case_mail){ 0 };
	if (!apres_case_find_address(store, company, identity, &own, error) ||
	    !apres_case_find_thread(store, company, facts->thread, &threaded, error))
		return false;
	bool person_only = any_person_only(own) || any_person_only(threaded);
	bool is_own = own->len > 0;
	bool several = is_own ? own->len > 1 : threaded->len > 1;
	const apres_case_record *meant = choose(own, threaded, reading);
	if (meant != NULL) {
		mail_out->application = known_of(meant, calendar);
		mail_out->record = steal(is_own ? own : threaded, meant);
	} else if (several) {
		mail_out->application = g_new0(apres_case, 1);
		mail_out->application->several = true;
	} else
		return true;
	mail_out->application->own = is_own;
	mail_out->application->person_only = person_only;
	return true;
}

/* ---- what becomes of it ---- */

/* Not if somebody else writes, or it had ended before. */
static bool
is_leaving(const apres_case_mail *mail, const apres_decision *decision)
{
	return decision->effect == APRES_EFFECT_REPLY && decision->rule != NULL &&
	       decision->rule->records != APRES_OUTCOME_NONE && mail->application->own &&
	       mail->application->outcome == APRES_OUTCOME_NONE;
}

static void
say(apres_case_record *record, apres_case_field field, const char *value)
{
	g_free(record->value[field]);
	record->value[field] = g_strdup(value);
}

/* In the candidate's own words, by mail, today. */
static bool
record_outcome(apres_store *store, apres_case_record *was, apres_case_outcome outcome,
	       const char *today, gint64 now, GError **error)
{
	g_autoptr(apres_case_record) record = apres_case_record_new(was->company);
	apres_case_written written = { 0 };

	say(record, APRES_CASE_PERSON, was->value[APRES_CASE_PERSON]);
	say(record, APRES_CASE_REQUISITION, was->value[APRES_CASE_REQUISITION]);
	say(record, APRES_CASE_OUTCOME, apres_case_outcome_to_string(outcome));
	say(record, APRES_CASE_CHANNEL, "mail");
	say(record, APRES_CASE_DECIDED, today);
	say(record, APRES_CASE_RECORDED, today);
	return apres_case_write(store, record, false, "apresd", now, &written, error);
}

bool
apres_case_mail_decided(apres_store *store, const apres_case_mail *mail,
			const apres_calendar *calendar, const apres_decision *decision,
			gint64 now, GError **error)
{
	guint cancelled;

	if (mail->record == NULL)
		return true;
	if (is_leaving(mail, decision)) {
		g_autofree char *today = apres_calendar_day(calendar, now);
		return record_outcome(store, mail->record, decision->rule->records, today,
				      now, error);
	}
	return decision->effect != APRES_EFFECT_HOLD ||
	       apres_outbox_cancel_case(store, mail->record->id, "apresd",
					"a newer mail of the case is held", now,
					&cancelled, error);
}
