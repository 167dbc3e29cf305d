/* SPDX-License-Identifier: Apache-2.0 */
/* The daemon's side of the control socket, on the main loop. */
#include "config.h"
#include "intake/control-socket.h"
#include "intake/frame.h"
#include "util/autoptr.h"
#include "util/error.h"
#include "util/login.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#define MAX_PEERS 16 /* more wait in the kernel's queue; each may hold a mail twice */
#define PEER_TIMEOUT_SECS 60

struct apres_socket_server {
	char *path;
	int fd;
	guint source; /* 0 while there are too many peers */
	GHashTable *peers;
	apres_socket_func func;
	void *context;
};

struct apres_socket_peer {
	apres_socket_server *server; /* NULL once the server is gone */
	int fd;
	guint source; /* reading the request, then writing the answer; 0 while FUNC works
		       */
	guint timer;
	char *user;
	GByteArray *buffer;
	gsize written;
	json_t *request;
	GBytes *mail;
};

static void accept_more(apres_socket_server *server);

static void
peer_free(apres_socket_peer *peer)
{
	g_clear_handle_id(&peer->source, g_source_remove);
	g_clear_handle_id(&peer->timer, g_source_remove);
	apres_autofd_close(&peer->fd);
	g_free(peer->user);
	g_byte_array_unref(peer->buffer);
	json_decref(peer->request);
	g_clear_pointer(&peer->mail, g_bytes_unref);
	if (peer->server != NULL) {
		g_hash_table_remove(peer->server->peers, peer);
		accept_more(peer->server);
	}
	g_free(peer);
}

const char *
apres_socket_peer_user(const apres_socket_peer *peer)
{
	return peer->user;
}

static gboolean
on_peer_timeout(gpointer data)
{
	apres_socket_peer *peer = data;

	peer->timer = 0;
	peer_free(peer);
	return G_SOURCE_REMOVE;
}

static void
peer_rearm(apres_socket_peer *peer)
{
	g_clear_handle_id(&peer->timer, g_source_remove);
	peer->timer = g_timeout_add_seconds(PEER_TIMEOUT_SECS, on_peer_timeout, peer);
}

static gboolean
on_peer_writable(gint fd, GIOCondition condition G_GNUC_UNUSED, gpointer data)
{
	apres_socket_peer *peer = data;
	ssize_t n = send(fd, peer->buffer->data + peer->written,
			 peer->buffer->len - peer->written, MSG_NOSIGNAL | MSG_DONTWAIT);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return G_SOURCE_CONTINUE;
	if (n > 0)
		peer->written += (gsize)n;
	if (n > 0 && peer->written < peer->buffer->len)
		return G_SOURCE_CONTINUE;
	peer->source = 0;
	peer_free(peer);
	return G_SOURCE_REMOVE;
}

void
apres_socket_answer(apres_socket_peer *peer, json_t *answer, const GError *error)
{
	json_t *envelope = error == NULL
				   ? json_pack("{sbsO?}", "ok", 1, "answer", answer)
				   : json_pack("{sbsiss?}", "ok", 0, "code", error->code,
					       "error", error->message);

	/* An error message that is no UTF-8 must still end in an answer. */
	if (envelope == NULL)
		envelope = json_pack("{sbsiss}", "ok", 0, "code", APRES_ERROR_INTERNAL,
				     "error", "the answer cannot be written as JSON");
	g_byte_array_set_size(peer->buffer, 0);
	apres_frame_append_json(peer->buffer, envelope);
	json_decref(envelope);
	peer->written = 0;
	g_clear_handle_id(&peer->source, g_source_remove);
	peer_rearm(peer);
	peer->source = g_unix_fd_add(peer->fd, G_IO_OUT, on_peer_writable, peer);
}

/* True once the request (and its mail) is complete; an error ends the peer with an
 * answer. */
static bool
parse_request(apres_socket_peer *peer, bool *ready_out, GError **error)
{
	gsize len, mail_len;
	bool complete;

	*ready_out = false;
	if (!apres_frame_peek(peer->buffer, 0, APRES_FRAME_MAX_JSON, &len, &complete,
			      error))
		return false;
	if (!complete)
		return true;
	gsize next = APRES_FRAME_HEAD + len;
	if (peer->request == NULL) {
		peer->request = apres_frame_parse_json(
			peer->buffer->data + APRES_FRAME_HEAD, len, error);
		if (peer->request == NULL)
			return apres_throw_prefix(error, "request");
	}
	if (g_strcmp0(json_string_value(json_object_get(peer->request, "action")),
		      "filter") != 0) {
		*ready_out = true;
		return true;
	}
	if (!apres_frame_peek(peer->buffer, next, APRES_FRAME_MAX_MAIL, &mail_len,
			      &complete, error))
		return apres_throw_prefix(error, "mail");
	if (complete)
		peer->mail = g_bytes_new(peer->buffer->data + next + APRES_FRAME_HEAD,
					 mail_len);
	*ready_out = complete;
	return true;
}

static gboolean
on_peer_readable(gint fd, GIOCondition condition G_GNUC_UNUSED, gpointer data)
{
	apres_socket_peer *peer = data;
	g_autoptr(GError) error = NULL;
	guint8 chunk[65536];
	bool ready;
	ssize_t n = recv(fd, chunk, sizeof chunk, MSG_DONTWAIT);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return G_SOURCE_CONTINUE;
	if (n <= 0) {
		peer->source = 0;
		peer_free(peer);
		return G_SOURCE_REMOVE;
	}
	g_byte_array_append(peer->buffer, chunk, (guint)n);
	if (!parse_request(peer, &ready, &error)) {
		peer->source = 0;
		apres_socket_answer(peer, NULL, error);
		return G_SOURCE_REMOVE;
	}
	if (!ready)
		return G_SOURCE_CONTINUE;
	/* From here on the answer may take as long as it takes: the client has its own
	 * deadline. */
	peer->source = 0;
	g_clear_handle_id(&peer->timer, g_source_remove);
	g_byte_array_unref(peer->buffer);
	peer->buffer = g_byte_array_new();
	peer->server->func(peer, peer->request, peer->mail, peer->server->context);
	return G_SOURCE_REMOVE;
}

static char *
user_of(int fd)
{
	struct ucred who = { .uid = (uid_t)-1 };
	socklen_t len = sizeof who;

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &len) < 0)
		return g_strdup(APRES_LOGIN_UNKNOWN);
	return apres_login_of(who.uid);
}

static gboolean
on_connection(gint fd, GIOCondition condition G_GNUC_UNUSED, gpointer data)
{
	apres_socket_server *server = data;
	int client = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

	if (client < 0)
		return G_SOURCE_CONTINUE;
	apres_socket_peer *peer = g_new0(apres_socket_peer, 1);
	peer->server = server;
	peer->fd = client;
	peer->user = user_of(client);
	peer->buffer = g_byte_array_new();
	peer->source = g_unix_fd_add(client, G_IO_IN, on_peer_readable, peer);
	peer_rearm(peer);
	g_hash_table_add(server->peers, peer);
	if (g_hash_table_size(server->peers) < MAX_PEERS)
		return G_SOURCE_CONTINUE;
	server->source = 0;
	return G_SOURCE_REMOVE;
}

static void
accept_more(apres_socket_server *server)
{
	if (server->source == 0 && server->fd >= 0 &&
	    g_hash_table_size(server->peers) < MAX_PEERS)
		server->source =
			g_unix_fd_add(server->fd, G_IO_IN, on_connection, server);
}

/* Remove a socket nobody listens on any more; TEMP if somebody does. */
static bool
clear_stale(const char *path, const struct sockaddr_un *address, GError **error)
{
	apres_autofd probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct stat st;

	if (lstat(path, &st) < 0)
		return true;
	if (!S_ISSOCK(st.st_mode))
		return apres_throw(
			error, APRES_ERROR_CONFIG,
			"'%s' is not a socket: move it away, or set another path", path);
	if (connect(probe, (const struct sockaddr *)address, sizeof *address) == 0)
		return apres_throw(error, APRES_ERROR_TEMP,
				   "another apresd listens on '%s'", path);
	if (g_unlink(path) < 0)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", path);
	return true;
}

apres_socket_server *
apres_socket_server_new(const char *path, apres_socket_func func, void *context,
			GError **error)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	g_autoptr(apres_socket_server) server = g_new0(apres_socket_server, 1);

	server->fd = -1;
	server->peers = g_hash_table_new(NULL, NULL);
	server->func = func;
	server->context = context;
	if (strlen(path) >= sizeof address.sun_path) {
		apres_throw(error, APRES_ERROR_CONFIG, "socket '%s': at most %zu bytes",
			    path, sizeof address.sun_path - 1);
		return NULL;
	}
	g_strlcpy(address.sun_path, path, sizeof address.sun_path);
	if (!clear_stale(path, &address, error))
		return NULL;
	server->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	/* The mode is set before bind, so that there is no moment in which anybody may
	 * connect. */
	if (server->fd < 0 || fchmod(server->fd, 0660) < 0 ||
	    bind(server->fd, (const struct sockaddr *)&address, sizeof address) < 0) {
		apres_throw_errno(error, APRES_ERROR_TEMP, "socket '%s'", path);
		return NULL;
	}
	server->path = g_strdup(path);
	if (g_chmod(path, 0660) < 0 || listen(server->fd, 64) < 0) {
		apres_throw_errno(error, APRES_ERROR_TEMP, "socket '%s'", path);
		return NULL;
	}
	accept_more(server);
	return g_steal_pointer(&server);
}

void
apres_socket_server_free(apres_socket_server *server)
{
	GHashTableIter iter;
	gpointer key;

	if (server == NULL)
		return;
	g_clear_handle_id(&server->source, g_source_remove);
	apres_autofd_close(&server->fd);
	g_hash_table_iter_init(&iter, server->peers);
	while (g_hash_table_iter_next(&iter, &key, NULL)) {
		apres_socket_peer *peer = key;
		/* One whose answer is still being worked on is freed by that answer. */
		peer->server = NULL;
		if (peer->source != 0)
			peer_free(peer);
	}
	g_hash_table_unref(server->peers);
	if (server->path != NULL)
		g_unlink(server->path);
	g_free(server->path);
	g_free(server);
}
