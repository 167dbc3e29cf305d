/* SPDX-License-Identifier: Apache-2.0 */
/* State of a debrief -> whom it is now to ask, and the words. */
#include "config.h"
#include "pipeline/debrief-mail.h"
#include "pipeline/debrief.h"
#include "pipeline/envelope.h"
#include "pipeline/notice.h"
#include "pipeline/owed-words.h"
#include "policy/wording.h"
#include "reply/calendar-item.h"

/* How long an answer counts; who is asked again gets another mail. */
#define ANSWER_SECS (60 * 24 * 3600)
#define TALK_SECS (30 * 60)

/* One debrief that is looked at. */
typedef struct look {
	apres_store *store;
	const apres_config *config;
	const apres_company *company;
	const apres_debrief *debrief;
	const apres_owed *owed;
	gint64 now;
	const apres_debrief_said *unclear; /* an answer to the same question; or NULL */
} look;

/* One mail to be written; strings owned. */
typedef struct letter {
	apres_debrief_purpose purpose;
	char *occasion, *subject, *text, *calendar;
	char *language; /* the reader's; NULL = the policy's */
	const char *to, *reply_to, *method;
} letter;

static void
letter_clear(letter *l)
{
	g_free(l->occasion);
	g_free(l->subject);
	g_free(l->text);
	g_free(l->calendar);
	g_free(l->language);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(letter, letter_clear)

/* ---- the words ---- */

static char *
who(const look *l)
{
	const apres_debrief *d = l->debrief;

	return d->requisition == NULL
		       ? g_strdup(d->person)
		       : g_strdup_printf("%s (%s)", d->person, d->requisition);
}

static char *
number(const apres_debrief *d)
{
	return g_strdup_printf("%" G_GINT64_FORMAT, d->id);
}

/* Why the same is asked once more; NULL: it is asked the first time. */
static char *
unclear(const look *l, const char *language)
{
	const apres_policy *policy = l->company->policy;

	if (l->unclear == NULL)
		return NULL;
	if (g_str_equal(l->unclear->why, "debrief-when"))
		return apres_wording_say(policy, language, "debrief-unclear-when", NULL);
	if (!g_str_equal(l->unclear->why, "debrief-past"))
		return apres_wording_say(policy, language, "debrief-unclear", NULL);
	g_autofree char *at = apres_owed_words_time(policy, l->unclear->at, l->now);
	return apres_wording_say(policy, language, "debrief-unclear-past", "at", at,
				 NULL);
}

static void
write_owed(const look *l, letter *out)
{
	const apres_policy *policy = l->company->policy;
	bool again = l->debrief->state == APRES_DEBRIEF_INSUFFICIENT;
	g_autofree char *id = number(l->debrief);
	g_autofree char *person = who(l);
	g_autofree char *due = apres_owed_words_time(policy, l->owed->due, l->now);
	g_autofree char *once_more = unclear(l, NULL);
	g_autofree char *why =
		again ? apres_wording_say(policy, NULL, "debrief-owed-again", NULL)
		      : NULL;

	apres_wording_mail(policy, NULL, "debrief-owed", &out->subject, &out->text,
			   "debrief", id, "person", person, "company",
			   policy->company_name, "due", due, "owner", out->to, "again",
			   why, "unclear", once_more, NULL);
}

/* It is scheduled for after the date by which it is owed; NULL: it is not. */
static char *
scheduled_late(const look *l)
{
	const apres_policy *policy = l->company->policy;

	if (l->owed == NULL || l->owed->closed != 0 || l->debrief->at <= l->owed->due)
		return NULL;
	g_autofree char *due = apres_owed_words_time(policy, l->owed->due, l->now);
	return apres_wording_say(policy, NULL, "debrief-scheduled-late", "due", due,
				 NULL);
}

static void
write_scheduled(const look *l, letter *out)
{
	const apres_policy *policy = l->company->policy;
	g_autofree char *id = number(l->debrief);
	g_autofree char *person = who(l);
	g_autofree char *at = apres_owed_words_time(policy, l->debrief->at, l->now);
	g_autofree char *once_more = unclear(l, NULL);
	g_autofree char *late = scheduled_late(l);

	apres_wording_mail(policy, NULL, "debrief-scheduled", &out->subject, &out->text,
			   "debrief", id, "person", person, "company",
			   policy->company_name, "at", at, "unclear", once_more, "late",
			   late, NULL);
}

static void
write_cancelled(const look *l, letter *out)
{
	const apres_policy *policy = l->company->policy;
	g_autofree char *id = number(l->debrief);
	g_autofree char *person = who(l);

	apres_wording_mail(policy, NULL, "debrief-cancelled", &out->subject, &out->text,
			   "debrief", id, "person", person, "company",
			   policy->company_name, NULL);
}

static void
write_asked(const look *l, letter *out)
{
	const apres_policy *policy = l->company->policy;
	g_autofree char *once_more = unclear(l, out->language);

	apres_wording_mail(policy, out->language, "debrief-asked", &out->subject,
			   &out->text, "company", policy->company_name, "unclear",
			   once_more, NULL);
}

/* ---- the calendar ---- */

static void
attach(const look *l, apres_calendar_kind kind, letter *out)
{
	const apres_debrief *d = l->debrief;
	const char *domain = l->company->config->domain;
	bool todo = kind == APRES_CALENDAR_TODO;
	/* Numbers begin anew in a new store, the time does not. */
	g_autofree char *uid = g_strdup_printf(
		"apres-debrief-%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "%s@%s", d->id,
		d->opened, todo ? "-due" : "", domain);
	g_autofree char *summary =
		apres_wording_say(l->company->policy, NULL, "calendar", NULL);
	const apres_calendar_item item = {
		.kind = kind,
		.uid = uid,
		.sequence = todo ? (int)l->owed->round
				 : d->sequence + (kind == APRES_CALENDAR_CANCEL),
		.stamp = l->now,
		.start = todo ? l->now : d->at,
		.end = todo ? l->owed->due : d->at + TALK_SECS,
		.from = l->company->config->notify_from,
		.to = out->to,
		.summary = summary,
	};

	out->calendar = apres_calendar_item_write(&item);
	out->method = apres_calendar_method(kind);
}

/* ---- which ---- */

static char *
occasion_of_round(const look *l, const char *word)
{
	return g_strdup_printf("%s/%" G_GINT64_FORMAT "/%u", word, l->owed->id,
			       l->owed->round);
}

static void
choose_owner(const look *l, apres_debrief_purpose purpose, letter *out)
{
	out->purpose = purpose;
	out->to = l->debrief->owner;
	out->reply_to = apres_envelope_mailbox(l->config, l->company->config->id);
}

/* The owner must not read what is said of him. */
static void
choose_employee(const look *l, const char *word, letter *out)
{
	out->reply_to = apres_debrief_hr(l->company->policy, l->debrief);
	if (out->reply_to == NULL)
		return;
	out->purpose = APRES_DEBRIEF_MAIL_ASKED;
	out->to = l->debrief->person;
	out->occasion = occasion_of_round(l, word);
}

static bool
is_off(const look *l)
{
	const apres_debrief *d = l->debrief;

	return d->sequence > 0 && d->at > l->now &&
	       (d->state == APRES_DEBRIEF_BLOCKED || d->state == APRES_DEBRIEF_DECLINED ||
		d->state == APRES_DEBRIEF_CLOSED);
}

/* To whom, and for what; nobody: OUT->to stays NULL. */
static void
choose(const look *l, letter *out)
{
	const apres_debrief *d = l->debrief;

	if (is_off(l)) {
		choose_owner(l, APRES_DEBRIEF_MAIL_CANCELLED, out);
		out->occasion = g_strdup_printf("cancelled/%d", d->sequence);
	} else if (d->state == APRES_DEBRIEF_SCHEDULED) {
		choose_owner(l, APRES_DEBRIEF_MAIL_SCHEDULED, out);
		out->occasion = g_strdup_printf("scheduled/%d", d->sequence);
	} else if (l->owed == NULL || l->owed->closed != 0) {
		return;
	} else if (d->state == APRES_DEBRIEF_OWED ||
		   d->state == APRES_DEBRIEF_INSUFFICIENT) {
		choose_owner(l, APRES_DEBRIEF_MAIL_OWED, out);
		out->occasion = occasion_of_round(l, "owed");
	} else if (d->state == APRES_DEBRIEF_HELD) {
		choose_employee(l, "asked", out);
	} else if (d->state == APRES_DEBRIEF_UNCONFIRMED) {
		choose_employee(l, "asked-again", out);
	}
}

static void
write_letter(const look *l, letter *out)
{
	switch (out->purpose) {
	case APRES_DEBRIEF_MAIL_OWED:
		write_owed(l, out);
		attach(l, APRES_CALENDAR_TODO, out);
		break;
	case APRES_DEBRIEF_MAIL_SCHEDULED:
		write_scheduled(l, out);
		attach(l, APRES_CALENDAR_EVENT, out);
		break;
	case APRES_DEBRIEF_MAIL_CANCELLED:
		write_cancelled(l, out);
		attach(l, APRES_CALENDAR_CANCEL, out);
		break;
	case APRES_DEBRIEF_MAIL_ASKED: write_asked(l, out); break;
	}
}

/* ---- out ---- */

static bool
post(const look *l, const letter *out, GError **error)
{
	g_autofree char *seed = g_strdup_printf("debrief/%" G_GINT64_FORMAT "/%s",
						l->debrief->id, out->occasion);
	const apres_notice notice = {
		.to = out->to,
		.seed = seed,
		.subject = out->subject,
		.text = out->text,
		.reply_to = out->reply_to,
		.calendar = out->calendar,
		.method = out->method,
	};
	g_autofree char *message_id =
		apres_notice_message_id(l->store, l->company->config, &notice, error);
	apres_debrief_mail mail = {
		.debrief = l->debrief->id,
		.occasion = out->occasion,
		.purpose = out->purpose,
		.address = (char *)out->to,
		.message_id = message_id,
		.sent = l->now,
		.expires = l->now + ANSWER_SECS,
	};

	gint64 id;

	if (message_id == NULL ||
	    !apres_notice_post_numbered(l->store, l->config, l->company->config, &notice,
					l->now, &id, error))
		return false;
	/* What could not be written asked nobody. */
	return id == 0 ||
	       apres_debrief_mail_add(l->store, l->company->config->id, &mail, error);
}

/* What there is now to ask, once. */
static bool
write_and_post(const look *l, letter *out, GError **error)
{
	bool known;

	if (!apres_debrief_mail_known(l->store, l->debrief->id, out->occasion, &known,
				      error))
		return false;
	if (known)
		return true;
	if (out->purpose == APRES_DEBRIEF_MAIL_ASKED &&
	    !apres_debrief_language(l->store, l->debrief, &out->language, error))
		return false;
	write_letter(l, out);
	return post(l, out, error);
}

static bool
keep_one(const look *l, GError **error)
{
	g_auto(letter) out = { .purpose = APRES_DEBRIEF_MAIL_OWED };

	choose(l, &out);
	return out.to == NULL || write_and_post(l, &out, error);
}

bool
apres_debrief_mails_keep(apres_store *store, const apres_config *config,
			 const apres_company *company, gint64 now, GError **error)
{
	g_autoptr(GPtrArray) debriefs = NULL;

	if (!apres_debrief_to_mail(store, company->config->id, &debriefs, error))
		return false;
	for (guint i = 0; i < debriefs->len; i++) {
		const apres_debrief *d = debriefs->pdata[i];
		g_autoptr(apres_owed) owed = NULL;
		if (!apres_obligation_get(store, d->owed_id, &owed, error))
			return false;
		const look l = { store, config, company, d, owed, now, NULL };
		if (!keep_one(&l, error) || !apres_debrief_mailed(store, d, error))
			return false;
	}
	return true;
}

/* Is MAIL the question of OUT, or one like it that came before? */
static bool
is_same_question(const apres_debrief_mail *mail, const letter *out)
{
	bool asked = mail->purpose == APRES_DEBRIEF_MAIL_ASKED;

	return out->to != NULL && out->purpose != APRES_DEBRIEF_MAIL_CANCELLED &&
	       asked == (out->purpose == APRES_DEBRIEF_MAIL_ASKED) &&
	       g_ascii_strcasecmp(out->to, mail->address) == 0;
}

bool
apres_debrief_mail_again(apres_store *store, const apres_config *config,
			 const apres_company *company, const apres_debrief *debrief,
			 const apres_debrief_mail *mail, const apres_debrief_said *said,
			 gint64 now, GError **error)
{
	g_autoptr(apres_owed) owed = NULL;
	g_auto(letter) out = { .purpose = APRES_DEBRIEF_MAIL_OWED };
	bool known;

	if (!apres_obligation_get(store, debrief->owed_id, &owed, error))
		return false;
	const look l = { store, config, company, debrief, owed, now, said };
	choose(&l, &out);
	if (!is_same_question(mail, &out))
		return true;
	/* What was not asked yet will be, without an excuse. */
	if (!apres_debrief_mail_known(store, debrief->id, out.occasion, &known, error))
		return false;
	if (!known)
		return true;
	g_autofree char *first = out.occasion;
	out.occasion = g_strconcat("unclear-", first, NULL);
	return write_and_post(&l, &out, error);
}
