/* SPDX-License-Identifier: Apache-2.0 */
/* Somebody asked to forget a person, or a law lets one go, and somebody else has to
 * agree. */
#ifndef APRES_STORE_ERASE_REQUEST_H
#define APRES_STORE_ERASE_REQUEST_H
#include "store/approval.h"

/* So many are looked at, and forgotten, at once. */
#define APRES_ERASE_REQUESTS_AT_ONCE 200

typedef struct apres_erase_request {
	gint64 id;
	char *company, *name; /* whom */
	char *cause;          /* "request", "retention" */
	char *basis;          /* why, or the clause; names nobody */
	char *by, *login;     /* who asked */
	char *salt;           /* goes with the person: without it nobody can try out what
				 people looked at */
	gint64 at, closed;
	char *closed_how; /* or NULL */
} apres_erase_request;
void apres_erase_request_free(apres_erase_request *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_erase_request, apres_erase_request_free)

/* SIGNER asks to forget NAME of COMPANY.  INPUT error if that is asked already.  Audited,
 * without the name. */
bool apres_erase_request_add(apres_store *store, const char *company, const char *name,
			     const char *cause, const char *basis,
			     const apres_signer *signer, gint64 now, gint64 *id_out,
			     GError **error);
/* The request for NAME of COMPANY that waits; 0 = there is none. */
bool apres_erase_request_find(apres_store *store, const char *company, const char *name,
			      gint64 *id_out, GError **error);
/* Those of COMPANY (NULL = all) that wait, oldest first; array of apres_erase_request. */
bool apres_erase_request_list(apres_store *store, const char *company,
			      GPtrArray **requests_out, GError **error);
/* Those from FIRST to LAST that wait; INPUT error if there is none, saying why not if
 * they are one number. */
bool apres_erase_request_range(apres_store *store, gint64 first, gint64 last,
			       GPtrArray **requests_out, GError **error);
/* Nothing is erased because of REQUEST: SIGNER declines.  Audited. */
bool apres_erase_request_decline(apres_store *store, const apres_erase_request *request,
				 const apres_signer *signer, gint64 now, GError **error);
#endif
