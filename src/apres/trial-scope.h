/* SPDX-License-Identifier: Apache-2.0 */
#ifndef APRES_APRES_TRIAL_SCOPE_H
#define APRES_APRES_TRIAL_SCOPE_H
#include "apres/explain.h"
#include "config/config.h"

/*
 * Leave in FILES (apres_maildir_entry) what is candidates' mail of MAILBOX, in their
 * order; those of them that may not be the candidate's are put into the set DOUBTFUL,
 * how many are left out into *OUTSIDE_OUT.  What people sent from the company's
 * mailboxes tells; what apresd has recorded is not asked.  TEMP errors.
 */
bool apres_trial_keep_in_scope(const apres_explain *explain, const apres_config *config,
			       const apres_mailbox_config *mailbox, GPtrArray *files,
			       GHashTable *doubtful, guint *outside_out, GError **error);
#endif
