/* SPDX-License-Identifier: Apache-2.0 */
/* What differs between two policies: their parts, and what they make of mail. */
#ifndef APRES_POLICY_DIFF_H
#define APRES_POLICY_DIFF_H
#include "policy/policy.h"

/* A part that was added, removed or changed. */
typedef struct apres_diff_part {
	const char *kind;    /* "class", "rule", "law", "template", "text", "queue",
				"limits", "clause", "people", "trust", "debrief", "test",
				"wording", "pack", ... */
	char *name;          /* "no-feedback (en)" */
	char change;         /* '+', '-', '~' */
	apres_origin origin; /* in the new policy; of a removed part in the old one */
	/* char *, of a changed part: what is gone from it, and what is new in it; both
	 * empty where TERMS tell it, or only its order or nesting is another. */
	GPtrArray *was, *becomes;
} apres_diff_part;

/* A mail that the two treat differently. */
typedef struct apres_diff_case {
	apres_audience audience;
	char *classes; /* "feedback-request, other-role" */
	char *was;     /* "hold default" */
	char *becomes; /* "reply no-feedback" */
	bool weaker;   /* less is held, owed or kept back than before */
} apres_diff_case;

/* What the law or the company asks of both, and not the same; a limit or setting. */
typedef struct apres_diff_term {
	char *name;          /* "application kept at least", "privacy-answer within",
			       "per-candidate" */
	char *was, *becomes; /* "1y"; "nothing" */
	bool weaker;         /* shorter kept, longer not deleted, later, no longer asked;
				a wider limit, other people, a mark of machines more that
				does not count, another law, nobody told, fewer tests */
	apres_origin origin; /* of the clause in the new policy; of a lost one in the old;
				line 0 of a setting */
} apres_diff_term;

typedef struct apres_diff {
	GPtrArray *parts; /* apres_diff_part */
	GPtrArray *cases; /* apres_diff_case, mails of one or two classes */
	guint weaker;     /* how many of CASES */
	GPtrArray *terms; /* apres_diff_term */
	guint looser;     /* how many of TERMS are weaker */
	guint reworded; /* how many of PARTS are texts that both have and say otherwise */
	bool same_files; /* byte for byte: nothing at all differs */
} apres_diff;

/*
 * Compare the policies WAS and IS, both loaded.  Cases are all mails of one
 * class and of two, for every audience; one of two is listed only if neither
 * class alone explains it.  Never fails.  Caller owns.
 */
apres_diff *apres_policy_diff(const apres_policy *was, const apres_policy *is);
void apres_diff_free(apres_diff *diff);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_diff, apres_diff_free)

/* The same without cases.  Caller owns. */
apres_diff *apres_policy_diff_parts(const apres_policy *was, const apres_policy *is);
/* Append what differs in structure; part of apres_policy_diff. */
void apres_diff_parts(const apres_policy *was, const apres_policy *is, GPtrArray *parts);
/* Fill TERMS and LOOSER; parts of apres_policy_diff. */
void apres_diff_settings(const apres_policy *was, const apres_policy *is,
			 apres_diff *diff);
void apres_diff_people(const apres_policy *was, const apres_policy *is, apres_diff *diff);
void apres_diff_terms(const apres_policy *was, const apres_policy *is, apres_diff *diff);
/* Append a term; takes the strings. */
void apres_diff_add_term(apres_diff *diff, char *name, char *was, char *becomes,
			 bool weaker, apres_origin origin);
#endif
