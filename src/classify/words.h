/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A list of words, and whether a stretch of text is made of them: <words>.
 * What a list leaves out says more than what it holds; so a sentence is covered
 * only if every single word is known, but for a name or a thing or two.
 */
#ifndef APRES_CLASSIFY_WORDS_H
#define APRES_CLASSIFY_WORDS_H
#include <glib.h>
#include <stdbool.h>

typedef struct apres_words apres_words;
typedef struct apres_word_set apres_word_set;

/*
 * SOURCE: words between white space, '#' to the end of a line is a comment; valid
 * UTF-8, folded here as mail is.  Caller owns a reference.
 */
apres_word_set *apres_word_set_new(GBytes *source);
void apres_word_set_unref(apres_word_set *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_word_set, apres_word_set_unref)

/* The words of SET, folded and sorted, a line each: SOURCE itself if it is so already.
 * Borrowed. */
GBytes *apres_word_set_text(apres_word_set *set);

/*
 * KNOWN: from apres_word_set_new; a reference is taken, so that patterns can share
 * a long list.  OTHERS: so many words that are not in the list
 * may stand between the others, if each has two known ones beside it and does
 * not follow one of NOT_AFTER (words between white space, or NULL).  A number
 * of up to four digits is known.  Caller owns.
 */
apres_words *apres_words_new(apres_word_set *known, guint others, const char *not_after);
void apres_words_free(apres_words *words);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_words, apres_words_free)

/* Read the lists now, not when they are first asked: for whoever lends WORDS to child
 * processes. */
void apres_words_ready(const apres_words *words);

/*
 * Is TEXT (folded) in [START, END) made of these words and common punctuation?
 * A text without a word is not.  Any other sign (currency, '@', a picture)
 * counts as a word that is not in the list.
 */
bool apres_words_cover(const apres_words *words, const char *text, gsize start,
		       gsize end);
#endif
