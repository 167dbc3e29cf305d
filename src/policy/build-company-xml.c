/* SPDX-License-Identifier: Apache-2.0 */
/* Who the company is and which packs it uses, who owes what by when, and its working
 * days. */
#include "config.h"
#include "policy/build.h"
#include "policy/embedded.h"

#include <stdio.h>

#include "message/address.h"

/* The major version of the built-in base. */
#define THE_BASE "1"

/* The schema has let only short runs of digits through. */
static gint64
number_of(const char *digits)
{
	return g_ascii_strtoll(digits, NULL, 10);
}

static void
replace(char **field, char *value)
{
	if (value == NULL)
		return;
	g_free(*field);
	*field = value;
}

static void
take_pack(apres_build *build, const xmlNode *root)
{
	g_autofree char *id = apres_build_attr(root, "id");
	apres_pack *pack = apres_pack_new(
		id, apres_policy_file_at_attribute(build->file, root, "review-by"));

	pack->title = apres_build_attr(root, "title");
	pack->as_of = apres_build_attr(root, "as-of");
	pack->review_by = apres_build_attr(root, "review-by");
	apres_build_review(build, root, pack);
	g_ptr_array_add(build->policy->packs, pack);
}

void
apres_build_root(apres_build *build, const xmlNode *root)
{
	g_autofree char *base = apres_build_attr(root, "base");
	g_autofree char *language = apres_build_attr(root, "lang");

	if (base != NULL && !g_str_equal(base, THE_BASE))
		apres_build_error(
			build, "E-BASE",
			apres_policy_file_at_attribute(build->file, root, "base"),
			"there is no base '%s' here; this program has base=\"" THE_BASE
			"\"",
			base);
	if (build->layer == APRES_LAYER_PACK)
		take_pack(build, root);
	if (build->layer != APRES_LAYER_COMPANY)
		return;
	build->root_at = apres_build_at(build, root);
	build->policy->id = apres_build_attr(root, "id");
	build->policy->language = g_intern_string(language);
}

void
apres_build_company(apres_build *build, const xmlNode *node)
{
	apres_policy *policy = build->policy;
	g_autofree char *zone = apres_build_attr(node, "timezone");

	if (build->layer == APRES_LAYER_COMPANY)
		build->company_at = apres_build_at(build, node);
	replace(&policy->company_name, apres_build_attr(node, "name"));
	replace(&policy->careers_link, apres_build_attr(node, "careers"));
	replace(&policy->particulars, apres_build_attr(node, "particulars"));
	policy->public_employer |= xmlHasProp(node, (const xmlChar *)"sector") != NULL;
	if (zone == NULL)
		return;
	g_autoptr(GTimeZone) found = g_time_zone_new_identifier(zone);
	if (found == NULL) {
		apres_build_error(
			build, "E-TIMEZONE",
			apres_policy_file_at_attribute(build->file, node, "timezone"),
			"time zone '%s' is not known here; write it like Europe/Berlin",
			zone);
		return;
	}
	g_time_zone_unref(policy->calendar->zone);
	policy->calendar->zone = g_steal_pointer(&found);
}

void
apres_build_contacts(apres_build *build, const xmlNode *node)
{
	if (build->layer == APRES_LAYER_COMPANY)
		build->contacts_at = apres_build_at(build, node);
	replace(&build->policy->adjustments, apres_build_attr(node, "adjustments"));
	replace(&build->policy->privacy, apres_build_attr(node, "privacy"));
	g_autofree char *hr = apres_build_attr(node, "hr");
	if (hr != NULL)
		build->policy->hr_at =
			apres_policy_file_at_attribute(build->file, node, "hr");
	replace(&build->policy->hr, g_steal_pointer(&hr));
}

void
apres_build_people(apres_build *build, const xmlNode *node)
{
	g_autofree char *domain = apres_build_attr(node, "domain");
	g_autofree char *probe = g_strdup_printf("x@%s", domain != NULL ? domain : "");
	g_autoptr(apres_address) address = apres_address_parse(probe);
	g_auto(GStrv) proofs = apres_build_words(node, "proof");

	if (domain == NULL)
		return;
	if (address == NULL) {
		apres_build_error(
			build, "E-DOMAIN",
			apres_policy_file_at_attribute(build->file, node, "domain"),
			"'%s' is no domain", domain);
		return;
	}
	apres_people *people = apres_people_new(address->domain);
	bool usual = proofs[0] == NULL;
	people->proof_dmarc =
		usual || g_strv_contains((const char *const *)proofs, "dmarc");
	people->proof_auth =
		usual || g_strv_contains((const char *const *)proofs, "auth");
	if (g_strv_contains((const char *const *)proofs, "header")) {
		people->proof_header = apres_build_attr(node, "header");
		if (people->proof_header == NULL ||
		    strchr(people->proof_header, ':') == NULL)
			apres_build_error(
				build, "E-SCHEMA", apres_build_at(build, node),
				"proof=\"header\" needs header=\"Name: value\"");
	}
	g_ptr_array_add(build->policy->people, people);
}

/* How long NODE says in the attribute NAME. */
static bool
duration_of(apres_build *build, const xmlNode *node, const char *name,
	    apres_duration *duration_out)
{
	g_autofree char *text = apres_build_attr(node, name);

	if (text == NULL)
		return false;
	if (apres_duration_parse(text, duration_out))
		return true;
	apres_build_error(
		build, "E-DURATION",
		apres_policy_file_at_attribute(build->file, node, name),
		"'%s' is no duration; write 30min, 4h, 2d or 2bd (working days)", text);
	return false;
}

static void
take_reminders(apres_urging *urging, const xmlNode *node)
{
	g_auto(GStrv) words = apres_build_words(node, "remind");
	apres_duration before;

	if (words[0] == NULL)
		return;
	g_clear_pointer(&urging->remind, g_array_unref);
	urging->remind = g_array_new(FALSE, FALSE, sizeof before);
	for (char **word = words; *word != NULL; word++)
		if (apres_duration_parse(*word, &before))
			g_array_append_val(urging->remind, before);
}

/* Who is told when it is not done; what is said replaces what a lower layer said. */
static void
take_urging(apres_build *build, apres_urging *urging, const xmlNode *node)
{
	bool first = true;

	take_reminders(urging, node);
	replace(&urging->escalate_to, apres_build_attr(node, "escalate-to"));
	for (const xmlNode *child = node->children; child != NULL; child = child->next) {
		apres_duration after;
		if (child->type != XML_ELEMENT_NODE ||
		    !duration_of(build, child, "after", &after))
			continue;
		if (first)
			apres_urging_take_levels(urging);
		first = false;
		g_autofree char *to = apres_build_attr(child, "to");
		g_ptr_array_add(urging->levels,
				apres_level_new(after, to, apres_build_at(build, child)));
	}
}

/*
 * A queue of a lower layer is completed, not replaced: its place in the order
 * and its urgency stay, its owner and dates are the company's to say.
 */
void
apres_build_queue(apres_build *build, const xmlNode *node)
{
	g_autofree char *id = apres_build_attr(node, "id");
	GPtrArray *queues = build->policy->queues;
	apres_queue *queue = NULL;

	if (id == NULL)
		return;
	for (guint i = 0; i < queues->len && queue == NULL; i++)
		if (g_str_equal(((apres_queue *)queues->pdata[i])->id, id))
			queue = queues->pdata[i];
	if (queue != NULL && queue->origin.file == apres_policy_file_name(build->file)) {
		apres_build_error(build, "E-TWICE", apres_build_at(build, node),
				  "queue '%s' stands twice in this file", id);
		return;
	}
	if (queue == NULL) {
		queue = apres_queue_new(id, apres_build_at(build, node));
		queue->base = apres_embedded_find(queue->origin.file) != NULL;
		g_ptr_array_add(queues, queue);
	}
	queue->origin = apres_build_at(build, node);
	replace(&queue->owner, apres_build_attr(node, "owner"));
	take_urging(build, &queue->urging, node);
	queue->has_due |= duration_of(build, node, "due", &queue->due);
	queue->urgent |= apres_build_yes(node, "urgent");
}

void
apres_build_debrief(apres_build *build, const xmlNode *node)
{
	g_autofree char *owner = apres_build_attr(node, "owner");
	apres_duration due;

	if (owner == NULL || !duration_of(build, node, "due", &due))
		return;
	g_clear_pointer(&build->policy->debrief, apres_debrief_terms_free);
	apres_debrief_terms *terms = apres_debrief_terms_new(owner, due);
	terms->owner_name = apres_build_attr(node, "owner-name");
	terms->origin = apres_build_at(build, node);
	take_urging(build, &terms->urging, node);
	build->policy->debrief = terms;
}

void
apres_build_send(apres_build *build, const xmlNode *node)
{
	static const char *const days[] = { "mon", "tue", "wed", "thu",
					    "fri", "sat", "sun" };
	g_autofree char *between = apres_build_attr(node, "between");
	g_autofree char *wait = apres_build_attr(node, "wait");
	g_auto(GStrv) words = apres_build_words(node, "days");
	apres_calendar *calendar = build->policy->calendar;
	int from_h, from_m, to_h, to_m;

	if (between != NULL &&
	    sscanf(between, "%d:%d %d:%d", &from_h, &from_m, &to_h, &to_m) == 4) {
		calendar->day_start = from_h * 60 + from_m;
		calendar->day_end = to_h * 60 + to_m;
		if (calendar->day_start >= calendar->day_end ||
		    calendar->day_end > 24 * 60)
			apres_build_error(build, "E-WINDOW",
					  apres_policy_file_at_attribute(build->file,
									 node, "between"),
					  "'%s': the end must come after the begin, on "
					  "the same day",
					  between);
	}
	if (wait != NULL)
		build->policy->wait_minutes = (int)number_of(wait);
	if (words[0] != NULL)
		calendar->workdays = 0;
	for (char **word = words; *word != NULL; word++)
		for (guint i = 0; i < G_N_ELEMENTS(days); i++)
			if (g_str_equal(*word, days[i]))
				calendar->workdays |= 1u << (i + 1);
}

static void
bound_of(const xmlNode *node, const char *name, int *bound)
{
	g_autofree char *text = apres_build_attr(node, name);

	if (text != NULL)
		*bound = g_str_equal(text, "any") ? -1 : (int)number_of(text);
}

static void
rate_of(const xmlNode *node, const char *name, apres_limit *limit)
{
	g_autofree char *text = apres_build_attr(node, name);
	const char *slash = text != NULL ? strchr(text, '/') : NULL;

	if (slash != NULL && apres_duration_parse(slash + 1, &limit->period))
		limit->count = (int)number_of(text);
}

void
apres_build_limits(apres_build *build, const xmlNode *node)
{
	bound_of(node, "max-words", &build->policy->max_words);
	bound_of(node, "unexplained-sentences", &build->policy->unexplained_sentences);
	bound_of(node, "unexplained-questions", &build->policy->unexplained_questions);
	rate_of(node, "per-candidate", &build->policy->per_candidate);
	rate_of(node, "per-thread", &build->policy->per_thread);
	rate_of(node, "per-company", &build->policy->per_company);
}

void
apres_build_cases(apres_build *build, const xmlNode *node)
{
	g_autofree char *fresh = apres_build_attr(node, "fresh");

	if (fresh != NULL)
		apres_duration_parse(fresh, &build->policy->fresh);
}

void
apres_build_calendar(apres_build *build, const xmlNode *node)
{
	apres_policy *policy = build->policy;

	for (const xmlNode *child = node->children; child != NULL; child = child->next) {
		g_autofree char *on = NULL;
		if (child->type != XML_ELEMENT_NODE)
			continue;
		on = apres_build_attr(child, "on");
		if (on == NULL)
			continue;
		g_hash_table_replace(policy->calendar->holidays, g_strdup(on),
				     apres_build_text(child));
		if (g_strcmp0(on, policy->last_holiday) > 0) {
			g_free(policy->last_holiday);
			policy->last_holiday = g_steal_pointer(&on);
			policy->last_holiday_at = apres_build_at(build, child);
		}
	}
}
