/* SPDX-License-Identifier: Apache-2.0 */
/* apres case import: a table of cases, checked whole before anything of it is written. */
#include "config.h"
#include "apres/import-owed.h"
#include "apres/screen.h"
#include "apres/output.h"
#include "pipeline/case-file.h"
#include "policy/clause.h"
#include "util/clock.h"
#include "util/error.h"
#include "util/text.h"

#include <stdio.h>
#include <sysexits.h>

/* What one import may change: it is one transaction, and mail waits meanwhile. */
#define NEWS_MAX 20000
/* So many rows are warned of; the rest is counted. */
#define WARNINGS_MAX 10

typedef struct import_options {
	apres_cli cli;
	char *company, *map, *by, *owed_from;
	gboolean dry_run, all;
} import_options;

static void
import_options_clear(import_options *options)
{
	apres_cli_clear(&options->cli);
	g_free(options->company);
	g_free(options->map);
	g_free(options->by);
	g_free(options->owed_from);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(import_options, import_options_clear)

/* The second reading: what is not yet so is kept for the writer. */
typedef struct import_news {
	const char *path;
	guint lawless;      /* rows of a law that the policy does not have */
	apres_store *store; /* to read, or NULL: nothing is recorded yet */
	json_t *cases;
	int added, changed, unchanged, older;
	import_owed owed;
} import_news;

static void
import_news_clear(import_news *news)
{
	apres_store_close(news->store);
	json_decref(news->cases);
	import_owed_clear(&news->owed);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(import_news, import_news_clear)

static json_t *
fields_of(const apres_case_record *record)
{
	json_t *fields = json_object();

	for (guint i = 0; i < APRES_CASE_FIELD_COUNT_; i++)
		if (record->value[i] != NULL)
			json_object_set_new(fields,
					    apres_case_field_name((apres_case_field)i),
					    json_string(record->value[i]));
	return fields;
}

static bool
is_older(const apres_case_record *record, const apres_case_record *old)
{
	return old->value[APRES_CASE_RECORDED] != NULL &&
	       g_strcmp0(record->value[APRES_CASE_RECORDED],
			 old->value[APRES_CASE_RECORDED]) < 0;
}

/* Mail of such a case is held: better heard now. */
static void
warn_of_law(import_news *news, guint line, const apres_case_record *record)
{
	const char *law = record->value[APRES_CASE_JURISDICTION];
	const apres_policy *policy = news->owed.policy;
	g_autoptr(GString) known = g_string_new(NULL);

	if (law == NULL || *law == '\0' || apres_policy_has_law(policy, law) ||
	    ++news->lawless > WARNINGS_MAX)
		return;
	for (guint i = 0; i < policy->packs->len; i++) {
		const apres_pack *pack = policy->packs->pdata[i];
		if (pack->as_of != NULL)
			g_string_append_printf(known, "%s%s", known->len > 0 ? ", " : "",
					       pack->id);
	}
	g_autofree char *shown = apres_output_clean(law, 40);
	fprintf(stderr,
		"%s:%u: warning: jurisdiction: the policy has no law of '%s', so mail of "
		"this case is held; it has %s\n",
		news->path, line, shown, known->len > 0 ? known->str : "none");
}

static bool
take_row(void *context, guint line, apres_case_record *taken, GError **error)
{
	import_news *news = context;
	g_autoptr(apres_case_record) record = taken;
	g_autoptr(apres_case_record) old = NULL;

	warn_of_law(news, line, record);
	if (news->store != NULL &&
	    !apres_case_find(news->store, record->company,
			     record->value[APRES_CASE_REQUISITION],
			     record->value[APRES_CASE_PERSON], &old, error))
		return false;
	if (old != NULL && is_older(record, old)) {
		news->older++;
		return true;
	}
	if (old != NULL && !apres_case_is_news(record, old)) {
		news->unchanged++;
		return true;
	}
	news->added += old == NULL;
	news->changed += old != NULL;
	if (json_array_size(news->cases) >= NEWS_MAX)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "more than %d rows are new or changed; split the file",
				   NEWS_MAX);
	json_array_append_new(news->cases, fields_of(record));
	apres_owed_at_once_add(&news->owed.sum, news->owed.policy, record, old,
			       news->owed.from, news->owed.now);
	return true;
}

/* ---- the two readings ---- */

static bool
check(const apres_case_table *table, GError **error)
{
	g_auto(apres_case_faults) faults = { 0 };
	bool good = apres_case_file_read(table, NULL, NULL, &faults, error);

	for (guint i = 0; faults.shown != NULL && i < faults.shown->len; i++) {
		g_autofree char *shown = apres_output_clean(faults.shown->pdata[i], 400);
		fprintf(stderr, "%s\n", shown);
	}
	if (!good || faults.count == 0)
		return good;
	g_autofree char *first =
		faults.count > faults.shown->len
			? g_strdup_printf(", of which the first %u are shown",
					  faults.shown->len)
			: g_strdup("");
	return apres_throw(error, APRES_ERROR_INPUT,
			   "%s: %u fault%s%s; nothing was imported", table->path,
			   faults.count, apres_noun(faults.count, "", "s"), first);
}

/* The day of --owed-from as the store keeps it, "" for --all, NULL for neither. */
static bool
take_day(const import_options *o, const char *today, char **from_out, GError **error)
{
	*from_out = o->all ? g_strdup("") : NULL;
	if (o->owed_from == NULL)
		return true;
	if (o->all)
		return apres_throw(error, APRES_ERROR_USAGE,
				   "--owed-from and --all: say one of them");
	*from_out =
		apres_case_field_parse(APRES_CASE_DECIDED, o->owed_from, today, error);
	return *from_out != NULL || apres_throw_prefix(error, "--owed-from");
}

static bool
collect(const apres_case_table *table, const apres_config *config, const char *from,
	import_news *news, GError **error)
{
	const apres_company_config *company =
		apres_config_company(config, table->company);
	g_auto(apres_case_faults) faults = { 0 };
	g_autofree char *file = g_build_filename(config->state, "apres.db", NULL);

	if (g_file_test(file, G_FILE_TEST_EXISTS)) {
		news->store = apres_screen_store(config, error);
		if (news->store == NULL)
			return false;
	}
	news->path = table->path;
	news->cases = json_array();
	if (!import_owed_load(&news->owed, config, company, news->store, from, error) ||
	    !apres_case_file_read(table, take_row, news, &faults, error))
		return false;
	if (news->lawless > WARNINGS_MAX)
		fprintf(stderr, "%s: warning: %u more %s of such a jurisdiction\n",
			table->path, news->lawless - WARNINGS_MAX,
			apres_noun(news->lawless - WARNINGS_MAX, "row is", "rows are"));
	return faults.count == 0 ||
	       apres_throw(error, APRES_ERROR_TEMP,
			   "%s was changed while it was read; import it again",
			   table->path);
}

/* ---- what came of it ---- */

static void
print_counts(const apres_cli *cli, json_t *counts, bool dry_run)
{
	int added, changed, unchanged, older, cancelled, debriefs, answers, late;

	json_unpack(counts, "{s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:i}", "new", &added,
		    "changed", &changed, "unchanged", &unchanged, "older", &older,
		    "cancelled", &cancelled, "debriefs", &debriefs, "answers", &answers,
		    "late", &late);
	if (cli->json) {
		apres_output_json(json_incref(counts));
		return;
	}
	printf("%s%d new, %d changed, %d unchanged", dry_run ? "would be: " : "", added,
	       changed, unchanged);
	if (older > 0)
		printf(", %d older than what is recorded", older);
	if (debriefs + answers > 0)
		printf("; owed because of them: %d debrief%s, %d answer%s, of which %d "
		       "late or of no known day",
		       debriefs, apres_noun(debriefs, "", "s"), answers,
		       apres_noun(answers, "", "s"), late);
	if (cancelled > 0)
		printf("; %d repl%s cancelled, see: apres review list", cancelled,
		       apres_noun(cancelled, "y", "ies"));
	printf("\n");
}

static void
add_to(json_t *counts, const char *name, int more)
{
	int before = (int)json_integer_value(json_object_get(counts, name));

	json_object_set_new(counts, name, json_integer(before + more));
}

static bool
import_table(const import_options *options, const apres_config *config,
	     const apres_case_table *table, GError **error)
{
	g_auto(import_news) news = { 0 };
	json_auto_t *counts = NULL;
	g_autofree char *from = NULL;

	if (!take_day(options, table->today, &from, error) || !check(table, error) ||
	    !collect(table, config, from, &news, error) ||
	    (!options->dry_run && from == NULL && !import_owed_check(&news.owed, error)))
		return false;
	if (options->dry_run || (json_array_size(news.cases) == 0 && from == NULL)) {
		counts = json_pack("{s:i, s:i, s:i, s:i, s:i}", "new", news.added,
				   "changed", news.changed, "unchanged", news.unchanged,
				   "older", news.older, "cancelled", 0);
	} else {
		json_t *args = json_pack(
			"{s:s, s:O, s:b, s:o, s:o?, s:s*}", "company", table->company,
			"cases", news.cases, "import", 1, "file",
			apres_output_string(table->path), "by",
			options->by != NULL ? apres_output_string(options->by) : NULL,
			"owed-from", from);
		if (!apres_screen_ask(config, "case-put", args, &counts, error))
			return false;
		add_to(counts, "unchanged", news.unchanged);
		add_to(counts, "older", news.older);
	}
	add_to(counts, "debriefs", news.owed.sum.debriefs);
	add_to(counts, "answers", news.owed.sum.clocks);
	add_to(counts, "late", news.owed.sum.late);
	print_counts(&options->cli, counts, options->dry_run);
	return true;
}

/* What was refused is recorded, too, once there is a record; that it could not be changes
 * nothing of what is said. */
static void
note_refused(const import_options *options, const apres_config *config,
	     const apres_case_table *table, const GError *why)
{
	g_autofree char *file = g_build_filename(config->state, "apres.db", NULL);
	g_autoptr(GError) error = NULL;
	json_auto_t *answer = NULL;

	if (options->dry_run || !g_error_matches(why, APRES_ERROR, APRES_ERROR_INPUT) ||
	    !g_file_test(file, G_FILE_TEST_EXISTS))
		return;
	json_t *args =
		json_pack("{s:s, s:o, s:o, s:o?}", "company", table->company, "file",
			  apres_output_string(table->path), "why",
			  apres_output_string(why->message), "by",
			  options->by != NULL ? apres_output_string(options->by) : NULL);
	if (!apres_screen_ask(config, "case-refused", args, &answer, &error))
		fprintf(stderr, "this is not recorded: %s\n", error->message);
}

static int
run_import(int argc, char **argv, GError **error)
{
	g_auto(import_options) options = { 0 };
	g_autoptr(apres_columns) columns = NULL;
	const GOptionEntry own[] = {
		{ "map", 0, 0, G_OPTION_ARG_FILENAME, &options.map,
		  "which of its columns and words are which of ours", "FILE" },
		{ "company", 0, 0, G_OPTION_ARG_STRING, &options.company,
		  "which company; default the only one", "ID" },
		{ "by", 0, 0, G_OPTION_ARG_STRING, &options.by,
		  "who says so, for the record; default the login", "NAME" },
		{ "dry-run", 'n', 0, G_OPTION_ARG_NONE, &options.dry_run,
		  "only say what would change", NULL },
		{ "owed-from", 0, 0, G_OPTION_ARG_STRING, &options.owed_from,
		  "from which outcome or interview on somebody owes something, for good",
		  "DAY" },
		{ "all", 0, 0, G_OPTION_ARG_NONE, &options.all,
		  "all of them count, however old", NULL },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&options.cli, &apres_verb_case_import, own, argc, argv, 1, 1,
			     error))
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
	if (options.map != NULL) {
		columns = apres_columns_load(options.map, error);
		if (columns == NULL)
			return EX_CONFIG;
	}
	g_autoptr(GDateTime) now = g_date_time_new_from_unix_local(apres_clock_now());
	g_autofree char *today = g_date_time_format(now, "%Y-%m-%d");
	const apres_case_table table = { .path = options.cli.rest[0],
					 .columns = columns,
					 .company = company->id,
					 .today = today };
	if (import_table(&options, config, &table, error))
		return 0;
	note_refused(&options, config, &table, *error);
	return EX_DATAERR;
}

const apres_verb apres_verb_case_import = {
	.name = "case import",
	.usage = "[--map FILE] [--company ID] [--by NAME] [--dry-run] [--owed-from "
		 "DAY|--all] "
		 "[--json] FILE.csv",
	.summary = "take over a table of applications: new ones, and what has changed",
	.run = run_import,
	.notes =
		"The first row names the columns: person, requisition and addresses, and "
		"any of\nname, role, stage, outcome, outcome-channel, outcome-date, "
		"interviewed, recorded,\nrecruiter, manager, hr, jurisdiction, "
		"pay-range, do-not-rehire, talent-pool,\ninternal; apres(1) says what "
		"may stand in each.  Nothing is imported if one cell is\nat fault.\n"
		"Exit status: 0 imported, 64 wrong usage, 65 the file is at fault, 75 "
		"try again,\n78 the mapping or the configuration is at fault.\n",
};
