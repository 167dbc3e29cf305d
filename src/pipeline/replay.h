/* SPDX-License-Identifier: Apache-2.0 */
/* What another policy would have made of the mail that is recorded; sends nothing. */
#ifndef APRES_PIPELINE_REPLAY_H
#define APRES_PIPELINE_REPLAY_H
#include "policy/policy.h"
#include "store/store.h"

/* A mail that would be treated differently. */
typedef struct apres_replayed {
	gint64 message_id;
	gint64 decided;
	apres_audience audience;
	char *was, *becomes; /* "hold legal, answer owed by ..." */
	bool weaker;         /* see apres_treatment_is_weaker */
} apres_replayed;

typedef struct apres_replay {
	guint mails;            /* decided again */
	guint lacking;          /* could not be: recorded before that was provided for */
	guint unquoted;         /* decided again, but what they quote was not kept */
	guint otherwise;        /* recorded otherwise than the same policy decides now */
	guint weaker;           /* of the differences */
	GTimeZone *zone;        /* the company's */
	GPtrArray *differences; /* apres_replayed, oldest first */
	GPtrArray *unseen; /* char *: classes, new or changed, that look at what is not
			      kept; they count as they were read then */
} apres_replay;
void apres_replay_free(apres_replay *replay);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_replay, apres_replay_free)

/*
 * Decide about every mail of COMPANY recorded since SINCE under IS, and compare
 * with what WAS, the policy in force, makes of it.  STORE is only read.
 */
bool apres_replay_run(apres_store *store, const char *company, const apres_policy *was,
		      const apres_policy *is, gint64 since, apres_replay **replay_out,
		      GError **error);
#endif
