/* SPDX-License-Identifier: Apache-2.0 */
/* Every key of apres.conf as a row: the parser, the manual and "apres config list" read
 * this table. */
#ifndef APRES_CONFIG_OPTIONS_H
#define APRES_CONFIG_OPTIONS_H
#include <glib.h>
#include <stdbool.h>

typedef enum {
	APRES_OPTION_STRING,  /* char *: any text without control characters */
	APRES_OPTION_PATH,    /* char *: made absolute against the folder of apres.conf */
	APRES_OPTION_COMMAND, /* char *: a program by absolute path, and arguments */
	APRES_OPTION_ADDRESS, /* char *: user@domain, domain in ASCII */
	APRES_OPTION_SENDER, /* char *: an address, auto, tagged, or <> (or empty) for the
				null path */
	APRES_OPTION_DOMAIN, /* char *: lower-case ASCII */
	APRES_OPTION_LIST,   /* char **: names divided by commas or semicolons */
	APRES_OPTION_ADDRESSES, /* char **: the same, each an address */
	APRES_OPTION_NUMBER,    /* int */
	APRES_OPTION_SECONDS,   /* int: "90", "90s", "15min", "2h" */
	APRES_OPTION_HOURS,     /* int: "72", "72h", "3d" */
	APRES_OPTION_CHOICE,    /* int: index into words */
	APRES_OPTION_WORD,      /* char *: one of words */
	APRES_OPTION_FLAG,      /* bool: yes or no */
} apres_option_type;

typedef struct apres_option {
	const char *group; /* "apres", "transport", "company", "mailbox" */
	const char *name;
	apres_option_type type;
	gsize offset; /* in the group's struct */
	int min, max; /* numbers, seconds, hours */
	bool required;
	const char *initial; /* default as it would be written; NULL = none */
	bool computed;       /* the default depends on other keys; initial describes it */
	const char *const *words; /* choice, word: ends with NULL */
	const char *help;         /* one line */
} apres_option;

/* The table, in the order of the manual.  Static. */
const apres_option *apres_options(guint *count_out);
/* The row of KEY in GROUP, or NULL. */
const apres_option *apres_option_find(const char *group, const char *key);
/* Names of GROUP's keys (GROUP NULL: of the groups); caller owns the array, not the
 * names. */
GPtrArray *apres_option_names(const char *group);
#endif
