/* SPDX-License-Identifier: Apache-2.0 */
/* What of a text a table of weights can know: its words, and which stand together. */
#ifndef APRES_CLASSIFY_FEATURES_H
#define APRES_CLASSIFY_FEATURES_H
#include <glib.h>

/* A text of more words is too long to be judged as a whole. */
#define APRES_FEATURES_WORDS_MAX 1000

typedef struct apres_features apres_features;

/*
 * The words of folded TEXT ("0" for each number; "?" and "!" are words); and behind them
 * its groups: how many words they are ("~8": up to eight), each pair of neighbours ("let
 * me"), and each pair with one word between ("let * know").  Both parts are sorted by
 * bytes, each member once.  NULL: too many words.  Caller owns.
 */
apres_features *apres_features_of(const char *text, gsize len);
void apres_features_free(apres_features *features);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_features, apres_features_free)

/* How many of them are words, and how many there are. */
guint apres_features_words(const apres_features *features);
guint apres_features_count(const apres_features *features);
/* The one at INDEX; borrowed. */
const char *apres_features_at(const apres_features *features, guint index);
#endif
