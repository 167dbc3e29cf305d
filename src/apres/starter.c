/* SPDX-License-Identifier: Apache-2.0 */
/* policies/starter/ with a company's own names in it. */
#include "config.h"
#include "apres/starter.h"
#include "apres/new-folder.h"
#include "pipeline/in-force.h"
#include "policy/embedded.h"
#include "util/error.h"
#include "util/fsutil.h"

#include <glib/gstdio.h>
#include <string.h>

static const char *const languages[] = { "en", "de", "fr", "es", NULL };
/* Those whose words matter most; the others are as they come. */
static const char *const texts[] = { "no-feedback", "internal-debrief" };

void
apres_starter_clear(apres_starter *s)
{
	g_free(s->company);
	g_free(s->careers);
	g_free(s->timezone);
	g_free(s->domain);
	g_free(s->owner);
	g_free(s->debrief);
	g_free(s->debrief_name);
	g_free(s->adjustments);
	g_free(s->privacy);
	g_free(s->hr);
	g_free(s->language);
}

bool
apres_starter_has_language(const char *language)
{
	return g_strv_contains(languages, language);
}

bool
apres_starter_check_id(const char *folder, GError **error)
{
	g_autofree char *id = g_path_get_basename(folder);

	if (g_ascii_isalpha(*id) && strspn(id, "abcdefghijklmnopqrstuvwxyz"
					       "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
					       "0123456789-_.") == strlen(id))
		return true;
	return apres_throw(error, APRES_ERROR_USAGE,
			   "'%s': the folder's name is the policy's id: a letter, then "
			   "letters, digits, '-', '_' and '.'",
			   id);
}

/* ---- filling in ---- */

static void
fill(GString *xml, const char *mark, const char *value)
{
	g_autofree char *place = g_strdup_printf("@%s@", mark);
	g_autofree char *escaped = g_markup_escape_text(value, -1);

	g_string_replace(xml, place, escaped, 0);
}

static char *
fill_in(const apres_starter *s, const char *id)
{
	GBytes *starter = apres_embedded_find("starter/policy.xml");
	gsize len;
	const char *data = g_bytes_get_data(starter, &len);
	g_autoptr(GString) xml = g_string_new_len(data, (gssize)len);
	g_autofree char *own =
		g_str_equal(s->language, "en")
			? g_strdup("")
			: g_strdup_printf(" <use pack=\"lang-%s\"/>", s->language);
	g_autofree char *packs =
		g_strconcat("<use pack=\"lang-en\" auto=\"yes\"/>", own, NULL);

	g_string_replace(xml, "@packs@", packs, 1);
	fill(xml, "id", id);
	fill(xml, "company", s->company);
	fill(xml, "careers", s->careers);
	fill(xml, "timezone", s->timezone);
	fill(xml, "language", s->language);
	fill(xml, "adjustments", s->adjustments);
	fill(xml, "privacy", s->privacy);
	fill(xml, "hr", s->hr);
	fill(xml, "domain", s->domain);
	fill(xml, "owner", s->owner);
	fill(xml, "debrief", s->debrief);
	fill(xml, "debrief-name", s->debrief_name);
	return g_string_free(g_steal_pointer(&xml), FALSE);
}

/* ---- writing ---- */

static char *
text_name(const apres_starter *s, const char *template_id)
{
	return g_strdup_printf("%s.%s.txt", template_id, s->language);
}

static bool
write_files(const apres_starter *s, const char *folder, const char *id, GError **error)
{
	g_autofree char *xml = fill_in(s, id);
	g_autofree char *policy = g_build_filename(folder, "policy.xml", NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *name = text_name(s, texts[i]);
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_autofree char *from = g_build_filename("packs", "standard", name, NULL);
		gsize len;
		gconstpointer data = g_bytes_get_data(apres_embedded_find(from), &len);
		if (!apres_file_replace(path, data, len, 0644, error))
			return false;
	}
	return apres_file_replace(policy, xml, strlen(xml), 0644, error);
}

void
apres_starter_remove(const apres_starter *s, const char *folder)
{
	g_autofree char *policy = g_build_filename(folder, "policy.xml", NULL);

	g_unlink(policy);
	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *name = text_name(s, texts[i]);
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_unlink(path);
	}
	g_rmdir(folder);
}

static bool
check(const char *folder, gint64 now, GError **error)
{
	g_autofree char *path = g_build_filename(folder, "policy.xml", NULL);
	g_autoptr(apres_policy) policy = apres_policy_load_tested(path, now, error);

	return policy != NULL ||
	       apres_throw_prefix(error,
				  "what was given makes no policy, and '%s' was "
				  "not made",
				  folder);
}

bool
apres_starter_write(const apres_starter *starter, const char *folder, gint64 now,
		    GError **error)
{
	g_autofree char *id = g_path_get_basename(folder);

	if (!apres_starter_check_id(folder, error) ||
	    !apres_new_folder_make(folder, error))
		return false;
	if (write_files(starter, folder, id, error) && check(folder, now, error))
		return true;
	apres_starter_remove(starter, folder);
	return false;
}
