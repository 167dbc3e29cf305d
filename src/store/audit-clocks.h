/* SPDX-License-Identifier: Apache-2.0 */
/* What was owed, by the audit log: since when, until when, who was told, whether it was
 * met. */
#ifndef APRES_STORE_AUDIT_CLOCKS_H
#define APRES_STORE_AUDIT_CLOCKS_H
#include "store/audit-book.h"

typedef struct apres_owing {
	gint64 id;   /* the number that "apres owed" shows */
	gint64 mail; /* 0 = of no mail */
	char *company;
	char *what; /* "answer", "debrief", "notify" */
	gint64 since;
	gint64 due;     /* as it was moved last; 0 = none */
	guint moved;    /* how often */
	guint told;     /* how often somebody was reminded */
	gint64 told_at; /* last; 0 = never */
	gint64 met;     /* 0 = open */
} apres_owing;

/* How late it is, or was met, at NOW, in seconds; 0 = in time, or without a date. */
gint64 apres_owing_late(const apres_owing *owing, gint64 now);
/* All that people owe or owed; COMPANY NULL = all.  Array of apres_owing in the order in
 * which it came to be owed; caller owns. */
GPtrArray *apres_owings_read(apres_store *store, const char *company, GError **error);
#endif
