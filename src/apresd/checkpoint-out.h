/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checkpoints on their way out of the house, besides the folder (log-head.c): each to a
 * command, in order; the newest, now and then, to a mailbox.  How far they got is in the
 * store, so none is lost and none goes twice but after a crash.  Nothing here waits.
 */
#ifndef APRES_APRESD_CHECKPOINT_OUT_H
#define APRES_APRESD_CHECKPOINT_OUT_H
#include "config/config.h"
#include "deliver/deliver.h"

typedef struct apres_checkpoint_out apres_checkpoint_out;

/* All borrowed. */
apres_checkpoint_out *apres_checkpoint_out_new(apres_store *store,
					       const apres_config *config,
					       apres_deliver *deliver);
/* Kills a command that runs: its checkpoint is for the next start. */
void apres_checkpoint_out_free(apres_checkpoint_out *out);
/* SIZE entries are signed: what has not got out yet does so.  Cheap if nothing is new. */
void apres_checkpoint_out_turn(apres_checkpoint_out *out, guint64 size);
/* No command runs. */
bool apres_checkpoint_out_is_idle(const apres_checkpoint_out *out);
/* The end is near: the command is called for as long as one call may take (30 s), however
 * many checkpoints wait. */
void apres_checkpoint_out_drain(apres_checkpoint_out *out);
/* Let the command have the last ones, unless *AT_ONCE becomes true meanwhile, and say in
 * the log how many are left for the next start. */
void apres_checkpoint_out_finish(apres_checkpoint_out *out, const bool *at_once);
/* Why something did not get out, with the next step; NULL if nothing is wrong. */
const char *apres_checkpoint_out_trouble(const apres_checkpoint_out *out);
#endif
