/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "apres/rows.h"

#include "apres/csv-out.h"
#include "apres/output.h"
#include "util/error.h"

#include <stdio.h>

bool
apres_rows_wanted(const apres_rows *rows)
{
	return rows->csv || rows->json;
}

bool
apres_rows_begin(const apres_rows *rows, GError **error)
{
	if (rows->csv && rows->json)
		return apres_throw(error, APRES_ERROR_USAGE, "either --csv or --json");
	if (rows->csv) {
		g_autofree char *head = g_strdelimit(g_strdup(rows->columns), "|", ',');
		printf("%s\r\n", head);
	}
	return true;
}

static void
add_cell(GString *out, const json_t *value)
{
	if (json_is_integer(value))
		apres_csv_add_int(out, json_integer_value(value));
	else
		apres_csv_add(out, json_string_value(value));
}

void
apres_rows_add(const apres_rows *rows, json_t *row)
{
	g_auto(GStrv) names = g_strsplit(rows->columns, "|", -1);
	g_autoptr(GString) line = g_string_new(NULL);

	if (!rows->csv) {
		apres_output_json(row);
		return;
	}
	for (char **name = names; *name != NULL; name++)
		add_cell(line, json_object_get(row, *name));
	apres_csv_end(line);
	fputs(line->str, stdout);
	json_decref(row);
}
