/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What expressions need -> the tables of a prefilter.  An expression is looked at when
 * one of its triggers is found: of all it needs, that which says most.
 */
#include "config.h"
#include "classify/prefilter-parts.h"

#include <string.h>

#include "classify/literal.h"
#include "classify/needs.h"

/* The tables, while they grow: guint32 each. */
typedef struct tables {
	GArray *literals;
	GArray *bucket_starts;
	guint32 bucket_bits;
	GArray *pairs; /* literal (its number) and expression of each trigger */
	GArray *needs_starts;
	GArray *needs;
	GArray *starts_starts;
	GArray *starts;
} tables;

static void
tables_init(tables *t)
{
	t->literals = g_array_new(FALSE, FALSE, sizeof(guint32));
	t->bucket_starts = g_array_new(FALSE, FALSE, sizeof(guint32));
	t->pairs = g_array_new(FALSE, FALSE, sizeof(guint32));
	t->needs_starts = g_array_new(FALSE, FALSE, sizeof(guint32));
	t->needs = g_array_new(FALSE, FALSE, sizeof(guint32));
	t->starts_starts = g_array_new(FALSE, FALSE, sizeof(guint32));
	t->starts = g_array_new(FALSE, FALSE, sizeof(guint32));
}

static void
tables_clear(tables *t)
{
	g_array_unref(t->literals);
	g_array_unref(t->bucket_starts);
	g_array_unref(t->pairs);
	g_array_unref(t->needs_starts);
	g_array_unref(t->needs);
	g_array_unref(t->starts_starts);
	g_array_unref(t->starts);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(tables, tables_clear)

/* ---- literals ---- */

static void
collect(GArray *literals, const GArray *needs)
{
	for (guint i = 0; i < needs->len; i++) {
		guint32 need = g_array_index(needs, guint32, i);
		if (need < APRES_NEEDS_ALL)
			g_array_append_val(literals, need);
	}
}

#define DIGIT_BITS 10 /* of those that a literal is sorted by, from the lowest on */

/* COUNT literals FROM one place TO another, in order of the digit at SHIFT. */
static void
sort_by_digit(const guint32 *from, guint32 *to, gsize count, guint shift)
{
	const guint32 mask = (1u << DIGIT_BITS) - 1;
	gsize next[(1u << DIGIT_BITS) + 1] = { 0 };

	for (gsize i = 0; i < count; i++)
		next[(from[i] >> shift & mask) + 1]++;
	for (gsize i = 1; i <= mask; i++)
		next[i] += next[i - 1];
	for (gsize i = 0; i < count; i++)
		to[next[from[i] >> shift & mask]++] = from[i];
}

/* Sorted, each once. */
static void
sort(GArray *literals)
{
	guint32 *all = (guint32 *)literals->data;
	g_autofree guint32 *other = g_new(guint32, (gsize)literals->len + 1);
	guint count = 0;

	if (literals->len == 0)
		return;
	for (guint shift = 0; shift < APRES_LITERAL_BITS; shift += DIGIT_BITS) {
		sort_by_digit(all, other, literals->len, shift);
		memcpy(all, other, literals->len * sizeof *all);
	}
	for (guint i = 0; i < literals->len; i++)
		if (count == 0 || all[count - 1] != all[i])
			all[count++] = all[i];
	g_array_set_size(literals, count);
}

/* About a bucket for four literals: few are looked up that are not there. */
static void
make_buckets(tables *t)
{
	const guint32 *literals = (const guint32 *)t->literals->data;
	guint32 next = 0;

	while (t->bucket_bits < APRES_BUCKET_BITS_MAX &&
	       4u << t->bucket_bits < t->literals->len)
		t->bucket_bits++;
	for (guint32 bucket = 0; bucket < 1u << t->bucket_bits; bucket++) {
		g_array_append_val(t->bucket_starts, next);
		while (next < t->literals->len &&
		       apres_bucket_of(t->bucket_bits, literals[next]) == bucket)
			next++;
	}
	g_array_append_val(t->bucket_starts, next);
}

static guint32
number_of(const tables *t, guint32 literal)
{
	guint32 number = g_array_index(t->bucket_starts, guint32,
				       apres_bucket_of(t->bucket_bits, literal));

	while (g_array_index(t->literals, guint32, number) != literal)
		number++;
	return number;
}

/* ---- triggers ---- */

/* How rare is what NEED is met by?  The rarest of all, the most frequent of any. */
static guint32
weight_of(const guint32 *need)
{
	const guint32 *end = need + apres_needs_span(need);
	bool any = *need >= APRES_NEEDS_ANY;
	guint32 weight = any ? G_MAXUINT32 : 0;

	if (*need < APRES_NEEDS_ALL)
		return apres_literal_weight(*need);
	for (need++; need < end; need += apres_needs_span(need)) {
		/* Once: MIN and MAX would look into it twice, at each of its levels. */
		guint32 inner = weight_of(need);
		weight = any ? MIN(weight, inner) : MAX(weight, inner);
	}
	return weight;
}

/* The rarest of LEN NEEDS, all of which must be met. */
static const guint32 *
rarest_of(const guint32 *needs, guint32 len)
{
	const guint32 *end = needs + len, *best = needs;

	for (; needs < end; needs += apres_needs_span(needs))
		if (weight_of(needs) > weight_of(best))
			best = needs;
	return best;
}

/* What meets NEED makes one look at EXPRESSION: of all the rarest, of any each. */
static void
add_triggers(tables *t, guint32 expression, const guint32 *need)
{
	const guint32 *end = need + apres_needs_span(need);

	if (*need < APRES_NEEDS_ALL) {
		const guint32 pair[] = { number_of(t, *need), expression };
		g_array_append_vals(t->pairs, pair, 2);
	} else if (*need < APRES_NEEDS_ANY) {
		add_triggers(t, expression,
			     rarest_of(need + 1, apres_needs_span(need) - 1));
	} else {
		for (need++; need < end; need += apres_needs_span(need))
			add_triggers(t, expression, need);
	}
}

/* ---- expressions ---- */

/* Is NEED met wherever one of its triggers is? */
static bool
is_its_triggers(const guint32 *need)
{
	guint32 span = apres_needs_span(need);

	if (*need < APRES_NEEDS_ANY)
		return *need < APRES_NEEDS_ALL;
	for (guint32 i = 1; i < span; i++)
		if (need[i] >= APRES_NEEDS_ALL)
			return false;
	return true;
}

/* How matches begin, if that is known. */
static void
add_starts(tables *t, const GArray *starts)
{
	g_array_append_val(t->starts_starts, t->starts->len);
	for (guint i = 0; starts != NULL && i < starts->len; i++) {
		guint32 number = number_of(t, g_array_index(starts, guint32, i));
		g_array_append_val(t->starts, number);
	}
}

/* Need by need, so many words: those that are soon told first. */
static int
by_span(gconstpointer a, gconstpointer b)
{
	const guint32 *x = *(const guint32 *const *)a, *y = *(const guint32 *const *)b;
	guint32 x_span = apres_needs_span(x), y_span = apres_needs_span(y);

	if (x_span != y_span)
		return x_span < y_span ? -1 : 1;
	return x < y ? -1 : x > y;
}

/* The LEN needs of one expression, short ones first. */
static GPtrArray *
sorted_needs(const guint32 *needs, guint len)
{
	GPtrArray *sorted = g_ptr_array_new();

	for (guint i = 0; i < len; i += apres_needs_span(needs + i))
		g_ptr_array_add(sorted, (gpointer)(needs + i));
	g_ptr_array_sort(sorted, by_span);
	return sorted;
}

static void
add_need(tables *t, const guint32 *need)
{
	for (guint32 i = 0; i < apres_needs_span(need); i++) {
		guint32 word =
			need[i] < APRES_NEEDS_ALL ? number_of(t, need[i]) : need[i];
		g_array_append_val(t->needs, word);
	}
}

static void
add_expression(tables *t, guint32 expression, const GArray *needs)
{
	const guint32 nothing = APRES_NEEDS_ALL;

	g_array_append_val(t->needs_starts, t->needs->len);
	if (needs == NULL || needs->len == 0)
		return;
	const guint32 *all = (const guint32 *)needs->data;
	const guint32 *rarest = rarest_of(all, needs->len);
	g_autoptr(GPtrArray) sorted = sorted_needs(all, needs->len);
	for (guint i = 0; i < sorted->len; i++)
		if (sorted->pdata[i] != rarest || !is_its_triggers(rarest))
			add_need(t, sorted->pdata[i]);
	/* It is looked at when that was found: it need not be asked about again. */
	if (t->needs->len == g_array_index(t->needs_starts, guint32, expression))
		g_array_append_val(t->needs, nothing);
	add_triggers(t, expression, rarest);
}

/* ---- all of it ---- */

/* The triggers by their literal: where those of each begin, and the expressions. */
static void
add_sorted_triggers(const tables *t, GArray *image)
{
	guint32 literals = t->literals->len, triggers = t->pairs->len / 2;
	const guint32 *pairs = (const guint32 *)t->pairs->data;
	g_autofree guint32 *starts = g_new0(guint32, (gsize)literals + 1);
	g_autofree guint32 *sorted = g_new(guint32, (gsize)triggers + 1);

	for (guint32 i = 0; i < triggers; i++)
		starts[pairs[2 * i] + 1]++;
	for (guint32 i = 0; i < literals; i++)
		starts[i + 1] += starts[i];
	g_autofree guint32 *next =
		g_memdup2(starts, sizeof *starts * ((gsize)literals + 1));
	for (guint32 i = 0; i < triggers; i++)
		sorted[next[pairs[2 * i]]++] = pairs[2 * i + 1];
	g_array_append_vals(image, starts, literals + 1);
	g_array_append_vals(image, sorted, triggers);
}

static GBytes *
image_of(const tables *t, guint expressions)
{
	const apres_prefilter_head head = { t->bucket_bits,    t->literals->len,
					    t->pairs->len / 2, expressions,
					    t->needs->len,     t->starts->len };
	GArray *image = g_array_new(FALSE, FALSE, sizeof(guint32));

	g_array_append_vals(image, &head, sizeof head / sizeof(guint32));
	g_array_append_vals(image, t->bucket_starts->data, t->bucket_starts->len);
	g_array_append_vals(image, t->literals->data, t->literals->len);
	add_sorted_triggers(t, image);
	g_array_append_vals(image, t->needs_starts->data, t->needs_starts->len);
	g_array_append_vals(image, t->needs->data, t->needs->len);
	g_array_append_vals(image, t->starts_starts->data, t->starts_starts->len);
	g_array_append_vals(image, t->starts->data, t->starts->len);
	gsize size = image->len * sizeof(guint32);
	return g_bytes_new_take(g_array_free(image, FALSE), size);
}

apres_prefilter *
apres_prefilter_new(const GPtrArray *needs, const GPtrArray *starts)
{
	g_auto(tables) t = { 0 };

	tables_init(&t);
	for (guint i = 0; i < needs->len; i++) {
		if (needs->pdata[i] != NULL)
			collect(t.literals, needs->pdata[i]);
		if (starts->pdata[i] != NULL)
			collect(t.literals, starts->pdata[i]);
	}
	sort(t.literals);
	make_buckets(&t);
	for (guint i = 0; i < needs->len; i++) {
		add_expression(&t, i, needs->pdata[i]);
		add_starts(&t, starts->pdata[i]);
	}
	g_array_append_val(t.needs_starts, t.needs->len);
	g_array_append_val(t.starts_starts, t.starts->len);
	g_autoptr(GBytes) image = image_of(&t, needs->len);
	return apres_prefilter_open(image, needs->len);
}
