/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "pipeline/case-write.h"

#include "policy/case.h"
#include "store/outbox.h"

static bool
is_open(const char *outcome)
{
	return outcome == NULL || *outcome == '\0' ||
	       g_str_equal(outcome, apres_case_outcome_to_string(APRES_OUTCOME_NONE));
}

static void
leave(apres_case_record *record, apres_case_field field)
{
	g_clear_pointer(&record->value[field], g_free);
}

/* Last night's table does not know what this morning's mail said. */
static bool
is_older(const apres_case_record *record, const apres_case_record *old)
{
	const char *is = record->value[APRES_CASE_RECORDED];
	const char *was = old->value[APRES_CASE_RECORDED];

	return is != NULL && was != NULL && g_strcmp0(is, was) < 0;
}

static void
keep_outcome(apres_case_record *record, const apres_case_record *old)
{
	if (is_open(old->value[APRES_CASE_OUTCOME]) ||
	    !is_open(record->value[APRES_CASE_OUTCOME]))
		return;
	leave(record, APRES_CASE_OUTCOME);
	leave(record, APRES_CASE_CHANNEL);
	leave(record, APRES_CASE_DECIDED);
}

static bool
is_new_outcome(const apres_case_record *record, const apres_case_record *old)
{
	const char *outcome = record->value[APRES_CASE_OUTCOME];

	return !is_open(outcome) &&
	       (old == NULL || g_strcmp0(outcome, old->value[APRES_CASE_OUTCOME]) != 0);
}

static void
date_outcome(apres_case_record *record, const apres_case_record *old)
{
	char **decided = &record->value[APRES_CASE_DECIDED];

	if (!is_new_outcome(record, old) || (*decided != NULL && **decided != '\0'))
		return;
	g_free(*decided);
	*decided = g_strdup(record->value[APRES_CASE_RECORDED]);
}

/* How another outcome was told says nothing of this one: nobody may have told it. */
static void
forget_channel(apres_case_record *record, const apres_case_record *old)
{
	const char *outcome = record->value[APRES_CASE_OUTCOME];

	if (old != NULL && outcome != NULL &&
	    g_strcmp0(outcome, old->value[APRES_CASE_OUTCOME]) != 0 &&
	    record->value[APRES_CASE_CHANNEL] == NULL)
		record->value[APRES_CASE_CHANNEL] = g_strdup("");
}

static bool
changes(const apres_case_record *record, const apres_case_record *old,
	apres_case_field field)
{
	return g_strcmp0(record->value[field], old->value[field]) != 0;
}

/* Says RECORD, as it now is, something that a waiting reply may not have known? */
static bool
matters(const apres_case_record *record, const apres_case_record *old)
{
	return old == NULL || changes(record, old, APRES_CASE_STAGE) ||
	       changes(record, old, APRES_CASE_OUTCOME) ||
	       changes(record, old, APRES_CASE_DO_NOT_REHIRE) ||
	       changes(record, old, APRES_CASE_TALENT_POOL) ||
	       changes(record, old, APRES_CASE_JURISDICTION) ||
	       changes(record, old, APRES_CASE_ADDRESSES);
}

bool
apres_case_write(apres_store *store, apres_case_record *record, bool imported,
		 const char *by, gint64 now, apres_case_written *written, GError **error)
{
	g_autoptr(apres_case_record) old = NULL;
	apres_case_change change;
	guint cancelled = 0;

	if (!apres_case_find(store, record->company,
			     record->value[APRES_CASE_REQUISITION],
			     record->value[APRES_CASE_PERSON], &old, error))
		return false;
	if (imported && old != NULL && is_older(record, old)) {
		written->older++;
		return true;
	}
	if (imported && old != NULL)
		keep_outcome(record, old);
	date_outcome(record, old);
	forget_channel(record, old);
	if (!apres_case_put(store, record, by, now, &change, error))
		return false;
	written->added += change == APRES_CASE_NEW;
	written->changed += change == APRES_CASE_CHANGED;
	written->unchanged += change == APRES_CASE_UNCHANGED;
	if (change == APRES_CASE_UNCHANGED || !matters(record, old))
		return true;
	if (!apres_outbox_cancel_case(store, record->id, by, "the case has changed", now,
				      &cancelled, error))
		return false;
	written->cancelled += cancelled;
	return true;
}
