/* SPDX-License-Identifier: Apache-2.0 */
/* Text files of templates -> subject, paragraphs, placeholders. */
#include "config.h"
#include "policy/text.h"
#include "policy/text-marks.h"

#include <string.h>

#include "util/error.h"
#include "util/nearest.h"

static const char *const value_names[] = {
	[APRES_VALUE_NAME] = "name",
	[APRES_VALUE_COMPANY] = "company",
	[APRES_VALUE_CAREERS_LINK] = "careers-link",
	[APRES_VALUE_ADJUSTMENTS] = "adjustments-contact",
	[APRES_VALUE_PRIVACY] = "privacy-contact",
	[APRES_VALUE_HR] = "hr-contact",
	[APRES_VALUE_PARTICULARS] = "company-particulars",
	[APRES_VALUE_REF] = "ref",
	[APRES_VALUE_ANSWER_BY] = "answer-by",
	[APRES_VALUE_DUE_DATE] = "due-date",
	[APRES_VALUE_OWNER_NAME] = "owner-name",
	[APRES_VALUE_ROLE] = "role",
};
G_STATIC_ASSERT(G_N_ELEMENTS(value_names) == APRES_VALUE_COUNT_);

/* Where reading stands. */
typedef struct reader {
	apres_origin at; /* of the line that is read */
	GError **error;
} reader;

const char *
apres_value_name(apres_value value)
{
	g_assert((guint)value < APRES_VALUE_COUNT_);
	return value_names[value];
}

bool
apres_value_find(const char *name, apres_value *value_out)
{
	for (guint i = 0; i < APRES_VALUE_COUNT_; i++) {
		if (g_strcmp0(name, value_names[i]) == 0) {
			*value_out = (apres_value)i;
			return true;
		}
	}
	return false;
}

static void
span_free(gpointer data)
{
	apres_span *span = data;

	g_free(span->literal);
	g_free(span);
}

static void
paragraph_free(gpointer data)
{
	apres_paragraph *paragraph = data;

	g_ptr_array_unref(paragraph->spans);
	g_free(paragraph);
}

void
apres_text_free(apres_text *text)
{
	if (text == NULL)
		return;
	g_free(text->template_id);
	g_free(text->file);
	g_free(text->subject);
	g_ptr_array_unref(text->paragraphs);
	g_free(text);
}

static const apres_origin *
find_in_paragraph(const apres_paragraph *paragraph, apres_value value)
{
	for (guint i = 0; i < paragraph->spans->len; i++) {
		const apres_span *span = paragraph->spans->pdata[i];
		if (span->literal == NULL && span->value == value)
			return &span->at;
	}
	return NULL;
}

const apres_origin *
apres_text_find(const apres_text *text, apres_value value)
{
	const apres_origin *at = NULL;

	for (guint i = 0; at == NULL && i < text->paragraphs->len; i++)
		at = find_in_paragraph(text->paragraphs->pdata[i], value);
	return at;
}

bool
apres_text_uses(const apres_text *text, apres_value value)
{
	return apres_text_find(text, value) != NULL;
}

bool
apres_text_needs(const apres_text *text, apres_value value)
{
	for (guint i = 0; i < text->paragraphs->len; i++) {
		const apres_paragraph *paragraph = text->paragraphs->pdata[i];
		if (!paragraph->optional && find_in_paragraph(paragraph, value) != NULL)
			return true;
	}
	return false;
}

static int
column_of(const reader *r, const char *line, const char *at)
{
	return (int)g_utf8_pointer_to_offset(line, at) + r->at.column;
}

static bool
fault(const reader *r, const char *line, const char *at, const char *fmt,
      const char *word, const char *nearest)
{
	g_autoptr(GString) message = g_string_new(NULL);

	g_string_printf(message, "%s:%d:%d: error: ", r->at.file, r->at.line,
			column_of(r, line, at));
	g_string_append_printf(message, "%s", fmt);
	if (word != NULL)
		g_string_append_printf(message, " '%s'", word);
	if (nearest != NULL)
		g_string_append_printf(message, "; nearest: {%s}", nearest);
	return apres_throw(r->error, APRES_ERROR_CONFIG, "%s", message->str);
}

static void
add_literal(GPtrArray *spans, GString *literal)
{
	if (literal->len == 0)
		return;
	apres_span *span = g_new0(apres_span, 1);
	span->literal = g_strdup(literal->str);
	g_ptr_array_add(spans, span);
	g_string_truncate(literal, 0);
}

static bool
unknown_placeholder(const reader *r, const char *line, const char *at, const char *name)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	for (guint i = 0; i < APRES_VALUE_COUNT_; i++)
		g_ptr_array_add(names, (gpointer)value_names[i]);
	const char *nearest = apres_nearest(name, names);
	if (nearest != NULL)
		return fault(r, line, at, "no such placeholder:", name, nearest);
	g_ptr_array_add(names, NULL);
	g_autofree char *all = g_strjoinv("}, {", (char **)names->pdata);
	g_autofree char *known =
		g_strdup_printf("no such placeholder; there are {%s}:", all);
	return fault(r, line, at, known, name, NULL);
}

/* One line into SPANS; LITERAL runs on from line to line. */
static bool
parse_line(const reader *r, const char *line, const char *from, GPtrArray *spans,
	   GString *literal)
{
	for (const char *at = from; *at != '\0'; at++) {
		if (*at == '}' && at[1] == '}') {
			g_string_append_c(literal, *at++);
			continue;
		}
		if (*at == '}')
			return fault(r, line, at,
				     "'}' without '{'; a brace itself is '}}'", NULL,
				     NULL);
		if (*at != '{' || at[1] == '{') {
			at += *at == '{';
			g_string_append_c(literal, *at);
			continue;
		}
		const char *end = strchr(at, '}');
		if (end == NULL)
			return fault(r, line, at,
				     "'{' without '}'; a brace itself is '{{'", NULL,
				     NULL);
		g_autofree char *name = g_strndup(at + 1, (gsize)(end - at - 1));
		apres_value value;
		if (!apres_value_find(name, &value))
			return unknown_placeholder(r, line, at, name);
		add_literal(spans, literal);
		apres_span *span = g_new0(apres_span, 1);
		span->value = value;
		span->at = r->at;
		span->at.column = column_of(r, line, at);
		g_ptr_array_add(spans, span);
		at = end;
	}
	return true;
}

static bool
parse_subject(const reader *r, apres_text *text, const char *line)
{
	if (!g_str_has_prefix(line, APRES_SUBJECT_MARK))
		return fault(r, line, line, "the first line must be 'Subject: ...'", NULL,
			     NULL);
	const char *brace = strpbrk(line, "{}");
	if (brace != NULL)
		return fault(r, line, brace, "a subject is fixed: no placeholder", NULL,
			     NULL);
	text->subject = g_strstrip(g_strdup(line + strlen(APRES_SUBJECT_MARK)));
	if (*text->subject == '\0')
		return fault(r, line, line, "the subject is empty", NULL, NULL);
	return true;
}

static apres_paragraph *
begin_paragraph(apres_text *text, const char *line, const char **from_out)
{
	apres_paragraph *paragraph = g_new0(apres_paragraph, 1);

	paragraph->spans = g_ptr_array_new_with_free_func(span_free);
	paragraph->optional = g_str_has_prefix(line, APRES_OPTIONAL_MARK);
	*from_out = line + (paragraph->optional ? strlen(APRES_OPTIONAL_MARK) : 0);
	g_ptr_array_add(text->paragraphs, paragraph);
	return paragraph;
}

static bool
parse_body(reader *r, apres_text *text, char **lines)
{
	g_autoptr(GString) literal = g_string_new(NULL);
	apres_paragraph *paragraph = NULL;

	for (; *lines != NULL; lines++, r->at.line++) {
		char *line = g_strchomp(*lines);
		const char *from = line;
		if (*line == '\0') {
			if (paragraph != NULL)
				add_literal(paragraph->spans, literal);
			paragraph = NULL;
			continue;
		}
		if (paragraph == NULL)
			paragraph = begin_paragraph(text, line, &from);
		else
			g_string_append_c(literal, '\n');
		if (!parse_line(r, line, from, paragraph->spans, literal))
			return false;
	}
	if (paragraph != NULL)
		add_literal(paragraph->spans, literal);
	return true;
}

/* Where the bytes stop being UTF-8: a fault in the line that they are on. */
static void
not_utf8(reader *r, const char *source, const char *bad)
{
	g_autofree char *good = g_strndup(source, (gsize)(bad - source));
	const char *line = good;

	for (const char *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
		r->at.line++;
		r->at.column = 1;
	}
	fault(r, line, line + strlen(line), "not UTF-8; save the file as UTF-8", NULL,
	      NULL);
}

apres_text *
apres_text_parse(apres_origin at, const char *source, GError **error)
{
	reader r = { .at = at, .error = error };
	g_autoptr(apres_text) text = g_new0(apres_text, 1);
	const char *end;

	text->paragraphs = g_ptr_array_new_with_free_func(paragraph_free);
	if (!g_utf8_validate(source, -1, &end)) {
		not_utf8(&r, source, end);
		return NULL;
	}
	if (g_str_has_prefix(source, "\xef\xbb\xbf"))
		source += 3;
	g_auto(GStrv) lines = g_strsplit(source, "\n", -1);
	if (!parse_subject(&r, text, lines[0] != NULL ? g_strchomp(lines[0]) : ""))
		return NULL;
	r.at.line++;
	r.at.column = 1;
	if (lines[0] != NULL && lines[1] != NULL && !parse_body(&r, text, lines + 1))
		return NULL;
	if (text->paragraphs->len == 0) {
		fault(&r, "", "", "there is no text below the subject", NULL, NULL);
		return NULL;
	}
	return g_steal_pointer(&text);
}
