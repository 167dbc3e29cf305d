/* SPDX-License-Identifier: Apache-2.0 */
/* What whoever agrees to an erasure looks at, byte by byte. */
#ifndef APRES_PIPELINE_ERASURE_PAGE_H
#define APRES_PIPELINE_ERASURE_PAGE_H
#include "store/erase-request.h"
#include "store/person.h"

/*
 * The page about REQUEST and what is stored of PERSON now: the same bytes as long as
 * that is the same.  NULL on error; caller owns.
 */
char *apres_erasure_page(apres_store *store, const apres_erase_request *request,
			 const apres_person *person, GError **error);
#endif
