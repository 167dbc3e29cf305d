/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "apres/csv-out.h"

#include <string.h>

static void
add_comma(GString *out)
{
	if (out->len > 0 && out->str[out->len - 1] != '\n')
		g_string_append_c(out, ',');
}

/* Every cell is quoted: then an empty first one cannot be taken for no row. */
void
apres_csv_add(GString *out, const char *cell)
{
	add_comma(out);
	g_string_append_c(out, '"');
	if (cell != NULL && *cell != '\0' && strchr("=+-@\t\r", *cell) != NULL)
		g_string_append_c(out, '\'');
	for (const char *at = cell != NULL ? cell : ""; *at != '\0'; at++) {
		if (*at == '"')
			g_string_append_c(out, '"');
		g_string_append_c(out, *at);
	}
	g_string_append_c(out, '"');
}

void
apres_csv_add_int(GString *out, gint64 number)
{
	add_comma(out);
	g_string_append_printf(out, "%" G_GINT64_FORMAT, number);
}

void
apres_csv_end(GString *out)
{
	g_string_append(out, "\r\n");
}
