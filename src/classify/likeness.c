/* SPDX-License-Identifier: Apache-2.0 */
/* The weights of a text's words, added up. */
#include "config.h"
#include "classify/likeness.h"

#include <math.h>
#include <string.h>

#include "classify/features.h"
#include "classify/likeness-table.h"
#include "util/text.h"

/* How many words may be in no table: one in 5 of the first 10, and one in 3 of the rest.
 */
#define SHORT_WORDS 10u
#define STRANGE_OF_SHORT 5
#define STRANGE_OF 3
#define NAME_MAX_BYTES 40
#define NAME_MAX_WORDS 3
#define TOLD_MAX 4u
#define TEXTS_BEFORE_INDEX                                                               \
	100 /* texts of a long mail or two: one mail makes no index                      \
	     */

struct apres_likeness {
	apres_likeness_table *table;
	guint kind;
	guint at_least, at_most;
};

/* SUMS of FOUND words and BASE, in hundredths -> shares of 100. */
static void
make_shares(const apres_likeness_table *table, const int *sums, const int *base,
	    guint found, guint8 *shares)
{
	double scores[APRES_LIKENESS_KINDS_MAX], most = -HUGE_VAL, total = 0;

	/* By the root of their number: the more words, the less each of them says. */
	for (guint i = 0; i < table->count; i++) {
		scores[i] = (base[i] + sums[i] / sqrt(found + 1.0)) / 100;
		most = fmax(most, scores[i]);
	}
	for (guint i = 0; i < table->count; i++)
		total += scores[i] = exp(scores[i] - most);
	for (guint i = 0; i < table->count; i++)
		shares[i] = (guint8)(100 * scores[i] / total);
}

/* Add the weights of FEATURES from FIRST up to STOP, until more than MISSING_MAX are not
 * in the table; how many are. */
static guint
add_part(const apres_likeness_table *table, const apres_features *features, guint first,
	 guint stop, guint missing_max, int *sums)
{
	const char *from = table->lines;
	guint found = 0;

	for (guint i = first; i < stop && i - first - found <= missing_max; i++)
		found += apres_likeness_add(table, apres_features_at(features, i), &from,
					    sums);
	return found;
}

/* The name on a last short line of TEXT, LEN bytes: LEN_OUT bytes; or NULL. */
static const char *
name_of(const char *text, gsize len, gsize *len_out)
{
	while (len > 0 && g_ascii_isspace(text[len - 1]))
		len--;
	const char *end = text + len, *line = end;
	while (line > text && line[-1] != '\n')
		line--;
	*len_out = (gsize)(end - line);
	return line > text && *len_out <= NAME_MAX_BYTES &&
			       memchr(line, '?', *len_out) == NULL
		       ? line
		       : NULL;
}

/*
 * How long TEXT is without the name below it, if each word of that is strange or weighs
 * nothing: who is called as nobody else is no stranger for it.
 */
static gsize
len_without_name(const apres_likeness_table *table, const char *text, gsize len)
{
	static const int nothing[APRES_LIKENESS_KINDS_MAX] = { 0 };
	int sums[APRES_LIKENESS_KINDS_MAX] = { 0 };
	gsize name_len;
	const char *name = name_of(text, len, &name_len);

	if (name == NULL)
		return len;
	g_autoptr(apres_features) features = apres_features_of(name, name_len);
	guint words = apres_features_words(features);
	if (words > NAME_MAX_WORDS)
		return len;
	add_part(table, features, 0, words, words, sums);
	return memcmp(sums, nothing, sizeof(sums)) == 0 ? (gsize)(name - text) : len;
}

bool
apres_likeness_shares(apres_likeness_table *table, const char *text, gsize len,
		      guint8 shares_out[APRES_LIKENESS_KINDS_MAX])
{
	g_autoptr(apres_features) features =
		apres_features_of(text, len_without_name(table, text, len));
	const char *from = table->lines;
	int sums[APRES_LIKENESS_KINDS_MAX] = { 0 },
	    base[APRES_LIKENESS_KINDS_MAX] = { 0 };

	if (features == NULL || apres_features_count(features) == 0)
		return false;
	if (table->slots == NULL && ++table->asked > TEXTS_BEFORE_INDEX)
		apres_likeness_table_ready(table);
	guint words = apres_features_words(features),
	      all = apres_features_count(features);
	guint strange_max =
		MIN(words, SHORT_WORDS) / STRANGE_OF_SHORT +
		(words > SHORT_WORDS ? (words - SHORT_WORDS) / STRANGE_OF : 0);
	/* Its words first: of another language's text a few are enough to know. */
	guint found = add_part(table, features, 0, words, strange_max, sums);
	if (words - found > strange_max)
		return false;
	found += add_part(table, features, words, all, all, sums);
	apres_likeness_add(table, "*", &from, base);
	make_shares(table, sums, base, found, shares_out);
	return true;
}

apres_likeness *
apres_likeness_new(apres_likeness_table *table, const char *kind, guint at_least,
		   guint at_most)
{
	guint at = 0;

	while (at < table->count && !g_str_equal(table->kinds[at], kind))
		at++;
	if (at == table->count)
		return NULL;
	apres_likeness *likeness = g_new0(apres_likeness, 1);
	likeness->table = g_rc_box_acquire(table);
	likeness->kind = at;
	likeness->at_least = at_least;
	likeness->at_most = at_most;
	return likeness;
}

void
apres_likeness_free(apres_likeness *likeness)
{
	if (likeness == NULL)
		return;
	apres_likeness_table_unref(likeness->table);
	g_free(likeness);
}

void
apres_likeness_ready(apres_likeness *likeness)
{
	apres_likeness_table_ready(likeness->table);
}

/* A word of a text, and how much more it speaks for a kind than for the others. */
typedef struct speaking {
	const char *word;
	int weight;
} speaking;

static gint
by_weight(gconstpointer a, gconstpointer b)
{
	const speaking *x = a, *y = b;

	return x->weight != y->weight ? (x->weight < y->weight ? 1 : -1)
				      : strcmp(x->word, y->word);
}

/* The words of FEATURES that speak for KIND, the loudest first; caller owns. */
static GArray *
loudest(const apres_likeness_table *table, const apres_features *features, guint kind)
{
	GArray *all = g_array_new(FALSE, FALSE, sizeof(speaking));
	const char *from = table->lines;

	for (guint i = 0; i < apres_features_count(features); i++) {
		int sums[APRES_LIKENESS_KINDS_MAX] = { 0 }, others = 0;
		speaking one = { apres_features_at(features, i), 0 };
		if (i == apres_features_words(features))
			from = table->lines;
		if (!apres_likeness_add(table, one.word, &from, sums))
			continue;
		for (guint k = 0; k < table->count; k++)
			others += sums[k];
		one.weight = sums[kind] - others / (int)table->count;
		if (one.weight > 0)
			g_array_append_val(all, one);
	}
	g_array_sort(all, by_weight);
	return all;
}

char *
apres_likeness_tell(const apres_likeness *likeness, const char *text)
{
	apres_likeness_table *table = likeness->table;
	g_autoptr(apres_folded) folded = apres_fold(text, strlen(text));
	g_autoptr(GString) out = g_string_new(NULL);
	guint8 shares[APRES_LIKENESS_KINDS_MAX];

	if (!apres_likeness_shares(table, folded->text, folded->len, shares))
		return NULL;
	for (guint k = 0; k < table->count; k++)
		if (shares[k] > 0 || k == likeness->kind)
			g_string_append_printf(out, "%s%s %u", out->len > 0 ? ", " : "",
					       table->kinds[k], shares[k]);
	g_string_append(out, " of 100");
	g_autoptr(apres_features) features = apres_features_of(
		folded->text,
		len_without_name(likeness->table, folded->text, folded->len));
	g_autoptr(GArray) words = loudest(table, features, likeness->kind);
	for (guint i = 0; i < MIN(words->len, TOLD_MAX); i++) {
		const char *word = g_array_index(words, speaking, i).word;
		if (i == 0)
			g_string_append_printf(out,
					       "; for %s:", table->kinds[likeness->kind]);
		g_string_append_printf(out, "%s \"%s\"", i > 0 ? "," : "", word);
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

bool
apres_likeness_holds(const apres_likeness *likeness, const char *text, gsize len,
		     apres_likeness_memory *memory)
{
	guint slot = (guint)(((gsize)likeness->table >> 4) * 31 + (gsize)text * 7 + len) %
		     APRES_LIKENESS_REMEMBERED;

	if (memory->of[slot].table != likeness->table || memory->of[slot].text != text ||
	    memory->of[slot].len != len) {
		memory->of[slot].table = likeness->table;
		memory->of[slot].text = text;
		memory->of[slot].len = len;
		memory->of[slot].known = apres_likeness_shares(likeness->table, text, len,
							       memory->of[slot].shares);
	}
	guint share = memory->of[slot].shares[likeness->kind];
	return memory->of[slot].known && share >= likeness->at_least &&
	       share <= likeness->at_most;
}
