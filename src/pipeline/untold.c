/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "pipeline/untold.h"
#include "store/audit.h"

#define WEEK_SECS (7 * 24 * 3600)

void
apres_untold_free(apres_untold *untold)
{
	if (untold == NULL)
		return;
	g_free(untold->why);
	g_free(untold);
}

static char *
meta_name(const char *company)
{
	return g_strconcat("untold:", company, NULL);
}

/* "2 1795525200 why". */
bool
apres_untold_load(apres_store *store, const char *company, gint64 now,
		  apres_untold **untold_out, GError **error)
{
	g_autofree char *name = meta_name(company);
	g_autofree char *value = NULL;

	*untold_out = NULL;
	if (!apres_store_meta_get(store, name, &value, error))
		return false;
	g_auto(GStrv) words = g_strsplit(value != NULL ? value : "", " ", 3);
	if (g_strv_length(words) < 3)
		return true;
	gint64 last = g_ascii_strtoll(words[1], NULL, 10);
	/* A clock that was set back must not silence it. */
	if (now - last > WEEK_SECS)
		return true;
	apres_untold *untold = g_new0(apres_untold, 1);
	untold->count = g_ascii_strtoll(words[0], NULL, 10);
	untold->last = last;
	untold->why = g_strdup(words[2]);
	*untold_out = untold;
	return true;
}

bool
apres_untold_note(apres_store *store, const char *company, const char *to,
		  const char *why, gint64 now, GError **error)
{
	g_autofree char *name = meta_name(company);
	g_autoptr(apres_untold) before = NULL;
	json_auto_t *pub = json_pack("{s:s}", "why", why);
	json_auto_t *body = to != NULL ? json_pack("{s:s}", "to", to) : NULL;

	if (!apres_untold_load(store, company, now, &before, error))
		return false;
	g_autofree char *value =
		g_strdup_printf("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s",
				(before != NULL ? before->count : 0) + 1, now, why);
	return apres_store_meta_set(store, name, value, error) &&
	       apres_audit_append(store, "untold", company, 0, pub, body, now, NULL,
				  error);
}
