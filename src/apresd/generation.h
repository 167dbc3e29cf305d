/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The policies in force and the workers that know them.  A reload makes a new
 * generation; mail on its way keeps the one under which it was read.
 */
#ifndef APRES_APRESD_GENERATION_H
#define APRES_APRESD_GENERATION_H
#include "pipeline/pipeline.h"
#include "pipeline/pool.h"

typedef struct apres_generation {
	GHashTable *companies;   /* id -> apres_company, shared between generations */
	GHashTable *classifiers; /* id -> const apres_classifier */
	apres_pool *pool;
} apres_generation;

/*
 * Load every company of CONFIG; IN_FORCE: see apres_company_load.  One that fails is
 * taken over from OLD (may be NULL); its error is appended to TROUBLE.  CONFIG error if
 * there is no old one, TEMP if no process can be started.  Reference owned by the caller.
 */
apres_generation *apres_generation_new(const apres_config *config, GHashTable *in_force,
				       const apres_generation *old, gint64 now,
				       GString *trouble, GError **error);
apres_generation *apres_generation_ref(apres_generation *generation);
/* The last reference ends the workers: never drop it from within a pool's callback. */
void apres_generation_unref(apres_generation *generation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_generation, apres_generation_unref)
/* Note in STORE in which time zone each company lives; in a transaction.  TEMP errors. */
bool apres_generation_note_zones(const apres_generation *generation, apres_store *store,
				 GError **error);
const apres_company *apres_generation_company(const apres_generation *generation,
					      const char *id);
#endif
