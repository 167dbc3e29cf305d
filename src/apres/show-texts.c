/* SPDX-License-Identifier: Apache-2.0 */
/* Every text that can be sent, once, as its reader gets it. */
#include "config.h"
#include "apres/show.h"
#include "policy/reach.h"
#include "reply/expand.h"

#include <string.h>

/* A paragraph shorter than this is not worth pointing to instead. */
#define WORTH_POINTING 60

bool
apres_show_is_used(const apres_policy *policy, const apres_template *template)
{
	for (guint i = 0; i < policy->rules->len; i++) {
		const apres_rule *rule = policy->rules->pdata[i];
		if (g_strcmp0(rule->template_id, template->id) != 0 &&
		    g_strcmp0(rule->receipt, template->id) != 0)
			continue;
		g_autoptr(GArray) sets = apres_reach_sets(policy, rule);
		if (sets->len > 0)
			return true;
	}
	return false;
}

/* What the policy itself knows; of the rest, the placeholder. */
static void
fill_values(apres_values *values, const apres_policy *policy, const char *language)
{
	const apres_debrief_terms *terms = policy->debrief;
	const char *known[APRES_VALUE_COUNT_] = {
		[APRES_VALUE_COMPANY] = policy->company_name,
		[APRES_VALUE_CAREERS_LINK] = policy->careers_link,
		[APRES_VALUE_ADJUSTMENTS] = policy->adjustments,
		[APRES_VALUE_PRIVACY] = policy->privacy,
		[APRES_VALUE_HR] = policy->hr,
		[APRES_VALUE_OWNER_NAME] = terms != NULL ? terms->owner_name : NULL,
	};

	values->language = language;
	for (int i = 0; i < APRES_VALUE_COUNT_; i++)
		values->of[i] =
			known[i] != NULL
				? g_strdup(known[i])
				: g_strdup_printf("{%s}",
						  apres_value_name((apres_value)i));
	/* Of the policy's own as well, but nothing takes its place. */
	g_free(values->of[APRES_VALUE_PARTICULARS]);
	values->of[APRES_VALUE_PARTICULARS] = g_strdup(policy->particulars);
}

char *
apres_show_letter(const apres_policy *policy, const apres_text *text)
{
	g_auto(apres_values) values = { 0 };

	fill_values(&values, policy, text->language);
	g_autofree char *body = apres_text_expand(text, &values, NULL);
	return g_strdup_printf("Subject: %s\n\n%s", text->subject,
			       body != NULL ? g_strchomp(body)
					    : "(never sent: a placeholder has no value)");
}

/* LETTER without what stood in one above: SEEN, which grows. */
static char *
shorten(const char *letter, GHashTable *seen)
{
	g_auto(GStrv) paragraphs = g_strsplit(letter, "\n\n", -1);

	for (char **paragraph = paragraphs; *paragraph != NULL; paragraph++) {
		bool known = !g_hash_table_add(seen, g_strdup(*paragraph));
		if (!known || g_utf8_strlen(*paragraph, -1) < WORTH_POINTING)
			continue;
		g_autofree char *begin = g_utf8_substring(*paragraph, 0, WORTH_POINTING);
		char *cut = strrchr(begin, ' ');
		if (cut != NULL)
			*cut = '\0';
		g_free(*paragraph);
		*paragraph = g_strdup_printf("%s ... (as above)", begin);
	}
	return g_strjoinv("\n\n", paragraphs);
}

static void
put_language(apres_page *page, const apres_policy *policy, const char *language)
{
	g_autoptr(GHashTable) seen =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < policy->templates->len; i++) {
		const apres_template *template = policy->templates->pdata[i];
		const apres_text *text =
			apres_policy_text(policy, template->id, language);
		if (text == NULL || !apres_show_is_used(policy, template))
			continue;
		g_autofree char *whole = apres_show_letter(policy, text);
		g_autofree char *letter = shorten(whole, seen);
		g_autofree char *title = g_strdup_printf(
			"%s, in %s, for %s (%s)", template->id,
			apres_show_language(text->language),
			template->audience == APRES_AUDIENCE_INTERNAL
				? "employees"
				: "candidates from outside",
			text->file != NULL ? text->file : text->origin.file);
		apres_page_letter(page, title, text->language, letter);
	}
}

void
apres_show_texts(apres_page *page, const apres_policy *policy)
{
	apres_page_annex(page, "The texts");
	for (guint i = 0; i < policy->languages->len; i++) {
		const apres_language *language = policy->languages->pdata[i];
		if (language->automatic)
			put_language(page, policy, language->tag);
	}
}
