/* SPDX-License-Identifier: Apache-2.0 */
/* Words for a company's own people, in a language in which nobody is written to. */
#include "config.h"
#include "policy/embedded.h"
#include "policy/lint.h"
#include "policy/wording-parts.h"

#include <string.h>

/* Is TAG, or what stands before its first hyphen, OTHER? */
static bool
finds(const char *tag, const char *other)
{
	g_autofree char *primary = g_strndup(tag, strcspn(tag, "-"));

	return g_str_equal(tag, other) || g_str_equal(primary, other);
}

/* Is English what says the rest, because the company's language is not built in? */
static bool
is_last_resort(const apres_policy *policy, const char *language)
{
	g_autofree char *built_in =
		g_strdup_printf("wording/%.*s.txt", (int)strcspn(policy->language, "-"),
				policy->language);

	return g_str_equal(language, "en") && apres_embedded_find(built_in) == NULL;
}

/* Is anybody written to in LANGUAGE: the company's, or one in which employees write? */
static bool
is_written(const apres_policy *policy, const char *language)
{
	if (finds(policy->language, language) || is_last_resort(policy, language))
		return true;
	for (guint i = 0; i < policy->languages->len; i++) {
		const apres_language *one = policy->languages->pdata[i];
		if (finds(one->tag, language))
			return true;
	}
	return false;
}

/* Words that people answer are understood in any language: is there more than those? */
static bool
has_texts(const apres_policy *policy, const char *language)
{
	g_autoptr(GPtrArray) names = apres_wording_key_names();

	for (guint i = 0; i < names->len; i++) {
		g_autofree char *id = g_strconcat(language, " ", names->pdata[i], NULL);
		const apres_origin *at = g_hash_table_lookup(policy->wording->places, id);
		if (at != NULL && apres_lint_is_own(policy, *at) &&
		    apres_wording_key_find(names->pdata[i])->kind != APRES_WORDING_WORDS)
			return true;
	}
	return false;
}

void
apres_lint_wording(const apres_policy *policy, GPtrArray *findings)
{
	const GArray *own = policy->wording->own;

	for (guint i = 0; i < own->len; i++) {
		const apres_wording_own *one = &g_array_index(own, apres_wording_own, i);
		g_autofree char *primary =
			g_strndup(one->language, strcspn(one->language, "-"));
		if (is_written(policy, one->language) ||
		    !has_texts(policy, one->language))
			continue;
		apres_lint_warn(findings, "W-UNUSED", one->origin,
				"nobody is written to in '%s': say xml:lang=\"%s\"",
				one->language,
				is_written(policy, primary) ? primary : policy->language);
	}
}
