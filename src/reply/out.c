/* SPDX-License-Identifier: Apache-2.0 */
/* Header fields, folded at 76. */
#include "config.h"
#include "reply/out.h"
#include "util/text.h"

#include <string.h>

#define TEXT_MAX 250
/* "=?utf-8?Q?" ... "?=" and a space within 76 columns. */
#define WORD_ROOM 63

bool
apres_out_is_plain(const char *text)
{
	for (; *text != '\0'; text++)
		if (*text < ' ' || *text > '~')
			return false;
	return true;
}

/* Where the current line began. */
static gsize
column(const GString *out)
{
	const char *newline = g_strrstr_len(out->str, (gssize)out->len, "\n");

	return newline ? (gsize)(out->str + out->len - newline - 1) : out->len;
}

/* A space, or a fold if WORD would cross the margin; never an empty first line of a
 * field. */
static void
put_word(GString *out, const char *word, gsize len)
{
	if (column(out) + 1 + len > APRES_OUT_LINE)
		g_string_append(out, "\r\n ");
	else
		g_string_append_c(out, ' ');
	g_string_append_len(out, word, (gssize)len);
}

static void
put_words(GString *out, const char *text)
{
	while (*text != '\0') {
		gsize len = strcspn(text, " ");
		if (len > 0)
			put_word(out, text, len);
		text += len + (text[len] == ' ');
	}
}

/* One character as RFC 2047 "Q"; only what is safe in a phrase, too, stands for itself.
 */
static void
put_q(GString *word, const char *utf8, gsize len)
{
	for (gsize i = 0; i < len; i++) {
		guchar c = (guchar)utf8[i];
		if (c == ' ')
			g_string_append_c(word, '_');
		else if (g_ascii_isalnum(c) || strchr("!*+-/", c) != NULL)
			g_string_append_c(word, (char)c);
		else
			g_string_append_printf(word, "=%02X", c);
	}
}

/* TEXT as encoded words that never cut a character (RFC 2047 5). */
static void
put_encoded(GString *out, const char *text)
{
	g_autoptr(GString) word = g_string_new(NULL);
	gsize room = WORD_ROOM - MIN(column(out), 20);

	while (*text != '\0') {
		g_autoptr(GString) q = g_string_new(NULL);
		const char *next = g_utf8_next_char(text);
		put_q(q, text, (gsize)(next - text));
		if (word->len + q->len > room) {
			g_autofree char *whole =
				g_strdup_printf("=?utf-8?Q?%s?=", word->str);
			put_word(out, whole, strlen(whole));
			g_string_truncate(word, 0);
			room = WORD_ROOM;
		}
		g_string_append_len(word, q->str, (gssize)q->len);
		text = next;
	}
	g_autofree char *whole = g_strdup_printf("=?utf-8?Q?%s?=", word->str);
	put_word(out, whole, strlen(whole));
}

/* Does TEXT need encoding?  "=?" in plain text would be read as an encoded word; a long
 * word has nowhere to fold. */
static bool
needs_encoding(const char *text)
{
	for (const char *s = text; *s != '\0'; s += strcspn(s, " ") + 1) {
		if (strcspn(s, " ") > APRES_OUT_LINE / 2)
			return true;
		if (s[strcspn(s, " ")] == '\0')
			break;
	}
	return !apres_out_is_plain(text) || strstr(text, "=?") != NULL;
}

void
apres_out_text(GString *out, const char *name, const char *text)
{
	g_autofree char *clean = apres_text_clean_line(text, TEXT_MAX);

	g_string_append_printf(out, "%s:", name);
	if (*clean == '\0')
		g_string_append_c(out, ' ');
	else if (needs_encoding(clean))
		put_encoded(out, clean);
	else
		put_words(out, clean);
	g_string_append(out, "\r\n");
}

void
apres_out_plain(GString *out, const char *name, const char *value)
{
	g_assert(apres_out_is_plain(value));
	g_string_append_printf(out, "%s:", name);
	put_words(out, value);
	g_string_append(out, "\r\n");
}

/* RFC 5322 3.2.4. */
static char *
quoted_string(const char *text)
{
	g_autoptr(GString) quoted = g_string_new("\"");

	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			g_string_append_c(quoted, '\\');
		g_string_append_c(quoted, *text);
	}
	g_string_append_c(quoted, '"');
	return g_string_free(g_steal_pointer(&quoted), FALSE);
}

void
apres_out_mailbox(GString *out, const char *name, const char *display, const char *addr)
{
	g_autofree char *clean = apres_text_clean_line(display ? display : "", TEXT_MAX);
	g_autofree char *route =
		*clean != '\0' ? g_strdup_printf("<%s>", addr) : g_strdup(addr);

	g_assert(apres_out_is_plain(addr));
	g_string_append_printf(out, "%s:", name);
	if (*clean != '\0' && needs_encoding(clean)) {
		put_encoded(out, clean);
	} else if (*clean != '\0') {
		g_autofree char *quoted = quoted_string(clean);
		put_words(out, quoted);
	}
	put_word(out, route, strlen(route));
	g_string_append(out, "\r\n");
}

void
apres_out_date(GString *out, gint64 when)
{
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu",
					    "Fri", "Sat", "Sun" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
					      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(when);

	g_assert(time != NULL);
	g_string_append_printf(out, "Date: %s, %d %s %04d %02d:%02d:%02d +0000\r\n",
			       days[g_date_time_get_day_of_week(time) - 1],
			       g_date_time_get_day_of_month(time),
			       months[g_date_time_get_month(time) - 1],
			       g_date_time_get_year(time), g_date_time_get_hour(time),
			       g_date_time_get_minute(time),
			       g_date_time_get_second(time));
}

bool
apres_out_id_is_usable(const char *id)
{
	gsize len = id ? strlen(id) : 0;

	if (len == 0 || len > APRES_OUT_ID_MAX || strpbrk(id, "<> \"\\()") != NULL ||
	    !apres_out_is_plain(id))
		return false;
	const char *at = strchr(id, '@');
	return at != NULL && at != id && at[1] != '\0' && strchr(at + 1, '@') == NULL;
}

void
apres_out_ids(GString *out, const char *name, const GPtrArray *ids)
{
	g_autoptr(GPtrArray) usable = g_ptr_array_new();

	for (guint i = 0; ids != NULL && i < ids->len; i++) {
		const char *id = ids->pdata[i];
		if (apres_out_id_is_usable(id) &&
		    !g_ptr_array_find_with_equal_func(usable, id, g_str_equal, NULL))
			g_ptr_array_add(usable, (gpointer)id);
	}
	if (usable->len == 0)
		return;
	if (usable->len > APRES_OUT_REFERENCES)
		g_ptr_array_remove_range(usable, 1, usable->len - APRES_OUT_REFERENCES);
	g_string_append_printf(out, "%s:", name);
	for (guint i = 0; i < usable->len; i++) {
		g_autofree char *word =
			g_strdup_printf("<%s>", (const char *)usable->pdata[i]);
		put_word(out, word, strlen(word));
	}
	g_string_append(out, "\r\n");
}
