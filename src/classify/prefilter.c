/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of a prefilter, taken from bytes that may be anything. */
#include "config.h"
#include "classify/prefilter-parts.h"

#include "classify/needs.h"

/* A group of an expression costs two levels, one of any and one of all, and so may the
 * whole; see PARENS_MAX of pattern.c. */
#define DEPTH_MAX 256

/* The next COUNT of the LEFT words at *AT; NULL if there are not so many. */
static const guint32 *
take(const guint32 **at, gsize *left, gsize count)
{
	const guint32 *taken = *at;

	if (*at == NULL || count > *left) {
		*at = NULL;
		return NULL;
	}
	*at += count;
	*left -= count;
	return taken;
}

/* Do COUNT STARTS lead from 0 to END, and never back? */
static bool
are_starts(const guint32 *starts, gsize count, guint32 end)
{
	for (gsize i = 1; i < count; i++)
		if (starts[i] < starts[i - 1])
			return false;
	return starts[0] == 0 && starts[count - 1] == end;
}

static bool
are_below(const guint32 *numbers, gsize count, guint32 limit)
{
	for (gsize i = 0; i < count; i++)
		if (numbers[i] >= limit)
			return false;
	return true;
}

/* Are these LEN words needs, of as many LITERALS? */
static bool
are_needs(const guint32 *needs, gsize len, guint32 literals, guint depth)
{
	const guint32 *end = needs + len;

	for (; needs < end; needs += apres_needs_span(needs)) {
		guint32 span = apres_needs_span(needs);
		if (*needs < APRES_NEEDS_ALL
			    ? *needs >= literals
			    : span > (gsize)(end - needs) || depth == DEPTH_MAX ||
				      !are_needs(needs + 1, span - 1, literals,
						 depth + 1))
			return false;
	}
	return true;
}

static bool
are_all_needs(const apres_prefilter *p)
{
	for (guint32 i = 0; i < p->head->expressions; i++)
		if (!are_needs(p->needs + p->needs_starts[i],
			       p->needs_starts[i + 1] - p->needs_starts[i],
			       p->head->literals, 0))
			return false;
	return true;
}

static bool
is_sound(const apres_prefilter *p)
{
	const apres_prefilter_head *h = p->head;
	gsize buckets = (gsize)1 << h->bucket_bits;

	return are_starts(p->bucket_starts, buckets + 1, h->literals) &&
	       are_starts(p->trigger_starts, (gsize)h->literals + 1, h->triggers) &&
	       are_below(p->triggers, h->triggers, h->expressions) &&
	       are_starts(p->needs_starts, (gsize)h->expressions + 1, h->needs) &&
	       are_starts(p->starts_starts, (gsize)h->expressions + 1, h->starts) &&
	       are_below(p->starts, h->starts, h->literals) && are_all_needs(p);
}

static void
find_always(apres_prefilter *p)
{
	p->always = g_new0(guint64, apres_prefilter_words(p));
	for (guint32 i = 0; i < p->head->expressions; i++)
		if (p->needs_starts[i] == p->needs_starts[i + 1])
			p->always[i / 64] |= G_GUINT64_CONSTANT(1) << i % 64;
}

apres_prefilter *
apres_prefilter_open(GBytes *bytes, guint expressions)
{
	g_autoptr(apres_prefilter) p = g_new0(apres_prefilter, 1);
	gsize size;
	const guint32 *at = g_bytes_get_data(bytes, &size);
	gsize left = size / sizeof *at;

	if (GPOINTER_TO_SIZE(at) % sizeof *at != 0 || size % sizeof *at != 0)
		return NULL;
	p->bytes = g_bytes_ref(bytes);
	p->head = (const apres_prefilter_head *)take(&at, &left,
						     sizeof *p->head / sizeof *at);
	if (p->head == NULL || p->head->bucket_bits > APRES_BUCKET_BITS_MAX ||
	    p->head->expressions != expressions)
		return NULL;
	p->bucket_starts = take(&at, &left, ((gsize)1 << p->head->bucket_bits) + 1);
	p->literals = take(&at, &left, p->head->literals);
	p->trigger_starts = take(&at, &left, (gsize)p->head->literals + 1);
	p->triggers = take(&at, &left, p->head->triggers);
	p->needs_starts = take(&at, &left, (gsize)p->head->expressions + 1);
	p->needs = take(&at, &left, p->head->needs);
	p->starts_starts = take(&at, &left, (gsize)p->head->expressions + 1);
	p->starts = take(&at, &left, p->head->starts);
	if (at == NULL || left != 0 || !is_sound(p))
		return NULL;
	find_always(p);
	return g_steal_pointer(&p);
}

bool
apres_prefilter_has_starts(const apres_prefilter *p, guint number)
{
	return p->starts_starts[number] < p->starts_starts[number + 1];
}

GBytes *
apres_prefilter_bytes(const apres_prefilter *p)
{
	return p->bytes;
}

void
apres_prefilter_free(apres_prefilter *p)
{
	if (p == NULL)
		return;
	g_bytes_unref(p->bytes);
	g_free(p->always);
	apres_prefilter_room_free(p->room);
	g_free(p);
}
