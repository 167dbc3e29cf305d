/* SPDX-License-Identifier: Apache-2.0 */
/* Who works here: a small CSV, read strictly, because a person hangs on each row. */
#include "config.h"
#include "policy/roster.h"

#include <string.h>

#include "message/address.h"
#include "util/error.h"
#include "util/fsutil.h"

#define ROSTER_MAX_BYTES (64 * 1024 * 1024)

struct apres_roster {
	GHashTable *active; /* identity -> itself */
};

void
apres_roster_free(apres_roster *roster)
{
	if (roster == NULL)
		return;
	g_hash_table_unref(roster->active);
	g_free(roster);
}

bool
apres_roster_is_active(const apres_roster *roster, const char *identity)
{
	return roster != NULL && identity != NULL &&
	       g_hash_table_contains(roster->active, identity);
}

/* One row's fields, with "quoted ""fields"""; NULL if a quote never ends. */
static GPtrArray *
split_row(const char *row)
{
	g_autoptr(GPtrArray) fields = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GString) field = g_string_new(NULL);
	bool quoted = false;

	for (const char *c = row;; c++) {
		if (*c == '\0' && quoted)
			return NULL;
		if (*c == '"' && quoted && c[1] == '"') {
			g_string_append_c(field, *c++);
		} else if (*c == '"') {
			quoted = !quoted;
		} else if (*c == '\0' || (*c == ',' && !quoted)) {
			g_ptr_array_add(fields, g_strstrip(g_strdup(field->str)));
			g_string_truncate(field, 0);
			if (*c == '\0')
				return g_steal_pointer(&fields);
		} else {
			g_string_append_c(field, *c);
		}
	}
}

static bool
take_row(apres_roster *roster, const char *file, guint line, const char *row,
	 GError **error)
{
	g_autoptr(GPtrArray) fields = split_row(row);

	if (fields == NULL || fields->len != 3)
		return apres_throw(error, APRES_ERROR_CONFIG,
				   "%s:%u: expected address,name,status", file, line);
	if (line == 1) {
		if (g_ascii_strcasecmp(fields->pdata[0], "address") == 0 &&
		    g_ascii_strcasecmp(fields->pdata[1], "name") == 0 &&
		    g_ascii_strcasecmp(fields->pdata[2], "status") == 0)
			return true;
		return apres_throw(error, APRES_ERROR_CONFIG,
				   "%s:1: the header must be address,name,status", file);
	}
	g_autofree char *identity = apres_address_identity(fields->pdata[0]);
	if (identity == NULL)
		return apres_throw(error, APRES_ERROR_CONFIG,
				   "%s:%u: '%s' is no mail address", file, line,
				   (char *)fields->pdata[0]);
	if (g_ascii_strcasecmp(fields->pdata[2], "active") == 0)
		g_hash_table_add(roster->active, g_steal_pointer(&identity));
	else if (g_ascii_strcasecmp(fields->pdata[2], "inactive") != 0 &&
		 g_ascii_strcasecmp(fields->pdata[2], "left") != 0)
		return apres_throw(error, APRES_ERROR_CONFIG,
				   "%s:%u: status '%s': there are active, inactive and "
				   "left",
				   file, line, (char *)fields->pdata[2]);
	return true;
}

apres_roster *
apres_roster_parse(const char *file, const char *csv, gsize len, GError **error)
{
	g_autoptr(apres_roster) roster = g_new0(apres_roster, 1);

	roster->active = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	if (!g_utf8_validate(csv, (gssize)len, NULL)) {
		apres_throw(error, APRES_ERROR_CONFIG, "%s: not UTF-8", file);
		return NULL;
	}
	if (len >= 3 && memcmp(csv, "\xef\xbb\xbf", 3) == 0) {
		csv += 3;
		len -= 3;
	}
	g_autofree char *text = g_strndup(csv, len);
	g_auto(GStrv) rows = g_strsplit(text, "\n", -1);
	if (*g_strstrip(rows[0] != NULL ? rows[0] : text) == '\0') {
		apres_throw(error, APRES_ERROR_CONFIG,
			    "%s:1: the header must be address,name,status", file);
		return NULL;
	}
	for (guint i = 0; rows[i] != NULL; i++)
		if (*g_strstrip(rows[i]) != '\0' &&
		    !take_row(roster, file, i + 1, rows[i], error))
			return NULL;
	return g_steal_pointer(&roster);
}

apres_roster *
apres_roster_load(const char *path, GError **error)
{
	g_autoptr(GBytes) bytes = apres_file_read(path, ROSTER_MAX_BYTES, error);
	gsize len;

	if (bytes == NULL)
		return NULL;
	const char *data = g_bytes_get_data(bytes, &len);
	return apres_roster_parse(path, data != NULL ? data : "", len, error);
}
