/* SPDX-License-Identifier: Apache-2.0 */
/* A verb of the command line as data: the table is the help. */
#ifndef APRES_APRES_VERB_H
#define APRES_APRES_VERB_H
#include <glib.h>
#include <stdbool.h>

typedef struct apres_verb {
	const char *name;    /* "review list" */
	const char *usage;   /* "[--company ID] [--json]" */
	const char *summary; /* one line */
	/* ARGV[0] is the verb's name.  Returns the exit status; on failure sets *ERROR instead. */
	int (*run)(int argc, char **argv, GError **error);
} apres_verb;

/* One const per cmd-*.c, listed in verb-table.c. */
extern const apres_verb apres_verb_explain;
#endif
