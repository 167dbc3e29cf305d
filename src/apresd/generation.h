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

/* Where policies come from. */
typedef struct apres_generation_from {
	GHashTable *in_force;        /* see apres_company_load */
	GHashTable *last;            /* at a start, apres_last_policies; or NULL */
	const apres_generation *old; /* or NULL */
} apres_generation_from;

/*
 * Load every company of CONFIG.  One that fails is taken over from the old generation,
 * its error appended to TROUBLE; at a start what was in force last is loaded, and the
 * error is the company's trouble.  CONFIG error if there is neither, TEMP if no process
 * can be started.  Reference owned by the caller.
 */
apres_generation *apres_generation_new(const apres_config *config,
				       const apres_generation_from *from, gint64 now,
				       GString *trouble, GError **error);
/* The same at a start, with what the store in CONFIG's state folder says is and was in
 * force. */
apres_generation *apres_generation_first(const apres_config *config, gint64 now,
					 GError **error);
apres_generation *apres_generation_ref(apres_generation *generation);
/* The last reference ends the workers: never drop it from within a pool's callback. */
void apres_generation_unref(apres_generation *generation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_generation, apres_generation_unref)
/* Note in STORE in which time zone each company lives, and its policy; in a transaction.
 * TEMP errors. */
bool apres_generation_note(const apres_generation *generation, apres_store *store,
			   gint64 now, GError **error);
const apres_company *apres_generation_company(const apres_generation *generation,
					      const char *id);
#endif
