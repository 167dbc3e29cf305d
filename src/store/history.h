/* SPDX-License-Identifier: Apache-2.0 */
/* What we already did for a candidate. */
#ifndef APRES_STORE_HISTORY_H
#define APRES_STORE_HISTORY_H
#include "policy/decide.h"
#include "store/store.h"

/* The history that decide() needs for a candidate writing TEXT in THREAD at NOW. */
bool apres_history_load(apres_store *store, const apres_policy *policy,
			const char *company, const char *candidate, const char *thread,
			const char *text, const GPtrArray *references, gint64 now,
			apres_history *history_out, GError **error);
/*
 * The thread's root for a mail with these ids: the oldest ancestor we know,
 * else the first id there, else MESSAGE_ID, else "sha256:HEX".  Caller owns *ROOT_OUT.
 */
bool apres_thread_root(apres_store *store, const char *company, const char *candidate,
		       const GPtrArray *references, const char *message_id,
		       const char *sha256, char **root_out, GError **error);
#endif
