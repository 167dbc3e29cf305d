/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "sink.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

void
sink_finish(void)
{
	_exit(0);
}

void
sink_note(const sink_session *s, const char *fmt, ...)
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

void
sink_put(sink_session *s, const char *bytes, gsize len)
{
	while (len > 0) {
		ssize_t n = s->ssl != NULL ? SSL_write(s->ssl, bytes, (int)len)
					   : send(s->fd, bytes, len, MSG_NOSIGNAL);
		if (n <= 0)
			sink_finish();
		bytes += n;
		len -= (gsize)n;
	}
}

void
sink_say(sink_session *s, const char *text)
{
	sink_put(s, text, strlen(text));
}

void
sink_stall(sink_session *s)
{
	struct pollfd wait = { s->fd, POLLIN, 0 };
	char waste[4096];

	while (poll(&wait, 1, 60000) > 0 && recv(s->fd, waste, sizeof waste, 0) > 0)
		continue;
	sink_note(s, "gone %u", s->connection);
	sink_finish();
}

/* The kernel forgets the first wish with each read. */
static void
be_quick(const sink_session *s)
{
	const int yes = 1;

	setsockopt(s->fd, IPPROTO_TCP, TCP_QUICKACK, &yes, sizeof yes);
	setsockopt(s->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

int
sink_next_byte(sink_session *s)
{
	if (s->at == s->have) {
		if (s->opt->quick)
			be_quick(s);
		ssize_t n = s->ssl != NULL ? SSL_read(s->ssl, s->buffer, sizeof s->buffer)
					   : recv(s->fd, s->buffer, sizeof s->buffer, 0);
		if (n <= 0) {
			sink_note(s, "gone %u", s->connection);
			sink_finish();
		}
		s->have = (gsize)n;
		s->at = 0;
	}
	return (guchar)s->buffer[s->at++];
}

void
sink_read_line(sink_session *s, GString *line)
{
	int c;

	g_string_truncate(line, 0);
	do {
		c = sink_next_byte(s);
		g_string_append_c(line, (char)c);
	} while (c != '\n');
}
