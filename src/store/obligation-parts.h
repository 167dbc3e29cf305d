/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of what is owed, as they are read; private to store/. */
#ifndef APRES_STORE_OBLIGATION_PARTS_H
#define APRES_STORE_OBLIGATION_PARTS_H
#include "store/db.h"
#include "store/obligation.h"

#define APRES_OWED_COLUMNS                                                               \
	"id, message, company, candidate, thread, kind, queue, owner, due, opened, "     \
	"closed, closed_how, grown, rule, since, round, latest, latest_by, "             \
	"application"

/* Every row that QUERY gives, of APRES_OWED_COLUMNS; array of apres_owed. */
bool apres_owed_take_all(apres_query *query, GPtrArray **owed_out, GError **error);
/* Close what QUERY selects, of the same columns. */
bool apres_owed_close_all(apres_query *query, const char *how, gint64 now,
			  GError **error);
/* Caller owns. */
apres_owed *apres_owed_copy(const apres_owed *owed);
#endif
