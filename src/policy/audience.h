/* SPDX-License-Identifier: Apache-2.0 */
#ifndef APRES_POLICY_AUDIENCE_H
#define APRES_POLICY_AUDIENCE_H
#include "message/headers.h"
#include "policy/policy.h"
#include "policy/roster.h"

/*
 * Who wrote?  Internal = a people domain + active in the roster + a configured
 * proof (dmarc or auth of our own AUTHSERV_ID, or a border-stripped header).
 * A people domain, or a subdomain or parent of one, without all of that =
 * unverified.  Else external.  FROM: identity.  AUTHSERV_ID NULL: no proof
 * counts.  *WHY_OUT: a static sentence for screens, may be NULL.
 */
apres_audience apres_audience_of(const apres_policy *policy, const apres_roster *roster,
				 const apres_headers *headers, const char *from,
				 const char *authserv_id, const char **why_out);
/* Does IDENTITY say that it is one of ours: in a people domain, or in a parent or child
 * of one?  It may be forged. */
bool apres_people_claimed(const apres_policy *policy, const char *identity);
/* Does HEADERS carry a proof, one that PEOPLE asks for, that FROM sent it? */
bool apres_people_proven(const apres_people *people, const apres_headers *headers,
			 const char *from, const char *authserv_id);
#endif
