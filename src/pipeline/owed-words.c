/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "pipeline/owed-words.h"
#include "policy/wording.h"

char *
apres_owed_words_what(const apres_policy *policy, gint64 message, gint64 application)
{
	g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT,
						  message != 0 ? message : application);

	return apres_wording_say(policy, NULL, message != 0 ? "mail" : "case", "number",
				 number, NULL);
}

char *
apres_owed_words_kind(const apres_policy *policy, apres_obligation_kind kind)
{
	g_autofree char *key =
		g_strconcat("kind-", apres_obligation_kind_to_string(kind), NULL);

	return apres_wording_say(policy, NULL, key, NULL);
}

char *
apres_owed_words_owner(const apres_policy *policy, const char *owner)
{
	return owner != NULL ? g_strdup(owner)
			     : apres_wording_say(policy, NULL, "nobody", NULL);
}

char *
apres_owed_words_time(const apres_policy *policy, gint64 when, gint64 now)
{
	return apres_calendar_format_in(policy->calendar, when, now, policy->language);
}

char *
apres_owed_words_count(const apres_policy *policy, const char *key, guint count)
{
	g_autofree char *number = g_strdup_printf("%u", count);

	return apres_wording_say(policy, NULL, key, "count", number, NULL);
}

void
apres_owed_words_add_count(GString *counts, const char *divider,
			   const apres_policy *policy, const char *key, guint count)
{
	g_autofree char *words = apres_owed_words_count(policy, key, count);

	if (count > 0)
		g_string_append_printf(counts, "%s%s", counts->len > 0 ? divider : "",
				       words);
}
