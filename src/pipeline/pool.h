/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Worker processes that parse and classify: no network, no store, rlimits,
 * seccomp.  One message in flight each; the parent's timer kills.  A message
 * that kills a worker is tried once more alone, then reported unparsable.
 */
#ifndef APRES_PIPELINE_POOL_H
#define APRES_PIPELINE_POOL_H
#include "classify/classify.h"

typedef struct apres_pool apres_pool;

/*
 * READING (transferred) is NULL when the mail could not be read: WHY then says
 * "crash", "timeout", "garbled" or "shutdown".  Never called from within submit.
 */
typedef void (*apres_pool_func)(apres_reading *reading, const char *why, void *context);

/*
 * CLASSIFIERS: company id -> apres_classifier *, borrowed and lent (classify.h);
 * workers inherit them by fork.  apres_message_init must have been called, and the
 * process must have no threads.  TEMP on failure.
 */
apres_pool *apres_pool_new(GHashTable *classifiers, guint workers, guint timeout_secs,
			   GError **error);
/* Kills the workers; unfinished messages are reported with "shutdown" first. */
void apres_pool_free(apres_pool *pool);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_pool, apres_pool_free)
/* Queue MAIL (a reference is taken) to be read with COMPANY's classes; FUNC runs on the
 * main loop. */
void apres_pool_submit(apres_pool *pool, const char *company, GBytes *mail,
		       apres_pool_func func, void *context);
/* Messages submitted and not yet reported. */
guint apres_pool_pending(const apres_pool *pool);
/* How many workers had to be replaced because a mail killed them; for "status". */
guint apres_pool_losses(const apres_pool *pool);
#endif
