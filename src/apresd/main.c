/* SPDX-License-Identifier: Apache-2.0 */
/* apresd: reads the mailboxes, decides, answers. */
#include "config.h"
#include "apresd/daemon.h"
#include "pipeline/config-disk.h"
#include "util/clock.h"
#include "util/error.h"
#include "util/log.h"

#include <locale.h>
#include <stdio.h>

typedef struct arguments {
	char *config;
	char *backlog;
	gboolean check, once, debug, version;
} arguments;

static bool
parse(int *argc, char ***argv, arguments *a, GError **error)
{
	const GOptionEntry entries[] = {
		{ "config", 'c', 0, G_OPTION_ARG_FILENAME, &a->config,
		  "Read FILE instead of the usual apres.conf", "FILE" },
		{ "check", 'n', 0, G_OPTION_ARG_NONE, &a->check,
		  "Check configuration and policies, and end", NULL },
		{ "once", 0, 0, G_OPTION_ARG_NONE, &a->once,
		  "Do what there is to do now, and end", NULL },
		{ "backlog", 0, 0, G_OPTION_ARG_STRING, &a->backlog,
		  "First start: answer mail since 2026-11-24T08:00:00Z too", "TIME" },
		{ "debug", 'd', 0, G_OPTION_ARG_NONE, &a->debug, "Log more", NULL },
		{ "version", 0, 0, G_OPTION_ARG_NONE, &a->version,
		  "Print the version, and end", NULL },
		{ NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
	};
	g_autoptr(GOptionContext) context = g_option_context_new(NULL);
	g_autoptr(GError) cause = NULL;

	g_option_context_set_summary(
		context, "Reads the mailboxes of apres.conf, decides under the "
			 "companies' policies,\nanswers; in the foreground.");
	g_option_context_add_main_entries(context, entries, NULL);
	if (!g_option_context_parse(context, argc, argv, &cause))
		return apres_throw(error, APRES_ERROR_USAGE, "%s; see apresd --help",
				   cause->message);
	if (*argc > 1)
		return apres_throw(error, APRES_ERROR_USAGE,
				   "unexpected \"%s\"; see apresd --help", (*argv)[1]);
	return true;
}

/* What "apres config check" sees: a start waits for it, a person need not. */
static bool
check_disk(const apres_config *config, GError **error)
{
	g_autoptr(GPtrArray) faults = apres_config_look_at_disk(config);
	g_autoptr(GString) all = g_string_new(NULL);

	for (guint i = 0; i < faults->len; i++)
		g_string_append_printf(all, "%s%s", i > 0 ? "\n" : "",
				       (const char *)faults->pdata[i]);
	return faults->len == 0 || apres_throw(error, APRES_ERROR_CONFIG, "%s", all->str);
}

/* -n: everything that a start would refuse or stumble over, and nothing is touched. */
static bool
check_everything(const apres_config *config, GError **error)
{
	g_autoptr(GHashTable) in_force = apres_in_force_peek(config, error);

	if (in_force == NULL || !check_disk(config, error))
		return false;
	for (guint i = 0; i < config->companies->len; i++) {
		g_autoptr(apres_company) company =
			apres_company_load(config, config->companies->pdata[i], in_force,
					   NULL, apres_clock_now(), error);
		if (company == NULL)
			return false;
		g_autofree char *trouble = apres_in_force_trouble(
			company->config, in_force, company->policy);
		if (trouble != NULL)
			apres_log_warn("%s", trouble);
	}
	puts("configuration OK");
	return true;
}

static void
warn_of_root(const apres_config *config)
{
	g_autofree char *owner = apres_store_foreign_owner(config->state);

	if (owner != NULL)
		apres_log_warn("'%s' belongs to %s, and root runs apresd: what it writes "
			       "now %s cannot write again; run it as %s, after: chown -R "
			       "%s '%s'",
			       config->state, owner, owner, owner, owner, config->state);
}

static bool
run(const arguments *a, GError **error)
{
	const char *path = a->config != NULL ? a->config : apres_config_default_path();
	apres_daemon_options options = { .once = a->once,
					 .has_backlog = a->backlog != NULL };

	if (a->backlog != NULL && !apres_clock_parse(a->backlog, &options.backlog_since))
		return apres_throw(error, APRES_ERROR_USAGE,
				   "--backlog %s: not a time like 2026-11-24T08:00:00Z",
				   a->backlog);
	apres_config *config = apres_config_load(path, error);
	if (config == NULL)
		return false;
	if (a->check) {
		bool ok = check_everything(config, error);
		apres_config_free(config);
		return ok;
	}
	warn_of_root(config);
	g_autoptr(apres_daemon) daemon = apres_daemon_new(config, &options, error);
	return daemon != NULL && apres_daemon_run(daemon, error);
}

int
main(int argc, char **argv)
{
	g_autofree char *config = NULL;
	g_autofree char *backlog = NULL;
	g_autoptr(GError) error = NULL;
	arguments a = { 0 };

	setlocale(LC_CTYPE, "C.UTF-8");
	bool ok = parse(&argc, &argv, &a, &error);
	config = a.config;
	backlog = a.backlog;
	apres_log_open("apresd", a.debug);
	if (ok && a.version) {
		puts(PACKAGE_STRING);
		return 0;
	}
	if (!ok || !run(&a, &error)) {
		g_auto(GStrv) lines = g_strsplit(error->message, "\n", -1);
		for (guint i = 0; lines[i] != NULL; i++)
			apres_log_error("%s", lines[i]);
		return apres_error_exit_status(error);
	}
	return 0;
}
