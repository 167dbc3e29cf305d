/* SPDX-License-Identifier: Apache-2.0 */
/* A company's first policy, filled in: a folder that passes "apres policy check". */
#ifndef APRES_APRES_STARTER_H
#define APRES_APRES_STARTER_H
#include <glib.h>
#include <stdbool.h>

/* What stands in it; all are needed. */
typedef struct apres_starter {
	char *company, *careers, *timezone, *domain;
	char *owner;                      /* address: answers what is left to people */
	char *debrief, *debrief_name;     /* address and name: debriefs employees */
	char *adjustments, *privacy, *hr; /* whom candidates may ask */
	char *language;                   /* "en", "de", "fr", "es" */
} apres_starter;
void apres_starter_clear(apres_starter *starter);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(apres_starter, apres_starter_clear)

/* The options that say it beforehand, written to ENTRIES: so many of them. */
#define APRES_STARTER_OPTIONS 11
void apres_starter_entries(apres_starter *starter, GOptionEntry *entries);
/* Ask on the terminal for what is missing; USAGE error if there is none. */
bool apres_starter_ask(apres_starter *starter, GError **error);

/* Is there a starter in LANGUAGE? */
bool apres_starter_has_language(const char *language);
/* Can FOLDER's own name be the policy's id?  USAGE error. */
bool apres_starter_check_id(const char *folder, GError **error);
/*
 * Make FOLDER, which must not exist, with policy.xml and its texts, and check it
 * as it would be for coming into force at NOW.  USAGE error for a folder that
 * exists or whose own name is no id; CONFIG if it does not pass; TEMP if it
 * cannot be written.  After an error nothing is left.
 */
bool apres_starter_write(const apres_starter *starter, const char *folder, gint64 now,
			 GError **error);
/* Take away what apres_starter_write made. */
void apres_starter_remove(const apres_starter *starter, const char *folder);
#endif
