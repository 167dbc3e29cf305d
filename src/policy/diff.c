/* SPDX-License-Identifier: Apache-2.0 */
/* What two policies make of the same mail. */
#include "config.h"
#include "policy/diff.h"

#include "policy/hypothesis.h"
#include "policy/treatment.h"

typedef struct comparison {
	const apres_policy *was, *is;
	GPtrArray *classes; /* const char *: of both, that can stand alone in a mail */
	apres_hypothesis *mail_was, *mail_is;
	apres_audience audience;
	apres_diff *diff;
} comparison;

static void
part_free(gpointer data)
{
	apres_diff_part *part = data;

	g_free(part->name);
	g_ptr_array_unref(part->was);
	g_ptr_array_unref(part->becomes);
	g_free(part);
}

static void
case_free(gpointer data)
{
	apres_diff_case *c = data;

	g_free(c->classes);
	g_free(c->was);
	g_free(c->becomes);
	g_free(c);
}

static void
term_free(gpointer data)
{
	apres_diff_term *term = data;

	g_free(term->name);
	g_free(term->was);
	g_free(term->becomes);
	g_free(term);
}

void
apres_diff_free(apres_diff *diff)
{
	if (diff == NULL)
		return;
	g_ptr_array_unref(diff->parts);
	g_ptr_array_unref(diff->cases);
	g_ptr_array_unref(diff->terms);
	g_free(diff);
}

static void
take_classes(GPtrArray *ids, const apres_policy *policy)
{
	for (guint i = 0; i < policy->classes->len; i++) {
		const apres_class *class = policy->classes->pdata[i];
		if (!class->part &&
		    !g_ptr_array_find_with_equal_func(ids, class->id, g_str_equal, NULL))
			g_ptr_array_add(ids, class->id);
	}
}

/* Compare on the mail {A} or {A, B}; true if it is treated differently. */
static bool
compare(comparison *c, const char *a, const char *b)
{
	apres_hypothesis *mails[] = { c->mail_was, c->mail_is };

	for (int i = 0; i < 2; i++) {
		apres_hypothesis_clear(mails[i]);
		apres_hypothesis_add(mails[i], a);
		if (b != NULL)
			apres_hypothesis_add(mails[i], b);
	}
	g_autoptr(apres_decision) was = apres_hypothesis_decide(c->mail_was, c->was);
	g_autoptr(apres_decision) is = apres_hypothesis_decide(c->mail_is, c->is);
	g_autoptr(apres_treatment) before = apres_treatment_of(c->was, was);
	g_autoptr(apres_treatment) after = apres_treatment_of(c->is, is);
	if (apres_treatment_is_same(before, after))
		return false;
	apres_diff_case *found = g_new0(apres_diff_case, 1);
	found->audience = c->audience;
	found->classes = g_strjoin(", ", a, b, NULL);
	found->was = g_strdup(before->words);
	found->becomes = g_strdup(after->words);
	found->weaker = apres_treatment_is_weaker(before, after);
	c->diff->weaker += found->weaker;
	g_ptr_array_add(c->diff->cases, found);
	return true;
}

static void
compare_audience(comparison *c)
{
	guint count = c->classes->len;
	g_autofree bool *differs = g_new0(bool, count);

	for (guint i = 0; i < count; i++)
		differs[i] = compare(c, c->classes->pdata[i], NULL);
	for (guint i = 0; i < count; i++)
		for (guint j = i + 1; j < count; j++)
			if (!differs[i] && !differs[j])
				compare(c, c->classes->pdata[i], c->classes->pdata[j]);
}

apres_diff *
apres_policy_diff_parts(const apres_policy *was, const apres_policy *is)
{
	apres_diff *diff = g_new0(apres_diff, 1);

	diff->parts = g_ptr_array_new_with_free_func(part_free);
	diff->cases = g_ptr_array_new_with_free_func(case_free);
	diff->terms = g_ptr_array_new_with_free_func(term_free);
	diff->same_files = g_strcmp0(was->digest, is->digest) == 0;
	apres_diff_parts(was, is, diff->parts);
	for (guint i = 0; i < diff->parts->len; i++) {
		const apres_diff_part *part = diff->parts->pdata[i];
		diff->reworded += part->change == '~' && g_str_equal(part->kind, "text");
	}
	apres_diff_settings(was, is, diff);
	apres_diff_people(was, is, diff);
	apres_diff_terms(was, is, diff);
	return diff;
}

apres_diff *
apres_policy_diff(const apres_policy *was, const apres_policy *is)
{
	apres_diff *diff = apres_policy_diff_parts(was, is);
	g_autoptr(GPtrArray) classes = g_ptr_array_new();
	comparison c = { .was = was, .is = is, .classes = classes, .diff = diff };

	take_classes(classes, was);
	take_classes(classes, is);
	for (guint a = 0; a < APRES_AUDIENCE_COUNT_; a++) {
		g_autoptr(apres_hypothesis) mail_was = apres_hypothesis_new(
			(apres_audience)a, apres_hypothesis_any_word(was), false);
		g_autoptr(apres_hypothesis) mail_is = apres_hypothesis_new(
			(apres_audience)a, apres_hypothesis_any_word(is), false);
		c.audience = (apres_audience)a;
		c.mail_was = mail_was;
		c.mail_is = mail_is;
		compare_audience(&c);
	}
	return diff;
}
