/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "pipeline/alarm.h"
#include "pipeline/outside.h"
#include "pipeline/reason.h"
#include "pipeline/untold.h"
#include "policy/calendar.h"
#include "policy/lint.h"
#include "store/arrivals.h"
#include "store/outbox.h"
#include "store/share.h"
#include "util/room.h"
#include "util/text.h"

#include <string.h>

#define DAY_SECS (24 * 3600)
#define LEARN_SECS (30 * DAY_SECS)
#define LEARN_DAYS 10
#define RETURNED_SECS (7 * DAY_SECS)
/*
 * If mail comes at random, the next pause is three times the longest of n with
 * probability 6 / ((n+1)(n+2)(n+3)): of 20 mails a month about one false alarm in
 * six years.
 */
#define TIMES_LONGEST 3

const char *
apres_alarm_kind_to_string(apres_alarm_kind kind)
{
	static const char *const names[] = { "silence",  "share",   "unknown",
					     "returned", "untold",  "review",
					     "holidays", "history", "disk" };

	return names[kind];
}

static void
alarm_free(gpointer data)
{
	apres_alarm *alarm = data;

	g_free(alarm->what);
	g_free(alarm->remedy);
	g_free(alarm);
}

GPtrArray *
apres_alarms_new(void)
{
	return g_ptr_array_new_with_free_func(alarm_free);
}

static void add(GPtrArray *alarms, apres_alarm_kind kind, const char *remedy,
		const char *fmt, ...) G_GNUC_PRINTF(4, 5);

static void
add(GPtrArray *alarms, apres_alarm_kind kind, const char *remedy, const char *fmt, ...)
{
	apres_alarm *alarm = g_new0(apres_alarm, 1);
	va_list ap;

	va_start(ap, fmt);
	alarm->kind = kind;
	alarm->what = g_strdup_vprintf(fmt, ap);
	alarm->remedy = g_strdup(remedy);
	va_end(ap);
	g_ptr_array_add(alarms, alarm);
}

/* ---- silence ---- */

/* In working hours: the longest pause between two of TIMES. */
static gint64
longest_pause(const apres_calendar *calendar, const GArray *times)
{
	gint64 longest = 0;

	for (guint i = 1; i < times->len; i++) {
		gint64 from = g_array_index(times, gint64, i - 1);
		gint64 to = g_array_index(times, gint64, i);
		/* Working hours are never more than hours. */
		if (to - from > longest)
			longest = MAX(longest,
				      apres_calendar_open_secs(calendar, from, to));
	}
	return longest;
}

/* On how many days (of UTC) something came. */
static guint
count_days(const GArray *times)
{
	gint64 last = -1;
	guint days = 0;

	for (guint i = 0; i < times->len; i++) {
		gint64 day = g_array_index(times, gint64, i) / DAY_SECS;
		days += day != last;
		last = day;
	}
	return days;
}

static bool
find_silence(apres_store *store, const apres_mailbox_config *mailbox,
	     const apres_calendar *calendar, gint64 now, GPtrArray *alarms,
	     GError **error)
{
	g_autoptr(GArray) times = NULL;

	if (!apres_arrivals_load(store, mailbox->id, now, LEARN_SECS, &times, error))
		return false;
	if (count_days(times) < LEARN_DAYS)
		return true;
	gint64 last = g_array_index(times, gint64, times->len - 1);
	gint64 pause = apres_calendar_open_secs(calendar, last, now);
	gint64 longest = longest_pause(calendar, times);
	gint64 day = (calendar->day_end - calendar->day_start) * 60;
	if (pause <= MAX(TIMES_LONGEST * longest, day))
		return true;
	g_autofree char *since = apres_calendar_format(calendar, last, now);
	add(alarms, APRES_ALARM_SILENCE,
	    "send a mail there; if it does not arrive, look at the mail server, at what "
	    "fetches mail, and at apres doctor",
	    "mailbox '%s': no mail since %s, for %.1f working hours; the longest pause "
	    "of the 30 days before was %.1f",
	    mailbox->id, since, (double)pause / 3600, (double)longest / 3600);
	return true;
}

/* ---- the rest ---- */

static bool
find_shares(apres_store *store, const char *company, gint64 now, GPtrArray *alarms,
	    GError **error)
{
	g_autoptr(GPtrArray) shares = NULL;

	if (!apres_shares_load(store, now, &shares, error))
		return false;
	for (guint i = 0; i < shares->len; i++) {
		const apres_share *s = shares->pdata[i];
		if (!g_str_equal(s->company, company) || !apres_share_is_unusual(s))
			continue;
		add(alarms, APRES_ALARM_SHARE,
		    "look at one with apres explain -v; see TRUSTED SENDERS in "
		    "apres-policy(5), lists and aliases in apres.conf(5)",
		    "company '%s': %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT
		    " mails of the last 24 h were not answered because of %s (%s); in "
		    "the 28 days before %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT,
		    company, s->day, s->day_total, s->reason,
		    apres_reason_sentence(s->reason), s->before, s->before_total);
	}
	return true;
}

/* Does somebody still have to find out what became of ITEM?  Who is done with its mail
 * did. */
static bool
waits(apres_store *store, const apres_outbox_item *item, bool *waits_out, GError **error)
{
	g_autoptr(apres_record) record = NULL;

	*waits_out = true;
	if (item->message_id == 0)
		return true;
	if (!apres_message_get(store, item->message_id, &record, error))
		return false;
	*waits_out = record == NULL || record->closed == 0;
	return true;
}

static bool
find_unknown(apres_store *store, const char *company, const apres_calendar *calendar,
	     gint64 now, GPtrArray *alarms, GError **error)
{
	g_autoptr(GPtrArray) items = NULL;
	gint64 oldest = G_MAXINT64;
	guint count = 0;

	if (!apres_outbox_list(store, company, APRES_OUTBOX_UNKNOWN, &items, error))
		return false;
	for (guint i = 0; i < items->len; i++) {
		const apres_outbox_item *item = items->pdata[i];
		bool open;
		if (!waits(store, item, &open, error))
			return false;
		count += open;
		if (open)
			oldest = MIN(oldest, item->created);
	}
	if (count == 0)
		return true;
	g_autofree char *since = apres_calendar_format(calendar, oldest, now);
	add(alarms, APRES_ALARM_UNKNOWN,
	    "look into the mail server's log; then apres outbox confirm ID or apres "
	    "outbox resend ID, see apres outbox list --state unknown",
	    "company '%s': of %u mail%s nobody knows whether %s sent, the oldest of %s",
	    company, count, apres_noun(count, "", "s"),
	    apres_noun(count, "it was", "they were"), since);
	return true;
}

/* A reply that came back is owed; of a notice only an alarm tells. */
static bool
find_returned(apres_store *store, const char *company, gint64 now, GPtrArray *alarms,
	      GError **error)
{
	g_autoptr(GPtrArray) items = NULL;
	const apres_outbox_item *last = NULL;
	guint count = 0;

	if (!apres_outbox_list_returned(store, company, now - RETURNED_SECS, &items,
					error))
		return false;
	for (guint i = 0; i < items->len; i++) {
		const apres_outbox_item *item = items->pdata[i];
		if (item->message_id != 0) /* a mail's, whose answer is owed */
			continue;
		last = item;
		count++;
	}
	if (count > 0)
		add(alarms, APRES_ALARM_RETURNED,
		    "correct the address in the policy, or whom it is forwarded to",
		    "company '%s': in a week %u notice%s came back, the last that to %s "
		    "(%s)",
		    company, count, apres_noun(count, "", "s"), last->recipient,
		    apres_status_sentence(last->returned_status));
	return true;
}

/* What it was about is still owed: that it is, only an alarm tells. */
static bool
find_untold(apres_store *store, const char *company, const apres_calendar *calendar,
	    gint64 now, GPtrArray *alarms, GError **error)
{
	g_autoptr(apres_untold) untold = NULL;

	if (!apres_untold_load(store, company, now, &untold, error))
		return false;
	if (untold == NULL)
		return true;
	g_autofree char *last = apres_calendar_format(calendar, untold->last, now);
	add(alarms, APRES_ALARM_UNTOLD,
	    "correct the address in the policy, or what the reason names, and tell them; "
	    "what is owed is in apres due list",
	    "company '%s': %" G_GINT64_FORMAT " notice%s could not be written, the last "
	    "on %s (%s)",
	    company, untold->count, apres_noun(untold->count, "", "s"), last,
	    untold->why);
	return true;
}

static void
find_reviews(const char *company, const apres_policy *policy, gint64 now,
	     GPtrArray *alarms)
{
	g_autofree char *today = apres_calendar_day(policy->calendar, now);

	for (guint i = 0; i < policy->packs->len; i++) {
		const apres_pack *pack = policy->packs->pdata[i];
		if (pack->review_by != NULL && strcmp(pack->review_by, today) < 0)
			add(alarms, APRES_ALARM_REVIEW,
			    "have counsel look at it, or take a newer one",
			    "company '%s': pack '%s' was to be reviewed by %s", company,
			    pack->id, pack->review_by);
	}
}

static void
find_holidays(const char *company, const apres_policy *policy, gint64 now,
	      GPtrArray *alarms)
{
	if (apres_policy_holidays_end(policy, now))
		add(alarms, APRES_ALARM_HOLIDAYS,
		    "add next year's to <calendar>; until then they count as working "
		    "days",
		    "company '%s': no holiday is known after %s", company,
		    policy->last_holiday);
}

bool
apres_alarms_find(apres_store *store, const apres_config *config,
		  const apres_company_config *company, const apres_policy *policy,
		  gint64 now, GPtrArray *alarms, GError **error)
{
	g_autoptr(apres_calendar) usual = apres_calendar_new();
	const apres_calendar *calendar = policy != NULL ? policy->calendar : usual;

	if (policy != NULL) {
		find_reviews(company->id, policy, now, alarms);
		find_holidays(company->id, policy, now, alarms);
	}
	if (store == NULL)
		return true;
	for (guint i = 0; i < config->mailboxes->len; i++) {
		const apres_mailbox_config *mailbox = config->mailboxes->pdata[i];
		if (g_str_equal(mailbox->company, company->id) &&
		    !find_silence(store, mailbox, calendar, now, alarms, error))
			return false;
	}
	return find_shares(store, company->id, now, alarms, error) &&
	       find_unknown(store, company->id, calendar, now, alarms, error) &&
	       find_returned(store, company->id, now, alarms, error) &&
	       find_untold(store, company->id, calendar, now, alarms, error);
}

bool
apres_alarms_find_history(apres_store *store, const apres_config *config,
			  GPtrArray *alarms, GError **error)
{
	g_autofree char *what = NULL;

	if (!apres_outside_compare(config, store, &what, error))
		return false;
	if (what != NULL)
		add(alarms, APRES_ALARM_HISTORY,
		    "keep the file elsewhere as evidence, see apres audit verify and man "
		    "apres-admin",
		    "%s", what);
	return true;
}

void
apres_alarms_find_disk(const apres_config *config, GPtrArray *alarms)
{
	g_autofree char *words = NULL;
	apres_room room = apres_room_of(config->state, &words);

	if (room != APRES_ROOM_LITTLE && room != APRES_ROOM_NONE)
		return;
	g_autofree char *remedy =
		g_strdup_printf("df -h '%s'; df -i '%s'", config->state, config->state);
	add(alarms, APRES_ALARM_DISK, remedy, "the store in %s: %s", config->state,
	    words);
}
