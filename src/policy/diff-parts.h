/* SPDX-License-Identifier: Apache-2.0 */
/* The comparison inside: a policy taken apart into named parts, each written out. */
#ifndef APRES_POLICY_DIFF_PARTS_H
#define APRES_POLICY_DIFF_PARTS_H
#include "policy/diff.h"

/* Two parts are the same if CONTENT and LINES are. */
typedef struct apres_part {
	const char *kind;
	char *name;
	apres_origin origin;
	GString *content; /* what counts in it and is in no line; for no eyes */
	GPtrArray *lines; /* char *: what counts in it, as people may read it */
} apres_part;

/* Put into PARTS, "kind name" -> apres_part, which owns it; takes NAME.  Borrowed. */
apres_part *apres_part_add(GHashTable *parts, const char *kind, char *name,
			   apres_origin origin);
void apres_part_say(apres_part *part, const char *fmt, ...) G_GNUC_PRINTF(2, 3);
/* "LABEL VALUE", unless VALUE is NULL. */
void apres_part_say_value(apres_part *part, const char *label, const char *value);
/* "LABEL a, b", unless there is none. */
void apres_part_say_list(apres_part *part, const char *label, const GPtrArray *words);
/* "LABEL external, internal"; nothing for all. */
void apres_part_say_audiences(apres_part *part, guint audiences);

/* Append a term, unless both values are the same; NULL is "nothing". */
void apres_diff_say(apres_diff *diff, const char *name, const char *was,
		    const char *becomes, bool weaker, apres_origin at);

/* Classes and the words of languages; rules, laws, texts; what the company is. */
void apres_diff_take_classes(GHashTable *parts, const apres_policy *policy);
void apres_diff_take_rules(GHashTable *parts, const apres_policy *policy);
void apres_diff_take_company(GHashTable *parts, const apres_policy *policy);
#endif
