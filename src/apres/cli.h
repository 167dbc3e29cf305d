/* SPDX-License-Identifier: Apache-2.0 */
/* What every verb does first: read its options, find the configuration. */
#ifndef APRES_APRES_CLI_H
#define APRES_APRES_CLI_H
#include "apres/verb.h"
#include "config/config.h"

/* Options that every verb has, and what is left of the command line. */
typedef struct apres_cli {
	char *config_path; /* -c FILE, or NULL */
	gboolean json;     /* gboolean: GOption writes an int */
	gboolean help;     /* --help was given and answered: return 0 */
	char **rest;       /* arguments; never NULL after a parse */
} apres_cli;
void apres_cli_clear(apres_cli *cli);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(apres_cli, apres_cli_clear)

/*
 * Parse ARGV with the common options and OWN (ends with an empty entry; NULL =
 * none); MIN to MAX arguments (MAX -1 = any) may remain.  USAGE error that says
 * how to get help.  On --help the help is printed and cli->help set.
 */
bool apres_cli_parse(apres_cli *cli, const apres_verb *verb, const GOptionEntry *own,
		     int argc, char **argv, int min, int max, GError **error);
/* The configuration named by -c, APRES_CONFIG or the default path.  Caller owns. */
apres_config *apres_cli_config(const apres_cli *cli, GError **error);
/*
 * *ERROR, whatever it was, came from a file that the command line or the
 * configuration names: its code becomes CONFIG.  Returns false.
 */
bool apres_cli_named_wrongly(GError **error);
/* TEXT as a row's number; USAGE error naming WHAT. */
bool apres_cli_number(const char *text, const char *what, gint64 *number_out,
		      GError **error);
/* Is ID (NULL = no) a company of CONFIG?  USAGE error with the nearest name. */
bool apres_cli_company(const apres_config *config, const char *id, GError **error);
/* The company ID, or without one the only one there is.  USAGE error; borrowed. */
const apres_company_config *apres_cli_one_company(const apres_config *config,
						  const char *id, GError **error);
/* Who types: the login name, or "uid N". */
const char *apres_cli_user(void);
#endif
