/* SPDX-License-Identifier: Apache-2.0 */
/* What is said of a case is written down here, whoever says it, and has its consequences.
 */
#ifndef APRES_PIPELINE_CASE_WRITE_H
#define APRES_PIPELINE_CASE_WRITE_H
#include "store/case.h"

typedef struct apres_case_written {
	guint added, changed, unchanged;
	guint older;     /* rows that say what was so before what is recorded: left out */
	guint cancelled; /* replies that had not left */
} apres_case_written;

/*
 * Put RECORD, completed: an outcome without a day is of the day it is recorded.
 * IMPORTED: it is a row of a table; it changes nothing that was recorded later,
 * and takes no outcome back.  What had not left of replies in the case is cancelled if
 * it goes on, ends, or is a person's from now on; then a person owes the answer.
 * Adds to WRITTEN.  In a transaction.
 */
bool apres_case_write(apres_store *store, apres_case_record *record, bool imported,
		      const char *by, gint64 now, apres_case_written *written,
		      GError **error);
#endif
