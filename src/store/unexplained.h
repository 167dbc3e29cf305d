/* SPDX-License-Identifier: Apache-2.0 */
/* What no rule understood, masked: how often, on which day.  Nobody is named. */
#ifndef APRES_STORE_UNEXPLAINED_H
#define APRES_STORE_UNEXPLAINED_H
#include "store/store.h"

typedef struct apres_unexplained {
	char *sentence;
	gint64 count;
} apres_unexplained;

/* Once more on DAY ("2026-11-24"). */
bool apres_unexplained_add(apres_store *store, const char *company, const char *day,
			   const char *sentence, GError **error);
/* Of SINCE and later the most frequent, at most MAX, each met at least twice; array of
 * apres_unexplained. */
bool apres_unexplained_top(apres_store *store, const char *company, const char *since,
			   guint max, GPtrArray **top_out, GError **error);
/* Forget what is older than DAY. */
bool apres_unexplained_forget(apres_store *store, const char *company, const char *day,
			      GError **error);
#endif
