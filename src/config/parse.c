/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes of apres.conf -> apres_config.  GKeyFile takes the last of two equal
 * keys in silence and knows no lines; so a pass of our own over the lines comes
 * first and notes where everything stands.
 */
#include "config.h"
#include "config/parse.h"
#include "config/check.h"
#include "config/options.h"
#include "config/value.h"
#include "util/error.h"
#include "util/fsutil.h"
#include "util/nearest.h"

#include <string.h>

#define MAX_CONFIG_BYTES (1024 * 1024)

static void
note_line(apres_config_source *source, const char *group, const char *key, guint line)
{
	g_autofree char *place = g_strdup_printf("%s\n%s", group, key);
	guint before = GPOINTER_TO_UINT(g_hash_table_lookup(source->lines, place));

	if (before != 0)
		apres_config_fault(source, group, *key ? key : NULL,
				   "given twice, first in line %u; keep one", before);
	else
		g_hash_table_insert(source->lines, g_steal_pointer(&place),
				    GUINT_TO_POINTER(line));
}

/* What GKeyFile will read from one line; faults that it would not place. */
static void
scan_line(apres_config_source *source, char *text, guint line, char **group)
{
	char *equals = strchr(text, '=');
	gsize len = strlen(text);

	if (*text == '\0' || *text == '#')
		return;
	if (*text == '[' && text[len - 1] == ']') {
		g_free(*group);
		*group = g_strndup(text + 1, len - 2);
		note_line(source, *group, "", line);
	} else if (equals == NULL || equals == text) {
		apres_config_fault_line(
			source, line,
			"neither '[group]' nor 'key = value' nor '# comment'");
	} else if (*group == NULL) {
		apres_config_fault_line(
			source, line,
			"a key before the first [group]; begin with [apres]");
	} else {
		*equals = '\0';
		note_line(source, *group, g_strchomp(text), line);
	}
}

static void
scan_lines(apres_config_source *source, const char *data, gsize len)
{
	g_autofree char *copy = g_strndup(data, len);
	g_auto(GStrv) lines = g_strsplit(copy, "\n", -1);
	g_autofree char *group = NULL;

	for (guint i = 0; lines[i] != NULL; i++) {
		source->at = i + 1;
		scan_line(source, g_strstrip(lines[i]), i + 1, &group);
	}
	source->at = 0;
}

static void
unknown_name(apres_config_source *source, const char *group, const char *kind,
	     const char *key)
{
	g_autoptr(GPtrArray) names = apres_option_names(kind);
	const char *near = apres_nearest(key != NULL ? key : group, names);
	g_autoptr(GString) hint = g_string_new(NULL);

	if (near != NULL) {
		g_string_printf(hint, "did you mean '%s'?", near);
	} else {
		g_string_assign(hint, "known are:");
		for (guint i = 0; i < names->len; i++)
			g_string_append_printf(hint, " %s",
					       (char *)g_ptr_array_index(names, i));
	}
	apres_config_fault(source, group, key, "unknown %s; %s",
			   key != NULL ? "key" : "group", hint->str);
}

/* Set what the file gives, then the table's defaults, in SECTION. */
static void
fill_section(apres_config_source *source, const char *group, const char *kind,
	     gpointer section)
{
	g_auto(GStrv) keys = g_key_file_get_keys(source->file, group, NULL, NULL);
	guint count;
	const apres_option *options = apres_options(&count);

	for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
		if (apres_option_find(kind, keys[i]) == NULL)
			unknown_name(source, group, kind, keys[i]);
	for (guint i = 0; i < count; i++) {
		const apres_option *option = &options[i];
		g_autoptr(GError) error = NULL;
		g_autofree char *text = NULL;

		if (!g_str_equal(option->group, kind))
			continue;
		if (g_key_file_has_key(source->file, group, option->name, NULL)) {
			text = g_key_file_get_string(source->file, group, option->name,
						     &error);
			if (text != NULL)
				apres_option_set(option, g_strstrip(text), source->folder,
						 section, &error);
			if (error != NULL)
				apres_config_fault(source, group, option->name, "%s",
						   error->message);
		} else if (option->required) {
			apres_config_fault(source, group, option->name, "is missing: %s",
					   option->help);
		} else if (option->initial != NULL && !option->computed) {
			g_assert_true(apres_option_set(option, option->initial, "/",
						       section, NULL));
		}
	}
}

static char *
section_id(apres_config_source *source, const char *group, const char *kind)
{
	const char *id = group + strlen(kind) + 1;

	for (const char *c = id; *c != '\0'; c++)
		if (!g_ascii_isalnum(*c) && strchr("-_.", *c) == NULL)
			apres_config_fault(
				source, group, NULL,
				"an id is made of letters, digits, '-', '_' and '.'");
	if (*id == '\0' || strlen(id) > 64)
		apres_config_fault(source, group, NULL,
				   "the id must have 1 to 64 characters");
	return g_strdup(id);
}

static void
read_group(apres_config_source *source, apres_config *config, const char *group)
{
	if (g_str_equal(group, "apres")) {
		fill_section(source, group, "apres", config);
	} else if (g_str_equal(group, "transport")) {
		fill_section(source, group, "transport", config->transport);
	} else if (g_str_has_prefix(group, "company ")) {
		apres_company_config *company = g_new0(apres_company_config, 1);

		g_ptr_array_add(config->companies, company);
		company->id = section_id(source, group, "company");
		company->policy_keys = g_new0(char *, 1);
		company->partners = g_new0(char *, 1);
		company->requisitions = g_new0(char *, 1);
		fill_section(source, group, "company", company);
	} else if (g_str_has_prefix(group, "mailbox ")) {
		apres_mailbox_config *mailbox = g_new0(apres_mailbox_config, 1);

		g_ptr_array_add(config->mailboxes, mailbox);
		mailbox->id = section_id(source, group, "mailbox");
		mailbox->aliases = g_new0(char *, 1);
		mailbox->lists = g_new0(char *, 1);
		fill_section(source, group, "mailbox", mailbox);
	} else if (g_str_equal(group, "company") || g_str_equal(group, "mailbox")) {
		apres_config_fault(source, group, NULL, "needs an id: [%s main]", group);
	} else {
		unknown_name(source, group, NULL, NULL);
	}
}

static void
read_groups(apres_config_source *source, apres_config *config)
{
	g_auto(GStrv) groups = g_key_file_get_groups(source->file, NULL);

	for (guint i = 0; groups[i] != NULL; i++)
		read_group(source, config, groups[i]);
	/* Their defaults are wanted also where the file does not name them. */
	if (!g_key_file_has_group(source->file, "apres"))
		fill_section(source, "apres", "apres", config);
	if (!g_key_file_has_group(source->file, "transport"))
		fill_section(source, "transport", "transport", config->transport);
}

static apres_config *
config_new(const char *path)
{
	apres_config *config = g_new0(apres_config, 1);

	config->path = g_strdup(path);
	config->lines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	config->mta_names = g_new0(char *, 1);
	config->transport = g_new0(apres_transport_config, 1);
	config->companies =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_company_config_free);
	config->mailboxes =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_mailbox_config_free);
	return config;
}

apres_config *
apres_config_parse(const char *path, const char *data, gsize len, GError **error)
{
	g_autoptr(apres_config) config = config_new(path);
	g_auto(apres_config_source) source = { .path = path };
	g_autofree char *here = g_canonicalize_filename(path, NULL);
	g_autoptr(GError) cause = NULL;

	source.folder = g_path_get_dirname(here);
	source.lines = g_hash_table_ref(config->lines);
	source.faults = g_string_new(NULL);
	source.file = g_key_file_new();
	if (!g_utf8_validate(data, (gssize)len, NULL)) {
		apres_throw(error, APRES_ERROR_CONFIG,
			    "%s: not UTF-8 text; save it as UTF-8", path);
		return NULL;
	}
	scan_lines(&source, data, len);
	if (source.faults->len == 0 && len > 0 &&
	    !g_key_file_load_from_data(source.file, data, len, G_KEY_FILE_NONE, &cause))
		apres_config_fault(&source, NULL, NULL, "%s", cause->message);
	if (source.faults->len == 0)
		read_groups(&source, config);
	if (source.faults->len == 0)
		apres_config_finish(&source, config);
	if (source.faults->len > 0) {
		g_string_truncate(source.faults, source.faults->len - 1);
		apres_throw(error, APRES_ERROR_CONFIG, "%s", source.faults->str);
		return NULL;
	}
	return g_steal_pointer(&config);
}

apres_config *
apres_config_load(const char *path, GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_autoptr(GBytes) bytes = apres_file_read(path, MAX_CONFIG_BYTES, &cause);
	gsize len;

	if (bytes == NULL) {
		/* Whatever kept us from reading it: the remedy is the administrator's. */
		apres_throw(
			error, APRES_ERROR_CONFIG,
			"configuration %s; name another with -c FILE or APRES_CONFIG, "
			"or write one: apres init FOLDER",
			cause->message);
		return NULL;
	}
	const char *data = g_bytes_get_data(bytes, &len);
	return apres_config_parse(path, data != NULL ? data : "", len, error);
}
