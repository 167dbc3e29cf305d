/* SPDX-License-Identifier: Apache-2.0 */
/* The client's side of the control socket: one call, blocking, with a deadline. */
#include "config.h"
#include "intake/control-socket.h"
#include "intake/frame.h"
#include "util/autoptr.h"
#include "util/error.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

static int
connect_to(const char *path, bool *absent_out, GError **error)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	apres_autofd fd = -1;

	if (strlen(path) >= sizeof address.sun_path) {
		apres_throw(error, APRES_ERROR_CONFIG, "socket '%s': at most %zu bytes",
			    path, sizeof address.sun_path - 1);
		return -1;
	}
	g_strlcpy(address.sun_path, path, sizeof address.sun_path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0) {
		apres_throw_errno(error, APRES_ERROR_TEMP, "socket");
		return -1;
	}
	if (connect(fd, (const struct sockaddr *)&address, sizeof address) < 0) {
		*absent_out = errno == ENOENT || errno == ECONNREFUSED;
		apres_throw_errno(error, APRES_ERROR_TEMP,
				  "apresd does not answer on '%s'", path);
		return -1;
	}
	return apres_steal_fd(&fd);
}

/* Wait until FD is ready for EVENTS, at most until END (monotonic microseconds). */
static bool
wait_for(int fd, short events, gint64 end, GError **error)
{
	struct pollfd poll_fd = { .fd = fd, .events = events };

	for (;;) {
		gint64 left = (end - g_get_monotonic_time()) / 1000;
		int n = left > 0 ? poll(&poll_fd, 1, (int)MIN(left, G_MAXINT)) : 0;
		if (n > 0)
			return true;
		if (n == 0)
			return apres_throw(error, APRES_ERROR_TEMP,
					   "apresd did not answer in time");
		if (errno != EINTR)
			return apres_throw_errno(error, APRES_ERROR_TEMP, "poll");
	}
}

static bool
send_all(int fd, const GByteArray *out, gint64 end, GError **error)
{
	for (gsize at = 0; at < out->len;) {
		if (!wait_for(fd, POLLOUT, end, error))
			return false;
		ssize_t n = send(fd, out->data + at, out->len - at,
				 MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n >= 0)
			at += (gsize)n;
		else if (errno == EPIPE || errno == ECONNRESET)
			return true; /* it closed early: its answer says why */
		else if (errno != EINTR && errno != EAGAIN)
			return apres_throw_errno(error, APRES_ERROR_TEMP,
						 "write to apresd");
	}
	return true;
}

static json_t *
receive(int fd, gint64 end, GError **error)
{
	g_autoptr(GByteArray) in = g_byte_array_new();
	guint8 chunk[16384];

	for (;;) {
		gsize len;
		bool complete;
		if (!apres_frame_peek(in, 0, APRES_FRAME_MAX_JSON, &len, &complete,
				      error))
			return NULL;
		if (complete)
			return apres_frame_parse_json(in->data + APRES_FRAME_HEAD, len,
						      error);
		if (!wait_for(fd, POLLIN, end, error))
			return NULL;
		ssize_t n = recv(fd, chunk, sizeof chunk, MSG_DONTWAIT);
		if (n > 0)
			g_byte_array_append(in, chunk, (guint)n);
		else if (n == 0 || (errno != EINTR && errno != EAGAIN)) {
			apres_throw(error, APRES_ERROR_TEMP, "apresd hung up");
			return NULL;
		}
	}
}

/* {"ok": true, "answer": X} -> X; {"ok": false, "code": N, "error": TEXT} -> *ERROR. */
static bool
open_answer(const json_t *envelope, json_t **answer_out, GError **error)
{
	const char *message = json_string_value(json_object_get(envelope, "error"));
	json_int_t code = json_integer_value(json_object_get(envelope, "code"));

	if (json_is_true(json_object_get(envelope, "ok"))) {
		*answer_out = json_incref(json_object_get(envelope, "answer"));
		return true;
	}
	if (code < APRES_ERROR_TEMP || code > APRES_ERROR_INTERNAL)
		code = APRES_ERROR_INTERNAL;
	return apres_throw(error, (apres_error_code)code, "%s",
			   message != NULL ? message : "apresd gave no reason");
}

bool
apres_socket_call(const char *path, json_t *request, GBytes *mail, guint timeout_secs,
		  json_t **answer_out, bool *absent_out, GError **error)
{
	gint64 end = g_get_monotonic_time() + (gint64)timeout_secs * G_USEC_PER_SEC;
	g_autoptr(GByteArray) out = g_byte_array_new();
	bool absent = false;

	*answer_out = NULL;
	apres_autofd fd = connect_to(path, &absent, error);
	if (absent_out != NULL)
		*absent_out = absent;
	if (fd < 0)
		return false;
	apres_frame_append_json(out, request);
	if (mail != NULL)
		apres_frame_append(out, g_bytes_get_data(mail, NULL),
				   g_bytes_get_size(mail));
	if (!send_all(fd, out, end, error))
		return false;
	json_auto_t *envelope = receive(fd, end, error);
	return envelope != NULL && open_answer(envelope, answer_out, error);
}
