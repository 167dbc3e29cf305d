/* SPDX-License-Identifier: Apache-2.0 */
/* The new text of a mail, cut into sentences, and what asks for something into clauses.
 */
#include "config.h"
#include "classify/texts-parts.h"

#include <string.h>

/* The first folded byte that comes from source byte OFFSET or later. */
static gsize
folded_offset(const apres_folded *folded, gsize offset)
{
	gsize low = 0, high = folded->len;

	while (low < high) {
		gsize middle = low + (high - low) / 2;
		if (folded->origin[middle] < offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
is_question(apres_texts *t, const apres_stretch *sentence)
{
	const GPtrArray *questions = t->classifier->questions;

	for (guint i = 0; questions != NULL && i < questions->len; i++) {
		const apres_cond *cond = questions->pdata[i];
		if (cond->kind == APRES_COND_PATTERN &&
		    apres_texts_find(t, cond, sentence->field, sentence) ==
			    APRES_TRUTH_TRUE)
			return true;
	}
	return false;
}

static void
set_text_stretch(apres_texts *t, apres_stretch *where, const apres_sentence *s)
{
	const apres_folded *text = t->folded[APRES_FIELD_TEXT];

	apres_texts_set_stretch(
		t, where, APRES_FIELD_TEXT, folded_offset(text, s->offset),
		folded_offset(text, s->offset + s->length), t->stretches++);
}

/* Where S, as WHERE, has a new clause by the words of a pack: offsets in the text. */
static void
find_cuts(apres_texts *t, const apres_cond *cond, const apres_stretch *where,
	  GArray *cuts)
{
	const guint32 *origin = t->folded[APRES_FIELD_TEXT]->origin;

	if (cond->kind == APRES_COND_ANY)
		for (guint i = 0; i < cond->children->len; i++)
			find_cuts(t, cond->children->pdata[i], where, cuts);
	if (cond->kind != APRES_COND_PATTERN)
		return;
	const GArray *matches = apres_texts_find_all(t, cond, APRES_FIELD_TEXT, where);
	for (guint i = 0; i < matches->len; i++) {
		const apres_match *m = &g_array_index(matches, apres_match, i);
		gsize at = origin[m->start];
		g_array_append_val(cuts, at);
	}
}

/* The clauses of S, as WHERE; of more than are read, S as one. */
static GArray *
split(apres_texts *t, const apres_sentence *s, const apres_stretch *where,
      apres_reading *reading)
{
	const apres_class *class =
		g_hash_table_lookup(t->classifier->by_id, APRES_CLAUSE_CLASS);
	g_autoptr(GArray) cuts = g_array_new(FALSE, FALSE, sizeof(gsize));

	if (class != NULL)
		find_cuts(t, class->cond, where, cuts);
	GArray *clauses = apres_clauses_split(reading->text, s->offset, s->length, cuts);
	if (clauses->len == 1 ||
	    t->clauses->len + clauses->len <= APRES_READING_MAX_CLAUSES)
		return clauses;
	reading->text_unknown = t->unknown[APRES_FIELD_TEXT] = true;
	if (!g_ptr_array_find_with_equal_func(reading->problems, "text-too-long",
					      g_str_equal, NULL))
		g_ptr_array_add(reading->problems, g_strdup("text-too-long"));
	g_array_set_size(clauses, 0);
	g_array_append_val(clauses, *s);
	return clauses;
}

/* One sentence is explained as a whole; one of several clauses, clause by clause. */
static void
take_clauses(apres_texts *t, const apres_sentence *s, apres_stretch *where,
	     apres_reading *reading)
{
	g_autoptr(GArray) clauses = split(t, s, where, reading);

	where->cut = clauses->len > 1;
	for (guint i = 0; i < clauses->len; i++) {
		const apres_sentence *clause = &g_array_index(clauses, apres_sentence, i);
		bool last = i + 1 == clauses->len;
		apres_read_sentence read = { clause->offset, clause->length,
					     last && s->question, i > 0 };
		apres_stretch at = *where;
		if (where->cut) {
			set_text_stretch(t, &at, clause);
			if (at.possible != NULL)
				apres_possible_add(t->whole[APRES_FIELD_TEXT].possible,
						   at.possible);
			g_array_append_val(t->clauses, at);
		}
		read.question |= is_question(t, &at);
		g_array_append_val(reading->sentences, read);
	}
}

void
apres_texts_take_sentences(apres_texts *t, apres_reading *reading)
{
	const apres_folded *subject = t->folded[APRES_FIELD_SUBJECT];
	g_autoptr(GArray) found =
		apres_sentences_split(reading->text, strlen(reading->text));

	t->stretches = FIELD_COUNT;
	g_array_set_size(t->sentences, found->len + 1);
	for (guint i = 0; i < found->len; i++) {
		const apres_sentence *s = &g_array_index(found, apres_sentence, i);
		apres_stretch *where = &g_array_index(t->sentences, apres_stretch, i);
		set_text_stretch(t, where, s);
		if (where->possible != NULL)
			apres_possible_add(t->whole[APRES_FIELD_TEXT].possible,
					   where->possible);
	}
	apres_texts_set_stretch(t,
				&g_array_index(t->sentences, apres_stretch, found->len),
				APRES_FIELD_SUBJECT, 0, subject->len, t->stretches++);
	t->remembered = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < found->len; i++)
		take_clauses(t, &g_array_index(found, apres_sentence, i),
			     &g_array_index(t->sentences, apres_stretch, i), reading);
}
