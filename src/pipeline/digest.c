/* SPDX-License-Identifier: Apache-2.0 */
/* The morning's mail to our own people: numbers, candidates, dates; no content. */
#include "config.h"
#include "pipeline/alarm.h"
#include "pipeline/digest.h"
#include "pipeline/digest-page.h"
#include "pipeline/notice.h"
#include "pipeline/owed-words.h"
#include "pipeline/unexplained.h"
#include "policy/wording.h"
#include "store/control.h"
#include "store/message.h"
#include "store/obligation.h"

#include <string.h>

typedef struct digest {
	apres_store *store;
	const apres_company *company;
	gint64 now, since; /* since: the last digest */
	GHashTable *pages; /* owner's address -> page */
	GHashTable *dated; /* ids of mails for which somebody owes something */
} digest;

static apres_digest_page *
page_of(digest *d, const char *owner)
{
	apres_digest_page *p = g_hash_table_lookup(d->pages, owner);

	if (p == NULL) {
		p = apres_digest_page_new();
		g_hash_table_insert(d->pages, g_strdup(owner), p);
	}
	return p;
}

/* ---- when ---- */

static char *
meta_name(const apres_company *company)
{
	return g_strconcat("digest:", company->config->id, NULL);
}

/* "2026-11-24 1795525200": day and time of the last digest. */
static bool
last_digest(apres_store *store, const apres_company *company, char **day_out,
	    gint64 *time_out, GError **error)
{
	g_autofree char *name = meta_name(company);
	g_autofree char *value = NULL;

	*day_out = NULL;
	*time_out = 0;
	if (!apres_store_meta_get(store, name, &value, error) || value == NULL)
		return value == NULL && (error == NULL || *error == NULL);
	const char *space = strchr(value, ' ');
	*day_out = space != NULL ? g_strndup(value, (gsize)(space - value)) : NULL;
	*time_out = space != NULL ? g_ascii_strtoll(space + 1, NULL, 10) : 0;
	return true;
}

static bool
note_digest(apres_store *store, const apres_company *company, const char *day, gint64 now,
	    GError **error)
{
	g_autofree char *name = meta_name(company);
	g_autofree char *value = g_strdup_printf("%s %" G_GINT64_FORMAT, day, now);

	return apres_store_meta_set(store, name, value, error);
}

bool
apres_digest_is_due(apres_store *store, const apres_company *company, gint64 now,
		    bool *due_out, char **day_out, GError **error)
{
	apres_calendar morning = *company->policy->calendar;
	g_autofree char *last = NULL;
	gint64 time;

	*due_out = false;
	*day_out = NULL;
	if (company->config->digest_minutes < 0)
		return true;
	morning.day_start = company->config->digest_minutes;
	morning.day_end = 24 * 60;
	if (apres_calendar_next_open(&morning, now) != now)
		return true;
	if (!last_digest(store, company, &last, &time, error))
		return false;
	*day_out = apres_calendar_day(&morning, now);
	*due_out = g_strcmp0(*day_out, last) > 0;
	return true;
}

/* ---- what ---- */

/* Who is above hears every morning of what is late below. */
static void
add_above(digest *d, const apres_owed *owed, const char *owner)
{
	const apres_policy *policy = d->company->policy;
	const char *queue = owed->kind == APRES_OBLIGATION_DEBRIEF ? NULL
			    : owed->queue != NULL                  ? owed->queue
								   : "default";
	const char *lead = apres_policy_lead(policy, queue);
	if (lead == NULL || g_strcmp0(lead, owner) == 0)
		return;
	g_autofree char *due = apres_owed_words_time(policy, owed->due, d->now);
	g_autofree char *what =
		apres_owed_words_what(policy, owed->message_id, owed->application);
	g_autofree char *kind = apres_owed_words_kind(policy, owed->kind);
	g_autofree char *who = apres_owed_words_owner(policy, owner);
	g_autofree char *line =
		apres_wording_say(policy, NULL, "digest-above", "what", what, "kind",
				  kind, "due", due, "owner", who, NULL);
	apres_digest_add(&page_of(d, lead)->above, line);
}

/* Of what OWED is late, as wide if it is not. */
static char *
mark_of(const apres_policy *policy, bool late)
{
	g_autofree char *mark = apres_wording_say(policy, NULL, "digest-late", NULL);

	return late ? g_steal_pointer(&mark)
		    : g_strnfill((gsize)g_utf8_strlen(mark, -1), ' ');
}

static char *
write_owed(const digest *d, const apres_owed *owed, bool late)
{
	const apres_policy *policy = d->company->policy;
	g_autofree char *since = apres_owed_words_time(policy, owed->opened, d->now);
	g_autofree char *due = apres_owed_words_time(policy, owed->due, d->now);
	g_autofree char *what =
		apres_owed_words_what(policy, owed->message_id, owed->application);
	g_autofree char *kind = apres_owed_words_kind(policy, owed->kind);
	g_autofree char *mark = mark_of(policy, late);
	g_autofree char *by =
		apres_wording_say(policy, NULL, "digest-owed-by", "due", due, NULL);
	g_autofree char *line = apres_wording_say(
		policy, NULL, "digest-owed", "late", mark, "what", what, "person",
		owed->candidate != NULL ? owed->candidate : "-", "kind", kind, "since",
		since, NULL);

	return g_strconcat(line, owed->due != 0 ? by : NULL, NULL);
}

static void
add_owed(digest *d, const apres_owed *owed)
{
	const apres_policy *policy = d->company->policy;
	const char *owner =
		owed->owner != NULL ? owed->owner : apres_policy_owner(policy, NULL);
	bool late = owed->due != 0 && owed->due < d->now;

	g_hash_table_add(d->dated, g_memdup2(&owed->message_id, sizeof owed->message_id));
	if (late)
		add_above(d, owed, owner);
	if (owner == NULL)
		return;
	apres_digest_page *p = page_of(d, owner);
	g_autofree char *line = write_owed(d, owed, late);
	p->count++;
	p->late += late;
	apres_digest_add(&p->owed, line);
}

/* Mail that waits without a date: held for nobody in particular, or only thought of. */
static void
add_waiting(digest *d, const apres_record *record, bool shadow)
{
	const apres_policy *policy = d->company->policy;
	const char *owner = apres_policy_owner(policy, NULL);
	bool thought = record->effect == APRES_EFFECT_REPLY;

	if (owner == NULL || (thought && (!shadow || record->decided < d->since)))
		return;
	if (!thought && g_hash_table_contains(d->dated, &record->id))
		return;
	apres_digest_page *p = page_of(d, owner);
	p->thought += thought;
	p->count += !thought;
	g_autofree char *when = apres_owed_words_time(policy, record->received, d->now);
	g_autofree char *what = apres_owed_words_what(policy, record->id, 0);
	g_autofree char *line = apres_wording_say(
		policy, NULL, "digest-waiting", "what", what, "person",
		record->candidate != NULL ? record->candidate : "-", "queue",
		thought ? record->template_id : record->queue, "received", when, NULL);
	apres_digest_add(thought ? &p->shadow : &p->waiting, line);
}

static bool
gather_alarms(digest *d, const apres_config *config, GError **error)
{
	g_autoptr(GPtrArray) alarms = apres_alarms_new();
	const char *owner = apres_policy_owner(d->company->policy, NULL);

	if (owner == NULL)
		return true;
	apres_alarms_find_disk(config, alarms);
	if (!apres_alarms_find_history(d->store, config, alarms, error) ||
	    !apres_alarms_find(d->store, config, d->company->config, d->company->policy,
			       d->now, alarms, error))
		return false;
	for (guint i = 0; i < alarms->len; i++) {
		const apres_alarm *alarm = alarms->pdata[i];
		apres_digest_page *p = page_of(d, owner);
		p->alarm_count++;
		g_string_append_printf(p->alarms, "        %s.\n        To do: %s.\n",
				       alarm->what, alarm->remedy);
	}
	return true;
}

static bool
gather_week(digest *d, const char *last, const char *day, GError **error)
{
	const char *owner = apres_policy_owner(d->company->policy, NULL);
	g_autofree char *week = NULL;

	if (!apres_unexplained_week(d->store, d->company, last, day, &week, error))
		return false;
	if (week != NULL && owner != NULL)
		page_of(d, owner)->week = g_steal_pointer(&week);
	return true;
}

static bool
gather(digest *d, const apres_config *config, bool shadow, GError **error)
{
	const char *company = d->company->config->id;
	g_autoptr(GPtrArray) owed = NULL;
	g_autoptr(GPtrArray) records = NULL;

	if (!apres_obligation_list(d->store, company, &owed, error) ||
	    !apres_review_list(d->store, company, &records, error))
		return false;
	for (guint i = 0; i < owed->len; i++)
		add_owed(d, owed->pdata[i]);
	for (guint i = 0; i < records->len; i++)
		add_waiting(d, records->pdata[i], shadow);
	return gather_alarms(d, config, error);
}

static bool
post(const digest *d, const apres_config *config, const char *owner, apres_digest_page *p,
     const char *day, GError **error)
{
	g_autofree char *subject = NULL, *text = NULL;
	apres_digest_page_write(p, d->company->policy, &subject, &text);
	g_autofree char *seed =
		g_strdup_printf("digest/%s/%s/%s", d->company->config->id, day, owner);
	const apres_notice notice = {
		.to = owner, .seed = seed, .subject = subject, .text = text
	};

	return apres_notice_post(d->store, config, d->company->config, &notice, d->now,
				 error);
}

static bool
post_all(const digest *d, const apres_config *config, const char *day, GError **error)
{
	GHashTableIter iter;
	gpointer owner, p;

	g_hash_table_iter_init(&iter, d->pages);
	while (g_hash_table_iter_next(&iter, &owner, &p)) {
		if (!post(d, config, owner, p, day, error))
			return false;
	}
	return true;
}

bool
apres_digest_post(apres_store *store, const apres_config *config,
		  const apres_company *company, const char *day, gint64 now,
		  GError **error)
{
	g_autoptr(GHashTable) pages = g_hash_table_new_full(
		g_str_hash, g_str_equal, g_free, apres_digest_page_free);
	g_autoptr(GHashTable) dated =
		g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	digest d = { .store = store,
		     .company = company,
		     .now = now,
		     .pages = pages,
		     .dated = dated };
	g_autofree char *last = NULL;
	apres_mode mode;

	if (!last_digest(store, company, &last, &d.since, error) ||
	    !apres_mode_get(store, company->config->id, NULL,
			    apres_mode_default(company->config), &mode, error))
		return false;
	if (last != NULL && (!gather_week(&d, last, day, error) ||
			     !gather(&d, config, mode == APRES_MODE_SHADOW, error) ||
			     !post_all(&d, config, day, error)))
		return false;
	/* The first one that is sent tells of all that came before, the first morning
	 * too. */
	return note_digest(store, company, day, last != NULL ? now : 0, error);
}
