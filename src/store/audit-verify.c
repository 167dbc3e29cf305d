/* SPDX-License-Identifier: Apache-2.0 */
/* One pass over the log, believing nothing that it says of itself. */
#include "config.h"
#include "store/audit-verify.h"

#include <string.h>

#include "store/audit-parts.h"
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

static void add_fault(apres_audit_report *report, const char *fmt, ...)
	G_GNUC_PRINTF(2, 3);

static void
add_fault(apres_audit_report *report, const char *fmt, ...)
{
	va_list args;

	report->fault_count++;
	if (report->faults->len >= APRES_AUDIT_FAULTS_TOLD)
		return;
	va_start(args, fmt);
	g_ptr_array_add(report->faults, g_strdup_vprintf(fmt, args));
	va_end(args);
}

/* ---- one entry ---- */

typedef struct entry {
	gint64 index, at, message;
	char *type, *company;
	GBytes *pub;
	apres_hash com, leaf;
	bool has_hashes;
	apres_sealed sealed;
} entry;

static void
clear_entry(entry *e)
{
	g_free(e->type);
	g_free(e->company);
	g_clear_pointer(&e->pub, g_bytes_unref);
	apres_sealed_clear(&e->sealed);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(entry, clear_entry)

static void
take_entry(apres_query *query, entry *e)
{
	e->index = apres_take_int(query);
	e->at = apres_take_int(query);
	e->message = apres_take_int(query);
	e->type = apres_take_text(query);
	e->company = apres_take_text(query);
	e->pub = apres_take_blob(query);
	e->has_hashes = apres_take_hash(query, &e->com);
	e->has_hashes = apres_take_hash(query, &e->leaf) && e->has_hashes;
	apres_sealed_take(query, &e->sealed);
}

/* The columns are there to be looked up; what counts is what was hashed.  Entries of
 * the first version hash neither company nor mail. */
static bool
columns_agree(const entry *e)
{
	gsize len;
	const char *data = g_bytes_get_data(e->pub, &len);
	json_t *whole = json_loadb(data, len, JSON_REJECT_DUPLICATES, NULL);
	const json_t *mail = json_object_get(whole, "mail");
	const json_t *company = json_object_get(whole, "company");
	const char *type = json_string_value(json_object_get(whole, "type"));
	bool agree = json_integer_value(json_object_get(whole, "at")) == e->at &&
		     g_strcmp0(type, e->type) == 0 &&
		     (mail == NULL ||
		      (json_integer_value(mail) == e->message &&
		       g_strcmp0(json_string_value(company), e->company) == 0));

	json_decref(whole);
	return agree;
}

/* NULL: it is as it should be, or was erased, or nobody can say (NO_KEY). */
static const char *
body_fault(apres_body_state state)
{
	switch (state) {
	case APRES_BODY_DROPPED:
		return "has lost its private part, and no erasure is recorded";
	case APRES_BODY_KEY_GONE:
		return "has a private part whose key was destroyed, and no erasure is "
		       "recorded";
	case APRES_BODY_CHANGED: return "has another private part than was committed to";
	case APRES_BODY_UNDECLARED:
		return "has a private part that was never committed to";
	case APRES_BODY_NONE:
	case APRES_BODY_OPEN:
	case APRES_BODY_ERASED:
	case APRES_BODY_NO_KEY: return NULL;
	}
	g_assert_not_reached();
}

static apres_body_state
body_state(apres_store *store, const entry *e, GHashTable *erased)
{
	g_autoptr(GBytes) text = NULL;
	apres_body_state state =
		apres_body_open(store, &e->sealed, &e->leaf, &e->com, &text);

	return apres_body_settle(state, e->index, erased);
}

/* What is wrong with E by itself, its private part aside, or NULL; *LEAF_OUT as it
 * should be. */
static const char *
entry_fault(const entry *e, apres_hash *leaf_out)
{
	gsize len;

	if (e->pub == NULL || !e->has_hashes)
		return "has a column of another type";
	gconstpointer pub = g_bytes_get_data(e->pub, &len);
	*leaf_out = apres_merkle_leaf(pub, len, &e->com);
	if (!apres_hash_equal(leaf_out, &e->leaf))
		return "is not what was hashed";
	if (!columns_agree(e))
		return "has columns that are not what was hashed";
	return NULL;
}

/* ---- checkpoints ---- */

/* A checkpoint, and where it comes from. */
typedef struct claim {
	const apres_checkpoint *checkpoint;
	bool outside;
} claim;

static gint
by_size(gconstpointer a, gconstpointer b)
{
	guint64 left = ((const claim *)a)->checkpoint->size;
	guint64 right = ((const claim *)b)->checkpoint->size;

	return left < right ? -1 : left > right;
}

static void
add_claims(GArray *claims, const GPtrArray *checkpoints, bool outside)
{
	for (guint i = 0; checkpoints != NULL && i < checkpoints->len; i++) {
		claim one = { checkpoints->pdata[i], outside };
		g_array_append_val(claims, one);
	}
}

/* Compare TREE with the claims of its size; *NEXT: the first that is larger. */
static void
settle_claims(apres_audit_report *report, const apres_merkle *tree, const GArray *claims,
	      guint *next)
{
	for (; *next < claims->len; ++*next) {
		const claim *one = &g_array_index(claims, claim, *next);
		if (one->checkpoint->size != tree->size)
			break;
		apres_hash root = apres_merkle_root(tree);
		if (!apres_hash_equal(&root, &one->checkpoint->root))
			add_fault(report,
				  "%s checkpoint over %" G_GUINT64_FORMAT
				  " entries: the log was another one then",
				  one->outside ? "outside" : "recorded", tree->size);
		else if (one->outside)
			report->covered = tree->size;
	}
}

static void
refuse_larger(apres_audit_report *report, const GArray *claims, guint next)
{
	for (; next < claims->len; next++) {
		const claim *one = &g_array_index(claims, claim, next);
		add_fault(report,
			  "%s checkpoint over %" G_GUINT64_FORMAT
			  " entries: the log has only %" G_GUINT64_FORMAT
			  ", its end was cut off",
			  one->outside ? "outside" : "recorded", one->checkpoint->size,
			  report->entries);
	}
}

/* ---- the pass ---- */

/* The entries from FROM on, in order. */
static apres_query
entries_from(apres_store *store, gint64 from)
{
	apres_query query = apres_query_of(
		store, "SELECT e.idx, e.at, e.message, e.type, e.company, e.pub, e.com,"
		       " e.leaf, " APRES_SEALED_COLUMNS " FROM entry e"
		       " LEFT JOIN body b ON b.idx = e.idx WHERE e.idx >= ?1"
		       " ORDER BY e.idx");

	apres_bind_int(&query, from);
	return query;
}

/* What is wrong with E, which should have INDEX; or NULL.  Caller owns. */
static char *
fault_of(const entry *e, gint64 index, apres_body_state state, apres_hash *leaf_out)
{
	const char *fault = entry_fault(e, leaf_out);

	if (fault == NULL)
		fault = body_fault(state);
	if (e->index != index)
		return g_strdup_printf("entry %" G_GINT64_FORMAT
				       " stands where entry %" G_GINT64_FORMAT " should",
				       e->index, index);
	return fault != NULL
		       ? g_strdup_printf("entry %" G_GINT64_FORMAT " %s", index, fault)
		       : NULL;
}

static bool
read_all(apres_store *store, apres_audit_report *report, const GArray *claims,
	 GError **error)
{
	g_auto(apres_query) query = entries_from(store, G_MININT64);
	g_autoptr(GHashTable) erased = NULL;
	apres_merkle tree = { 0 };
	guint next = 0;
	bool row = true;

	if (!apres_body_erased(store, &erased, error))
		return false;
	settle_claims(report, &tree, claims, &next);
	while (row) {
		g_auto(entry) e = { 0 };
		apres_hash leaf = { 0 };

		if (!apres_query_step(&query, &row, error))
			return false;
		if (!row)
			break;
		take_entry(&query, &e);
		apres_body_state state = body_state(store, &e, erased);
		g_autofree char *fault = fault_of(&e, (gint64)tree.size, state, &leaf);
		if (fault != NULL)
			add_fault(report, "%s", fault);
		report->bodies += state == APRES_BODY_OPEN;
		report->erased += state == APRES_BODY_ERASED;
		report->unopened += state == APRES_BODY_NO_KEY;
		apres_merkle_add(&tree, &leaf);
		settle_claims(report, &tree, claims, &next);
	}
	report->entries = tree.size;
	refuse_larger(report, claims, next);
	return true;
}

bool
apres_audit_look(apres_store *store, gint64 from, gint64 *count_out, char **fault_out,
		 GError **error)
{
	g_auto(apres_query) query = entries_from(store, from);
	g_autoptr(GHashTable) erased = NULL;
	g_autofree char *first = NULL;
	bool row = true;

	if (!apres_body_erased(store, &erased, error))
		return false;
	for (*count_out = 0;; ++*count_out) {
		g_auto(entry) e = { 0 };
		apres_hash leaf;

		if (!apres_query_step(&query, &row, error))
			return false;
		if (!row)
			break;
		take_entry(&query, &e);
		if (first != NULL)
			continue;
		apres_body_state state = body_state(store, &e, erased);
		first = fault_of(&e, from + *count_out, state, &leaf);
		if (first == NULL && state == APRES_BODY_NO_KEY)
			first = g_strdup_printf(
				"the private part of entry %" G_GINT64_FORMAT " is %s",
				e.index, apres_body_state_words(state));
	}
	*fault_out = g_steal_pointer(&first);
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
		add_fault(report, "%" G_GINT64_FORMAT " private parts without an entry",
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

/* One that is not here may be made up, or another record's: that proves nothing. */
static bool
find_receipts(apres_store *store, apres_audit_report *report, const GPtrArray *receipts,
	      GError **error)
{
	for (guint i = 0; receipts != NULL && i < receipts->len; i++) {
		const char *hex = receipts->pdata[i];
		apres_hash leaf;
		bool found = apres_hash_from_hex(hex, &leaf);

		if (found && !apres_audit_has_leaf(store, &leaf, &found, error))
			return false;
		if (found)
			report->receipts++;
		else
			g_ptr_array_add(report->strange, g_strdup_printf("%.64s", hex));
	}
	return true;
}

apres_audit_report *
apres_audit_verify(apres_store *store, const apres_note_public *key,
		   const GPtrArray *outside, const GPtrArray *receipts, GError **error)
{
	g_autoptr(apres_audit_report) report = g_new0(apres_audit_report, 1);
	g_autoptr(GArray) claims = g_array_new(FALSE, FALSE, sizeof(claim));
	g_autoptr(GPtrArray) recorded = NULL;
	g_autofree char *bad = NULL;

	report->faults = g_ptr_array_new_with_free_func(g_free);
	report->strange = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(apres_txn) snapshot = apres_txn_begin_read(store, error);
	if (snapshot == NULL ||
	    !apres_checkpoint_list(store, key, &recorded, &bad, error))
		return NULL;
	if (bad != NULL)
		add_fault(report, "a recorded checkpoint: %s", bad);
	report->checkpoints = recorded->len;
	report->outside = outside != NULL ? outside->len : 0;
	add_claims(claims, recorded, false);
	add_claims(claims, outside, true);
	g_array_sort(claims, by_size);
	if (!read_all(store, report, claims, error) || !tell_keys(store, report, error) ||
	    !find_orphans(store, report, error) ||
	    !find_receipts(store, report, receipts, error))
		return NULL;
	return g_steal_pointer(&report);
}
