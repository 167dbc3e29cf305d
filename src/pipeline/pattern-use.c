/* SPDX-License-Identifier: Apache-2.0 */
/* Each pattern is made a class of its own, and the mail is classified by them. */
#include "config.h"
#include "pipeline/pattern-use.h"

struct apres_pattern_use {
	GPtrArray *all;     /* const apres_cond *, the policy's */
	GPtrArray *classes; /* apres_class, one each; its id is the number */
	GPtrArray *copies;  /* apres_cond, whose inside is the policy's */
	apres_classifier *classifier;
};

static void
collect(GPtrArray *all, const apres_cond *cond)
{
	if (cond->kind == APRES_COND_PATTERN)
		g_ptr_array_add(all, (gpointer)cond);
	for (guint i = 0; cond->children != NULL && i < cond->children->len; i++)
		collect(all, cond->children->pdata[i]);
}

/* A classifier numbers the patterns it is given, and the policy's have their numbers. */
static apres_cond *
borrow(apres_pattern_use *use, const apres_cond *cond)
{
	apres_cond *copy = g_memdup2(cond, sizeof *cond);

	g_ptr_array_add(use->copies, copy);
	return copy;
}

static apres_cond *
group(apres_cond_kind kind, const apres_cond *like)
{
	apres_cond *cond = apres_cond_new(kind, like->origin);

	/* What is put in here is borrowed. */
	g_ptr_array_set_free_func(cond->children, NULL);
	return cond;
}

/* At its own place a pattern may see one sentence, where ^ and $ are others. */
static void
add_class(apres_pattern_use *use, const apres_cond *cond)
{
	g_autofree char *id = g_strdup_printf("%u", use->classes->len);
	apres_class *class = apres_class_new(id, cond->origin);
	apres_cond *sentence = group(APRES_COND_SENTENCE, cond);

	g_ptr_array_add(sentence->children, borrow(use, cond));
	class->cond = apres_cond_new(APRES_COND_ANY, cond->origin);
	apres_cond *whole = group(APRES_COND_ANY, cond);
	g_ptr_array_add(whole->children, borrow(use, cond));
	g_ptr_array_add(class->cond->children, whole);
	g_ptr_array_add(class->cond->children, sentence);
	g_ptr_array_add(use->classes, class);
}

static void
free_class(gpointer class)
{
	apres_class_free(class);
}

apres_pattern_use *
apres_pattern_use_new(const apres_policy *policy)
{
	apres_pattern_use *use = g_new0(apres_pattern_use, 1);

	use->all = g_ptr_array_new();
	use->classes = g_ptr_array_new_with_free_func(free_class);
	use->copies = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < policy->classes->len; i++)
		collect(use->all, ((const apres_class *)policy->classes->pdata[i])->cond);
	for (guint i = 0; i < policy->questions->len; i++)
		collect(use->all, policy->questions->pdata[i]);
	for (guint i = 0; i < use->all->len; i++)
		add_class(use, use->all->pdata[i]);
	/* Every one of them has been compiled before. */
	use->classifier =
		apres_classifier_new_like(use->classes, NULL, policy->classifier, NULL);
	g_assert(use->classifier != NULL);
	return use;
}

void
apres_pattern_use_free(apres_pattern_use *use)
{
	if (use == NULL)
		return;
	apres_classifier_free(use->classifier);
	g_ptr_array_unref(use->classes);
	g_ptr_array_unref(use->copies);
	g_ptr_array_unref(use->all);
	g_free(use);
}

const GPtrArray *
apres_pattern_use_all(const apres_pattern_use *use)
{
	return use->all;
}

GPtrArray *
apres_pattern_use_find(const apres_pattern_use *use, GBytes *mail)
{
	GPtrArray *found = g_ptr_array_new();
	gsize len;
	const char *bytes = g_bytes_get_data(mail, &len);
	g_autoptr(apres_message) message = apres_message_parse(bytes, len);
	g_autoptr(apres_reading) reading = apres_classify(use->classifier, message);

	for (guint i = 0; i < reading->classes->len; i++)
		g_ptr_array_add(found, use->all->pdata[g_ascii_strtoull(
					       reading->classes->pdata[i], NULL, 10)]);
	return found;
}
