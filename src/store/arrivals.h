/* SPDX-License-Identifier: Apache-2.0 */
/* When mail came into a mailbox, whatever became of it. */
#ifndef APRES_STORE_ARRIVALS_H
#define APRES_STORE_ARRIVALS_H
#include "store/store.h"

/*
 * The moments until NOW at which mail of MAILBOX was first seen, of the SPAN_SECS before
 * the last of them: gint64, ascending, each once.  Out of scope and duplicate count;
 * what was there before the first start does not.  Caller owns.
 */
bool apres_arrivals_load(apres_store *store, const char *mailbox, gint64 now,
			 gint64 span_secs, GArray **times_out, GError **error);
#endif
