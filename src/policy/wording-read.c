/* SPDX-License-Identifier: Apache-2.0 */
/* Files of wording: sections -> texts. */
#include "config.h"
#include "policy/embedded.h"
#include "policy/text-marks.h"
#include "policy/wording-parts.h"
#include "util/error.h"
#include "util/nearest.h"

#include <string.h>

typedef struct reader {
	apres_origin at; /* of the line that is read */
	const char *language;
	GHashTable *texts;
	GHashTable *places;           /* of what TEXTS hold */
	GHashTable *begun;            /* name of a section of this source -> its line */
	const apres_wording_key *key; /* of the section; NULL: before the first */
	int begin;                    /* its line */
	GString *text;
	GError **error;
} reader;

static bool fault(const reader *r, int line, long column, const char *fmt, ...)
	G_GNUC_PRINTF(4, 5);

static bool
fault(const reader *r, int line, long column, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	g_autofree char *message = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	return apres_throw(r->error, APRES_ERROR_CONFIG, "%s:%d:%ld: error: %s",
			   r->at.file, line, column, message);
}

static bool
check_value(const reader *r, const char *line, const char *brace, const char *end)
{
	g_autofree char *name = g_strndup(brace + 1, (gsize)(end - brace - 1));
	g_auto(GStrv) values = g_strsplit(r->key->values, " ", -1);
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	if (g_strv_contains((const char *const *)values, name))
		return true;
	for (char **value = values; *value != NULL; value++)
		g_ptr_array_add(names, *value);
	const char *nearest = apres_nearest(name, names);
	return fault(r, r->at.line, g_utf8_pointer_to_offset(line, brace) + 1,
		     "[%s] has no placeholder {%s}; %s%s", r->key->name, name,
		     nearest != NULL     ? "did you mean "
		     : values[0] != NULL ? "there are: "
					 : "it has none",
		     nearest != NULL ? nearest : r->key->values);
}

static bool
check_line(const reader *r, const char *line)
{
	for (const char *at = strchr(line, '{'); at != NULL; at = strchr(at, '{')) {
		const char *end = strchr(at, '}');
		if (end == NULL)
			return fault(r, r->at.line,
				     g_utf8_pointer_to_offset(line, at) + 1,
				     "'{' without '}'");
		if (!check_value(r, line, at, end))
			return false;
		at = end;
	}
	return true;
}

static bool
is_mail(const char *text)
{
	const char *end = strchr(text, '\n');

	/* What stood in a second line before the empty one would be in no mail. */
	if (!g_str_has_prefix(text, APRES_SUBJECT_MARK) || end == NULL || end[1] != '\n')
		return false;
	const char *subject = text + strlen(APRES_SUBJECT_MARK);
	return subject + strspn(subject, " \t") < end;
}

/* In the place of what was said so far; words that people may use come beside those. */
static void
put_text(const reader *r)
{
	const char *before = r->key->kind == APRES_WORDING_WORDS
				     ? g_hash_table_lookup(r->texts, r->key->name)
				     : NULL;
	const apres_origin at = { g_intern_string(r->at.file), r->begin, 1 };
	char *text = before != NULL ? g_strconcat(before, "\n", r->text->str, NULL)
				    : g_strdup(r->text->str);

	g_hash_table_replace(r->texts, g_strdup(r->key->name), text);
	g_hash_table_replace(r->places, g_strconcat(r->language, " ", r->key->name, NULL),
			     g_memdup2(&at, sizeof at));
}

/* The section is over: put it where it belongs. */
static bool
end_section(reader *r)
{
	if (r->key == NULL)
		return true;
	while (r->text->len > 0 && r->text->str[r->text->len - 1] == '\n')
		g_string_truncate(r->text, r->text->len - 1);
	if (r->text->len == 0)
		return fault(r, r->begin, 1, "[%s] is empty", r->key->name);
	if (r->key->kind == APRES_WORDING_MAIL && !is_mail(r->text->str))
		return fault(r, r->begin, 1,
			     "[%s] is a mail: 'Subject: ...', an empty line, its text",
			     r->key->name);
	put_text(r);
	g_string_truncate(r->text, 0);
	return true;
}

/* The name between the brackets of LINE, which holds nothing else.  Caller owns. */
static char *
section_name(const reader *r, const char *line)
{
	const char *end = strchr(line, ']');

	if (end == NULL) {
		fault(r, r->at.line, (long)g_utf8_strlen(line, -1) + 1,
		      "'[' without ']': write [name] on a line of its own");
		return NULL;
	}
	if (end[1] != '\0') {
		fault(r, r->at.line, g_utf8_pointer_to_offset(line, end) + 2,
		      "text behind [name]: it begins on the next line");
		return NULL;
	}
	return g_strndup(line + 1, (gsize)(end - line - 1));
}

/* What would stand in the place of what was said before is lost. */
static bool
note_section(const reader *r)
{
	gpointer line = g_hash_table_lookup(r->begun, r->key->name);

	if (line != NULL)
		return fault(r, r->at.line, 2,
			     "[%s] stands in line %d already: say it once, there or here",
			     r->key->name, GPOINTER_TO_INT(line));
	g_hash_table_insert(r->begun, (gpointer)r->key->name,
			    GINT_TO_POINTER(r->at.line));
	return true;
}

static bool
begin_section(reader *r, const char *line)
{
	g_autofree char *name = section_name(r, line);
	g_autoptr(GPtrArray) names = apres_wording_key_names();

	if (name == NULL || !end_section(r))
		return false;
	r->key = apres_wording_key_find(name);
	r->begin = r->at.line;
	if (r->key != NULL)
		return note_section(r);
	const char *nearest = apres_nearest(name, names);
	return fault(r, r->at.line, 2, "there is no [%s]%s%s; man apres-policy(5)", name,
		     nearest != NULL ? ", did you mean " : "",
		     nearest != NULL ? nearest : "");
}

static bool
read_line(reader *r, char *line)
{
	g_strchomp(line);
	if (*line == '#')
		return true;
	if (*line == '[')
		return begin_section(r, line);
	if (r->key == NULL)
		return *line == '\0' ||
		       fault(r, r->at.line, 1,
			     "text before the first [name]: say what it is, or begin it "
			     "with # if it is a remark");
	if (*line == '\0' && r->text->len == 0)
		return true;
	g_string_append_printf(r->text, "%s\n", line);
	return check_line(r, line);
}

bool
apres_wording_read(apres_wording *wording, const char *language, apres_origin at,
		   const char *source, GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);
	GHashTable *texts = g_hash_table_lookup(wording->languages, language);
	const char *end;

	if (texts == NULL) {
		texts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
		g_hash_table_insert(wording->languages, g_strdup(language), texts);
	}
	g_autoptr(GHashTable) begun = g_hash_table_new(g_str_hash, g_str_equal);
	reader r = { .at = at,
		     .language = language,
		     .texts = texts,
		     .places = wording->places,
		     .begun = begun,
		     .text = text,
		     .error = error };
	r.at.line = 1;
	if (!g_utf8_validate(source, -1, &end))
		return fault(&r, 1, 1, "not UTF-8; save the file as UTF-8");
	if (g_str_has_prefix(source, "\xef\xbb\xbf"))
		source += 3;
	g_auto(GStrv) lines = g_strsplit(source, "\n", -1);
	for (char **line = lines; *line != NULL; line++, r.at.line++)
		if (!read_line(&r, *line))
			return false;
	return end_section(&r);
}

static void
read_own(apres_wording *wording, const char *language)
{
	g_autofree char *path = g_strdup_printf("wording/%s.txt", language);
	GBytes *bytes = apres_embedded_find(path);
	g_autoptr(GError) error = NULL;
	apres_origin at = { .file = path, .line = 1, .column = 1 };
	gsize len;

	g_assert(bytes != NULL);
	const char *data = g_bytes_get_data(bytes, &len);
	g_autofree char *source = g_strndup(data, len);
	if (!apres_wording_read(wording, language, at, source, &error))
		g_error("%s", error->message);
}

apres_wording *
apres_wording_new(void)
{
	static const char *const languages[] = { "en", "de", "fr", "es" };
	apres_wording *wording = g_new0(apres_wording, 1);

	wording->languages = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
						   (GDestroyNotify)g_hash_table_unref);
	wording->places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	wording->own = g_array_new(FALSE, FALSE, sizeof(apres_wording_own));
	for (guint i = 0; i < G_N_ELEMENTS(languages); i++)
		read_own(wording, languages[i]);
	return wording;
}

void
apres_wording_free(apres_wording *wording)
{
	if (wording == NULL)
		return;
	g_hash_table_unref(wording->languages);
	g_hash_table_unref(wording->places);
	g_array_unref(wording->own);
	g_free(wording);
}
