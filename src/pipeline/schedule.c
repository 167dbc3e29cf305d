/* SPDX-License-Identifier: Apache-2.0 */
/* Steps whose time has come -> notices, one a person. */
#include "config.h"
#include "pipeline/schedule.h"
#include "pipeline/debrief-mail.h"
#include "pipeline/debrief.h"
#include "pipeline/notice.h"
#include "pipeline/owed-words.h"
#include "pipeline/silence.h"
#include "policy/wording.h"
#include "store/audit.h"
#include "store/case-look.h"
#include "store/step.h"

#include <string.h>

/* So many that are owed in one transaction, and in one mail. */
#define GROUP 100
/* Clocks are set by seconds all the time; more is told. */
#define JUMP_SECS 60

typedef struct run {
	apres_store *store;
	const apres_company *company;
	gint64 now;
	bool shadow;
	GHashTable *pages; /* address -> page */
} run;

/* What one person is told. */
typedef struct page {
	GString *lines[3]; /* by apres_step_kind */
	guint count[3];
	GPtrArray *steps; /* apres_due_step, borrowed: what it tells */
} page;

static void
page_free(gpointer data)
{
	page *p = data;

	for (int i = 0; i < 3; i++)
		g_string_free(p->lines[i], TRUE);
	g_ptr_array_unref(p->steps);
	g_free(p);
}

static page *
page_of(run *r, const char *to)
{
	page *p = g_hash_table_lookup(r->pages, to);

	if (p != NULL)
		return p;
	p = g_new0(page, 1);
	for (int i = 0; i < 3; i++)
		p->lines[i] = g_string_new(NULL);
	p->steps = g_ptr_array_new();
	g_hash_table_insert(r->pages, g_strdup(to), p);
	return p;
}

/* ---- cases ---- */

/* Cases are written by others, who know nothing of clocks. */
static bool
look_at_cases(run *r, bool *more_out, GError **error)
{
	const char *company = r->company->config->id;
	const char *digest = r->company->policy->digest;
	g_autoptr(GPtrArray) cases = NULL;
	bool other;

	if (!apres_case_look_is_other(r->store, company, digest, &other, error) ||
	    (other && !apres_case_look_all(r->store, company, digest, error)) ||
	    !apres_case_look_next(r->store, company, GROUP, &cases, error))
		return false;
	for (guint i = 0; i < cases->len; i++) {
		const apres_case_record *record = cases->pdata[i];
		if (!apres_silence_keep(r->store, r->company, record, r->now, error) ||
		    !apres_debrief_keep_case(r->store, r->company, record, r->now,
					     error) ||
		    !apres_case_look_done(r->store, record->id, error))
			return false;
	}
	*more_out |= cases->len == GROUP;
	return true;
}

/* ---- planning ---- */

/* A debrief has terms of its own. */
static const char *
terms_of(const apres_owed *owed)
{
	if (owed->kind == APRES_OBLIGATION_DEBRIEF)
		return NULL;
	return owed->queue != NULL ? owed->queue : "default";
}

static GPtrArray *
steps_of(const run *r, const apres_owed *owed)
{
	return apres_policy_steps(r->company->policy, terms_of(owed), owed->since,
				  owed->due);
}

static bool
plan(run *r, bool *more_out, GError **error)
{
	const char *digest = r->company->policy->digest;
	g_autoptr(GPtrArray) owed = NULL;

	if (!apres_step_unplanned(r->store, r->company->config->id, digest, GROUP, &owed,
				  error))
		return false;
	for (guint i = 0; i < owed->len; i++) {
		g_autoptr(GPtrArray) steps = steps_of(r, owed->pdata[i]);
		if (!apres_step_plan(r->store, owed->pdata[i], digest, steps, error))
			return false;
	}
	*more_out |= owed->len == GROUP;
	return true;
}

/* ---- telling ---- */

/* What the policy says of STEP; NULL: it says so no more. */
static const apres_step *
find_step(const GPtrArray *steps, const char *name)
{
	for (guint i = 0; i < steps->len; i++) {
		const apres_step *step = steps->pdata[i];
		if (g_str_equal(step->name, name))
			return step;
	}
	return NULL;
}

/* Nothing of what was written: such a mail may be forwarded by a rule. */
static void
write_line(run *r, page *p, const apres_due_step *step, apres_step_kind kind)
{
	const apres_owed *owed = step->owed;
	const apres_policy *policy = r->company->policy;
	GString *out = p->lines[kind];
	g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, owed->id);
	g_autofree char *due = apres_owed_words_time(policy, owed->due, r->now);
	g_autofree char *what =
		apres_owed_words_what(policy, owed->message_id, owed->application);
	g_autofree char *duty = apres_owed_words_kind(policy, owed->kind);
	g_autofree char *owner = apres_owed_words_owner(policy, owed->owner);
	g_autofree char *line =
		apres_wording_say(policy, NULL, "due-line", "number", number, "kind",
				  duty, "what", what, "due", due, NULL);
	g_autofree char *queue = apres_wording_say(policy, NULL, "due-line-queue",
						   "queue", owed->queue, NULL);
	g_autofree char *by =
		apres_wording_say(policy, NULL, "due-line-owner", "owner", owner, NULL);

	p->count[kind]++;
	g_ptr_array_add(p->steps, (gpointer)step);
	g_string_append_printf(out, "%s%s\n", line, owed->queue != NULL ? queue : "");
	if (kind == APRES_STEP_ESCALATE)
		g_string_append_printf(out, "%s\n", by);
}

/* Why STEP need not be told, or NULL. */
static const char *
why_not(const run *r, const apres_due_step *step, const apres_step *said)
{
	const apres_queue *queue =
		apres_policy_queue(r->company->policy, step->owed->queue);

	if (said == NULL)
		return "the policy does not say so any more";
	if (said->kind == APRES_STEP_REMIND && r->now >= step->owed->due)
		return "too late";
	if (r->shadow && (queue == NULL || !queue->urgent))
		return "shadow";
	return NULL;
}

/* Of DUE one thing owed, FROM to before TO: each person hears the last that is for him.
 */
static bool
tell_one(run *r, const GPtrArray *due, guint from, guint to, GError **error)
{
	const apres_owed *owed = ((apres_due_step *)due->pdata[from])->owed;
	g_autoptr(GPtrArray) said = steps_of(r, owed);
	g_autoptr(GHashTable) told = g_hash_table_new(g_str_hash, g_str_equal);
	const char *owner = owed->owner != NULL
				    ? owed->owner
				    : apres_policy_owner(r->company->policy, NULL);

	for (guint i = to; i-- > from;) {
		const apres_due_step *step = due->pdata[i];
		const apres_step *planned = find_step(said, step->name);
		const char *outcome = why_not(r, step, planned);
		const char *who =
			planned == NULL || planned->to == NULL ? owner : planned->to;
		if (outcome == NULL && who == NULL)
			outcome = "nobody is named";
		if (outcome == NULL && !g_hash_table_add(told, (gpointer)who))
			outcome = "told of a later step";
		if (outcome == NULL)
			write_line(r, page_of(r, who), step, planned->kind);
		else if (!apres_step_done(r->store, step, NULL, outcome, r->now, error))
			return false;
	}
	return true;
}

/* ---- writing ---- */

static void
write_page(const run *r, const page *p, char **subject_out, char **text_out)
{
	static const char *const counts[] = { "due-counts-soon", "due-counts-late",
					      "due-counts-told" };
	const apres_policy *policy = r->company->policy;
	g_autoptr(GString) all = g_string_new(NULL);

	for (int i = 2; i >= 0; i--)
		apres_owed_words_add_count(all, "; ", policy, counts[i], p->count[i]);
	apres_wording_mail(policy, NULL, "due", subject_out, text_out, "counts", all->str,
			   "company", policy->company_name, "soon", p->lines[0]->str,
			   "late", p->lines[1]->str, "told", p->lines[2]->str, NULL);
}

/* Post P to TO.  If it cannot be written its steps say so, and the others go out. */
static bool
post(run *r, const apres_config *config, const char *to, const page *p, GError **error)
{
	const apres_due_step *first = p->steps->pdata[0];
	g_autofree char *subject = NULL, *text = NULL;
	gint64 id;

	write_page(r, p, &subject, &text);
	g_autofree char *seed =
		g_strdup_printf("step/%" G_GINT64_FORMAT "/%s", first->id, to);
	const apres_notice notice = {
		.to = to, .seed = seed, .subject = subject, .text = text
	};
	if (!apres_notice_post_numbered(r->store, config, r->company->config, &notice,
					r->now, &id, error))
		return false;
	for (guint i = 0; i < p->steps->len; i++)
		if (!apres_step_done(r->store, p->steps->pdata[i], id != 0 ? to : NULL,
				     id != 0 ? "told" : "cannot be written", r->now,
				     error))
			return false;
	return true;
}

static bool
post_all(run *r, const apres_config *config, GError **error)
{
	GHashTableIter iter;
	gpointer to, p;

	g_hash_table_iter_init(&iter, r->pages);
	while (g_hash_table_iter_next(&iter, &to, &p))
		if (!post(r, config, to, p, error))
			return false;
	return true;
}

static bool
tell(run *r, const apres_config *config, bool *more_out, GError **error)
{
	g_autoptr(GPtrArray) due = NULL;
	guint owed = 0;

	if (!apres_step_due(r->store, r->company->config->id, r->now, GROUP, &due, error))
		return false;
	for (guint from = 0, to; from < due->len; from = to, owed++) {
		gint64 id = ((apres_due_step *)due->pdata[from])->owed->id;
		for (to = from + 1; to < due->len; to++)
			if (((apres_due_step *)due->pdata[to])->owed->id != id)
				break;
		if (!tell_one(r, due, from, to, error))
			return false;
	}
	*more_out |= owed == GROUP;
	return post_all(r, config, error);
}

static bool
find_shadow(apres_store *store, const apres_company *company, bool *shadow_out,
	    GError **error)
{
	apres_mode mode;

	if (!apres_mode_get(store, company->config->id, NULL,
			    apres_mode_default(company->config), &mode, error))
		return false;
	*shadow_out = mode == APRES_MODE_SHADOW;
	return true;
}

bool
apres_schedule_next(apres_store *store, const char *company, gint64 *at_out,
		    GError **error)
{
	gint64 date;

	if (!apres_step_next(store, company, at_out, error) ||
	    !apres_debrief_next_date(store, company, &date, error))
		return false;
	if (date != 0 && (*at_out == 0 || date < *at_out))
		*at_out = date;
	return true;
}

bool
apres_schedule_is_due(apres_store *store, const apres_company *company, gint64 now,
		      bool *due_out, GError **error)
{
	g_autoptr(GPtrArray) owed = NULL;
	g_autoptr(GPtrArray) cases = NULL;
	bool other, shadow, news;
	gint64 next;

	if (!apres_case_look_is_other(store, company->config->id, company->policy->digest,
				      &other, error) ||
	    !find_shadow(store, company, &shadow, error) ||
	    !apres_debrief_has_news(store, company->config->id, &news, error) ||
	    !apres_case_look_next(store, company->config->id, 1, &cases, error) ||
	    !apres_step_unplanned(store, company->config->id, company->policy->digest, 1,
				  &owed, error) ||
	    !apres_schedule_next(store, company->config->id, &next, error))
		return false;
	*due_out = other || cases->len > 0 || owed->len > 0 || (news && !shadow) ||
		   (next != 0 && next <= now);
	return true;
}

bool
apres_schedule_run(apres_store *store, const apres_config *config,
		   const apres_company *company, gint64 now, bool *more_out,
		   GError **error)
{
	g_autoptr(GHashTable) pages =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, page_free);
	run r = { .store = store, .company = company, .now = now, .pages = pages };

	*more_out = false;
	return find_shadow(store, company, &r.shadow, error) &&
	       look_at_cases(&r, more_out, error) &&
	       apres_debriefs_keep(store, company, now, error) &&
	       (r.shadow ||
		apres_debrief_mails_keep(store, config, company, now, error)) &&
	       plan(&r, more_out, error) && tell(&r, config, more_out, error);
}

/* ---- the clock ---- */

bool
apres_schedule_check_clock(apres_store *store, gint64 missed, gint64 now,
			   gint64 *jump_out, GError **error)
{
	gint64 last;

	*jump_out = 0;
	if (!apres_audit_last(store, &last, error))
		return false;
	if (last - now > JUMP_SECS)
		*jump_out = now - last;
	else if (missed > JUMP_SECS)
		*jump_out = missed;
	if (*jump_out == 0)
		return true;
	json_auto_t *pub = json_pack("{s:I}", "secs", (json_int_t)*jump_out);
	return apres_audit_append(store, "clock-jump", NULL, 0, pub, NULL, now, NULL,
				  error);
}
