/* SPDX-License-Identifier: Apache-2.0 */
/* Edit distance over short ASCII names; one row of the table at a time. */
#include "config.h"
#include "util/nearest.h"

#define FEW 14 /* names that one line can hold */

#include <string.h>

#define MAX_NAME 64

/* Levenshtein's distance; both at most MAX_NAME bytes. */
static guint
distance(const char *a, const char *b)
{
	guint row[MAX_NAME + 1];
	gsize m = strlen(b);

	for (gsize j = 0; j <= m; j++)
		row[j] = (guint)j;
	for (gsize i = 0; a[i] != '\0'; i++) {
		guint diagonal = row[0];

		row[0] = (guint)i + 1;
		for (gsize j = 0; j < m; j++) {
			guint above = row[j + 1];
			guint same =
				g_ascii_tolower(a[i]) == g_ascii_tolower(b[j]) ? 0 : 1;

			row[j + 1] = MIN(MIN(row[j], above) + 1, diagonal + same);
			diagonal = above;
		}
	}
	return row[m];
}

const char *
apres_nearest(const char *name, const GPtrArray *names)
{
	const char *best = NULL;
	gsize len = strlen(name);
	/* A third of the letters may be wrong: "adress" is "address", "x" is nothing. */
	guint limit = (guint)(len / 3 + 1);

	if (len == 0 || len > MAX_NAME)
		return NULL;
	for (guint i = 0; i < names->len; i++) {
		const char *candidate = g_ptr_array_index(names, i);

		if (strlen(candidate) > MAX_NAME)
			continue;
		guint edits = distance(name, candidate);
		if (edits <= limit && edits < len) {
			limit = edits > 0 ? edits - 1 : 0;
			best = candidate;
			if (edits == 0)
				break;
		}
	}
	return best;
}

char *
apres_nearest_words(const char *name, const GPtrArray *names)
{
	const char *nearest = apres_nearest(name, names);
	g_autoptr(GString) out = g_string_new(NULL);

	if (nearest != NULL)
		return g_strdup_printf("; nearest: '%s'", nearest);
	for (guint i = 0; i < names->len && names->len <= FEW; i++)
		g_string_append_printf(out, "%s%s", i == 0 ? "; there are " : ", ",
				       (const char *)names->pdata[i]);
	return g_string_free(g_steal_pointer(&out), FALSE);
}
