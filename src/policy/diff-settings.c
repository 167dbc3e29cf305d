/* SPDX-License-Identifier: Apache-2.0 */
/* What no rule says and yet decides: limits, people, languages, contacts, tests. */
#include "config.h"
#include "policy/diff.h"

#define NOTHING "nothing"

static void
say(apres_diff *diff, const char *name, const char *was, const char *becomes, bool weaker,
    apres_origin at)
{
	was = was != NULL ? was : NOTHING;
	becomes = becomes != NULL ? becomes : NOTHING;
	if (!g_str_equal(was, becomes))
		apres_diff_add_term(diff, g_strdup(name), g_strdup(was),
				    g_strdup(becomes), weaker, at);
}

static char *
bound_words(int bound)
{
	return bound < 0 ? g_strdup("any") : g_strdup_printf("%d", bound);
}

/* A bound of what is read by no person: -1 is none. */
static void
say_bound(apres_diff *diff, const char *name, int was, int is, apres_origin at)
{
	g_autofree char *before = bound_words(was);
	g_autofree char *after = bound_words(is);

	say(diff, name, before, after, was >= 0 && (is < 0 || is > was), at);
}

static char *
limit_words(const apres_limit *limit)
{
	g_autofree char *period = apres_duration_to_string(limit->period);

	return limit->count == 0 ? g_strdup("any")
				 : g_strdup_printf("%d/%s", limit->count, period);
}

/* Replies in a period: more of them, or in less time. */
static void
say_limit(apres_diff *diff, const char *name, const apres_limit *was,
	  const apres_limit *is, apres_origin at)
{
	g_autofree char *before = limit_words(was);
	g_autofree char *after = limit_words(is);
	bool wider =
		is->count == 0 || is->count > was->count ||
		apres_duration_longest(is->period) < apres_duration_longest(was->period);

	say(diff, name, before, after, was->count != 0 && wider, at);
}

static void
say_time(apres_diff *diff, const char *name, apres_duration was, apres_duration is,
	 apres_origin at)
{
	g_autofree char *before = apres_duration_to_string(was);
	g_autofree char *after = apres_duration_to_string(is);

	say(diff, name, before, after,
	    apres_duration_longest(is) > apres_duration_longest(was), at);
}

static void
compare_limits(apres_diff *diff, const apres_policy *was, const apres_policy *is,
	       apres_origin at)
{
	g_autofree char *before = g_strdup_printf("%dmin", was->wait_minutes);
	g_autofree char *after = g_strdup_printf("%dmin", is->wait_minutes);

	say_bound(diff, "max-words", was->max_words, is->max_words, at);
	say_bound(diff, "unexplained-sentences", was->unexplained_sentences,
		  is->unexplained_sentences, at);
	say_bound(diff, "unexplained-questions", was->unexplained_questions,
		  is->unexplained_questions, at);
	say_limit(diff, "per-candidate", &was->per_candidate, &is->per_candidate, at);
	say_limit(diff, "per-thread", &was->per_thread, &is->per_thread, at);
	say_limit(diff, "per-company", &was->per_company, &is->per_company, at);
	say_time(diff, "fresh", was->fresh, is->fresh, at);
	/* Less time to take a reply back. */
	say(diff, "wait", before, after, is->wait_minutes < was->wait_minutes, at);
}

static char *
proof_of(const apres_policy *policy, const char *domain)
{
	for (guint i = 0; i < policy->people->len; i++) {
		const apres_people *people = policy->people->pdata[i];
		if (g_str_equal(people->domain, domain))
			return g_strdup_printf(
				"proof%s%s%s%s", people->proof_dmarc ? " dmarc" : "",
				people->proof_auth ? " auth" : "",
				people->proof_header != NULL ? " header " : "",
				people->proof_header != NULL ? people->proof_header : "");
	}
	return NULL;
}

/* Who is new among employees is told more; who no longer is one need not prove it, and
 * is answered as anybody: neither is stricter. */
static void
compare_people(apres_diff *diff, const apres_policy *was, const apres_policy *is,
	       apres_origin at)
{
	const apres_policy *both[] = { was, is };

	for (int side = 0; side < 2; side++)
		for (guint i = 0; i < both[side]->people->len; i++) {
			const apres_people *people = both[side]->people->pdata[i];
			g_autofree char *before = proof_of(was, people->domain);
			g_autofree char *after = proof_of(is, people->domain);
			g_autofree char *name =
				g_strconcat("people ", people->domain, NULL);
			if (side == 0 || before == NULL)
				say(diff, name, before, after, true, at);
		}
}

static bool
is_automatic(const apres_policy *policy, const char *tag)
{
	for (guint i = 0; i < policy->languages->len; i++) {
		const apres_language *language = policy->languages->pdata[i];
		if (language->automatic && g_str_equal(language->tag, tag))
			return true;
	}
	return false;
}

static void
compare_languages(apres_diff *diff, const apres_policy *was, const apres_policy *is,
		  apres_origin at)
{
	const apres_policy *both[] = { was, is };

	for (int side = 0; side < 2; side++)
		for (guint i = 0; i < both[side]->languages->len; i++) {
			const apres_language *language = both[side]->languages->pdata[i];
			bool before = is_automatic(was, language->tag);
			bool after = is_automatic(is, language->tag);
			g_autofree char *name =
				g_strdup_printf("answers in %s", language->tag);
			if (language->automatic && before != after)
				say(diff, name, before ? "yes" : "no",
				    after ? "yes" : "no", after, at);
		}
}

static void
compare_debrief(apres_diff *diff, const apres_policy *was, const apres_policy *is,
		apres_origin at)
{
	const apres_debrief_terms *a = was->debrief, *b = is->debrief;

	if (a == NULL && b == NULL)
		return;
	say(diff, "debrief owner", a != NULL ? a->owner : NULL,
	    b != NULL ? b->owner : NULL, b == NULL, b != NULL ? b->origin : at);
	if (a == NULL || b == NULL)
		return;
	say(diff, "debrief owner-name", a->owner_name, b->owner_name, false, b->origin);
	say_time(diff, "debrief due", a->due, b->due, b->origin);
}

static void
compare_owners(apres_diff *diff, const apres_policy *was, const apres_policy *is)
{
	for (guint i = 0; i < is->queues->len; i++) {
		const apres_queue *after = is->queues->pdata[i];
		const apres_queue *before = apres_policy_queue(was, after->id);
		g_autofree char *owner = g_strdup_printf("queue %s owner", after->id);
		g_autofree char *urgent = g_strdup_printf("queue %s urgent", after->id);
		if (before == NULL)
			continue;
		say(diff, owner, before->owner, after->owner, after->owner == NULL,
		    after->origin);
		say(diff, urgent, before->urgent ? "yes" : "no",
		    after->urgent ? "yes" : "no", !after->urgent, after->origin);
	}
}

static void
compare_company(apres_diff *diff, const apres_policy *was, const apres_policy *is,
		apres_origin at)
{
	say(diff, "company name", was->company_name, is->company_name, false, at);
	say(diff, "company careers", was->careers_link, is->careers_link, false, at);
	say(diff, "company particulars", was->particulars, is->particulars, false, at);
	say(diff, "contacts adjustments", was->adjustments, is->adjustments, false, at);
	say(diff, "contacts privacy", was->privacy, is->privacy, false, at);
	say(diff, "contacts hr", was->hr, is->hr, false, at);
}

void
apres_diff_settings(const apres_policy *was, const apres_policy *is, apres_diff *diff)
{
	apres_origin at = { g_intern_string(is->file), 0, 0 };
	g_autofree char *before = g_strdup_printf("%u", was->tests->len);
	g_autofree char *after = g_strdup_printf("%u", is->tests->len);

	compare_limits(diff, was, is, at);
	compare_people(diff, was, is, at);
	compare_languages(diff, was, is, at);
	compare_debrief(diff, was, is, at);
	compare_owners(diff, was, is);
	compare_company(diff, was, is, at);
	say(diff, "tests", before, after, is->tests->len < was->tests->len, at);
}
