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
#include "message/machine.h"

#define BETWEEN_WORDS " \n.,;:!?()\"-/"

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
	apres_delivery_report_copy(&r->report, &message->report);
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
	apres_delivery_report_clear(&reading->report);
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
		case APRES_TRUTH_FALSE:
			/* It may still explain a clause. */
			if (class->background)
				apres_evaluation_explain(evaluation, class,
							 reading->evidence);
			break;
		}
	}
	return reading;
}

/* Letters lie behind all of them. */
static bool
is_between_words(char sign)
{
	return (guint8)sign <= '?' && strchr(BETWEEN_WORDS, sign) != NULL;
}

/* What a word's hash is made of, sign by sign. */
static guint32
hash_on(guint32 hash, char sign)
{
	return (hash ^ (guint8)sign) * 16777619u;
}

static bool
is_maybe(const apres_language *language, guint32 hash)
{
	guint32 bit = hash % APRES_LANGUAGE_MAYBE;

	return (language->maybe[bit / 64] >> bit % 64 & 1) != 0;
}

void
apres_language_add_stopword(apres_language *language, const char *word)
{
	guint32 hash = 0;

	for (const char *p = word; *p != '\0'; p++)
		hash = hash_on(hash, *p);
	hash %= APRES_LANGUAGE_MAYBE;
	language->maybe[hash / 64] |= G_GUINT64_CONSTANT(1) << hash % 64;
	g_hash_table_add(language->stopwords, g_strdup(word));
}

/* How many words of TEXT each of LANGUAGES has: added to HITS.  Writes into TEXT. */
static void
count_stopwords(const GPtrArray *languages, char *text, guint *hits)
{
	for (char *word = text, *end; word != NULL; word = end) {
		guint32 hash = 0;
		for (end = word; !is_between_words(*end); end++)
			hash = hash_on(hash, *end);
		if (*end != '\0')
			*end++ = '\0';
		else
			end = NULL;
		for (guint i = 0; *word != '\0' && i < languages->len; i++) {
			const apres_language *language = languages->pdata[i];
			hits[i] += is_maybe(language, hash) &&
				   g_hash_table_contains(language->stopwords, word);
		}
	}
}

const char *
apres_language_guess(const GPtrArray *languages, const char *text)
{
	g_autoptr(apres_folded) folded = apres_fold(text, strlen(text));
	g_autofree guint *hits = g_new0(guint, (gsize)languages->len + 1);
	const char *best = NULL;
	guint best_hits = 0;

	count_stopwords(languages, folded->text, hits);
	for (guint i = 0; i < languages->len; i++) {
		/* A tie says nothing. */
		if (hits[i] == best_hits)
			best = NULL;
		if (hits[i] > best_hits) {
			best_hits = hits[i];
			best = ((const apres_language *)languages->pdata[i])->tag;
		}
	}
	return best;
}
