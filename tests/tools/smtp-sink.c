/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A mail server that misbehaves on request, for tests.  Prints its port, then
 * serves until its standard input ends.
 *
 *	smtp-sink [-d FOLDER] [-l LOG] [-c CERT.pem] [-u USER:PASSWORD] [-x NAME]... [-b]
 *[FAULT]...
 *
 *	-d  write each message that was acknowledged to FOLDER/CONNECTION.NUMBER
 *	-l  append a line for each event: "accepted 1.1 <rcpt>" only after a complete 250
 *	-c  offer STARTTLS with this certificate and key
 *	-u  offer AUTH PLAIN LOGIN; MAIL needs it
 *	-x  offer this extension, too (CHUNKING)
 *	-b  bare: offer no extension at all
 *
 * FAULT is STAGE=ACTION[@CONNECTION[.MESSAGE]], counted from 1; without a
 * number, always.  Stages: greet ehlo starttls auth mail null (MAIL
 * FROM:<> alone) rcpt data body dot bdat last rset quit.  Actions: drop, rst (reset),
 *stall (until the peer goes), partial ("250", no end of line, drop), half ("250 2.0.0
 *que", drop), garbage, extra (the usual reply and one more), inject (STARTTLS: plain
 *replies behind the 220), trickle (the usual reply, a byte at a time, never ending), or a
 * reply such as 451; 421 also closes.  Recipients bad@, temp@ and
 * closing@ are answered with 550, 451 and 421.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gprintf.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct options {
	const char *folder, *log, *cert, *login;
	GPtrArray *extensions; /* const char * */
	char **faults;
} options;

typedef struct session {
	const options *opt;
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
} session;

static G_NORETURN void
finish(void)
{
	_exit(0);
}

static void note(const session *s, const char *fmt, ...) G_GNUC_PRINTF(2, 3);

static void
note(const session *s, const char *fmt, ...)
{
	va_list ap;

	if (s->opt->log == NULL)
		return;
	va_start(ap, fmt);
	g_autofree char *text = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	g_autofree char *line = g_strdup_printf("%s\n", text);
	int fd = open(s->opt->log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	/* A session may outlive the test and its folder. */
	if (fd < 0 || write(fd, line, strlen(line)) < 0)
		return;
	close(fd);
}

static void
put(session *s, const char *bytes, gsize len)
{
	while (len > 0) {
		ssize_t n = s->ssl != NULL ? SSL_write(s->ssl, bytes, (int)len)
					   : send(s->fd, bytes, len, MSG_NOSIGNAL);
		if (n <= 0)
			finish();
		bytes += n;
		len -= (gsize)n;
	}
}

static void
say(session *s, const char *text)
{
	put(s, text, strlen(text));
}

/* Read and forget until the peer goes; a minute at most, so that nothing stays behind. */
static void
stall(session *s)
{
	struct pollfd wait = { s->fd, POLLIN, 0 };
	char waste[4096];

	while (poll(&wait, 1, 60000) > 0 && recv(s->fd, waste, sizeof waste, 0) > 0)
		continue;
	note(s, "gone %u", s->connection);
	finish();
}

static int
next_byte(session *s)
{
	if (s->at == s->have) {
		ssize_t n = s->ssl != NULL ? SSL_read(s->ssl, s->buffer, sizeof s->buffer)
					   : recv(s->fd, s->buffer, sizeof s->buffer, 0);
		if (n <= 0) {
			note(s, "gone %u", s->connection);
			finish();
		}
		s->have = (gsize)n;
		s->at = 0;
	}
	return (guchar)s->buffer[s->at++];
}

/* One line with its end. */
static void
read_line(session *s, GString *line)
{
	int c;

	g_string_truncate(line, 0);
	do {
		c = next_byte(s);
		g_string_append_c(line, (char)c);
	} while (c != '\n');
}

/* The action wanted at STAGE now, or NULL. */
static const char *
fault_at(const session *s, const char *stage)
{
	gsize len = strlen(stage);

	for (char **f = s->opt->faults; *f != NULL; f++) {
		if (strncmp(*f, stage, len) != 0 || (*f)[len] != '=')
			continue;
		const char *when = strchr(*f, '@');
		guint connection = 0, message = 0;
		if (when != NULL && sscanf(when, "@%u.%u", &connection, &message) < 1)
			g_error("bad fault %s", *f);
		if ((connection == 0 || connection == s->connection) &&
		    (message == 0 || message == s->message))
			return *f + len + 1;
	}
	return NULL;
}

static bool
is_action(const char *action, const char *name)
{
	return strcspn(action, "@") == strlen(name) &&
	       strncmp(action, name, strlen(name)) == 0;
}

static void
trickle(session *s, const char *usual)
{
	struct pollfd wait = { s->fd, POLLRDHUP, 0 };

	/* Never the end of the line, and always something for the next read. */
	for (gsize i = 0;; i = (i + 1) % strcspn(usual, "\r")) {
		put(s, usual + i, 1);
		if (poll(&wait, 1, 200) != 0)
			finish();
	}
}

/* Do what STAGE asks for; false if nothing was said and the usual is to be said. */
static bool
misbehave(session *s, const char *stage, const char *usual)
{
	const char *action = fault_at(s, stage);

	if (action == NULL)
		return false;
	note(s, "fault %u.%u %s", s->connection, s->message, stage);
	if (is_action(action, "stall"))
		stall(s);
	if (is_action(action, "partial"))
		say(s, "250");
	if (is_action(action, "half"))
		say(s, "250 2.0.0 que");
	if (is_action(action, "rst")) {
		struct linger hard = { 1, 0 };
		setsockopt(s->fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
	}
	if (is_action(action, "drop") || is_action(action, "rst") ||
	    is_action(action, "partial") || is_action(action, "half")) {
		close(s->fd);
		finish();
	}
	if (is_action(action, "trickle"))
		trickle(s, usual);
	if (is_action(action, "garbage")) {
		say(s, "what is this?\r\n");
	} else if (is_action(action, "extra")) {
		say(s, usual);
		say(s, "250 2.0.0 extra\r\n");
	} else if (g_ascii_isdigit(*action)) {
		g_autofree char *reply =
			g_strdup_printf("%.3s %c.3.0 as asked\r\n", action, *action);
		say(s, reply);
		if (strncmp(action, "421", 3) == 0) {
			close(s->fd);
			finish();
		}
	} else {
		return false;
	}
	return true;
}

static void
answer(session *s, const char *stage, const char *usual)
{
	if (!misbehave(s, stage, usual))
		say(s, usual);
}

/* The message is whole and the 250 is said in full: only now it is ours. */
static void
accept_message(session *s, const char *stage)
{
	g_autofree char *usual = g_strdup_printf("250 2.0.0 queued as %u.%u\r\n",
						 s->connection, s->message);

	note(s, "received %u.%u", s->connection, s->message);
	if (misbehave(s, stage, usual)) {
		const char *action = fault_at(s, stage);
		if (!is_action(action, "extra") && *action != '2')
			return;
	} else {
		say(s, usual);
	}
	note(s, "accepted %u.%u <%s>", s->connection, s->message, s->recipient);
	if (s->opt->folder == NULL)
		return;
	g_autofree char *name =
		g_strdup_printf("%s/%u.%u", s->opt->folder, s->connection, s->message);
	g_file_set_contents(name, s->data->str, (gssize)s->data->len, NULL);
}

static void
do_ehlo(session *s)
{
	g_autoptr(GString) reply = g_string_new("250-sink.example\r\n");

	for (guint i = 0; i < s->opt->extensions->len; i++)
		g_string_append_printf(reply, "250-%s\r\n",
				       (const char *)s->opt->extensions->pdata[i]);
	if (s->opt->cert != NULL && s->ssl == NULL)
		g_string_append(reply, "250-STARTTLS\r\n");
	if (s->opt->login != NULL)
		g_string_append(reply, "250-AUTH PLAIN LOGIN\r\n");
	g_string_append(reply, "250 HELP\r\n");
	answer(s, "ehlo", reply->str);
}

static int
on_server_name(SSL *ssl, int *alert G_GNUC_UNUSED, void *arg)
{
	const char *name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);

	note(arg, "sni %s", name != NULL ? name : "-");
	return SSL_TLSEXT_ERR_OK;
}

static void
do_starttls(session *s)
{
	const char *action = fault_at(s, "starttls");

	if (action != NULL && is_action(action, "inject"))
		say(s, "220 go\r\n250-injected.example\r\n250 SIZE 1\r\n");
	else if (misbehave(s, "starttls", "220 go\r\n"))
		return;
	else
		say(s, "220 go\r\n");
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());
	if (SSL_CTX_use_certificate_chain_file(ctx, s->opt->cert) != 1 ||
	    SSL_CTX_use_PrivateKey_file(ctx, s->opt->cert, SSL_FILETYPE_PEM) != 1)
		finish();
	SSL_CTX_set_tlsext_servername_callback(ctx, on_server_name);
	SSL_CTX_set_tlsext_servername_arg(ctx, s);
	s->ssl = SSL_new(ctx);
	SSL_set_fd(s->ssl, s->fd);
	if (SSL_accept(s->ssl) != 1) {
		note(s, "no-tls %u", s->connection);
		finish();
	}
	s->have = s->at = 0;
	note(s, "tls %u %s", s->connection, SSL_get_version(s->ssl));
}

static void
do_auth(session *s, const char *line, GString *more)
{
	g_autofree char *mechanism = NULL, *user = NULL, *password = NULL;
	g_auto(GStrv) word = g_strsplit_set(line, " \r\n", -1);
	gsize len;

	if (g_strv_length(word) > 2 && g_ascii_strcasecmp(word[1], "PLAIN") == 0 &&
	    *word[2]) {
		g_autofree guchar *blob = g_base64_decode(word[2], &len);
		const char *first = memchr(blob, 0, len);
		const char *second =
			first ? memchr(first + 1, 0,
				       len - (gsize)(first + 1 - (char *)blob))
			      : NULL;
		if (second != NULL) {
			user = g_strdup(first + 1);
			password = g_strndup(second + 1,
					     len - (gsize)(second + 1 - (char *)blob));
		}
	} else {
		say(s, "334 VXNlcm5hbWU6\r\n");
		read_line(s, more);
		user = (char *)g_base64_decode(more->str, &len);
		say(s, "334 UGFzc3dvcmQ6\r\n");
		read_line(s, more);
		password = (char *)g_base64_decode(more->str, &len);
	}
	g_autofree char *login = g_strdup_printf("%s:%s", user, password);
	s->authed = g_strcmp0(login, s->opt->login) == 0;
	note(s, "auth %u %s", s->connection, s->authed ? "ok" : "refused");
	answer(s, "auth", s->authed ? "235 2.7.0 ok\r\n" : "535 5.7.8 no\r\n");
}

static void
do_mail(session *s, const char *line)
{
	s->message++;
	s->recipients = 0;
	s->chunk_failed = false;
	g_string_truncate(s->data, 0);
	note(s, "mail %u.%u %s", s->connection, s->message, line);
	if (s->opt->login != NULL && !s->authed)
		say(s, "530 5.7.0 authenticate first\r\n");
	else if (strstr(line, "<>") != NULL && fault_at(s, "null") != NULL)
		answer(s, "null", "250 2.1.0 ok\r\n");
	else
		answer(s, "mail", "250 2.1.0 ok\r\n");
}

static void
do_rcpt(session *s, const char *line)
{
	note(s, "rcpt %u.%u %s", s->connection, s->message, line);
	if (strstr(line, "<bad@") != NULL) {
		say(s, "550 5.1.1 no such user\r\n");
	} else if (strstr(line, "<temp@") != NULL) {
		say(s, "451 4.2.1 try later\r\n");
	} else if (strstr(line, "<closing@") != NULL) {
		say(s, "421 4.3.2 closing\r\n");
		close(s->fd);
		finish();
	} else if (!misbehave(s, "rcpt", "250 2.1.5 ok\r\n")) {
		const char *open = strchr(line, '<');
		g_strlcpy(s->recipient, open ? open + 1 : "", sizeof s->recipient);
		s->recipient[strcspn(s->recipient, ">")] = '\0';
		s->recipients++;
		say(s, "250 2.1.5 ok\r\n");
	}
}

static void
do_data(session *s, GString *line)
{
	const char *body = fault_at(s, "body");

	if (s->recipients == 0) {
		say(s, "554 5.5.1 no valid recipients\r\n");
		return;
	}
	if (misbehave(s, "data", "354 go\r\n"))
		return;
	say(s, "354 go\r\n");
	for (;;) {
		read_line(s, line);
		if (body != NULL)
			misbehave(s, "body", "250 2.0.0 ok\r\n");
		if (strcmp(line->str, ".\r\n") == 0)
			break;
		g_string_append(s->data, line->str + (line->str[0] == '.'));
	}
	accept_message(s, "dot");
}

static void
do_bdat(session *s, const char *line)
{
	gsize len = g_ascii_strtoull(line + 5, NULL, 10);
	bool last = g_strrstr(line, "LAST") != NULL;

	while (len-- > 0)
		g_string_append_c(s->data, (char)next_byte(s));
	note(s, "chunk %u.%u%s", s->connection, s->message, last ? " last" : "");
	if (s->recipients == 0)
		say(s, "554 5.5.1 no valid recipients\r\n");
	else if (s->chunk_failed)
		say(s, "503 5.5.1 out of order\r\n");
	else if (last)
		accept_message(s, "last");
	else if ((s->chunk_failed = misbehave(s, "bdat", "250 2.0.0 chunk ok\r\n")) ==
		 false)
		say(s, "250 2.0.0 chunk ok\r\n");
}

static bool
is_verb(const GString *line, const char *verb)
{
	return g_ascii_strncasecmp(line->str, verb, strlen(verb)) == 0;
}

static G_NORETURN void
serve(session *s)
{
	g_autoptr(GString) line = g_string_new(NULL);

	answer(s, "greet", "220 sink.example ESMTP\r\n");
	for (;;) {
		read_line(s, line);
		g_autofree char *text = g_strndup(line->str, strcspn(line->str, "\r\n"));
		if (is_verb(line, "EHLO"))
			do_ehlo(s);
		else if (is_verb(line, "HELO"))
			say(s, "250 sink.example\r\n");
		else if (is_verb(line, "STARTTLS"))
			do_starttls(s);
		else if (is_verb(line, "AUTH"))
			do_auth(s, text, line);
		else if (is_verb(line, "MAIL FROM:"))
			do_mail(s, text);
		else if (is_verb(line, "RCPT TO:"))
			do_rcpt(s, text);
		else if (is_verb(line, "DATA"))
			do_data(s, line);
		else if (is_verb(line, "BDAT "))
			do_bdat(s, text);
		else if (is_verb(line, "RSET"))
			answer(s, "rset", "250 2.0.0 ok\r\n");
		else if (is_verb(line, "QUIT"))
			break;
		else
			say(s, "500 5.5.1 what?\r\n");
	}
	note(s, "quit %u", s->connection);
	answer(s, "quit", "221 2.0.0 bye\r\n");
	finish();
}

static int
listen_on_loopback(void)
{
	struct sockaddr_in addr = { .sin_family = AF_INET,
				    .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t len = sizeof addr;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&addr, len) < 0 || listen(fd, 64) < 0 ||
	    getsockname(fd, (struct sockaddr *)&addr, &len) < 0)
		g_error("no socket: %s", g_strerror(errno));
	g_print("%d\n", ntohs(addr.sin_port));
	fflush(stdout);
	return fd;
}

static void
parse(int argc, char **argv, options *opt)
{
	static const char *const usual[] = { "PIPELINING", "SIZE 10000000", "8BITMIME",
					     "DSN", "ENHANCEDSTATUSCODES" };
	int c;

	opt->extensions = g_ptr_array_new();
	for (guint i = 0; i < G_N_ELEMENTS(usual); i++)
		g_ptr_array_add(opt->extensions, (gpointer)usual[i]);
	while ((c = getopt(argc, argv, "d:l:c:u:x:b")) != -1) {
		switch (c) {
		case 'd': opt->folder = optarg; break;
		case 'l': opt->log = optarg; break;
		case 'c': opt->cert = optarg; break;
		case 'u': opt->login = optarg; break;
		case 'x': g_ptr_array_add(opt->extensions, optarg); break;
		case 'b': g_ptr_array_set_size(opt->extensions, 0); break;
		default: exit(64);
		}
	}
	opt->faults = argv + optind;
}

int
main(int argc, char **argv)
{
	options opt = { 0 };

	parse(argc, argv, &opt);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGCHLD, SIG_IGN); /* sessions are never waited for */
	int listener = listen_on_loopback();
	struct pollfd wait[] = { { listener, POLLIN, 0 }, { STDIN_FILENO, POLLIN, 0 } };
	for (guint connection = 1; poll(wait, 2, -1) > 0 || errno == EINTR;) {
		if (wait[1].revents != 0)
			break;
		if ((wait[0].revents & POLLIN) == 0)
			continue;
		int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
		if (fd < 0)
			continue;
		session *s = g_new0(session, 1);
		s->opt = &opt;
		s->fd = fd;
		s->connection = connection++;
		s->data = g_string_new(NULL);
		if (fork() == 0) {
			close(listener);
			close(STDIN_FILENO);
			serve(s);
		}
		close(fd);
		g_string_free(s->data, TRUE);
		g_free(s);
	}
	return 0;
}
