/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What goes wrong without a noise, each with what to do about it: told by status, the
 * digest, doctor and apresd.  An alarm is over when its cause is; that it began or ended
 * while apresd ran is an entry of the audit log.
 */
#ifndef APRES_PIPELINE_ALARM_H
#define APRES_PIPELINE_ALARM_H
#include "config/config.h"
#include "policy/policy.h"
#include "store/store.h"

typedef enum {
	/*
	 * Counted in the company's working hours, nothing has come into a mailbox for
	 * longer than a working day and for more than three times the longest pause of
	 * the 30 days before its last mail.  Those must have had mail on ten days:
	 * nothing is known of a young mailbox, nor of one that is seldom written to.
	 */
	APRES_ALARM_SILENCE,
	APRES_ALARM_SHARE,    /* a mark keeps much mail from an answer: store/share.h */
	APRES_ALARM_UNKNOWN,  /* replies that may have been sent, and wait for a person */
	APRES_ALARM_RETURNED, /* a notice to one of our people came back, in a week */
	APRES_ALARM_UNTOLD,   /* a notice to them could not be written, in a week */
	APRES_ALARM_REVIEW,   /* a pack past its review-by */
	APRES_ALARM_HOLIDAYS, /* those that the policy knows end soon: dates come too
				 early */
	APRES_ALARM_HISTORY,  /* a checkpoint that is kept outside is not in the record */
	APRES_ALARM_DISK,     /* little room where the store lies: util/room.h */
} apres_alarm_kind;
const char *apres_alarm_kind_to_string(apres_alarm_kind kind);

typedef struct apres_alarm {
	apres_alarm_kind kind;
	char *what;
	char *remedy;
} apres_alarm;

/* An empty array of apres_alarm.  Caller owns. */
GPtrArray *apres_alarms_new(void);
/*
 * Append those of COMPANY at NOW.  STORE NULL: nothing was recorded yet.  POLICY NULL: it
 * does not load; then no pack is known, and working hours are the usual ones.  TEMP
 * errors.
 */
bool apres_alarms_find(apres_store *store, const apres_config *config,
		       const apres_company_config *company, const apres_policy *policy,
		       gint64 now, GPtrArray *alarms, GError **error);
/* Those from number FROM on are COMPANY's now: an entry with their kinds if they are
 * others than before, in a transaction of its own.  TEMP errors. */
bool apres_alarms_record(apres_store *store, const char *company, const GPtrArray *alarms,
			 guint from, gint64 now, GError **error);
/* Append that of the record: see pipeline/outside.h.  TEMP errors. */
bool apres_alarms_find_history(apres_store *store, const apres_config *config,
			       GPtrArray *alarms, GError **error);
/* Append that of the machine. */
void apres_alarms_find_disk(const apres_config *config, GPtrArray *alarms);
#endif
