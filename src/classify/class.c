/* SPDX-License-Identifier: Apache-2.0 */
/* Classes and their conditions as plain trees; the loader fills them, the classifier
 * reads them. */
#include "config.h"
#include "classify/class.h"

#include "classify/likeness.h"
#include "classify/words.h"

static const char *const field_names[] = {
	[APRES_FIELD_SUBJECT] = "subject",
	[APRES_FIELD_TEXT] = "text",
	[APRES_FIELD_QUOTED] = "quoted",
	[APRES_FIELD_FROM] = "from",
	[APRES_FIELD_TO] = "to",
	[APRES_FIELD_HEADER] = "header",
	[APRES_FIELD_ATTACHMENT] = "attachment",
};

const char *
apres_field_to_string(apres_field field)
{
	g_assert((guint)field < G_N_ELEMENTS(field_names));
	return field_names[field];
}

bool
apres_field_from_string(const char *name, apres_field *field_out)
{
	for (guint i = 0; i < G_N_ELEMENTS(field_names); i++) {
		if (g_strcmp0(name, field_names[i]) == 0) {
			*field_out = (apres_field)i;
			return true;
		}
	}
	return false;
}

static void
cond_free_func(gpointer cond)
{
	apres_cond_free(cond);
}

apres_cond *
apres_cond_new(apres_cond_kind kind, apres_origin origin)
{
	apres_cond *cond = g_new0(apres_cond, 1);

	cond->kind = kind;
	cond->origin = origin;
	if (kind != APRES_COND_PATTERN && kind != APRES_COND_CLASS)
		cond->children = g_ptr_array_new_with_free_func(cond_free_func);
	return cond;
}

void
apres_cond_free(apres_cond *cond)
{
	if (!cond)
		return;
	g_clear_pointer(&cond->children, g_ptr_array_unref);
	g_free(cond->class_ref);
	g_free(cond->source);
	apres_words_free(cond->words);
	apres_likeness_free(cond->likeness);
	g_free(cond->header);
	g_free(cond);
}

bool
apres_cond_has_expression(const apres_cond *cond)
{
	return cond->kind == APRES_COND_PATTERN && cond->words == NULL &&
	       cond->likeness == NULL;
}

apres_class *
apres_class_new(const char *id, apres_origin origin)
{
	apres_class *class = g_new0(apres_class, 1);

	class->id = g_strdup(id);
	class->origin = origin;
	return class;
}

void
apres_class_free(apres_class *class)
{
	if (!class)
		return;
	g_free(class->id);
	apres_cond_free(class->cond);
	g_free(class);
}
