/* SPDX-License-Identifier: Apache-2.0 */
/* Lines and their replies: a socket that never blocks, one deadline for all. */
#include "config.h"
#include "deliver/smtp-dialogue-parts.h"
#include "deliver/transport.h"
#include "util/error.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

/* RFC 5321 4.5.3.1.5, and what no server needs. */
#define LINE_MAX_BYTES 1024
#define REPLY_MAX_LINES 100

/* ---- bytes ---- */

bool
apres_smtp_fail(apres_smtp_dialogue *d, GError **error, const char *words)
{
	d->broken = true;
	return apres_throw(error, APRES_ERROR_TEMP, "%s", words);
}

bool
apres_smtp_wait(apres_smtp_dialogue *d, short events, GError **error)
{
	struct pollfd one = { d->fd, events, 0 };
	gint64 left = d->deadline - g_get_monotonic_time();

	if (left <= 0 || poll(&one, 1, (int)(left / 1000) + 1) == 0) {
		d->broken = true;
		return apres_throw(error, APRES_ERROR_TEMP,
				   "the server was not done after %u seconds", d->secs);
	}
	return true;
}

/* Which events would let go on what ended with RESULT; 0: none. */
short
apres_smtp_events(const apres_smtp_dialogue *d, int result, short usual)
{
	if (d->ssl == NULL)
		return errno == EAGAIN || errno == EINTR ? usual : 0;
	switch (SSL_get_error(d->ssl, result)) {
	case SSL_ERROR_WANT_READ: return POLLIN;
	case SSL_ERROR_WANT_WRITE: return POLLOUT;
	default: return 0;
	}
}

static bool
read_more(apres_smtp_dialogue *d, GError **error)
{
	char chunk[4096];

	for (;;) {
		int n = d->ssl != NULL ? SSL_read(d->ssl, chunk, sizeof chunk)
				       : (int)recv(d->fd, chunk, sizeof chunk, 0);
		if (n > 0) {
			g_string_append_len(d->in, chunk, n);
			return true;
		}
		short events = n < 0 ? apres_smtp_events(d, n, POLLIN) : 0;
		if (events == 0)
			return apres_smtp_fail(d, error,
					       "the server ended the connection");
		if (!apres_smtp_wait(d, events, error))
			return false;
	}
}

static bool
write_all(apres_smtp_dialogue *d, const char *bytes, gsize len, GError **error)
{
	while (len > 0) {
		int n = d->ssl != NULL ? SSL_write(d->ssl, bytes, (int)len)
				       : (int)send(d->fd, bytes, len, MSG_NOSIGNAL);
		if (n > 0) {
			bytes += n;
			len -= (gsize)n;
			continue;
		}
		short events = apres_smtp_events(d, n, POLLOUT);
		if (events == 0)
			return apres_smtp_fail(d, error,
					       "the server ended the connection");
		if (!apres_smtp_wait(d, events, error))
			return false;
	}
	return true;
}

/* ---- replies ---- */

/* The next line, without its end, cut off d->in; caller owns. */
static char *
read_line(apres_smtp_dialogue *d, GError **error)
{
	const char *end;

	while ((end = memchr(d->in->str, '\n', d->in->len)) == NULL) {
		if (d->in->len > LINE_MAX_BYTES) {
			apres_smtp_fail(d, error, "the server does not speak SMTP");
			return NULL;
		}
		if (!read_more(d, error))
			return NULL;
	}
	gsize len = (gsize)(end - d->in->str);
	char *line = g_strndup(d->in->str, len);
	g_string_erase(d->in, 0, (gssize)len + 1);
	return g_strchomp(line);
}

/* The code of "250-words" or "250 words", and whether it is the last line; 0: no reply.
 */
static int
code_of(const char *line, bool *last_out)
{
	for (int i = 0; i < 3; i++)
		if (!g_ascii_isdigit(line[i]))
			return 0;
	*last_out = line[3] != '-';
	return (int)g_ascii_strtoll(line, NULL, 10);
}

int
apres_smtp_reply_read(apres_smtp_dialogue *d, GError **error)
{
	bool last = false;
	int code = 0;

	g_ptr_array_set_size(d->lines, 0);
	while (!last) {
		g_autofree char *line = read_line(d, error);
		if (line == NULL)
			return 0;
		code = code_of(line, &last);
		if (code == 0 || d->lines->len >= REPLY_MAX_LINES) {
			apres_smtp_fail(d, error, "the server does not speak SMTP");
			return 0;
		}
		g_ptr_array_add(d->lines, g_strdup(strlen(line) > 4 ? line + 4 : ""));
	}
	g_autofree char *words =
		g_strdup_printf("%d %s", code, (char *)d->lines->pdata[0]);
	g_free(d->words);
	d->words = apres_words_clean(words);
	return code;
}

int
apres_smtp_dialogue_say(apres_smtp_dialogue *d, const char *line, GError **error)
{
	g_autofree char *bytes = g_strconcat(line, "\r\n", NULL);
	bool said = write_all(d, bytes, strlen(bytes), error);

	/* It may have been a password. */
	explicit_bzero(bytes, strlen(bytes));
	return said ? apres_smtp_reply_read(d, error) : 0;
}

const char *
apres_smtp_dialogue_words(const apres_smtp_dialogue *d)
{
	return d->words != NULL ? d->words : "";
}
