/* SPDX-License-Identifier: Apache-2.0 */
/* Messages seen, and what was decided about them. */
#ifndef APRES_STORE_MESSAGE_H
#define APRES_STORE_MESSAGE_H
#include "policy/decide.h"
#include "store/store.h"

/* One mail as decided; strings may be NULL where said. */
typedef struct apres_record {
	gint64 id; /* set by add */
	char *company;
	char *mailbox;
	char *base_name;  /* Maildir base name, before ":2,"; or NULL (filter) */
	char *sha256;     /* of the bytes; intake key with company */
	char *candidate;  /* identity, or NULL */
	char *message_id; /* or NULL */
	char *reply_key;  /* company + candidate + Message-ID, else hash of text + Date */
	char *thread;     /* root id */
	char *subject;    /* decoded */
	char *text;       /* new text that was classified */
	char *quoted;     /* what was cut from it; NULL if not kept as a whole */
	char *evidence;   /* JSON array, as in "explain --json" */
	char *basis;      /* JSON, see pipeline/basis.h; NULL in rows of older versions */
	gint64 received;
	gint64 decided;
	apres_audience audience;
	apres_effect effect;
	char *rule;        /* id, or NULL */
	char *template_id; /* or NULL */
	char *language;    /* or NULL */
	char *queue;       /* hold, else NULL */
	char **reasons;
	char **classes;
	char **unknown;
	char *policy_digest;
	gint64 duplicate_of; /* or 0 */
	gint64 case_id;      /* of the one case it was counted to, or 0 */
	/* a hold waits for a person until closed: */
	gint64 closed;    /* time, or 0 */
	char *closed_by;  /* who, or NULL */
	char *closed_how; /* "done", "answered", "replied" or NULL */
} apres_record;
void apres_record_free(apres_record *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_record, apres_record_free)

/* Is a mail with these bytes already recorded for COMPANY?  *ID_OUT 0 if not. */
bool apres_message_find_intake(apres_store *store, const char *company,
			       const char *sha256, gint64 *id_out, GError **error);
/* The first message with this reply key; *ID_OUT 0 if none. */
bool apres_message_find_reply_key(apres_store *store, const char *reply_key,
				  gint64 *id_out, GError **error);
/* Insert; sets record->id. */
bool apres_message_add(apres_store *store, apres_record *record, GError **error);
bool apres_message_get(apres_store *store, gint64 id, apres_record **record_out,
		       GError **error);

/* At most MAX of COMPANY's that were decided at SINCE or later, with ids above AFTER, in
 * the order of ids; array of apres_record. */
bool apres_message_list_since(apres_store *store, const char *company, gint64 since,
			      gint64 after, guint max, GPtrArray **records_out,
			      GError **error);

/* Held messages that wait for a person, oldest first; company NULL = all.  apres_record
 * each. */
bool apres_review_list(apres_store *store, const char *company, GPtrArray **records_out,
		       GError **error);
/* A person is done with held message ID: closes it and its open obligations. */
bool apres_review_close(apres_store *store, gint64 id, const char *by, const char *how,
			gint64 now, GError **error);
/* The messages of COMPANY from CANDIDATE whose Message-ID is among IDS (a human answered
 * them). */
bool apres_message_find_answered(apres_store *store, const char *company,
				 const GPtrArray *ids, GArray **message_ids_out,
				 GError **error);
#endif
