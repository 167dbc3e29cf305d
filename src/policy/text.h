/* SPDX-License-Identifier: Apache-2.0 */
/* The text of a template in one language, parsed: a subject, paragraphs, placeholders. */
#ifndef APRES_POLICY_TEXT_H
#define APRES_POLICY_TEXT_H
#include "classify/class.h"

/* The closed list of placeholders: name, where the value comes from. */
typedef enum {
	APRES_VALUE_NAME, /* {name}: the candidate's sanitised name; has a neutral default
			     per language */
	APRES_VALUE_COMPANY,      /* {company} */
	APRES_VALUE_CAREERS_LINK, /* {careers-link} */
	APRES_VALUE_ADJUSTMENTS,  /* {adjustments-contact} */
	APRES_VALUE_PRIVACY,      /* {privacy-contact} */
	APRES_VALUE_HR,           /* {hr-contact} */
	APRES_VALUE_PARTICULARS,  /* {company-particulars} */
	APRES_VALUE_REF,          /* {ref} */
	APRES_VALUE_ANSWER_BY,  /* {answer-by}: due date of the answer the reply opens */
	APRES_VALUE_DUE_DATE,   /* {due-date}: due date of the debrief */
	APRES_VALUE_OWNER_NAME, /* {owner-name}: who owes the debrief */
	APRES_VALUE_ROLE,       /* {role}: from the case */
	APRES_VALUE_COUNT_
} apres_value;

const char *apres_value_name(apres_value value);
bool apres_value_find(const char *name, apres_value *value_out);

/* A run of literal text, or a placeholder. */
typedef struct apres_span {
	char *literal; /* NULL for a placeholder */
	apres_value value;
	apres_origin at; /* of a placeholder */
} apres_span;

typedef struct apres_paragraph {
	GPtrArray *spans; /* apres_span */
	bool optional; /* begins with "(optional) ": dropped when a placeholder is empty
			*/
} apres_paragraph;

typedef struct apres_text {
	char *template_id;
	const char *language; /* interned tag */
	apres_origin origin;  /* of the <text> element */
	char *file;           /* path of the text file, or NULL if inline */
	char *subject;        /* fixed, no placeholder */
	bool keeps_in_mind;   /* promises to come back to the candidate: needs consent */
	GPtrArray *
		paragraphs; /* apres_paragraph; line breaks inside a paragraph are kept */
} apres_text;

/*
 * Parse SOURCE: first line "Subject: ...", an empty line, then paragraphs
 * divided by empty lines.  "{name}" is a placeholder, "{{" a brace.  CONFIG
 * error "FILE:LINE:COLUMN: error: ..." for an unknown placeholder, a lone
 * brace, a missing subject.  AT: where SOURCE begins.
 */
apres_text *apres_text_parse(apres_origin at, const char *source, GError **error);
void apres_text_free(apres_text *text);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_text, apres_text_free)
bool apres_text_uses(const apres_text *text, apres_value value);
/* Where it does so first, or NULL. */
const apres_origin *apres_text_find(const apres_text *text, apres_value value);
/* Does it use VALUE where it cannot be left out? */
bool apres_text_needs(const apres_text *text, apres_value value);
#endif
