/* SPDX-License-Identifier: Apache-2.0 */
/* Received lines and their dates. */
#include "config.h"
#include "intake/received.h"

#include <string.h>

/* Copy TEXT without comments (they nest); bounded by its length. */
static char *
without_comments(const char *text)
{
	GString *out = g_string_new(NULL);
	guint depth = 0;

	for (const char *c = text; *c != '\0'; c++) {
		if (*c == '(')
			depth++;
		else if (*c == ')' && depth > 0)
			depth--;
		else if (depth == 0)
			g_string_append_c(out, *c);
	}
	return g_string_free(out, FALSE);
}

static int
month_of(const char *name)
{
	static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";

	for (int i = 0; i < 12; i++)
		if (g_ascii_strncasecmp(name, months + (gsize)i * 3, 3) == 0)
			return i + 1;
	return 0;
}

/* Seconds east of Greenwich. */
static bool
zone_of(const char *text, int *east_out)
{
	static const struct {
		const char *name;
		int hours;
	} names[] = {
		{ "GMT", 0 },  { "UT", 0 },   { "UTC", 0 },  { "Z", 0 },
		{ "EST", -5 }, { "EDT", -4 }, { "CST", -6 }, { "CDT", -5 },
		{ "MST", -7 }, { "MDT", -6 }, { "PST", -8 }, { "PDT", -7 },
	};
	char *end;

	for (guint i = 0; i < G_N_ELEMENTS(names); i++)
		if (g_ascii_strcasecmp(text, names[i].name) == 0) {
			*east_out = names[i].hours * 3600;
			return true;
		}
	if ((text[0] != '+' && text[0] != '-') || strlen(text) != 5)
		return false;
	guint64 digits = g_ascii_strtoull(text + 1, &end, 10);
	if (*end != '\0' || digits % 100 > 59 || digits > 2359)
		return false;
	int secs = (int)(digits / 100) * 3600 + (int)(digits % 100) * 60;
	*east_out = text[0] == '-' ? -secs : secs;
	return true;
}

/* "13:00:00" or "13:00". */
static bool
clock_of(const char *text, int *secs_out)
{
	g_auto(GStrv) parts = g_strsplit(text, ":", 4);
	static const guint64 most[] = { 23, 59, 60 };
	guint64 value[3] = { 0 };
	guint count = g_strv_length(parts);

	if (count < 2 || count > 3)
		return false;
	for (guint i = 0; i < count; i++)
		if (!g_ascii_string_to_unsigned(parts[i], 10, 0, most[i], &value[i],
						NULL))
			return false;
	*secs_out = (int)(value[0] * 3600 + value[1] * 60 + value[2]);
	return true;
}

bool
apres_date_parse(const char *text, gint64 *when_out)
{
	g_autofree char *plain = without_comments(text);
	g_autoptr(GPtrArray) word = g_ptr_array_new();
	guint64 day, year;
	int month, secs, east;

	g_strdelimit(plain, ",\t\r\n", ' ');
	g_auto(GStrv) words = g_strsplit(plain, " ", 64);
	for (guint i = 0; words[i] != NULL; i++)
		if (words[i][0] != '\0')
			g_ptr_array_add(word, words[i]);
	/* The day of the week is optional and tells nothing. */
	guint at = word->len > 0 && g_ascii_isalpha(*(char *)word->pdata[0]) ? 1 : 0;
	if (word->len != at + 5)
		return false;
	char **w = (char **)word->pdata + at;
	month = month_of(w[1]);
	if (!g_ascii_string_to_unsigned(w[0], 10, 1, 31, &day, NULL) || month == 0 ||
	    !g_ascii_string_to_unsigned(w[2], 10, 1970, 9999, &year, NULL) ||
	    !clock_of(w[3], &secs) || !zone_of(w[4], &east))
		return false;
	g_autoptr(GDateTime) date =
		g_date_time_new_utc((int)year, month, (int)day, 0, 0, 0);
	if (date == NULL)
		return false;
	*when_out = g_date_time_to_unix(date) + secs - east;
	return true;
}

static bool
is_ours(const apres_config *config, const char *host)
{
	if (config->authserv_id != NULL &&
	    g_ascii_strcasecmp(host, config->authserv_id) == 0)
		return true;
	for (char **name = config->mta_names; *name != NULL; name++)
		if (g_ascii_strcasecmp(host, *name) == 0)
			return true;
	return false;
}

/* The word after "by", outside comments; caller owns; NULL if there is none. */
static char *
by_host(const char *plain)
{
	g_auto(GStrv) words = g_strsplit_set(plain, " \t;", 128);

	for (guint i = 0; words[i] != NULL; i++) {
		if (g_ascii_strcasecmp(words[i], "by") != 0)
			continue;
		while (words[i + 1] != NULL && words[i + 1][0] == '\0')
			i++;
		return g_strdup(words[i + 1]);
	}
	return NULL;
}

char *
apres_received_by(const char *value)
{
	g_autofree char *plain = without_comments(value);

	return by_host(plain);
}

gint64
apres_received_time(const apres_config *config, const apres_headers *headers)
{
	for (guint i = 0; i < apres_headers_count(headers); i++) {
		const apres_header *header = apres_headers_at(headers, i);
		gint64 when;
		if (g_ascii_strcasecmp(header->name, "Received") != 0)
			continue;
		g_autofree char *plain = without_comments(header->value);
		g_autofree char *host = by_host(plain);
		const char *date = strrchr(plain, ';');
		if (host == NULL || !is_ours(config, host))
			continue;
		return date != NULL && apres_date_parse(date + 1, &when) ? when : 0;
	}
	return 0;
}
