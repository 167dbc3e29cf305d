/* SPDX-License-Identifier: Apache-2.0 */
/* apres policy test: does a policy do what its tests say, and would they notice if not?
 */
#include "config.h"
#include "apres/cli.h"
#include "apres/output.h"
#include "apres/policy-screen.h"
#include "apres/table.h"
#include "pipeline/coverage.h"
#include "pipeline/mutation.h"
#include "util/clock.h"
#include "util/text.h"

#include <stdio.h>
#include <sysexits.h>

/* ---- coverage ---- */

typedef struct totals {
	const char *file; /* interned */
	guint all[APRES_UNIT_COUNT_], covered[APRES_UNIT_COUNT_];
} totals;

static totals *
totals_of(GArray *files, const char *file)
{
	totals one = { .file = file };

	for (guint i = 0; i < files->len; i++)
		if (g_array_index(files, totals, i).file == file)
			return &g_array_index(files, totals, i);
	g_array_append_val(files, one);
	return &g_array_index(files, totals, files->len - 1);
}

/* File by file, the company's first. */
static GArray *
add_up(const GPtrArray *units)
{
	GArray *files = g_array_new(FALSE, TRUE, sizeof(totals));

	for (guint i = 0; i < units->len; i++) {
		const apres_unit *unit = units->pdata[i];
		totals *t = totals_of(files, unit->origin.file);
		t->all[unit->kind]++;
		t->covered[unit->kind] += unit->missing == NULL;
	}
	return files;
}

static void
print_unit(const apres_cli *cli, const apres_unit *unit)
{
	if (cli->json)
		apres_output_json(json_pack(
			"{s:s, s:o, s:o, s:i, s:i, s:b, s:o}", "kind",
			apres_unit_kind_to_string(unit->kind), "unit",
			apres_output_string(unit->name), "file",
			apres_output_string(unit->origin.file), "line", unit->origin.line,
			"column", unit->origin.column, "covered", unit->missing == NULL,
			"missing", apres_output_string(unit->missing)));
	else if (unit->missing != NULL)
		printf("%s:%d:%d: not covered: %s %s\n", unit->origin.file,
		       unit->origin.line, unit->origin.column, unit->name, unit->missing);
}

static json_t *
totals_to_json(const totals *t)
{
	json_t *object =
		json_pack("{s:o}", "covered_of_file", apres_output_string(t->file));

	for (guint kind = 0; kind < APRES_UNIT_COUNT_; kind++)
		json_object_set_new(object,
				    apres_unit_kind_to_string((apres_unit_kind)kind),
				    json_pack("{s:i, s:i}", "covered", t->covered[kind],
					      "all", t->all[kind]));
	return object;
}

static void
print_totals(const apres_cli *cli, const GArray *files)
{
	g_autoptr(apres_table) table =
		apres_table_new("COVERED IN|RULES|CLASSES|PATTERNS|TEXTS|OWED");

	for (guint i = 0; i < files->len; i++) {
		const totals *t = &g_array_index(files, totals, i);
		if (cli->json) {
			apres_output_json(totals_to_json(t));
			continue;
		}
		apres_table_add(table, t->file);
		for (guint kind = 0; kind < APRES_UNIT_COUNT_; kind++)
			apres_table_addf(table, "%u of %u", t->covered[kind],
					 t->all[kind]);
	}
	if (!cli->json)
		apres_table_print(table, "There is nothing to cover.");
}

static void
cover(const apres_cli *cli, const apres_policy *policy)
{
	g_autoptr(GPtrArray) units = apres_coverage_run(policy, apres_clock_now());
	g_autoptr(GArray) files = add_up(units);

	for (guint i = 0; i < units->len; i++)
		if (((const apres_unit *)units->pdata[i])->own)
			print_unit(cli, units->pdata[i]);
	print_totals(cli, files);
}

/* ---- mutants ---- */

static const char *const fates[] = {
	[APRES_FATE_TEST] = "test",         [APRES_FATE_PROOF] = "proof",
	[APRES_FATE_LOAD] = "load",         [APRES_FATE_SAME] = "same",
	[APRES_FATE_SURVIVED] = "survived",
};

static void
print_trial(const apres_cli *cli, const apres_trial *trial)
{
	const apres_origin *at = &trial->origin;

	if (cli->json)
		apres_output_json(json_pack("{s:o, s:o, s:i, s:i, s:s, s:o, s:o}",
					    "mutant", apres_output_string(trial->what),
					    "file", apres_output_string(at->file), "line",
					    at->line, "column", at->column, "fate",
					    fates[trial->fate], "by",
					    apres_output_string(trial->by), "survives",
					    apres_output_string(trial->survives)));
	else if (trial->fate == APRES_FATE_SURVIVED && trial->survives == NULL)
		fprintf(stderr, "%s:%d:%d: error: no test notices: %s [E-SURVIVES]\n",
			at->file, at->line, at->column, trial->what);
	else if (trial->fate == APRES_FATE_SURVIVED)
		printf("%s:%d:%d: no test notices: %s; accepted: %s\n", at->file,
		       at->line, at->column, trial->what, trial->survives);
}

/* A reason that explains nothing any more: all that is tried at its element is noticed.
 */
static void
warn_of_idle_reasons(const apres_cli *cli, const GPtrArray *trials)
{
	for (guint i = 0, next; i < trials->len; i = next) {
		const apres_trial *first = trials->pdata[i], *trial = first;
		bool survived = false;
		for (next = i; next < trials->len; next++) {
			trial = trials->pdata[next];
			if (trial->origin.file != first->origin.file ||
			    trial->origin.line != first->origin.line ||
			    trial->origin.column != first->origin.column)
				break;
			survived |= trial->fate == APRES_FATE_SURVIVED;
		}
		if (first->survives != NULL && !survived && !cli->json)
			fprintf(stderr,
				"%s:%d:%d: warning: nothing survives here: remove "
				"survives=\"...\" [W-SURVIVES]\n",
				first->origin.file, first->origin.line,
				first->origin.column);
	}
}

/* How many survive without a reason; -1 with *ERROR if none could be made. */
static int
mutate(const apres_cli *cli, const apres_policy *policy, GError **error)
{
	g_autoptr(GPtrArray) trials =
		apres_mutation_run(policy, apres_clock_now(), error);
	guint counts[G_N_ELEMENTS(fates)] = { 0 };
	int open = 0;

	if (trials == NULL)
		return -1;
	for (guint i = 0; i < trials->len; i++) {
		const apres_trial *trial = trials->pdata[i];
		print_trial(cli, trial);
		counts[trial->fate]++;
		open += trial->fate == APRES_FATE_SURVIVED && trial->survives == NULL;
	}
	warn_of_idle_reasons(cli, trials);
	if (!cli->json)
		printf("%s: %u %s; killed by a test %u, by proof %u, on loading %u; "
		       "%u change nothing; %u survive, %d without a reason\n",
		       cli->rest[0], trials->len,
		       apres_noun(trials->len, "mutant", "mutants"),
		       counts[APRES_FATE_TEST], counts[APRES_FATE_PROOF],
		       counts[APRES_FATE_LOAD], counts[APRES_FATE_SAME],
		       counts[APRES_FATE_SURVIVED], open);
	return open;
}

static int
run_test(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	gboolean coverage = FALSE, mutants = FALSE;
	guint warnings, failed;
	const GOptionEntry own[] = {
		{ "coverage", 0, 0, G_OPTION_ARG_NONE, &coverage,
		  "what no test comes by, then how much of each file", NULL },
		{ "mutate", 0, 0, G_OPTION_ARG_NONE, &mutants,
		  "change one thing at a time: do the tests notice?", NULL },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&cli, &apres_verb_policy_test, own, argc, argv, 1, 1, error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	g_autoptr(apres_policy) policy =
		apres_policy_screen_load(&cli, false, &warnings, error);
	if (policy == NULL)
		return EX_CONFIG;
	guint count = apres_policy_screen_test(&cli, policy, &failed);
	if (!cli.json)
		printf("%s: %u %s passed, %u failed\n", cli.rest[0], count - failed,
		       apres_noun(count - failed, "test", "tests"), failed);
	if (failed > 0)
		return EX_DATAERR;
	if (coverage)
		cover(&cli, policy);
	int open = mutants ? mutate(&cli, policy, error) : 0;
	return open == 0 ? 0 : open < 0 ? EX_CONFIG : EX_DATAERR;
}

const apres_verb apres_verb_policy_test = {
	.name = "policy test",
	.usage = "[--coverage] [--mutate] [--json] FILE",
	.summary = "run a policy's own tests, and see what they do not notice",
	.run = run_test,
	.notes = "--mutate changes the company's own files, one thing at a time and in "
		 "memory: a pattern\nmatches never or always, a rule is not there or "
		 "answers more, a number is one more.\nWhat no test, proof or check "
		 "notices is listed; survives=\"why\" on its element accepts it.\n"
		 "Both are done only if all tests pass.\n"
		 "Exit status: 0 all passed, and nothing survives without a reason; 65 a "
		 "test failed, or\nsomething does; 78 the policy does not load.\n",
};
