/* SPDX-License-Identifier: Apache-2.0 */
/* A word to one of our own people. */
#ifndef APRES_PIPELINE_NOTICE_H
#define APRES_PIPELINE_NOTICE_H
#include "config/config.h"
#include "store/store.h"

typedef struct apres_notice {
	const char *to;   /* address */
	const char *seed; /* of its Message-ID: the same seed is the same notice */
	const char *subject, *text;
	const char *reply_to;          /* or NULL */
	const char *calendar, *method; /* what reply/calendar-item.h wrote; or NULL */
} apres_notice;

/* The Message-ID that NOTICE has: only we make one, so an answer to it is known by it.
 * Without brackets; caller owns. */
char *apres_notice_message_id(apres_store *store, const apres_company_config *company,
			      const apres_notice *notice, GError **error);

/*
 * Put NOTICE of COMPANY into the outbox, in the open transaction.  One that cannot be
 * written is passed over, and told of by an alarm: what it is about waits all the same,
 * and nobody else's notice waits for it.  See pipeline/untold.h.
 */
bool apres_notice_post(apres_store *store, const apres_config *config,
		       const apres_company_config *company, const apres_notice *notice,
		       gint64 now, GError **error);
/* The same; *ID_OUT: its number in the outbox, 0 if it was passed over. */
bool apres_notice_post_numbered(apres_store *store, const apres_config *config,
				const apres_company_config *company,
				const apres_notice *notice, gint64 now, gint64 *id_out,
				GError **error);
#endif
