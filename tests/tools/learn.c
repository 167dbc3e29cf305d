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
#include "util/text.h"

static const char *const kinds[] = { "person",         "feedback-request",
				     "status-inquiry", "other-role",
				     "withdraw",       "thanks",
				     "privacy-request" };

#define KINDS G_N_ELEMENTS(kinds)
#define ROUNDS 12
#define ROUNDS_TO_RANK 4 /* enough to see what weighs */
#define RATE 0.2
#define SHRINK 4e-6 /* of the weights, at each step */
#define RARE 3      /* in fewer mails a pair says nothing */
#define RARE_WORD 2 /* what one mail alone says is strange still */
#define KEPT 80000  /* words and pairs in the table: what weighs most */
#define VARIANTS 4  /* rounds of mail made of what there is */
#define BESIDE 4    /* harmless sentences put beside, at most */

typedef struct sample {
	GArray *words; /* guint: numbers of words and pairs */
	guint kind;
	char *text;
} sample;

typedef struct weights {
	double of[KINDS], squares[KINDS];
} weights;

typedef struct learner {
	GPtrArray *samples;
	GHashTable *numbers; /* word -> number + 1 */
	GPtrArray *words;
	GArray *seen; /* guint: in how many mails, of those that were written */
	weights *learnt;
	weights base;
	guint harmless; /* samples that need no person */
	guint64 random;
	bool reading; /* what was written, and not yet what is made of it */
} learner;

static guint
draw(learner *l, guint below)
{
	l->random = l->random * G_GUINT64_CONSTANT(6364136223846793005) +
		    G_GUINT64_CONSTANT(1442695040888963407);
	return (guint)(l->random >> 33) % below;
}

static guint
kind_of(const char *class)
{
	for (guint i = 1; i < KINDS; i++)
		if (g_str_equal(class, kinds[i]))
			return i;
	return g_str_equal(class, "decision-pending") ? 2 : 0;
}

static guint
number_of(learner *l, const char *word)
{
	guint number = GPOINTER_TO_UINT(g_hash_table_lookup(l->numbers, word));

	if (number == 0) {
		char *mine = g_strdup(word);
		const guint none = 0;
		g_ptr_array_add(l->words, mine);
		g_array_append_val(l->seen, none);
		number = l->words->len;
		g_hash_table_insert(l->numbers, mine, GUINT_TO_POINTER(number));
	}
	return number - 1;
}

static void
add_sample(learner *l, const char *text, guint kind)
{
	g_autoptr(apres_folded) folded = apres_fold(text, strlen(text));
	g_autoptr(apres_features) features = apres_features_of(folded->text, folded->len);
	sample *s = g_new0(sample, 1);

	s->kind = kind;
	l->harmless += kind != 0;
	s->text = g_strdup(text);
	s->words = g_array_new(FALSE, FALSE, sizeof(guint));
	for (guint i = 0; features != NULL && i < apres_features_count(features); i++) {
		guint number = number_of(l, apres_features_at(features, i));
		g_array_index(l->seen, guint, number) += l->reading;
		g_array_append_val(s->words, number);
	}
	g_ptr_array_add(l->samples, s);
}

static void
read_samples(learner *l, const char *path, const char *language)
{
	g_autofree char *all = NULL;
	g_autoptr(GError) error = NULL;

	if (!g_file_get_contents(path, &all, NULL, &error)) {
		fprintf(stderr, "learn: %s\n", error->message);
		exit(1);
	}
	g_auto(GStrv) lines = g_strsplit(all, "\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		g_auto(GStrv) columns = g_strsplit(*line, "\t", -1);
		if (**line == '#' || g_strv_length(columns) != 5 ||
		    !g_str_equal(columns[2], language))
			continue;
		g_auto(GStrv) text_lines = g_strsplit(columns[4], "\\n", -1);
		g_autofree char *text = g_strjoinv("\n", text_lines);
		add_sample(l, text, kind_of(columns[0]));
	}
}

/* The questions of TEXT, and of its other sentences each with a chance of one half. */
static char *
abridge(learner *l, const char *text)
{
	g_autoptr(GArray) sentences = apres_sentences_split(text, strlen(text));
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint i = 0; i < sentences->len; i++) {
		const apres_sentence *s = &g_array_index(sentences, apres_sentence, i);
		if (!s->question && draw(l, 2) == 0)
			continue;
		g_string_append_len(out, text + s->offset, (gssize)s->length);
		g_string_append_c(out, ' ');
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

/* Some sentences of a harmless one of the first COUNT samples; no questions if PLAIN. */
static char *
borrow(learner *l, guint count, bool plain)
{
	const sample *other;

	do
		other = l->samples->pdata[draw(l, count)];
	while (other->kind == 0);
	g_autoptr(GArray) sentences =
		apres_sentences_split(other->text, strlen(other->text));
	guint wanted = 1 + draw(l, BESIDE);
	g_autoptr(GString) out = g_string_new(NULL);
	for (guint i = 0; i < MIN(wanted, sentences->len); i++) {
		const apres_sentence *s = &g_array_index(sentences, apres_sentence, i);
		if (plain && s->question)
			continue;
		g_string_append_len(out, other->text + s->offset, (gssize)s->length);
		g_string_append_c(out, ' ');
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

static void
add_beside(learner *l, const char *text, guint kind, guint count)
{
	g_autofree char *beside = borrow(l, count, kind != 0);
	g_autofree char *both = draw(l, 2) == 0 ? g_strdup_printf("%s%s", beside, text)
						: g_strdup_printf("%s %s", text, beside);

	add_sample(l, both, kind);
}

/*
 * More mail made of what there is: each with harmless sentences beside it, and what is
 * harmless also with some left out.  So it is the grave sentence that weighs, and not the
 * request that mostly stands beside one.
 */
static void
add_variants(learner *l)
{
	guint count = l->samples->len;

	l->reading = false;
	for (guint i = 0; i < count * VARIANTS; i++) {
		const sample *s = l->samples->pdata[i % count];
		guint kind = s->kind;
		g_autofree char *text = g_strdup(s->text);
		add_beside(l, text, kind, count);
		if (kind == 0) {
			add_beside(l, text, kind, count);
		} else {
			g_autofree char *less = abridge(l, text);
			add_sample(l, less, kind);
		}
	}
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
learn_from(learner *l, const sample *s, const bool *kept)
{
	double scores[KINDS], most = -HUGE_VAL, total = 0;
	guint found = 0;

	for (guint i = 0; i < s->words->len; i++)
		found += is_kept(kept, g_array_index(s->words, guint, i));
	double share = 1 / sqrt(found + 1.0);
	memcpy(scores, l->base.of, sizeof(scores));
	for (guint i = 0; i < s->words->len; i++) {
		guint number = g_array_index(s->words, guint, i);
		for (guint k = 0; is_kept(kept, number) && k < KINDS; k++)
			scores[k] += l->learnt[number].of[k] * share;
	}
	for (guint k = 0; k < KINDS; k++)
		most = fmax(most, scores[k]);
	for (guint k = 0; k < KINDS; k++)
		total += scores[k] = exp(scores[k] - most);
	for (guint k = 0; k < KINDS; k++) {
		double slope = scores[k] / total - (k == s->kind);
		step(&l->base, k, slope);
		for (guint i = 0; i < s->words->len; i++) {
			guint number = g_array_index(s->words, guint, i);
			if (is_kept(kept, number))
				step(&l->learnt[number], k, slope * share);
		}
	}
}

static void
learn(learner *l, const bool *kept, int rounds)
{
	guint count = l->samples->len;
	g_autofree guint *order = g_new(guint, count);

	for (guint i = 0; i < l->words->len; i++)
		for (guint k = 0; k < KINDS; k++)
			l->learnt[i] =
				(weights){ .squares = { [0 ... KINDS - 1] = 1e-6 } };
	l->base = l->learnt[0];
	for (guint i = 0; i < count; i++)
		order[i] = i;
	for (int round = 0; round < rounds; round++) {
		for (guint i = count - 1; i > 0; i--) {
			guint j = draw(l, i + 1), other = order[i];
			order[i] = order[j];
			order[j] = other;
		}
		for (guint i = 0; i < count; i++)
			learn_from(l, l->samples->pdata[order[i]], kept);
	}
}

static double
heaviest(const weights *w)
{
	double most = 0;

	for (guint k = 0; k < KINDS; k++)
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
	for (guint k = 0; k < KINDS; k++)
		printf(" %s", kinds[k]);
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
		for (guint k = 0; k < KINDS; k++)
			printf("\t%ld", lround(100 * w->of[k]));
		putchar('\n');
	}
}

static void
free_sample(gpointer data)
{
	sample *s = data;

	g_array_unref(s->words);
	g_free(s->text);
	g_free(s);
}

int
main(int argc, char **argv)
{
	learner l = { .samples = g_ptr_array_new_with_free_func(free_sample),
		      .numbers = g_hash_table_new(g_str_hash, g_str_equal),
		      .words = g_ptr_array_new_with_free_func(g_free),
		      .seen = g_array_new(FALSE, FALSE, sizeof(guint)),
		      .random = 1,
		      .reading = true };

	if (argc < 3) {
		fputs("usage: learn LANGUAGE FILE...\n", stderr);
		return 2;
	}
	for (int i = 2; i < argc; i++)
		read_samples(&l, argv[i], argv[1]);
	if (l.harmless == 0) {
		fputs("learn: no sample in these files is for a text of ours\n", stderr);
		return 1;
	}
	add_variants(&l);
	l.learnt = g_new0(weights, l.words->len);
	learn(&l, NULL, ROUNDS_TO_RANK);
	g_autofree bool *kept = keep(&l);
	learn(&l, kept, ROUNDS);
	print_table(&l, kept);
	g_free(l.learnt);
	g_hash_table_unref(l.numbers);
	g_ptr_array_unref(l.samples);
	g_ptr_array_unref(l.words);
	g_array_unref(l.seen);
	return 0;
}
