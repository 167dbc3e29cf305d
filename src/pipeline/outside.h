/* SPDX-License-Identifier: Apache-2.0 */
/* The checkpoints that lie outside (the folder "checkpoints"), and the record. */
#ifndef APRES_PIPELINE_OUTSIDE_H
#define APRES_PIPELINE_OUTSIDE_H
#include "config/config.h"
#include "store/store.h"

/* In the store: the size that it was behind when that was noticed. */
#define APRES_OUTSIDE_NOTED "set-back"

/* How many entries the newest of them covers; 0 = none that this log has signed. */
guint64 apres_outside_size(const apres_config *config);
/*
 * *WHAT_OUT: one of them is signed by this log and not in STORE, so that its record is an
 * older copy, or a second history; NULL if the newest, and the one that was noticed at a
 * restore, are.  Caller owns.  TEMP errors of the store.
 */
bool apres_outside_compare(const apres_config *config, apres_store *store,
			   char **what_out, GError **error);
#endif
