/* SPDX-License-Identifier: Apache-2.0 */
/* apres_reading <-> JSON.  What comes back is checked as if an enemy had written it. */
#include "config.h"
#include "pipeline/reading-json.h"
#include "message/machine.h"
#include "util/error.h"

#include <string.h>

/* More than any honest reading has: pattern limits and APRES_MESSAGE_MAX_TEXT bound them.
 */
#define MAX_REFERENCES 10000
#define MAX_NAMES 10000
#define MAX_SENTENCES (APRES_MESSAGE_MAX_SENTENCES + APRES_READING_MAX_CLAUSES + 1)
#define MAX_EVIDENCE 200000

/* ---- out ---- */

json_t *
apres_json_text(const char *text, gsize max)
{
	if (text == NULL)
		return json_null();
	g_autofree char *valid = g_utf8_make_valid(text, (gssize)strnlen(text, max));
	return json_string(valid);
}

static json_t *
strings_to_json(const GPtrArray *strings)
{
	json_t *array = json_array();

	for (guint i = 0; strings != NULL && i < strings->len; i++)
		json_array_append_new(array,
				      apres_json_text(strings->pdata[i], G_MAXSSIZE));
	return array;
}

static json_t *
machine_to_json(const GPtrArray *hits)
{
	json_t *array = json_array();

	for (guint i = 0; hits != NULL && i < hits->len; i++) {
		const apres_machine_hit *hit = hits->pdata[i];
		json_array_append_new(
			array,
			json_pack("[so]", hit->id, apres_json_text(hit->detail, 256)));
	}
	return array;
}

static json_t *
sentences_to_json(const GArray *sentences)
{
	json_t *array = json_array();

	for (guint i = 0; sentences != NULL && i < sentences->len; i++) {
		const apres_read_sentence *s =
			&g_array_index(sentences, apres_read_sentence, i);
		json_array_append_new(array, json_pack("[IIbb]", (json_int_t)s->offset,
						       (json_int_t)s->length, s->question,
						       s->goes_on));
	}
	return array;
}

static json_t *
evidence_out(const GPtrArray *evidence)
{
	json_t *array = json_array();

	for (guint i = 0; evidence != NULL && i < evidence->len; i++) {
		const apres_evidence *e = evidence->pdata[i];
		json_array_append_new(
			array,
			json_pack("[sIiIIbi]", e->class_id, (json_int_t)e->pattern->id,
				  (int)e->field, (json_int_t)e->offset,
				  (json_int_t)e->length, e->positive, (int)e->extent));
	}
	return array;
}

static json_t *
report_to_json(const apres_delivery_report *report)
{
	return json_pack("[sss]", apres_report_kind_to_string(report->kind),
			 report->status != NULL ? report->status : "",
			 report->message_id != NULL ? report->message_id : "");
}

json_t *
apres_reading_to_json(const apres_reading *reading)
{
	json_t *json = json_object();

	json_object_set_new(json, "subject",
			    apres_json_text(reading->subject, G_MAXSSIZE));
	json_object_set_new(json, "subject_core",
			    apres_json_text(reading->subject_core, G_MAXSSIZE));
	json_object_set_new(json, "text", apres_json_text(reading->text, G_MAXSSIZE));
	json_object_set_new(json, "quoted",
			    apres_json_text(reading->quoted, APRES_READING_MAX_QUOTED));
	json_object_set_new(json, "message_id",
			    apres_json_text(reading->message_id, G_MAXSSIZE));
	json_object_set_new(json, "references", strings_to_json(reading->references));
	json_object_set_new(json, "problems", strings_to_json(reading->problems));
	json_object_set_new(json, "machine", machine_to_json(reading->machine));
	json_object_set_new(json, "sentences", sentences_to_json(reading->sentences));
	json_object_set_new(json, "classes", strings_to_json(reading->classes));
	json_object_set_new(json, "unknown", strings_to_json(reading->unknown));
	json_object_set_new(json, "evidence", evidence_out(reading->evidence));
	json_object_set_new(json, "report", report_to_json(&reading->report));
	json_object_set_new(json, "text_unknown", json_boolean(reading->text_unknown));
	return json;
}

/* ---- in ---- */

static bool
bad(GError **error, const char *what)
{
	return apres_throw(error, APRES_ERROR_INPUT, "reading: %s is not as it should be",
			   what);
}

/* A string of at most MAX bytes without NUL; null allowed only if NULLABLE. */
static bool
take_string(const json_t *json, const char *name, gsize max, bool nullable, char **out,
	    GError **error)
{
	const json_t *value = json_object_get(json, name);

	if (nullable && json_is_null(value))
		return true;
	/* jansson has checked the UTF-8 and, without JSON_ALLOW_NUL, that there is no
	 * NUL. */
	if (!json_is_string(value) || json_string_length(value) > max)
		return bad(error, name);
	*out = g_strdup(json_string_value(value));
	return true;
}

static bool
take_strings(const json_t *json, const char *name, gsize max_count, gsize max,
	     GPtrArray *out, GError **error)
{
	const json_t *array = json_object_get(json, name), *value;
	size_t i;

	if (!json_is_array(array) || json_array_size(array) > max_count)
		return bad(error, name);
	json_array_foreach(array, i, value)
	{
		if (!json_is_string(value) || json_string_length(value) > max)
			return bad(error, name);
		g_ptr_array_add(out, g_strdup(json_string_value(value)));
	}
	return true;
}

/*
 * A class's name.  Names are interned because a reading borrows them; the
 * syntax keeps a lying worker from filling memory faster than it can be noticed.
 */
static const char *
class_name(const json_t *value)
{
	const char *name = json_string_value(value);
	gsize len = name != NULL ? json_string_length(value) : 0;

	if (len == 0 || len > 100 ||
	    strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_.") != len)
		return NULL;
	return g_intern_string(name);
}

static bool
take_names(const json_t *json, const char *name, GPtrArray *out, GError **error)
{
	const json_t *array = json_object_get(json, name), *value;
	size_t i;

	if (!json_is_array(array) || json_array_size(array) > MAX_NAMES)
		return bad(error, name);
	json_array_foreach(array, i, value)
	{
		const char *id = class_name(value);
		if (id == NULL)
			return bad(error, name);
		g_ptr_array_add(out, (gpointer)id);
	}
	return true;
}

static bool
take_machine(const json_t *json, GPtrArray *out, GError **error)
{
	const json_t *array = json_object_get(json, "machine"), *value;
	size_t i;

	if (!json_is_array(array) || json_array_size(array) > 1000)
		return bad(error, "machine");
	json_array_foreach(array, i, value)
	{
		const char *name = json_string_value(json_array_get(value, 0));
		const json_t *detail = json_array_get(value, 1);
		const apres_machine_kind *kind =
			name != NULL ? apres_machine_find(name) : NULL;
		if (kind == NULL || json_string_length(detail) > 1024)
			return bad(error, "machine");
		g_ptr_array_add(out, apres_machine_hit_new(kind->id, kind->grade,
							   json_string_value(detail)));
	}
	return true;
}

/* A number of bytes from 0 to MAX. */
static bool
take_size(const json_t *value, gsize max, gsize *out)
{
	json_int_t n = json_integer_value(value);

	if (!json_is_integer(value) || n < 0 || (guint64)n > max)
		return false;
	*out = (gsize)n;
	return true;
}

static bool
take_sentences(const json_t *json, gsize text_len, GArray *out, GError **error)
{
	const json_t *array = json_object_get(json, "sentences"), *value;
	gsize end = 0; /* they come in the order of the text */
	size_t i;

	if (!json_is_array(array) || json_array_size(array) > MAX_SENTENCES)
		return bad(error, "sentences");
	json_array_foreach(array, i, value)
	{
		apres_read_sentence s = { 0 };
		if (!take_size(json_array_get(value, 0), text_len, &s.offset) ||
		    !take_size(json_array_get(value, 1), text_len - s.offset,
			       &s.length) ||
		    !json_is_boolean(json_array_get(value, 2)) ||
		    !json_is_boolean(json_array_get(value, 3)) || s.offset < end ||
		    (i == 0 && json_is_true(json_array_get(value, 3))))
			return bad(error, "sentences");
		end = s.offset + s.length;
		s.question = json_is_true(json_array_get(value, 2));
		s.goes_on = json_is_true(json_array_get(value, 3));
		g_array_append_val(out, s);
	}
	return true;
}

static apres_evidence *
evidence_in(const apres_classifier *classifier, const apres_reading *reading,
	    const json_t *value)
{
	g_autofree apres_evidence *e = g_new0(apres_evidence, 1);
	gsize pattern, field, extent;

	e->class_id = class_name(json_array_get(value, 0));
	if (e->class_id == NULL ||
	    !take_size(json_array_get(value, 1), G_MAXUINT32, &pattern) ||
	    !take_size(json_array_get(value, 2), APRES_FIELD_ATTACHMENT, &field))
		return NULL;
	e->pattern = apres_classifier_pattern(classifier, (guint)pattern, NULL);
	e->field = (apres_field)field;
	gsize len = e->field == APRES_FIELD_TEXT      ? strlen(reading->text)
		    : e->field == APRES_FIELD_SUBJECT ? strlen(reading->subject)
						      : APRES_MESSAGE_MAX_BYTES;
	if (e->pattern == NULL || !take_size(json_array_get(value, 3), len, &e->offset) ||
	    !take_size(json_array_get(value, 4), len - e->offset, &e->length) ||
	    !json_is_boolean(json_array_get(value, 5)) ||
	    !take_size(json_array_get(value, 6), APRES_EXTENT_CLAUSE, &extent))
		return NULL;
	e->positive = json_is_true(json_array_get(value, 5));
	e->extent = (apres_extent)extent;
	return g_steal_pointer(&e);
}

static bool
take_evidence(const apres_classifier *classifier, const json_t *json,
	      apres_reading *reading, GError **error)
{
	const json_t *array = json_object_get(json, "evidence"), *value;
	size_t i;

	if (!json_is_array(array) || json_array_size(array) > MAX_EVIDENCE)
		return bad(error, "evidence");
	json_array_foreach(array, i, value)
	{
		apres_evidence *e = evidence_in(classifier, reading, value);
		if (e == NULL)
			return bad(error, "evidence");
		g_ptr_array_add(reading->evidence, e);
	}
	return true;
}

/* "" stands for nothing. */
static bool
take_report(const json_t *json, apres_delivery_report *out, GError **error)
{
	const json_t *array = json_object_get(json, "report");
	const char *kind = json_string_value(json_array_get(array, 0));
	const char *status = json_string_value(json_array_get(array, 1));
	const char *id = json_string_value(json_array_get(array, 2));

	if (json_array_size(array) != 3 || status == NULL || id == NULL ||
	    !apres_report_kind_from_string(kind, &out->kind) ||
	    (*status != '\0' && !apres_report_status_valid(status)) ||
	    (*id != '\0' && !apres_report_id_valid(id)))
		return bad(error, "report");
	out->status = *status != '\0' ? g_strdup(status) : NULL;
	out->message_id = *id != '\0' ? g_strdup(id) : NULL;
	return true;
}

static apres_reading *
empty_reading(void)
{
	apres_reading *r = g_new0(apres_reading, 1);

	r->references = g_ptr_array_new_with_free_func(g_free);
	r->problems = g_ptr_array_new_with_free_func(g_free);
	r->machine =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_machine_hit_free);
	r->sentences = g_array_new(FALSE, FALSE, sizeof(apres_read_sentence));
	r->classes = g_ptr_array_new();
	r->unknown = g_ptr_array_new();
	r->evidence = g_ptr_array_new_with_free_func(g_free);
	return r;
}

apres_reading *
apres_reading_from_json(const apres_classifier *classifier, const json_t *json,
			GError **error)
{
	g_autoptr(apres_reading) r = empty_reading();
	const json_t *text_unknown = json_object_get(json, "text_unknown");

	/* make_valid may have tripled what the worker's own limits allow */
	if (!take_string(json, "subject", APRES_HEADERS_MAX_BYTES * 3, false, &r->subject,
			 error) ||
	    !take_string(json, "subject_core", APRES_HEADERS_MAX_BYTES * 3, false,
			 &r->subject_core, error) ||
	    !take_string(json, "text", APRES_MESSAGE_MAX_TEXT * 3, false, &r->text,
			 error) ||
	    !take_string(json, "quoted", APRES_READING_MAX_QUOTED * 3, false, &r->quoted,
			 error) ||
	    !take_string(json, "message_id", APRES_HEADER_MAX_BYTES, true, &r->message_id,
			 error) ||
	    !take_strings(json, "references", MAX_REFERENCES, APRES_HEADER_MAX_BYTES,
			  r->references, error) ||
	    !take_strings(json, "problems", 1000, 200, r->problems, error) ||
	    !take_machine(json, r->machine, error) ||
	    !take_sentences(json, strlen(r->text), r->sentences, error) ||
	    !take_names(json, "classes", r->classes, error) ||
	    !take_names(json, "unknown", r->unknown, error) ||
	    !take_evidence(classifier, json, r, error) ||
	    !take_report(json, &r->report, error))
		return NULL;
	if (!json_is_boolean(text_unknown)) {
		bad(error, "text_unknown");
		return NULL;
	}
	r->text_unknown = json_is_true(text_unknown);
	return g_steal_pointer(&r);
}
