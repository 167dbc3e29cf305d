/* SPDX-License-Identifier: Apache-2.0 */
/*
 * learn LANGUAGE FILE...: labelled samples (tests/candidates/samples.py) -> a table of
 * weights for <likeness> (classify/likeness.h) on standard output.
 *
 * Multinomial logistic regression by stochastic gradient (AdaGrad).  Every run gives the
 * same table: whatever is drawn is drawn by a generator of fixed seed.
 */
#include "config.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "classify/features.h"
#include "samples.h"
#include "util/text.h"

#define ROUNDS 12
#define ROUNDS_TO_RANK 4 /* enough to see what weighs */
#define RATE 0.2
#define SHRINK 4e-6    /* of the weights, at each step */
#define RARE 3         /* in fewer mails a pair says nothing */
#define RARE_WORD 2    /* what one mail alone says is strange still */
#define NAME_SHARE 0.5 /* of a word's mails it stands in the name of more: it is one */
#define KEPT 100000    /* words and pairs in the table: what weighs most */

/* The company that is written to: its name is no matter, nor what stands beside it. */
static const char company[] = "contoso";

typedef struct example {
	GArray *words; /* guint: numbers of words and pairs */
	guint kind;
} example;

typedef struct weights {
	double of[SAMPLE_KINDS], squares[SAMPLE_KINDS];
} weights;

typedef struct learner {
	GPtrArray *examples;
	GHashTable *numbers; /* word -> number + 1 */
	GPtrArray *words;
	GHashTable *names; /* words that weigh nothing */
	GArray *mute;      /* bool: is there a name in it */
	GArray *seen;      /* guint: in how many mails, of those that were written */
	weights *learnt;
	weights base;
	guint64 random;
} learner;

static bool
is_mute(const learner *l, const char *group)
{
	g_auto(GStrv) words = g_strsplit(group, " ", -1);
	bool mute = false;

	for (char **word = words; *word != NULL && !mute; word++)
		mute = g_hash_table_contains(l->names, *word);
	return mute;
}

static guint
number_of(learner *l, const char *word)
{
	guint number = GPOINTER_TO_UINT(g_hash_table_lookup(l->numbers, word));

	if (number == 0) {
		char *mine = g_strdup(word);
		const guint none = 0;
		const bool mute = is_mute(l, word);
		g_ptr_array_add(l->words, mine);
		g_array_append_val(l->seen, none);
		g_array_append_val(l->mute, mute);
		number = l->words->len;
		g_hash_table_insert(l->numbers, mine, GUINT_TO_POINTER(number));
	}
	return number - 1;
}

static void
count_words(GHashTable *counts, const char *text)
{
	g_autoptr(apres_folded) folded = apres_fold(text, strlen(text));
	g_autoptr(apres_features) features = apres_features_of(folded->text, folded->len);

	for (guint i = 0; features != NULL && i < apres_features_words(features); i++) {
		const char *word = apres_features_at(features, i);
		gpointer count = g_hash_table_lookup(counts, word);
		g_hash_table_insert(counts, g_strdup(word),
				    GUINT_TO_POINTER(GPOINTER_TO_UINT(count) + 1));
	}
}

static guint
count_of(GHashTable *counts, gconstpointer word)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(counts, word));
}

/*
 * The company, and what stands mostly in the names below SAMPLES, of what is harmless
 * too: "barrister" is grave there.  Who is called Farid must not be held more than who is
 * called Emily.
 */
static GHashTable *
find_names(const GPtrArray *samples)
{
	GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) all =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) grave =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) harmless =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GHashTableIter iter;
	gpointer word;

	for (guint i = 0; i < samples->len; i++) {
		const sample *s = samples->pdata[i];
		count_words(all, s->text);
		count_words(sample_is_grave(s->kind) ? grave : harmless,
			    sample_name(s->text));
	}
	g_hash_table_iter_init(&iter, all);
	while (g_hash_table_iter_next(&iter, &word, NULL)) {
		guint of_grave = count_of(grave, word),
		      of_harmless = count_of(harmless, word);
		if (of_grave + of_harmless > NAME_SHARE * count_of(all, word) &&
		    of_grave <= 2 * of_harmless + 1)
			g_hash_table_add(names, g_strdup(word));
	}
	g_hash_table_add(names, g_strdup(company));
	return names;
}

/* How long TEXT is without the name below it, as the program reads it
 * (classify/likeness.c). */
static gsize
len_without_name(const learner *l, const char *text)
{
	const char *name = sample_name(text);
	g_autoptr(apres_features) features = apres_features_of(name, strlen(name));

	for (guint i = 0; i < apres_features_words(features); i++)
		if (!is_mute(l, apres_features_at(features, i)))
			return strlen(text);
	return (gsize)(name - text);
}

/* S as one was WRITTEN, or made of what was. */
static void
add_example(learner *l, const sample *s, bool written)
{
	g_autoptr(apres_folded) folded = apres_fold(s->text, strlen(s->text));
	g_autoptr(apres_features) features =
		apres_features_of(folded->text, len_without_name(l, folded->text));
	example *e = g_new(example, 1);

	*e = (example){ g_array_new(FALSE, FALSE, sizeof(guint)), s->kind };
	for (guint i = 0; features != NULL && i < apres_features_count(features); i++) {
		guint number = number_of(l, apres_features_at(features, i));
		g_array_index(l->seen, guint, number) += written;
		if (!g_array_index(l->mute, bool, number))
			g_array_append_val(e->words, number);
	}
	g_ptr_array_add(l->examples, e);
}

static void
step(weights *w, guint kind, double slope)
{
	slope += SHRINK * w->of[kind];
	w->squares[kind] += slope * slope;
	w->of[kind] -= RATE * slope / sqrt(w->squares[kind]);
}

static bool
is_kept(const bool *kept, guint number)
{
	return kept == NULL || kept[number];
}

static void
learn_from(learner *l, const example *e, const bool *kept)
{
	double scores[SAMPLE_KINDS], most = -HUGE_VAL, total = 0;
	guint found = 0;

	for (guint i = 0; i < e->words->len; i++)
		found += is_kept(kept, g_array_index(e->words, guint, i));
	double share = 1 / sqrt(found + 1.0);
	memcpy(scores, l->base.of, sizeof(scores));
	for (guint i = 0; i < e->words->len; i++) {
		guint number = g_array_index(e->words, guint, i);
		for (guint k = 0; is_kept(kept, number) && k < SAMPLE_KINDS; k++)
			scores[k] += l->learnt[number].of[k] * share;
	}
	for (guint k = 0; k < SAMPLE_KINDS; k++)
		most = fmax(most, scores[k]);
	for (guint k = 0; k < SAMPLE_KINDS; k++)
		total += scores[k] = exp(scores[k] - most);
	for (guint k = 0; k < SAMPLE_KINDS; k++) {
		double slope = scores[k] / total - (k == e->kind);
		step(&l->base, k, slope);
		for (guint i = 0; i < e->words->len; i++) {
			guint number = g_array_index(e->words, guint, i);
			if (is_kept(kept, number))
				step(&l->learnt[number], k, slope * share);
		}
	}
}

static void
learn(learner *l, const bool *kept, int rounds)
{
	guint count = l->examples->len;
	g_autofree guint *order = g_new(guint, count);

	for (guint i = 0; i < l->words->len; i++)
		for (guint k = 0; k < SAMPLE_KINDS; k++)
			l->learnt[i] = (weights){ .squares = { [0 ... SAMPLE_KINDS - 1] =
								       1e-6 } };
	l->base = l->learnt[0];
	for (guint i = 0; i < count; i++)
		order[i] = i;
	for (int round = 0; round < rounds; round++) {
		for (guint i = count - 1; i > 0; i--) {
			guint j = sample_draw(&l->random, i + 1), other = order[i];
			order[i] = order[j];
			order[j] = other;
		}
		for (guint i = 0; i < count; i++)
			learn_from(l, l->examples->pdata[order[i]], kept);
	}
}

static double
heaviest(const weights *w)
{
	double most = 0;

	for (guint k = 0; k < SAMPLE_KINDS; k++)
		most = fmax(most, fabs(w->of[k]));
	return most;
}

typedef struct ranked {
	double worth;
	guint number;
} ranked;

static int
by_worth(const void *a, const void *b)
{
	const ranked *x = a, *y = b;

	if (x->worth != y->worth)
		return x->worth < y->worth ? 1 : -1;
	return (x->number > y->number) - (x->number < y->number);
}

/* All words that are not rare, and the pairs that weigh most; caller frees. */
static bool *
keep(const learner *l)
{
	guint count = l->words->len;
	g_autofree ranked *rank = g_new(ranked, count);
	bool *kept = g_new0(bool, count);

	for (guint i = 0; i < count; i++) {
		guint seen = g_array_index(l->seen, guint, i);
		const char *word = l->words->pdata[i];
		bool pair = strchr(word, ' ') != NULL;
		bool rare = seen < (pair ? RARE : RARE_WORD);
		double worth = heaviest(&l->learnt[i]) * sqrt(seen) + (pair ? 0 : 1e6);
		rank[i] = (ranked){ rare ? 0 : worth, i };
	}
	qsort(rank, count, sizeof(*rank), by_worth);
	for (guint i = 0; i < MIN(KEPT, count); i++)
		kept[rank[i].number] = rank[i].worth > 0;
	return kept;
}

static gint
by_bytes(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
print_table(const learner *l, const bool *kept)
{
	static const char base[] = "*";
	g_autoptr(GPtrArray) words = g_ptr_array_new();

	puts("# SPDX-License-Identifier: Apache-2.0\n"
	     "# What words weigh, in hundredths, learnt from invented mail.  Made by\n"
	     "# \"make likeness\" (tests/tools/learn.c); do not edit.");
	fputs("# kinds:", stdout);
	for (guint k = 0; k < SAMPLE_KINDS; k++)
		printf(" %s", sample_kind_name(k));
	putchar('\n');
	g_ptr_array_add(words, (gpointer)base);
	for (guint i = 0; i < l->words->len; i++)
		if (kept[i])
			g_ptr_array_add(words, l->words->pdata[i]);
	g_ptr_array_sort(words, by_bytes);
	for (guint i = 0; i < words->len; i++) {
		guint number = GPOINTER_TO_UINT(
			g_hash_table_lookup(l->numbers, words->pdata[i]));
		const weights *w = number == 0 ? &l->base : &l->learnt[number - 1];
		fputs(words->pdata[i], stdout);
		for (guint k = 0; k < SAMPLE_KINDS; k++)
			printf("\t%ld", lround(100 * w->of[k]));
		putchar('\n');
	}
}

static void
free_example(gpointer data)
{
	example *e = data;

	g_array_unref(e->words);
	g_free(e);
}

int
main(int argc, char **argv)
{
	g_autoptr(GPtrArray) samples = samples_new();
	learner l = { .examples = g_ptr_array_new_with_free_func(free_example),
		      .numbers = g_hash_table_new(g_str_hash, g_str_equal),
		      .words = g_ptr_array_new_with_free_func(g_free),
		      .mute = g_array_new(FALSE, FALSE, sizeof(bool)),
		      .seen = g_array_new(FALSE, FALSE, sizeof(guint)),
		      .random = 1 };

	if (argc < 3) {
		fputs("usage: learn LANGUAGE FILE...\n", stderr);
		return 2;
	}
	for (int i = 2; i < argc; i++)
		samples_read(samples, argv[i], argv[1]);
	guint written = samples->len;
	l.names = find_names(samples);
	if (!samples_vary(samples)) {
		fputs("learn: no sample in these files is for a text of ours\n", stderr);
		return 1;
	}
	for (guint i = 0; i < samples->len; i++)
		add_example(&l, samples->pdata[i], i < written);
	l.learnt = g_new0(weights, l.words->len);
	learn(&l, NULL, ROUNDS_TO_RANK);
	g_autofree bool *kept = keep(&l);
	learn(&l, kept, ROUNDS);
	print_table(&l, kept);
	g_free(l.learnt);
	g_hash_table_unref(l.numbers);
	g_ptr_array_unref(l.examples);
	g_ptr_array_unref(l.words);
	g_hash_table_unref(l.names);
	g_array_unref(l.mute);
	g_array_unref(l.seen);
	return 0;
}
