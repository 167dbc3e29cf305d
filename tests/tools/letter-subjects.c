/* SPDX-License-Identifier: Apache-2.0 */
/*
 * letter-subjects [-v]: of the subjects on standard input, a line each, how many
 * would by themselves make a mail that is sent a letter to a candidate.  -v: which.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "intake/application-words.h"
#include "message/subject.h"
#include "util/text.h"

/* As the first mail of its thread. */
static bool
is_letter(const char *subject)
{
	g_autofree char *line = apres_text_clean_line(subject, 1000);
	g_autofree char *core = apres_subject_core(line);
	g_autoptr(apres_folded) folded = apres_fold(core, strlen(core));

	return !apres_words_about_candidates(folded->text) &&
	       (apres_words_of_application(folded->text) ||
		apres_words_to_candidate(folded->text));
}

int
main(int argc, char **argv)
{
	bool verbose = argc > 1 && g_str_equal(argv[1], "-v");
	char line[4096];
	guint all = 0, letters = 0;

	while (fgets(line, sizeof line, stdin) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		bool letter = is_letter(line);
		all++;
		letters += letter;
		if (verbose && letter)
			puts(line);
	}
	printf("%u of %u\n", letters, all);
	return 0;
}
