/* SPDX-License-Identifier: Apache-2.0 */
/* Patterns x message -> classes with evidence.  Folded text, PCRE2 with limits, no UCP.
 */
#ifndef APRES_CLASSIFY_CLASSIFY_H
#define APRES_CLASSIFY_CLASSIFY_H
#include "classify/class.h"
#include "message/message.h"
#include "util/text.h"

/* In what a match was looked for. */
typedef enum {
	APRES_EXTENT_ANY,      /* the field, or a sentence of one clause */
	APRES_EXTENT_SENTENCE, /* a sentence of several clauses */
	APRES_EXTENT_CLAUSE,   /* one of these */
} apres_extent;

/* One match: which pattern of which class, where in the source text of FIELD. */
typedef struct apres_evidence {
	const char *class_id; /* owned by the class set */
	const apres_cond *pattern;
	apres_field field;
	gsize offset; /* bytes, in the field's unfolded text */
	gsize length;
	bool positive; /* not below <not>: may explain a sentence */
	apres_extent extent;
} apres_evidence;

/* The compiled classes of one policy; says the same ever after.  For one thread. */
typedef struct apres_classifier apres_classifier;

/* Limits, recorded with every decision: same input, same verdict, on any machine. */
#define APRES_MATCH_LIMIT 100000
#define APRES_MATCH_DEPTH_LIMIT 1000
#define APRES_MATCH_HEAP_LIMIT_KB 1024

/*
 * Compile every pattern.  CLASSES: apres_class, borrowed, must outlive the
 * classifier; QUESTIONS: apres_cond patterns that mark a sentence as a question.
 * CONFIG error "FILE:LINE:COLUMN: error: ..." at the exact character of a
 * broken pattern.  class-refs must exist and be acyclic.
 */
apres_classifier *apres_classifier_new(const GPtrArray *classes,
				       const GPtrArray *questions, GError **error);
/* The same, taking what is compiled already from LIKE (or NULL), which need not live on.
 */
apres_classifier *apres_classifier_new_like(const GPtrArray *classes,
					    const GPtrArray *questions,
					    const apres_classifier *like, GError **error);
/* What was found out about the patterns of CLASSIFIER, for this very program: which say
 * the same, and what they need (prefilter.h); NULL if nothing was.  Caller owns. */
GBytes *apres_classifier_known(const apres_classifier *classifier);
/* What apres_classifier_new made of the very same CLASSES and QUESTIONS, of which all
 * that is KNOWN, at an address that is a multiple of four: a pattern is compiled when it
 * is first matched.  NULL if that is of others.  Caller owns. */
apres_classifier *apres_classifier_new_known(const GPtrArray *classes,
					     const GPtrArray *questions, GBytes *known);
/* Make machine code of all patterns now, and not when they are used often. */
void apres_classifier_jit(const apres_classifier *classifier);
/* For whoever lends CLASSIFIER to child processes that may not make machine code: call it
 * before each is forked, then it is made of what the others tried often. */
void apres_classifier_lend(apres_classifier *classifier);
/* In such a child, first. */
void apres_classifier_borrow(apres_classifier *classifier);
/* A child could not read its mail as we would without such code; or a later one might.
 * In a child: its reading is not to be used.  Else: the next child will have it all. */
bool apres_classifier_gave_up(const apres_classifier *classifier);
/* A child that is forked now has all of it. */
bool apres_classifier_is_coded(const apres_classifier *classifier);
void apres_classifier_free(apres_classifier *classifier);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_classifier, apres_classifier_free)

/* More clauses beside its sentences nobody writes who is to be answered: then no sentence
 * is cut any more, the text counts as unknown, problem "text-too-long". */
#define APRES_READING_MAX_CLAUSES 500

/* A sentence of the new text, or one of its clauses, and what it was read as. */
typedef struct apres_read_sentence {
	gsize offset; /* bytes, in text */
	gsize length;
	bool question;
	bool goes_on; /* is of the same sentence as the one before it */
} apres_read_sentence;

/* What a worker found out about one mail: plain data, travels as JSON. */
typedef struct apres_reading {
	char *subject;
	char *subject_core;
	char *text;
	char *quoted;
	char *message_id;      /* or NULL */
	GPtrArray *references; /* char * */
	GPtrArray *problems;   /* char *: floor holds */
	GPtrArray *machine;    /* apres_machine_hit from the MIME tree */
	GArray *sentences;     /* apres_read_sentence */
	GPtrArray *classes;    /* const char *, ids that are true, in policy order */
	GPtrArray *unknown;    /* const char *, ids that could not be decided */
	GPtrArray *evidence;   /* apres_evidence, of all true classes, and what of a
				  background   class is true in a clause alone; all matches,
				  at most 64 a   pattern */
	apres_delivery_report report;
	bool text_unknown;
} apres_reading;

/* Classify MESSAGE; the audience is applied later (decide).  Never NULL. */
apres_reading *apres_classify(const apres_classifier *classifier,
			      const apres_message *message);
void apres_reading_free(apres_reading *reading);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_reading, apres_reading_free)
bool apres_reading_has(const apres_reading *reading, const char *class_id);

/* The pattern whose number is ID, and the class it belongs to; for readings that come as
 * JSON. */
const apres_cond *apres_classifier_pattern(const apres_classifier *classifier, guint id,
					   const char **class_id_out);
/* The language ("en", "de" ...) whose stop words are most frequent in TEXT, or NULL. */
const char *apres_language_guess(const GPtrArray *languages, const char *text);

#define APRES_LANGUAGE_MAYBE 4096
/* Stop words of one language; filled by the policy loader. */
typedef struct apres_language {
	const char *tag;       /* interned */
	GHashTable *stopwords; /* folded words */
	/* Bit set: may there be one of that hash?  Most words of a mail are none. */
	guint64 maybe[APRES_LANGUAGE_MAYBE / 64];
	bool automatic; /* <use pack="lang-xx" auto="yes"/> */
} apres_language;
/* WORD (folded) is copied. */
void apres_language_add_stopword(apres_language *language, const char *word);
#endif
