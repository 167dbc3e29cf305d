/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "sink.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

const char *
sink_fault_at(const sink_session *s, const char *stage)
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

bool
sink_is_action(const char *action, const char *name)
{
	return strcspn(action, "@") == strlen(name) &&
	       strncmp(action, name, strlen(name)) == 0;
}

static void
trickle(sink_session *s, const char *usual)
{
	struct pollfd wait = { s->fd, POLLRDHUP, 0 };

	/* Never the end of the line, and always something for the next read. */
	for (gsize i = 0;; i = (i + 1) % strcspn(usual, "\r")) {
		sink_put(s, usual + i, 1);
		if (poll(&wait, 1, 200) != 0)
			sink_finish();
	}
}

bool
sink_misbehave(sink_session *s, const char *stage, const char *usual)
{
	const char *action = sink_fault_at(s, stage);

	if (action == NULL)
		return false;
	sink_note(s, "fault %u.%u %s", s->connection, s->message, stage);
	if (sink_is_action(action, "stall"))
		sink_stall(s);
	if (sink_is_action(action, "partial"))
		sink_say(s, "250");
	if (sink_is_action(action, "half"))
		sink_say(s, "250 2.0.0 que");
	if (sink_is_action(action, "rst")) {
		struct linger hard = { 1, 0 };
		setsockopt(s->fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
	}
	if (sink_is_action(action, "drop") || sink_is_action(action, "rst") ||
	    sink_is_action(action, "partial") || sink_is_action(action, "half")) {
		close(s->fd);
		sink_finish();
	}
	if (sink_is_action(action, "trickle"))
		trickle(s, usual);
	if (sink_is_action(action, "garbage")) {
		sink_say(s, "what is this?\r\n");
	} else if (sink_is_action(action, "extra")) {
		sink_say(s, usual);
		sink_say(s, "250 2.0.0 extra\r\n");
	} else if (g_ascii_isdigit(*action)) {
		g_autofree char *reply =
			g_strdup_printf("%.3s %c.3.0 as asked\r\n", action, *action);
		sink_say(s, reply);
		if (strncmp(action, "421", 3) == 0) {
			close(s->fd);
			sink_finish();
		}
	} else {
		return false;
	}
	return true;
}

void
sink_answer(sink_session *s, const char *stage, const char *usual)
{
	if (!sink_misbehave(s, stage, usual))
		sink_say(s, usual);
}
