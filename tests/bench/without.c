/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Linked with --wrap into what is measured: the record without parts of what makes it
 * evidence.  $BENCH_WITHOUT, each with those before it:
 *
 *   signing   no checkpoint is made
 *   tree      no leaf is hashed: it is a number
 *   sealing   private parts lie open, without key and commitment
 *
 * Without the variable everything is as it is.
 */
#include "config.h"
#include "store/audit-parts.h"
#include "store/checkpoint.h"
#include "store/db.h"

#include <stdlib.h>
#include <string.h>

enum { NOTHING, SIGNING, TREE, SEALING };

static int
left_out(void)
{
	static const char *const words[] = { "", "signing", "tree", "sealing" };
	static int part = -1;
	const char *value = getenv("BENCH_WITHOUT");

	if (part >= 0)
		return part;
	for (part = SEALING; part > NOTHING; part--)
		if (g_strcmp0(value, words[part]) == 0)
			break;
	return part;
}

apres_checkpoint *__real_apres_log_signer_sign(apres_log_signer *signer,
					       apres_store *store, gint64 now,
					       GError **error);
apres_checkpoint *__wrap_apres_log_signer_sign(apres_log_signer *signer,
					       apres_store *store, gint64 now,
					       GError **error);
apres_checkpoint *
__wrap_apres_log_signer_sign(apres_log_signer *signer, apres_store *store, gint64 now,
			     GError **error)
{
	return left_out() >= SIGNING
		       ? NULL
		       : __real_apres_log_signer_sign(signer, store, now, error);
}

apres_hash __real_apres_merkle_leaf(gconstpointer pub, gsize pub_len,
				    const apres_hash *com);
apres_hash __wrap_apres_merkle_leaf(gconstpointer pub, gsize pub_len,
				    const apres_hash *com);
apres_hash
__wrap_apres_merkle_leaf(gconstpointer pub, gsize pub_len, const apres_hash *com)
{
	static guint64 number = 0;
	apres_hash leaf = { 0 };

	if (left_out() < TREE)
		return __real_apres_merkle_leaf(pub, pub_len, com);
	number++;
	memcpy(leaf.bytes, &number, sizeof number);
	return leaf;
}

apres_hash __real_apres_sealer_commit(apres_sealer *sealer,
				      const guint8 salt[APRES_SALT_LEN],
				      gconstpointer data, gsize len);
apres_hash __wrap_apres_sealer_commit(apres_sealer *sealer,
				      const guint8 salt[APRES_SALT_LEN],
				      gconstpointer data, gsize len);
apres_hash
__wrap_apres_sealer_commit(apres_sealer *sealer, const guint8 salt[APRES_SALT_LEN],
			   gconstpointer data, gsize len)
{
	apres_hash com = { { 1 } };

	return left_out() < SEALING ? __real_apres_sealer_commit(sealer, salt, data, len)
				    : com;
}

bool __real_apres_body_seal(apres_store *store, gint64 index, const char *company,
			    const char *name, const apres_hash *leaf,
			    const guint8 salt[APRES_SALT_LEN], const char *text,
			    gsize len, GError **error);
bool __wrap_apres_body_seal(apres_store *store, gint64 index, const char *company,
			    const char *name, const apres_hash *leaf,
			    const guint8 salt[APRES_SALT_LEN], const char *text,
			    gsize len, GError **error);
bool
__wrap_apres_body_seal(apres_store *store, gint64 index, const char *company,
		       const char *name, const apres_hash *leaf,
		       const guint8 salt[APRES_SALT_LEN], const char *text, gsize len,
		       GError **error)
{
	if (left_out() < SEALING)
		return __real_apres_body_seal(store, index, company, name, leaf, salt,
					      text, len, error);
	g_auto(apres_query) query =
		apres_query_of(store, "INSERT INTO body (idx, subject, nonce, data)"
				      " VALUES (?1, 0, x'', ?2)");
	apres_bind_int(&query, index);
	apres_bind_blob(&query, text, len);
	return apres_query_run(&query, error);
}
