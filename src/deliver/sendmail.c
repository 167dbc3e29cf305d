/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Through a sendmail program: its exit status is the outcome.  It takes a mail
 * when its input ends, and that end comes also if this process dies; so the
 * barrier stands before the program is started.
 */
#include "config.h"
#include "deliver/transport.h"
#include "util/autoptr.h"
#include "util/error.h"
#include "util/fsutil.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sysexits.h>

/* What a shell says of a program that it could not start. */
#define SHELL_CANNOT_RUN 126
#define SHELL_NOT_FOUND 127

typedef struct apres_program {
	GPid pid;
	int input; /* -1 = ended */
	int status;
} apres_program;

/* "-t" would take recipients from the header; "-i", or a line with a dot ends the mail.
 */
static GPtrArray *
argv_of(const apres_transport_config *config, const apres_job *job, GError **error)
{
	g_auto(GStrv) words = NULL;
	g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);

	if (!g_shell_parse_argv(config->command, NULL, &words, NULL)) {
		apres_throw(error, APRES_ERROR_CONFIG, "command: quotes do not match");
		return NULL;
	}
	for (char **word = words; *word != NULL; word++)
		if (strcmp(*word, "-t") != 0)
			g_ptr_array_add(argv, g_strdup(*word));
	g_ptr_array_add(argv, g_strdup("-i"));
	g_ptr_array_add(argv, g_strdup("-f"));
	g_ptr_array_add(argv, g_strdup(job->envelope_from[0] != '\0' ? job->envelope_from
								     : "<>"));
	g_ptr_array_add(argv, g_strdup("--"));
	g_ptr_array_add(argv, g_strdup(job->recipient));
	g_ptr_array_add(argv, NULL);
	return g_steal_pointer(&argv);
}

/* What this process ignores, the program should not; and it leads a group of its own. */
static void
set_up_child(gpointer unused G_GNUC_UNUSED)
{
	setpgid(0, 0);
	signal(SIGTERM, SIG_DFL);
	signal(SIGINT, SIG_DFL);
	signal(SIGHUP, SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
}

static bool
start(apres_program *program, GPtrArray *argv, GError **error)
{
	g_autoptr(GError) cause = NULL;

	if (!g_spawn_async_with_pipes(NULL, (char **)argv->pdata, NULL,
				      G_SPAWN_DO_NOT_REAP_CHILD |
					      G_SPAWN_STDOUT_TO_DEV_NULL |
					      G_SPAWN_STDERR_TO_DEV_NULL,
				      set_up_child, NULL, &program->pid, &program->input,
				      NULL, NULL, &cause))
		return apres_throw(error, APRES_ERROR_TEMP, "command: %s",
				   cause->message);
	return true;
}

static void
end_input(apres_program *program)
{
	if (program->input >= 0)
		close(program->input);
	program->input = -1;
}

/* Wait for its end, SECS at most; then it and what it started are killed. */
static void
finish(apres_program *program, int secs)
{
	apres_autofd handle = (int)syscall(SYS_pidfd_open, program->pid, 0);
	struct pollfd wait = { handle, POLLIN, 0 };

	if (handle < 0 || poll(&wait, 1, secs * 1000) != 1)
		kill(-program->pid, SIGKILL);
	while (waitpid(program->pid, &program->status, 0) < 0 && errno == EINTR)
		continue;
}

static bool
write_message(const apres_program *program, const apres_job *job, GError **error)
{
	g_autoptr(GBytes) bytes = apres_job_with_newlines(job);
	gsize len;
	gconstpointer data = g_bytes_get_data(bytes, &len);

	return apres_fd_write(program->input, data, len, error);
}

/*
 * sysexits(3).  Only what speaks of this mail is for good; what a program means
 * by any other number nobody knows, and no more what became of half a mail.  A program
 * without a queue, such as msmtp, ends with IOERR or PROTOCOL when the line breaks, be it
 * behind the final dot; and with NOHOST when it cannot find its own server.
 */
static apres_outcome
outcome_of(int status, bool complete)
{
	if (!WIFEXITED(status))
		return APRES_OUTCOME_UNKNOWN;
	switch (WEXITSTATUS(status)) {
	case EX_OK: return complete ? APRES_OUTCOME_SENT : APRES_OUTCOME_UNKNOWN;
	case EX_DATAERR:
	case EX_NOUSER: return APRES_OUTCOME_PERM;
	case EX_IOERR:
	case EX_PROTOCOL: return APRES_OUTCOME_UNKNOWN;
	case SHELL_CANNOT_RUN:
	case SHELL_NOT_FOUND: return APRES_OUTCOME_TEMP;
	default:
		return WEXITSTATUS(status) >= EX__BASE && WEXITSTATUS(status) <= EX__MAX
			       ? APRES_OUTCOME_TEMP
			       : APRES_OUTCOME_UNKNOWN;
	}
}

static char *
words_of(int status)
{
	if (WIFEXITED(status))
		return g_strdup_printf("exit status %d", WEXITSTATUS(status));
	return g_strdup_printf("killed by signal %d", WTERMSIG(status));
}

static void
run(const apres_transport_config *config, GPtrArray *argv, const apres_job *job,
    const apres_hand_over *to)
{
	apres_program program = { .input = -1 };
	g_autoptr(GError) error = NULL;

	if (!start(&program, argv, &error)) {
		g_autofree char *words = apres_words_clean(error->message);
		to->settled(job, APRES_OUTCOME_TEMP, words, to->context);
		return;
	}
	/* Broken pipe: it ended early, and its status says why. */
	bool complete = write_message(&program, job, NULL);
	end_input(&program);
	finish(&program, config->timeout_secs);
	g_autofree char *words = words_of(program.status);
	to->settled(job, outcome_of(program.status, complete), words, to->context);
}

/* False: the barrier said no. */
static bool
deliver_one(const apres_transport_config *config, const apres_job *job,
	    const apres_hand_over *to)
{
	g_autoptr(GError) error = NULL;

	if (!apres_job_check(job, &error)) {
		to->settled(job, APRES_OUTCOME_PERM, error->message, to->context);
		return true;
	}
	g_autoptr(GPtrArray) argv = argv_of(config, job, &error);
	if (argv == NULL) {
		g_autofree char *words = apres_words_clean(error->message);
		to->settled(job, APRES_OUTCOME_TEMP, words, to->context);
		return true;
	}
	if (!to->barrier(job, to->context)) {
		to->settled(job, APRES_OUTCOME_RETURNED, NULL, to->context);
		return false;
	}
	run(config, argv, job, to);
	return true;
}

static void
sendmail_deliver(const apres_transport_config *config, const GPtrArray *jobs,
		 const apres_hand_over *to)
{
	apres_transport_each(config, jobs, to, deliver_one);
}

const apres_transport apres_transport_sendmail = { .name = "sendmail",
						   .deliver = sendmail_deliver };
