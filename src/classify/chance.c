/* SPDX-License-Identifier: Apache-2.0 */
/* Conditions -> the expressions without which they are false, from the leaves up. */
#include "config.h"
#include "classify/chance.h"

#include <string.h>

/* What is found out about a class. */
typedef enum { NOT_YET, TOLD, CANNOT_TELL } finding;

/* While it is looked; bit sets have WORDS words. */
typedef struct seeker {
	const GArray *twins;
	GArray *chances;
	gsize words;
	guint64 *of_classes; /* a bit set for each class, by number */
	guint8 *findings;    /* finding, by class */
} seeker;

static guint
count_of(const seeker *s, const guint64 *set)
{
	guint count = 0;

	for (gsize i = 0; i < s->words; i++)
		count += (guint)__builtin_popcountll(set[i]);
	return count;
}

static void
keep(const seeker *s, apres_cond *cond, const guint64 *set)
{
	cond->chance = s->chances->len;
	for (gsize i = 0; i < s->words; i++) {
		apres_chance one = { .bits = set[i], .word = (guint32)i };
		if (set[i] != 0)
			g_array_append_val(s->chances, one);
	}
	cond->chances = s->chances->len - cond->chance;
}

static bool seek(seeker *s, apres_cond *cond, guint64 *set);

/* Add the chances of all of COND's parts to SET; false: of one it cannot be told. */
static bool
seek_any(seeker *s, const apres_cond *cond, guint64 *set)
{
	bool told = true;

	for (guint i = 0; i < cond->children->len; i++)
		told &= seek(s, cond->children->pdata[i], set);
	return told;
}

/* The fewest that one of COND's parts has; false: it cannot be told of any. */
static bool
seek_all(seeker *s, const apres_cond *cond, guint64 *set)
{
	g_autofree guint64 *best = NULL;
	guint fewest = 0;

	for (guint i = 0; i < cond->children->len; i++) {
		g_autofree guint64 *one = g_new0(guint64, s->words);
		if (!seek(s, cond->children->pdata[i], one))
			continue;
		guint count = count_of(s, one);
		if (best != NULL && count >= fewest)
			continue;
		fewest = count;
		g_free(best);
		best = g_steal_pointer(&one);
	}
	for (gsize i = 0; best != NULL && i < s->words; i++)
		set[i] |= best[i];
	return best != NULL;
}

static bool
seek_class(seeker *s, const apres_class *class, guint64 *set)
{
	guint64 *of_class = s->of_classes + class->number * s->words;
	guint8 *known = &s->findings[class->number];

	/* No expression tells whether it is true. */
	if (g_str_equal(class->id, APRES_IN_CLAUSE_CLASS))
		return false;
	if (*known == NOT_YET)
		*known = seek(s, class->cond, of_class) ? TOLD : CANNOT_TELL;
	for (gsize i = 0; *known == TOLD && i < s->words; i++)
		set[i] |= of_class[i];
	return *known == TOLD;
}

static bool
seek_pattern(const seeker *s, const apres_cond *cond, guint64 *set)
{
	guint twin = g_array_index(s->twins, guint, cond->id);

	if (!apres_cond_has_expression(cond) ||
	    (cond->fields & 1u << APRES_FIELD_HEADER) != 0)
		return false;
	set[twin / 64] |= G_GUINT64_CONSTANT(1) << twin % 64;
	return true;
}

/* Those of COND, whatever they are kept with. */
static bool
seek_inside(seeker *s, apres_cond *cond, guint64 *set)
{
	switch (cond->kind) {
	case APRES_COND_PATTERN: return seek_pattern(s, cond, set);
	case APRES_COND_ANY: return seek_any(s, cond, set);
	case APRES_COND_ALL:
	case APRES_COND_SENTENCE: return seek_all(s, cond, set);
	case APRES_COND_NOT: seek_any(s, cond, set); return false;
	/* Of a sentence it is asked what is only a part; the rest is true of a mail. */
	case APRES_COND_CLASS:
		return cond->class->part && seek_class(s, cond->class, set);
	}
	g_assert_not_reached();
}

/* Write the chances of COND down, and add them to SET; false: it cannot be told. */
static bool
seek(seeker *s, apres_cond *cond, guint64 *set)
{
	g_autofree guint64 *own = g_new0(guint64, s->words);

	cond->chance = cond->chances = 0;
	if (!seek_inside(s, cond, own))
		return false;
	keep(s, cond, own);
	for (gsize i = 0; i < s->words; i++)
		set[i] |= own[i];
	return true;
}

GArray *
apres_chances_find(const GPtrArray *classes, const GArray *twins)
{
	seeker s = { .twins = twins, .words = twins->len / 64 + 1 };
	g_autofree guint64 *of_classes = g_new0(guint64, (classes->len + 1) * s.words);
	g_autofree guint8 *findings = g_new0(guint8, classes->len + 1);
	g_autofree guint64 *nowhere = g_new0(guint64, s.words);

	s.of_classes = of_classes;
	s.findings = findings;
	s.chances = g_array_new(FALSE, FALSE, sizeof(apres_chance));
	for (guint i = 0; i < classes->len; i++)
		seek_class(&s, classes->pdata[i], nowhere);
	return s.chances;
}
