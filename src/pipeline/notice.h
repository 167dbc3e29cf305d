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
} apres_notice;

/*
 * Put NOTICE of COMPANY into the outbox, in the open transaction.  An address that cannot
 * be written to is passed over: what the notice is about waits all the same.
 */
bool apres_notice_post(apres_store *store, const apres_config *config,
		       const apres_company_config *company, const apres_notice *notice,
		       gint64 now, GError **error);
#endif
