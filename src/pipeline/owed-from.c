/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "pipeline/owed-from.h"
#include "pipeline/debrief.h"
#include "pipeline/silence.h"
#include "store/audit.h"
#include "store/case-look.h"

static char *
meta_name(const char *company)
{
	return g_strconcat("owed-from:", company, NULL);
}

bool
apres_owed_from_get(apres_store *store, const char *company, char **day_out,
		    GError **error)
{
	g_autofree char *name = meta_name(company);

	if (!apres_store_meta_get(store, name, day_out, error))
		return false;
	if (*day_out != NULL && **day_out == '\0')
		g_clear_pointer(day_out, g_free);
	return true;
}

bool
apres_owed_from_set(apres_store *store, const char *company, const char *day,
		    const char *by, gint64 now, GError **error)
{
	g_autofree char *name = meta_name(company);
	json_auto_t *pub = json_pack("{s:s?, s:s}", "from", day, "by", by);

	/* No policy has an empty digest: the next look is at all. */
	return apres_store_meta_set(store, name, day != NULL ? day : "", error) &&
	       apres_case_look_all(store, company, "", error) &&
	       apres_audit_append(store, "owed-from", company, 0, pub, NULL, now, NULL,
				  error);
}

bool
apres_owed_from_is_past(const apres_case_record *record, apres_case_field day,
			const char *from)
{
	return from != NULL && record->value[day] != NULL &&
	       g_strcmp0(record->value[day], from) < 0;
}

/* What the case will be: a row may leave out what is known. */
static apres_case_record *
joined(const apres_case_record *record, const apres_case_record *old)
{
	apres_case_record *whole = apres_case_record_new(record->company);

	for (guint i = 0; i < APRES_CASE_FIELD_COUNT_; i++) {
		const char *value = record->value[i];
		if (value == NULL && old != NULL)
			value = old->value[i];
		whole->value[i] =
			value != NULL && *value != '\0' ? g_strdup(value) : NULL;
	}
	return whole;
}

/* Of the day of the outcome; one without a day may be of any. */
static bool
is_late_debrief(const apres_policy *policy, const apres_case_record *record, gint64 now)
{
	const char *decided = record->value[APRES_CASE_DECIDED];

	return decided == NULL ||
	       apres_calendar_add(policy->calendar,
				  apres_calendar_noon(policy->calendar, decided),
				  policy->debrief->due) < now;
}

void
apres_owed_at_once_add(apres_owed_at_once *sum, const apres_policy *policy,
		       const apres_case_record *record, const apres_case_record *old,
		       const char *from, gint64 now)
{
	g_autoptr(apres_case_record) whole = joined(record, old);
	gint64 due, before;

	if (apres_debrief_is_owed_for(policy, whole, from) &&
	    (old == NULL || !apres_debrief_is_owed_for(policy, old, from))) {
		sum->debriefs++;
		sum->late += is_late_debrief(policy, whole, now);
	}
	if (apres_silence_runs(policy, whole, from, &due) &&
	    (old == NULL || !apres_silence_runs(policy, old, from, &before))) {
		sum->clocks++;
		sum->late += due < now;
	}
}
