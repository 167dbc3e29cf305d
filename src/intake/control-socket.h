/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The Unix socket between apresd and its clients (apres, apres filter): one
 * request a connection.  A frame is a 4-byte big-endian length and JSON; a
 * "filter" request is followed by a second frame with the mail's bytes.
 */
#ifndef APRES_INTAKE_CONTROL_SOCKET_H
#define APRES_INTAKE_CONTROL_SOCKET_H
#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

/* ---- client side, blocking ---- */

/*
 * Send REQUEST ({"action": NAME, "args": {...}}; MAIL may be NULL) and wait at
 * most TIMEOUT_SECS for the answer.  TEMP if nobody listens (*ABSENT_OUT true,
 * may be NULL) or the time is over; an error in the answer becomes *ERROR with
 * its own code.  Caller owns *ANSWER_OUT.
 */
bool apres_socket_call(const char *path, json_t *request, GBytes *mail,
		       guint timeout_secs, json_t **answer_out, bool *absent_out,
		       GError **error);

/* ---- server side, on the main loop ---- */

typedef struct apres_socket_server apres_socket_server;
typedef struct apres_socket_peer apres_socket_peer;

/* REQUEST and MAIL (or NULL) are borrowed; answer now or later, exactly once, with
 * apres_socket_answer. */
typedef void (*apres_socket_func)(apres_socket_peer *peer, json_t *request, GBytes *mail,
				  void *context);
/* Listen on PATH (mode 0660; a stale socket is replaced, a live one is a TEMP error). */
apres_socket_server *apres_socket_server_new(const char *path, apres_socket_func func,
					     void *context, GError **error);
void apres_socket_server_free(apres_socket_server *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_socket_server, apres_socket_server_free)
/* The user on the other side, from SO_PEERCRED: a name or "uid 1000". */
const char *apres_socket_peer_user(const apres_socket_peer *peer);
/* ANSWER borrowed; or ERROR (borrowed) to report a failure.  Ends the peer, who may be
 * gone. */
void apres_socket_answer(apres_socket_peer *peer, json_t *answer, const GError *error);
#endif
