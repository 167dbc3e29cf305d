/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Into a Maildir, for set-ups where something else carries the mail on, and
 * for trying apres out.  The final name comes from the reply's Message-ID, so
 * a second attempt meets the first one instead of adding to it.
 */
#include "config.h"
#include "deliver/transport.h"
#include "util/autoptr.h"
#include "util/error.h"
#include "util/fsutil.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define NAME_HEX 40

static bool
make_folders(const char *maildir, GError **error)
{
	static const char *const parts[] = { "tmp", "new", "cur" };

	for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autofree char *path = g_build_filename(maildir, parts[i], NULL);
		if (g_mkdir_with_parents(path, 0700) < 0)
			return apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", path);
	}
	return true;
}

static bool
write_durably(const char *path, const apres_job *job, GError **error)
{
	g_autoptr(GBytes) bytes = apres_job_with_newlines(job);
	apres_autofd fd =
		open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	gsize len;
	gconstpointer data = g_bytes_get_data(bytes, &len);

	if (fd < 0)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", path);
	if (!apres_fd_write(fd, data, len, error))
		return apres_throw_prefix(error, "'%s'", path);
	if (fsync(fd) < 0)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", path);
	return true;
}

/* Somebody may have read it since, and moved it. */
static bool
is_in_cur(const char *maildir, const char *name)
{
	g_autofree char *path = g_build_filename(maildir, "cur", NULL);
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	g_autofree char *prefix = g_strconcat(name, ":2,", NULL);
	const char *entry;

	while (dir != NULL && (entry = g_dir_read_name(dir)) != NULL)
		if (strcmp(entry, name) == 0 || g_str_has_prefix(entry, prefix))
			return true;
	return false;
}

/* After the barrier: put TEMPORARY in its place.  A repeat finds it there. */
static apres_outcome
put_in_place(const char *maildir, const char *temporary, const char *name, GError **error)
{
	g_autofree char *folder = g_build_filename(maildir, "new", NULL);
	g_autofree char *path = g_build_filename(folder, name, NULL);

	if (is_in_cur(maildir, name)) {
		unlink(temporary);
		return APRES_OUTCOME_SENT;
	}
	if (rename(temporary, path) < 0) {
		apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", path);
		unlink(temporary);
		return APRES_OUTCOME_TEMP;
	}
	/* It is there for whoever fetches it, and may not be there after a power cut. */
	return apres_dir_sync(folder, error) ? APRES_OUTCOME_SENT : APRES_OUTCOME_UNKNOWN;
}

/* False: the barrier said no. */
static bool
deliver_one(const apres_transport_config *config, const apres_job *job,
	    const apres_hand_over *to)
{
	g_autoptr(GError) error = NULL;
	const char *maildir = config->maildir;
	const char *key = job->envid != NULL ? job->envid : "";
	g_autofree char *hash = apres_sha256_hex(key, strlen(key));
	g_autofree char *name = g_strdup_printf("apres.%.*s", NAME_HEX, hash);
	/* What an attempt left there when the power failed is nobody's to overwrite. */
	g_autofree char *once = g_uuid_string_random();
	g_autofree char *unique = g_strconcat(name, ".", once, NULL);
	g_autofree char *temporary = g_build_filename(maildir, "tmp", unique, NULL);
	bool wrong = *key == '\0' ? !apres_throw(&error, APRES_ERROR_INTERNAL,
						 "a message without a Message-ID")
				  : !apres_job_check(job, &error);
	apres_outcome outcome = APRES_OUTCOME_TEMP;

	if (wrong) {
		to->settled(job, APRES_OUTCOME_PERM, error->message, to->context);
		return true;
	}
	if (make_folders(maildir, &error) && write_durably(temporary, job, &error)) {
		if (!to->barrier(job, to->context)) {
			unlink(temporary);
			to->settled(job, APRES_OUTCOME_RETURNED, NULL, to->context);
			return false;
		}
		outcome = put_in_place(maildir, temporary, name, &error);
	} else
		unlink(temporary);
	g_autofree char *words = error != NULL ? apres_words_clean(error->message) : NULL;
	to->settled(job, outcome, words, to->context);
	return true;
}

static void
maildir_deliver(const apres_transport_config *config, const GPtrArray *jobs,
		const apres_hand_over *to)
{
	apres_transport_each(config, jobs, to, deliver_one);
}

const apres_transport apres_transport_maildir = { .name = "maildir",
						  .deliver = maildir_deliver };
