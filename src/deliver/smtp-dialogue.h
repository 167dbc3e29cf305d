/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An SMTP dialogue command by command, for whoever wants to know how a server answers.
 * Replies to candidates never leave this way: libESMTP hands them over, but it goes from
 * MAIL to the end of the data in one call, and cannot stop before.
 */
#ifndef APRES_DELIVER_SMTP_DIALOGUE_H
#define APRES_DELIVER_SMTP_DIALOGUE_H
#include "config/config.h"

typedef struct apres_smtp_dialogue apres_smtp_dialogue;

/*
 * Connect to HOST, a name or an address, and read the greeting; the process must ignore
 * SIGPIPE.  Name service aside,
 * the whole dialogue is over after SECS seconds.  All functions: TEMP error if the server
 * cannot be reached, ends the connection, is too slow, says what is no SMTP, or no.
 */
apres_smtp_dialogue *apres_smtp_dialogue_open(const char *host, int port, guint secs,
					      GError **error);
/* QUIT, if the server still listens, and the end. */
void apres_smtp_dialogue_free(apres_smtp_dialogue *dialogue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_smtp_dialogue, apres_smtp_dialogue_free)

/* EHLO as HELO, NULL = this host's name. */
bool apres_smtp_dialogue_greet(apres_smtp_dialogue *dialogue, const char *helo,
			       GError **error);
/* What EHLO said after the word EXTENSION ("PLAIN LOGIN" after "AUTH"), or NULL. */
const char *apres_smtp_dialogue_offers(const apres_smtp_dialogue *dialogue,
				       const char *extension);
/*
 * STARTTLS, with the name and the authorities of CONFIG, as in delivery; then EHLO again.
 * CONFIG must outlive DIALOGUE.  CONFIG error if its ca-file cannot be read.
 */
bool apres_smtp_dialogue_secure(apres_smtp_dialogue *dialogue,
				const apres_transport_config *config, GError **error);
/* AUTH PLAIN or LOGIN. */
bool apres_smtp_dialogue_login(apres_smtp_dialogue *dialogue, const char *user,
			       const char *password, GError **error);
/* Say a line, without its end; its reply's code, or 0 with an error.  */
int apres_smtp_dialogue_say(apres_smtp_dialogue *dialogue, const char *line,
			    GError **error);
/* The last reply for a screen, see apres_words_clean; borrowed. */
const char *apres_smtp_dialogue_words(const apres_smtp_dialogue *dialogue);
#endif
