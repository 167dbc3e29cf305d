/* SPDX-License-Identifier: Apache-2.0 */
/* What a class is: a named condition over a mail's fields.  Filled by the policy loader.
 */
#ifndef APRES_CLASSIFY_CLASS_H
#define APRES_CLASSIFY_CLASS_H
#include <glib.h>
#include <stdbool.h>

/* The class whose matches are where a clause begins that no mark sets apart. */
#define APRES_CLAUSE_CLASS "clause-begins"
/* The class that is true in a clause, and nowhere else. */
#define APRES_IN_CLAUSE_CLASS "in-clause"

/* Where something stands in a policy file; file is owned by whoever holds the origin. */
typedef struct apres_origin {
	const char *file; /* interned with g_intern_string */
	int line;
	int column;
} apres_origin;

typedef enum {
	APRES_FIELD_SUBJECT,
	APRES_FIELD_TEXT,
	APRES_FIELD_QUOTED,
	APRES_FIELD_FROM,
	APRES_FIELD_TO,
	APRES_FIELD_HEADER,
	APRES_FIELD_ATTACHMENT,
} apres_field;

const char *apres_field_to_string(apres_field field);
bool apres_field_from_string(const char *name, apres_field *field_out);

typedef enum {
	APRES_COND_PATTERN,
	APRES_COND_ANY,
	APRES_COND_ALL,
	APRES_COND_NOT,
	APRES_COND_SENTENCE, /* one sentence of the field satisfies the inside */
	APRES_COND_CLASS,
} apres_cond_kind;

typedef struct apres_cond {
	apres_cond_kind kind;
	apres_origin origin;
	GPtrArray *children; /* apres_cond, owned; for any, all, not, sentence */
	char *class_ref;     /* for class */
	const struct apres_class *class; /* what it names, from compile */
	/* for pattern: */
	char *source; /* as written in the file; of <words>, <likeness> the file's name */
	struct apres_words *words;       /* <words>: owned; instead of an expression */
	struct apres_likeness *likeness; /* <likeness>: owned; instead of one */
	bool literal;                    /* <phrase>, not <re> */
	guint fields;                    /* bit set of 1u << apres_field */
	char *header;                    /* the header's name, for APRES_FIELD_HEADER */
	const char *language;            /* "en" ...; interned; NULL = of no language */
	guint id; /* number of the pattern within its set, from compile */
	/* for all: place and number of its chances (chance.h), from compile */
	guint chance, chances;
} apres_cond;

typedef struct apres_class {
	char *id;
	apres_origin origin;
	apres_cond *cond;
	bool background;      /* never needs an answer: thanks, greeting, biography */
	bool part;            /* serves class-ref only: neither blocks nor explains */
	bool never_automatic; /* a base class that no machine may answer */
	guint audiences;      /* bit set of 1u << apres_audience; 0 = all */
	bool final;
	guint number; /* its place among the classes, from compile */
} apres_class;

/* Is it an expression, and no list and no table? */
bool apres_cond_has_expression(const apres_cond *cond);
apres_cond *apres_cond_new(apres_cond_kind kind, apres_origin origin);
void apres_cond_free(apres_cond *cond);
apres_class *apres_class_new(const char *id, apres_origin origin);
void apres_class_free(apres_class *class);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_cond, apres_cond_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_class, apres_class_free)
#endif
