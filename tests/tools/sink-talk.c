/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "sink.h"

#include <string.h>
#include <unistd.h>

/* The message is whole and the 250 is said in full: only now it is ours. */
static void
accept_message(sink_session *s, const char *stage)
{
	g_autofree char *usual = g_strdup_printf("250 2.0.0 queued as %u.%u\r\n",
						 s->connection, s->message);

	sink_note(s, "received %u.%u", s->connection, s->message);
	if (sink_misbehave(s, stage, usual)) {
		const char *action = sink_fault_at(s, stage);
		if (!sink_is_action(action, "extra") && *action != '2')
			return;
	} else {
		sink_say(s, usual);
	}
	sink_note(s, "accepted %u.%u <%s>", s->connection, s->message, s->recipient);
	if (s->opt->folder == NULL)
		return;
	g_autofree char *name =
		g_strdup_printf("%s/%u.%u", s->opt->folder, s->connection, s->message);
	g_file_set_contents(name, s->data->str, (gssize)s->data->len, NULL);
}

static void
do_ehlo(sink_session *s)
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
	sink_answer(s, "ehlo", reply->str);
}

static int
on_server_name(SSL *ssl, int *alert G_GNUC_UNUSED, void *arg)
{
	const char *name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);

	sink_note(arg, "sni %s", name != NULL ? name : "-");
	return SSL_TLSEXT_ERR_OK;
}

static void
do_starttls(sink_session *s)
{
	const char *action = sink_fault_at(s, "starttls");

	if (action != NULL && sink_is_action(action, "inject"))
		sink_say(s, "220 go\r\n250-injected.example\r\n250 SIZE 1\r\n");
	else if (sink_misbehave(s, "starttls", "220 go\r\n"))
		return;
	else
		sink_say(s, "220 go\r\n");
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());
	if (SSL_CTX_use_certificate_chain_file(ctx, s->opt->cert) != 1 ||
	    SSL_CTX_use_PrivateKey_file(ctx, s->opt->cert, SSL_FILETYPE_PEM) != 1)
		sink_finish();
	SSL_CTX_set_tlsext_servername_callback(ctx, on_server_name);
	SSL_CTX_set_tlsext_servername_arg(ctx, s);
	s->ssl = SSL_new(ctx);
	SSL_set_fd(s->ssl, s->fd);
	if (SSL_accept(s->ssl) != 1) {
		sink_note(s, "no-tls %u", s->connection);
		sink_finish();
	}
	s->have = s->at = 0;
	sink_note(s, "tls %u %s", s->connection, SSL_get_version(s->ssl));
}

static void
do_auth(sink_session *s, const char *line, GString *more)
{
	g_autofree char *user = NULL, *password = NULL;
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
		sink_say(s, "334 VXNlcm5hbWU6\r\n");
		sink_read_line(s, more);
		user = (char *)g_base64_decode(more->str, &len);
		sink_say(s, "334 UGFzc3dvcmQ6\r\n");
		sink_read_line(s, more);
		password = (char *)g_base64_decode(more->str, &len);
	}
	g_autofree char *login = g_strdup_printf("%s:%s", user, password);
	s->authed = g_strcmp0(login, s->opt->login) == 0;
	sink_note(s, "auth %u %s", s->connection, s->authed ? "ok" : "refused");
	sink_answer(s, "auth", s->authed ? "235 2.7.0 ok\r\n" : "535 5.7.8 no\r\n");
}

static void
do_mail(sink_session *s, const char *line)
{
	s->message++;
	s->recipients = 0;
	s->chunk_failed = false;
	g_string_truncate(s->data, 0);
	sink_note(s, "mail %u.%u %s", s->connection, s->message, line);
	if (s->opt->login != NULL && !s->authed)
		sink_say(s, "530 5.7.0 authenticate first\r\n");
	else if (strstr(line, "<>") != NULL && sink_fault_at(s, "null") != NULL)
		sink_answer(s, "null", "250 2.1.0 ok\r\n");
	else
		sink_answer(s, "mail", "250 2.1.0 ok\r\n");
}

static void
do_rcpt(sink_session *s, const char *line)
{
	sink_note(s, "rcpt %u.%u %s", s->connection, s->message, line);
	if (strstr(line, "<bad@") != NULL) {
		sink_say(s, "550 5.1.1 no such user\r\n");
	} else if (strstr(line, "<temp@") != NULL) {
		sink_say(s, "451 4.2.1 try later\r\n");
	} else if (strstr(line, "<closing@") != NULL) {
		sink_say(s, "421 4.3.2 closing\r\n");
		close(s->fd);
		sink_finish();
	} else if (!sink_misbehave(s, "rcpt", "250 2.1.5 ok\r\n")) {
		const char *open = strchr(line, '<');
		g_strlcpy(s->recipient, open ? open + 1 : "", sizeof s->recipient);
		s->recipient[strcspn(s->recipient, ">")] = '\0';
		s->recipients++;
		sink_say(s, "250 2.1.5 ok\r\n");
	}
}

static void
do_data(sink_session *s, GString *line)
{
	const char *body = sink_fault_at(s, "body");

	if (s->recipients == 0) {
		sink_say(s, "554 5.5.1 no valid recipients\r\n");
		return;
	}
	if (sink_misbehave(s, "data", "354 go\r\n"))
		return;
	sink_say(s, "354 go\r\n");
	for (;;) {
		sink_read_line(s, line);
		if (body != NULL)
			sink_misbehave(s, "body", "250 2.0.0 ok\r\n");
		if (strcmp(line->str, ".\r\n") == 0)
			break;
		g_string_append(s->data, line->str + (line->str[0] == '.'));
	}
	accept_message(s, "dot");
}

static void
do_bdat(sink_session *s, const char *line)
{
	gsize len = g_ascii_strtoull(line + 5, NULL, 10);
	bool last = g_strrstr(line, "LAST") != NULL;

	while (len-- > 0)
		g_string_append_c(s->data, (char)sink_next_byte(s));
	sink_note(s, "chunk %u.%u%s", s->connection, s->message, last ? " last" : "");
	if (s->recipients == 0)
		sink_say(s, "554 5.5.1 no valid recipients\r\n");
	else if (s->chunk_failed)
		sink_say(s, "503 5.5.1 out of order\r\n");
	else if (last)
		accept_message(s, "last");
	else if ((s->chunk_failed =
			  sink_misbehave(s, "bdat", "250 2.0.0 chunk ok\r\n")) == false)
		sink_say(s, "250 2.0.0 chunk ok\r\n");
}

static bool
is_verb(const GString *line, const char *verb)
{
	return g_ascii_strncasecmp(line->str, verb, strlen(verb)) == 0;
}

void
sink_serve(sink_session *s)
{
	g_autoptr(GString) line = g_string_new(NULL);

	sink_answer(s, "greet", "220 sink.example ESMTP\r\n");
	for (;;) {
		sink_read_line(s, line);
		g_autofree char *text = g_strndup(line->str, strcspn(line->str, "\r\n"));
		if (is_verb(line, "EHLO"))
			do_ehlo(s);
		else if (is_verb(line, "HELO"))
			sink_say(s, "250 sink.example\r\n");
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
			sink_answer(s, "rset", "250 2.0.0 ok\r\n");
		else if (is_verb(line, "QUIT"))
			break;
		else
			sink_say(s, "500 5.5.1 what?\r\n");
	}
	sink_note(s, "quit %u", s->connection);
	sink_answer(s, "quit", "221 2.0.0 bye\r\n");
	sink_finish();
}
