/* SPDX-License-Identifier: Apache-2.0 */
/* The merged policy: names and look-ups.  What fills it is the loader. */
#include "config.h"
#include "policy/policy.h"

#include <string.h>

const char *
apres_audience_to_string(apres_audience audience)
{
	switch (audience) {
	case APRES_AUDIENCE_EXTERNAL: return "external";
	case APRES_AUDIENCE_INTERNAL: return "internal";
	case APRES_AUDIENCE_UNVERIFIED: return "unverified";
	case APRES_AUDIENCE_COUNT_: break;
	}
	g_assert_not_reached();
}

const char *
apres_effect_to_string(apres_effect effect)
{
	switch (effect) {
	case APRES_EFFECT_REPLY: return "reply";
	case APRES_EFFECT_SILENCE: return "silence";
	case APRES_EFFECT_HOLD: return "hold";
	}
	g_assert_not_reached();
}

const char *
apres_obligation_kind_to_string(apres_obligation_kind kind)
{
	switch (kind) {
	case APRES_OBLIGATION_ANSWER: return "answer";
	case APRES_OBLIGATION_DEBRIEF: return "debrief";
	case APRES_OBLIGATION_NOTIFY: return "notify";
	case APRES_OBLIGATION_CONFIRM: return "confirmation";
	case APRES_OBLIGATION_COUNT_: break;
	}
	g_assert_not_reached();
}

const char *
apres_discloses_to_string(apres_discloses discloses)
{
	switch (discloses) {
	case APRES_DISCLOSES_NOTHING: return "nothing";
	case APRES_DISCLOSES_STATUS: return "status";
	case APRES_DISCLOSES_SCHEDULE: return "schedule";
	case APRES_DISCLOSES_PAY_RANGE: return "pay-range";
	case APRES_DISCLOSES_FEEDBACK: return "feedback";
	}
	g_assert_not_reached();
}

/* Every listed struct begins with its id, so one look-up serves them all. */
G_STATIC_ASSERT(G_STRUCT_OFFSET(apres_class, id) == 0);
G_STATIC_ASSERT(G_STRUCT_OFFSET(apres_rule, id) == 0);
G_STATIC_ASSERT(G_STRUCT_OFFSET(apres_template, id) == 0);
G_STATIC_ASSERT(G_STRUCT_OFFSET(apres_queue, id) == 0);

static const void *
find_by_id(const GPtrArray *list, const char *id)
{
	for (guint i = 0; list && id && i < list->len; i++) {
		char *const *entry = g_ptr_array_index(list, i);
		if (strcmp(*entry, id) == 0)
			return entry;
	}
	return NULL;
}

const apres_class *
apres_policy_class(const apres_policy *policy, const char *id)
{
	return find_by_id(policy->classes, id);
}

const apres_rule *
apres_policy_rule(const apres_policy *policy, const char *id)
{
	return find_by_id(policy->rules, id);
}

const apres_template *
apres_policy_template(const apres_policy *policy, const char *id)
{
	return find_by_id(policy->templates, id);
}

const apres_queue *
apres_policy_queue(const apres_policy *policy, const char *id)
{
	return find_by_id(policy->queues, id);
}

const char *
apres_policy_owner(const apres_policy *policy, const apres_queue *queue)
{
	if (queue == NULL || queue->owner == NULL)
		queue = apres_policy_queue(policy, "default");
	return queue != NULL ? queue->owner : NULL;
}

static bool
is_from(const apres_trust *trust, const char *identity)
{
	const char *whole =
		strchr(trust->from, '@') != NULL ? identity : strrchr(identity, '@');

	if (whole == NULL)
		return false;
	return g_ascii_strcasecmp(trust->from, whole + (*whole == '@')) == 0;
}

const apres_trust *
apres_policy_trust(const apres_policy *policy, const char *identity, const char *check)
{
	for (guint i = 0; i < policy->trusts->len; i++) {
		const apres_trust *trust = policy->trusts->pdata[i];
		if (is_from(trust, identity) &&
		    g_ptr_array_find_with_equal_func(trust->checks, check, g_str_equal,
						     NULL))
			return trust;
	}
	return NULL;
}

bool
apres_pack_wants_review(const apres_pack *pack)
{
	if (pack->review_by == NULL)
		return false;
	return pack->reviewed == NULL || pack->by == NULL ||
	       g_strcmp0(pack->reviewed, pack->as_of) < 0;
}

static const apres_text *
text_in(const apres_template *template, const char *language, gsize tag_len)
{
	for (guint i = 0; template->texts && i < template->texts->len; i++) {
		const apres_text *text = g_ptr_array_index(template->texts, i);
		if (text->language && strlen(text->language) == tag_len &&
		    g_ascii_strncasecmp(text->language, language, tag_len) == 0)
			return text;
	}
	return NULL;
}

/* "de-AT": the exact tag, then "de". */
static const apres_text *
text_for_tag(const apres_template *template, const char *language)
{
	if (!language)
		return NULL;
	const apres_text *text = text_in(template, language, strlen(language));
	return text ? text : text_in(template, language, strcspn(language, "-"));
}

const apres_text *
apres_policy_text(const apres_policy *policy, const char *template_id,
		  const char *language)
{
	const apres_template *template = apres_policy_template(policy, template_id);

	if (!template)
		return NULL;
	const apres_text *text = text_for_tag(template, language);
	return text ? text : text_for_tag(template, policy->language);
}
