/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Base, packs and company file, put together in that order into one policy.
 * Each file is parsed and validated alone, under its own name.
 */
#include "config.h"
#include "policy/load.h"

#include <string.h>

#include "policy/build.h"
#include "policy/prove.h"
#include "policy/embedded.h"
#include "util/error.h"
#include "util/fsutil.h"

typedef struct element {
	const char *name;
	void (*build)(apres_build *build, const xmlNode *node);
} element;

/* Classes before what refers to them only in a file of any order: so two passes. */
static const element definitions[] = {
	{ "company", apres_build_company },   { "contacts", apres_build_contacts },
	{ "people", apres_build_people },     { "queue", apres_build_queue },
	{ "debrief", apres_build_debrief },   { "send", apres_build_send },
	{ "cases", apres_build_cases },       { "limits", apres_build_limits },
	{ "calendar", apres_build_calendar }, { "language", apres_build_language },
	{ "class", apres_build_class },       { "template", apres_build_template },
	{ "rule", apres_build_rule },         { "trust", apres_build_trust },
	{ "never", apres_build_invariant },   { "always", apres_build_invariant },
	{ "test", apres_build_test },         { "retain", apres_build_clause },
	{ "clock", apres_build_clause },      { "require", apres_build_clause },
	{ "forbid", apres_build_clause },
};
static const element references[] = {
	{ "extend", apres_build_extend },
	{ "text", apres_build_text_of },
	{ "wording", apres_build_wording },
};

/* What the program brought, now or when the policy was stored; borrowed. */
static GBytes *
find_brought(const apres_build *build, const char *path)
{
	return build->stored != NULL ? g_hash_table_lookup(build->stored, path)
				     : apres_embedded_find(path);
}

static GBytes *
read_own(const apres_build *build, const char *path, GError **error)
{
	GHashTable *held = build->stored != NULL  ? build->stored
			   : build->known != NULL ? build->known->files
						  : NULL;

	if (held == NULL)
		return apres_file_read(path, APRES_POLICY_FILE_MAX, error);
	GBytes *bytes = g_hash_table_lookup(held, path);
	if (bytes == NULL)
		apres_throw(error, APRES_ERROR_CONFIG, "'%s' was not stored", path);
	return bytes != NULL ? g_bytes_ref(bytes) : NULL;
}

static void
remember_source(apres_build *build, const char *name, GBytes *bytes)
{
	g_hash_table_replace(build->policy->sources, g_strdup(name), g_bytes_ref(bytes));
}

/* Who reads text would take a zero byte for its end. */
static bool
check_no_zero(apres_build *build, const char *path, GBytes *bytes)
{
	gsize len;
	const char *data = g_bytes_get_data(bytes, &len);
	const char *zero = len > 0 ? memchr(data, '\0', len) : NULL;
	apres_origin at = { g_intern_string(path), 1, 1 };

	if (zero == NULL)
		return true;
	for (const char *p = data; p < zero; p++) {
		/* Not what continues a character. */
		at.column += ((guchar)*p & 0xc0) != 0x80;
		if (*p == '\n')
			at = (apres_origin){ at.file, at.line + 1, 1 };
	}
	apres_build_error(build, "E-ENCODING", at,
			  "a zero byte: save the file as UTF-8, not as UTF-16");
	return false;
}

GBytes *
apres_build_read(apres_build *build, const char *relative, char **path_out,
		 apres_origin at)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *path = g_build_filename(build->folder, relative, NULL);
	g_autoptr(GBytes) bytes = NULL;

	if (build->embedded) {
		GBytes *found = find_brought(build, path);
		bytes = found != NULL ? g_bytes_ref(found) : NULL;
		if (bytes == NULL)
			apres_build_error(build, "E-FILE", at, "'%s' is not embedded",
					  path);
	} else {
		bytes = read_own(build, path, &error);
		if (bytes == NULL)
			apres_build_error(build, "E-FILE", at, "%s", error->message);
	}
	if (bytes == NULL || (!build->embedded && !check_no_zero(build, path, bytes)))
		return NULL;
	remember_source(build, path, bytes);
	*path_out = g_steal_pointer(&path);
	return g_steal_pointer(&bytes);
}

static void
run_handlers(apres_build *build, const xmlNode *root, const element *elements,
	     gsize count)
{
	for (const xmlNode *node = root->children; node != NULL; node = node->next)
		for (gsize i = 0; node->type == XML_ELEMENT_NODE && i < count; i++)
			if (g_str_equal((const char *)node->name, elements[i].name))
				elements[i].build(build, node);
}

/* NAME as it stands on SHELF, where it is put if it is read only now. */
static const apres_policy_file *
file_of(apres_build *build, GHashTable *shelf, const char *name, GBytes *bytes)
{
	apres_policy_file *file = g_hash_table_lookup(shelf, name);

	if (file == NULL) {
		file = apres_policy_file_parse(name, bytes, build->known == NULL,
					       build->findings);
		if (file != NULL)
			g_hash_table_insert(shelf, g_strdup(name), file);
	}
	return file;
}

bool
apres_build_file(apres_build *build, const char *name, GBytes *bytes, const char *folder,
		 bool embedded, apres_layer layer, guint depth)
{
	guint before = build->findings->len;
	GHashTable *shelf = embedded ? build->shelf->embedded : build->shelf->own;
	const apres_policy_file *file = file_of(build, shelf, name, bytes);

	remember_source(build, name, bytes);
	if (file == NULL || build->findings->len > before)
		return false;
	const xmlNode *root = apres_policy_file_root(file);
	build->file = file;
	build->folder = folder;
	build->embedded = embedded;
	build->layer = layer;
	if (!apres_build_is_kind(build, root))
		return false;
	/* What was to stand on a missing pack would only be missed as well. */
	for (const xmlNode *node = root->children;
	     node != NULL && build->findings->len == before; node = node->next)
		if (node->type == XML_ELEMENT_NODE &&
		    g_str_equal((const char *)node->name, "use"))
			apres_build_use(build, node, depth);
	if (build->findings->len > before)
		return false;
	apres_build_root(build, root);
	run_handlers(build, root, definitions, G_N_ELEMENTS(definitions));
	run_handlers(build, root, references, G_N_ELEMENTS(references));
	/* Nobody asks for it again; the next one finds room in its place. */
	if (embedded && build->known != NULL)
		g_hash_table_remove(shelf, name);
	return build->findings->len == before;
}

/* What no policy can do without: the classes and rules, then their words in each
 * language. */
static bool
load_base(apres_build *build)
{
	static const char *const files[] = { "base.xml", "base/en.xml", "base/de.xml",
					     "base/fr.xml", "base/es.xml" };
	bool good = true;

	for (gsize i = 0; good && i < G_N_ELEMENTS(files); i++) {
		GBytes *bytes = find_brought(build, files[i]);
		g_autofree char *folder = g_path_get_dirname(files[i]);
		/* An older program had fewer of them. */
		if (bytes == NULL && build->stored != NULL)
			continue;
		g_assert(bytes != NULL);
		good = apres_build_file(build, files[i], bytes, folder, true,
					APRES_LAYER_BASE, 0);
	}
	return good;
}

static bool
load_all(apres_build *build, const char *path, GError **error)
{
	g_autoptr(GBytes) bytes = read_own(build, path, error);
	g_autofree char *folder = g_path_get_dirname(path);

	if (bytes == NULL)
		return false;
	if (load_base(build) &&
	    apres_build_file(build, path, bytes, folder, false, APRES_LAYER_COMPANY, 0)) {
		apres_build_settle(build);
		if (build->known == NULL)
			apres_build_check(build);
		/* What does not fit together cannot be proved either. */
		if (build->known == NULL && build->findings->len == 0)
			apres_policy_prove(build->policy, build->findings);
	}
	build->file = NULL;
	return true;
}

static bool
compile(apres_build *build)
{
	apres_policy *policy = build->policy;
	g_autoptr(GError) error = NULL;
	apres_origin somewhere = { .file = policy->file };

	if (build->known != NULL) {
		policy->classifier = apres_classifier_new_known(
			policy->classes, policy->questions, build->known->patterns);
		return policy->classifier != NULL;
	}
	const apres_classifier *like = build->shelf->like;
	policy->classifier = apres_classifier_new_like(policy->classes, policy->questions,
						       like, &error);
	if (error != NULL)
		apres_findings_add_placed(build->findings, "E-REGEX", somewhere,
					  error->message);
	/* What was in force once is not refused for being slow. */
	else if (build->stored == NULL && like == NULL)
		apres_check_cost(build);
	return true;
}

static apres_policy *
load(apres_shelf *shelf, const char *path, GHashTable *stored,
     const apres_policy_known *known, GPtrArray **findings_out, GError **error)
{
	g_autoptr(GPtrArray) findings = apres_findings_new();
	g_autoptr(apres_policy) policy = apres_policy_new();
	g_autoptr(GHashTable) automatic =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) used =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	apres_build build = { .policy = policy,
			      .findings = findings,
			      .automatic = automatic,
			      .used = used,
			      .shelf = shelf,
			      .stored = stored,
			      .known = known };
	bool good;

	policy->file = g_strdup(path);
	good = load_all(&build, path, error);
	if (good && findings->len == 0)
		good = compile(&build);
	apres_findings_sort(findings);
	good = good && apres_findings_refuse(findings, error);
	if (findings_out != NULL)
		*findings_out = g_steal_pointer(&findings);
	if (!good)
		return NULL;
	policy->digest = known != NULL ? g_strdup(known->digest)
				       : apres_policy_digest(policy->sources, path);
	return g_steal_pointer(&policy);
}

apres_policy *
apres_policy_load_with(apres_shelf *shelf, const char *path, GPtrArray **findings_out,
		       GError **error)
{
	return load(shelf, path, NULL, NULL, findings_out, error);
}

apres_policy *
apres_policy_load(const char *path, GPtrArray **findings_out, GError **error)
{
	g_autoptr(apres_shelf) shelf = apres_shelf_new();

	return load(shelf, path, NULL, NULL, findings_out, error);
}

apres_policy *
apres_policy_load_known(const char *path, const apres_policy_known *known, bool stored)
{
	g_autoptr(apres_shelf) shelf = apres_shelf_new();
	g_autofree char *below = g_strconcat("./", path, NULL);

	return stored ? load(shelf, below, known->files, known, NULL, NULL)
		      : load(shelf, path, NULL, known, NULL, NULL);
}

apres_policy *
apres_policy_load_stored(const char *name, GHashTable *sources, const char *digest,
			 GError **error)
{
	g_autofree char *path = g_strconcat("./", name, NULL);
	g_autoptr(apres_shelf) shelf = apres_shelf_new();
	g_autoptr(apres_policy) policy = load(shelf, path, sources, NULL, NULL, error);

	if (policy == NULL)
		return NULL;
	/* A program that reads other files of it than the one that stored it. */
	if (!g_str_equal(policy->digest, digest)) {
		apres_throw(error, APRES_ERROR_CONFIG,
			    "this version of apres reads the stored policy otherwise");
		return NULL;
	}
	return g_steal_pointer(&policy);
}
