/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How like a text is to known mail: <likeness>.
 *
 * A table has a line for each word or pair of words (features.h), and in it a weight for
 * each kind of mail: how much the word speaks for that kind.  The weights of a text's
 * words are added up, and the sums made shares of 100 (multinomial logistic regression;
 * tests/tools/learn.c makes the table).  Nothing else goes in: the same text gives the
 * same shares, and what weighed can be shown.
 *
 * Our own, and not a library's: to apply such a table is to look up and to add.
 */
#ifndef APRES_CLASSIFY_LIKENESS_H
#define APRES_CLASSIFY_LIKENESS_H
#include <glib.h>
#include <stdbool.h>

#define APRES_LIKENESS_KINDS_MAX 16

typedef struct apres_likeness_table apres_likeness_table;
typedef struct apres_likeness apres_likeness;

/*
 * SOURCE: lines of a word or pair, and for each kind a tab and its weight in hundredths;
 * sorted by bytes.  Before them comments ("#"), of which "# kinds: NAME..." names the
 * kinds; the word "*" is what every text begins with.  NAME: the file, for messages.
 * CHECKED: it is known to be well-formed and only looked up in.  NULL and CONFIG
 * ("NAME:LINE:1: error: ...") if it is not.  Caller owns a reference.
 */
apres_likeness_table *apres_likeness_table_new(GBytes *source, const char *name,
					       bool checked, GError **error);
void apres_likeness_table_unref(apres_likeness_table *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_likeness_table, apres_likeness_table_unref)

/*
 * Index it now: for who looks up many texts, or forks those who do; a table that was
 * asked for a hundred texts does it itself.  The answers are the same without.
 */
void apres_likeness_table_ready(apres_likeness_table *table);

/* The names of its kinds, NULL-terminated; borrowed. */
const char *const *apres_likeness_kinds(const apres_likeness_table *table);

/*
 * The shares of folded TEXT, LEN bytes: of 100 for each kind, rounded down.  False: like
 * nothing known, for it is too long, or too many of its words are strange: more than two of
 * the first ten and a third of the rest.  A name on a short last line counts for nothing.
 */
bool apres_likeness_shares(apres_likeness_table *table, const char *text, gsize len,
			   guint8 shares_out[APRES_LIKENESS_KINDS_MAX]);

/*
 * The condition: at least AT_LEAST and at most AT_MOST of 100 of KIND.  A reference
 * to TABLE is taken.  NULL: it has no such kind.  Caller owns.
 */
apres_likeness *apres_likeness_new(apres_likeness_table *table, const char *kind,
				   guint at_least, guint at_most);
void apres_likeness_free(apres_likeness *likeness);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_likeness, apres_likeness_free)
void apres_likeness_ready(apres_likeness *likeness); /* its table: see above */

/*
 * For people: the shares of TEXT (as written), and the words that weighed most for the
 * kind of LIKENESS: "person 12, feedback-request 81 of 100; for person: \"told * he\"".
 * Caller owns; NULL: like nothing known.
 */
char *apres_likeness_tell(const apres_likeness *likeness, const char *text);

/* What was asked of late, so that conditions on one text, of several tables in turn,
 * count once for each table. */
#define APRES_LIKENESS_REMEMBERED 64
typedef struct apres_likeness_memory {
	struct {
		const apres_likeness_table *table;
		const char *text;
		gsize len;
		bool known;
		guint8 shares[APRES_LIKENESS_KINDS_MAX];
	} of[APRES_LIKENESS_REMEMBERED];
} apres_likeness_memory;

/* Does TEXT meet LIKENESS?  MEMORY: zeros at first; TEXT stays as it is for its life. */
bool apres_likeness_holds(const apres_likeness *likeness, const char *text, gsize len,
			  apres_likeness_memory *memory);
#endif
