/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which mark keeps how much of a day's mail from an answer: a new relay that
 * stamps every mail, or an alias that nobody named, shows here first.
 */
#ifndef APRES_STORE_SHARE_H
#define APRES_STORE_SHARE_H
#include "store/store.h"

#define APRES_SHARE_DAY_SECS (24 * 3600)
#define APRES_SHARE_BEFORE_SECS (28 * 24 * 3600)

typedef struct apres_share {
	char *company;
	char *reason;                /* "machine:precedence", "unaligned" ... */
	gint64 day, day_total;       /* mails of the last 24 hours: with it, all */
	gint64 before, before_total; /* the same of the 28 days before */
} apres_share;

/*
 * Every mark that kept a mail of the last 24 hours before NOW from an answer;
 * array of apres_share, the largest first.  What the text asks is none.
 */
bool apres_shares_load(apres_store *store, gint64 now, GPtrArray **shares_out,
		       GError **error);
/*
 * At least 10 mails that day and 5 with it, a quarter of them, and twice the
 * share of the days before (of fewer than 20 mails nothing is known: then half).
 */
bool apres_share_is_unusual(const apres_share *share);
#endif
