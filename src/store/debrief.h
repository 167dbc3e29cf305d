/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Debriefs: one a person and post, or a person and thread while no post is known.  The
 * obligation says who owes the next step and by when; this says how far it is.
 */
#ifndef APRES_STORE_DEBRIEF_H
#define APRES_STORE_DEBRIEF_H
#include "store/obligation.h"

typedef enum {
	APRES_DEBRIEF_OWED,
	APRES_DEBRIEF_SCHEDULED,
	APRES_DEBRIEF_HELD,         /* says the owner; HR asks the employee */
	APRES_DEBRIEF_INSUFFICIENT, /* says the employee: owed again */
	APRES_DEBRIEF_BLOCKED,      /* a lawyer's matter: HR takes over */
	APRES_DEBRIEF_UNCONFIRMED,  /* held, and the employee has not said so in time */
	/* these are the end: */
	APRES_DEBRIEF_CONFIRMED, /* the employee says that it took place */
	APRES_DEBRIEF_DECLINED,  /* the employee does not want one */
	APRES_DEBRIEF_CLOSED,    /* by HR, without a word of the employee */
} apres_debrief_state;
const char *apres_debrief_state_to_string(apres_debrief_state state);

typedef struct apres_debrief {
	gint64 id;
	char *company;
	char *person;      /* identity, or what a case calls the person */
	char *requisition; /* or NULL */
	char *thread;
	gint64 application, owed_id; /* application 0 = no case */
	apres_debrief_state state;
	char *owner; /* who is to hold it */
	gint64 at;   /* for when it is scheduled; 0 = not */
	gint64 opened, changed;
	gint64 cleared; /* the last mail that need not block it */
	int sequence;   /* how often it was scheduled */
} apres_debrief;
void apres_debrief_free(apres_debrief *debrief);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_debrief, apres_debrief_free)

/* *DEBRIEF_OUT NULL: there is none.  Caller owns. */
bool apres_debrief_get(apres_store *store, gint64 id, apres_debrief **debrief_out,
		       GError **error);
/* The one for which the obligation OWED_ID is open; *DEBRIEF_OUT NULL: none. */
bool apres_debrief_of_owed(apres_store *store, gint64 owed_id,
			   apres_debrief **debrief_out, GError **error);
/*
 * That of PERSON and REQUISITION, or (NULL) of PERSON and THREAD; else one that is not
 * over and may be the same, as its post or REQUISITION is not known.
 */
bool apres_debrief_find(apres_store *store, const char *company, const char *person,
			const char *requisition, const char *thread,
			apres_debrief **debrief_out, GError **error);
/* The open ones by id; ALL: those at their end, too; company NULL = any. */
bool apres_debrief_list(apres_store *store, const char *company, bool all,
			GPtrArray **debriefs_out, GError **error);
/* Insert; sets id.  An entry of the audit log. */
bool apres_debrief_add(apres_store *store, apres_debrief *debrief, gint64 now,
		       GError **error);
/* Write DEBRIEF back: EVENT by BY has made it what it is, with a private NOTE (or NULL).
 */
bool apres_debrief_change(apres_store *store, const apres_debrief *debrief,
			  const char *event, const char *by, const char *note, gint64 now,
			  GError **error);
/* Those of COMPANY that are open, or have changed since apres_debrief_mailed; array of
 * apres_debrief. */
bool apres_debrief_to_mail(apres_store *store, const char *company,
			   GPtrArray **debriefs_out, GError **error);
/* Has one of COMPANY changed since? */
bool apres_debrief_has_news(apres_store *store, const char *company, bool *news_out,
			    GError **error);
/* When the next of COMPANY that was said to be held is to be confirmed; 0 = none. */
bool apres_debrief_next_date(apres_store *store, const char *company, gint64 *at_out,
			     GError **error);
/* Whoever is to know how DEBRIEF is now was written to. */
bool apres_debrief_mailed(apres_store *store, const apres_debrief *debrief,
			  GError **error);
/* Debriefs owed at COMPANY that have no row here yet; array of apres_owed. */
bool apres_debrief_unknown(apres_store *store, const char *company, GPtrArray **owed_out,
			   GError **error);
/* The language in which the person wrote last; NULL: nobody knows.  Caller owns. */
bool apres_debrief_language(apres_store *store, const apres_debrief *debrief,
			    char **language_out, GError **error);
/* The newest mail of the person that a lawyer reads, after DEBRIEF->cleared; 0 = none. */
bool apres_debrief_blocking(apres_store *store, const apres_debrief *debrief,
			    gint64 *message_out, GError **error);
#endif
