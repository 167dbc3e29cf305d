/* SPDX-License-Identifier: Apache-2.0 */
/* Text as people write it, made comparable: folding and sentences. */
#ifndef APRES_UTIL_TEXT_H
#define APRES_UTIL_TEXT_H
#include <glib.h>
#include <stdbool.h>

/*
 * Folded text: NFKC, case-folded, accents stripped, apostrophes and their
 * usual damage unified to "'", white space runs (with nbsp) unified to one
 * space or one newline, zero-width, soft hyphen and bidi controls removed.
 * Patterns are folded with the same function, so both sides agree.
 *
 * origin[i] is the byte offset in the source of the character that made folded
 * byte i; origin[len] is the source's length.
 */
typedef struct apres_folded {
	char *text;
	gsize len;
	guint32 *origin;
} apres_folded;

/* TEXT must be valid UTF-8, at most 4 GiB.  Never fails.  Caller owns. */
apres_folded *apres_fold(const char *text, gsize len);
void apres_folded_free(apres_folded *folded);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_folded, apres_folded_free)

/* A sentence: bytes [offset, offset + length) of the source, trimmed. */
typedef struct apres_sentence {
	gsize offset;
	gsize length;
	bool question; /* ends in '?' */
} apres_sentence;

/*
 * Split TEXT into sentences.  One ends at a blank line, before a list item, or
 * at [.!?…] before space and capital or end; common abbreviations ("Mr.",
 * "z.B.", "Nr.") and initials do not end one.  A sentence without a letter or
 * digit (a rule, a smiley) is none.  Returns an array of apres_sentence; caller owns.
 */
GArray *apres_sentences_split(const char *text, gsize len);

/*
 * Split the sentence at OFFSET of TEXT, LENGTH bytes, into clauses: behind commas,
 * colons, dashes and brackets, and at CUTS (gsize: offsets in TEXT; is added to).
 * Returns an array of at least one apres_sentence, none a question; caller owns.
 */
GArray *apres_clauses_split(const char *text, gsize offset, gsize length, GArray *cuts);

/* Valid UTF-8 without control characters, cut to at most MAX_CHARS; caller owns. */
char *apres_text_clean_line(const char *text, gsize max_chars);
/* What COUNT things are called, in English: ONE ("mail was", "y") of one, else MANY
 * ("mails were", "ies"). */
const char *apres_noun(guint64 count, const char *one, const char *many);
#endif
