/* SPDX-License-Identifier: Apache-2.0 */
/* apres: find the verb, run it, print its error.  The one place that does. */
#include "config.h"
#include "apres/wrap.h"
#include "apres/verb.h"
#include "util/error.h"
#include "util/nearest.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

static void
print_verbs(void)
{
	puts("usage: apres [-c FILE] VERB [ARGUMENTS]\n"
	     "       apres VERB --help | --version\n\n"
	     "Answers the mail that candidates send after an interview, under the\n"
	     "company's policy.\n");
	for (guint i = 0; apres_verbs_at(i) != NULL; i++)
		apres_wrap_printf("  %-16s  %s\n", apres_verbs_at(i)->name,
				  apres_verbs_at(i)->summary);
	puts("\nExit status: 0 done, 64 wrong usage, 65 unusable input, 70 a bug or a\n"
	     "broken disk, 75 try again later, 78 fix the configuration or the policy.");
}

/* The verbs of two words that begin with WORD: "review list", "review show" ... */
static GPtrArray *
verbs_of(const char *word)
{
	GPtrArray *verbs = g_ptr_array_new();
	gsize len = strlen(word);

	for (guint i = 0; apres_verbs_at(i) != NULL; i++)
		if (strncmp(apres_verbs_at(i)->name, word, len) == 0 &&
		    apres_verbs_at(i)->name[len] == ' ')
			g_ptr_array_add(verbs, (gpointer)apres_verbs_at(i));
	return verbs;
}

static void
print_group(const GPtrArray *verbs)
{
	for (guint i = 0; i < verbs->len; i++) {
		const apres_verb *verb = verbs->pdata[i];
		apres_wrap_printf("  apres %-16s  %s\n", verb->name, verb->summary);
	}
}

/* ", "-joined names of VERBS; caller owns. */
static char *
names_of(const GPtrArray *verbs)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < verbs->len; i++)
		g_string_append_printf(out, "%s%s", i > 0 ? ", " : "",
				       ((const apres_verb *)verbs->pdata[i])->name);
	return g_string_free(out, FALSE);
}

static int
no_such_verb(int argc, char **argv, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	g_autoptr(GPtrArray) group = verbs_of(argv[0]);
	g_autofree char *two = g_strjoin(" ", argv[0], argc > 1 ? argv[1] : NULL, NULL);
	bool help = argc > 1 &&
		    (g_str_equal(argv[1], "--help") || g_str_equal(argv[1], "-h"));

	if (group->len > 0 && (argc == 1 || help)) {
		print_group(group);
		return help ? 0 : EX_USAGE;
	}
	for (guint i = 0; apres_verbs_at(i) != NULL; i++)
		g_ptr_array_add(names, (gpointer)apres_verbs_at(i)->name);
	/* Of a few it is better to see all than to be offered one. */
	const char *near = group->len == 0 ? apres_nearest(two, names) : NULL;
	if (near == NULL && group->len == 0)
		near = apres_nearest(argv[0], names);
	g_autofree char *there = names_of(group);
	apres_throw(error, APRES_ERROR_USAGE,
		    "unknown verb '%s'%s%s%s; see: apres --help",
		    group->len > 0 ? two : argv[0],
		    near != NULL     ? "; did you mean 'apres "
		    : group->len > 0 ? "; there are "
				     : "",
		    near != NULL ? near : there, near != NULL ? "'?" : "");
	return EX_USAGE;
}

/* "apres -c FILE VERB ..." is "apres VERB -c FILE ...": verbs read all options
 * themselves. */
static int
run_verb(int argc, char **argv, const char *config, GError **error)
{
	int words;
	const apres_verb *verb = apres_verb_find(argc, argv, &words);
	g_autoptr(GPtrArray) args = g_ptr_array_new();

	if (verb == NULL)
		return no_such_verb(argc, argv, error);
	g_ptr_array_add(args, (gpointer)verb->name);
	if (config != NULL) {
		g_ptr_array_add(args, (gpointer) "-c");
		g_ptr_array_add(args, (gpointer)config);
	}
	for (int i = words; i < argc; i++)
		g_ptr_array_add(args, argv[i]);
	g_ptr_array_add(args, NULL);
	return verb->run((int)args->len - 1, (char **)args->pdata, error);
}

static int
run(int argc, char **argv, GError **error)
{
	const char *config = NULL;
	int at = 1;

	if (at + 1 < argc && g_str_equal(argv[at], "-c")) {
		config = argv[at + 1];
		at += 2;
	}
	if (at >= argc) {
		print_verbs();
		return EX_USAGE;
	}
	if (g_str_equal(argv[at], "--version")) {
		puts(PACKAGE_STRING);
		return 0;
	}
	if (g_str_equal(argv[at], "--help") || g_str_equal(argv[at], "-h") ||
	    g_str_equal(argv[at], "help")) {
		print_verbs();
		return 0;
	}
	return run_verb(argc - at, argv + at, config, error);
}

int
main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;

	setlocale(LC_CTYPE, "C.UTF-8");
	int status = run(argc, argv, &error);
	if (error != NULL) {
		fflush(stdout);
		fprintf(stderr, "apres: %s\n", error->message);
		return apres_error_exit_status(error);
	}
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fprintf(stderr, "apres: standard output: %s\n", g_strerror(errno));
		return EX_TEMPFAIL;
	}
	return status;
}
