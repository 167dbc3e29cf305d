/* SPDX-License-Identifier: Apache-2.0 */
/* The delivery process: a transport between packets. */
#include "config.h"
#include "deliver/delivery-worker.h"
#include "deliver/batch.h"
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

typedef struct work {
	GPtrArray *batches;
	bool well; /* the last one was sent */
} work;

static void
tell_outcome(const apres_job *job, apres_outcome outcome, const char *words,
	     void *context)
{
	work *w = context;
	apres_delivery_note note = { .kind = APRES_DELIVERY_SETTLED,
				     .outcome = outcome,
				     .id = job->id };

	g_strlcpy(note.words, words != NULL ? words : "", sizeof note.words);
	w->well = outcome == APRES_OUTCOME_SENT;
	tell(&note);
}

/* The next batch; NULL: there is none, the writer has ended the session, or
 * CONNECTION (-1: none) says what nobody has asked for, mostly that it ends. */
static const GPtrArray *
next_batch(work *w, int connection)
{
	struct pollfd wait[] = { { APRES_CHILD_FD, POLLIN, 0 },
				 { connection, POLLIN, 0 } };
	int ready;

	do
		ready = poll(wait, 2, -1);
	while (ready < 0 && errno == EINTR);
	if (ready < 0 || wait[1].revents != 0)
		return NULL;
	apres_batch *batch = apres_batch_receive(APRES_CHILD_FD);
	if (batch == NULL)
		return NULL;
	g_ptr_array_add(w->batches, batch);
	return batch->jobs;
}

/* Where there is trouble a process of its own, after a pause, is the better next try. */
static const GPtrArray *
wait_for_more(int connection, void *context)
{
	const apres_delivery_note note = { .kind = APRES_DELIVERY_WAITS };
	work *w = context;

	if (!w->well)
		return NULL;
	tell(&note);
	return next_batch(w, connection);
}

/* From here on nothing can be sent to us any more, and what was goes back. */
static void
return_rest(work *w)
{
	shutdown(APRES_CHILD_FD, SHUT_RD);
	g_autoptr(apres_batch) batch = apres_batch_receive(APRES_CHILD_FD);
	for (guint i = 0; batch != NULL && i < batch->jobs->len; i++)
		tell_outcome(batch->jobs->pdata[i], APRES_OUTCOME_RETURNED, NULL, w);
}

void
apres_delivery_run(const apres_transport_config *config, int fd, int parent)
{
	g_autoptr(GPtrArray) batches =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_batch_free);
	work w = { .batches = batches };
	const apres_hand_over to = { ask_writer, tell_outcome, wait_for_more, &w };

	set_signals();
	if (!apres_child_keep_only(fd, parent))
		_exit(70);
	const GPtrArray *jobs = next_batch(&w, -1);
	if (jobs == NULL)
		_exit(70);
	apres_transport_for(config->kind)->deliver(config, jobs, &to);
	return_rest(&w);
	_exit(0);
}
