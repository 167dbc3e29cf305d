/* SPDX-License-Identifier: Apache-2.0 */
/* Texts made of an expression's own words are matched, and the steps counted. */
#include "config.h"
#include "classify/cost.h"
#include "classify/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>

#define SHORT 60  /* characters; the texts are of this length, and four times of it */
#define FLAT 1000 /* steps for the long one that need no closer look */
#define CAP (1u << 18)
/* Of a text four times as long: the square would be 16, and short texts add to it. */
#define STEEP 24
#define WORDS_MAX 8
#define BEGINS_MAX 2

/* How many repeats without an end EXPRESSION has; one alone cannot be steep, but for a
 * group's, whose branches may say the same: it counts twice. */
static guint
open_repeats(const char *expression)
{
	guint count = 0;
	bool set = false; /* inside [...] */

	for (const char *p = expression; *p != '\0'; p++) {
		if (*p == '\\' && p[1] != '\0') {
			p++;
			continue;
		}
		set = set ? *p != ']' : *p == '[';
		if (set)
			continue;
		bool open = *p == '*' || *p == '+' ||
			    (*p == '{' && g_ascii_isdigit(p[1]) &&
			     p[strcspn(p, "}") - 1] == ',');
		if (open)
			count += p > expression && p[-1] == ')' ? 2 : 1;
	}
	return count;
}

/* Words that EXPRESSION is made of, each with a space behind it. */
static GPtrArray *
words_of(const char *expression)
{
	GPtrArray *words = g_ptr_array_new_with_free_func(g_free);

	for (const char *p = expression; *p != '\0' && words->len < WORDS_MAX;) {
		gsize len = 0;
		if (*p == '\\' && p[1] != '\0') {
			p += 2;
			continue;
		}
		while (g_ascii_isalpha(p[len]))
			len++;
		if (len > 0)
			g_ptr_array_add(words, g_strdup_printf("%.*s ", (int)len, p));
		p += MAX(len, 1);
	}
	return words;
}

/* The first COUNT of WORDS, one after the other. */
static char *
first_of(const GPtrArray *words, guint count)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < count; i++)
		g_string_append(text, words->pdata[i]);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

/* What is repeated: each word, all of them, the first one as it is, single characters. */
static GPtrArray *
units_of(const GPtrArray *words)
{
	GPtrArray *units = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < words->len; i++)
		g_ptr_array_add(units, g_strdup(words->pdata[i]));
	if (words->len > 1)
		g_ptr_array_add(units, first_of(words, words->len));
	if (words->len > 0)
		g_ptr_array_add(units, g_strchomp(g_strdup(words->pdata[0])));
	g_ptr_array_add(units, g_strdup("a"));
	g_ptr_array_add(units, g_strdup(" "));
	g_ptr_array_add(units, g_strdup("1"));
	return units;
}

/* BEGIN, then UNIT again and again, and after half of about LENGTH bytes THEN, if it is
 * not NULL; the end fits nothing. */
static char *
text_of(const char *begin, const char *unit, const char *then, gsize length)
{
	g_autoptr(GString) text = g_string_new(begin);

	while (text->len < (then != NULL ? length / 2 : length))
		g_string_append(text, unit);
	while (text->len < length)
		g_string_append(text, then);
	g_string_append(text, "!\x01");
	return g_string_free(g_steal_pointer(&text), FALSE);
}

/* An expression, and room to match it in. */
typedef struct trial {
	pcre2_code *code;
	pcre2_match_data *data;
	pcre2_match_context *context;
} trial;

static void
trial_clear(trial *t)
{
	pcre2_match_context_free(t->context);
	pcre2_match_data_free(t->data);
	pcre2_code_free(t->code);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(trial, trial_clear)

static bool
is_enough(const trial *t, const char *text, guint32 limit)
{
	pcre2_set_match_limit(t->context, limit);
	return pcre2_match(t->code, (PCRE2_SPTR)text, strlen(text), 0,
			   PCRE2_NO_JIT | PCRE2_NO_UTF_CHECK, t->data,
			   t->context) != PCRE2_ERROR_MATCHLIMIT;
}

/* The smallest limit that is enough, to one part in sixteen; CAP if none below it is. */
static guint32
cost_of(const trial *t, const char *text)
{
	guint32 high = 1, low = 0;

	while (high < CAP && !is_enough(t, text, high)) {
		low = high;
		high *= 2;
	}
	while (high < CAP && high - low > 1 + high / 16) {
		guint32 middle = low + (high - low) / 2;
		if (is_enough(t, text, middle))
			high = middle;
		else
			low = middle;
	}
	return high;
}

static bool
is_steep_on(const trial *t, const char *begin, const char *unit, const char *then)
{
	g_autofree char *small = text_of(begin, unit, then, SHORT);
	g_autofree char *large = text_of(begin, unit, then, (gsize)4 * SHORT);

	if (is_enough(t, large, FLAT))
		return false;
	guint32 less = cost_of(t, small);
	return less >= CAP || !is_enough(t, large, STEEP * less);
}

/* How a text begins on which T is steep, or NULL; caller owns. */
static char *
steep_text(const trial *t, const GPtrArray *words)
{
	g_autoptr(GPtrArray) units = units_of(words);

	for (guint b = 0; t->code != NULL && b <= MIN(words->len, BEGINS_MAX); b++) {
		g_autofree char *begin = first_of(words, b);
		for (guint i = 0; i < units->len; i++) {
			const char *unit = units->pdata[i];
			if (is_steep_on(t, begin, unit, NULL))
				return g_strdup_printf("%s%s%s%s...", begin, unit, unit,
						       unit);
		}
	}
	/* Each of many beginnings with each of many ends. */
	for (guint i = 0; t->code != NULL && i + 1 < words->len; i++) {
		const char *unit = words->pdata[i], *then = words->pdata[i + 1];
		if (is_steep_on(t, "", unit, then))
			return g_strdup_printf("%s%s...%s%s...", unit, unit, then, then);
	}
	return NULL;
}

bool
apres_cost_is_steep(const apres_cond *cond, char **example_out)
{
	const char *why = NULL;
	gsize bad = 0;
	int code = 0;
	g_autofree char *folded = apres_pattern_fold(cond, NULL, &why, &bad);

	if (cond->literal || folded == NULL || open_repeats(folded) < 2)
		return false;
	g_auto(trial) t = { 0 };
	t.code =
		pcre2_compile((PCRE2_SPTR)folded, strlen(folded),
			      PCRE2_UTF | PCRE2_CASELESS | PCRE2_MULTILINE |
				      /* The letter that must come may stand elsewhere. */
				      PCRE2_NO_START_OPTIMIZE,
			      &code, &bad, NULL);
	t.data = pcre2_match_data_create(1, NULL);
	t.context = pcre2_match_context_create(NULL);
	g_autoptr(GPtrArray) words = words_of(folded);
	*example_out = steep_text(&t, words);
	return *example_out != NULL;
}
