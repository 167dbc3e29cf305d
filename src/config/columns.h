/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The mapping file of an import: which column of somebody else's table is which
 * of ours, and which of their words is which of ours.
 *
 *     [columns]
 *     Candidate ID = person
 *     [values stage]
 *     Phone screen = review
 */
#ifndef APRES_CONFIG_COLUMNS_H
#define APRES_CONFIG_COLUMNS_H
#include <glib.h>
#include <stdbool.h>

typedef struct apres_columns apres_columns;

/* CONFIG error with the file, and the line where the syntax is at fault. */
apres_columns *apres_columns_load(const char *path, GError **error);
void apres_columns_free(apres_columns *columns);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_columns, apres_columns_free)

/* Our name for column HEADING, or NULL; borrowed. */
const char *apres_columns_field(const apres_columns *columns, const char *heading);
/* Our word for WORD in FIELD, or WORD itself; case does not count; borrowed. */
const char *apres_columns_value(const apres_columns *columns, const char *field,
				const char *word);
/* The headings it names, in order; caller owns the array, not the names. */
GPtrArray *apres_columns_headings(const apres_columns *columns);
/* The fields for which it has words. */
GPtrArray *apres_columns_valued(const apres_columns *columns);
#endif
