/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "apres/mbox-out.h"

#include <stdbool.h>
#include <string.h>

/* "From ana@mail.example Tue Nov 24 13:50:00 2026", in UTC and English, as 4155 asks. */
static void
add_from(GString *out, const char *sender, gint64 when)
{
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu",
					    "Fri", "Sat", "Sun" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
					      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	g_autoptr(GDateTime) at = g_date_time_new_from_unix_utc(when);
	bool usable =
		sender != NULL && *sender != '\0' && strpbrk(sender, " \t\r\n") == NULL;

	g_string_append_printf(out, "From %s %s %s %2d %02d:%02d:%02d %d\n",
			       usable ? sender : "MAILER-DAEMON",
			       days[g_date_time_get_day_of_week(at) - 1],
			       months[g_date_time_get_month(at) - 1],
			       g_date_time_get_day_of_month(at), g_date_time_get_hour(at),
			       g_date_time_get_minute(at), g_date_time_get_second(at),
			       g_date_time_get_year(at));
}

void
apres_mbox_add(GString *out, const char *sender, gint64 when, const char *data, gsize len)
{
	add_from(out, sender, when);
	for (const char *at = data; at < data + len;) {
		gsize left = (gsize)(data + len - at);
		const char *end = memchr(at, '\n', left);
		gsize line = end != NULL ? (gsize)(end - at) : left;
		gsize quotes = 0;

		while (quotes < line && at[quotes] == '>')
			quotes++;
		if (line - quotes >= 5 && memcmp(at + quotes, "From ", 5) == 0)
			g_string_append_c(out, '>');
		bool crlf = end != NULL && line > 0 && at[line - 1] == '\r';
		g_string_append_len(out, at, (gssize)(crlf ? line - 1 : line));
		g_string_append_c(out, '\n');
		at += end != NULL ? line + 1 : line;
	}
	g_string_append_c(out, '\n');
}
