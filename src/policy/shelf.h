/* SPDX-License-Identifier: Apache-2.0 */
/* What several loads of the same policy share, so that one more is quick; private to the
 * loader and to mutants. */
#ifndef APRES_POLICY_SHELF_H
#define APRES_POLICY_SHELF_H
#include "policy/file-xml.h"

typedef struct apres_shelf {
	GHashTable *own;       /* name -> apres_policy_file: the company's */
	GHashTable *embedded;  /* name -> apres_policy_file: the program's */
	GHashTable *word_sets; /* path -> words: a list is parsed once */
	GHashTable *tables;    /* path -> apres_likeness_table */
	/* Take what is compiled from here, and do not weigh its cost again; borrowed, or
	 * NULL. */
	const apres_classifier *like;
} apres_shelf;

apres_shelf *apres_shelf_new(void);
void apres_shelf_free(apres_shelf *shelf);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_shelf, apres_shelf_free)

/*
 * apres_policy_load, but files that stand on SHELF are not read and checked again,
 * and those that are read are put there.
 */
apres_policy *apres_policy_load_with(apres_shelf *shelf, const char *path,
				     GPtrArray **findings_out, GError **error);
#endif
