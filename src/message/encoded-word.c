/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 2047 with our own fixed list of charsets; forward only, linear. */
#include "config.h"
#include "message/charset.h"
#include "message/encoded-word.h"

#include <string.h>

/* RFC 2047 allows 75; some programs write one word a header.  The bound keeps it linear.
 */
#define WORD_MAX 2048

typedef struct encoded_word {
	char charset[64];
	char encoding; /* 'b' or 'q' */
	const char *data;
	gsize len;
	const char *next; /* behind "?=" */
} encoded_word;

/* Read "=?charset*lang?X?data?=" at S. */
static bool
read_word(const char *s, encoded_word *word)
{
	if (s[0] != '=' || s[1] != '?')
		return false;
	const char *name = s + 2;
	gsize n = strcspn(name, "? \t");
	if (n == 0 || name[n] != '?' || n >= sizeof word->charset)
		return false;
	const char *mark = name + n + 1;
	word->encoding = g_ascii_tolower(*mark);
	if ((word->encoding != 'b' && word->encoding != 'q') || mark[1] != '?')
		return false;
	word->data = mark + 2;
	const char *stop = g_strstr_len(word->data, WORD_MAX, "?=");
	if (stop == NULL)
		return false;
	word->len = (gsize)(stop - word->data);
	word->next = stop + 2;
	memcpy(word->charset, name, n);
	word->charset[n] = '\0';
	word->charset[strcspn(word->charset, "*")] = '\0';
	return true;
}

static void
append_quoted(GString *out, const char *data, gsize len)
{
	for (gsize i = 0; i < len; i++) {
		if (data[i] == '_') {
			g_string_append_c(out, ' ');
		} else if (data[i] == '=' && i + 2 < len &&
			   g_ascii_isxdigit(data[i + 1]) &&
			   g_ascii_isxdigit(data[i + 2])) {
			g_string_append_c(out,
					  (char)(g_ascii_xdigit_value(data[i + 1]) * 16 +
						 g_ascii_xdigit_value(data[i + 2])));
			i += 2;
		} else {
			g_string_append_c(out, data[i]);
		}
	}
}

static void
append_base64(GString *out, const char *data, gsize len)
{
	g_autofree guchar *bytes = g_malloc(len / 4 * 3 + 6);
	int state = 0;
	guint save = 0;
	gsize n = g_base64_decode_step(data, len, bytes, &state, &save);

	g_string_append_len(out, (const char *)bytes, (gssize)n);
}

static void
append_data(GString *out, const encoded_word *word)
{
	if (word->encoding == 'q')
		append_quoted(out, word->data, word->len);
	else
		append_base64(out, word->data, word->len);
}

/* The word, and those that follow it in the same charset; returns what is behind. */
static const char *
decode_run(const char *start, const encoded_word *first, GString *out, bool *exact)
{
	g_autoptr(GString) bytes = g_string_new(NULL);
	const char *end = first->next;
	encoded_word word;
	bool whole;

	append_data(bytes, first);
	while (read_word(end + strspn(end, " \t"), &word) &&
	       g_ascii_strcasecmp(word.charset, first->charset) == 0) {
		append_data(bytes, &word);
		end = word.next;
	}
	g_autofree char *text =
		apres_charset_to_utf8(first->charset, bytes->str, bytes->len, &whole);
	if (text == NULL) {
		g_string_append_len(out, start, end - start);
		*exact = false;
	} else {
		g_string_append(out, text);
		*exact &= whole;
	}
	return end;
}

char *
apres_encoded_words_decode(const char *value, bool *exact_out)
{
	bool ignored, *exact = exact_out != NULL ? exact_out : &ignored;
	g_autofree char *source =
		apres_charset_to_utf8(NULL, value, strlen(value), exact);
	g_autoptr(GString) out = g_string_new(NULL);
	bool after_word = false;
	encoded_word word;

	for (const char *s = source; *s != '\0';) {
		gsize blank = strspn(s, " \t");
		if (after_word && blank > 0 && read_word(s + blank, &word))
			s += blank;
		after_word = read_word(s, &word);
		if (after_word)
			s = decode_run(s, &word, out, exact);
		else
			g_string_append_c(out, *s++);
	}
	if (!g_utf8_validate(out->str, (gssize)out->len, NULL))
		return g_utf8_make_valid(out->str, (gssize)out->len);
	return g_string_free(g_steal_pointer(&out), FALSE);
}
