/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Children take blocks of files and send one frame (length, text) for each.
 * Whoever dies, the file after the last complete frame is the culprit; the
 * rest of its block goes to a new child.
 */
#include "config.h"
#include "apres/apart.h"
#include "util/autoptr.h"
#include "util/error.h"
#include "util/fsutil.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define BLOCK 64
#define MAX_CHILDREN 16
#define MAX_FRAME (64u * 1024 * 1024)
#define MAX_MEMORY (2048ul * 1024 * 1024)

typedef struct reader {
	pid_t pid; /* 0 = none */
	int fd;
	guint next, end; /* files it still owes */
	gint64 deadline; /* monotonic microseconds */
	const char *why; /* set when we killed it */
	GByteArray *in;
} reader;

typedef struct apart {
	reader children[MAX_CHILDREN];
	guint count, handed, reported;
	guint timeout_secs;
	GPtrArray *texts; /* char * or NULL, by file */
	const char **whys;
	bool *ready;
	apres_apart_work work;
	apres_apart_done done;
	void *context;
} apart;

static void
limit_child(void)
{
	const struct rlimit no_core = { 0, 0 };

	setrlimit(RLIMIT_CORE, &no_core);
#ifndef APRES_SANITIZED
	const struct rlimit memory = { MAX_MEMORY, MAX_MEMORY };
	setrlimit(RLIMIT_AS, &memory);
#endif
}

G_NORETURN static void
be_child(const apart *run, guint from, guint to, int fd)
{
	limit_child();
	for (guint i = from; i < to; i++) {
		g_autofree char *text = run->work(i, run->context);
		guint32 len = (guint32)strlen(text);

		if (!apres_fd_write(fd, &len, sizeof len, NULL) ||
		    !apres_fd_write(fd, text, len, NULL))
			_exit(1);
	}
	_exit(0);
}

static bool
start(apart *run, reader *child, guint from, guint to, GError **error)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "pipe");
	fflush(NULL); /* or the child would print it again */
	pid_t pid = fork();
	if (pid < 0) {
		apres_throw_errno(error, APRES_ERROR_TEMP, "fork");
		close(ends[0]);
		close(ends[1]);
		return false;
	}
	if (pid == 0) {
		close(ends[0]);
		be_child(run, from, to, ends[1]);
	}
	close(ends[1]);
	child->pid = pid;
	child->fd = ends[0];
	child->next = from;
	child->end = to;
	child->why = NULL;
	child->deadline =
		g_get_monotonic_time() + (gint64)run->timeout_secs * G_USEC_PER_SEC;
	child->in = g_byte_array_new();
	return true;
}

static void
finish_file(apart *run, guint i, char *text, const char *why)
{
	run->texts->pdata[i] = text;
	run->whys[i] = why;
	run->ready[i] = true;
	for (; run->reported < run->count && run->ready[run->reported]; run->reported++) {
		char *next = run->texts->pdata[run->reported];

		run->done(run->reported, next, run->whys[run->reported], run->context);
		run->texts->pdata[run->reported] = NULL;
		g_free(next);
	}
}

static void
take_frames(apart *run, reader *child)
{
	guint32 len;

	while (child->in->len >= sizeof len) {
		memcpy(&len, child->in->data, sizeof len);
		if (len > MAX_FRAME || child->next >= child->end) {
			/* No child of ours says that: it is not ours any more. */
			kill(child->pid, SIGKILL);
			return;
		}
		if (child->in->len - sizeof len < len)
			return;
		char *text = g_strndup((char *)child->in->data + sizeof len, len);
		g_byte_array_remove_range(child->in, 0, (guint)(sizeof len + len));
		child->deadline = g_get_monotonic_time() +
				  (gint64)run->timeout_secs * G_USEC_PER_SEC;
		finish_file(run, child->next++, text, NULL);
	}
}

/* The child's pipe is at its end: bury it, blame a file if it owed any, go on behind
 * that. */
static bool
bury(apart *run, reader *child, GError **error)
{
	guint from = child->next, to = child->end;
	int status;

	while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
		;
	close(child->fd);
	g_byte_array_unref(child->in);
	child->pid = 0;
	if (from < to) {
		finish_file(run, from, NULL, child->why != NULL ? child->why : "crash");
		from++;
	}
	if (from < to)
		return start(run, child, from, to, error);
	return true;
}

static bool
read_child(apart *run, reader *child, GError **error)
{
	guint8 chunk[65536];
	ssize_t n = read(child->fd, chunk, sizeof chunk);

	if (n < 0 && errno == EINTR)
		return true;
	if (n <= 0)
		return bury(run, child, error);
	g_byte_array_append(child->in, chunk, (guint)n);
	take_frames(run, child);
	return true;
}

/* Wait for frames; kill who is late. */
static bool
wait_children(apart *run, guint width, GError **error)
{
	struct pollfd fds[MAX_CHILDREN];

	for (guint i = 0; i < width; i++) {
		fds[i].fd = run->children[i].pid != 0 ? run->children[i].fd : -1;
		fds[i].events = POLLIN;
		fds[i].revents = 0;
	}
	if (poll(fds, width, 250) < 0 && errno != EINTR)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "poll");
	for (guint i = 0; i < width; i++) {
		reader *child = &run->children[i];

		if (child->pid == 0)
			continue;
		if (fds[i].revents != 0) {
			if (!read_child(run, child, error))
				return false;
		} else if (child->why == NULL &&
			   g_get_monotonic_time() > child->deadline) {
			child->why = "timeout";
			kill(child->pid, SIGKILL);
		}
	}
	return true;
}

static bool
run_all(apart *run, guint width, GError **error)
{
	while (run->reported < run->count) {
		for (guint i = 0; i < width && run->handed < run->count; i++) {
			guint to = MIN(run->handed + BLOCK, run->count);

			if (run->children[i].pid != 0)
				continue;
			if (!start(run, &run->children[i], run->handed, to, error))
				return false;
			run->handed = to;
		}
		if (!wait_children(run, width, error))
			return false;
	}
	return true;
}

bool
apres_apart_run(guint count, guint timeout_secs, apres_apart_work work,
		apres_apart_done done, void *context, GError **error)
{
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	g_autofree const char **whys = g_new0(const char *, count + 1);
	g_autofree bool *ready = g_new0(bool, count + 1);
	guint width = MIN(MIN(g_get_num_processors(), MAX_CHILDREN),
			  (count + BLOCK - 1) / BLOCK);
	apart run = { .count = count,
		      .timeout_secs = timeout_secs,
		      .texts = texts,
		      .whys = whys,
		      .ready = ready,
		      .work = work,
		      .done = done,
		      .context = context };

	g_ptr_array_set_size(texts, (gint)count);
	bool good = run_all(&run, width, error);
	for (guint i = 0; i < width; i++) {
		reader *child = &run.children[i];

		/* Only after an error: do not leave a child behind. */
		if (child->pid == 0)
			continue;
		kill(child->pid, SIGKILL);
		while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
			;
		close(child->fd);
		g_byte_array_unref(child->in);
	}
	return good;
}
