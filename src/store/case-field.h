/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is known of an application, field by field: one table for the columns of
 * a CSV file, the arguments of "apres case set" and what is shown.
 */
#ifndef APRES_STORE_CASE_FIELD_H
#define APRES_STORE_CASE_FIELD_H
#include <glib.h>
#include <stdbool.h>

/* In the order of the table's columns. */
typedef enum {
	APRES_CASE_PERSON, /* how the company calls the person: an id, or an address */
	APRES_CASE_REQUISITION, /* the post */
	APRES_CASE_NAME,
	APRES_CASE_ADDRESSES, /* identities, one space between them */
	APRES_CASE_ROLE,      /* the post in words */
	APRES_CASE_STAGE,     /* apres_stage */
	APRES_CASE_OUTCOME,   /* apres_case_outcome; never NULL in the store */
	APRES_CASE_CHANNEL, /* by which the outcome was told: "mail", "call", "letter" */
	APRES_CASE_DECIDED, /* day of the outcome */
	APRES_CASE_INTERVIEWED, /* day of the last interview; may be one to come */
	APRES_CASE_RECORDED,    /* day as of which all this was so */
	APRES_CASE_RECRUITER,   /* address, as the next two */
	APRES_CASE_MANAGER,
	APRES_CASE_HR,
	APRES_CASE_JURISDICTION, /* id of a pack: "ca-on" */
	APRES_CASE_PAY_RANGE,
	APRES_CASE_DO_NOT_REHIRE, /* "yes" or "no", as the next two */
	APRES_CASE_TALENT_POOL,   /* consent, recorded, to be kept in mind */
	APRES_CASE_INTERNAL,      /* an employee */
	APRES_CASE_FIELD_COUNT_
} apres_case_field;

/* "outcome-date"; static. */
const char *apres_case_field_name(apres_case_field field);
/* One line for manuals and --help; static. */
const char *apres_case_field_help(apres_case_field field);
bool apres_case_field_find(const char *name, apres_case_field *field_out);

/*
 * TEXT as the store keeps it: words lower case, addresses as identities, a time cut to
 * its day; "" for "".  INPUT error that says what is wrong, without naming the field.
 * TODAY "2026-12-02": no day but that of an interview may be later than tomorrow.
 */
char *apres_case_field_parse(apres_case_field field, const char *text, const char *today,
			     GError **error);
#endif
