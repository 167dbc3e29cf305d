/* SPDX-License-Identifier: Apache-2.0 */
/* Placeholders: a missing value holds the mail, it never leaves a gap in what a company
 * says. */
#include "config.h"
#include "reply/expand.h"
#include "reply/salutation.h"
#include "util/error.h"
#include "util/text.h"

#define VALUE_MAX_CHARS 500

void
apres_values_clear(apres_values *values)
{
	for (guint i = 0; i < APRES_VALUE_COUNT_; i++)
		g_clear_pointer(&values->of[i], g_free);
}

static void
set_value(apres_values *values, apres_value which, const char *value)
{
	g_autofree char *clean =
		value != NULL ? apres_text_clean_line(value, VALUE_MAX_CHARS) : NULL;

	if (clean != NULL && *clean != '\0')
		values->of[which] = g_steal_pointer(&clean);
}

/* The date by which a person has promised to act: of the first KIND that the decision
 * opens. */
static void
set_due(apres_values *values, apres_value which, const apres_policy *policy,
	const apres_decision *decision, apres_obligation_kind kind, gint64 sent)
{
	for (guint i = 0; i < decision->obligations->len; i++) {
		const apres_obligation *o = decision->obligations->pdata[i];
		if (o->kind != kind || o->due == 0)
			continue;
		values->of[which] = apres_calendar_format_date(policy->calendar, o->due,
							       values->language);
		values->past[which] = o->due <= sent;
		return;
	}
}

void
apres_values_fill(apres_values *values, const apres_policy *policy,
		  const apres_facts *facts, const apres_decision *decision,
		  const apres_case *application, const char *ref, gint64 sent,
		  const char *language)
{
	values->language = language;
	values->of[APRES_VALUE_NAME] = apres_salutation_name(facts->candidate_name);
	set_value(values, APRES_VALUE_COMPANY, policy->company_name);
	set_value(values, APRES_VALUE_CAREERS_LINK, policy->careers_link);
	set_value(values, APRES_VALUE_ADJUSTMENTS, policy->adjustments);
	set_value(values, APRES_VALUE_PRIVACY, policy->privacy);
	set_value(values, APRES_VALUE_HR, policy->hr);
	set_value(values, APRES_VALUE_PARTICULARS, policy->particulars);
	set_value(values, APRES_VALUE_REF, ref);
	set_value(values, APRES_VALUE_OWNER_NAME,
		  policy->debrief ? policy->debrief->owner_name : NULL);
	set_value(values, APRES_VALUE_ROLE, application ? application->role : NULL);
	set_due(values, APRES_VALUE_ANSWER_BY, policy, decision, APRES_OBLIGATION_ANSWER,
		sent);
	set_due(values, APRES_VALUE_DUE_DATE, policy, decision, APRES_OBLIGATION_DEBRIEF,
		sent);
}

/* The first placeholder of PARAGRAPH without a value; COUNT_ if there is none. */
static apres_value
missing_value(const apres_paragraph *paragraph, const apres_values *values)
{
	for (guint i = 0; i < paragraph->spans->len; i++) {
		const apres_span *span = paragraph->spans->pdata[i];
		if (span->literal == NULL && span->value != APRES_VALUE_NAME &&
		    values->of[span->value] == NULL)
			return span->value;
	}
	return APRES_VALUE_COUNT_;
}

static bool
expand_paragraph(GString *out, const apres_paragraph *paragraph,
		 const apres_values *values, GError **error)
{
	for (guint i = 0; i < paragraph->spans->len; i++) {
		const apres_span *span = paragraph->spans->pdata[i];
		if (span->literal != NULL)
			g_string_append(out, span->literal);
		else if (values->past[span->value])
			return apres_throw(error, APRES_ERROR_INPUT, "due-past");
		else if (span->value == APRES_VALUE_NAME)
			apres_salutation_put(out, values->of[APRES_VALUE_NAME],
					     values->language);
		else
			g_string_append(out, values->of[span->value]);
	}
	return true;
}

char *
apres_text_expand(const apres_text *text, const apres_values *values, GError **error)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint i = 0; i < text->paragraphs->len; i++) {
		const apres_paragraph *paragraph = text->paragraphs->pdata[i];
		apres_value missing = missing_value(paragraph, values);
		if (missing != APRES_VALUE_COUNT_ && paragraph->optional)
			continue;
		if (missing != APRES_VALUE_COUNT_) {
			apres_throw(error, APRES_ERROR_INPUT, "no-value:%s",
				    apres_value_name(missing));
			return NULL;
		}
		if (out->len > 0)
			g_string_append(out, "\n\n");
		if (!expand_paragraph(out, paragraph, values, error))
			return NULL;
	}
	g_string_append_c(out, '\n');
	return g_string_free(g_steal_pointer(&out), FALSE);
}
