/* SPDX-License-Identifier: Apache-2.0 */
/* Between the files about a person. */
#ifndef APRES_STORE_PERSON_PARTS_H
#define APRES_STORE_PERSON_PARTS_H
#include "store/db.h"
#include "store/person.h"

/*
 * Bind ?1 company, ?2 names, ?3 mails, ?4 cases, ?5 subjects (JSON arrays each), ?6 NOW.
 * SQL that does not use one leaves it out.
 */
void apres_person_bind(apres_query *query, const apres_person *person, gint64 now);
#define APRES_IN_NAMES " IN (SELECT value FROM json_each(?2))"
#define APRES_IN_MAILS " IN (SELECT value FROM json_each(?3))"
#define APRES_IN_CASES " IN (SELECT value FROM json_each(?4))"
#define APRES_IN_SUBJECTS " IN (SELECT value FROM json_each(?5))"
#endif
