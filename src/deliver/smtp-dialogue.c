/* SPDX-License-Identifier: Apache-2.0 */
/* From the connection to the login. */
#include "config.h"
#include "deliver/smtp-dialogue-parts.h"
#include "util/autoptr.h"
#include "util/error.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

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
	if (!apres_smtp_wait(d, POLLOUT, error))
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
	int code = apres_smtp_reply_read(d, error);
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
		short events = apres_smtp_events(d, done, 0);
		if (events != 0 && apres_smtp_wait(d, events, error))
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
		return apres_smtp_fail(d, error,
				       "STARTTLS: the server's reply had more behind it");
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
