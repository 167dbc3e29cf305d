/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The decision, in the order of the design: classes, floors, rules, explained
 * text, what is owed, the text, limits, the time.  Reply < silence < hold:
 * each step can only move up.
 */
#include "config.h"
#include "policy/decide.h"

#include "policy/decide-parts.h"

void
apres_weighing_reason(apres_weighing *w, const char *reason)
{
	GPtrArray *reasons = w->decision->reasons;

	for (guint i = 0; i < reasons->len; i++)
		if (g_str_equal(reasons->pdata[i], reason))
			return;
	g_ptr_array_add(reasons, g_strdup(reason));
}

bool
apres_weighing_has(const apres_weighing *w, const char *class_id)
{
	for (guint i = 0; i < w->decision->classes->len; i++)
		if (g_str_equal(w->decision->classes->pdata[i], class_id))
			return true;
	return false;
}

static void
result_free(gpointer data)
{
	apres_rule_result *result = data;

	g_free(result->note);
	g_free(result);
}

static void
free_obligation(gpointer data)
{
	apres_obligation *o = data;

	g_free(o->queue);
	g_free(o->owner);
	g_free(o->rule);
	g_free(o->latest_by);
	g_free(o);
}

static apres_decision *
decision_new(void)
{
	apres_decision *d = g_new0(apres_decision, 1);

	d->effect = APRES_EFFECT_HOLD;
	d->obligations = g_ptr_array_new_with_free_func(free_obligation);
	d->notify_queues = g_ptr_array_new_with_free_func(g_free);
	d->reasons = g_ptr_array_new_with_free_func(g_free);
	d->classes = g_ptr_array_new();
	d->unknown = g_ptr_array_new();
	d->trusted = g_array_new(FALSE, FALSE, sizeof(apres_trusted));
	d->unexplained = g_ptr_array_new_with_free_func(g_free);
	d->results = g_ptr_array_new_with_free_func(result_free);
	return d;
}

void
apres_decision_free(apres_decision *d)
{
	if (d == NULL)
		return;
	g_free(d->queue);
	g_ptr_array_unref(d->obligations);
	g_ptr_array_unref(d->notify_queues);
	g_ptr_array_unref(d->reasons);
	g_ptr_array_unref(d->classes);
	g_ptr_array_unref(d->unknown);
	g_array_unref(d->trusted);
	g_ptr_array_unref(d->unexplained);
	g_ptr_array_unref(d->results);
	g_free(d);
}

apres_facts *
apres_facts_new(void)
{
	apres_facts *facts = g_new0(apres_facts, 1);

	facts->floors = g_ptr_array_new_with_free_func(g_free);
	facts->machine =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_machine_hit_free);
	return facts;
}

void
apres_facts_free(apres_facts *facts)
{
	if (facts == NULL)
		return;
	g_free(facts->candidate);
	g_free(facts->candidate_addr);
	g_free(facts->candidate_name);
	g_free(facts->message_id);
	g_free(facts->thread);
	g_free(facts->answer_reader);
	g_ptr_array_unref(facts->floors);
	g_ptr_array_unref(facts->machine);
	g_free(facts);
}

/* The classes that are true, or unknown, for this audience. */
/* Is CLASS true in READING, and those before it were asked for?  *NEXT_OUT: the first
 * that was not found yet. */
static bool
is_next(const apres_reading *reading, const apres_class *class, guint *next_out)
{
	if (*next_out == reading->classes->len ||
	    !g_str_equal(reading->classes->pdata[*next_out], class->id))
		return false;
	++*next_out;
	return true;
}

/* Are the classes of READING some of CLASSES, in that order, each once?  So they should.
 */
static bool
is_in_order(const apres_reading *reading, const GPtrArray *classes)
{
	guint next = 0;

	for (guint i = 0; i < classes->len; i++)
		is_next(reading, classes->pdata[i], &next);
	return next == reading->classes->len;
}

static void
take_classes(apres_weighing *w)
{
	const GPtrArray *classes = w->policy->classes;
	bool in_order = w->reading != NULL && is_in_order(w->reading, classes);
	guint next = 0;

	for (guint i = 0; w->reading != NULL && i < classes->len; i++) {
		const apres_class *class = classes->pdata[i];
		bool is_true = in_order ? is_next(w->reading, class, &next)
					: apres_reading_has(w->reading, class->id);
		if (class->audiences != 0 &&
		    (class->audiences & 1u << w->facts->audience) == 0)
			continue;
		if (is_true) {
			g_ptr_array_add(w->decision->classes, class->id);
			w->never_automatic |= class->never_automatic;
		}
		for (guint j = 0; j < w->reading->unknown->len; j++)
			if (g_str_equal(w->reading->unknown->pdata[j], class->id))
				g_ptr_array_add(w->decision->unknown, class->id);
	}
}

static void
hold(apres_weighing *w, const char *queue, const char *reason)
{
	apres_decision *d = w->decision;

	d->effect = APRES_EFFECT_HOLD;
	d->rule = NULL;
	d->template_id = NULL;
	d->receipt = NULL;
	g_free(d->queue);
	d->queue = g_strdup(
		apres_policy_queue(w->policy, queue) != NULL ? queue : "unclassified");
	if (reason != NULL)
		apres_weighing_reason(w, reason);
}

/* Machine mail that is certain: silence, unless a human word of the gravest kind is in
 * it. */
static bool
decide_machine(apres_weighing *w)
{
	apres_decision *d = w->decision;

	if (!w->machine_final && !w->machine_certain)
		return false;
	g_ptr_array_set_size(d->notify_queues, 0);
	if (!w->machine_final &&
	    (w->never_automatic || w->facts->answer == APRES_ANSWER_REFUSED)) {
		hold(w, "machine", NULL);
	} else {
		d->effect = APRES_EFFECT_SILENCE;
		d->rule = NULL;
		d->receipt = NULL;
		g_clear_pointer(&d->queue, g_free);
	}
	apres_decide_obligations(w);
	return true;
}

/* Whose queue, if no rule names one. */
static const char *
queue_of_floor(const apres_weighing *w)
{
	if (w->facts->audience == APRES_AUDIENCE_UNVERIFIED)
		return "identity";
	return w->machine_probable ? "machine" : "review";
}

static bool
over(const apres_limit *limit, guint sent)
{
	return limit->count > 0 && sent >= (guint)limit->count;
}

static const char *
limit_reached(apres_weighing *w)
{
	const apres_history *h = w->history;
	apres_decision *d = w->decision;

	if (h == NULL)
		return NULL;
	d->company_limit = over(&w->policy->per_company, h->company_replies);
	d->limit = d->company_limit || over(&w->policy->per_thread, h->thread_replies) ||
		   over(&w->policy->per_candidate, h->candidate_replies);
	return !d->limit ? NULL : d->company_limit ? "limit-company" : "limit";
}

/* Reasons why the chosen answers rule must not stand after all. */
static const char *
objection(apres_weighing *w)
{
	const apres_rule *rule = w->decision->rule;
	bool reply = rule->kind == APRES_RULE_REPLY;
	bool again = (w->history != NULL && w->history->after_our_reply) ||
		     apres_weighing_has(w, "our-auto-text");
	const char *why = apres_decide_explained(w, rule);

	if (why != NULL)
		return why;
	if (reply && again)
		return "repeat-request";
	if (reply && w->history != NULL && w->history->same_text)
		return "same-text";
	if (reply && w->facts->audience == APRES_AUDIENCE_INTERNAL &&
	    !w->facts->careers_mailbox &&
	    (w->application == NULL || !w->application->own))
		return "internal-without-case";
	why = reply ? apres_decide_case_objection(w) : NULL;
	if (why != NULL)
		return why;
	w->decision->effect = reply ? APRES_EFFECT_REPLY : APRES_EFFECT_SILENCE;
	apres_decide_obligations(w);
	why = apres_decide_template(w);
	return why != NULL || !reply ? why : limit_reached(w);
}

static void
decide_answer(apres_weighing *w)
{
	apres_decision *d = w->decision;
	const apres_policy *p = w->policy;

	d->rule = w->reply != NULL ? w->reply : w->nothing;
	const char *why = objection(w);
	if (why != NULL) {
		const char *language = d->language;
		hold(w, g_str_equal(why, "unexplained") ? "unclassified" : "review", why);
		d->language = language;
		return;
	}
	for (guint i = 0; i < d->classes->len; i++)
		for (guint j = 0; j < d->rule->classes->len; j++)
			if (g_str_equal(d->classes->pdata[i], d->rule->classes->pdata[j]))
				apres_weighing_reason(w, d->classes->pdata[i]);
	if (d->effect == APRES_EFFECT_REPLY)
		d->send_after = apres_calendar_next_open(
			p->calendar, w->now + (gint64)p->wait_minutes * 60);
}

/* A colleague's word about a debrief: no rule of candidates' mail is for it, but what no
 * machine may answer is read by a person all the same. */
static bool
decide_word(apres_weighing *w, bool floor)
{
	apres_decision *d = w->decision;

	if (w->facts->answer != APRES_ANSWER_TAKEN || floor || w->never_automatic ||
	    apres_weighing_has(w, "suspicion"))
		return false;
	g_ptr_array_set_size(d->notify_queues, 0);
	g_ptr_array_set_size(d->reasons, 0);
	g_clear_pointer(&d->queue, g_free);
	d->effect = APRES_EFFECT_SILENCE;
	d->receipt = NULL;
	apres_weighing_reason(w, "debrief-answer");
	return true;
}

static void
mark_winner(apres_decision *d)
{
	for (guint i = 0; i < d->results->len; i++) {
		apres_rule_result *result = d->results->pdata[i];
		result->decides = result->rule == d->rule;
	}
}

static void
conclude(apres_weighing *w)
{
	const GArray *trusted = w->decision->trusted;

	mark_winner(w->decision);
	for (guint i = 0; i < trusted->len; i++) {
		const apres_trusted *one = &g_array_index(trusted, apres_trusted, i);
		g_autofree char *reason = g_strdup_printf("trusted:%s", one->hit->id);
		apres_weighing_reason(w, reason);
	}
}

apres_decision *
apres_decide(const apres_policy *policy, const apres_facts *facts,
	     const apres_reading *reading, const apres_history *history,
	     const apres_case *application, gint64 now)
{
	apres_decision *d = decision_new();
	apres_weighing w = { .policy = policy,
			     .facts = facts,
			     .reading = reading,
			     .history = history,
			     .application = application,
			     .now = now,
			     .decision = d };

	take_classes(&w);
	if (reading != NULL)
		w.text_language = apres_language_guess(policy->languages, reading->text);
	d->language = w.text_language;
	apres_decide_rules(&w);
	bool floor = apres_decide_floors(&w);
	if (decide_machine(&w) || decide_word(&w, floor)) {
		conclude(&w);
		return d;
	}
	if (w.held_by_rule || floor) {
		apres_decide_explained(&w, NULL);
		if (d->queue == NULL)
			hold(&w, queue_of_floor(&w), NULL);
		/* A receipt is no answer to somebody nobody may answer. */
		if (floor || w.never_automatic || apres_weighing_has(&w, "suspicion"))
			d->receipt = NULL;
	} else if (w.reply != NULL || w.nothing != NULL) {
		decide_answer(&w);
	} else {
		apres_decide_explained(&w, NULL);
		hold(&w, "unclassified", "unclassified");
	}
	apres_decide_obligations(&w);
	conclude(&w);
	return d;
}

void
apres_decision_hold(apres_decision *decision, const apres_policy *policy,
		    const char *reason, gint64 received)
{
	apres_facts facts = { .received = received, .machine = NULL };
	apres_weighing w = { .policy = policy, .facts = &facts, .decision = decision };

	hold(&w, "review", reason);
	/* What had to be opened anyway stays; the answer is now a person's. */
	decision->send_after = 0;
	apres_decide_obligations(&w);
	mark_winner(decision);
}
