/* SPDX-License-Identifier: Apache-2.0 */
/* apres mode, pause, resume: what may leave by itself, and when nothing may. */
#include "config.h"
#include "apres/output.h"
#include "apres/screen.h"
#include "apres/table.h"
#include "store/control.h"
#include "util/error.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

typedef struct control_options {
	apres_cli cli;
	char *company, *mailbox, *template_id;
} control_options;

static void
control_options_clear(control_options *options)
{
	apres_cli_clear(&options->cli);
	g_free(options->company);
	g_free(options->mailbox);
	g_free(options->template_id);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(control_options, control_options_clear)

static bool
parse(control_options *options, const apres_verb *verb, int argc, char **argv, int max,
      GError **error)
{
	const GOptionEntry own[] = {
		{ "company", 0, 0, G_OPTION_ARG_STRING, &options->company,
		  "only this company", "ID" },
		{ "template", 0, 0, G_OPTION_ARG_STRING, &options->template_id,
		  "only this reply", "ID" },
		{ "mailbox", 0, 0, G_OPTION_ARG_STRING, &options->mailbox,
		  "only this mailbox", "ID" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	return apres_cli_parse(&options->cli, verb, own, argc, argv, 0, max, error);
}

/* ---- mode ---- */

static bool
add_mode(const apres_cli *cli, apres_store *store, const apres_company_config *company,
	 const char *template_id, apres_table *table, GError **error)
{
	apres_mode mode;

	if (!apres_mode_get(store, company->id, template_id, apres_mode_default(company),
			    &mode, error))
		return false;
	if (cli->json)
		apres_output_json(json_pack("{s:s, s:o, s:s}", "company", company->id,
					    "template", apres_output_string(template_id),
					    "mode", apres_mode_to_string(mode)));
	apres_table_add(table, company->id);
	apres_table_add(table, template_id != NULL ? template_id : "all");
	apres_table_add(table, apres_mode_to_string(mode));
	return true;
}

/* The company, and below it each reply for which somebody has set a mode. */
static bool
add_modes(const apres_cli *cli, apres_store *store, const apres_company_config *company,
	  apres_table *table, GError **error)
{
	g_autoptr(GPtrArray) templates = NULL;

	if (!apres_mode_templates(store, company->id, &templates, error) ||
	    !add_mode(cli, store, company, NULL, table, error))
		return false;
	for (guint i = 0; i < templates->len; i++)
		if (!add_mode(cli, store, company, templates->pdata[i], table, error))
			return false;
	return true;
}

static bool
show_mode(const apres_cli *cli, const apres_config *config, const char *company,
	  const char *template_id, GError **error)
{
	g_autoptr(apres_table) table = apres_table_new("company|reply|mode");
	g_autoptr(apres_store) store = apres_screen_store(config, error);

	if (store == NULL)
		return false;
	for (guint i = 0; i < config->companies->len; i++) {
		const apres_company_config *one = g_ptr_array_index(config->companies, i);

		if (company != NULL && !g_str_equal(company, one->id))
			continue;
		if (template_id != NULL
			    ? !add_mode(cli, store, one, template_id, table, error)
			    : !add_modes(cli, store, one, table, error))
			return false;
	}
	if (!cli->json)
		apres_table_print(table, "");
	return true;
}

/* What stands in the way of MODE for one reply: the company's own, if it is stricter;
 * else NULL. */
static char *
in_the_way(const apres_config *config, const apres_company_config *company,
	   apres_mode mode)
{
	g_autoptr(apres_store) store = apres_screen_store(config, NULL);
	apres_mode of_company = apres_mode_default(company);

	if (store != NULL &&
	    !apres_mode_get(store, company->id, NULL, of_company, &of_company, NULL))
		return NULL;
	return of_company >= mode
		       ? NULL
		       : g_strdup_printf("in effect only once %s is %s: the stricter "
					 "mode counts",
					 company->id, apres_mode_to_string(mode));
}

/* What becomes of a reply in MODE. */
static const char *
consequence(apres_mode mode)
{
	switch (mode) {
	case APRES_MODE_SHADOW: return "replies are recorded and not sent";
	case APRES_MODE_APPROVE:
		return "each reply waits for a yes: apres review list, or the desk of "
		       "its mailbox";
	case APRES_MODE_AUTO: break;
	}
	return "replies leave after the policy's waiting time";
}

static bool
set_mode(const control_options *options, const apres_config *config, GError **error)
{
	const apres_company_config *company =
		apres_cli_one_company(config, options->company, error);
	const char *word = options->cli.rest[0];
	apres_mode mode;

	if (company == NULL)
		return false;
	if (!apres_mode_from_string(word, &mode))
		return apres_throw(error, APRES_ERROR_USAGE,
				   "'%s' is no mode; choose shadow, approve or auto",
				   word);
	json_t *args = json_pack("{s:s, s:s}", "company", company->id, "mode", word);
	if (options->template_id != NULL)
		json_object_set_new(args, "template", json_string(options->template_id));
	g_autofree char *but =
		options->template_id != NULL ? in_the_way(config, company, mode) : NULL;
	g_autofree char *done = g_strdup_printf(
		"%s%s%s: %s; %s", company->id, options->template_id != NULL ? " " : "",
		options->template_id != NULL ? options->template_id : "", word,
		but != NULL ? but : consequence(mode));
	return apres_screen_act(&options->cli, config, "mode", args, done, error);
}

static int
run_mode(int argc, char **argv, GError **error)
{
	g_auto(control_options) options = { 0 };

	if (!parse(&options, &apres_verb_mode, argc, argv, 1, error))
		return EX_USAGE;
	if (options.cli.help)
		return 0;
	g_autoptr(apres_config) config = apres_cli_config(&options.cli, error);
	if (config == NULL || !apres_cli_company(config, options.company, error))
		return EX_CONFIG;
	if (options.mailbox != NULL) {
		apres_throw(error, APRES_ERROR_USAGE,
			    "a mode is set for a company or a reply, not "
			    "for a mailbox");
		return EX_USAGE;
	}
	const char *word = options.cli.rest[0];
	if (word == NULL || g_str_equal(word, "show"))
		return show_mode(&options.cli, config, options.company,
				 options.template_id, error)
			       ? 0
			       : EX_TEMPFAIL;
	return set_mode(&options, config, error) ? 0 : EX_TEMPFAIL;
}

/* ---- pause and resume ---- */

static bool
set_pause(const apres_verb *verb, int argc, char **argv, GError **error)
{
	g_auto(control_options) options = { 0 };
	const char *kind = "all";
	const char *name = NULL;
	guint given;

	if (!parse(&options, verb, argc, argv, 0, error))
		return false;
	if (options.cli.help)
		return true;
	given = (options.company != NULL) + (options.mailbox != NULL) +
		(options.template_id != NULL);
	if (given > 1)
		return apres_throw(error, APRES_ERROR_USAGE,
				   "give one of --company, --mailbox and --template");
	g_autoptr(apres_config) config = apres_cli_config(&options.cli, error);
	if (config == NULL || !apres_cli_company(config, options.company, error))
		return false;
	if (options.mailbox != NULL &&
	    apres_config_mailbox(config, options.mailbox) == NULL)
		return apres_throw(error, APRES_ERROR_USAGE, "%s has no mailbox '%s'",
				   config->path, options.mailbox);
	if (given == 1) {
		kind = options.company != NULL ? "company"
		       : options.mailbox       ? "mailbox"
					       : "template";
		name = options.company != NULL   ? options.company
		       : options.mailbox != NULL ? options.mailbox
						 : options.template_id;
	}
	json_t *args = json_pack("{s:s}", "kind", kind);
	if (name != NULL)
		json_object_set_new(args, "name", json_string(name));
	bool pausing = g_str_equal(verb->name, "pause");
	g_autofree char *done = g_strdup_printf(
		"%s: %s%s%s", pausing ? "paused; no reply leaves" : "resumed", kind,
		name != NULL ? " " : "", name != NULL ? name : "");
	return apres_screen_act(&options.cli, config, verb->name, args, done, error);
}

static int
run_pause(int argc, char **argv, GError **error)
{
	return set_pause(&apres_verb_pause, argc, argv, error) ? 0 : EX_TEMPFAIL;
}

static int
run_resume(int argc, char **argv, GError **error)
{
	return set_pause(&apres_verb_resume, argc, argv, error) ? 0 : EX_TEMPFAIL;
}

const apres_verb apres_verb_mode = {
	.name = "mode",
	.usage = "[show|shadow|approve|auto] [--company ID] [--template ID] [--json]",
	.summary = "what may leave by itself: nothing, what a person approves, or all",
	.run = run_mode,
	.notes = "shadow   decide and record; send nothing but notices to owners\n"
		 "approve  each reply waits for: apres review approve ID\n"
		 "auto     replies leave after the policy's waiting time\n\n"
		 "The stricter of the company's and the reply's mode holds.\n"
		 "Exit status: 0 done and recorded, 75 try again: nothing was done.\n",
};

const apres_verb apres_verb_pause = {
	.name = "pause",
	.usage = "[--company ID|--mailbox ID|--template ID] [--json]",
	.summary = "send no reply from now on; notices still go out",
	.run = run_pause,
};

const apres_verb apres_verb_resume = {
	.name = "resume",
	.usage = "[--company ID|--mailbox ID|--template ID] [--json]",
	.summary = "end a pause",
	.run = run_resume,
};
