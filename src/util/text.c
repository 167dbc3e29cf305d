/* SPDX-License-Identifier: Apache-2.0 */
/* Folding: many ways to write a word become one, and every byte knows where it came from.
 */
#include "config.h"
#include "util/text.h"

#include <string.h>

/* What is being built; room is kept for the longest thing one character can become. */
typedef struct fold_buffer {
	apres_folded *out;
	gsize room;
	bool space;          /* a run of white space waits */
	bool newline;        /* and holds a line end */
	guint32 space_start; /* where it began */
	gsize last;          /* where the last character begins in out->text */
} fold_buffer;

static void
grow(fold_buffer *b, gsize more)
{
	if (b->out->len + more + 1 <= b->room)
		return;
	b->room = (b->out->len + more + 1) * 2;
	b->out->text = g_realloc(b->out->text, b->room);
	b->out->origin = g_realloc_n(b->out->origin, b->room, sizeof(guint32));
}

static void
put_byte(fold_buffer *b, char byte, guint32 origin)
{
	grow(b, 1);
	b->out->text[b->out->len] = byte;
	b->out->origin[b->out->len++] = origin;
}

static void
flush_space(fold_buffer *b)
{
	if (!b->space)
		return;
	b->last = b->out->len;
	put_byte(b, b->newline ? '\n' : ' ', b->space_start);
	b->space = b->newline = false;
}

static void
put_space(fold_buffer *b, guint32 origin, bool newline)
{
	if (!b->space)
		b->space_start = origin;
	b->space = true;
	b->newline |= newline;
}

static void
put_char(fold_buffer *b, gunichar c, guint32 origin)
{
	char utf8[6];

	flush_space(b);
	gunichar joined = 0;
	if (c > 0x2ff && b->out->len > 0 &&
	    g_unichar_compose(g_utf8_get_char(b->out->text + b->last), c, &joined)) {
		/* What decomposing took apart and is no accent (Hangul, Indic). */
		origin = b->out->origin[b->last];
		b->out->len = b->last;
		c = joined;
	}
	b->last = b->out->len;
	int n = g_unichar_to_utf8(c, utf8);
	for (int i = 0; i < n; i++)
		put_byte(b, utf8[i], origin);
}

static void
put_string(fold_buffer *b, const char *s, guint32 origin)
{
	for (; *s != '\0'; s++)
		put_char(b, (guchar)*s, origin);
}

/* Letters whose usual spelling without their mark is not their decomposition. */
static const char *
letter_spelling(gunichar c)
{
	switch (c) {
	case 0xdf:
	case 0x1e9e: return "ss";
	case 0xe6:
	case 0xc6: return "ae";
	case 0x153:
	case 0x152: return "oe";
	case 0xf8:
	case 0xd8: return "o";
	case 0x142:
	case 0x141: return "l";
	case 0x111:
	case 0x110: return "d";
	case 0x131: return "i";
	default: return NULL;
	}
}

static bool
is_apostrophe(gunichar c)
{
	return c == '`' || c == 0xb4 || c == 0x91 || c == 0x92 ||
	       (c >= 0x2018 && c <= 0x201b) || (c >= 0x2b9 && c <= 0x2bf) || c == 0x2c8 ||
	       c == 0x2032 || c == 0x2035 || c == 0x2039 || c == 0x203a || c == 0xff07 ||
	       c == 0xff40;
}

static bool
is_quote(gunichar c)
{
	return c == 0xab || c == 0xbb || c == 0x93 || c == 0x94 ||
	       (c >= 0x201c && c <= 0x201f) || c == 0x2033 || c == 0x2036 || c == 0xff02;
}

/* Seen by nobody, and so good for hiding a word from a pattern. */
static bool
is_invisible(gunichar c)
{
	return c == 0x34f || (c >= 0xfe00 && c <= 0xfe0f) ||
	       (c >= 0xe0100 && c <= 0xe01ef) || g_unichar_type(c) == G_UNICODE_FORMAT ||
	       (g_unichar_type(c) == G_UNICODE_CONTROL && !g_unichar_isspace(c));
}

static bool
is_accent(gunichar c)
{
	return (c >= 0x300 && c <= 0x36f) || (c >= 0x1ab0 && c <= 0x1aff) ||
	       (c >= 0x1dc0 && c <= 0x1dff) || (c >= 0x20d0 && c <= 0x20ff) ||
	       (c >= 0xfe20 && c <= 0xfe2f);
}

/* Does "t", "s", "re", "ve", "ll", "d" or "m" stand at S as the rest of a word? */
static bool
is_contraction(const char *s, const char *end)
{
	static const char *const ends[] = { "t", "s", "re", "ve", "ll", "d", "m" };

	for (guint i = 0; i < G_N_ELEMENTS(ends); i++) {
		gsize n = strlen(ends[i]);
		if ((gsize)(end - s) >= n && g_ascii_strncasecmp(s, ends[i], n) == 0 &&
		    (s + n == end || (!g_ascii_isalnum(s[n]) && (guchar)s[n] < 0x80)))
			return true;
	}
	return false;
}

static bool
after_letter(const fold_buffer *b)
{
	return !b->space && b->out->len > 0 &&
	       g_ascii_isalpha(b->out->text[b->out->len - 1]);
}

static void
put_unicode(fold_buffer *b, gunichar c, guint32 origin)
{
	gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
	const char *spelling;

	if (c == 0x85 || c == 0x2028 || c == 0x2029) {
		put_space(b, origin, true);
		return;
	}
	if (is_apostrophe(c) || is_quote(c)) {
		put_char(b, is_quote(c) ? '"' : '\'', origin);
		return;
	}
	if (is_invisible(c))
		return;
	gsize n = g_unichar_fully_decompose(c, TRUE, parts, G_N_ELEMENTS(parts));
	for (gsize i = 0; i < n; i++) {
		gunichar p = parts[i];
		if (is_accent(p))
			continue;
		if (p == ' ' || g_unichar_isspace(p))
			put_space(b, origin, false);
		else if ((spelling = letter_spelling(p)) != NULL)
			put_string(b, spelling, origin);
		else if (is_apostrophe(p) || is_quote(p))
			put_char(b, is_quote(p) ? '"' : '\'', origin);
		else if (p == 0x3c2) /* final sigma */
			put_char(b, 0x3c3, origin);
		else if (p == 0x2010)
			put_char(b, '-', origin);
		else
			put_char(b, g_unichar_tolower(p), origin);
	}
}

/* U+2019 in UTF-8 that was once read as windows-1252. */
static const char misread_apostrophe[] = "\xc3\xa2\xe2\x82\xac\xe2\x84\xa2";
#define MISREAD_LEN (sizeof misread_apostrophe - 1)

/* One character that is not plain ASCII; returns its bytes. */
static gsize
fold_wide(fold_buffer *b, const char *s, const char *end, guint32 origin)
{
	gsize n = g_utf8_skip[(guchar)*s];

	if ((gsize)(end - s) >= MISREAD_LEN &&
	    memcmp(s, misread_apostrophe, MISREAD_LEN) == 0) {
		put_char(b, '\'', origin);
		return MISREAD_LEN;
	}
	gunichar c = g_utf8_get_char(s);
	if (c == 0xfffd && after_letter(b) && is_contraction(s + n, end))
		c = '\'';
	if (c < 0x80)
		put_char(b, c, origin);
	else
		put_unicode(b, c, origin);
	return n;
}

static void
fold_ascii(fold_buffer *b, const char *s, const char *end, guint32 origin)
{
	char c = *s;

	if (c == '\n' || c == '\r' || c == ' ' || c == '\t' || c == '\f' || c == '\v') {
		put_space(b, origin, c == '\n' || c == '\r');
		return;
	}
	if (g_ascii_iscntrl(c))
		return;
	if (c == '`' || (c == ';' && after_letter(b) && is_contraction(s + 1, end)))
		c = '\'';
	flush_space(b);
	b->last = b->out->len;
	put_byte(b, g_ascii_tolower(c), origin);
}

apres_folded *
apres_fold(const char *text, gsize len)
{
	const char *end = text + len;
	fold_buffer b = { .out = g_new0(apres_folded, 1) };

	g_assert(len < G_MAXUINT32);
	grow(&b, len / 2 + 16);
	for (const char *s = text; s < end;) {
		guint32 origin = (guint32)(s - text);
		if ((guchar)*s < 0x80) {
			fold_ascii(&b, s, end, origin);
			s++;
		} else {
			s += fold_wide(&b, s, end, origin);
		}
	}
	flush_space(&b);
	grow(&b, 1);
	b.out->text[b.out->len] = '\0';
	b.out->origin[b.out->len] = (guint32)len;
	return b.out;
}

void
apres_folded_free(apres_folded *folded)
{
	if (folded == NULL)
		return;
	g_free(folded->text);
	g_free(folded->origin);
	g_free(folded);
}

char *
apres_text_clean_line(const char *text, gsize max_chars)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	g_autoptr(GString) line = g_string_new(NULL);
	bool space = false;
	gsize chars = 0;

	for (const char *s = valid; *s != '\0' && chars < max_chars;
	     s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);
		if (g_unichar_isspace(c) || g_unichar_iscntrl(c)) {
			space = line->len > 0;
			continue;
		}
		if (is_invisible(c))
			continue;
		if (space && chars + 2 > max_chars)
			break;
		if (space)
			g_string_append_c(line, ' ');
		chars += space ? 2 : 1;
		space = false;
		g_string_append_unichar(line, c);
	}
	return g_string_free(g_steal_pointer(&line), FALSE);
}

const char *
apres_noun(guint64 count, const char *one, const char *many)
{
	return count == 1 ? one : many;
}
