/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Notices that could not be written: an address that none can be sent to, a mail that the
 * last gate refuses.  What such a notice is about waits all the same; that nobody was
 * told is an entry of the audit log, and an alarm for a week.
 */
#ifndef APRES_PIPELINE_UNTOLD_H
#define APRES_PIPELINE_UNTOLD_H
#include "store/store.h"

typedef struct apres_untold {
	gint64 count; /* in a row, none a week after the one before */
	gint64 last;  /* when */
	char *why;    /* of the last; never an address */
} apres_untold;
void apres_untold_free(apres_untold *untold);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_untold, apres_untold_free)

/* A notice of COMPANY to TO could not be written, WHY; in the open transaction. */
bool apres_untold_note(apres_store *store, const char *company, const char *to,
		       const char *why, gint64 now, GError **error);
/* Those of COMPANY at NOW; *UNTOLD_OUT NULL: none in a week.  Caller owns. */
bool apres_untold_load(apres_store *store, const char *company, gint64 now,
		       apres_untold **untold_out, GError **error);
#endif
