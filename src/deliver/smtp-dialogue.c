/* SPDX-License-Identifier: Apache-2.0 */
/* Lines and their replies: a socket that never blocks, one deadline for all. */
#include "config.h"
#include "deliver/smtp-dialogue.h"
#include "deliver/smtp-tls.h"
#include "deliver/transport.h"
#include "util/autoptr.h"
#include "util/error.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

/* RFC 5321 4.5.3.1.5, and what no server needs. */
#define LINE_MAX_BYTES 1024
#define REPLY_MAX_LINES 100

struct apres_smtp_dialogue {
	int fd;
	apres_smtp_tls tls;
	SSL *ssl;        /* NULL: in clear */
	gint64 deadline; /* monotonic microseconds */
	guint secs;
	GString *in;      /* read, and not yet understood */
	GPtrArray *lines; /* of the last reply, without codes */
	char *words;      /* the same for a screen */
	char **offers;    /* the lines of EHLO, or NULL */
	bool broken;      /* nothing can be said any more */
};

/* ---- bytes ---- */

static bool
fail(apres_smtp_dialogue *d, GError **error, const char *words)
{
	d->broken = true;
	return apres_throw(error, APRES_ERROR_TEMP, "%s", words);
}

static bool
wait_for(apres_smtp_dialogue *d, short events, GError **error)
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
static short
events_for(const apres_smtp_dialogue *d, int result, short usual)
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
		short events = n < 0 ? events_for(d, n, POLLIN) : 0;
		if (events == 0)
			return fail(d, error, "the server ended the connection");
		if (!wait_for(d, events, error))
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
		short events = events_for(d, n, POLLOUT);
		if (events == 0)
			return fail(d, error, "the server ended the connection");
		if (!wait_for(d, events, error))
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
			fail(d, error, "the server does not speak SMTP");
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

static int
read_reply(apres_smtp_dialogue *d, GError **error)
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
			fail(d, error, "the server does not speak SMTP");
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
	return said ? read_reply(d, error) : 0;
}

const char *
apres_smtp_dialogue_words(const apres_smtp_dialogue *d)
{
	return d->words != NULL ? d->words : "";
}

/* Say LINE; anything but CODE is an error. */
static bool
expect(apres_smtp_dialogue *d, const char *line, int code, GError **error)
{
	int got = apres_smtp_dialogue_say(d, line, error);

	return got == code ||
	       (got != 0 && apres_throw(error, APRES_ERROR_TEMP, "%s", d->words));
}

/* ---- the session ---- */

static int
connect_to(const struct addrinfo *address, apres_smtp_dialogue *d, GError **error)
{
	int trouble = 0;
	socklen_t len = sizeof trouble;
	apres_autofd fd =
		socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	d->fd = fd;
	if (fd < 0 || (connect(fd, address->ai_addr, address->ai_addrlen) < 0 &&
		       errno != EINPROGRESS)) {
		apres_throw_errno(error, APRES_ERROR_TEMP, "no connection");
		return -1;
	}
	if (!wait_for(d, POLLOUT, error))
		return -1;
	getsockopt(fd, SOL_SOCKET, SO_ERROR, &trouble, &len);
	if (trouble != 0) {
		errno = trouble;
		apres_throw_errno(error, APRES_ERROR_TEMP, "no connection");
		return -1;
	}
	return apres_steal_fd(&fd);
}

/* The first of HOST's addresses that can be reached; the error is the last one's. */
static bool
connect_any(apres_smtp_dialogue *d, const char *host, int port, GError **error)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	struct addrinfo *all = NULL;
	g_autofree char *service = g_strdup_printf("%d", port);
	int status = getaddrinfo(host, service, &hints, &all);

	if (status != 0)
		return apres_throw(error, APRES_ERROR_TEMP, "'%s': %s", host,
				   gai_strerror(status));
	g_autoptr(GError) cause = NULL;
	int fd = -1;
	for (const struct addrinfo *one = all; one != NULL && fd < 0;
	     one = one->ai_next) {
		g_clear_error(&cause);
		fd = connect_to(one, d, &cause);
	}
	freeaddrinfo(all);
	d->fd = fd;
	d->broken = fd < 0;
	if (fd < 0)
		g_propagate_error(error, g_steal_pointer(&cause));
	return fd >= 0;
}

apres_smtp_dialogue *
apres_smtp_dialogue_open(const char *host, int port, guint secs, GError **error)
{
	g_autoptr(apres_smtp_dialogue) d = g_new0(apres_smtp_dialogue, 1);

	d->fd = -1;
	d->secs = secs;
	d->deadline = g_get_monotonic_time() + (gint64)secs * G_USEC_PER_SEC;
	d->in = g_string_new(NULL);
	d->lines = g_ptr_array_new_with_free_func(g_free);
	if (!connect_any(d, host, port, error))
		return NULL;
	int code = read_reply(d, error);
	if (code == 220)
		return g_steal_pointer(&d);
	if (code != 0)
		apres_throw(error, APRES_ERROR_TEMP, "%s", d->words);
	return NULL;
}

void
apres_smtp_dialogue_free(apres_smtp_dialogue *d)
{
	if (d == NULL)
		return;
	if (d->fd >= 0 && !d->broken)
		apres_smtp_dialogue_say(d, "QUIT", NULL);
	g_clear_pointer(&d->ssl, SSL_free);
	apres_smtp_tls_clear(&d->tls);
	apres_autofd_close(&d->fd);
	g_string_free(d->in, TRUE);
	g_ptr_array_unref(d->lines);
	g_strfreev(d->offers);
	g_free(d->words);
	g_free(d);
}

bool
apres_smtp_dialogue_greet(apres_smtp_dialogue *d, const char *helo, GError **error)
{
	g_autofree char *line =
		g_strconcat("EHLO ", helo != NULL ? helo : g_get_host_name(), NULL);

	if (!expect(d, line, 250, error))
		return false;
	g_strfreev(d->offers);
	d->offers = g_new0(char *, d->lines->len + 1);
	for (guint i = 0; i < d->lines->len; i++)
		d->offers[i] = g_strdup(d->lines->pdata[i]);
	return true;
}

const char *
apres_smtp_dialogue_offers(const apres_smtp_dialogue *d, const char *extension)
{
	gsize len = strlen(extension);

	for (char **one = d->offers; one != NULL && *one != NULL; one++)
		if (g_ascii_strncasecmp(*one, extension, len) == 0 &&
		    ((*one)[len] == ' ' || (*one)[len] == '\0'))
			return (*one)[len] == ' ' ? *one + len + 1 : *one + len;
	return NULL;
}

static bool
shake_hands(apres_smtp_dialogue *d, GError **error)
{
	int done;

	while ((done = SSL_connect(d->ssl)) != 1) {
		short events = events_for(d, done, 0);
		if (events != 0 && wait_for(d, events, error))
			continue;
		d->broken = true;
		if (events != 0)
			return false;
		if (d->tls.trouble != NULL)
			return apres_throw(error, APRES_ERROR_TEMP,
					   "certificate of '%s': %s", d->tls.name,
					   d->tls.trouble);
		return apres_throw(error, APRES_ERROR_TEMP,
				   "TLS 1.2 with '%s' could not be agreed on",
				   d->tls.name);
	}
	return true;
}

bool
apres_smtp_dialogue_secure(apres_smtp_dialogue *d, const apres_transport_config *config,
			   GError **error)
{
	g_autofree char *helo = g_strdup(config->helo);

	if (apres_smtp_dialogue_offers(d, "STARTTLS") == NULL)
		return apres_throw(error, APRES_ERROR_TEMP,
				   "the server does not offer STARTTLS");
	if (!apres_smtp_tls_init(&d->tls, config, error) ||
	    !expect(d, "STARTTLS", 220, error))
		return false;
	/* What stands there now was put in clear by who knows whom. */
	if (d->in->len > 0)
		return fail(d, error, "STARTTLS: the server's reply had more behind it");
	d->ssl = SSL_new(d->tls.ctx);
	SSL_set_fd(d->ssl, d->fd);
	return shake_hands(d, error) && apres_smtp_dialogue_greet(d, helo, error);
}

/* PLAIN (RFC 4616): NUL, user, NUL, password. */
static char *
plain_line(const char *user, const char *password)
{
	g_autoptr(GString) blob = g_string_new(NULL);

	g_string_append_c(blob, '\0');
	g_string_append_len(blob, user, (gssize)strlen(user) + 1);
	g_string_append(blob, password);
	g_autofree char *coded = g_base64_encode((const guchar *)blob->str, blob->len);
	explicit_bzero(blob->str, blob->len);
	return g_strconcat("AUTH PLAIN ", coded, NULL);
}

bool
apres_smtp_dialogue_login(apres_smtp_dialogue *d, const char *user, const char *password,
			  GError **error)
{
	const char *offered = apres_smtp_dialogue_offers(d, "AUTH");
	g_auto(GStrv) ways = g_strsplit(offered != NULL ? offered : "", " ", -1);

	if (offered == NULL)
		return apres_throw(error, APRES_ERROR_TEMP,
				   "the server does not offer AUTH");
	if (g_strv_contains((const char *const *)ways, "PLAIN")) {
		g_autofree char *line = plain_line(user, password);
		return expect(d, line, 235, error);
	}
	if (!g_strv_contains((const char *const *)ways, "LOGIN"))
		return apres_throw(
			error, APRES_ERROR_TEMP,
			"the server offers AUTH %s, but neither PLAIN nor LOGIN",
			offered);
	g_autofree char *name = g_base64_encode((const guchar *)user, strlen(user));
	g_autofree char *secret =
		g_base64_encode((const guchar *)password, strlen(password));
	return expect(d, "AUTH LOGIN", 334, error) && expect(d, name, 334, error) &&
	       expect(d, secret, 235, error);
}
