/* SPDX-License-Identifier: Apache-2.0 */
/* One entry, believing nothing that it says of itself. */
#include "config.h"
#include "store/audit-verify-parts.h"

#include <string.h>

apres_query
apres_audit_rows(apres_store *store, gint64 from)
{
	apres_query query = apres_query_of(
		store, "SELECT e.idx, e.at, e.message, e.type, e.company, e.pub, e.com,"
		       " e.leaf, " APRES_SEALED_COLUMNS " FROM entry e"
		       " LEFT JOIN body b ON b.idx = e.idx WHERE e.idx >= ?1"
		       " ORDER BY e.idx");

	apres_bind_int(&query, from);
	return query;
}

void
apres_audit_row_take(apres_query *query, apres_audit_row *row)
{
	row->sound = apres_query_holds(query, "iiitTbbb");
	row->index = apres_take_int(query);
	row->at = apres_take_int(query);
	row->message = apres_take_int(query);
	row->type = apres_peek_text(query);
	row->company = apres_peek_text(query);
	row->pub = apres_peek_blob(query, &row->pub_len);
	row->sound = apres_take_hash(query, &row->com) && row->sound;
	row->sound = apres_take_hash(query, &row->leaf) && row->sound;
	apres_sealed_take(query, &row->sealed);
}

/* ---- columns ---- */

/* Is DATA one JSON object, as far as its brackets say? */
static bool
is_one_object(const char *data, gsize len)
{
	gsize depth = 0;
	bool quoted = false;

	for (gsize i = 0; i < len; i++) {
		char c = data[i];
		if (quoted && c == '\\')
			i++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == '{' || c == '['))
			depth++;
		else if (!quoted && (c == '}' || c == ']') && --depth == 0)
			return i + 1 == len;
		if (depth == 0)
			return false;
	}
	return false;
}

/* Is it written in JSON as it is? */
static bool
is_plain(const char *text)
{
	for (; *text != '\0'; text++)
		if (*text < 0x20 || *text > 0x7e || *text == '"' || *text == '\\')
			return false;
	return true;
}

/* Are the bytes that were hashed those that apres writes for these columns?  False says
 * nothing. */
static bool
is_as_written(const apres_audit_row *row)
{
	char head[192], tail[192];

	if (row->company == NULL || !is_plain(row->company) || !is_plain(row->type))
		return false;
	int before = g_snprintf(
		head, sizeof head,
		"{\"at\":%" G_GINT64_FORMAT ",\"company\":\"%s\",\"facts\":", row->at,
		row->company);
	int behind = g_snprintf(tail, sizeof tail,
				",\"mail\":%" G_GINT64_FORMAT ",\"type\":\"%s\"}",
				row->message, row->type);
	gsize frame = (gsize)before + (gsize)behind;
	return before < (int)sizeof head && behind < (int)sizeof tail &&
	       row->pub_len > frame && memcmp(row->pub, head, (gsize)before) == 0 &&
	       memcmp(row->pub + row->pub_len - behind, tail, (gsize)behind) == 0 &&
	       is_one_object(row->pub + before, row->pub_len - frame);
}

/* The columns are there to be looked up; what counts is what was hashed.  Entries of
 * the first version hash neither company nor mail. */
static bool
columns_agree(const apres_audit_row *row)
{
	if (is_as_written(row))
		return true;
	json_auto_t *whole =
		json_loadb(row->pub, row->pub_len, JSON_REJECT_DUPLICATES, NULL);
	const json_t *mail = json_object_get(whole, "mail");
	const json_t *company = json_object_get(whole, "company");
	const char *type = json_string_value(json_object_get(whole, "type"));

	return json_integer_value(json_object_get(whole, "at")) == row->at &&
	       g_strcmp0(type, row->type) == 0 &&
	       (mail == NULL ||
		(json_integer_value(mail) == row->message &&
		 g_strcmp0(json_string_value(company), row->company) == 0));
}

/* ---- the whole ---- */

/* NULL: it is as it should be, or was erased, or nobody can say (LOST, NO_KEY). */
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
	case APRES_BODY_LOST:
	case APRES_BODY_NO_KEY: return NULL;
	}
	g_assert_not_reached();
}

apres_body_state
apres_audit_row_state(apres_store *store, const apres_audit_row *row,
		      const apres_body_fate *fate)
{
	apres_body_state state =
		apres_body_open(store, &row->sealed, &row->leaf, &row->com, NULL);

	return apres_body_settle(state, row->index, fate);
}

/* What is wrong with ROW, its place and private part aside, or NULL. */
static const char *
row_fault(const apres_audit_row *row, apres_hash *leaf_out)
{
	if (!row->sound)
		return "has a column of another type";
	*leaf_out = apres_merkle_leaf(row->pub, row->pub_len, &row->com);
	if (!apres_hash_equal(leaf_out, &row->leaf))
		return "is not what was hashed";
	if (!columns_agree(row))
		return "has columns that are not what was hashed";
	return NULL;
}

char *
apres_audit_row_fault(const apres_audit_row *row, gint64 index, apres_body_state state,
		      apres_hash *leaf_out)
{
	const char *fault = row_fault(row, leaf_out);

	if (fault == NULL)
		fault = body_fault(state);
	if (row->index != index)
		return g_strdup_printf("entry %" G_GINT64_FORMAT
				       " stands where entry %" G_GINT64_FORMAT " should",
				       row->index, index);
	return fault != NULL
		       ? g_strdup_printf("entry %" G_GINT64_FORMAT " %s", index, fault)
		       : NULL;
}

char *
apres_audit_key_gone(gint64 index)
{
	return g_strdup_printf("entry %" G_GINT64_FORMAT " %s", index,
			       body_fault(APRES_BODY_KEY_GONE));
}

/* ---- a quick look ---- */

static char *
no_key_fault(gint64 index)
{
	return g_strdup_printf("the private part of entry %" G_GINT64_FORMAT " is %s",
			       index, apres_body_state_words(APRES_BODY_NO_KEY));
}

/* The entries from FROM on; into GONE (gint64) come those whose keys were destroyed
 * without an entry that says so. */
static bool
look(apres_store *store, gint64 from, gint64 *count_out, GArray *gone, char **fault_out,
     GError **error)
{
	g_autoptr(apres_txn) snapshot = apres_txn_begin_read(store, error);
	g_auto(apres_query) query = apres_audit_rows(store, from);
	g_autoptr(apres_body_fate) fate = NULL;
	bool more = true;

	if (snapshot == NULL || (fate = apres_body_fate_read(store, error)) == NULL)
		return false;
	for (*count_out = 0;; ++*count_out) {
		apres_audit_row row = { 0 };
		apres_hash leaf;

		if (!apres_query_step(&query, &more, error))
			return false;
		if (!more)
			return true;
		if (*fault_out != NULL)
			continue;
		apres_audit_row_take(&query, &row);
		apres_body_state state = apres_audit_row_state(store, &row, fate);
		if (state == APRES_BODY_KEY_GONE) {
			g_array_append_val(gone, row.index);
			state = APRES_BODY_ERASED;
		}
		*fault_out = apres_audit_row_fault(&row, from + *count_out, state, &leaf);
		if (*fault_out == NULL && state == APRES_BODY_NO_KEY)
			*fault_out = no_key_fault(row.index);
	}
}

bool
apres_audit_look(apres_store *store, gint64 from, gint64 *count_out, char **fault_out,
		 GError **error)
{
	g_autoptr(GArray) gone = g_array_new(FALSE, FALSE, sizeof(gint64));
	g_autoptr(apres_body_fate) fate = NULL;
	g_autofree char *fault = NULL;

	/* Keys have no snapshot: an erasure may have begun after ours. */
	if (!look(store, from, count_out, gone, &fault, error) ||
	    (gone->len > 0 && (fate = apres_body_fate_read(store, error)) == NULL))
		return false;
	for (guint i = 0; i < gone->len && fault == NULL; i++) {
		gint64 index = g_array_index(gone, gint64, i);
		if (apres_body_settle(APRES_BODY_KEY_GONE, index, fate) !=
		    APRES_BODY_ERASED)
			fault = apres_audit_key_gone(index);
	}
	*fault_out = g_steal_pointer(&fault);
	return true;
}
