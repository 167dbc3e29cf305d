/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of smtp-sink share: a session is a process of its own. */
#ifndef APRES_TESTS_TOOLS_SINK_H
#define APRES_TESTS_TOOLS_SINK_H
#include <glib.h>
#include <openssl/ssl.h>
#include <stdbool.h>

typedef struct sink_options {
	const char *folder, *log, *cert, *login;
	GPtrArray *extensions; /* const char * */
	char **faults;
	bool quick; /* acknowledge at once */
} sink_options;

typedef struct sink_session {
	const sink_options *opt;
	int fd;
	SSL *ssl;
	char buffer[65536];
	gsize have, at;
	guint connection, message;
	bool authed;
	bool chunk_failed; /* RFC 3030: what follows a refused chunk is out of order */
	guint recipients;
	char recipient[256];
	GString *data;
} sink_session;

/* sink-wire.c.  A session whose peer has gone ends. */
G_NORETURN void sink_finish(void);
/* A line of the log. */
void sink_note(const sink_session *s, const char *fmt, ...) G_GNUC_PRINTF(2, 3);
void sink_put(sink_session *s, const char *bytes, gsize len);
void sink_say(sink_session *s, const char *text);
/* Read and forget until the peer goes; a minute at most, so that nothing stays behind. */
G_NORETURN void sink_stall(sink_session *s);
int sink_next_byte(sink_session *s);
/* One line with its end. */
void sink_read_line(sink_session *s, GString *line);

/* sink-fault.c.  The action wanted at STAGE now, or NULL. */
const char *sink_fault_at(const sink_session *s, const char *stage);
bool sink_is_action(const char *action, const char *name);
/* Do what STAGE asks for; false if nothing was said and the usual is to be said. */
bool sink_misbehave(sink_session *s, const char *stage, const char *usual);
/* USUAL, unless STAGE asks for something else. */
void sink_answer(sink_session *s, const char *stage, const char *usual);

/* sink-talk.c.  From the greeting to QUIT. */
G_NORETURN void sink_serve(sink_session *s);
#endif
