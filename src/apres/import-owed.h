/* SPDX-License-Identifier: Apache-2.0 */
/* What a table of cases will make owed, said before it is imported. */
#ifndef APRES_APRES_IMPORT_OWED_H
#define APRES_APRES_IMPORT_OWED_H
#include "config/config.h"
#include "pipeline/owed-from.h"

typedef struct import_owed {
	apres_policy *policy; /* that is in force */
	char *from;           /* the day since which it counts, or NULL */
	gint64 now;
	apres_owed_at_once sum;
} import_owed;
void import_owed_clear(import_owed *owed);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(import_owed, import_owed_clear)

/* FROM: the day that was asked for ("": whatever it was), NULL: what the company has, in
 * STORE (may be NULL).  CONFIG error. */
bool import_owed_load(import_owed *owed, const apres_config *config,
		      const apres_company_config *company, apres_store *store,
		      const char *from, GError **error);
/* INPUT error if more than a few would be late at once, and nobody has said since when
 * they count. */
bool import_owed_check(const import_owed *owed, GError **error);
#endif
