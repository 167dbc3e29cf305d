/* SPDX-License-Identifier: Apache-2.0 */
/*
 * envelope-from = auto: ask the mail server whether it takes the null path, in a process
 * of its own, for a server may take its time.
 */
#include "config.h"
#include "apresd/daemon.h"
#include "deliver/null-path.h"
#include "util/autoptr.h"
#include "util/child.h"
#include "util/clock.h"
#include "util/log.h"

#include <errno.h>
#include <glib-unix.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* Greeting, TLS, login, MAIL. */
#define ASK_SECS 20

static void G_GNUC_NORETURN
ask(const apres_transport_config *transport, int fd, pid_t parent)
{
	apres_null_path answer;
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (!apres_child_keep_only(fd, parent) ||
	    !apres_null_path_ask(transport, ASK_SECS, &answer, NULL) ||
	    write(APRES_CHILD_FD, &answer, sizeof answer) != (ssize_t)sizeof answer)
		_exit(1);
	_exit(0);
}

/* True: it is known, or need not be. */
static bool
is_known(const apres_daemon *daemon)
{
	const apres_transport_config *transport = daemon->config->transport;
	apres_null_path answer = APRES_NULL_PATH_UNKNOWN;

	return transport->envelope != APRES_ENVELOPE_AUTO ||
	       transport->kind != APRES_TRANSPORT_SMTP ||
	       !apres_null_path_load(daemon->store, transport, apres_clock_now(), &answer,
				     NULL) ||
	       answer != APRES_NULL_PATH_UNKNOWN;
}

static void
note(apres_daemon *daemon, apres_null_path answer)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(apres_txn) txn = apres_txn_begin(daemon->store, &error);

	if (txn != NULL &&
	    apres_null_path_note(daemon->store, daemon->config->transport, answer,
				 apres_clock_now(), &error) &&
	    apres_txn_commit(txn, &error)) {
		if (answer != APRES_NULL_PATH_UNKNOWN)
			apres_log_info("the null path is %s by the mail server",
				       apres_null_path_to_string(answer));
	} else
		apres_log_warn("null path: %s", error->message);
}

static void
end(apres_null_path_question *question)
{
	g_clear_handle_id(&question->source, g_source_remove);
	apres_autofd_close(&question->fd);
	kill(question->pid, SIGKILL);
	while (waitpid(question->pid, NULL, 0) < 0 && errno == EINTR)
		;
	question->pid = 0;
}

static gboolean
on_answer(gint fd, GIOCondition condition G_GNUC_UNUSED, gpointer data)
{
	apres_daemon *daemon = data;
	apres_null_path answer;
	ssize_t n = read(fd, &answer, sizeof answer);

	daemon->question.source = 0;
	daemon->asks_first = false;
	end(&daemon->question);
	if (n == (ssize_t)sizeof answer && answer <= APRES_NULL_PATH_REFUSED)
		note(daemon, answer);
	apres_daemon_scan_soon(daemon);
	return G_SOURCE_REMOVE;
}

void
apres_daemon_ask_null_path(apres_daemon *daemon)
{
	apres_null_path_question *question = &daemon->question;
	pid_t parent = getpid();
	int pair[2];

	if (question->pid != 0 || daemon->draining || is_known(daemon) ||
	    !g_unix_open_pipe(pair, FD_CLOEXEC, NULL))
		return;
	pid_t pid = fork();
	if (pid == 0)
		ask(daemon->config->transport, pair[1], parent);
	close(pair[1]);
	if (pid < 0) {
		close(pair[0]);
		return;
	}
	question->pid = pid;
	question->fd = pair[0];
	question->source = g_unix_fd_add(pair[0], G_IO_IN, on_answer, daemon);
}

void
apres_daemon_doubt_null_path(apres_daemon *daemon)
{
	if (daemon->config->transport->envelope == APRES_ENVELOPE_AUTO)
		note(daemon, APRES_NULL_PATH_UNKNOWN);
}

void
apres_null_path_question_clear(apres_null_path_question *question)
{
	if (question->pid != 0)
		end(question);
}
