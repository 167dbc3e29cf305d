/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Children are told of blocks of files and send one frame (length, text) for each.
 * Whoever dies, the file after the last complete frame is the culprit; the
 * rest of its block goes to a new child.  A child that is done with a block takes the
 * next one, for it has learned what is asked often (classify/pattern.h).
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
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define BLOCK 64
#define MAX_CHILDREN 16
#define MAX_FRAME (64u * 1024 * 1024)
#define MAX_MEMORY (2048ul * 1024 * 1024)

typedef struct reader {
	pid_t pid; /* 0 = none */
	int fd;
	int orders;      /* where it is told of the next block; -1: of none any more */
	guint next, end; /* files it still owes */
	gint64 deadline; /* monotonic microseconds */
	const char *why; /* set when we killed it */
	GByteArray *in;
} reader;

/* Files [from, to). */
typedef struct block {
	guint from, to;
} block;

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

static void
work_on(const apart *run, guint from, guint to, int fd)
{
	for (guint i = from; i < to; i++) {
		g_autofree char *text = run->work(i, run->context);
		guint32 len = (guint32)strlen(text);

		if (!apres_fd_write(fd, &len, sizeof len, NULL) ||
		    !apres_fd_write(fd, text, len, NULL))
			_exit(1);
	}
}

/* The next block, from ORDERS; false: there is none. */
static bool
next_block(int orders, block *next)
{
	ssize_t n;

	while ((n = recv(orders, next, sizeof *next, 0)) < 0 && errno == EINTR)
		;
	return n == (ssize_t)sizeof *next;
}

G_NORETURN static void
be_child(const apart *run, guint from, guint to, int fd, int orders)
{
	block next = { from, to };

	/* Or the others would not see that they are told of no more. */
	for (guint i = 0; i < MAX_CHILDREN; i++)
		if (run->children[i].pid != 0 && run->children[i].orders >= 0)
			close(run->children[i].orders);
	limit_child();
	do
		work_on(run, next.from, next.to, fd);
	while (next_block(orders, &next));
	_exit(0);
}

static void
close_both(const int ends[2])
{
	close(ends[0]);
	close(ends[1]);
}

static bool
start(apart *run, reader *child, guint from, guint to, GError **error)
{
	int ends[2], orders[2];

	if (pipe2(ends, O_CLOEXEC) < 0)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "pipe");
	/* No pipe: who writes to one of the dead dies of it. */
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, orders) < 0) {
		apres_throw_errno(error, APRES_ERROR_TEMP, "socketpair");
		close_both(ends);
		return false;
	}
	fflush(NULL); /* or the child would print it again */
	pid_t pid = fork();
	if (pid < 0) {
		apres_throw_errno(error, APRES_ERROR_TEMP, "fork");
		close_both(ends);
		close_both(orders);
		return false;
	}
	if (pid == 0) {
		close(ends[0]);
		close(orders[1]);
		be_child(run, from, to, ends[1], orders[0]);
	}
	close(ends[1]);
	close(orders[0]);
	child->pid = pid;
	child->fd = ends[0];
	child->orders = orders[1];
	child->next = from;
	child->end = to;
	child->why = NULL;
	child->deadline =
		g_get_monotonic_time() + (gint64)run->timeout_secs * G_USEC_PER_SEC;
	child->in = g_byte_array_new();
	return true;
}

/* The next block of files that nobody has; false: there is none. */
static bool
take_block(apart *run, block *next)
{
	*next = (block){ run->handed, MIN(run->handed + BLOCK, run->count) };
	run->handed = next->to;
	return next->from < next->to;
}

static void
dismiss(reader *child)
{
	if (child->orders >= 0)
		close(child->orders);
	child->orders = -1;
}

/* CHILD is done with its block. */
static void
tell_more(apart *run, reader *child)
{
	block next;

	if (child->orders < 0 || child->why != NULL)
		return;
	if (!take_block(run, &next)) {
		dismiss(child);
		return;
	}
	if (send(child->orders, &next, sizeof next, MSG_NOSIGNAL) != sizeof next) {
		/* It is dead, and will be buried; the block is nobody's. */
		run->handed = next.from;
		dismiss(child);
		return;
	}
	child->next = next.from;
	child->end = next.to;
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
		if (child->next == child->end)
			tell_more(run, child);
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
	dismiss(child);
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
		for (guint i = 0; i < width; i++) {
			block next;

			if (run->children[i].pid != 0 || !take_block(run, &next))
				continue;
			if (!start(run, &run->children[i], next.from, next.to, error))
				return false;
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
		dismiss(child);
		close(child->fd);
		g_byte_array_unref(child->in);
	}
	return good;
}
