/* SPDX-License-Identifier: Apache-2.0 */
/*
 * AES-256-GCM and HMAC-SHA-256, kept ready: to set them up takes longer than what is done
 * with them.  What is sealed is a salt and a text, bound to a leaf.
 */
#ifndef APRES_STORE_SEALER_H
#define APRES_STORE_SEALER_H
#include "store/keyfile.h"
#include "store/merkle.h"

#define APRES_NONCE_LEN 12
#define APRES_TAG_LEN 16
#define APRES_SALT_LEN APRES_HASH_LEN

typedef struct apres_sealer apres_sealer;
apres_sealer *apres_sealer_new(void);
void apres_sealer_free(apres_sealer *sealer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_sealer, apres_sealer_free)

/* HMAC-SHA-256(SALT, DATA): says nothing of DATA once SALT is gone. */
apres_hash apres_sealer_commit(apres_sealer *sealer, const guint8 salt[APRES_SALT_LEN],
			       gconstpointer data, gsize len);
/* SALT and TEXT (LEN, at most G_MAXINT) become OUT: as many bytes, and the tag. */
bool apres_sealer_seal(apres_sealer *sealer, const guint8 key[APRES_KEY_LEN],
		       const guint8 nonce[APRES_NONCE_LEN], const apres_hash *leaf,
		       const guint8 salt[APRES_SALT_LEN], const char *text, gsize len,
		       guint8 *out);
/*
 * LEN bytes (at most G_MAXINT) without the tag behind them: what was sealed, of the same
 * length, until the next call; NULL if it was changed, or sealed for another leaf.
 */
const guint8 *apres_sealer_open(apres_sealer *sealer, const guint8 key[APRES_KEY_LEN],
				const guint8 nonce[APRES_NONCE_LEN],
				const apres_hash *leaf, const guint8 *data, gsize len);
#endif
