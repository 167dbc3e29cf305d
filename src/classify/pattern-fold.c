/* SPDX-License-Identifier: Apache-2.0 */
/* Patterns folded as the text is, without touching what is syntax. */
#include "config.h"
#include "classify/pattern.h"

#include "util/text.h"

#include <string.h>

/* A letter or digit of any script: what may not touch the end of a phrase. */
#define NOT_BEFORE "(?<![\\p{L}\\p{M}\\p{N}])"
#define NOT_AFTER "(?![\\p{L}\\p{M}\\p{N}])"

typedef struct {
	const char *source;
	gsize len;
	gsize pos; /* next byte to read */
	GString *out;
	GArray *origins;
	bool quoted;    /* between \Q and \E */
	bool extended;  /* (?x): white space is no text */
	gsize class_at; /* where the open [class] began, or G_MAXSIZE */
	const char *why;
	gsize bad;
} fold_state;

static bool
is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

static void
emit(fold_state *state, const char *text, gsize len, gsize origin)
{
	if (len == 1)
		g_string_append_c(state->out, *text);
	else
		g_string_append_len(state->out, text, (gssize)len);
	for (gsize i = 0; state->origins && i < len; i++) {
		guint32 at = (guint32)origin;
		g_array_append_val(state->origins, at);
	}
}

static void
emit_escaped(fold_state *state, const char *text, gsize len, gsize origin)
{
	for (gsize i = 0; i < len; i++) {
		if ((guchar)text[i] < 0x80 && !g_ascii_isalnum(text[i]) && text[i] != ' ')
			emit(state, "\\", 1, origin);
		emit(state, text + i, 1, origin);
	}
}

static bool
refuse(fold_state *state, gsize offset, const char *why)
{
	state->why = why;
	state->bad = offset;
	return false;
}

static void
copy(fold_state *state, gsize n)
{
	for (; n > 0 && state->pos < state->len; n--, state->pos++)
		emit(state, state->source + state->pos, 1, state->pos);
}

static bool
next_is(const fold_state *state, const char *text)
{
	gsize n = strlen(text);

	return state->len - state->pos >= n &&
	       memcmp(state->source + state->pos, text, n) == 0;
}

/* Does a character begin here that folding may change?  "`" is an apostrophe to many. */
static bool
at_foldable(const fold_state *state)
{
	char c = state->source[state->pos];

	return (guchar)c >= 0x80 || c == '`';
}

/* One character with its marks, folded and made literal. */
static bool
take_foldable(fold_state *state)
{
	gsize from = state->pos;
	const char *end = g_utf8_next_char(state->source + from);

	while (end < state->source + state->len && g_unichar_ismark(g_utf8_get_char(end)))
		end = g_utf8_next_char(end);
	state->pos = (gsize)(end - state->source);
	g_autoptr(apres_folded) folded =
		apres_fold(state->source + from, state->pos - from);
	glong chars = g_utf8_strlen(folded->text, (gssize)folded->len);

	if (state->quoted) {
		emit(state, folded->text, folded->len, from);
	} else if (folded->len > 0 && strspn(folded->text, " \n") == folded->len) {
		emit(state, "\\s", 2, from);
	} else if (chars > 1 && state->class_at != G_MAXSIZE) {
		return refuse(state, from,
			      "this character is compared as several and cannot stand in "
			      "[...]; write (?:...|...)");
	} else if (chars > 1) {
		emit(state, "(?:", 3, from);
		emit_escaped(state, folded->text, folded->len, from);
		emit(state, ")", 1, from);
	} else {
		emit_escaped(state, folded->text, folded->len, from);
	}
	return true;
}

static void
take_space(fold_state *state)
{
	gsize from = state->pos;

	/* "[ -~]" is a range from the space on, not white space. */
	if (state->class_at != G_MAXSIZE && state->pos + 2 < state->len &&
	    state->source[from + 1] == '-' && state->source[from + 2] != ']') {
		copy(state, 1);
		return;
	}
	if (state->quoted)
		emit(state, "\\E", 2, from);
	emit(state, "\\s", 2, from);
	if (state->quoted)
		emit(state, "\\Q", 2, from);
	while (state->pos < state->len && is_space(state->source[state->pos]))
		state->pos++;
}

/* The number of the character that \AT means, as \xe9, \x{e9}, \o{351}, \N{U+e9}; or 0.
 */
static guint64
number_at(const char *at)
{
	static const struct {
		const char *before;
		guint base;
	} ways[] = { { "x{", 16 }, { "o{", 8 }, { "N{U+", 16 } };

	for (gsize i = 0; i < G_N_ELEMENTS(ways); i++)
		if (g_str_has_prefix(at, ways[i].before))
			return g_ascii_strtoull(at + strlen(ways[i].before), NULL,
						ways[i].base);
	if (at[0] != 'x' || !g_ascii_isxdigit(at[1]) || !g_ascii_isxdigit(at[2]))
		return 0;
	return (guint64)(g_ascii_xdigit_value(at[1]) * 16 + g_ascii_xdigit_value(at[2]));
}

static bool
take_escape(fold_state *state)
{
	gsize from = state->pos++;

	if (state->pos == state->len) {
		emit(state, "\\", 1, from); /* PCRE2 says what is wrong */
		return true;
	}
	if (at_foldable(state))
		return take_foldable(state);
	char c = state->source[state->pos];
	if (is_space(c)) {
		emit(state, "\\s", 2, from);
		state->pos++;
		return true;
	}
	if (state->class_at != G_MAXSIZE && strchr("QEc", c) != NULL)
		return refuse(state, from,
			      "\\Q, \\E and \\c cannot stand in [...]; write the "
			      "characters");
	if (number_at(state->source + state->pos) >= 0x80)
		return refuse(
			state, from,
			"text is compared without accents and widths, so that a "
			"letter by its number may never be found; write the letter");
	if (c == 'Q')
		state->quoted = true;
	emit(state, "\\", 1, from);
	copy(state, 1);
	return true;
}

/* "(?" and the options behind it; of these x changes what white space means. */
static bool
take_options(fold_state *state)
{
	const char *options = state->source + state->pos + 2;
	gsize n =
		strspn(options, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ^-");
	bool whole = options[n] == ')' && state->out->len == 0;

	if (memchr(options, 'x', n) != NULL && strchr("):", options[n]) != NULL &&
	    options[n] != '\0') {
		if (!whole || memchr(options, '-', n) != NULL)
			return refuse(
				state, state->pos,
				"the option x is for the whole of a pattern: (?x) at "
				"its start");
		state->extended = true;
	}
	copy(state, 2);
	return true;
}

/* "(" and what belongs to it: comments, options, verbs. */
static bool
take_paren(fold_state *state)
{
	if (next_is(state, "(?#")) {
		while (state->pos < state->len && state->source[state->pos] != ')')
			state->pos++;
		if (state->pos < state->len)
			state->pos++;
		return true;
	}
	if (next_is(state, "(*") && state->pos + 2 < state->len &&
	    g_ascii_isupper(state->source[state->pos + 2]))
		return refuse(state, state->pos,
			      "verbs such as (*UCP) are not for policies");
	if (next_is(state, "(?"))
		return take_options(state);
	copy(state, 1);
	return true;
}

static bool
take_in_class(fold_state *state)
{
	char c = state->source[state->pos];

	if (next_is(state, "[:")) {
		const char *end = g_strstr_len(state->source + state->pos,
					       (gssize)(state->len - state->pos), ":]");
		copy(state, end ? (gsize)(end + 2 - state->source) - state->pos : 1);
		return true;
	}
	if (c == ']')
		state->class_at = G_MAXSIZE;
	if (at_foldable(state))
		return take_foldable(state);
	if (c == '\\')
		return take_escape(state);
	if (is_space(c))
		take_space(state);
	else
		copy(state, 1);
	return true;
}

static void
open_class(fold_state *state)
{
	state->class_at = state->pos;
	copy(state, 1);
	if (next_is(state, "^"))
		copy(state, 1);
	if (next_is(state, "]")) /* the first one stands for itself */
		copy(state, 1);
}

static bool
take_one(fold_state *state)
{
	char c = state->source[state->pos];

	if (state->quoted && next_is(state, "\\E")) {
		state->quoted = false;
		copy(state, 2);
		return true;
	}
	if (!state->quoted && state->class_at != G_MAXSIZE)
		return take_in_class(state);
	if (at_foldable(state))
		return take_foldable(state);
	if (is_space(c) && (state->quoted || !state->extended)) {
		take_space(state);
		return true;
	}
	if (!state->quoted && c == '\\')
		return take_escape(state);
	if (!state->quoted && c == '(')
		return take_paren(state);
	if (!state->quoted && c == '[')
		open_class(state);
	else
		copy(state, 1);
	return true;
}

static bool
fold_regex(fold_state *state)
{
	/* White space around the pattern is the layout of the file. */
	while (state->pos < state->len && is_space(state->source[state->pos]))
		state->pos++;
	while (state->len > state->pos && is_space(state->source[state->len - 1]) &&
	       !(state->len - state->pos > 1 && state->source[state->len - 2] == '\\'))
		state->len--;
	while (state->pos < state->len) {
		if (!take_one(state))
			return false;
	}
	return true;
}

static bool
is_word(gunichar c)
{
	return g_unichar_isalnum(c) || g_unichar_ismark(c);
}

static bool
fold_phrase(fold_state *state)
{
	g_autoptr(apres_folded) folded = apres_fold(state->source, state->len);
	g_autofree char *text = g_strstrip(g_strndup(folded->text, folded->len));
	const char *end = text + strlen(text);
	const char *last = end;

	if (text == end)
		return refuse(state, 0,
			      "nothing is left of this phrase once it is compared");
	while (last > text && last[-1] == '\'')
		last--;
	if (is_word(g_utf8_get_char(text + strspn(text, "'"))))
		emit(state, NOT_BEFORE, strlen(NOT_BEFORE), 0);
	for (const char *p = text; p < end;) {
		if (is_space(*p)) {
			emit(state, "\\s", 2, 0);
			p += strspn(p, " \n");
		} else if (*p == '\'') {
			emit(state, "'?", 2, 0);
			p++;
		} else {
			emit_escaped(state, p, 1, 0);
			p++;
		}
	}
	if (last > text && is_word(g_utf8_get_char(g_utf8_prev_char(last))))
		emit(state, NOT_AFTER, strlen(NOT_AFTER), 0);
	return true;
}

char *
apres_pattern_fold(const apres_cond *cond, GArray *origins, const char **why_out,
		   gsize *offset_out)
{
	g_autoptr(GString) out = g_string_new(NULL);
	fold_state state = {
		.source = cond->source,
		.len = strlen(cond->source),
		.out = out,
		.origins = origins,
		.class_at = G_MAXSIZE,
	};

	if (!(cond->literal ? fold_phrase(&state) : fold_regex(&state))) {
		*why_out = state.why;
		*offset_out = state.bad;
		return NULL;
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}
