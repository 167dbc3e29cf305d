/* SPDX-License-Identifier: Apache-2.0 */
/* <wording>: a company's own words for its own people. */
#include "config.h"
#include "policy/build.h"
#include "policy/wording-parts.h"

void
apres_build_wording(apres_build *build, const xmlNode *node)
{
	g_autofree char *language = apres_build_attr(node, "lang");
	g_autofree char *file = apres_build_attr(node, "file");
	g_autofree char *path = NULL;
	g_autoptr(GError) error = NULL;
	gsize len;

	if (language == NULL || file == NULL)
		return;
	apres_origin at = apres_policy_file_at_attribute(build->file, node, "file");
	g_autoptr(GBytes) bytes = apres_build_read(build, file, &path, at);
	if (bytes == NULL)
		return;
	const char *data = g_bytes_get_data(bytes, &len);
	g_autofree char *source = g_strndup(data != NULL ? data : "", len);
	if (!apres_wording_read(build->policy->wording, language,
				(apres_origin){ path, 1, 1 }, source, &error))
		apres_findings_add_placed(build->findings, "E-TEXT",
					  apres_build_at(build, node), error->message);
	const apres_wording_own own = { g_intern_string(language),
					apres_build_at(build, node) };
	g_array_append_val(build->policy->wording->own, own);
}
