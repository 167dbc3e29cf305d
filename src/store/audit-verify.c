/* SPDX-License-Identifier: Apache-2.0 */
/* One pass over the log, believing nothing that it says of itself. */
#include "config.h"
#include "store/audit-verify-parts.h"

#include "util/error.h"

void
apres_audit_report_free(apres_audit_report *report)
{
	if (report == NULL)
		return;
	g_ptr_array_unref(report->faults);
	g_ptr_array_unref(report->strange);
	g_free(report->keys);
	g_free(report);
}

void
apres_audit_report_fault(apres_audit_report *report, const char *fmt, ...)
{
	va_list args;

	report->fault_count++;
	if (report->faults->len >= APRES_AUDIT_FAULTS_TOLD)
		return;
	va_start(args, fmt);
	g_ptr_array_add(report->faults, g_strdup_vprintf(fmt, args));
	va_end(args);
}

/* ---- the pass ---- */

static void
count_state(apres_audit_report *report, GArray *gone, gint64 index,
	    apres_body_state state)
{
	report->bodies += state == APRES_BODY_OPEN;
	report->erased += state == APRES_BODY_ERASED;
	report->unopened += state == APRES_BODY_NO_KEY;
	report->lost += state == APRES_BODY_LOST;
	if (state == APRES_BODY_KEY_GONE)
		g_array_append_val(gone, index);
}

/* All entries, of which those whose keys were destroyed without a recorded erasure come
 * into GONE (gint64), without being called a fault. */
static bool
read_all(apres_store *store, apres_audit_report *report, apres_claims *claims,
	 GArray *gone, GError **error)
{
	g_auto(apres_query) query = apres_audit_rows(store, G_MININT64);
	g_autoptr(apres_body_fate) fate = NULL;
	apres_merkle tree = { 0 };
	bool more = true;

	if ((fate = apres_body_fate_read(store, error)) == NULL)
		return false;
	report->lost_at = apres_body_fate_lost(fate);
	apres_claims_settle(claims, &tree, report);
	for (;;) {
		apres_audit_row row = { 0 };
		apres_hash leaf = { 0 };

		if (!apres_query_step(&query, &more, error))
			return false;
		if (!more)
			break;
		apres_audit_row_take(&query, &row);
		apres_body_state state = apres_audit_row_state(store, &row, fate);
		count_state(report, gone, row.index, state);
		if (state == APRES_BODY_KEY_GONE)
			state = APRES_BODY_ERASED;
		g_autofree char *fault =
			apres_audit_row_fault(&row, (gint64)tree.size, state, &leaf);
		if (fault != NULL)
			apres_audit_report_fault(report, "%s", fault);
		apres_merkle_add(&tree, &leaf);
		apres_claims_settle(claims, &tree, report);
	}
	report->entries = tree.size;
	apres_claims_end(claims, report);
	return true;
}

/* The key file has no snapshot: somebody may have been forgotten while we read, by an
 * entry behind the last that we saw. */
static bool
settle_gone(apres_store *store, apres_audit_report *report, const GArray *gone,
	    GError **error)
{
	g_autoptr(apres_body_fate) fate = NULL;

	if (gone->len == 0)
		return true;
	if ((fate = apres_body_fate_read(store, error)) == NULL)
		return false;
	for (guint i = 0; i < gone->len; i++) {
		gint64 index = g_array_index(gone, gint64, i);
		g_autofree char *fault = apres_audit_key_gone(index);

		if (apres_body_settle(APRES_BODY_KEY_GONE, index, fate) ==
		    APRES_BODY_ERASED)
			report->erased++;
		else
			apres_audit_report_fault(report, "%s", fault);
	}
	return true;
}

/* Private parts without an entry hang in the air: nothing committed to them. */
static bool
find_orphans(apres_store *store, apres_audit_report *report, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store,
		"SELECT count(*) FROM body WHERE idx NOT IN (SELECT idx FROM entry)");
	bool row;

	if (!apres_query_step(&query, &row, error))
		return false;
	gint64 count = apres_take_int(&query);
	if (count > 0)
		apres_audit_report_fault(
			report, "%" G_GINT64_FORMAT " private parts without an entry",
			count);
	return true;
}

/* Why private parts could not be opened. */
static bool
tell_keys(apres_store *store, apres_audit_report *report, GError **error)
{
	g_autoptr(GError) why = NULL;

	if (report->unopened == 0 || apres_store_keys(store, &why) != NULL)
		return true;
	if (g_error_matches(why, APRES_ERROR, APRES_ERROR_CONFIG)) {
		report->keys = g_strdup(why->message);
		return true;
	}
	g_propagate_error(error, g_steal_pointer(&why));
	return false;
}

/* One state of the store, from the first statement to the last. */
static bool
read_snapshot(apres_store *store, const apres_note_public *key, const GPtrArray *outside,
	      const GPtrArray *receipts, apres_audit_report *report, GArray *gone,
	      GError **error)
{
	g_autoptr(apres_txn) snapshot = apres_txn_begin_read(store, error);
	g_autoptr(GPtrArray) recorded = NULL;
	g_autofree char *bad = NULL;

	if (snapshot == NULL ||
	    !apres_checkpoint_list(store, key, &recorded, &bad, error))
		return false;
	if (bad != NULL)
		apres_audit_report_fault(report, "a recorded checkpoint: %s", bad);
	report->checkpoints = recorded->len;
	report->outside = outside != NULL ? outside->len : 0;
	g_autoptr(apres_claims) claims = apres_claims_new(recorded, outside);
	return read_all(store, report, claims, gone, error) &&
	       tell_keys(store, report, error) && find_orphans(store, report, error) &&
	       apres_receipts_find(store, receipts, report, error);
}

apres_audit_report *
apres_audit_verify(apres_store *store, const apres_note_public *key,
		   const GPtrArray *outside, const GPtrArray *receipts, GError **error)
{
	g_autoptr(apres_audit_report) report = g_new0(apres_audit_report, 1);
	g_autoptr(GArray) gone = g_array_new(FALSE, FALSE, sizeof(gint64));

	report->faults = g_ptr_array_new_with_free_func(g_free);
	report->strange = g_ptr_array_new_with_free_func(g_free);
	if (!read_snapshot(store, key, outside, receipts, report, gone, error) ||
	    !settle_gone(store, report, gone, error))
		return NULL;
	return g_steal_pointer(&report);
}
