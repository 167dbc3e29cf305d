/* SPDX-License-Identifier: Apache-2.0 */
/* <use>: packs, built in or beside the file, each read once. */
#include "config.h"
#include "policy/build.h"

#include <string.h>

#include "policy/embedded.h"
#include "util/fsutil.h"
#include "util/nearest.h"

#define MAX_DEPTH 8

static void
pack_not_found(apres_build *build, const char *name, apres_origin at)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);

	for (const apres_embedded_file *f = apres_embedded_files; f->path != NULL; f++)
		if (g_str_has_prefix(f->path, "packs/") &&
		    g_str_has_suffix(f->path, ".xml"))
			g_ptr_array_add(names,
					g_strndup(f->path + 6, strlen(f->path) - 10));
	g_autofree char *near = apres_nearest_words(name, names);
	apres_build_error(build, "E-PACK", at, "there is no pack '%s'%s", name, near);
}

/* The bytes must be those that were reviewed, where a digest says so. */
static bool
check_digest(apres_build *build, const xmlNode *use, GBytes *bytes)
{
	g_autofree char *wanted = apres_build_attr(use, "sha256");
	gsize len;
	const char *data = g_bytes_get_data(bytes, &len);

	if (wanted == NULL)
		return true;
	g_autofree char *is = apres_sha256_hex(data, len);
	if (g_str_equal(wanted, is))
		return true;
	apres_build_error(
		build, "E-DIGEST",
		apres_policy_file_at_attribute(build->file, use, "sha256"),
		"the pack has changed: its sha256 is %s; review it, then write that here",
		is);
	return false;
}

/* A stored policy has its packs under the names by which messages call them. */
static GBytes *
find_pack(const apres_build *build, const char *name)
{
	if (build->stored == NULL)
		return apres_policy_embedded(name);
	g_autofree char *shown = g_strdup_printf("%s.xml", name);
	GBytes *bytes = g_hash_table_lookup(build->stored, shown);
	return bytes != NULL ? g_bytes_ref(bytes) : NULL;
}

bool
apres_build_is_kind(apres_build *build, const xmlNode *root)
{
	static const char *const kinds[] = { [APRES_LAYER_BASE] = "base",
					     [APRES_LAYER_PACK] = "pack",
					     [APRES_LAYER_COMPANY] = "company" };
	g_autofree char *said = apres_build_attr(root, "kind");
	const char *kind = said != NULL ? said : "company";
	const char *file = apres_policy_file_name(build->file);
	apres_origin at = apres_policy_file_at_attribute(build->file, root, "kind");

	/* What was in force once is read as it was then. */
	if (g_str_equal(kind, kinds[build->layer]) || build->stored != NULL)
		return true;
	if (build->layer == APRES_LAYER_PACK)
		apres_build_error(build, "E-KIND", at,
				  "%s is no pack: what <use> names says kind=\"pack\"",
				  file);
	else if (g_str_equal(kind, "pack"))
		apres_build_error(build, "E-KIND", at,
				  "this is a pack, not a company's policy; a policy uses "
				  "it: <use pack=\"%s\"/>",
				  file);
	else
		apres_build_error(build, "E-KIND", at,
				  "this is a base, not a company's policy; every policy "
				  "has it already");
	return false;
}

void
apres_build_review(apres_build *build, const xmlNode *node, apres_pack *pack)
{
	g_autofree char *reviewed = apres_build_attr(node, "reviewed");
	g_autofree char *by = apres_build_attr(node, "by");

	if (reviewed == NULL && by == NULL)
		return;
	if (build->stored == NULL && (reviewed == NULL || by == NULL || *by == '\0')) {
		apres_build_error(build, "E-REVIEW", apres_build_at(build, node),
				  "say when counsel read the pack and who it was: "
				  "reviewed=\"2026-11-20\" by=\"...\"");
		return;
	}
	g_free(pack->reviewed);
	g_free(pack->by);
	pack->reviewed = g_steal_pointer(&reviewed);
	pack->by = g_steal_pointer(&by);
}

/* What a policy says of a pack that is read: of one that another pack brought too. */
static void
take_use(apres_build *build, const xmlNode *node, const char *name, const char *file)
{
	for (guint i = 0; i < build->policy->packs->len; i++) {
		apres_pack *pack = build->policy->packs->pdata[i];
		if (g_str_equal(pack->file, file))
			apres_build_review(build, node, pack);
	}
	for (guint i = 0; i < build->policy->languages->len; i++) {
		apres_language *language = build->policy->languages->pdata[i];
		g_autofree char *pack = g_strconcat("lang-", language->tag, NULL);
		if (g_str_equal(pack, name))
			language->automatic |=
				g_hash_table_contains(build->automatic, name);
	}
}

/* BYTES are the pack that messages call SHOWN. */
static void
read_pack(apres_build *build, const char *shown, GBytes *bytes, bool embedded,
	  guint depth)
{
	g_autofree char *folder =
		embedded ? g_strdup("packs") : g_path_get_dirname(shown);
	apres_build outer = *build;

	apres_build_file(build, shown, bytes, folder, embedded, APRES_LAYER_PACK,
			 depth + 1);
	build->file = outer.file;
	build->folder = outer.folder;
	build->embedded = outer.embedded;
	build->layer = outer.layer;
	/* Only now: in a circle it would seem to be read before it is. */
	g_hash_table_add(build->used, g_strdup(shown));
}

void
apres_build_use(apres_build *build, const xmlNode *node, guint depth)
{
	g_autofree char *name = apres_build_attr(node, "pack");
	apres_origin at = apres_policy_file_at_attribute(build->file, node, "pack");

	if (name == NULL)
		return;
	if (depth >= MAX_DEPTH) {
		apres_build_error(build, "E-PACK", at,
				  "packs use each other in a circle");
		return;
	}
	bool file = strchr(name, '/') != NULL || g_str_has_suffix(name, ".xml");
	if (apres_build_yes(node, "auto"))
		g_hash_table_add(build->automatic, g_strdup(name));
	g_autofree char *path = NULL;
	g_autoptr(GBytes) bytes =
		file ? apres_build_read(build, name, &path, at) : find_pack(build, name);
	if (bytes == NULL) {
		if (!file)
			pack_not_found(build, name, at);
		return;
	}
	if (!check_digest(build, node, bytes))
		return;
	g_autofree char *shown =
		file ? g_steal_pointer(&path) : g_strdup_printf("%s.xml", name);
	if (!g_hash_table_contains(build->used, shown))
		read_pack(build, shown, bytes, !file, depth);
	take_use(build, node, name, shown);
}
