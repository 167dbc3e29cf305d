/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Patterns x message -> classes.  Every field is folded once, every pattern
 * looked for once; then each class's condition is evaluated with three values,
 * and what made it true is its evidence.
 */
#include "config.h"
#include "classify/classify.h"

#include <string.h>

#include "classify/evaluate.h"
#include "classify/pattern.h"
#include "message/machine.h"
#include "util/error.h"

static void
free_pattern(gpointer pattern)
{
	apres_pattern_free(pattern);
}

/* The number of the first pattern of C that says what COND does. */
static bool
find_twin(const apres_classifier *c, const apres_cond *cond, guint *twin_out)
{
	GHashTable *known = cond->literal ? c->by_phrase : c->by_re;
	gpointer twin = NULL;

	if (cond->words != NULL || cond->source == NULL ||
	    !g_hash_table_lookup_extended(known, cond->source, NULL, &twin))
		return false;
	*twin_out = GPOINTER_TO_UINT(twin);
	return true;
}

/* Patterns that say the same are looked for once, whatever class they stand in. */
static guint
twin_of(apres_classifier *c, const apres_cond *cond)
{
	GHashTable *known = cond->literal ? c->by_phrase : c->by_re;
	guint twin = cond->id;

	if (!find_twin(c, cond, &twin) && cond->words == NULL)
		g_hash_table_insert(known, cond->source, GUINT_TO_POINTER(cond->id));
	return twin;
}

/* What C, or LIKE (or NULL), has compiled already is not compiled again. */
static apres_pattern *
pattern_for(const apres_classifier *c, const apres_cond *cond,
	    const apres_classifier *like, GError **error)
{
	guint twin;

	if (find_twin(c, cond, &twin))
		return apres_pattern_twin(cond, c->patterns->pdata[twin]);
	if (like != NULL && find_twin(like, cond, &twin))
		return apres_pattern_twin(cond, like->patterns->pdata[twin]);
	return c->frozen ? apres_pattern_new(cond) : apres_pattern_compile(cond, error);
}

/* Compile every pattern below COND and give it its number. */
static bool
compile_cond(apres_classifier *c, apres_cond *cond, const char *class_id,
	     const apres_classifier *like, GError **error)
{
	if (cond->kind == APRES_COND_PATTERN) {
		apres_pattern *pattern = pattern_for(c, cond, like, error);
		if (pattern == NULL)
			return false;
		cond->id = c->patterns->len;
		g_ptr_array_add(c->patterns, pattern);
		g_ptr_array_add(c->owners, (gpointer)class_id);
		guint twin = twin_of(c, cond);
		g_array_append_val(c->twins, twin);
		return true;
	}
	for (guint i = 0; cond->children != NULL && i < cond->children->len; i++)
		if (!compile_cond(c, cond->children->pdata[i], class_id, like, error))
			return false;
	return true;
}

/* Every class-ref names a class, and none leads back to where it began. */
static bool
check_refs(const apres_classifier *c, apres_cond *cond, GHashTable *path, GError **error)
{
	for (guint i = 0; cond->children != NULL && i < cond->children->len; i++)
		if (!check_refs(c, cond->children->pdata[i], path, error))
			return false;
	if (cond->kind != APRES_COND_CLASS)
		return true;
	const apres_class *class = g_hash_table_lookup(c->by_id, cond->class_ref);
	const char *why = class == NULL                        ? "is not defined"
			  : g_hash_table_contains(path, class) ? "refers back to itself"
							       : NULL;
	if (why != NULL)
		return apres_throw(error, APRES_ERROR_CONFIG,
				   "%s:%d:%d: error: class '%s' %s [E-REF]",
				   cond->origin.file, cond->origin.line,
				   cond->origin.column, cond->class_ref, why);
	cond->class = class;
	g_hash_table_add(path, (gpointer) class);
	bool good = check_refs(c, class->cond, path, error);
	g_hash_table_remove(path, class);
	return good;
}

static bool
check_class(const apres_classifier *c, const apres_class *class, GError **error)
{
	g_autoptr(GHashTable) path = g_hash_table_new(NULL, NULL);

	g_hash_table_add(path, (gpointer) class);
	return check_refs(c, class->cond, path, error);
}

static apres_classifier *
classifier_new(const GPtrArray *classes, const GPtrArray *questions,
	       const apres_classifier *like, bool frozen, GError **error)
{
	g_autoptr(apres_classifier) c = g_new0(apres_classifier, 1);

	c->classes = classes;
	c->questions = questions;
	c->frozen = frozen;
	c->patterns = g_ptr_array_new_with_free_func(free_pattern);
	c->owners = g_ptr_array_new();
	c->twins = g_array_new(FALSE, FALSE, sizeof(guint));
	c->by_phrase = g_hash_table_new(g_str_hash, g_str_equal);
	c->by_re = g_hash_table_new(g_str_hash, g_str_equal);
	c->by_id = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < classes->len; i++) {
		apres_class *class = classes->pdata[i];
		class->number = i;
		g_hash_table_insert(c->by_id, class->id, class);
		if (!compile_cond(c, class->cond, class->id, like, error))
			return NULL;
	}
	for (guint i = 0; i < classes->len; i++)
		if (!check_class(c, classes->pdata[i], error))
			return NULL;
	for (guint i = 0; questions != NULL && i < questions->len; i++)
		if (!compile_cond(c, questions->pdata[i], NULL, like, error))
			return NULL;
	return g_steal_pointer(&c);
}

apres_classifier *
apres_classifier_new(const GPtrArray *classes, const GPtrArray *questions, GError **error)
{
	return classifier_new(classes, questions, NULL, false, error);
}

apres_classifier *
apres_classifier_new_like(const GPtrArray *classes, const GPtrArray *questions,
			  const apres_classifier *like, GError **error)
{
	return classifier_new(classes, questions, like, false, error);
}

GBytes *
apres_classifier_freeze(const apres_classifier *classifier)
{
	return apres_patterns_freeze(classifier->patterns);
}

apres_classifier *
apres_classifier_thaw(const GPtrArray *classes, const GPtrArray *questions,
		      GBytes *frozen)
{
	g_autoptr(apres_classifier) c =
		classifier_new(classes, questions, NULL, true, NULL);

	if (c == NULL || !apres_patterns_thaw(c->patterns, frozen))
		return NULL;
	return g_steal_pointer(&c);
}

void
apres_classifier_free(apres_classifier *classifier)
{
	if (classifier == NULL)
		return;
	g_clear_pointer(&classifier->by_phrase, g_hash_table_unref);
	g_clear_pointer(&classifier->by_re, g_hash_table_unref);
	g_clear_pointer(&classifier->twins, g_array_unref);
	g_clear_pointer(&classifier->patterns, g_ptr_array_unref);
	g_clear_pointer(&classifier->owners, g_ptr_array_unref);
	g_clear_pointer(&classifier->by_id, g_hash_table_unref);
	g_free(classifier);
}

void
apres_classifier_jit(const apres_classifier *classifier)
{
	for (guint i = 0; i < classifier->patterns->len; i++)
		apres_pattern_jit(classifier->patterns->pdata[i]);
}

const apres_cond *
apres_classifier_pattern(const apres_classifier *classifier, guint id,
			 const char **class_id_out)
{
	if (id >= classifier->patterns->len)
		return NULL;
	if (class_id_out != NULL)
		*class_id_out = classifier->owners->pdata[id];
	return apres_pattern_cond(classifier->patterns->pdata[id]);
}

static char *
copy_text(const char *text)
{
	return g_strdup(text != NULL ? text : "");
}

static apres_reading *
reading_new(const apres_message *message)
{
	apres_reading *r = g_new0(apres_reading, 1);

	r->subject = copy_text(message->subject);
	r->subject_core = copy_text(message->subject_core);
	r->text = copy_text(message->text);
	r->quoted = copy_text(message->quoted);
	r->message_id = g_strdup(message->message_id);
	r->references = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; message->references != NULL && i < message->references->len;
	     i++)
		g_ptr_array_add(r->references, g_strdup(message->references->pdata[i]));
	r->problems = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; message->problems != NULL && i < message->problems->len; i++)
		g_ptr_array_add(r->problems, g_strdup(message->problems->pdata[i]));
	r->machine =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_machine_hit_free);
	for (guint i = 0; message->machine != NULL && i < message->machine->len; i++) {
		const apres_machine_hit *hit = message->machine->pdata[i];
		g_ptr_array_add(r->machine,
				apres_machine_hit_new(hit->id, hit->grade, hit->detail));
	}
	r->sentences = g_array_new(FALSE, FALSE, sizeof(apres_read_sentence));
	r->classes = g_ptr_array_new();
	r->unknown = g_ptr_array_new();
	r->evidence = g_ptr_array_new_with_free_func(g_free);
	r->text_unknown = message->text_unknown;
	return r;
}

void
apres_reading_free(apres_reading *reading)
{
	if (reading == NULL)
		return;
	g_free(reading->subject);
	g_free(reading->subject_core);
	g_free(reading->text);
	g_free(reading->quoted);
	g_free(reading->message_id);
	g_ptr_array_unref(reading->references);
	g_ptr_array_unref(reading->problems);
	g_ptr_array_unref(reading->machine);
	g_array_unref(reading->sentences);
	g_ptr_array_unref(reading->classes);
	g_ptr_array_unref(reading->unknown);
	g_ptr_array_unref(reading->evidence);
	g_free(reading);
}

bool
apres_reading_has(const apres_reading *reading, const char *class_id)
{
	for (guint i = 0; i < reading->classes->len; i++)
		if (g_str_equal(reading->classes->pdata[i], class_id))
			return true;
	return false;
}

apres_reading *
apres_classify(const apres_classifier *classifier, const apres_message *message)
{
	apres_reading *reading = reading_new(message);
	g_autoptr(apres_evaluation) evaluation =
		apres_evaluation_new(classifier, message, reading);

	for (guint i = 0; i < classifier->classes->len; i++) {
		const apres_class *class = classifier->classes->pdata[i];
		/* A part says nothing by itself, but for base's, which the decision asks
		 * for by name. */
		if (class->part && !class->final)
			continue;
		switch (apres_evaluation_class(evaluation, class)) {
		case APRES_TRUTH_TRUE:
			g_ptr_array_add(reading->classes, class->id);
			apres_evaluation_explain(evaluation, class, reading->evidence);
			break;
		case APRES_TRUTH_UNKNOWN:
			g_ptr_array_add(reading->unknown, class->id);
			break;
		case APRES_TRUTH_FALSE: break;
		}
	}
	return reading;
}

const char *
apres_language_guess(const GPtrArray *languages, const char *text)
{
	g_autoptr(apres_folded) folded = apres_fold(text, strlen(text));
	g_auto(GStrv) words = g_strsplit_set(folded->text, " \n.,;:!?()\"-/", -1);
	const char *best = NULL;
	guint best_hits = 0;

	for (guint i = 0; i < languages->len; i++) {
		const apres_language *language = languages->pdata[i];
		guint hits = 0;
		for (char **word = words; *word != NULL; word++)
			hits += **word != '\0' &&
				g_hash_table_contains(language->stopwords, *word);
		/* A tie says nothing. */
		if (hits == best_hits)
			best = NULL;
		if (hits > best_hits) {
			best_hits = hits;
			best = language->tag;
		}
	}
	return best;
}
