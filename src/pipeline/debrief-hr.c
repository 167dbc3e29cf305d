/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "pipeline/debrief-hr.h"
#include "pipeline/debrief.h"

static bool
is_read(const apres_config *config, const char *company, const char *addr)
{
	const apres_mailbox_config *mailbox = apres_config_mailbox_of(config, addr);

	return mailbox != NULL && g_str_equal(mailbox->company, company);
}

/* Where POLICY names HR. */
static apres_origin
place_of(const apres_policy *policy, const char *hr)
{
	const apres_queue *queue = apres_policy_queue(policy, "default");

	if (hr == policy->hr)
		return policy->hr_at;
	return queue != NULL && hr == queue->owner ? queue->origin
						   : policy->debrief->origin;
}

char *
apres_debrief_hr_trouble(const apres_config *config, const char *company,
			 const apres_policy *policy, const char **remedy_out)
{
	*remedy_out = NULL;
	if (policy->debrief == NULL)
		return NULL;
	const apres_debrief usual = { .owner = policy->debrief->owner };
	const char *hr = apres_debrief_hr(policy, &usual);
	if (hr != NULL && is_read(config, company, hr))
		return NULL;
	const apres_origin at =
		hr != NULL ? place_of(policy, hr) : policy->debrief->origin;
	g_autofree char *place =
		g_strdup_printf("%s:%d:%d: warning:", at.file, at.line, at.column);
	if (hr == NULL) {
		*remedy_out = "<contacts hr=\"...\"/>, an address other than the owner's";
		return g_strdup_printf("%s nobody is named as HR: no employee is asked "
				       "whether a debrief took place",
				       place);
	}
	*remedy_out = "a [mailbox] that reads it, or apres debrief answer for each";
	return g_strdup_printf("%s %s hears from employees whether a debrief took place, "
			       "and no [mailbox] reads it: an answer counts only when a "
			       "person records it",
			       place, hr);
}
