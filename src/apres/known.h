/* SPDX-License-Identifier: Apache-2.0 */
/* Which names there are, for whoever asks for one: a slip of the fingers is no "nothing".
 */
#ifndef APRES_APRES_KNOWN_H
#define APRES_APRES_KNOWN_H
#include "config/config.h"
#include "store/store.h"

typedef enum {
	APRES_KNOWN_QUEUE,
	APRES_KNOWN_OWNER, /* of a queue or the debriefs, or who is above */
	APRES_KNOWN_CLASS,
	APRES_KNOWN_RULE,
	APRES_KNOWN_TEMPLATE,
} apres_known;

/*
 * Does a policy in force, of COMPANY or of any (NULL), know NAME (NULL: not asked for) as
 * a WHAT?  USAGE error that says which OPTION, what there is, and what is near.
 */
bool apres_known_check(const apres_config *config, apres_store *store,
		       const char *company, apres_known what, const char *option,
		       const char *name, GError **error);
#endif
