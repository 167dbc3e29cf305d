/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Literals: what stands side by side in a text, as a number.  "call" at the start of a
 * word, "all" anywhere, a single "?": each is a hash, so that thousands of them are
 * looked up at once (prefilter.h) and cost four bytes each.  Two literals may share a
 * number; what is found wanting is certain all the same.  Private to classify/.
 *
 * Letters and digits of ASCII make words here, nothing else does, not even "_": every \b
 * of PCRE2 stands at the start of a word, at its end, or beside a "_".
 */
#ifndef APRES_CLASSIFY_LITERAL_H
#define APRES_CLASSIFY_LITERAL_H
#include <glib.h>
#include <stdbool.h>

/* In a string that is to become a literal: here is a \b. */
#define APRES_LITERAL_EDGE '\x01'
/* A literal is below this, and not 0; its lowest bits are its weight: how much it says.
 */
#define APRES_LITERAL_BITS 30
#define APRES_LITERAL_LIMIT (1u << APRES_LITERAL_BITS)
#define APRES_LITERAL_WEIGHT_BITS 5

/* As a sign: any character that is not ASCII. */
#define APRES_LITERAL_BEYOND '\x80'

/* Any digit. */
#define APRES_LITERAL_DIGIT apres_literal_sign('0')

/* Longer ones are cut: so much is rare enough. */
#define APRES_LITERAL_MAX 16
/* What may begin inside of a word is looked for everywhere: these two lengths. */
#define APRES_LITERAL_FREE_MIN 3
#define APRES_LITERAL_FREE_MAX 4

typedef enum {
	APRES_LITERAL_WORD = 0x243f6a89, /* begins where a word does */
	APRES_LITERAL_FREE = 0x13198a2f, /* begins anywhere */
	APRES_LITERAL_SIGN = 0x03707345, /* one character that makes no word */
	APRES_LITERAL_END = 0x7f,        /* as the last byte: a word ends here */
} apres_literal_part;

/* The number of what was HASH and goes on with BYTE; start with one of the above. */
static inline guint32
apres_literal_next(guint32 hash, guint8 byte)
{
	hash = (hash ^ byte) * 0x9e3779b1u;
	return hash ^ hash >> 15;
}

/* A hash as a literal, and how much that says. */
static inline guint32
apres_literal_number(guint32 hash, guint32 weight)
{
	return (hash << APRES_LITERAL_WEIGHT_BITS & (APRES_LITERAL_LIMIT - 1)) | weight;
}

static inline guint32
apres_literal_weight(guint32 literal)
{
	return literal & ((1u << APRES_LITERAL_WEIGHT_BITS) - 1);
}

/* HASH, of LEN bytes from the start of a word, as a literal; ENDS: so does the word. */
static inline guint32
apres_literal_word(guint32 hash, gsize len, bool ends)
{
	return ends ? apres_literal_number(apres_literal_next(hash, APRES_LITERAL_END),
					   (guint32)len + 2)
		    : apres_literal_number(hash, (guint32)len + 1);
}

static inline guint32
apres_literal_free(guint32 hash, gsize len)
{
	return apres_literal_number(hash, (guint32)len - 1);
}

static inline guint32
apres_literal_sign(char c)
{
	return apres_literal_number(apres_literal_next(APRES_LITERAL_SIGN, (guint8)c), 1);
}

/*
 * The literal that is in every text that holds STRING: ASCII in lower case, white space
 * as ' ', APRES_LITERAL_EDGE at its ends.  0 if that says too little.
 */
guint32 apres_literal_of(const char *string);
#endif
