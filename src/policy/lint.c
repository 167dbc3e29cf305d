/* SPDX-License-Identifier: Apache-2.0 */
/* Rules, classes and texts that do nothing, and dates that pass. */
#include "config.h"
#include "policy/lint.h"

#include <stdarg.h>
#include <string.h>

#include "policy/embedded.h"
#include "policy/finding.h"
#include "policy/reach.h"

/* Whoever keeps the calendar needs some time to find next year's. */
#define HOLIDAYS_AHEAD_DAYS 60

void
apres_lint_warn(GPtrArray *findings, const char *code, apres_origin at, const char *fmt,
		...)
{
	va_list ap;

	va_start(ap, fmt);
	g_autofree char *message = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	apres_findings_add(findings, APRES_FINDING_WARNING, code, at, "%s", message);
}

bool
apres_lint_is_own(const apres_policy *policy, apres_origin at)
{
	return !apres_embedded_is(at.file, policy->file);
}

static bool
names(const GPtrArray *ids, const char *id)
{
	return g_ptr_array_find_with_equal_func((GPtrArray *)ids, id, g_str_equal, NULL);
}

bool
apres_lint_is_sent(const apres_policy *policy, const apres_template *template)
{
	bool reader =
		template->audience != APRES_AUDIENCE_INTERNAL || policy->people->len > 0;

	for (guint i = 0; reader && i < policy->rules->len; i++) {
		const apres_rule *rule = policy->rules->pdata[i];
		if (g_strcmp0(rule->template_id, template->id) == 0 ||
		    g_strcmp0(rule->receipt, template->id) == 0)
			return true;
	}
	return false;
}

static bool
answers_anything(const apres_policy *policy)
{
	for (guint i = 0; i < policy->languages->len; i++)
		if (((apres_language *)policy->languages->pdata[i])->automatic)
			return true;
	return false;
}

static void
lint_rule(const apres_policy *policy, const apres_rule *rule, GPtrArray *findings)
{
	bool internal = rule->audiences == 1u << APRES_AUDIENCE_INTERNAL;

	/* A company may well hold what a pack would answer. */
	if (!apres_lint_is_own(policy, rule->origin))
		return;
	if (internal && policy->people->len == 0) {
		apres_lint_warn(findings, "W-RULE", rule->origin,
				"rule '%s' never applies: it is for employees, and "
				"nobody is one; say <people domain=\"...\"/>",
				rule->id);
		return;
	}
	g_autoptr(GArray) sets = apres_reach_sets(policy, rule);
	if (sets->len > 0)
		return;
	g_autofree char *instead = apres_reach_instead(policy, rule);
	apres_lint_warn(findings, "W-RULE", rule->origin, "rule '%s' never applies: %s%s",
			rule->id, instead != NULL ? "of every mail that it is for, " : "",
			instead != NULL
				? instead
				: "none of its classes has words, or can be true of mail "
				  "that it is for");
}

static bool
refers(const apres_cond *cond, const char *class_id)
{
	if (cond->kind == APRES_COND_CLASS && g_strcmp0(cond->class_ref, class_id) == 0)
		return true;
	for (guint i = 0; cond->children != NULL && i < cond->children->len; i++)
		if (refers(cond->children->pdata[i], class_id))
			return true;
	return false;
}

static bool
is_named(const apres_policy *policy, const char *class_id)
{
	for (guint i = 0; i < policy->rules->len; i++)
		if (names(((apres_rule *)policy->rules->pdata[i])->classes, class_id))
			return true;
	for (guint i = 0; i < policy->classes->len; i++)
		if (refers(((apres_class *)policy->classes->pdata[i])->cond, class_id))
			return true;
	return false;
}

/* A background class is of use without being named: it explains sentences. */
static void
lint_class(const apres_policy *policy, const apres_class *class, GPtrArray *findings)
{
	if (!apres_lint_is_own(policy, class->origin))
		return;
	if (class->cond->children->len == 0)
		apres_lint_warn(findings, "W-UNUSED", class->origin,
				"class '%s' has no words: it is never true", class->id);
	else if (class->part && !is_named(policy, class->id))
		apres_lint_warn(
			findings, "W-UNUSED", class->origin,
			"class '%s' is part of no class: say <class-ref ref=\"%s\"/> "
			"where it belongs, or remove it",
			class->id, class->id);
	else if (!class->background && !is_named(policy, class->id))
		apres_lint_warn(
			findings, "W-UNUSED", class->origin,
			"no rule names class '%s': mail that contains it waits in "
			"'unclassified'",
			class->id);
}

static bool
has_pack(const apres_policy *policy, const char *language)
{
	g_autofree char *id = g_strdup_printf("lang-%s", language);

	for (guint i = 0; i < policy->packs->len; i++)
		if (g_strcmp0(((apres_pack *)policy->packs->pdata[i])->id, id) == 0)
			return true;
	return false;
}

/* The tag up to its first '-': texts are found by it. */
static bool
speaks(const char *tag, const char *language)
{
	gsize len = strcspn(tag, "-");

	return g_ascii_strcasecmp(tag, language) == 0 ||
	       (strlen(language) == len && g_ascii_strncasecmp(tag, language, len) == 0);
}

static void
lint_languages(const apres_policy *policy, const apres_template *template,
	       GPtrArray *findings)
{
	for (guint i = 0; i < policy->languages->len; i++) {
		const apres_language *language = policy->languages->pdata[i];
		bool there = !language->automatic;
		for (guint j = 0; !there && j < template->texts->len; j++)
			there = speaks(
				((apres_text *)template->texts->pdata[j])->language,
				language->tag);
		if (!there)
			apres_lint_warn(
				findings, "W-LANGUAGE", template->origin,
				"template '%s' has no text in '%s': mail in it gets "
				"the text in '%s'",
				template->id, language->tag, policy->language);
	}
}

static void
lint_template(const apres_policy *policy, const apres_template *template,
	      GPtrArray *findings)
{
	bool sent = apres_lint_is_sent(policy, template);
	bool own = apres_lint_is_own(policy, template->origin);

	if (!sent && own)
		apres_lint_warn(findings, "W-UNUSED", template->origin,
				"no rule sends template '%s'", template->id);
	for (guint i = 0; i < template->texts->len; i++) {
		const apres_text *text = template->texts->pdata[i];
		if (!apres_lint_is_own(policy, text->origin))
			continue;
		g_autofree char *tag =
			g_strndup(text->language, strcspn(text->language, "-"));
		if (!sent && !own)
			apres_lint_warn(findings, "W-UNUSED", text->origin,
					"no rule sends template '%s'", template->id);
		else if (!has_pack(policy, tag))
			apres_lint_warn(
				findings, "W-UNUSED", text->origin,
				"this text is never sent: say <use pack=\"lang-%s\" "
				"auto=\"yes\"/>",
				tag);
	}
	if (sent)
		lint_languages(policy, template, findings);
}

/* Is mail held, or an answer owed, in the queue ID? */
static bool
is_queued(const apres_policy *policy, const char *id)
{
	for (guint i = 0; i < policy->rules->len; i++) {
		const apres_rule *rule = policy->rules->pdata[i];
		if (g_strcmp0(rule->queue, id) == 0)
			return true;
		for (guint j = 0; j < rule->obliges->len; j++) {
			const apres_oblige *oblige = rule->obliges->pdata[j];
			if (g_strcmp0(oblige->queue, id) == 0)
				return true;
		}
	}
	for (guint i = 0; i < policy->clauses->len; i++)
		if (g_strcmp0(((apres_clause *)policy->clauses->pdata[i])->queue, id) ==
		    0)
			return true;
	return false;
}

/* The base's queues are used by the program itself, too. */
static void
lint_queue(const apres_policy *policy, const apres_queue *queue, GPtrArray *findings)
{
	if (!apres_lint_is_own(policy, queue->origin) || queue->base)
		return;
	if (is_queued(policy, queue->id) && !queue->has_due)
		apres_lint_warn(findings, "W-DUE", queue->origin,
				"mail held in queue '%s' is owed by nobody: say by when, "
				"<queue id=\"%s\" due=\"2bd\"/>",
				queue->id, queue->id);
	if (!is_queued(policy, queue->id))
		apres_lint_warn(findings, "W-UNUSED", queue->origin,
				"no rule uses queue '%s': say <hold queue=\"%s\"/> in "
				"one, or remove it",
				queue->id, queue->id);
}

static char *
date_of(gint64 when)
{
	g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(when);

	return g_date_time_format(time, "%Y-%m-%d");
}

bool
apres_policy_holidays_end(const apres_policy *policy, gint64 now)
{
	g_autofree char *soon = date_of(now + HOLIDAYS_AHEAD_DAYS * 24 * 3600);

	return policy->last_holiday != NULL && strcmp(policy->last_holiday, soon) < 0;
}

static void
lint_dates(const apres_policy *policy, gint64 now, GPtrArray *findings)
{
	g_autofree char *today = date_of(now);

	if (apres_policy_holidays_end(policy, now))
		apres_lint_warn(
			findings, "W-HOLIDAY", policy->last_holiday_at,
			"no holiday is known after %s: due dates count those that "
			"follow as working days; add next year's",
			policy->last_holiday);
	for (guint i = 0; i < policy->packs->len; i++) {
		const apres_pack *pack = policy->packs->pdata[i];
		if (pack->review_by != NULL && strcmp(pack->review_by, today) < 0)
			apres_lint_warn(
				findings, "W-REVIEW", pack->origin,
				"pack '%s' was to be reviewed by %s: have counsel "
				"look at what it says, or take a newer one",
				pack->id, pack->review_by);
	}
}

/* What a policy stands on and no counsel of the company has read: no fault of its. */
static void
note_packs(const apres_policy *policy, GPtrArray *findings)
{
	for (guint i = 0; i < policy->packs->len; i++) {
		const apres_pack *pack = policy->packs->pdata[i];
		if (!apres_pack_wants_review(pack))
			continue;
		g_autofree char *since =
			pack->reviewed != NULL
				? g_strdup_printf(" since %s", pack->reviewed)
				: g_strdup("");
		apres_findings_add(findings, APRES_FINDING_NOTE, "N-REVIEW", pack->origin,
				   "pack '%s' (law of %s) is not reviewed by "
				   "counsel%s; when it is, say <use pack=\"%s\" "
				   "reviewed=\"DATE\" by=\"NAME\"/>",
				   pack->id,
				   pack->as_of != NULL ? pack->as_of : "no date", since,
				   pack->id);
	}
}

void
apres_policy_lint(const apres_policy *policy, gint64 now, GPtrArray *findings)
{
	/* Where nothing is answered yet, answers that never apply are no fault. */
	bool answers = answers_anything(policy);

	for (guint i = 0; i < policy->rules->len; i++) {
		const apres_rule *rule = policy->rules->pdata[i];
		if (answers || rule->kind == APRES_RULE_WHEN)
			lint_rule(policy, rule, findings);
	}
	for (guint i = 0; i < policy->classes->len; i++)
		lint_class(policy, policy->classes->pdata[i], findings);
	for (guint i = 0; i < policy->templates->len; i++)
		lint_template(policy, policy->templates->pdata[i], findings);
	for (guint i = 0; i < policy->queues->len; i++)
		lint_queue(policy, policy->queues->pdata[i], findings);
	apres_lint_patterns(policy, findings);
	apres_lint_texts(policy, findings);
	apres_lint_wording(policy, findings);
	apres_lint_steps(policy, findings);
	lint_dates(policy, now, findings);
	apres_findings_sort(findings);
	note_packs(policy, findings);
}
