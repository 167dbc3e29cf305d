/* SPDX-License-Identifier: Apache-2.0 */
/* A record with checkpoints in the house and outside. */
#ifndef APRES_TESTS_SIGNED_H
#define APRES_TESTS_SIGNED_H
#include "attack.h"

/* Ten entries, the even ones with a private part; checkpoints over 5 and 10, of which the
 * first (or both) were kept outside. */
static inline void
append(int number)
{
	json_t *pub = json_pack("{s:i}", "number", number);
	json_t *body =
		number % 2 == 0 ? json_pack("{s:s}", "to", "anna@mail.example") : NULL;

	ck_assert(apres_audit_append(store, "decided", "contoso", number + 1, pub, body,
				     NOW + number, NULL, NULL));
	json_decref(pub);
	json_decref(body);
}

static inline void
append_some(int from, int to)
{
	g_autoptr(apres_txn) txn = apres_txn_begin(store, NULL);

	for (int i = from; i < to; i++)
		append(i);
	ck_assert(apres_txn_commit(txn, NULL));
}

/* The note, or NULL with *ERROR. */
static inline char *
sign(GError **error)
{
	g_autoptr(apres_log_signer) signer = apres_log_signer_open(root, ORIGIN, error);
	g_autoptr(apres_txn) txn = apres_txn_begin(store, NULL);

	if (signer == NULL)
		return NULL;
	g_autoptr(apres_checkpoint) checkpoint =
		apres_log_signer_sign(signer, store, NOW, error);
	if (checkpoint == NULL)
		return NULL;
	ck_assert(apres_txn_commit(txn, NULL));
	return g_strdup(checkpoint->note);
}

static inline void
keep_outside(const char *note)
{
	g_ptr_array_add(outside, apres_checkpoint_open(key, note, strlen(note), NULL));
}

static inline void
setup(void)
{
	g_autoptr(GError) error = NULL;

	root = temp_dir();
	store = apres_store_open(root, APRES_STORE_WRITE, &error);
	ck_assert_msg(store != NULL, "%s", error ? error->message : "");
	append_some(0, 5);
	g_autofree char *first = sign(&error);
	ck_assert_msg(first != NULL, "%s", error ? error->message : "");
	append_some(5, 10);
	g_autofree char *second = sign(&error);
	ck_assert_ptr_nonnull(second);
	g_autofree char *line = apres_log_public_key(root, &error);
	key = apres_note_public_parse(line, &error);
	ck_assert_ptr_nonnull(key);
	outside = g_ptr_array_new_with_free_func((GDestroyNotify)apres_checkpoint_free);
	keep_outside(first);
	keep_outside(second);
}

static inline apres_audit_report *
verify(guint how_many_outside)
{
	g_autoptr(GPtrArray) kept = g_ptr_array_new();
	g_autoptr(GError) error = NULL;

	for (guint i = 0; i < how_many_outside; i++)
		g_ptr_array_add(kept, outside->pdata[i]);
	apres_audit_report *report = apres_audit_verify(store, key, kept, NULL, &error);
	ck_assert_msg(report != NULL, "%s", error ? error->message : "");
	return report;
}

/* Found by what lies in the house alone, and found to be FAULT. */
static inline void
assert_found(const char *fault)
{
	g_autoptr(apres_audit_report) report = verify(0);

	ck_assert_msg(report->fault_count > 0, "nothing was found");
	const char *first = report->faults->pdata[0];
	ck_assert_msg(strstr(first, fault) != NULL, "\"%s\" is not \"%s\"", first, fault);
}
#endif
