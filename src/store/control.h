/* SPDX-License-Identifier: Apache-2.0 */
/* What people switch: modes and pauses; and the figures they look at. */
#ifndef APRES_STORE_CONTROL_H
#define APRES_STORE_CONTROL_H
#include "config/config.h"
#include "store/store.h"

typedef enum { APRES_MODE_SHADOW, APRES_MODE_APPROVE, APRES_MODE_AUTO } apres_mode;
const char *apres_mode_to_string(apres_mode mode);
bool apres_mode_from_string(const char *name, apres_mode *mode_out);
/* What apres.conf says of COMPANY, which counts until somebody sets another. */
apres_mode apres_mode_default(const apres_company_config *company);

/* The mode for TEMPLATE of COMPANY: the stricter of the two settings; unset = FALLBACK.
 */
bool apres_mode_get(apres_store *store, const char *company, const char *template_id,
		    apres_mode fallback, apres_mode *mode_out, GError **error);
/* Ids of the templates of COMPANY for which a mode was set.  Caller owns. */
bool apres_mode_templates(apres_store *store, const char *company, GPtrArray **ids_out,
			  GError **error);
/* The FALLBACK of the last start, for the barrier; unset = auto.  In a transaction. */
bool apres_mode_set_default(apres_store *store, const char *company, apres_mode mode,
			    GError **error);
bool apres_mode_get_default(apres_store *store, const char *company, apres_mode *mode_out,
			    GError **error);
/* template_id NULL = the whole company.  Recorded in the audit log. */
bool apres_mode_set(apres_store *store, const char *company, const char *template_id,
		    apres_mode mode, const char *by, gint64 now, GError **error);

/* Pause sending for a company, mailbox or template (kind "all" | "company" | "mailbox" |
 * "template"). */
bool apres_pause_set(apres_store *store, const char *kind, const char *name, bool paused,
		     const char *by, gint64 now, GError **error);
typedef struct apres_pause {
	char *kind, *name, *by;
	gint64 since;
} apres_pause;
bool apres_pause_list(apres_store *store, GPtrArray **pauses_out, GError **error);

/* Per mailbox: seen = answered + silent + held + pending (DESIGN section 6). */
typedef struct apres_counts {
	char *mailbox, *company;
	gint64 seen, answered, silent, held, pending;
	gint64 shadow; /* of held: would have been answered, but for mode shadow */
	gint64 adopted, duplicate, out_of_scope;
	gint64 held_open; /* of held: still waiting for a person */
} apres_counts;
bool apres_counts_load(apres_store *store, GPtrArray **counts_out, GError **error);
#endif
