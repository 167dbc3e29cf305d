/* SPDX-License-Identifier: Apache-2.0 */
/* Legal holds: while one stands, nothing of the person or the case is erased. */
#ifndef APRES_STORE_LEGAL_HOLD_H
#define APRES_STORE_LEGAL_HOLD_H
#include "store/person.h"

typedef struct apres_legal_hold {
	gint64 id;
	char *company, *name; /* name "": a case's */
	gint64 application;   /* 0: a person's */
	gint64 at;
	char *by, *because;
} apres_legal_hold;
void apres_legal_hold_free(apres_legal_hold *hold);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_legal_hold, apres_legal_hold_free)

/* Hold, or lift; recorded ("legal-hold").  Either NAME or APPLICATION; in a
 * transaction.  INPUT: it stands already, or there is none to lift. */
bool apres_legal_hold_set(apres_store *store, const char *company, const char *name,
			  gint64 application, const char *by, const char *because,
			  gint64 now, GError **error);
bool apres_legal_hold_lift(apres_store *store, const char *company, const char *name,
			   gint64 application, const char *by, const char *because,
			   gint64 now, GError **error);
/* Those that stand, of COMPANY or all (NULL); array of apres_legal_hold. */
bool apres_legal_hold_list(apres_store *store, const char *company, GPtrArray **holds_out,
			   GError **error);
/* The first that stands against erasing PERSON, or NULL.  Caller owns. */
bool apres_legal_hold_of(apres_store *store, const apres_person *person,
			 apres_legal_hold **hold_out, GError **error);
/* Mails that wait for a person and speak of a claim (legal-threat, counsel-regulator),
 * whose writer is under no hold: ids (gint64).  COMPANY NULL = all. */
bool apres_legal_hold_proposed(apres_store *store, const char *company, GArray **ids_out,
			       GError **error);
#endif
