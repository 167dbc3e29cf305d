/* SPDX-License-Identifier: Apache-2.0 */
/* Mail that comes back to us: how it is recognised before anybody reads it. */
#ifndef APRES_INTAKE_BOUNCE_H
#define APRES_INTAKE_BOUNCE_H
#include "config/config.h"
#include "message/headers.h"
#include "store/store.h"

/* Is a mail with these HEADERS addressed, in any field that names recipients, to what
 * looks like a bounce address? */
bool apres_bounce_is_addressed(const apres_headers *headers);
/* The tags of the bounce addresses there: array of char *, each once, at most 20.
 * Whether they are ours is another question.  Caller owns. */
GPtrArray *apres_bounce_tags(const apres_headers *headers);
/* May it be a report about a delivery, by its HEADERS alone? */
bool apres_bounce_may_report(const apres_headers *headers);
/*
 * The first Message-ID field anywhere in BYTES that was made with KEY for DOMAIN: the
 * header of a mail of ours that somebody returned.  NULL if there is none.  Linear.
 * Caller owns.
 */
char *apres_bounce_own_id(const char *key, const char *domain, const char *bytes,
			  gsize len);
/*
 * Does a mail with HEADERS, whole in BYTES, return one that COMPANY sent?  It bears the
 * tag of one, or may be a report and holds a Message-ID that only we could make.
 */
bool apres_bounce_returns_ours(apres_store *store, const apres_company_config *company,
			       const apres_headers *headers, GBytes *bytes,
			       bool *returns_out, GError **error);
#endif
