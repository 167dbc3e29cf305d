/* SPDX-License-Identifier: Apache-2.0 */
/* A text as it stands in its file, so that a word in it has a place. */
#ifndef APRES_POLICY_TEXT_SOURCE_H
#define APRES_POLICY_TEXT_SOURCE_H
#include "policy/policy.h"

/* The bytes of TEXT, of a file or of its element, and where they begin.  Caller owns. */
char *apres_text_source(const apres_policy *policy, const apres_text *text,
			apres_origin *begin_out);
/* Where byte OFFSET of SOURCE stands, which begins at BEGIN. */
apres_origin apres_text_place(const char *source, apres_origin begin, gsize offset);
#endif
