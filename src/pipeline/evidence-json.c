/* SPDX-License-Identifier: Apache-2.0 */
/* What matched, as it is shown and as it is kept. */
#include "config.h"
#include "pipeline/reading-json.h"

#include <string.h>

/* The words that matched, where the reading still has the field; else NULL.  A table
 * speaks of all of them, which are kept with the mail. */
static char *
matched_text(const apres_reading *reading, const apres_evidence *e)
{
	const char *field = e->field == APRES_FIELD_SUBJECT  ? reading->subject
			    : e->field == APRES_FIELD_TEXT   ? reading->text
			    : e->field == APRES_FIELD_QUOTED ? reading->quoted
							     : NULL;

	if (field == NULL || e->pattern->likeness != NULL || e->offset > strlen(field) ||
	    e->length > strlen(field) - e->offset)
		return NULL;
	return g_utf8_make_valid(field + e->offset, (gssize)e->length);
}

static json_t *
evidence_list(const apres_reading *reading, json_t *(*name_of)(const apres_cond *pattern))
{
	json_t *array = json_array();

	for (guint i = 0; reading->evidence != NULL && i < reading->evidence->len; i++) {
		const apres_evidence *e = reading->evidence->pdata[i];
		g_autofree char *text = matched_text(reading, e);
		json_array_append_new(array,
				      json_pack("{sssosssIsIso}", "class", e->class_id,
						"pattern", name_of(e->pattern), "field",
						apres_field_to_string(e->field), "offset",
						(json_int_t)e->offset, "length",
						(json_int_t)e->length, "text",
						apres_json_text(text, G_MAXSSIZE)));
	}
	return array;
}

static json_t *
source_of(const apres_cond *pattern)
{
	return apres_json_text(pattern->source, G_MAXSSIZE);
}

/* The bytes of every policy that ever decided are kept: a place is enough. */
static json_t *
place_of(const apres_cond *pattern)
{
	if (pattern->origin.file == NULL)
		return json_null();
	g_autofree char *file = g_path_get_basename(pattern->origin.file);
	g_autofree char *place = g_strdup_printf("%s:%d", file, pattern->origin.line);
	return apres_json_text(place, G_MAXSSIZE);
}

json_t *
apres_evidence_to_json(const apres_reading *reading)
{
	return evidence_list(reading, source_of);
}

json_t *
apres_evidence_places(const apres_reading *reading)
{
	return evidence_list(reading, place_of);
}
