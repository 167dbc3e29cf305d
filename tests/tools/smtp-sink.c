/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A mail server that misbehaves on request, for tests.  Prints its port, then
 * serves until its standard input ends.
 *
 *	smtp-sink [-d FOLDER] [-l LOG] [-c CERT.pem] [-u USER:PASSWORD] [-x NAME]...
 *		[-bq] [FAULT]...
 *
 *	-d  write each message that was acknowledged to FOLDER/CONNECTION.NUMBER
 *	-l  append a line for each event: "accepted 1.1 <rcpt>" only after a complete 250
 *	-c  offer STARTTLS with this certificate and key
 *	-u  offer AUTH PLAIN LOGIN; MAIL needs it
 *	-x  offer this extension, too (CHUNKING)
 *	-b  bare: offer no extension at all
 *	-q  quick: no client waits 40 ms for a delayed acknowledgement
 *
 * FAULT is STAGE=ACTION[@CONNECTION[.MESSAGE]], counted from 1; without a number,
 * always.  Stages: greet ehlo starttls auth mail null (MAIL FROM:<> alone) rcpt data
 * body dot bdat last rset quit.  Actions:
 *
 *	drop		close the connection
 *	rst		reset it
 *	stall		say nothing until the peer goes
 *	partial		"250", no end of line, drop
 *	half		"250 2.0.0 que", drop
 *	garbage		what is no reply
 *	extra		the usual reply and one more
 *	inject		STARTTLS: plain replies behind the 220
 *	trickle		the usual reply, a byte at a time, never ending
 *	451		or any other reply; 421 also closes
 *
 * Recipients bad@, temp@ and closing@ are answered with 550, 451 and 421.
 */
#include "config.h"
#include "sink.h"

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

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
parse(int argc, char **argv, sink_options *opt)
{
	static const char *const usual[] = { "PIPELINING", "SIZE 10000000", "8BITMIME",
					     "DSN", "ENHANCEDSTATUSCODES" };
	int c;

	opt->extensions = g_ptr_array_new();
	for (guint i = 0; i < G_N_ELEMENTS(usual); i++)
		g_ptr_array_add(opt->extensions, (gpointer)usual[i]);
	while ((c = getopt(argc, argv, "d:l:c:u:x:bq")) != -1) {
		switch (c) {
		case 'd': opt->folder = optarg; break;
		case 'l': opt->log = optarg; break;
		case 'c': opt->cert = optarg; break;
		case 'u': opt->login = optarg; break;
		case 'x': g_ptr_array_add(opt->extensions, optarg); break;
		case 'q': opt->quick = true; break;
		case 'b': g_ptr_array_set_size(opt->extensions, 0); break;
		default: exit(64);
		}
	}
	opt->faults = argv + optind;
}

int
main(int argc, char **argv)
{
	sink_options opt = { 0 };

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
		sink_session *s = g_new0(sink_session, 1);
		s->opt = &opt;
		s->fd = fd;
		s->connection = connection++;
		s->data = g_string_new(NULL);
		if (fork() == 0) {
			close(listener);
			close(STDIN_FILENO);
			sink_serve(s);
		}
		close(fd);
		g_string_free(s->data, TRUE);
		g_free(s);
	}
	g_ptr_array_unref(opt.extensions);
	return 0;
}
