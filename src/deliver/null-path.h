/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Does the mail server take MAIL FROM:<>?  Asked up to MAIL and never further; the answer
 * is kept in the store, for a month and for that server.
 */
#ifndef APRES_DELIVER_NULL_PATH_H
#define APRES_DELIVER_NULL_PATH_H
#include "config/config.h"
#include "deliver/smtp-dialogue.h"
#include "store/store.h"

typedef enum {
	APRES_NULL_PATH_UNKNOWN,
	APRES_NULL_PATH_ACCEPTED,
	APRES_NULL_PATH_REFUSED,
} apres_null_path;
const char *apres_null_path_to_string(apres_null_path answer);
bool apres_null_path_from_string(const char *name, apres_null_path *answer_out);

/* MAIL FROM:<SENDER>, and if it is accepted RSET; *WORDS_OUT: what is said to that, for
 * a screen; caller owns.  UNKNOWN if not now, or if that is not the question. */
apres_null_path apres_null_path_try(apres_smtp_dialogue *dialogue, const char *sender,
				    char **words_out);
/* Ask the server of CONFIG; blocks for at most SECS, name service aside.  The process
 * must ignore SIGPIPE.  TEMP or CONFIG error if it cannot be asked. */
bool apres_null_path_ask(const apres_transport_config *config, guint secs,
			 apres_null_path *answer_out, GError **error);

/* What it said last; UNKNOWN if that was another server, or too long ago. */
bool apres_null_path_load(apres_store *store, const apres_transport_config *config,
			  gint64 now, apres_null_path *answer_out, GError **error);
/* In a transaction; UNKNOWN: ask again. */
bool apres_null_path_note(apres_store *store, const apres_transport_config *config,
			  apres_null_path answer, gint64 now, GError **error);
#endif
