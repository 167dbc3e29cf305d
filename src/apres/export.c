/* SPDX-License-Identifier: Apache-2.0 */
/* Entry by entry: proof, private part, mail, row. */
#include "config.h"
#include "apres/export.h"
#include "apres/export-parts.h"
#include "util/error.h"
#include "util/hex.h"

#include <string.h>

void
apres_export_free(apres_export *x)
{
	if (x == NULL)
		return;
	g_clear_pointer(&x->taken, g_hash_table_unref);
	g_clear_pointer(&x->mails, g_hash_table_unref);
	g_clear_pointer(&x->ends, g_hash_table_unref);
	g_clear_pointer(&x->policies, g_hash_table_unref);
	g_clear_pointer(&x->letters, g_hash_table_unref);
	g_clear_pointer(&x->prover, apres_audit_prover_free);
	g_clear_pointer(&x->bundle, apres_bundle_free);
	g_free(x->manifest);
	g_free(x);
}

const apres_export_counts *
apres_export_counted(const apres_export *x)
{
	return &x->counts;
}

const char *
apres_export_manifest(const apres_export *x)
{
	return x->manifest;
}

gint64
apres_export_about(const apres_export *x)
{
	return x->about;
}

bool
apres_export_finish(apres_export *x, GError **error)
{
	return apres_bundle_finish(x->bundle, error);
}

/* ---- one entry ---- */

static bool
add_proof(apres_export *x, const apres_audit_entry *entry, GError **error)
{
	g_autofree char *name =
		g_strdup_printf("proofs/%08" G_GINT64_FORMAT ".json", entry->index);
	g_autoptr(apres_audit_proof) proof =
		apres_audit_prover_prove(x->prover, (guint64)entry->index, error);

	if (proof == NULL)
		return false;
	json_auto_t *json = apres_audit_proof_to_json(proof);
	char *text = json_dumps(json, JSON_COMPACT);
	g_autofree char *line = g_strconcat(text, "\n", NULL);
	free(text);
	return apres_bundle_put(x->bundle, name, line, strlen(line), error);
}

static bool
add_body(apres_export *x, const apres_audit_entry *entry, char **name_out,
	 char **salt_out, GError **error)
{
	g_autoptr(GBytes) salt = NULL, text = NULL;

	*name_out = *salt_out = NULL;
	if (entry->body_state == APRES_BODY_NONE)
		return true;
	if (!apres_audit_opening(x->store, entry->index, &salt, &text, error))
		return false;
	if (text == NULL)
		return apres_export_add_missing(x, entry, "private part",
						apres_body_state_words(entry->body_state),
						error);
	gsize len, salt_len;
	gconstpointer data = g_bytes_get_data(text, &len);
	const guint8 *salt_data = g_bytes_get_data(salt, &salt_len);
	*name_out = g_strdup_printf("private/%08" G_GINT64_FORMAT ".json", entry->index);
	*salt_out = apres_hex(salt_data, salt_len);
	return apres_bundle_put(x->bundle, *name_out, data, len, error);
}

static void
note_policy(apres_export *x, const apres_audit_entry *entry)
{
	const char *digest = apres_audit_fact(entry, "policy");

	if (digest != NULL && strlen(digest) == 64)
		g_hash_table_add(x->policies, g_strdup(digest));
}

static const char *
direction_of(const apres_audit_entry *entry)
{
	if (g_strcmp0(entry->type, "decided") == 0)
		return "in";
	return g_strcmp0(entry->type, "send-intent") == 0 ? "out" : NULL;
}

static bool
add_entry(apres_export *x, const apres_audit_entry *entry, GError **error)
{
	g_autofree char *body = NULL, *salt = NULL, *file = NULL;
	export_row row = { .direction = direction_of(entry) };

	if ((guint64)entry->index >= x->counts.size)
		return apres_export_add_missing(
			x, entry, "entry",
			"it is younger than the last checkpoint; apresd signs one within "
			"a minute: export again",
			error);
	if (!add_proof(x, entry, error) || !add_body(x, entry, &body, &salt, error) ||
	    !apres_export_mail(x, entry, &file, error))
		return false;
	if (g_strcmp0(row.direction, "out") == 0) {
		const export_end *end = apres_export_end_of(x, entry);
		row.state = end != NULL ? end->state : apres_audit_fact(entry, "state");
	}
	row.file = file;
	row.body = body;
	row.salt = salt;
	note_policy(x, entry);
	return apres_export_add_row(x, entry, &row, error);
}

/* ---- all of them ---- */

typedef struct walk {
	apres_export *x;
	GError *error;
} walk;

static bool
visit(const apres_audit_entry *entry, void *context)
{
	walk *w = context;

	return !apres_export_is_meant(w->x, entry) || add_entry(w->x, entry, &w->error);
}

static bool
add_entries(apres_export *x, GError **error)
{
	walk w = { .x = x };

	if (!apres_audit_walk(x->store, x->filter->company, x->filter->mail, 0, visit, &w,
			      error))
		return false;
	if (w.error == NULL)
		return true;
	g_propagate_error(error, w.error);
	return false;
}

apres_export *
apres_export_write(apres_store *store, const apres_config *config,
		   const apres_note_public *key, apres_audit_filter *filter,
		   const char *folder, GError **error)
{
	g_autoptr(apres_export) x = g_new0(apres_export, 1);
	g_autoptr(apres_txn) snapshot = apres_txn_begin_read(store, error);

	x->store = store;
	x->config = config;
	x->filter = filter;
	x->policies = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	x->letters = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					   (GDestroyNotify)g_hash_table_unref);
	if (snapshot == NULL || !apres_bundle_check(folder, error))
		return NULL;
	x->prover = apres_audit_prover_new(store, key, error);
	if (x->prover == NULL)
		return NULL;
	x->counts.size = apres_audit_prover_checkpoint(x->prover)->size;
	if (!apres_export_select(x, error))
		return NULL;
	x->bundle = apres_bundle_begin(folder, error);
	if (x->bundle == NULL || !apres_export_add_head(x, error) ||
	    !add_entries(x, error) || !apres_export_add_policies(x, error) ||
	    !apres_export_add_log(x, error) || !apres_export_add_readme(x, error) ||
	    !apres_bundle_seal(x->bundle, &x->manifest, error))
		return NULL;
	return g_steal_pointer(&x);
}
