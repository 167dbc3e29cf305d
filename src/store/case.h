/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cases: what we know of applications.  One row is one person and one post of
 * one company; a person may have several, at several addresses.
 */
#ifndef APRES_STORE_CASE_H
#define APRES_STORE_CASE_H
#include "store/case-field.h"
#include "store/store.h"

typedef struct apres_case_record {
	gint64 id; /* 0 = not stored yet */
	char *company;
	/* As apres_case_field_parse writes them; NULL = not known (on put: leave as it
	 * is). */
	char *value[APRES_CASE_FIELD_COUNT_];
} apres_case_record;
apres_case_record *apres_case_record_new(const char *company);
void apres_case_record_free(apres_case_record *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_case_record, apres_case_record_free)

/* "yes"? */
bool apres_case_record_is(const apres_case_record *record, apres_case_field field);

typedef enum {
	APRES_CASE_UNCHANGED,
	APRES_CASE_CHANGED,
	APRES_CASE_NEW
} apres_case_change;

/*
 * Insert RECORD, or change the case of its company, person and requisition (all
 * needed) into it: a value NULL stays as it is, "" is cleared.  Sets record->id.
 * One audit entry, "case", for what is new or changed: which fields, by whom; what
 * they were and are in its private body.  Another day of recording alone is no change.
 * In a transaction.
 */
bool apres_case_put(apres_store *store, apres_case_record *record, const char *by,
		    gint64 now, apres_case_change *change_out, GError **error);

/* Would putting RECORD over OLD write anything that matters?  Of a case that has ended
 * the day of recording does not. */
bool apres_case_is_news(const apres_case_record *record, const apres_case_record *old);

/* *RECORD_OUT NULL: there is none. */
bool apres_case_get(apres_store *store, gint64 id, apres_case_record **record_out,
		    GError **error);
bool apres_case_find(apres_store *store, const char *company, const char *requisition,
		     const char *person, apres_case_record **record_out, GError **error);

/* Arrays of apres_case_record in the order of ids. */

/* Of all who write from the address with this IDENTITY. */
bool apres_case_find_address(apres_store *store, const char *company,
			     const char *identity, GPtrArray **records_out,
			     GError **error);
/* Those to which a mail of the thread was counted. */
bool apres_case_find_thread(apres_store *store, const char *company, const char *thread,
			    GPtrArray **records_out, GError **error);

typedef struct apres_case_filter { /* NULL = any */
	const char *company;
	const char *requisition;
	const char *person;
	const char *address; /* identity */
	const char *stage;
	const char *outcome;
	gint64 after; /* only ids above */
	guint max;    /* 0 = all */
} apres_case_filter;
bool apres_case_list(apres_store *store, const apres_case_filter *filter,
		     GPtrArray **records_out, GError **error);
#endif
