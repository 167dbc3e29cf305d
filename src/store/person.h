/* SPDX-License-Identifier: Apache-2.0 */
/* A person, as far as the store knows: under which names, in which mails and cases. */
#ifndef APRES_STORE_PERSON_H
#define APRES_STORE_PERSON_H
#include "store/store.h"

#include <jansson.h>

typedef struct apres_person {
	char *company;
	GPtrArray *names; /* char *: addresses, and what cases call the person */
	GArray *messages; /* gint64 each: written by any of the names, or of the cases */
	GArray *cases;    /* gint64 */
	GArray *subjects; /* gint64: whose keys sealed private parts (subject.h) */
	GArray *entries;  /* gint64: the entries with those parts */
	guint unread;     /* notices that may speak of the person: they cannot be read */
	gint64 last;      /* when the last of it happened */
	bool held_mail;   /* among the mails is one that was left to a person */
	bool debriefs;
} apres_person;
void apres_person_free(apres_person *person);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_person, apres_person_free)

/*
 * Who is NAME of COMPANY: an address, or what a case calls somebody; with the other
 * addresses of the same cases, but for those that others write from, too.
 * *PERSON_OUT NULL: nothing is stored.  INPUT: the address belongs to several people.
 */
bool apres_person_find(apres_store *store, const char *company, const char *name,
		       apres_person **person_out, GError **error);
/* The same of OTHER is about PERSON, too: to forget many at once. */
void apres_person_merge(apres_person *person, const apres_person *other);
/* Add the notices that speak of PERSON: each is opened, so only before it is forgotten.
 */
bool apres_person_find_notices(apres_store *store, apres_person *person, GError **error);
/* One name of each person of COMPANY of whom something is stored, none twice; array of
 * char *, after AFTER ("" = from the start), at most MAX. */
bool apres_person_list(apres_store *store, const char *company, const char *after,
		       guint max, GPtrArray **names_out, GError **error);

/* Everything that is stored, to be given to the person: mails, replies, cases, what is
 * owed, debriefs, letters, entries.  Caller owns. */
bool apres_person_dump(apres_store *store, const apres_person *person, json_t **dump_out,
		       GError **error);

/* ---- forgetting, one step a transaction; see pipeline/erasure.h ---- */

/* TEMP: a reply to the person is being sent.  INPUT: a mail of the person speaks of a
 * lawyer's matter and waits. */
bool apres_person_may_go(apres_store *store, const apres_person *person, GError **error);
/* Numbers (gint64) as JSON.  Caller owns. */
json_t *apres_person_numbers(const GArray *numbers);
/* The entry that says what will be gone: "erase-intent", with FACTS (borrowed) added. */
bool apres_person_intend(apres_store *store, const apres_person *person,
			 const json_t *facts, gint64 now, GError **error);
/* Destroy the keys; no transaction. */
bool apres_person_destroy_keys(apres_store *store, const apres_person *person,
			       GError **error);
/* Delete or blank every row. */
bool apres_person_delete(apres_store *store, const apres_person *person, gint64 now,
			 GError **error);
/* The entry that says that it is done: "erase-done", with FACTS. */
bool apres_person_conclude(apres_store *store, const char *company, const json_t *facts,
			   gint64 now, GError **error);
/* No transaction: what was deleted leaves the file beside the database, too.  TEMP: a
 * reader holds it. */
bool apres_store_flush(apres_store *store, GError **error);
/* No transaction: write the database anew, without what lies about in it. */
bool apres_store_rebuild(apres_store *store, GError **error);
/* Beginnings of texts (at least 32 bytes) that nobody else wrote: what to look for in
 * the files when they should be gone. */
bool apres_person_samples(apres_store *store, const apres_person *person,
			  GPtrArray **samples_out, GError **error);
/* The Maildir files that hold mails of the person: array of char *, "MAILBOX/BASE". */
bool apres_person_files(apres_store *store, const apres_person *person,
			GPtrArray **files_out, GError **error);
#endif
