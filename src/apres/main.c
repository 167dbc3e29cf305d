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

static int
no_such_verb(int argc, char **argv, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	g_autofree char *two = g_strjoin(" ", argv[0], argc > 1 ? argv[1] : NULL, NULL);
	const char *near = NULL;

	for (guint i = 0; apres_verbs_at(i) != NULL; i++) {
		g_ptr_array_add(names, (gpointer)apres_verbs_at(i)->name);
		/* "apres review" alone: say what may follow. */
		gsize len = strlen(argv[0]);
		if (near == NULL && strncmp(apres_verbs_at(i)->name, argv[0], len) == 0 &&
		    apres_verbs_at(i)->name[len] == ' ')
			near = apres_verbs_at(i)->name;
	}
	const char *slip = apres_nearest(two, names);
	if (slip == NULL)
		slip = apres_nearest(argv[0], names);
	near = slip != NULL ? slip : near;
	apres_throw(error, APRES_ERROR_USAGE,
		    "unknown verb '%s'%s%s%s; see: apres --help", argv[0],
		    near ? "; did you mean 'apres " : "", near ? near : "",
		    near ? "'?" : "");
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
