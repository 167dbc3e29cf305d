/* SPDX-License-Identifier: Apache-2.0 */
/* apres policy check: is this policy sound, and does it do what its tests say? */
#include "config.h"
#include "apres/cli.h"
#include "apres/output.h"
#include "apres/policy-screen.h"
#include "pipeline/policy-test.h"
#include "policy/lint.h"
#include "util/clock.h"
#include "util/error.h"
#include "util/text.h"

#include <stdio.h>
#include <sysexits.h>

static json_t *
finding_to_json(const apres_finding *finding)
{
	static const char *const levels[] = { "error", "warning", "note" };

	return json_pack(
		"{s:s, s:o, s:i, s:i, s:o, s:o}", "level", levels[finding->level], "file",
		apres_output_string(finding->file), "line", finding->line, "column",
		finding->column, "code", apres_output_string(finding->code), "message",
		apres_output_string(finding->message));
}

/* To standard output with --json, else to standard error as a compiler does; ALL, or
 * of many that say the same the first. */
static void
print_findings(const apres_cli *cli, const GPtrArray *findings, bool all)
{
	if (findings == NULL)
		return;
	for (guint i = 0; cli->json && i < findings->len; i++)
		apres_output_json(finding_to_json(findings->pdata[i]));
	if (cli->json)
		return;
	g_autoptr(GPtrArray) lines = apres_findings_lines(findings, all);
	for (guint i = 0; i < lines->len; i++)
		fprintf(stderr, "%s\n", (char *)lines->pdata[i]);
}

static guint
count_warnings(const GPtrArray *findings)
{
	guint count = 0;

	for (guint i = 0; findings != NULL && i < findings->len; i++)
		count += ((apres_finding *)findings->pdata[i])->level ==
			 APRES_FINDING_WARNING;
	return count;
}

/* Load with everything said; NULL after the findings were printed. */
apres_policy *
apres_policy_screen_load(const apres_cli *cli, bool all, guint *warnings_out,
			 GError **error)
{
	g_autoptr(GPtrArray) findings = NULL;
	g_autoptr(GError) cause = NULL;
	apres_policy *policy = apres_policy_load(cli->rest[0], &findings, &cause);

	print_findings(cli, findings, all);
	*warnings_out = count_warnings(findings);
	if (policy != NULL)
		return policy;
	if (findings == NULL || findings->len == 0) {
		g_propagate_error(error, g_steal_pointer(&cause));
		apres_cli_named_wrongly(error);
	} else
		apres_throw(error, APRES_ERROR_CONFIG, "%s: refused", cli->rest[0]);
	return NULL;
}

static json_t *
result_to_json(const apres_test_result *result)
{
	const apres_policy_test *test = result->test;

	return json_pack("{s:o, s:o, s:i, s:b, s:o, s:o, s:o}", "id",
			 apres_output_string(test->id), "file",
			 apres_output_string(test->origin.file), "line",
			 test->origin.line, "passed", result->passed, "expected",
			 apres_output_string(test->expect), "got",
			 apres_output_string(result->got), "why",
			 apres_output_string(result->why));
}

/* Failed tests look like a compiler's errors, at the <test>'s place. */
guint
apres_policy_screen_test(const apres_cli *cli, const apres_policy *policy,
			 guint *failed_out)
{
	g_autoptr(GPtrArray) results = apres_policy_test_run(policy, apres_clock_now());

	*failed_out = 0;
	for (guint i = 0; i < results->len; i++) {
		const apres_test_result *result = g_ptr_array_index(results, i);
		const apres_origin *origin = &result->test->origin;

		*failed_out += !result->passed;
		if (cli->json)
			apres_output_json(result_to_json(result));
		else if (!result->passed)
			fprintf(stderr,
				"%s:%d:%d: error: expected '%s', got '%s'%s%s [E-TEST]\n",
				origin->file != NULL ? origin->file : policy->file,
				origin->line, origin->column, result->test->expect,
				result->got, result->why != NULL ? ": " : "",
				result->why != NULL ? result->why : "");
	}
	return results->len;
}

/* What is allowed, and probably not meant. */
guint
apres_policy_screen_lint(const apres_cli *cli, const apres_policy *policy, bool all)
{
	g_autoptr(GPtrArray) findings =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_finding_free);

	apres_policy_lint(policy, apres_clock_now(), findings);
	print_findings(cli, findings, all);
	return count_warnings(findings);
}

static int
run_check(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	gboolean strict = FALSE, all = FALSE;
	guint warnings, failed;
	const GOptionEntry own[] = {
		{ "strict", 0, 0, G_OPTION_ARG_NONE, &strict, "warnings are errors",
		  NULL },
		{ "verbose", 'v', 0, G_OPTION_ARG_NONE, &all,
		  "every finding, also the hundredth of its kind", NULL },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&cli, &apres_verb_policy_check, own, argc, argv, 1, 1,
			     error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	g_autoptr(apres_policy) policy =
		apres_policy_screen_load(&cli, all, &warnings, error);
	if (policy == NULL)
		return EX_CONFIG;
	warnings += apres_policy_screen_lint(&cli, policy, all);
	guint count = apres_policy_screen_test(&cli, policy, &failed);
	if (!cli.json)
		printf("%s: %s; %u %s, %u %s, %u of %u %s passed, %u "
		       "warning%s\n",
		       cli.rest[0],
		       failed > 0 ? "does not do what its tests say: change it, or what "
				    "they expect"
				  : "sound",
		       policy->rules->len,
		       apres_noun(policy->rules->len, "rule", "rules"),
		       policy->classes->len,
		       apres_noun(policy->classes->len, "class", "classes"),
		       count - failed, count, apres_noun(count, "test", "tests"),
		       warnings, apres_noun(warnings, "", "s"));
	return failed > 0 || (strict && warnings > 0) ? EX_CONFIG : 0;
}

const apres_verb apres_verb_policy_check = {
	.name = "policy check",
	.usage = "[--strict] [-v] [--json] FILE",
	.summary = "load a policy, say every fault with its place, run its tests",
	.run = run_check,
	.notes = "Exit status: 0 it could be put into force, 78 it could not (with "
		 "--strict: or a\n"
		 "warning was given).\n",
};
