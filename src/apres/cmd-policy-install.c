/* SPDX-License-Identifier: Apache-2.0 */
/* apres policy install|approve|rollback: which policy is in force, and who says so.
 */
#include "config.h"
#include "apres/output.h"
#include "apres/policy-screen.h"
#include "apres/replay-screen.h"
#include "apres/screen.h"
#include "pipeline/in-force.h"
#include "util/clock.h"
#include "util/error.h"
#include "util/text.h"

#include <stdio.h>
#include <sysexits.h>

typedef struct install_options {
	apres_cli cli;
	char *company, *by;
	gboolean other_id;
} install_options;

static void
install_options_clear(install_options *options)
{
	apres_cli_clear(&options->cli);
	g_free(options->company);
	g_free(options->by);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(install_options, install_options_clear)

static bool
parse(install_options *options, const apres_verb *verb, int argc, char **argv, int min,
      int max, GError **error)
{
	const GOptionEntry other_id = {
		"other-id",
		0,
		0,
		G_OPTION_ARG_NONE,
		&options->other_id,
		"take a policy of another id than the one in force",
		NULL
	};
	const GOptionEntry end = { NULL, 0, 0, 0, NULL, NULL, NULL };
	const GOptionEntry own[] = {
		{ "by", 0, 0, G_OPTION_ARG_STRING, &options->by,
		  "who says so, for the record", "NAME" },
		{ "company", 0, 0, G_OPTION_ARG_STRING, &options->company,
		  "which company; default the only one", "ID" },
		verb == &apres_verb_policy_install ? other_id : end,
		end,
	};

	if (!apres_cli_parse(&options->cli, verb, own, argc, argv, min, max, error))
		return false;
	return options->cli.help || options->by != NULL ||
	       apres_throw(error, APRES_ERROR_USAGE,
			   "say who does it: --by NAME; see: apres %s --help",
			   verb->name);
}

/* What came of it, in a sentence with the next step. */
static void
print_answer(const json_t *answer)
{
	const char *company = json_string_value(json_object_get(answer, "company"));
	const char *state = json_string_value(json_object_get(answer, "state"));
	int serial = (int)json_integer_value(json_object_get(answer, "serial"));
	int same = (int)json_integer_value(json_object_get(answer, "restores"));
	int cancelled = (int)json_integer_value(json_object_get(answer, "cancelled"));
	int more = (int)(json_integer_value(json_object_get(answer, "needed")) -
			 json_integer_value(json_object_get(answer, "approvals")));

	if (g_strcmp0(state, "in-force") != 0)
		printf("policy %d of %s waits for %d more approval%s: apres policy "
		       "approve %d --by NAME\nto read it as it was installed: apres "
		       "policy show %d\n",
		       serial, company, more, apres_noun(more, "", "s"), serial, serial);
	else if (same != 0)
		printf("policy %d of %s is in force: the same as policy %d%s\n", serial,
		       company, same,
		       cancelled > 0 ? "; replies of the one before that had not left "
				       "are cancelled, see: apres review list"
				     : "");
	else
		printf("policy %d of %s is in force\n", serial, company);
}

/* Recorded, and yet the daemon goes on as before. */
static void
print_trouble(const char *words)
{
	g_autofree char *shown = apres_output_clean(words != NULL ? words : "", 1000);

	if (words != NULL)
		printf("%sbut apresd has not taken all of it%s: %s\n",
		       apres_output_begin(APRES_STYLE_WARN),
		       apres_output_end(APRES_STYLE_WARN), shown);
}

static int
act(const apres_cli *cli, const apres_config *config, const char *action, json_t *args,
    GError **error)
{
	json_auto_t *answer = NULL;

	if (!apres_screen_ask(config, action, args, &answer, error))
		return EX_TEMPFAIL;
	if (cli->json) {
		apres_output_json(json_incref(answer));
	} else {
		print_answer(answer);
		print_trouble(json_string_value(json_object_get(answer, "trouble")));
	}
	return 0;
}

/* Another company's file, named by mistake.  Where nothing is in force, or what is does
 * not load, nothing is known against it. */
static bool
check_id(const install_options *options, const apres_config *config,
	 const apres_company_config *company, const apres_policy *policy, GError **error)
{
	g_autoptr(apres_policy) was =
		options->other_id
			? NULL
			: apres_replay_in_force(config, company, apres_clock_now(), NULL);

	return was == NULL || g_str_equal(was->id, policy->id) ||
	       apres_throw(error, APRES_ERROR_CONFIG,
			   "%s: its id is '%s', and '%s' is in force for company '%s': "
			   "name the right file, or say --other-id",
			   options->cli.rest[0], policy->id, was->id, company->id);
}

static int
run_install(int argc, char **argv, GError **error)
{
	g_auto(install_options) options = { 0 };

	if (!parse(&options, &apres_verb_policy_install, argc, argv, 1, 1, error))
		return EX_USAGE;
	if (options.cli.help)
		return 0;
	g_autoptr(apres_config) config = apres_cli_config(&options.cli, error);
	if (config == NULL)
		return EX_CONFIG;
	const apres_company_config *company =
		apres_cli_one_company(config, options.company, error);
	if (company == NULL)
		return EX_USAGE;
	/* apresd stands in another folder. */
	g_autofree char *file = g_canonicalize_filename(options.cli.rest[0], NULL);
	g_autoptr(apres_policy) policy =
		apres_policy_load_tested(file, apres_clock_now(), error);
	if (policy == NULL) {
		apres_cli_named_wrongly(error);
		return EX_CONFIG;
	}
	if (!check_id(&options, config, company, policy, error))
		return EX_CONFIG;
	apres_policy_screen_lint(&options.cli, policy, false);
	json_t *args = json_pack("{s:s, s:o, s:s, s:o}", "company", company->id, "file",
				 apres_output_string(file), "digest", policy->digest,
				 "by", apres_output_string(options.by));
	return act(&options.cli, config, "policy-install", args, error);
}

static int
run_approve(int argc, char **argv, GError **error)
{
	g_auto(install_options) options = { 0 };
	gint64 serial;

	if (!parse(&options, &apres_verb_policy_approve, argc, argv, 1, 1, error))
		return EX_USAGE;
	if (options.cli.help)
		return 0;
	if (!apres_cli_number(options.cli.rest[0], "policy", &serial, error))
		return EX_USAGE;
	g_autoptr(apres_config) config = apres_cli_config(&options.cli, error);
	if (config == NULL)
		return EX_CONFIG;
	json_t *args = json_pack("{s:I, s:o}", "id", (json_int_t)serial, "by",
				 apres_output_string(options.by));
	return act(&options.cli, config, "policy-approve", args, error);
}

static int
run_rollback(int argc, char **argv, GError **error)
{
	g_auto(install_options) options = { 0 };
	gint64 serial = 0;

	if (!parse(&options, &apres_verb_policy_rollback, argc, argv, 0, 1, error))
		return EX_USAGE;
	if (options.cli.help)
		return 0;
	if (options.cli.rest[0] != NULL &&
	    !apres_cli_number(options.cli.rest[0], "policy", &serial, error))
		return EX_USAGE;
	g_autoptr(apres_config) config = apres_cli_config(&options.cli, error);
	if (config == NULL)
		return EX_CONFIG;
	const apres_company_config *company =
		apres_cli_one_company(config, options.company, error);
	if (company == NULL)
		return EX_USAGE;
	json_t *args = json_pack("{s:s, s:o}", "company", company->id, "by",
				 apres_output_string(options.by));
	if (serial != 0)
		json_object_set_new(args, "id", json_integer(serial));
	return act(&options.cli, config, "policy-rollback", args, error);
}

#define STATUSES                                                                         \
	"64 wrong usage,\n65 its state does not allow it, 75 try again: nothing was "    \
	"done,\n78 the policy or the configuration is at fault.\n"

const apres_verb apres_verb_policy_install = {
	.name = "policy install",
	.usage = "--by NAME [--company ID] [--other-id] [--json] FILE",
	.summary = "put a policy into force, or have it wait for approval",
	.run = run_install,
	.notes =
		"The policy must pass apres policy check, and have the id of the one in "
		"force\nunless --other-id is said.  Its files are kept as they "
		"are now, and\nare what counts from then on.  With approvals = 2 or more "
		"in apres.conf so many\npeople must agree, who installs it included.\n"
		"Exit status: 0 recorded, " STATUSES,
};

const apres_verb apres_verb_policy_approve = {
	.name = "policy approve",
	.usage = "--by NAME [--json] NUMBER",
	.summary = "agree to a policy that was installed and waits for it",
	.run = run_approve,
	.notes =
		"Each approval is another person's, who has a login of their own: a name "
		"is taken at\nits word, and counts as nobody else.\n"
		"Exit status: 0 recorded, " STATUSES,
};

const apres_verb apres_verb_policy_rollback = {
	.name = "policy rollback",
	.usage = "--by NAME [--company ID] [--json] [NUMBER]",
	.summary =
		"go back to the policy that was in force before, or to NUMBER, at once",
	.run = run_rollback,
	.notes =
		"What was in force once needs no further approval.  Called again it goes "
		"further back.\nReplies of the policy that is taken back which have not "
		"left are "
		"cancelled; a person\nowes the answer.\n"
		"Exit status: 0 done and recorded, " STATUSES,
};
