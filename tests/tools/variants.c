/* SPDX-License-Identifier: Apache-2.0 */
/*
 * More mail made of what there is: each in other dress, with harmless sentences beside
 * it, and what is harmless also with some left out.  So it is the grave sentence that
 * weighs, and not the request that mostly stands beside one.
 */
#include "config.h"

#include <string.h>

#include "samples.h"
#include "util/text.h"

#define ROUNDS 4
#define BESIDE 4   /* harmless sentences put beside, at most */
#define NUMBERED 2 /* one of so many has a number below the name */
#define GREETING_MAX_BYTES 30

typedef struct maker {
	GPtrArray *samples;
	guint written; /* of them; the others are made */
	guint64 random;
} maker;

static const sample *
draw_harmless(maker *m)
{
	const sample *s;

	do
		s = m->samples->pdata[sample_draw(&m->random, m->written)];
	while (sample_is_grave(s->kind));
	return s;
}

/* The questions of TEXT, and of its other sentences each with a chance of one half. */
static char *
abridge(maker *m, const char *text)
{
	g_autoptr(GArray) sentences = apres_sentences_split(text, strlen(text));
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint i = 0; i < sentences->len; i++) {
		const apres_sentence *s = &g_array_index(sentences, apres_sentence, i);
		if (!s->question && sample_draw(&m->random, 2) == 0)
			continue;
		g_string_append_len(out, text + s->offset, (gssize)s->length);
		g_string_append_c(out, ' ');
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

/* Some sentences of a harmless sample; no questions if PLAIN. */
static char *
borrow(maker *m, bool plain)
{
	const char *other = draw_harmless(m)->text;
	g_autoptr(GArray) sentences = apres_sentences_split(other, strlen(other));
	guint wanted = 1 + sample_draw(&m->random, BESIDE);
	g_autoptr(GString) out = g_string_new(NULL);
	for (guint i = 0; i < MIN(wanted, sentences->len); i++) {
		const apres_sentence *s = &g_array_index(sentences, apres_sentence, i);
		if (plain && s->question)
			continue;
		g_string_append_len(out, other + s->offset, (gssize)s->length);
		g_string_append_c(out, ' ');
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

/* TEXT's greeting on a line of its own, "Dear Ms. Kovac,": how many bytes; 0: none. */
static gsize
greeting_len(const char *text)
{
	const char *end = strchr(text, '\n');

	return end != NULL && end - text <= GREETING_MAX_BYTES && end > text &&
			       strchr(",!:", end[-1]) != NULL
		       ? (gsize)(end - text)
		       : 0;
}

/*
 * S with the greeting of one harmless sample, the name of another, and perhaps a number
 * below it: who writes to whom, from which telephone, says nothing of what is asked. Left
 * as they were written, names weigh what few mails by chance made of them.  What is grave
 * is so for its name now and then ("Works council"): it keeps half of them.
 */
static char *
dress(maker *m, const sample *s)
{
	static const char *const numbers[] = { "07700 900461", "Tel. 01632 960 118",
					       "Ref. 40217",   "R-7702",
					       "No. 4471",     "+44 7700 900 123",
					       "14/3",         "2026-04-17" };
	const char *to = draw_harmless(m)->text, *from = draw_harmless(m)->text;
	gsize own = greeting_len(s->text), greeting = greeting_len(to);
	const char *name = sample_name(s->text), *other = sample_name(from);
	bool keeps = sample_is_grave(s->kind) && sample_draw(&m->random, 2) == 0;
	g_autoptr(GString) out = g_string_new(NULL);

	if (own > 0 && greeting > 0)
		g_string_append_len(out, to, (gssize)greeting);
	else
		g_string_append_len(out, s->text, (gssize)own);
	g_string_append_len(out, s->text + own, name - (s->text + own));
	g_string_append(out, *name != '\0' && *other != '\0' && !keeps ? other : name);
	if (sample_draw(&m->random, NUMBERED) == 0)
		g_string_append_printf(
			out, "\n%s",
			numbers[sample_draw(&m->random, G_N_ELEMENTS(numbers))]);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

static void
add(maker *m, const char *text, guint kind)
{
	sample *s = g_new(sample, 1);

	*s = (sample){ g_strdup(text), kind };
	g_ptr_array_add(m->samples, s);
}

static void
add_beside(maker *m, const char *text, guint kind)
{
	g_autofree char *beside = borrow(m, !sample_is_grave(kind));
	g_autofree char *both = sample_draw(&m->random, 2) == 0
					? g_strdup_printf("%s%s", beside, text)
					: g_strdup_printf("%s %s", text, beside);

	add(m, both, kind);
}

bool
samples_vary(GPtrArray *samples)
{
	maker m = { samples, samples->len, 1 };
	guint harmless = 0;

	for (guint i = 0; i < m.written; i++)
		harmless += !sample_is_grave(((const sample *)samples->pdata[i])->kind);
	for (guint i = 0; harmless > 0 && i < m.written * ROUNDS; i++) {
		const sample *s = samples->pdata[i % m.written];
		g_autofree char *text = dress(&m, s);
		add_beside(&m, text, s->kind);
		if (sample_is_grave(s->kind)) {
			add_beside(&m, text, s->kind);
		} else {
			g_autofree char *less = abridge(&m, text);
			add(&m, less, s->kind);
		}
	}
	return harmless > 0;
}
