/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "pipeline/digest-page.h"
#include "pipeline/owed-words.h"
#include "policy/wording.h"

#define LINES_MAX 50

void
apres_digest_add(apres_digest_lines *l, const char *line)
{
	if (l->count++ < LINES_MAX)
		g_string_append_printf(l->text, "%s\n", line);
}

/* How many are not shown. */
static void
end_lines(apres_digest_lines *l, const apres_policy *policy)
{
	if (l->count <= LINES_MAX)
		return;
	g_autofree char *more =
		apres_owed_words_count(policy, "digest-more", l->count - LINES_MAX);
	g_string_append_printf(l->text, "%s\n", more);
}

apres_digest_page *
apres_digest_page_new(void)
{
	apres_digest_page *p = g_new0(apres_digest_page, 1);

	p->owed.text = g_string_new(NULL);
	p->above.text = g_string_new(NULL);
	p->waiting.text = g_string_new(NULL);
	p->shadow.text = g_string_new(NULL);
	p->alarms = g_string_new(NULL);
	return p;
}

void
apres_digest_page_free(gpointer data)
{
	apres_digest_page *p = data;

	if (p == NULL)
		return;

	g_string_free(p->owed.text, TRUE);
	g_string_free(p->above.text, TRUE);
	g_string_free(p->waiting.text, TRUE);
	g_string_free(p->shadow.text, TRUE);
	g_string_free(p->alarms, TRUE);
	g_free(p->week);
	g_free(p);
}

static void
add(GString *counts, const apres_policy *policy, const char *key, guint count)
{
	apres_owed_words_add_count(counts, ", ", policy, key, count);
}

static char *
counts_of(const apres_digest_page *p, const apres_policy *policy)
{
	g_autoptr(GString) counts = g_string_new(NULL);

	add(counts, policy, p->count == 1 ? "digest-counts-one" : "digest-counts-many",
	    p->count);
	if (p->count == 0)
		add(counts, policy, "digest-counts-shadow", p->thought);
	add(counts, policy, "digest-counts-late", p->late);
	add(counts, policy, "digest-counts-above", p->above.count);
	add(counts, policy,
	    p->alarm_count == 1 ? "digest-counts-alarm" : "digest-counts-alarms",
	    p->alarm_count);
	/* Nothing else: the week is the news. */
	if (counts->len == 0)
		add(counts, policy, "digest-counts-week", 1);
	return g_string_free(g_steal_pointer(&counts), FALSE);
}

void
apres_digest_page_write(apres_digest_page *p, const apres_policy *policy,
			char **subject_out, char **text_out)
{
	g_autofree char *counts = counts_of(p, policy);

	end_lines(&p->owed, policy);
	end_lines(&p->above, policy);
	end_lines(&p->waiting, policy);
	end_lines(&p->shadow, policy);
	apres_wording_mail(policy, NULL, "digest", subject_out, text_out, "counts",
			   counts, "company", policy->company_name, "alarms",
			   p->alarms->str, "owed", p->owed.text->str, "above",
			   p->above.text->str, "waiting", p->waiting.text->str, "shadow",
			   p->shadow.text->str, "week", p->week, NULL);
}
