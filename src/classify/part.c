/* SPDX-License-Identifier: Apache-2.0 */
/* Strings multiply as they are put together; where they become too many, each of both
 * sides is needed by itself. */
#include "config.h"
#include "classify/part.h"

#include <string.h>

#include "classify/literal.h"
#include "classify/needs.h"
#include "classify/start.h"

#define EXACT_MAX 128 /* strings */
#define EXACT_BYTES (4 * APRES_LITERAL_MAX)
#define SET_MAX 4 /* characters of a set that are told apart */

void
apres_part_init(apres_part *part)
{
	part->exact = g_ptr_array_new_with_free_func(g_free);
	part->start = NULL;
	part->needs = g_array_new(FALSE, FALSE, sizeof(guint32));
	part->looks = false;
	part->empty = false;
	part->apart = true;
}

void
apres_part_clear(apres_part *part)
{
	g_clear_pointer(&part->exact, g_ptr_array_unref);
	g_clear_pointer(&part->start, g_ptr_array_unref);
	g_clear_pointer(&part->needs, g_array_unref);
}

void
apres_part_or_string(apres_part *part, const char *string, gsize len)
{
	gsize last = len;

	if (part->exact == NULL) {
		if (part->start != NULL)
			g_ptr_array_add(part->start, g_strndup(string, len));
		return;
	}
	while (last > 0 && string[last - 1] == APRES_LITERAL_EDGE)
		last--;
	part->empty |= last == 0;
	part->apart &= last == 0 || !g_ascii_isalnum(string[last - 1]);
	if (part->exact->len >= EXACT_MAX)
		apres_part_forget(part);
	else
		g_ptr_array_add(part->exact, g_strndup(string, len));
}

/* It is one of few characters that are told apart? */
static bool
add_few(apres_part *part, const char *p, const char *end)
{
	for (guint count = 0; p < end; p++, count++) {
		bool escaped = *p == '\\' && p + 1 < end;
		char c = escaped && *++p == 's' ? ' ' : g_ascii_tolower(*p);
		if ((guchar)c >= 0x80 || g_ascii_iscntrl(c) || count == SET_MAX ||
		    (escaped && g_ascii_isalnum(c)) ||
		    (!escaped && (c == '^' || c == '[' || (c == '-' && p + 1 < end))))
			return false;
		apres_part_or_string(part, &c, 1);
	}
	return true;
}

void
apres_part_set(apres_part *part, const char *start, const char *end)
{
	if (add_few(part, start, end))
		return;
	apres_part_forget(part);
	part->apart = false;
}

void
apres_part_forget(apres_part *part)
{
	g_clear_pointer(&part->exact, g_ptr_array_unref);
}

GPtrArray *
apres_part_start(const apres_part *part)
{
	return apres_start_copy(part->exact != NULL ? part->exact : part->start);
}

void
apres_part_repeat(apres_part *part)
{
	GPtrArray *start = apres_part_start(part);

	apres_start_open(start);
	apres_part_forget(part);
	g_clear_pointer(&part->start, g_ptr_array_unref);
	part->start = start;
}

void
apres_part_perhaps(apres_part *part)
{
	g_array_set_size(part->needs, 0);
	part->empty = true;
}

/* One of STRINGS is needed. */
static void
need_one_of(GArray *needs, const GPtrArray *strings)
{
	guint start = needs->len;

	apres_needs_begin_any(needs);
	for (guint i = 0; i < strings->len; i++) {
		guint32 literal = apres_literal_of(strings->pdata[i]);
		if (literal == 0) {
			g_array_set_size(needs, start);
			return;
		}
		apres_needs_add_choice(needs, &literal, 1);
	}
	apres_needs_end_any(needs, start);
}

void
apres_part_flush(apres_part *part)
{
	if (part->exact != NULL)
		need_one_of(part->needs, part->exact);
	apres_part_forget(part);
}

void
apres_part_look(apres_part *part, bool ahead, bool must)
{
	apres_part_flush(part);
	part->looks = ahead;
	if (!must)
		g_array_set_size(part->needs, 0);
	g_clear_pointer(&part->start, g_ptr_array_unref);
	part->exact = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(part->exact, g_strdup(""));
	part->empty = part->apart = true;
}

/* The strings of ALTERNATIVES, if that is all they are. */
static bool
unite(apres_part *part, const GPtrArray *alternatives)
{
	guint count = 0;

	for (guint i = 0; i < alternatives->len; i++) {
		const apres_part *one = alternatives->pdata[i];
		if (one->exact == NULL || one->needs->len > 0)
			return false;
		count += one->exact->len;
	}
	if (count > EXACT_MAX)
		return false;
	for (guint i = 0; i < alternatives->len; i++) {
		const apres_part *one = alternatives->pdata[i];
		for (guint s = 0; s < one->exact->len; s++)
			apres_part_or_string(part, one->exact->pdata[s],
					     strlen(one->exact->pdata[s]));
	}
	return true;
}

void
apres_part_choice(apres_part *part, const GPtrArray *alternatives)
{
	bool nothing = false; /* is what one of them needs */
	guint start = part->needs->len;

	if (unite(part, alternatives))
		return;
	apres_part_forget(part);
	part->start = g_ptr_array_new_with_free_func(g_free);
	apres_needs_begin_any(part->needs);
	for (guint i = 0; i < alternatives->len; i++) {
		apres_part *one = alternatives->pdata[i];
		part->start = apres_start_or(
			part->start, one->exact != NULL ? one->exact : one->start);
		apres_part_flush(one);
		part->empty |= one->empty;
		part->apart &= one->apart;
		nothing |= one->needs->len == 0;
		apres_needs_add_choice(part->needs, (guint32 *)one->needs->data,
				       one->needs->len);
	}
	if (nothing)
		g_array_set_size(part->needs, start);
	else
		apres_needs_end_any(part->needs, start);
}

static const char edge[] = { APRES_LITERAL_EDGE, '\0' };

void
apres_sequence_init(apres_sequence *sequence, bool at_edge)
{
	apres_part_init(&sequence->so_far);
	g_ptr_array_add(sequence->so_far.exact, g_strdup(at_edge ? edge : ""));
	sequence->so_far.empty = true;
	sequence->whole = true;
	sequence->start = NULL;
}

bool
apres_sequence_at_edge(const apres_sequence *sequence)
{
	const GPtrArray *strings = sequence->so_far.exact;

	for (guint i = 0; i < strings->len; i++) {
		const char *string = strings->pdata[i];
		if (*string == '\0' || g_ascii_isalnum(string[strlen(string) - 1]))
			return false;
	}
	return true;
}

/* Is A x B not too many, and what stands in A not more than any literal says? */
static bool
can_multiply(const GPtrArray *a, const GPtrArray *b)
{
	return a->len * b->len <= EXACT_MAX &&
	       (a->len == 0 || strlen(a->pdata[0]) < EXACT_BYTES);
}

/* PART is next, and what is all so far will not be. */
static void
go_on(apres_sequence *sequence, const apres_part *part)
{
	if (sequence->whole)
		sequence->start = apres_start_copy(sequence->so_far.exact);
	sequence->start = apres_start_then(
		sequence->start, part->exact != NULL ? part->exact : part->start);
}

/* What stood side by side is over, and needed; next are STRINGS (or NULL: anything). */
static void
begin_anew(apres_sequence *sequence, const GPtrArray *strings, bool at_edge)
{
	apres_part *so_far = &sequence->so_far;

	apres_part_flush(so_far);
	so_far->exact = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; strings != NULL && i < strings->len; i++) {
		const char *string = strings->pdata[i];
		bool known = !at_edge || *string == APRES_LITERAL_EDGE;
		g_ptr_array_add(so_far->exact,
				g_strconcat(known ? "" : edge, string, NULL));
	}
	if (strings == NULL)
		g_ptr_array_add(so_far->exact, g_strdup(at_edge ? edge : ""));
	sequence->whole = false;
}

/*
 * A look is next.  It may reach a match limit wherever what stands before it is, whether
 * what stands behind it is there or not: it is tried there, so that it does.
 */
static void
look_on(apres_sequence *sequence)
{
	if (sequence->whole)
		sequence->start = apres_start_copy(sequence->so_far.exact);
	sequence->whole = false;
	apres_start_open(sequence->start);
}

static void
multiply(apres_part *so_far, const GPtrArray *strings)
{
	g_autoptr(GPtrArray) run = g_steal_pointer(&so_far->exact);

	so_far->exact = g_ptr_array_new_with_free_func(g_free);
	for (guint a = 0; a < run->len; a++)
		for (guint b = 0; b < strings->len; b++)
			g_ptr_array_add(
				so_far->exact,
				apres_literal_join(run->pdata[a], strings->pdata[b]));
}

void
apres_sequence_add(apres_sequence *sequence, const apres_part *part)
{
	apres_part *so_far = &sequence->so_far;
	bool at_edge = apres_sequence_at_edge(sequence);
	bool empty = so_far->empty && part->empty;
	bool apart = part->apart && (!part->empty || so_far->apart);

	g_array_append_vals(so_far->needs, part->needs->data, part->needs->len);
	if (part->looks)
		look_on(sequence);
	bool fits = part->exact != NULL && can_multiply(so_far->exact, part->exact);
	if (!fits || !sequence->whole)
		go_on(sequence, part);
	if (part->exact == NULL)
		begin_anew(sequence, NULL, part->apart && (!part->empty || at_edge));
	else if (fits)
		multiply(so_far, part->exact);
	else
		begin_anew(sequence, part->exact, at_edge);
	so_far->empty = empty;
	so_far->apart = apart;
}

void
apres_sequence_end(apres_sequence *sequence, apres_part *part)
{
	*part = sequence->so_far;
	if (!sequence->whole) {
		apres_part_flush(part);
		part->start = g_steal_pointer(&sequence->start);
	}
	sequence->so_far.exact = NULL;
	sequence->so_far.needs = NULL;
}
