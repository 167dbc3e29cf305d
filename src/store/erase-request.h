/* SPDX-License-Identifier: Apache-2.0 */
/* Somebody asked to forget a person, and somebody else has to agree. */
#ifndef APRES_STORE_ERASE_REQUEST_H
#define APRES_STORE_ERASE_REQUEST_H
#include "store/approval.h"

typedef struct apres_erase_request {
	gint64 id;
	char *company, *name; /* whom */
	char *basis;          /* why; names nobody */
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
			     const char *basis, const apres_signer *signer, gint64 now,
			     gint64 *id_out, GError **error);
/* *REQUEST_OUT: request ID, which waits; INPUT error otherwise. */
bool apres_erase_request_open(apres_store *store, gint64 id,
			      apres_erase_request **request_out, GError **error);
/* Those of COMPANY (NULL = all) that wait, oldest first; array of apres_erase_request. */
bool apres_erase_request_list(apres_store *store, const char *company,
			      GPtrArray **requests_out, GError **error);
/* Nothing is erased because of request ID: SIGNER declines.  Audited. */
bool apres_erase_request_decline(apres_store *store, const apres_erase_request *request,
				 const apres_signer *signer, gint64 now, GError **error);
#endif
