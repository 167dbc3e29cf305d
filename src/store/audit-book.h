/* SPDX-License-Identifier: Apache-2.0 */
/* The audit log read once, as a book: what was decided, what was sent because of it, and
 * how that ended.  Nothing in it is taken from the tables that can be written to. */
#ifndef APRES_STORE_AUDIT_BOOK_H
#define APRES_STORE_AUDIT_BOOK_H
#include "store/audit.h"

/* Called for entries in their order; false ends the walk. */
typedef bool (*apres_audit_visit)(const apres_audit_entry *entry, void *context);
/* Every entry from index FIRST on; COMPANY NULL = all, MAIL 0 = all. */
bool apres_audit_walk(apres_store *store, const char *company, gint64 mail, gint64 first,
		      apres_audit_visit visit, void *context, GError **error);

/* A string of ENTRY's facts, or of its private part; NULL = it has none.  Borrowed. */
const char *apres_audit_fact(const apres_audit_entry *entry, const char *name);
const char *apres_audit_private(const apres_audit_entry *entry, const char *name);

/* One decision about one mail. */
typedef struct apres_decided {
	gint64 index, at, received;
	gint64 mail;
	char *company, *mailbox;
	char *effect, *audience;
	char *rule, *template_id, *queue; /* or NULL */
	char *policy;                     /* digest */
	char **classes;
	char *candidate; /* NULL: nobody usable, or erased */
} apres_decided;

/* One mail of ours, from its intent to its end. */
typedef struct apres_sending {
	gint64 intent; /* index of its entry; -1: it has none */
	gint64 at;
	gint64 mail;   /* that it answers; 0 = none */
	char *receipt; /* leaf of the intent, hex; NULL without one */
	char *id;      /* Message-ID, without angle brackets */
	char *company; /* or NULL */
	char *kind;    /* "reply", "notice", "receipt"; NULL without an intent */
	char *template_id, *language, *mailbox; /* or NULL */
	char *to, *from;                        /* envelope; NULL: erased, or no intent */
	char *state;                  /* "waiting", "sent", ... as outbox.h calls them */
	char *why;                    /* the mail server's words, or why not; or NULL */
	char *by;                     /* person who changed it last, or NULL */
	char *digest;                 /* SHA-256 of the bytes that left; NULL: none did */
	gint64 changed;               /* when it came to that state */
	gint64 returned;              /* when it came back, or 0 */
	guint accepted;               /* how often it came to be sent */
	guint intents;                /* how often it was decided upon */
	const apres_decided *decided; /* why, or NULL */
} apres_sending;
/* Has it left, or may it have: sent, or unknown? */
bool apres_sending_may_have_left(const apres_sending *sending);

typedef struct apres_book {
	GPtrArray *decided;  /* apres_decided, oldest first */
	GPtrArray *sendings; /* apres_sending, oldest first */
	GHashTable *by_id;   /* Message-ID -> apres_sending */
	GHashTable *by_mail; /* gint64 * -> the mail's newest apres_decided */
} apres_book;
/* Of COMPANY, or of all (NULL).  Caller owns. */
apres_book *apres_book_read(apres_store *store, const char *company, GError **error);
void apres_book_free(apres_book *book);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_book, apres_book_free)

/*
 * Beside the book: what the outbox says was sent, and of what it knows at all; sets of
 * Message-IDs (char * -> itself).  COMPANY NULL = all.  Caller owns.
 */
bool apres_book_outbox(apres_store *store, const char *company, GHashTable **sent_out,
		       GHashTable **known_out, GError **error);
/* The mails that were counted to case CASE_ID: a set of gint64 *.  Caller owns. */
bool apres_book_case(apres_store *store, gint64 case_id, GHashTable **mails_out,
		     GError **error);
#endif
