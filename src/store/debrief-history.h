/* SPDX-License-Identifier: Apache-2.0 */
/* What happened to a debrief, as the audit log has it without anybody's words. */
#ifndef APRES_STORE_DEBRIEF_HISTORY_H
#define APRES_STORE_DEBRIEF_HISTORY_H
#include "store/store.h"

typedef struct apres_debrief_entry {
	gint64 index; /* of the entry, in which a note stands */
	gint64 at;
	char *event;       /* "opened", "held"; of a mail: what was asked, or became of an
			      answer: "asked", "debrief-replayed" */
	char *state;       /* what it was from then on; of a mail NULL */
	char *by;          /* who said so, or NULL */
	char *purpose;     /* of a mail: what it asks, else NULL */
	gint64 message_id; /* the mail that answers, or 0 */
} apres_debrief_entry;

/* Of debrief ID of COMPANY, oldest first; array of apres_debrief_entry. */
bool apres_debrief_history(apres_store *store, const char *company, gint64 id,
			   GPtrArray **entries_out, GError **error);
#endif
