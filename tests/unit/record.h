/* SPDX-License-Identifier: Apache-2.0 */
/* A record to be attacked. */
#ifndef APRES_TESTS_RECORD_H
#define APRES_TESTS_RECORD_H
#include "attack.h"

/* Ten entries, each about a person of its own, each with a private part; a checkpoint
 * over 10. */
static inline void
append(int number)
{
	json_auto_t *pub = json_pack("{s:i}", "number", number);
	json_auto_t *body = json_pack("{s:s}", "to", "anna@mail.example");

	ck_assert(apres_audit_append(store, "decided", "contoso", number + 1, pub, body,
				     NOW + number, NULL, NULL));
}

static inline void
append_some(int from, int to)
{
	g_autoptr(apres_txn) txn = apres_txn_begin(store, NULL);

	for (int i = from; i < to; i++)
		append(i);
	ck_assert(apres_txn_commit(txn, NULL));
}

/* A checkpoint over what there is, kept outside. */
static inline void
sign(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(apres_log_signer) signer = apres_log_signer_open(root, ORIGIN, &error);
	ck_assert_msg(signer != NULL, "%s", error ? error->message : "");
	g_autoptr(apres_txn) txn = apres_txn_begin(store, NULL);
	apres_checkpoint *checkpoint = apres_log_signer_sign(signer, store, NOW, &error);

	ck_assert_msg(checkpoint != NULL, "%s", error ? error->message : "nothing new");
	ck_assert(apres_txn_commit(txn, NULL));
	g_ptr_array_add(outside, checkpoint);
}

static inline void
open_store(void)
{
	g_autoptr(GError) error = NULL;

	store = apres_store_open(root, APRES_STORE_WRITE, &error);
	ck_assert_msg(store != NULL, "%s", error ? error->message : "");
}

static inline void
setup(void)
{
	root = temp_dir();
	open_store();
	outside = g_ptr_array_new_with_free_func((GDestroyNotify)apres_checkpoint_free);
	append_some(0, 10);
	sign();
	g_autofree char *line = apres_log_public_key(root, NULL);
	key = apres_note_public_parse(line, NULL);
	ck_assert_ptr_nonnull(key);
}

static inline apres_audit_report *
verify(apres_store *reader, const GPtrArray *kept, const GPtrArray *receipts)
{
	g_autoptr(GError) error = NULL;
	apres_audit_report *report =
		apres_audit_verify(reader, key, kept, receipts, &error);

	ck_assert_msg(report != NULL, "%s", error ? error->message : "");
	return report;
}

static inline void
assert_first(const apres_audit_report *report, const char *fault)
{
	ck_assert_msg(report->fault_count > 0, "nothing was found");
	const char *first = report->faults->pdata[0];
	ck_assert_msg(strstr(first, fault) != NULL, "\"%s\" is not \"%s\"", first, fault);
}

static inline void
assert_found(const char *fault)
{
	g_autoptr(apres_audit_report) report = verify(store, NULL, NULL);

	assert_first(report, fault);
}
#endif
