/* SPDX-License-Identifier: Apache-2.0 */
/* Options common to all verbs, help, and errors that say how to go on. */
#include "config.h"
#include "apres/cli.h"
#include "apres/wrap.h"
#include "util/error.h"
#include "util/login.h"
#include "util/nearest.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void
apres_cli_clear(apres_cli *cli)
{
	g_clear_pointer(&cli->config_path, g_free);
	g_clear_pointer(&cli->rest, g_strfreev);
}

static void
print_entry(const GOptionEntry *entry)
{
	g_autoptr(GString) left = g_string_new("  ");

	if (entry->long_name == NULL || *entry->long_name == '\0')
		return;
	if (entry->short_name != 0)
		g_string_append_printf(left, "-%c, ", entry->short_name);
	g_string_append_printf(left, "--%s", entry->long_name);
	if (entry->arg_description != NULL)
		g_string_append_printf(left, " %s", entry->arg_description);
	apres_wrap_printf("%-26s  %s\n", left->str, entry->description);
}

static void
print_help(const apres_verb *verb, const GOptionEntry *own, const GOptionEntry *common)
{
	apres_wrap_printf("usage: apres %s %s\n\n%s\n\n", verb->name, verb->usage,
			  verb->summary);
	for (const GOptionEntry *entry = own; entry != NULL && entry->long_name != NULL;
	     entry++)
		print_entry(entry);
	for (const GOptionEntry *entry = common; entry->long_name != NULL; entry++)
		print_entry(entry);
	if (verb->notes != NULL)
		apres_wrap_printf("\n%s", verb->notes);
	if (verb->notes == NULL || strstr(verb->notes, "Exit status") == NULL)
		puts("\nExit status: 0 done, 64 wrong usage, 75 try again, "
		     "78 configuration at fault.");
}

static bool
usage_error(const apres_verb *verb, GError **error, const char *what)
{
	return apres_throw(error, APRES_ERROR_USAGE, "%s; see: apres %s --help", what,
			   verb->name);
}

bool
apres_cli_parse(apres_cli *cli, const apres_verb *verb, const GOptionEntry *own, int argc,
		char **argv, int min, int max, GError **error)
{
	const GOptionEntry common[] = {
		{ "config", 'c', 0, G_OPTION_ARG_FILENAME, &cli->config_path,
		  "configuration; default $APRES_CONFIG or /etc/apres/apres.conf",
		  "FILE" },
		{ "json", 0, 0, G_OPTION_ARG_NONE, &cli->json, "machine-readable output",
		  NULL },
		{ "help", 'h', 0, G_OPTION_ARG_NONE, &cli->help, "this help", NULL },
		{ G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &cli->rest, "",
		  NULL },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};
	g_autoptr(GOptionContext) context = g_option_context_new(NULL);
	g_autoptr(GError) cause = NULL;

	g_option_context_set_help_enabled(context, FALSE);
	if (own != NULL)
		g_option_context_add_main_entries(context, own, NULL);
	g_option_context_add_main_entries(context, common, NULL);
	if (!g_option_context_parse(context, &argc, &argv, &cause))
		return usage_error(verb, error, cause->message);
	if (cli->rest == NULL)
		cli->rest = g_new0(char *, 1);
	if (cli->help) {
		print_help(verb, own, common);
		return true;
	}
	int count = (int)g_strv_length(cli->rest);
	if (count < min)
		return usage_error(verb, error, "an argument is missing");
	if (max >= 0 && count > max) {
		g_autofree char *what =
			g_strdup_printf("unexpected argument '%s'", cli->rest[max]);
		return usage_error(verb, error, what);
	}
	return true;
}

apres_config *
apres_cli_config(const apres_cli *cli, GError **error)
{
	const char *path = cli->config_path;

	return apres_config_load(path != NULL ? path : apres_config_default_path(),
				 error);
}

bool
apres_cli_named_wrongly(GError **error)
{
	if (error != NULL && *error != NULL)
		(*error)->code = APRES_ERROR_CONFIG;
	return false;
}

bool
apres_cli_number(const char *text, const char *what, gint64 *number_out, GError **error)
{
	char *end = NULL;

	errno = 0;
	*number_out = g_ascii_strtoll(text, &end, 10);
	if (end == text || *end != '\0' || errno != 0 || *number_out <= 0)
		return apres_throw(error, APRES_ERROR_USAGE,
				   "'%s' is not the number of a %s", text, what);
	return true;
}

bool
apres_cli_company(const apres_config *config, const char *id, GError **error)
{
	g_autoptr(GPtrArray) ids = g_ptr_array_new();

	if (id == NULL || apres_config_company(config, id) != NULL)
		return true;
	for (guint i = 0; i < config->companies->len; i++)
		g_ptr_array_add(
			ids, ((apres_company_config *)config->companies->pdata[i])->id);
	const char *near = apres_nearest(id, ids);
	return apres_throw(error, APRES_ERROR_USAGE, "%s has no company '%s'%s%s%s",
			   config->path, id, near ? "; did you mean '" : "",
			   near ? near : "", near ? "'?" : "");
}

const apres_company_config *
apres_cli_one_company(const apres_config *config, const char *id, GError **error)
{
	if (id != NULL)
		return apres_cli_company(config, id, error)
			       ? apres_config_company(config, id)
			       : NULL;
	if (config->companies->len == 1)
		return g_ptr_array_index(config->companies, 0);
	apres_throw(error, APRES_ERROR_USAGE,
		    "there are several companies; name one with --company ID");
	return NULL;
}

const char *
apres_cli_user(void)
{
	g_autofree char *login = apres_login_of(getuid());

	return g_intern_string(login);
}
