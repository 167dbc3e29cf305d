/* SPDX-License-Identifier: Apache-2.0 */
/* Texts have what they need. */
#include "config.h"
#include "policy/build.h"

/* Is a text for employees needed at all? */
static bool
is_in_use(const apres_policy *policy, const apres_template *template)
{
	return template->audience == APRES_AUDIENCE_EXTERNAL || policy->people->len > 0;
}

static bool
uses(const apres_template *template, apres_value value, bool needs)
{
	for (guint i = 0; i < template->texts->len; i++) {
		const apres_text *text = template->texts->pdata[i];
		if (needs ? apres_text_needs(text, value) : apres_text_uses(text, value))
			return true;
	}
	return false;
}

/*
 * VALUE is not given: said once, as it is one fault however many texts there are, where
 * the company would say it: AT its element, if it has that.  OPTIONAL: a text can do
 * without it.
 */
static void
check_value(apres_build *build, apres_value value, apres_origin at, const char *say,
	    bool optional)
{
	const apres_policy *policy = build->policy;
	const apres_template *first = NULL;
	guint count = 0;

	for (guint i = 0; i < policy->templates->len; i++) {
		const apres_template *template = policy->templates->pdata[i];
		if (!is_in_use(policy, template) || !uses(template, value, optional))
			continue;
		count++;
		first = first != NULL ? first : template;
	}
	if (first == NULL)
		return;
	g_autofree char *others = g_strdup_printf(" and %u more", count - 1);
	apres_build_error(build, "E-VALUE", at.line > 0 ? at : build->root_at,
			  "text '%s'%s: a value for {%s} is needed; say %s%s", first->id,
			  count > 1 ? others : "", apres_value_name(value), say,
			  optional ? ", or begin the paragraph with '(optional) '" : "");
}

static bool
is_given(const char *value)
{
	return value != NULL && *value != '\0';
}

void
apres_check_texts(apres_build *build)
{
	const apres_policy *p = build->policy;
	const struct {
		apres_value value;
		bool given;
		apres_origin at;
		const char *say;
	} needed[] = {
		{ APRES_VALUE_COMPANY, is_given(p->company_name), build->company_at,
		  "<company name=\"...\"/>" },
		{ APRES_VALUE_CAREERS_LINK, is_given(p->careers_link), build->company_at,
		  "<company careers=\"...\"/>" },
		{ APRES_VALUE_ADJUSTMENTS, is_given(p->adjustments), build->contacts_at,
		  "<contacts adjustments=\"...\"/>" },
		{ APRES_VALUE_PRIVACY, is_given(p->privacy), build->contacts_at,
		  "<contacts privacy=\"...\"/>" },
		{ APRES_VALUE_HR, is_given(p->hr), build->contacts_at,
		  "<contacts hr=\"...\"/>" },
		/* Without any <debrief> that is the fault. */
		{ APRES_VALUE_OWNER_NAME,
		  p->debrief == NULL || is_given(p->debrief->owner_name),
		  p->debrief != NULL ? p->debrief->origin : build->root_at,
		  "<debrief owner-name=\"...\"/>" },
	};

	for (guint i = 0; i < p->templates->len; i++) {
		const apres_template *template = p->templates->pdata[i];
		if (is_in_use(p, template) &&
		    apres_policy_text(p, template->id, p->language) == NULL)
			apres_build_error(build, "E-TEXT", template->origin,
					  "template '%s' has no text in the policy's own "
					  "language '%s'",
					  template->id, p->language);
	}
	for (guint i = 0; i < G_N_ELEMENTS(needed); i++)
		if (!needed[i].given)
			check_value(build, needed[i].value, needed[i].at, needed[i].say,
				    false);
	if (!is_given(p->particulars))
		check_value(build, APRES_VALUE_PARTICULARS, build->company_at,
			    "<company particulars=\"...\"/>", true);
}
