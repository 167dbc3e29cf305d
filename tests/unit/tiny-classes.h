/* SPDX-License-Identifier: Apache-2.0 */
/* Two classes made by hand, for tests that need a classifier and no policy. */
#ifndef APRES_TESTS_TINY_CLASSES_H
#define APRES_TESTS_TINY_CLASSES_H
#include "classify/classify.h"

static inline apres_class *
tiny_class(const char *id, const char *phrase)
{
	apres_origin origin = { g_intern_static_string("tiny.xml"), 1, 1 };
	apres_class *class = apres_class_new(id, origin);
	apres_cond *pattern = apres_cond_new(APRES_COND_PATTERN, origin);

	class->cond = apres_cond_new(APRES_COND_ANY, origin);
	pattern->source = g_strdup(phrase);
	pattern->literal = true;
	pattern->fields = 1u << APRES_FIELD_TEXT | 1u << APRES_FIELD_SUBJECT;
	g_ptr_array_add(class->cond->children, pattern);
	return class;
}

/* "feedback-request" and "thanks"; caller owns. */
static inline GPtrArray *
tiny_classes(void)
{
	GPtrArray *classes =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_class_free);

	g_ptr_array_add(classes, tiny_class("feedback-request", "feedback"));
	g_ptr_array_add(classes, tiny_class("thanks", "thank you"));
	return classes;
}

#define TINY_MAIL(TEXT)                                                                  \
	"From: Cleo Candidate <cleo@candidate.example>\r\nTo: jobs@contoso.example\r\n"  \
	"Subject: My interview\r\nMessage-ID: <1@candidate.example>\r\n"                 \
	"Date: Tue, 24 Nov 2026 10:00:00 +0000\r\n\r\n" TEXT "\r\n"
#endif
