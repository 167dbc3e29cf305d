/* SPDX-License-Identifier: Apache-2.0 */
/* The command line of "explain" -> where we stand and which mails are meant. */
#ifndef APRES_APRES_EXPLAIN_SETUP_H
#define APRES_APRES_EXPLAIN_SETUP_H
#include "apres/cli.h"
#include "apres/explain.h"

typedef struct apres_explain_options {
	apres_cli cli;
	gboolean json, verbose, reply, to_us;
	char *text, *subject, *from;
	char *policy, *authserv_id, *roster;
	char **own_domains, **own_addresses, **own_lists;
	char *now;
	char *company, *mailbox;
} apres_explain_options;
void apres_explain_options_clear(apres_explain_options *options);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(apres_explain_options, apres_explain_options_clear)

bool apres_explain_options_parse(apres_explain_options *options, int argc, char **argv,
				 GError **error);
/* Load policy and roster, from --policy or from the configuration.  CONFIG error. */
bool apres_explain_setup(apres_explain *explain, const apres_explain_options *options,
			 GError **error);
/*
 * The mails that ARGUMENT means: itself, or the files of the folder, sorted by
 * name (*FOLDER_OUT).  INPUT error if there is nothing of that name.  Caller owns.
 */
GPtrArray *apres_explain_files(const char *argument, bool *folder_out, GError **error);
/* A mail that says options->text, as a candidate would send it.  Caller owns. */
GBytes *apres_explain_compose(const apres_explain *explain,
			      const apres_explain_options *options);
#endif
