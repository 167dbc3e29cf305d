/* SPDX-License-Identifier: Apache-2.0 */
/* Replies that came back, against the log. */
#include "config.h"
#include "store/audit-verify-parts.h"

#include <string.h>

#include "reply/reply.h"

void
apres_receipt_free(apres_receipt *receipt)
{
	if (receipt == NULL)
		return;
	g_free(receipt->leaf);
	g_free(receipt->id);
	g_free(receipt);
}

/* Nobody else can have made ID: it bears a mark of this store's key. */
static bool
is_ours(const char *key, const char *id)
{
	const char *at = id != NULL ? strchr(id, '@') : NULL;

	return key != NULL && at != NULL && apres_message_id_is_ours(key, at + 1, id);
}

/* Take those of IDS away that are those of our mail, by the log. */
static bool
forget_recorded(apres_store *store, GHashTable *ids, GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, APRES_QUERY_WHOLE
			       "SELECT pub FROM entry WHERE type = 'send-intent'");
	bool row = true;

	while (g_hash_table_size(ids) > 0) {
		gsize len;

		if (!apres_query_step(&query, &row, error))
			return false;
		if (!row)
			break;
		const char *pub = apres_peek_blob(&query, &len);
		json_auto_t *whole = pub != NULL ? json_loadb(pub, len, 0, NULL) : NULL;
		const json_t *facts = json_object_get(whole, "facts");
		const char *id = json_string_value(json_object_get(facts, "id"));
		if (id != NULL)
			g_hash_table_remove(ids, id);
	}
	return true;
}

/* One that is not here may be made up, or another record's: that proves nothing, unless
 * the mail itself can only be ours. */
static bool
tell_strange(apres_store *store, const GPtrArray *strange, apres_audit_report *report,
	     GError **error)
{
	g_autoptr(GHashTable) ids = g_hash_table_new(g_str_hash, g_str_equal);
	g_autofree char *key = NULL;

	if (!apres_store_meta_get(store, "message-id-key", &key, error))
		return false;
	for (guint i = 0; i < strange->len; i++) {
		const apres_receipt *one = strange->pdata[i];
		if (is_ours(key, one->id))
			g_hash_table_add(ids, one->id);
	}
	if (!forget_recorded(store, ids, error))
		return false;
	for (guint i = 0; i < strange->len; i++) {
		const apres_receipt *one = strange->pdata[i];
		if (one->id != NULL && g_hash_table_contains(ids, one->id)) {
			report->missing++;
			apres_audit_report_fault(
				report,
				"the mail <%s> is ours, and nothing in the log says that "
				"it was sent",
				one->id);
		} else {
			g_ptr_array_add(report->strange,
					g_strdup_printf("%.64s", one->leaf));
		}
	}
	return true;
}

bool
apres_receipts_find(apres_store *store, const GPtrArray *receipts,
		    apres_audit_report *report, GError **error)
{
	g_autoptr(GPtrArray) strange = g_ptr_array_new();

	for (guint i = 0; receipts != NULL && i < receipts->len; i++) {
		const apres_receipt *one = receipts->pdata[i];
		apres_hash leaf;
		bool found = apres_hash_from_hex(one->leaf, &leaf);

		if (found && !apres_audit_has_leaf(store, &leaf, &found, error))
			return false;
		if (found)
			report->receipts++;
		else
			g_ptr_array_add(strange, (gpointer)one);
	}
	return strange->len == 0 || tell_strange(store, strange, report, error);
}
