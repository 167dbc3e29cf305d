/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cases that are new or have changed, until somebody has looked what is owed because of
 * that.  The database itself notes them, whoever writes.
 */
#ifndef APRES_STORE_CASE_LOOK_H
#define APRES_STORE_CASE_LOOK_H
#include "store/case.h"

/* At most MAX of COMPANY's; array of apres_case_record. */
bool apres_case_look_next(apres_store *store, const char *company, guint max,
			  GPtrArray **records_out, GError **error);
bool apres_case_look_done(apres_store *store, gint64 id, GError **error);
/*
 * Look at all of COMPANY's again, as the policy DIGEST is not the one under which they
 * were looked at last; no policy: look whether it is another (*OTHER_OUT).
 */
bool apres_case_look_is_other(apres_store *store, const char *company, const char *digest,
			      bool *other_out, GError **error);
bool apres_case_look_all(apres_store *store, const char *company, const char *digest,
			 GError **error);
#endif
