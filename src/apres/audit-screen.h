/* SPDX-License-Identifier: Apache-2.0 */
/* What the questions to the record share; nobody else includes this. */
#ifndef APRES_APRES_AUDIT_SCREEN_H
#define APRES_APRES_AUDIT_SCREEN_H
#include "apres/cli.h"
#include "store/audit-book.h"
#include "store/audit-prove.h"

#include <jansson.h>

/* The object of "audit list" and "audit show" for one entry.  New reference. */
json_t *apres_audit_entry_to_json(const apres_audit_entry *entry, bool private_too);
/* Its facts with their times as people read them.  New reference. */
json_t *apres_audit_facts(apres_store *store, const apres_audit_entry *entry);
/* "effect=reply template=no-feedback": what counts first, the classes last; caller owns.
 */
char *apres_audit_facts_line(apres_store *store, const apres_audit_entry *entry);
/* The file that "audit prove" writes.  New reference. */
json_t *apres_audit_proof_to_json(const apres_audit_proof *proof);
/* The first eight characters of TEXT: enough to tell digests apart; "-" for NULL. */
char *apres_audit_short(const char *text);

/* Which entries are meant; what is NULL, 0 or -1 does not matter. */
typedef struct apres_audit_filter {
	char *company, *to, *class_id, *rule, *template_id, *policy, *effect;
	char *from_day, *until_day; /* as they were typed */
	gint64 mail, case_id, start;
	gint64 from, until; /* times, FROM <= at < UNTIL; 0 = open */
	char *person;       /* identity of TO */
	GHashTable *mails;  /* gint64 *: only about these; NULL = all */
} apres_audit_filter;
void apres_audit_filter_clear(apres_audit_filter *filter);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(apres_audit_filter, apres_audit_filter_clear)
/* Check what was typed, and make an identity of it; USAGE error. */
bool apres_audit_filter_parse(apres_audit_filter *filter, GError **error);
/* The times that the days stand for, where the company lives. */
bool apres_audit_filter_place(apres_audit_filter *filter, apres_store *store,
			      GError **error);
/* That, and the mails that a person or a case stands for. */
bool apres_audit_filter_find(apres_audit_filter *filter, apres_store *store,
			     GError **error);
bool apres_audit_filter_takes(const apres_audit_filter *filter,
			      const apres_audit_entry *entry);
/* What was asked for, without the person.  New reference. */
json_t *apres_audit_filter_to_json(const apres_audit_filter *filter);

/*
 * TEXT as a time: a day (2026-11-24, its first second or, if END, the first of the next,
 * in ZONE), or RFC 3339.  USAGE error that names OPTION.
 */
bool apres_audit_time(const char *option, const char *text, bool end, GTimeZone *zone,
		      gint64 *when_out, GError **error);
/* "apres audit ...": configuration, company and store for reading.  Caller owns. */
apres_store *apres_audit_open(const apres_cli *cli, const char *company,
			      apres_config **config_out, GError **error);
#endif
