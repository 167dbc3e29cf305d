/* SPDX-License-Identifier: Apache-2.0 */
/* A batch is a file in memory, and what travels is its descriptor. */
#include "config.h"
#include "deliver/batch.h"
#include "util/autoptr.h"
#include "util/error.h"
#include "util/fsutil.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>

/* Before each job's recipient, envelope sender, envelope id and bytes, each with a NUL
 * behind it: both sides are forks of one program. */
typedef struct job_head {
	gint64 id, fence;
	gsize len[4];
} job_head;

void
apres_batch_free(apres_batch *batch)
{
	if (batch == NULL)
		return;
	g_ptr_array_unref(batch->jobs);
	g_bytes_unref(batch->content);
	g_free(batch);
}

/* ---- sending ---- */

static void
pack(GByteArray *content, const apres_job *job)
{
	const char *envid = job->envid != NULL ? job->envid : "";
	const void *const parts[] = { job->recipient, job->envelope_from, envid,
				      job->bytes };
	const job_head head = { job->id,
				job->fence,
				{ strlen(job->recipient), strlen(job->envelope_from),
				  strlen(envid), job->len } };

	g_byte_array_append(content, (const guint8 *)&head, sizeof head);
	for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_byte_array_append(content, parts[i], (guint)head.len[i]);
		g_byte_array_append(content, (const guint8 *)"", 1);
	}
}

typedef union control {
	struct cmsghdr head; /* for its alignment */
	char space[CMSG_SPACE(sizeof(int))];
} control;

static bool
send_descriptor(int fd, int file, GError **error)
{
	char nothing = 0;
	struct iovec part = { &nothing, sizeof nothing };
	control extra = { .space = { 0 } };
	struct msghdr packet = { .msg_iov = &part,
				 .msg_iovlen = 1,
				 .msg_control = extra.space,
				 .msg_controllen = sizeof extra.space };
	struct cmsghdr *head = CMSG_FIRSTHDR(&packet);

	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(sizeof file);
	memcpy(CMSG_DATA(head), &file, sizeof file);
	if (sendmsg(fd, &packet, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "delivery process");
	return true;
}

bool
apres_batch_send(int fd, const GPtrArray *jobs, GError **error)
{
	g_autoptr(GByteArray) content = g_byte_array_new();
	apres_autofd file = memfd_create("apres-batch", MFD_CLOEXEC);

	if (file < 0)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "delivery process");
	for (guint i = 0; i < jobs->len; i++)
		pack(content, jobs->pdata[i]);
	return apres_fd_write(file, content->data, content->len, error) &&
	       send_descriptor(fd, file, error);
}

/* ---- receiving ---- */

/* -1: no packet with a descriptor. */
static int
receive_descriptor(int fd)
{
	char nothing;
	struct iovec part = { &nothing, sizeof nothing };
	control extra;
	struct msghdr packet = { .msg_iov = &part,
				 .msg_iovlen = 1,
				 .msg_control = extra.space,
				 .msg_controllen = sizeof extra.space };
	int file;

	if (recvmsg(fd, &packet, MSG_DONTWAIT | MSG_CMSG_CLOEXEC) <= 0)
		return -1;
	struct cmsghdr *head = CMSG_FIRSTHDR(&packet);
	if (head == NULL || head->cmsg_type != SCM_RIGHTS ||
	    head->cmsg_len != CMSG_LEN(sizeof file))
		return -1;
	memcpy(&file, CMSG_DATA(head), sizeof file);
	return file;
}

/* The job at *AT, which moves behind it; NULL: that is none. */
static apres_job *
unpack(const char **at, const char *end)
{
	const char *part[4];
	job_head head;

	if ((gsize)(end - *at) < sizeof head)
		return NULL;
	memcpy(&head, *at, sizeof head);
	*at += sizeof head;
	for (guint i = 0; i < G_N_ELEMENTS(part); i++) {
		if ((gsize)(end - *at) <= head.len[i] || (*at)[head.len[i]] != '\0')
			return NULL;
		part[i] = *at;
		*at += head.len[i] + 1;
	}
	apres_job *job = g_new0(apres_job, 1);
	*job = (apres_job){ .id = head.id,
			    .fence = head.fence,
			    .recipient = part[0],
			    .envelope_from = part[1],
			    .envid = part[2],
			    .bytes = (const guint8 *)part[3],
			    .len = head.len[3] };
	return job;
}

apres_batch *
apres_batch_receive(int fd)
{
	apres_autofd file = receive_descriptor(fd);

	if (file < 0)
		return NULL;
	g_autoptr(GMappedFile) mapped = g_mapped_file_new_from_fd(file, FALSE, NULL);
	if (mapped == NULL)
		return NULL;
	g_autoptr(apres_batch) batch = g_new0(apres_batch, 1);
	batch->content = g_mapped_file_get_bytes(mapped);
	batch->jobs = g_ptr_array_new_with_free_func(g_free);
	gsize len;
	const char *at = g_bytes_get_data(batch->content, &len);
	for (const char *end = at + len; at < end;) {
		apres_job *job = unpack(&at, end);
		if (job == NULL)
			return NULL;
		g_ptr_array_add(batch->jobs, job);
	}
	return g_steal_pointer(&batch);
}
