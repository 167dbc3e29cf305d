/* SPDX-License-Identifier: Apache-2.0 */
/*
 * apres explain: what would become of a mail, and why.  Decides with the
 * daemon's own functions, and does nothing.
 */
#include "config.h"
#include "apres/apart.h"
#include "apres/explain.h"
#include "apres/explain-setup.h"
#include "apres/wrap.h"
#include "apres/output.h"
#include "apres/table.h"
#include "message/message.h"
#include "util/error.h"
#include "util/fsutil.h"
#include "util/text.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#define SECONDS_PER_MAIL 30
#define COMMAND_MAX 400 /* bytes of one that is shown to be typed again */

/* One run over some files; what the children and the parent share. */
typedef struct explain_run {
	const apres_explain *explain;
	const apres_explain_options *options;
	GPtrArray *files; /* char * */
	GBytes *given;    /* the mail itself, from standard input or --text; or NULL */
	apres_table *table;
	guint effects[3], debriefs;
} explain_run;

/* Tests only: a file name on which the reader dies or hangs. */
static void
test_accident(const char *file)
{
	const char *crash = g_getenv("APRES_TEST_CRASH_FILE");
	const char *hang = g_getenv("APRES_TEST_HANG_FILE");

	if (crash != NULL && g_str_has_suffix(file, crash))
		raise(SIGSEGV);
	while (hang != NULL && g_str_has_suffix(file, hang))
		pause();
}

static GBytes *
read_mail(const explain_run *run, const char *file, GError **error)
{
	if (run->given != NULL)
		return g_bytes_ref(run->given);
	return apres_file_read(file, APRES_MESSAGE_MAX_BYTES, error);
}

static char *
failed_line(const char *file, const char *reason)
{
	json_auto_t *line = apres_explain_failed_to_json(file, NULL, reason);

	return json_dumps(line, JSON_COMPACT);
}

static bool
wants_lines(const explain_run *run)
{
	return run->options->json || run->table != NULL;
}

/* In the child. */
static char *
work(guint i, void *context)
{
	const explain_run *run = context;
	const apres_explain *explain = run->explain;
	const char *file = g_ptr_array_index(run->files, i);
	g_autoptr(GError) error = NULL;
	gsize len;

	test_accident(file);
	g_autoptr(GBytes) bytes = read_mail(run, file, &error);
	if (bytes == NULL)
		return failed_line(file, g_file_test(file, G_FILE_TEST_IS_REGULAR) &&
							 error->code == APRES_ERROR_INPUT
						 ? "oversized"
						 : "unreadable");
	const char *data = g_bytes_get_data(bytes, &len);
	g_autoptr(apres_assessment) assessment =
		apres_assess(explain->policy, explain->roster, &explain->us,
			     data ? data : "", len, NULL, explain->now);
	if (run->options->reply)
		return apres_explain_reply(explain, assessment);
	if (!wants_lines(run))
		return apres_explain_to_text(explain, file, assessment,
					     run->options->verbose);
	json_auto_t *line =
		run->table != NULL
			? apres_explain_row_to_json(explain->policy, assessment)
			: apres_explain_to_json(explain->policy, file, assessment);
	return json_dumps(line, JSON_COMPACT);
}

static char *
joined(json_t *array)
{
	g_autoptr(GString) out = g_string_new(NULL);
	size_t i;
	json_t *item;

	json_array_foreach(array, i, item)
	{
		g_string_append_printf(out, "%s%s", i > 0 ? " " : "",
				       json_string_value(item));
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

/* A file's line of the summary, and the figures below it. */
static void
add_row(explain_run *run, const char *file, const char *text)
{
	json_auto_t *line = json_loads(text, 0, NULL);
	const char *effect = json_string_value(json_object_get(line, "effect"));
	const char *template_id = json_string_value(json_object_get(line, "template"));
	const char *queue = json_string_value(json_object_get(line, "queue"));
	g_autofree char *reasons = joined(json_object_get(line, "reasons"));
	g_autofree char *name = g_path_get_basename(file);
	size_t i;
	json_t *owed;

	for (guint e = 0; e < G_N_ELEMENTS(run->effects); e++)
		if (g_strcmp0(effect, apres_effect_to_string((apres_effect)e)) == 0)
			run->effects[e]++;
	json_array_foreach(json_object_get(line, "obligations"), i, owed)
	{
		const char *kind = json_string_value(json_object_get(owed, "kind"));
		if (g_strcmp0(kind, "debrief") == 0)
			run->debriefs++;
	}
	apres_table_add(run->table, name);
	apres_table_add(run->table, effect);
	apres_table_add(run->table, template_id != NULL ? template_id : queue);
	apres_table_add(run->table, reasons);
}

/* In lines that fit; but a command stays on one, so that it can be copied. */
static void
print_screen(const char *text)
{
	const char *next = g_strrstr(text, APRES_EXPLAIN_NEXT);

	apres_wrap_printf("%.*s\n",
			  (int)(next != NULL ? (gsize)(next - text) : strlen(text)),
			  text);
	if (next != NULL)
		puts(next + 1);
}

/* In the parent. */
static void
done(guint i, const char *text, const char *why, void *context)
{
	explain_run *run = context;
	const char *file = g_ptr_array_index(run->files, i);
	g_autofree char *failed = NULL;

	if (text == NULL) {
		fprintf(stderr, "apres: %s: the reader ended by %s; left to a person\n",
			file, why);
		text = failed = failed_line(file, "unparsable");
	}
	if (run->table != NULL)
		add_row(run, file, text);
	else if (failed == NULL && !run->options->json && !run->options->reply)
		print_screen(text);
	else if (run->options->json)
		apres_output_json(json_loads(text, 0, NULL));
	else if (failed == NULL)
		printf("%s\n", text);
	else
		printf(" HOLD · the mail could not be read (%s) · no reply is sent\n",
		       why);
}

static void
print_summary(const explain_run *run)
{
	apres_table_print(run->table, "no mail there");
	apres_wrap_printf("\n%u mail%s · %u would be answered · %u need nothing · %u for "
			  "a person · "
			  "%u debrief%s opened\n",
			  run->files->len, apres_noun(run->files->len, "", "s"),
			  run->effects[APRES_EFFECT_REPLY],
			  run->effects[APRES_EFFECT_SILENCE],
			  run->effects[APRES_EFFECT_HOLD], run->debriefs,
			  apres_noun(run->debriefs, "", "s"));
}

static bool
run_files(explain_run *run, bool many, GError **error)
{
	g_autoptr(apres_table) table = NULL;

	if (many && !run->options->json && !run->options->reply)
		table = apres_table_new("mail|effect|text or queue|reasons");
	run->table = table;
	if (!apres_apart_run(run->files->len, SECONDS_PER_MAIL, work, done, run, error))
		return false;
	if (table != NULL)
		print_summary(run);
	run->table = NULL;
	return true;
}

static bool
explain_given(explain_run *run, const char *name, GBytes *mail, GError **error)
{
	g_autoptr(GPtrArray) one = g_ptr_array_new();

	g_ptr_array_add(one, (gpointer)name);
	run->files = one;
	run->given = mail;
	bool good = run_files(run, false, error);
	run->given = NULL;
	return good;
}

static bool
explain_argument(explain_run *run, const char *argument, bool single, GError **error)
{
	g_autoptr(GPtrArray) files = NULL;
	bool folder = false;

	if (g_str_equal(argument, "-")) {
		g_autoptr(GBytes) mail =
			apres_fd_read(STDIN_FILENO, APRES_MESSAGE_MAX_BYTES, error);
		if (mail == NULL)
			return apres_throw_prefix(error, "standard input");
		return explain_given(run, "-", mail, error);
	}
	files = apres_explain_files(argument, &folder, error);
	if (files == NULL)
		return false;
	run->files = files;
	return run_files(run, folder || !single, error);
}

/* As a shell takes it. */
static char *
quoted(const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_-+./:@=,";

	return *word != '\0' && word[strspn(word, plain)] == '\0' ? g_strdup(word)
								  : g_shell_quote(word);
}

/* What was typed, to be typed again with another option; NULL: it cannot be, as the mail
 * came from standard input, or is longer than anybody reads.  Caller owns. */
static char *
command_of(int argc, char **argv)
{
	static const char *const dropped[] = { "-v", "--verbose", "--reply", "--json",
					       NULL };
	g_autoptr(GString) out = g_string_new(NULL);

	for (int i = 1; i < argc; i++) {
		if (g_strv_contains(dropped, argv[i]))
			continue;
		if (g_str_equal(argv[i], "-") || strpbrk(argv[i], "\n\r\033") != NULL)
			return NULL;
		g_autofree char *word = quoted(argv[i]);
		g_string_append_printf(out, " %s", word);
	}
	return out->len <= COMMAND_MAX ? g_string_free(g_steal_pointer(&out), FALSE)
				       : NULL;
}

static int
run_explain(int argc, char **argv, GError **error)
{
	g_auto(apres_explain_options) options = { 0 };
	g_auto(apres_explain) explain = { 0 };
	explain_run run = { .explain = &explain, .options = &options };

	/* Parsing takes the options away. */
	g_autofree char *command = command_of(argc, argv);
	if (!apres_explain_options_parse(&options, argc, argv, error))
		return EX_USAGE;
	if (options.cli.help)
		return 0;
	if (!apres_explain_setup(&explain, &options, error))
		return EX_CONFIG;
	explain.command = g_steal_pointer(&command);
	if (options.text != NULL) {
		g_autoptr(GBytes) mail = apres_explain_compose(&explain, &options);
		return explain_given(&run, "--text", mail, error) ? 0 : EX_TEMPFAIL;
	}
	guint count = g_strv_length(options.cli.rest);
	for (guint i = 0; i < count; i++)
		if (!explain_argument(&run, options.cli.rest[i], count == 1, error))
			return EX_DATAERR;
	return 0;
}

const apres_verb apres_verb_explain = {
	.name = "explain",
	.usage = "[-v] [--reply] [--json] MAIL|DIR|-|--text TEXT",
	.summary = "what would become of a mail, and why; does nothing",
	.run = run_explain,
	.notes = "MAIL is a file, - standard input.  DIR is a Maildir (new/ and cur/), "
		 "or a folder:\n"
		 "every regular file in it whose name does not begin with a dot.\n"
		 "With --policy no configuration and no store are read.\n\n"
		 "Exit status: 0 all mails were shown, also those that cannot be read "
		 "(they are held),\n"
		 "64 wrong usage, 65 no such file, 75 try again, 78 configuration or "
		 "policy at fault.\n",
};
