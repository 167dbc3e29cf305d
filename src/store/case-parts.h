/* SPDX-License-Identifier: Apache-2.0 */
/* The columns of a case, and reading them; private to case*.c. */
#ifndef APRES_STORE_CASE_PARTS_H
#define APRES_STORE_CASE_PARTS_H
#include "store/case.h"
#include "store/db.h"

/* In the order of apres_case_field. */
#define APRES_CASE_FIELDS                                                                \
	"c.person, c.requisition, c.name, c.addresses, c.role, c.stage, c.outcome,"      \
	" c.channel, c.decided, c.interviewed, c.recorded, c.recruiter, c.manager,"      \
	" c.hr, c.jurisdiction, c.pay_range, c.do_not_rehire, c.talent_pool, c.internal"
#define APRES_CASE_COLUMNS "c.id, c.company, " APRES_CASE_FIELDS

/* Every row of a query over APRES_CASE_COLUMNS. */
bool apres_case_take_all(apres_query *query, GPtrArray **records_out, GError **error);
#endif
