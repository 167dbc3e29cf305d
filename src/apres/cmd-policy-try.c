/* SPDX-License-Identifier: Apache-2.0 */
/* apres policy try: all that there is to know about a new policy, on one screen. */
#include "config.h"
#include "apres/diff-screen.h"
#include "apres/output.h"
#include "apres/policy-screen.h"
#include "apres/replay-screen.h"
#include "apres/screen.h"
#include "pipeline/trusted-policy.h"
#include "util/clock.h"
#include "util/error.h"
#include "util/text.h"

#include <stdio.h>
#include <sysexits.h>

#define DAYS 30
#define ROWS 6    /* of a table: three of them fit on a screen, */
#define CHANGES 2 /* parts, and lines of each: what a text said, and says */
#define GROUPS 3  /* as do these, of three lines each, instead of one of them */

typedef struct trial {
	apres_cli cli;
	char *company_id;
	gboolean all;
	apres_config *config;
	const apres_company_config *company;
	apres_policy *is, *was;
	apres_diff *diff; /* of them; or NULL */
	gint64 now;
} trial;

static void
trial_clear(trial *t)
{
	apres_cli_clear(&t->cli);
	g_free(t->company_id);
	apres_policy_free(t->is);
	apres_policy_free(t->was);
	apres_diff_free(t->diff);
	g_clear_pointer(&t->config, apres_config_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(trial, trial_clear)

static void
heading(const trial *t, const char *words)
{
	if (!t->cli.json)
		apres_output_heading(words);
}

/* Does it load, and do what its tests say?  Faults are on standard error. */
static bool
check(trial *t, GError **error)
{
	guint warnings, failed;

	t->is = apres_policy_screen_load(&t->cli, false, &warnings, error);
	if (t->is == NULL)
		return false;
	warnings += apres_policy_screen_lint(&t->cli, t->is, false);
	guint count = apres_policy_screen_test(&t->cli, t->is, &failed);
	heading(t, "Check and tests");
	if (!t->cli.json)
		printf("%s; %u warning%s, %u of %u %s passed\n",
		       failed > 0 ? "does not do what its tests say: change it, or what "
				    "they expect"
				  : "sound",
		       warnings, apres_noun(warnings, "", "s"), count - failed, count,
		       apres_noun(count, "test", "tests"));
	return failed == 0 || apres_throw(error, APRES_ERROR_CONFIG,
					  "%s: %u of %u %s; it could not be put "
					  "into force",
					  t->cli.rest[0], failed, count,
					  apres_noun(count, "test fails", "tests fail"));
}

static void
compare(trial *t)
{
	const apres_diff *diff = t->diff = apres_policy_diff(t->was, t->is);

	if (t->cli.json) {
		apres_diff_print_json(diff);
		return;
	}
	heading(t, "Parts that differ from the policy in force");
	apres_diff_print_parts(diff, t->all ? G_MAXUINT : ROWS);
	apres_diff_print_changes(diff, t->all ? G_MAXUINT : CHANGES,
				 t->all ? G_MAXUINT : CHANGES);
	heading(t, "Kinds of mail that differ, by what they contain");
	apres_diff_print_cases(diff, t->all ? G_MAXUINT : GROUPS);
	apres_diff_print_terms(diff);
}

static void
print_next(const trial *t)
{
	g_autoptr(GError) why = NULL;

	if (!apres_trusted_file(t->company, t->is, &why))
		printf("\nNobody could put it into force yet: %s\n", why->message);
	printf("\nTo put it into force: apres policy install --by NAME %s\n",
	       t->cli.rest[0]);
}

/* No mail recorded yet: the rest is worth knowing all the same. */
static void
print_unrecorded(const trial *t, const GError *why)
{
	heading(t, "Recorded mail");
	if (t->cli.json) {
		apres_output_json(json_pack("{s:o}", "not_replayed",
					    apres_output_string(why->message)));
		return;
	}
	puts(why->message);
	print_next(t);
	puts("There is no recorded mail to try it on.");
}

static bool
replay(const trial *t, GError **error)
{
	g_autoptr(apres_replay) replay = NULL;
	g_autoptr(GError) why = NULL;
	g_autoptr(apres_store) store = apres_screen_store(t->config, &why);

	if (store == NULL) {
		print_unrecorded(t, why);
		return true;
	}
	if (!apres_replay_run(store, t->company->id, t->was, t->is,
			      t->now - (gint64)DAYS * 86400, &replay, error))
		return false;
	if (t->cli.json) {
		apres_replay_print_json(replay);
		return true;
	}
	heading(t, "Mail of the last 30 days");
	apres_replay_print(replay, t->all ? G_MAXUINT : ROWS);
	print_next(t);
	apres_replay_print_sum(replay, t->diff);
	return true;
}

/* Nothing is in force yet, or the file in its place is broken: there is nothing to
 * compare with, and that is no fault of the new one. */
static void
print_alone(const trial *t, const GError *why)
{
	heading(t, "Nothing is in force to compare it with");
	if (t->cli.json) {
		apres_output_json(json_pack("{s:o}", "not_compared",
					    apres_output_string(why->message)));
		return;
	}
	puts(why->message);
	print_next(t);
	puts("It would be the first.");
}

static bool
run(trial *t, GError **error)
{
	g_autoptr(GError) why = NULL;

	t->config = apres_cli_config(&t->cli, error);
	if (t->config == NULL)
		return false;
	t->company = apres_cli_one_company(t->config, t->company_id, error);
	if (t->company == NULL || !check(t, error))
		return false;
	t->was = apres_replay_in_force(t->config, t->company, t->now, &why);
	if (t->was == NULL) {
		print_alone(t, why);
		return true;
	}
	compare(t);
	return replay(t, error);
}

static int
run_try(int argc, char **argv, GError **error)
{
	g_auto(trial) t = { .now = apres_clock_now() };
	const GOptionEntry own[] = {
		{ "company", 0, 0, G_OPTION_ARG_STRING, &t.company_id,
		  "for which company; default the only one", "ID" },
		{ "all", 0, 0, G_OPTION_ARG_NONE, &t.all, "all rows of each table",
		  NULL },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&t.cli, &apres_verb_policy_try, own, argc, argv, 1, 1,
			     error))
		return EX_USAGE;
	if (t.cli.help)
		return 0;
	return run(&t, error) ? 0 : EX_CONFIG;
}

const apres_verb apres_verb_policy_try = {
	.name = "policy try",
	.usage = "[--company ID] [--all] [--json] FILE",
	.summary = "check a policy, run its tests, show what it would change; change "
		   "nothing",
	.run = run_try,
	.notes = "Compared with the policy in force: its parts, what mail of one or two "
		 "kinds would come\nto, and the mail that was recorded in the last 30 "
		 "days.  Faults and warnings go to\nstandard error, with their place.\n"
		 "Exit status: 0 it could be put into force, 64 wrong usage, 78 it could "
		 "not, or the\nconfiguration is at fault.\n",
};
