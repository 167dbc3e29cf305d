/* SPDX-License-Identifier: Apache-2.0 */
/* Fields and sentences of one mail, and a memory of what was found in them. */
#include "config.h"
#include "classify/texts-parts.h"

#include <string.h>

#define EVIDENCE_MAX 64 /* places of one pattern that are shown */

void
apres_texts_set_stretch(const apres_texts *t, apres_stretch *s, apres_field field,
			gsize start, gsize end, guint number)
{
	const apres_folded *folded = t->folded[field];

	*s = (apres_stretch){
		.field = field, .start = start, .end = end, .number = number
	};
	if (t->sightings != NULL)
		s->possible = apres_possible_new(t->sightings, t->bases[field],
						 folded->text, folded->len, start, end);
}

static void
take_field(apres_texts *t, apres_field field, const char *text, bool unknown)
{
	t->folded[field] =
		apres_fold(text != NULL ? text : "", text != NULL ? strlen(text) : 0);
	t->unknown[field] = unknown;
	if (t->sightings != NULL)
		t->bases[field] = apres_sightings_add(
			t->sightings, t->folded[field]->text, t->folded[field]->len);
	apres_possible_free(t->whole[field].possible);
	apres_texts_set_stretch(t, &t->whole[field], field, 0, t->folded[field]->len,
				(guint)field);
}

/* The values of NAMES, a line each; valid UTF-8. */
static char *
header_text(const apres_message *message, const char *const *names)
{
	g_autoptr(GString) all = g_string_new(NULL);
	guint count =
		message->headers != NULL ? apres_headers_count(message->headers) : 0;

	for (guint i = 0; i < count; i++) {
		const apres_header *header = apres_headers_at(message->headers, i);
		for (const char *const *name = names; *name != NULL; name++)
			if (g_ascii_strcasecmp(header->name, *name) == 0)
				g_string_append_printf(all, "%s\n", header->value);
	}
	return g_utf8_make_valid(all->str, (gssize)all->len);
}

static void
take_anywhere(apres_texts *t)
{
	if (t->sightings == NULL)
		return;
	t->anywhere = apres_possible_new(t->sightings, 0, "", 0, 0, 0);
	for (guint i = 0; i < FIELD_COUNT; i++)
		apres_possible_add(t->anywhere, t->whole[i].possible);
}

apres_texts *
apres_texts_new(const apres_classifier *classifier, const apres_message *message,
		apres_reading *reading)
{
	static const char *const from[] = { "From", NULL };
	static const char *const to[] = { "To", "Cc", NULL };
	apres_texts *t = g_new0(apres_texts, 1);
	g_autofree char *from_text = header_text(message, from);
	g_autofree char *to_text = header_text(message, to);

	t->classifier = classifier;
	t->message = message;
	t->sentences = g_array_new(FALSE, FALSE, sizeof(apres_stretch));
	t->clauses = g_array_new(FALSE, FALSE, sizeof(apres_stretch));
	t->matches = g_array_new(FALSE, FALSE, sizeof(apres_match));
	t->places = g_array_new(FALSE, FALSE, sizeof(guint32));
	t->matcher = apres_matcher_new(!classifier->is_borrowed);
	if (classifier->prefilter != NULL)
		t->sightings = apres_sightings_new(classifier->prefilter);
	take_field(t, APRES_FIELD_SUBJECT, reading->subject, false);
	take_field(t, APRES_FIELD_TEXT, reading->text, reading->text_unknown);
	take_field(t, APRES_FIELD_QUOTED, reading->quoted, reading->text_unknown);
	take_field(t, APRES_FIELD_FROM, from_text, false);
	take_field(t, APRES_FIELD_TO, to_text, false);
	take_field(t, APRES_FIELD_HEADER, "", false);
	take_field(t, APRES_FIELD_ATTACHMENT, message->attachments, false);
	apres_texts_take_sentences(t, reading);
	take_anywhere(t);
	return t;
}

void
apres_texts_free(apres_texts *t)
{
	if (t == NULL)
		return;
	for (guint i = 0; i < FIELD_COUNT; i++) {
		apres_folded_free(t->folded[i]);
		apres_possible_free(t->whole[i].possible);
	}
	apres_possible_free(t->anywhere);
	for (guint i = 0; i < t->sentences->len; i++)
		apres_possible_free(
			g_array_index(t->sentences, apres_stretch, i).possible);
	for (guint i = 0; i < t->clauses->len; i++)
		apres_possible_free(g_array_index(t->clauses, apres_stretch, i).possible);
	g_ptr_array_unref(t->remembered);
	g_array_unref(t->sentences);
	g_array_unref(t->clauses);
	g_array_unref(t->matches);
	g_array_unref(t->places);
	apres_sightings_free(t->sightings);
	apres_matcher_free(t->matcher);
	g_free(t);
}

guint
apres_texts_sentences(const apres_texts *t)
{
	return t->sentences->len;
}

guint
apres_texts_stretches(const apres_texts *t)
{
	return t->stretches;
}

const apres_stretch *
apres_texts_sentence(const apres_texts *t, guint i)
{
	return &g_array_index(t->sentences, apres_stretch, i);
}

bool
apres_texts_is_clause(const apres_texts *t, const apres_stretch *stretch)
{
	const apres_stretch *clauses = (const void *)t->clauses->data;

	return stretch >= clauses && stretch < clauses + t->clauses->len;
}

guint
apres_texts_clauses(const apres_texts *t)
{
	return t->clauses->len;
}

const apres_stretch *
apres_texts_clause(const apres_texts *t, guint i)
{
	return &g_array_index(t->clauses, apres_stretch, i);
}

const apres_folded *
apres_texts_folded(const apres_texts *t, apres_field field)
{
	return t->folded[field];
}

static guint
twin_of(const apres_texts *t, const apres_cond *cond)
{
	return g_array_index(t->classifier->twins, guint, cond->id);
}

/* Where to remember what COND came to in WHERE, or NULL. */
static guint8 *
memory_of(apres_texts *t, const apres_cond *cond, const apres_stretch *where)
{
	guint id = twin_of(t, cond);

	/* A named header is another text for each name. */
	if (where->field == APRES_FIELD_HEADER)
		return NULL;
	if (t->remembered->len < t->stretches)
		g_ptr_array_set_size(t->remembered, (gint)t->stretches);
	gpointer *memory = &t->remembered->pdata[where->number];
	if (*memory == NULL)
		*memory = g_new0(guint8, t->classifier->patterns->len);
	return &((guint8 *)*memory)[id];
}

/* All of FIELD; a named header is folded for the occasion. */
static const apres_stretch *
whole_of(apres_texts *t, const apres_cond *cond, apres_field field)
{
	if (field == APRES_FIELD_HEADER && cond->header != NULL) {
		const char *const names[] = { cond->header, NULL };
		g_autofree char *value = header_text(t->message, names);
		apres_folded_free(t->folded[field]);
		take_field(t, field, value, false);
	}
	return &t->whole[field];
}

/* Could COND match in WHERE? */
static bool
is_possible(const apres_texts *t, const apres_cond *cond, const apres_stretch *where)
{
	return where->possible == NULL ||
	       apres_possible_has(where->possible, twin_of(t, cond));
}

const guint64 *
apres_texts_possible(const apres_texts *t, const apres_stretch *within)
{
	const apres_possible *possible = within != NULL ? within->possible : t->anywhere;
	bool unknown = t->unknown[within != NULL ? within->field : APRES_FIELD_TEXT];

	return possible != NULL && !unknown ? apres_possible_all(possible) : NULL;
}

/* Up to MAX matches, left in t->matches; false if a limit was hit. */
static bool
match(apres_texts *t, const apres_cond *cond, const apres_stretch *where, guint max)
{
	apres_pattern *pattern = t->classifier->patterns->pdata[cond->id];

	g_array_set_size(t->matches, 0);
	if (!is_possible(t, cond, where))
		return true;
	bool places = where->possible != NULL &&
		      apres_possible_places(where->possible, twin_of(t, cond), t->places);
	return apres_pattern_match(pattern, t->matcher, t->folded[where->field]->text,
				   where->start, where->end, places ? t->places : NULL,
				   max, t->matches);
}

apres_truth
apres_texts_find(apres_texts *t, const apres_cond *cond, apres_field field,
		 const apres_stretch *within)
{
	const apres_stretch *where = within != NULL ? within : whole_of(t, cond, field);

	if (where->field != field)
		return APRES_TRUTH_FALSE;
	guint8 *memory = memory_of(t, cond, where);
	if (memory != NULL && *memory != 0)
		return (apres_truth)(*memory - 1);
	bool complete = match(t, cond, where, 1);
	apres_truth truth = t->matches->len > 0              ? APRES_TRUTH_TRUE
			    : complete && !t->unknown[field] ? APRES_TRUTH_FALSE
							     : APRES_TRUTH_UNKNOWN;
	if (memory != NULL)
		*memory = (guint8)(truth + 1);
	return truth;
}

const GArray *
apres_texts_find_all(apres_texts *t, const apres_cond *cond, apres_field field,
		     const apres_stretch *within)
{
	if (apres_texts_find(t, cond, field, within) == APRES_TRUTH_TRUE)
		match(t, cond, within != NULL ? within : &t->whole[field], EVIDENCE_MAX);
	else
		g_array_set_size(t->matches, 0);
	return t->matches;
}
