/* SPDX-License-Identifier: Apache-2.0 */
/* A first installation for one mailbox: configuration, policy, service; all in shadow. */
#ifndef APRES_APRES_SETUP_H
#define APRES_APRES_SETUP_H
#include "apres/starter.h"

typedef struct apres_setup {
	apres_starter policy;
	char *address, *maildir;      /* the mailbox */
	char *sent;                   /* Maildir of what is sent from it, or "" */
	char *authserv_id, *mta_name; /* our mail server's names, or "" */
	char *smtp;                   /* "host" or "host:port" */
	char *out;                    /* a Maildir instead of a server, or "" */
	char *state;                  /* folder of the store */
} apres_setup;
void apres_setup_clear(apres_setup *setup);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(apres_setup, apres_setup_clear)

/* The options that say it beforehand, written to ENTRIES: so many of them. */
#define APRES_SETUP_OPTIONS (8 + APRES_STARTER_OPTIONS)
void apres_setup_entries(apres_setup *setup, GOptionEntry *entries);
/*
 * Ask on the terminal for what is missing; what the mailbox shows is offered as the
 * answer.  USAGE error if there is no terminal, or the mailbox is no Maildir.
 */
bool apres_setup_ask(apres_setup *setup, GError **error);
/*
 * Make FOLDER, which must not exist, with apres.conf, apresd.service and a folder for
 * the policy, and load all of it as apresd would.  *POLICY_OUT: path of policy.xml;
 * caller owns.  Errors as apres_starter_write; after one nothing is left.
 */
bool apres_setup_write(const apres_setup *setup, const char *folder, gint64 now,
		       char **policy_out, GError **error);
#endif
