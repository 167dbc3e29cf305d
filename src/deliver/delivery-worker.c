/* SPDX-License-Identifier: Apache-2.0 */
/* The delivery process: a transport between two packets. */
#include "config.h"
#include "deliver/delivery-worker.h"
#include "util/child.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* The end of the service is the writer's business: what is under way is finished. */
static void
set_signals(void)
{
	sigset_t none;

	signal(SIGTERM, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Without the writer there is nobody to remember: end before anything more happens. */
static void
tell(const apres_delivery_note *note)
{
	ssize_t n;

	do
		n = send(APRES_CHILD_FD, note, sizeof *note, MSG_NOSIGNAL);
	while (n < 0 && errno == EINTR);
	if (n != (ssize_t)sizeof *note)
		_exit(70);
}

static bool
ask_writer(const apres_job *job, void *context G_GNUC_UNUSED)
{
	const apres_delivery_note note = { .kind = APRES_DELIVERY_ASKS, .id = job->id };
	apres_delivery_answer answer = { 0 };
	struct pollfd wait = { APRES_CHILD_FD, POLLIN, 0 };
	int ready;

	tell(&note);
	do
		ready = poll(&wait, 1, APRES_DELIVERY_ANSWER_SECS * 1000);
	while (ready < 0 && errno == EINTR);
	return ready == 1 &&
	       recv(APRES_CHILD_FD, &answer, sizeof answer, 0) ==
		       (ssize_t)sizeof answer &&
	       answer.id == job->id && answer.go;
}

static void
tell_outcome(const apres_job *job, apres_outcome outcome, const char *words,
	     void *context G_GNUC_UNUSED)
{
	apres_delivery_note note = { .kind = APRES_DELIVERY_SETTLED,
				     .outcome = outcome,
				     .id = job->id };

	g_strlcpy(note.words, words != NULL ? words : "", sizeof note.words);
	tell(&note);
}

void
apres_delivery_run(const apres_transport_config *config, const GPtrArray *jobs, int fd,
		   int parent)
{
	const apres_hand_over to = { ask_writer, tell_outcome, NULL };

	set_signals();
	if (!apres_child_keep_only(fd, parent))
		_exit(70);
	apres_transport_for(config->kind)->deliver(config, jobs, &to);
	_exit(0);
}
