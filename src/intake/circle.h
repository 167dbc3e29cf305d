/* SPDX-License-Identifier: Apache-2.0 */
/* Who is who around a mailbox. */
#ifndef APRES_INTAKE_CIRCLE_H
#define APRES_INTAKE_CIRCLE_H
#include "config/config.h"
#include "message/headers.h"
#include "policy/policy.h"
#include "policy/roster.h"
#include "store/store.h"

#include <stdbool.h>

/* Everything borrowed. */
typedef struct apres_circle {
	const apres_config *config;
	const apres_mailbox_config *mailbox;
	const apres_policy *policy;
	const apres_roster *roster; /* or NULL */
	const GPtrArray
		*own_addresses;     /* char *, identities: what we send from or read */
	const GPtrArray *own_lists; /* char *, List-Ids that are ours; or NULL */
} apres_circle;

const char *apres_circle_company(const apres_circle *circle);
/* One of our addresses? */
bool apres_circle_is_ours(const apres_circle *circle, const char *identity);
/*
 * Does IDENTITY say that it is one of us: an address of ours, in or near a people
 * domain, or active in the roster?  No proof is asked for: a forged colleague is
 * nobody's candidate either.
 */
bool apres_circle_is_colleague(const apres_circle *circle, const char *identity);
/* An agency or a supplier: named by "partners", as itself or by its domain? */
bool apres_circle_is_partner(const apres_circle *circle, const char *identity);

/* Is there a case of somebody who writes from IDENTITY? */
bool apres_circle_in_case(const apres_circle *circle, apres_store *store,
			  const char *identity, bool *yes_out, GError **error);

/* The people that field NAME of HEADERS names, as identities, each once, in order; array
 * of char *; caller owns. */
GPtrArray *apres_circle_people(const apres_headers *headers, const char *name);
/* Is one of them a careers mailbox? */
bool apres_circle_names_careers(const apres_circle *circle, const apres_headers *headers,
				const char *name);
#endif
