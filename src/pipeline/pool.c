/* SPDX-License-Identifier: Apache-2.0 */
/* The parent's side of the worker processes. */
#include "config.h"
#include "pipeline/pool.h"
#include "intake/frame.h"
#include "pipeline/reading-json.h"
#include "pipeline/worker.h"
#include "util/autoptr.h"
#include "util/error.h"
#include "util/heap.h"

#include <errno.h>
#include <glib-unix.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>

/* Then it is renewed: leaks and its CPU limit stay bounded.  The first ones sooner: what
 * they tried often has machine code then (classify/lend.h). */
#define MAILS_A_WORKER 1000
#define MAILS_OF_THE_FIRST 64
#define RETRY_FORK_MS 1000

typedef struct task {
	char *company;
	GBytes *mail;
	apres_pool_func func;
	void *context;
	bool again; /* it has cost a worker already */
} task;

typedef struct worker {
	apres_pool *pool;
	pid_t pid; /* 0 = none running */
	int fd;
	guint in_source, out_source, timer;
	task *job; /* in flight, or NULL */
	GByteArray *out, *in;
	gsize sent;
	guint served, most; /* mails; then it is renewed */
	guint coded;        /* classifiers with all machine code when it was forked */
} worker;

struct apres_pool {
	GHashTable *classifiers;
	worker *workers;
	guint count;
	guint timeout_secs;
	GQueue *waiting; /* task */
	GQueue *alone;   /* job: while one of these runs, nothing else does */
	guint busy;
	guint dispatch; /* source */
	guint losses;
	apres_heap_holes *holes;
};

static void dispatch_soon(apres_pool *pool, guint delay_ms);

static void
job_end(task *job, apres_reading *reading, const char *why)
{
	job->func(reading, why, job->context);
	g_free(job->company);
	g_bytes_unref(job->mail);
	g_free(job);
}

/* End the process, if any; its job stays. */
static void
worker_stop(worker *w)
{
	g_clear_handle_id(&w->in_source, g_source_remove);
	g_clear_handle_id(&w->out_source, g_source_remove);
	g_clear_handle_id(&w->timer, g_source_remove);
	apres_autofd_close(&w->fd);
	if (w->pid > 0) {
		kill(w->pid, SIGKILL);
		while (waitpid(w->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	w->pid = 0;
	w->served = 0;
	g_clear_pointer(&w->in, g_byte_array_unref);
	g_clear_pointer(&w->out, g_byte_array_unref);
}

static void
lend(const apres_pool *pool)
{
	GHashTableIter at;
	gpointer classifier;

	g_hash_table_iter_init(&at, pool->classifiers);
	while (g_hash_table_iter_next(&at, NULL, &classifier))
		apres_classifier_lend(classifier);
}

/* Of how many classifiers there is all machine code, or, if WANTED, must be next time. */
static guint
count_coded(const apres_pool *pool, bool wanted)
{
	guint count = 0;
	GHashTableIter at;
	gpointer classifier;

	g_hash_table_iter_init(&at, pool->classifiers);
	while (g_hash_table_iter_next(&at, NULL, &classifier))
		count += apres_classifier_is_coded(classifier) ||
			 (wanted && apres_classifier_gave_up(classifier));
	return count;
}

/* The job in flight failed, and with it the process. */
static void
worker_failed(worker *w, const char *why)
{
	apres_pool *pool = w->pool;
	task *job = g_steal_pointer(&w->job);

	worker_stop(w);
	if (job == NULL)
		return;
	pool->busy--;
	dispatch_soon(pool, 0);
	/* It may have ended for want of machine code, its own or another's of its age;
	 * the next one has it, so that this is said once of each. */
	if (count_coded(pool, true) > w->coded) {
		g_queue_push_head(job->again ? pool->alone : pool->waiting, job);
		return;
	}
	pool->losses++;
	if (!job->again) {
		job->again = true;
		g_queue_push_tail(pool->alone, job);
		return;
	}
	job_end(job, NULL, why);
}

static void
worker_succeeded(worker *w, apres_reading *reading)
{
	task *job = g_steal_pointer(&w->job);

	w->pool->busy--;
	g_clear_handle_id(&w->timer, g_source_remove);
	g_clear_handle_id(&w->out_source, g_source_remove);
	g_clear_pointer(&w->out, g_byte_array_unref);
	g_byte_array_set_size(w->in, 0);
	if (++w->served >= w->most)
		worker_stop(w);
	dispatch_soon(w->pool, 0);
	job_end(job, reading, NULL);
}

/* A whole frame lies in w->in. */
static void
take_answer(worker *w, gsize len)
{
	const apres_classifier *classifier =
		g_hash_table_lookup(w->pool->classifiers, w->job->company);
	json_t *json = apres_frame_parse_json(w->in->data + APRES_FRAME_HEAD, len, NULL);
	g_autoptr(apres_reading) reading =
		json != NULL ? apres_reading_from_json(classifier, json, NULL) : NULL;

	json_decref(json);
	/* Anything after the frame, or an answer before the question was read, is no
	 * honest worker's. */
	if (reading == NULL || w->in->len != APRES_FRAME_HEAD + len ||
	    w->sent < w->out->len)
		worker_failed(w, "garbled");
	else
		worker_succeeded(w, g_steal_pointer(&reading));
}

static gboolean
on_readable(gint fd, GIOCondition condition G_GNUC_UNUSED, gpointer data)
{
	worker *w = data;
	guint8 chunk[65536];
	gsize len;
	bool complete;
	ssize_t n = recv(fd, chunk, sizeof chunk, MSG_DONTWAIT);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return G_SOURCE_CONTINUE;
	if (n <= 0 || w->job == NULL) {
		worker_failed(w, "crash");
		return G_SOURCE_REMOVE;
	}
	g_byte_array_append(w->in, chunk, (guint)n);
	if (!apres_frame_peek(w->in, 0, APRES_FRAME_MAX_JSON, &len, &complete, NULL)) {
		worker_failed(w, "garbled");
		return G_SOURCE_REMOVE;
	}
	if (complete)
		take_answer(w, len);
	return w->in_source != 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static gboolean
on_writable(gint fd, GIOCondition condition G_GNUC_UNUSED, gpointer data)
{
	worker *w = data;
	ssize_t n = send(fd, w->out->data + w->sent, w->out->len - w->sent,
			 MSG_NOSIGNAL | MSG_DONTWAIT);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return G_SOURCE_CONTINUE;
	if (n < 0) {
		worker_failed(w, "crash");
		return G_SOURCE_REMOVE;
	}
	w->sent += (gsize)n;
	if (w->sent < w->out->len)
		return G_SOURCE_CONTINUE;
	w->out_source = 0;
	return G_SOURCE_REMOVE;
}

static gboolean
on_timeout(gpointer data)
{
	worker *w = data;

	w->timer = 0;
	worker_failed(w, "timeout");
	return G_SOURCE_REMOVE;
}

static bool
worker_start(worker *w, GError **error)
{
	int pair[2];

	lend(w->pool);
	w->coded = count_coded(w->pool, false);
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "worker");
	pid_t parent = getpid();
	w->pid = fork();
	if (w->pid == 0)
		apres_worker_run(w->pool->classifiers, pair[1], parent);
	close(pair[1]);
	if (w->pid < 0) {
		w->pid = 0;
		close(pair[0]);
		return apres_throw_errno(error, APRES_ERROR_TEMP, "worker");
	}
	w->most = w->most == 0 ? MAILS_OF_THE_FIRST : MIN(w->most * 4, MAILS_A_WORKER);
	w->fd = pair[0];
	w->in = g_byte_array_new();
	w->in_source = g_unix_fd_add(w->fd, G_IO_IN, on_readable, w);
	return true;
}

/* False: no process could be started now. */
static bool
worker_give(worker *w, task *job)
{
	if (w->pid == 0 && !worker_start(w, NULL))
		return false;
	gsize len = g_bytes_get_size(job->mail);
	gsize id_len = strlen(job->company) + 1;
	guint32 head = GUINT32_TO_BE((guint32)(id_len + len));

	w->job = job;
	w->out = g_byte_array_sized_new((guint)(sizeof head + id_len + len));
	g_byte_array_append(w->out, (const guint8 *)&head, sizeof head);
	g_byte_array_append(w->out, (const guint8 *)job->company, (guint)id_len);
	g_byte_array_append(w->out, g_bytes_get_data(job->mail, NULL), (guint)len);
	w->sent = 0;
	w->out_source = g_unix_fd_add(w->fd, G_IO_OUT, on_writable, w);
	w->timer = g_timeout_add_seconds(w->pool->timeout_secs, on_timeout, w);
	w->pool->busy++;
	return true;
}

static gboolean
on_dispatch(gpointer data)
{
	apres_pool *pool = data;
	GQueue *from = g_queue_is_empty(pool->alone) ? pool->waiting : pool->alone;
	guint most = from == pool->alone ? 1 : pool->count;

	pool->dispatch = 0;
	for (guint i = 0; i < pool->count && pool->busy < most; i++) {
		worker *w = &pool->workers[i];
		if (w->job != NULL || g_queue_is_empty(from))
			continue;
		/* A second try gets a process that no other mail has touched. */
		if (from == pool->alone && w->served > 0)
			worker_stop(w);
		if (worker_give(w, g_queue_peek_head(from)))
			g_queue_pop_head(from);
		else
			dispatch_soon(pool, RETRY_FORK_MS);
	}
	return G_SOURCE_REMOVE;
}

static void
dispatch_soon(apres_pool *pool, guint delay_ms)
{
	if (pool->dispatch == 0)
		pool->dispatch = delay_ms == 0
					 ? g_idle_add_full(G_PRIORITY_DEFAULT,
							   on_dispatch, pool, NULL)
					 : g_timeout_add(delay_ms, on_dispatch, pool);
}

apres_pool *
apres_pool_new(GHashTable *classifiers, guint workers, guint timeout_secs, GError **error)
{
	g_autoptr(apres_pool) pool = g_new0(apres_pool, 1);

	pool->classifiers = g_hash_table_ref(classifiers);
	pool->count = MAX(workers, 1);
	pool->timeout_secs = timeout_secs;
	pool->waiting = g_queue_new();
	pool->alone = g_queue_new();
	pool->workers = g_new0(worker, pool->count);
	for (guint i = 0; i < pool->count; i++) {
		pool->workers[i].pool = pool;
		pool->workers[i].fd = -1;
	}
	lend(pool);
	pool->holes = apres_heap_fill();
	for (guint i = 0; i < pool->count; i++)
		if (!worker_start(&pool->workers[i], error))
			return NULL;
	return g_steal_pointer(&pool);
}

void
apres_pool_free(apres_pool *pool)
{
	task *job;

	if (pool == NULL)
		return;
	for (guint i = 0; i < pool->count; i++) {
		worker_stop(&pool->workers[i]);
		job = g_steal_pointer(&pool->workers[i].job);
		if (job != NULL)
			job_end(job, NULL, "shutdown");
	}
	while ((job = g_queue_pop_head(pool->alone)) != NULL ||
	       (job = g_queue_pop_head(pool->waiting)) != NULL)
		job_end(job, NULL, "shutdown");
	g_queue_free(pool->alone);
	g_queue_free(pool->waiting);
	g_clear_handle_id(&pool->dispatch, g_source_remove);
	g_hash_table_unref(pool->classifiers);
	apres_heap_holes_free(pool->holes);
	g_free(pool->workers);
	g_free(pool);
}

void
apres_pool_submit(apres_pool *pool, const char *company, GBytes *mail,
		  apres_pool_func func, void *context)
{
	task *job = g_new0(task, 1);

	job->company = g_strdup(company);
	job->mail = g_bytes_ref(mail);
	job->func = func;
	job->context = context;
	g_queue_push_tail(pool->waiting, job);
	dispatch_soon(pool, 0);
}

guint
apres_pool_pending(const apres_pool *pool)
{
	return pool->busy + g_queue_get_length(pool->waiting) +
	       g_queue_get_length(pool->alone);
}

guint
apres_pool_losses(const apres_pool *pool)
{
	return pool->losses;
}
