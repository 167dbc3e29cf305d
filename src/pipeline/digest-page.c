/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "pipeline/digest-page.h"

#define LINES_MAX 50

void
apres_digest_add(apres_digest_lines *l, const char *fmt, ...)
{
	va_list ap;

	if (l->count++ >= LINES_MAX)
		return;
	va_start(ap, fmt);
	g_string_append_vprintf(l->text, fmt, ap);
	va_end(ap);
}

/* How many are not shown. */
static void
end_lines(apres_digest_lines *l)
{
	if (l->count > LINES_MAX)
		g_string_append_printf(l->text, "        and %u more\n",
				       l->count - LINES_MAX);
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

char *
apres_digest_page_subject(const apres_digest_page *p)
{
	g_autoptr(GString) subject = g_string_new("apres:");

	if (p->count > 0)
		g_string_append_printf(subject, " %u wait%s for you,", p->count,
				       p->count == 1 ? "s" : "");
	else if (p->thought > 0)
		g_string_append_printf(subject, " %u would have been answered,",
				       p->thought);
	if (p->late > 0)
		g_string_append_printf(subject, " %u late,", p->late);
	if (p->above.count > 0)
		g_string_append_printf(subject, " %u late with others,", p->above.count);
	if (p->alarm_count > 0)
		g_string_append_printf(subject, " %u alarm%s,", p->alarm_count,
				       p->alarm_count == 1 ? "" : "s");
	/* Nothing else: the week is the news. */
	if (p->week != NULL && g_str_equal(subject->str, "apres:"))
		g_string_append(subject, " what the policy does not know yet,");
	g_string_truncate(subject, subject->len - 1);
	return g_string_free(g_steal_pointer(&subject), FALSE);
}

char *
apres_digest_page_text(apres_digest_page *p, const char *company_name)
{
	g_autoptr(GString) text = g_string_new(NULL);

	end_lines(&p->owed);
	end_lines(&p->above);
	end_lines(&p->waiting);
	end_lines(&p->shadow);
	if (p->alarms->len > 0)
		g_string_append_printf(text,
				       "Something is wrong; whoever looks after the "
				       "machine should know:\n\n%s\n",
				       p->alarms->str);
	if (p->owed.count > 0)
		g_string_append_printf(text, "You owe, at %s:\n\n%s\n", company_name,
				       p->owed.text->str);
	if (p->above.count > 0)
		g_string_append_printf(text,
				       "Late, and others owe it; you are above:\n\n%s\n",
				       p->above.text->str);
	if (p->waiting.count > 0)
		g_string_append_printf(text,
				       "These wait for nobody in particular:\n\n%s\n",
				       p->waiting.text->str);
	if (p->shadow.count > 0)
		g_string_append_printf(
			text,
			"In shadow nothing is sent.  These would have been "
			"answered:\n\n%s\n",
			p->shadow.text->str);
	if (p->week != NULL)
		g_string_append_printf(
			text,
			"Held this week because no rule understands it, so many times; "
			"what is not an\neveryday word is masked.  The policy can learn "
			"it: man apres-policy(5).\n\n%s\n",
			p->week);
	g_string_append(text,
			"Answer in your mail program as always: apres sees it in the "
			"folder of sent mail.\nWith a shell: apres review list, apres "
			"owed.\n");
	return g_string_free(g_steal_pointer(&text), FALSE);
}
