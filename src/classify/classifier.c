/* SPDX-License-Identifier: Apache-2.0 */
/* Classes -> their patterns, compiled once and numbered. */
#include "config.h"
#include "classify/classify.h"

#include <string.h>

#include "classify/chance.h"
#include "classify/evaluate.h"
#include "classify/lend.h"
#include "classify/pattern.h"
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

	if (!apres_cond_has_expression(cond) || cond->source == NULL ||
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

	if (!find_twin(c, cond, &twin) && apres_cond_has_expression(cond))
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
	return apres_pattern_compile(cond, error);
}

/*
 * What is known of patterns, as bytes: how many there are, for each the first that says
 * the same (guint32 all), and the prefilter.
 */
typedef struct known_patterns {
	const guint32 *twins;
	guint32 count;
	apres_prefilter *prefilter;
} known_patterns;

/* Is KNOWN something of that kind? */
static bool
take_known(GBytes *bytes, known_patterns *known)
{
	gsize size;
	const guint32 *data = g_bytes_get_data(bytes, &size);
	gsize words = size / sizeof *data;

	if (words == 0 || GPOINTER_TO_SIZE(data) % sizeof *data != 0 ||
	    data[0] > words - 1)
		return false;
	known->count = data[0];
	known->twins = data + 1;
	gsize head = sizeof *data * (1 + (gsize)known->count);
	g_autoptr(GBytes) rest = g_bytes_new_from_bytes(bytes, head, size - head);
	known->prefilter = apres_prefilter_open(rest, known->count);
	return known->prefilter != NULL;
}

/* Where the patterns of a classifier come from: each may be NULL. */
typedef struct origin {
	const apres_classifier *like;
	const known_patterns *known;
} origin;

/* The pattern for COND, and its twin, as KNOWN. */
static apres_pattern *
known_pattern(const apres_classifier *c, const apres_cond *cond,
	      const known_patterns *known, guint *twin_out)
{
	guint twin = cond->id < known->count ? known->twins[cond->id] : G_MAXUINT;

	*twin_out = twin;
	if (twin == cond->id)
		return apres_pattern_new_known(cond);
	if (twin > cond->id || !apres_cond_has_expression(cond) ||
	    !apres_cond_has_expression(apres_pattern_cond(c->patterns->pdata[twin])))
		return NULL;
	return apres_pattern_twin(cond, c->patterns->pdata[twin]);
}

/* Compile every pattern below COND and give it its number. */
static bool
compile_cond(apres_classifier *c, apres_cond *cond, const char *class_id,
	     const origin *from, GError **error)
{
	guint twin;

	for (guint i = 0; cond->children != NULL && i < cond->children->len; i++)
		if (!compile_cond(c, cond->children->pdata[i], class_id, from, error))
			return false;
	if (cond->kind != APRES_COND_PATTERN)
		return true;
	cond->id = c->patterns->len;
	apres_pattern *pattern = from->known != NULL
					 ? known_pattern(c, cond, from->known, &twin)
					 : pattern_for(c, cond, from->like, error);
	if (pattern == NULL)
		return false;
	g_ptr_array_add(c->patterns, pattern);
	g_ptr_array_add(c->owners, (gpointer)class_id);
	if (from->known == NULL)
		twin = twin_of(c, cond);
	g_array_append_val(c->twins, twin);
	return true;
}

static bool check_class(const apres_classifier *c, const apres_class *class,
			GHashTable *seen, GError **error);

/*
 * Every class-ref names a class, and none leads back to where it began.  SEEN has each
 * class once: false while what it refers to is looked at, true when that was good.
 */
static bool
check_refs(const apres_classifier *c, apres_cond *cond, GHashTable *seen, GError **error)
{
	gpointer good = GINT_TO_POINTER(FALSE);

	for (guint i = 0; cond->children != NULL && i < cond->children->len; i++)
		if (!check_refs(c, cond->children->pdata[i], seen, error))
			return false;
	if (cond->kind != APRES_COND_CLASS)
		return true;
	cond->class = g_hash_table_lookup(c->by_id, cond->class_ref);
	bool met = cond->class != NULL &&
		   g_hash_table_lookup_extended(seen, cond->class, NULL, &good);
	if (met && GPOINTER_TO_INT(good))
		return true;
	if (met || cond->class == NULL)
		return apres_throw(error, APRES_ERROR_CONFIG,
				   "%s:%d:%d: error: class '%s' %s [E-REF]",
				   cond->origin.file, cond->origin.line,
				   cond->origin.column, cond->class_ref,
				   met ? "refers back to itself" : "is not defined");
	return check_class(c, cond->class, seen, error);
}

static bool
check_class(const apres_classifier *c, const apres_class *class, GHashTable *seen,
	    GError **error)
{
	if (g_hash_table_contains(seen, class))
		return true;
	g_hash_table_insert(seen, (gpointer) class, GINT_TO_POINTER(FALSE));
	if (!check_refs(c, class->cond, seen, error))
		return false;
	g_hash_table_insert(seen, (gpointer) class, GINT_TO_POINTER(TRUE));
	return true;
}

/* What all patterns need; those that say the same count once. */
static apres_prefilter *
prefilter_for(const apres_classifier *c)
{
	g_autoptr(GPtrArray) needs = g_ptr_array_new();
	g_autoptr(GPtrArray) starts = g_ptr_array_new();

	for (guint i = 0; i < c->patterns->len; i++) {
		apres_pattern *first = g_array_index(c->twins, guint, i) == i
					       ? c->patterns->pdata[i]
					       : NULL;
		g_ptr_array_add(needs, first != NULL
					       ? (gpointer)apres_pattern_needs(first)
					       : NULL);
		g_ptr_array_add(starts, first != NULL
						? (gpointer)apres_pattern_starts(first)
						: NULL);
	}
	return apres_prefilter_new(needs, starts);
}

static apres_classifier *
classifier_new(const GPtrArray *classes, const GPtrArray *questions, const origin *from,
	       GError **error)
{
	g_autoptr(apres_classifier) c = g_new0(apres_classifier, 1);

	c->classes = classes;
	c->questions = questions;
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
		if (!compile_cond(c, class->cond, class->id, from, error))
			return NULL;
	}
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
	for (guint i = 0; i < classes->len; i++)
		if (!check_class(c, classes->pdata[i], seen, error))
			return NULL;
	for (guint i = 0; questions != NULL && i < questions->len; i++)
		if (!compile_cond(c, questions->pdata[i], NULL, from, error))
			return NULL;
	c->chances = apres_chances_find(classes, c->twins);
	if (from->known == NULL)
		c->prefilter = prefilter_for(c);
	return g_steal_pointer(&c);
}

apres_classifier *
apres_classifier_new(const GPtrArray *classes, const GPtrArray *questions, GError **error)
{
	return apres_classifier_new_like(classes, questions, NULL, error);
}

apres_classifier *
apres_classifier_new_like(const GPtrArray *classes, const GPtrArray *questions,
			  const apres_classifier *like, GError **error)
{
	const origin from = { .like = like };

	return classifier_new(classes, questions, &from, error);
}

GBytes *
apres_classifier_known(const apres_classifier *classifier)
{
	guint32 count = classifier->patterns->len;
	gsize size;

	if (classifier->prefilter == NULL)
		return NULL;
	GByteArray *all = g_byte_array_new();
	const guint8 *prefilter =
		g_bytes_get_data(apres_prefilter_bytes(classifier->prefilter), &size);

	g_byte_array_append(all, (const guint8 *)&count, sizeof count);
	g_byte_array_append(all, (const guint8 *)classifier->twins->data,
			    count * (guint)sizeof(guint));
	g_byte_array_append(all, prefilter, (guint)size);
	return g_byte_array_free_to_bytes(all);
}

apres_classifier *
apres_classifier_new_known(const GPtrArray *classes, const GPtrArray *questions,
			   GBytes *bytes)
{
	known_patterns known = { 0 };
	const origin from = { .known = &known };

	if (!take_known(bytes, &known))
		return NULL;
	g_autoptr(apres_prefilter) prefilter = known.prefilter;
	g_autoptr(apres_classifier) c = classifier_new(classes, questions, &from, NULL);
	if (c == NULL || c->patterns->len != known.count)
		return NULL;
	c->prefilter = g_steal_pointer(&prefilter);
	return g_steal_pointer(&c);
}

void
apres_classifier_free(apres_classifier *classifier)
{
	if (classifier == NULL)
		return;
	if (classifier->patterns != NULL)
		apres_classifier_end_lending(classifier);
	g_clear_pointer(&classifier->by_phrase, g_hash_table_unref);
	g_clear_pointer(&classifier->by_re, g_hash_table_unref);
	g_clear_pointer(&classifier->prefilter, apres_prefilter_free);
	g_clear_pointer(&classifier->chances, g_array_unref);
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
		apres_pattern_jit(
			classifier->patterns->pdata[i],
			classifier->prefilter != NULL &&
				apres_prefilter_has_starts(
					classifier->prefilter,
					g_array_index(classifier->twins, guint, i)));
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
