/* SPDX-License-Identifier: Apache-2.0 */
/* <words>, <likeness>: conditions whose words are in a file beside the policy's. */
#include "config.h"
#include "policy/build.h"

#include "classify/likeness.h"
#include "classify/words.h"

/* The bytes of the file RELATIVE names, and *KEY_OUT: what it is known by on the shelf;
 * NULL after an error. */
static GBytes *
read_list(apres_build *build, const char *relative, apres_origin at, char **path_out,
	  char **key_out)
{
	GBytes *bytes = apres_build_read(build, relative, path_out, at);

	*key_out = g_strconcat(build->embedded ? "embedded:" : "file:", *path_out, NULL);
	return bytes;
}

/* The words of a file beside this one; borrowed, NULL after an error. */
static apres_word_set *
word_set_of(apres_build *build, const char *relative, apres_origin at)
{
	g_autofree char *path = NULL, *key = NULL;
	g_autoptr(GBytes) bytes = read_list(build, relative, at, &path, &key);
	apres_word_set *set = g_hash_table_lookup(build->shelf->word_sets, key);

	if (bytes == NULL || set != NULL)
		return set;
	gsize len = 0;
	const char *data = g_bytes_get_data(bytes, &len);
	if (build->known == NULL && !g_utf8_validate(data, (gssize)len, NULL)) {
		apres_build_error(build, "E-TEXT", at,
				  "%s is not UTF-8; save the file as UTF-8", path);
		return NULL;
	}
	set = apres_word_set_new(bytes);
	g_hash_table_insert(build->shelf->word_sets, g_steal_pointer(&key), set);
	return set;
}

apres_cond *
apres_build_word_list(apres_build *build, const xmlNode *node)
{
	apres_origin at = apres_policy_file_at_attribute(build->file, node, "file");
	apres_cond *cond = apres_cond_new(APRES_COND_PATTERN, at);
	g_autofree char *others = apres_build_attr(node, "others");
	g_autofree char *not_after = apres_build_attr(node, "not-after");
	guint others_max = others != NULL ? (guint)g_ascii_strtoull(others, NULL, 10) : 0;

	cond->source = apres_build_attr(node, "file");
	apres_word_set *set =
		cond->source != NULL ? word_set_of(build, cond->source, at) : NULL;
	if (set != NULL)
		cond->words = apres_words_new(set, others_max, not_after);
	return cond;
}

/* The table of a file beside this one; borrowed, NULL after an error. */
static apres_likeness_table *
table_of(apres_build *build, const char *relative, apres_origin at)
{
	g_autofree char *path = NULL, *key = NULL;
	g_autoptr(GBytes) bytes = read_list(build, relative, at, &path, &key);
	g_autoptr(GError) error = NULL;
	apres_likeness_table *table = g_hash_table_lookup(build->shelf->tables, key);

	if (bytes == NULL || table != NULL)
		return table;
	bool checked = build->embedded || build->known != NULL;
	table = apres_likeness_table_new(bytes, path, checked, &error);
	if (table == NULL)
		apres_build_error(build, "E-TEXT", at, "%s", error->message);
	else
		g_hash_table_insert(build->shelf->tables, g_steal_pointer(&key), table);
	return table;
}

/* 0 to 100 in ATTRIBUTE of NODE, or FALLBACK. */
static guint
share_of(const xmlNode *node, const char *attribute, guint fallback)
{
	g_autofree char *value = apres_build_attr(node, attribute);

	return value != NULL ? (guint)g_ascii_strtoull(value, NULL, 10) : fallback;
}

apres_cond *
apres_build_likeness(apres_build *build, const xmlNode *node)
{
	apres_origin at = apres_policy_file_at_attribute(build->file, node, "file");
	apres_cond *cond = apres_cond_new(APRES_COND_PATTERN, at);
	g_autofree char *file = apres_build_attr(node, "file");
	g_autofree char *kind = apres_build_attr(node, "kind");
	guint at_least = share_of(node, "min", 0);
	guint at_most = share_of(node, "max", 100);

	cond->source = g_strdup_printf("%s: %u to %u of 100 like %s", file, at_least,
				       at_most, kind);
	if (at_least > at_most) {
		apres_build_error(
			build, "E-RANGE",
			apres_policy_file_at_attribute(build->file, node, "min"),
			"no text is at least %u and at most %u of 100", at_least,
			at_most);
		return cond;
	}
	apres_likeness_table *table = file != NULL ? table_of(build, file, at) : NULL;
	if (table == NULL || kind == NULL)
		return cond;
	cond->likeness = apres_likeness_new(table, kind, at_least, at_most);
	if (cond->likeness == NULL) {
		g_autofree char *kinds =
			g_strjoinv(", ", (char **)apres_likeness_kinds(table));
		apres_build_error(
			build, "E-REF",
			apres_policy_file_at_attribute(build->file, node, "kind"),
			"%s knows no mail of the kind '%s'; it has %s", file, kind,
			kinds);
	}
	return cond;
}
