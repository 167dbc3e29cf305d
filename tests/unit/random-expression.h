/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Expressions at random, and texts they are likely to match: everything that people put
 * into a <re>, and some of what they had better not.  Words are few, so that they meet.
 */
#ifndef APRES_TESTS_RANDOM_EXPRESSION_H
#define APRES_TESTS_RANDOM_EXPRESSION_H
#include <glib.h>
#include <stdbool.h>
#include <string.h>

#define RANDOM_DEPTH 3

/* Letters whose case or folding is special stand among them; "_" is in a \w. */
static const char *const random_words[] = {
	"we",
	"call",
	"calls",
	"recall",
	"phone",
	"no",
	"not",
	"why",
	"why?",
	"re-call",
	"wedding",
	"a",
	"x1",
	"12",
	"_no",
	"Caf\303\251",
	"\303\234ber",
	"stra\303\237e",
	"\304\260s",
	"\305\277o",
	"\342\204\252ey",
	"\357\254\201t",
	"\320\226\320\267",
	"\316\243\316\277\317\202",
	"\307\205",
	"n\314\203o",
	"can\342\200\231t",
	"can't",
	"naive",
	"e-mail",
};

static inline const char *
random_word(GRand *random)
{
	return random_words[g_rand_int_range(random, 0, G_N_ELEMENTS(random_words))];
}

/* WORD as mail has it: in another case, perhaps. */
static inline void
random_say(GRand *random, GString *text, const char *word)
{
	int kind = g_rand_int_range(random, 0, 4);
	g_autofree char *other = kind == 0   ? g_utf8_strup(word, -1)
				 : kind == 1 ? g_utf8_strdown(word, -1)
					     : g_strdup(word);

	g_string_append(text, other);
}

/* WORD with what has a meaning in an expression escaped. */
static inline void
random_quote(GString *expression, const char *word)
{
	for (; *word != '\0'; word++) {
		if (*word == '?')
			g_string_append_c(expression, '\\');
		g_string_append_c(expression, *word);
	}
}

static inline void random_sequence(GRand *random, guint depth, GString *expression,
				   GString *text);

/* (A|B), as a group of some KIND; the text is of one of them, unless it is a look. */
static inline void
random_group(GRand *random, guint depth, GString *expression, GString *text)
{
	static const char *const kinds[] = { "(?:", "(?:", "(?:", "(?>", "(",
					     "(?|", "(?=", "(?!", "(?i:" };
	const char *kind = kinds[g_rand_int_range(random, 0, G_N_ELEMENTS(kinds))];
	int count = g_rand_int_range(random, 1, 4),
	    said = g_rand_int_range(random, 0, count);
	g_autoptr(GString) nowhere = g_string_new(NULL);

	g_string_append(expression, kind);
	for (int i = 0; i < count; i++) {
		if (i > 0)
			g_string_append_c(expression, '|');
		random_sequence(random, depth + 1, expression,
				i == said ? text : nowhere);
	}
	g_string_append_c(expression, ')');
}

/* Of no or one character; what is in the text, beside it. */
static inline void
random_sign(GRand *random, GString *expression, GString *text)
{
	static const char *const signs[][2] = {
		{ "\\b", "" },
		{ "\\b", "" },
		{ " ", " " },
		{ "\\s+", "  " },
		{ "[- ]", "-" },
		{ "^", "" },
		{ "$", "" },
		{ "\\d", "7" },
		{ "\\w", "k" },
		{ "\\W", "." },
		{ ".", "," },
		{ "[a-f]", "b" },
		{ "[^aw]", "c" },
		{ "[cC\303\251]", "c" },
		{ "\\p{L}", "\320\266" },
		{ "\\pN", "3" },
		{ "\\?", "?" },
		{ "(?<=call)", "" },
		{ "(?<!no )", "" },
		{ "\\x{61}", "a" },
		{ "\\Qno\\E", "no" },
		{ "[\\s,]", "," },
		{ "\\B", "" },
		{ "[[:alpha:]]", "q" },
		{ "\\A", "" },
		{ "\\z", "" },
		{ "[]x]", "]" },
		{ "\\h", "\t" },
		{ "\\R", "\n" },
		{ "(?s)", "" },
	};
	int i = g_rand_int_range(random, 0, G_N_ELEMENTS(signs));

	g_string_append(expression, signs[i][0]);
	g_string_append(text, signs[i][1]);
}

/* How often; the text has what is before it, from LAST on, once, or not at all. */
static inline void
random_times(GRand *random, GString *expression, GString *text, gsize last)
{
	static const char *const times[] = { "?",  "*",  "+",  "{1,3}", "{0,2}", "{2}",
					     "??", "+?", "*+", "{1}",   "{1,}?", "{0}" };

	if (g_rand_int_range(random, 0, 4) != 0)
		return;
	const char *chosen = times[g_rand_int_range(random, 0, G_N_ELEMENTS(times))];
	g_string_append(expression, chosen);
	bool may_lack = strchr("?*", *chosen) != NULL || g_str_has_prefix(chosen, "{0");
	if (may_lack && g_rand_boolean(random))
		g_string_truncate(text, last);
}

/* Where the last character of TEXT begins. */
static inline gsize
random_last(const GString *text)
{
	return (gsize)(g_utf8_find_prev_char(text->str, text->str + text->len) -
		       text->str);
}

static inline void
random_sequence(GRand *random, guint depth, GString *expression, GString *text)
{
	for (int n = g_rand_int_range(random, 1, 5); n > 0; n--) {
		int kind = g_rand_int_range(random, 0, 10);
		gsize last = text->len;
		if (kind < 4) {
			const char *word = random_word(random);
			random_quote(expression, word);
			random_say(random, text, word);
			last = random_last(text);
		} else if (kind < 6 && depth < RANDOM_DEPTH) {
			random_group(random, depth, expression, text);
		} else {
			random_sign(random, expression, text);
		}
		random_times(random, expression, text, last);
	}
}

/* An expression, which may be none; appended to TEXT: what it may match.  Caller owns. */
static inline char *
random_expression(GRand *random, GString *text)
{
	g_autoptr(GString) expression = g_string_new(NULL);

	/* One that reaches the limits wherever words stand in a row. */
	if (g_rand_int_range(random, 0, 40) == 0)
		g_string_append(expression, "(?:\\w+ ?)+");
	do {
		random_sequence(random, 0, expression, text);
	} while (g_rand_int_range(random, 0, 3) == 0 &&
		 g_string_append_c(expression, '|') != NULL);
	return g_string_free(g_steal_pointer(&expression), FALSE);
}
#endif
