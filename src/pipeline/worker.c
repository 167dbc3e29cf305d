/* SPDX-License-Identifier: Apache-2.0 */
/* The worker process.  Nothing here knows of stores, sockets or configuration. */
#include "config.h"
#include "pipeline/worker.h"
#include "intake/frame.h"
#include "pipeline/lockdown.h"
#include "pipeline/reading-json.h"
#include "util/child.h"
#include "util/fsutil.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* One mail of every kind of work, so that lazy tables are filled before the lock-down. */
static const char warm_up[] = "From: =?iso-8859-1?Q?J=F6rg?= <j@candidate.example>\r\n"
			      "To: jobs@company.example\r\n"
			      "Subject: =?utf-8?B?SGVsbG8=?=\r\n"
			      "Date: Tue, 24 Nov 2026 10:00:00 +0000\r\n"
			      "Message-ID: <1@candidate.example>\r\n"
			      "MIME-Version: 1.0\r\n"
			      "Content-Type: multipart/alternative; boundary=b\r\n"
			      "\r\n"
			      "--b\r\n"
			      "Content-Type: text/plain; charset=windows-1252\r\n"
			      "Content-Transfer-Encoding: base64\r\n"
			      "\r\n"
			      "SGVsbG8u\r\n"
			      "--b\r\n"
			      "Content-Type: text/html; charset=utf-8\r\n"
			      "Content-Transfer-Encoding: quoted-printable\r\n"
			      "\r\n"
			      "<p>Hello.=20</p>\r\n"
			      "--b--\r\n";

static GByteArray *
read_mail(const apres_classifier *classifier, const char *bytes, gsize len)
{
	g_autoptr(apres_message) message = apres_message_parse(bytes, len);
	g_autoptr(apres_reading) reading = apres_classify(classifier, message);
	GByteArray *answer = g_byte_array_new();
	json_auto_t *json = apres_reading_to_json(reading);

	apres_frame_append_json(answer, json);
	return answer;
}

/* ---- planted faults ---- */

static void
take_all_memory(void)
{
	/* A bound of our own, for builds without rlimits: the test means this process,
	 * not the machine. */
	for (guint i = 0; i < 600; i++) {
		char *piece = g_try_malloc(1024 * 1024);
		if (piece == NULL)
			abort();
		memset(piece, 1, 1024 * 1024);
	}
	abort();
}

static void
commit_fault(const char *kind, int fd)
{
	static const char garbage[] = "\0\0\0\5}}}}}";
	static const char oversize[] = "\xff\xff\xff\xff";
	static const char lie[] = "\0\0\0\17{\"subject\":\"x\"}";
	bool known = true;

	if (strcmp(kind, "crash") == 0)
		abort();
	else if (strcmp(kind, "memory") == 0)
		take_all_memory();
	else if (strcmp(kind, "open") == 0)
		known = open("/etc/passwd", O_RDONLY | O_CLOEXEC) < 0;
	else if (strcmp(kind, "garbage") == 0)
		apres_fd_write(fd, garbage, sizeof garbage - 1, NULL);
	else if (strcmp(kind, "oversize") == 0)
		apres_fd_write(fd, oversize, sizeof oversize - 1, NULL);
	else if (strcmp(kind, "lie") == 0)
		apres_fd_write(fd, lie, sizeof lie - 1, NULL);
	else if (strcmp(kind, "hang") != 0)
		known = false;
	/* Then wait for the parent's timer. */
	while (known)
		usleep(100000);
}

static void
maybe_fault(const char *plan, const char *mail, gsize len, int fd)
{
	g_auto(GStrv) faults = g_strsplit(plan, "|", 16);

	for (guint i = 0; faults[i] != NULL; i++) {
		char *marker = strchr(faults[i], ':');
		if (marker == NULL || marker[1] == '\0')
			continue;
		*marker++ = '\0';
		if (memmem(mail, len, marker, strlen(marker)) != NULL)
			commit_fault(faults[i], fd);
	}
}

/* ---- the loop ---- */

static bool
read_exactly(int fd, void *buffer, gsize len)
{
	guint8 *at = buffer;

	while (len > 0) {
		ssize_t n = read(fd, at, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		at += n;
		len -= (gsize)n;
	}
	return true;
}

static bool
serve_one(GHashTable *classifiers, const char *plan, int fd)
{
	guint32 head;

	if (!read_exactly(fd, &head, sizeof head))
		return false;
	gsize len = GUINT32_FROM_BE(head);
	if (len > APRES_FRAME_MAX_MAIL + APRES_WORKER_MAX_ID + 1)
		return false;
	g_autofree char *request = g_malloc(len + 1);
	if (!read_exactly(fd, request, len))
		return false;
	request[len] = '\0';
	gsize id_len = strlen(request);
	const apres_classifier *classifier = g_hash_table_lookup(classifiers, request);
	if (classifier == NULL || id_len >= len)
		return false;
	const char *mail = request + id_len + 1;
	gsize mail_len = len - id_len - 1;
	if (plan != NULL)
		maybe_fault(plan, mail, mail_len, fd);
	g_autoptr(GByteArray) answer = read_mail(classifier, mail, mail_len);
	if (apres_classifier_gave_up(classifier))
		return false;
	return apres_fd_write(fd, answer->data, answer->len, NULL);
}

void
apres_worker_run(GHashTable *classifiers, int fd, int parent)
{
	const char *plan = g_getenv("APRES_TEST_WORKER_FAULT");
	GHashTableIter iter;
	gpointer classifier;

	if (!apres_child_keep_only(fd, parent))
		_exit(70);
	g_hash_table_iter_init(&iter, classifiers);
	while (g_hash_table_iter_next(&iter, NULL, &classifier)) {
		apres_classifier_borrow(classifier);
		g_byte_array_unref(read_mail(classifier, warm_up, sizeof warm_up - 1));
	}
	if (!apres_lockdown_process())
		_exit(70);
	while (serve_one(classifiers, plan, APRES_CHILD_FD))
		;
	_exit(0);
}
