/* SPDX-License-Identifier: Apache-2.0 */
/* Modes, pauses, and what the mail server takes: names are checked against the
 * configuration, and the nearest is offered. */
#include "config.h"
#include "deliver/null-path.h"
#include "pipeline/action-parts.h"
#include "pipeline/pipeline.h"
#include "store/control.h"
#include "util/error.h"
#include "util/nearest.h"

#include <string.h>

static bool
unknown_name(const char *what, const char *name, const GPtrArray *known, GError **error)
{
	const char *nearest = apres_nearest(name, known);

	return nearest != NULL ? apres_throw(error, APRES_ERROR_USAGE,
					     "no %s \"%s\"; did you mean \"%s\"?", what,
					     name, nearest)
			       : apres_throw(error, APRES_ERROR_USAGE, "no %s \"%s\"",
					     what, name);
}

bool
apres_action_check_company(const apres_action_context *c, const char *id, GError **error)
{
	g_autoptr(GPtrArray) known = g_ptr_array_new();

	if (apres_config_company(c->config, id) != NULL)
		return true;
	for (guint i = 0; i < c->config->companies->len; i++) {
		const apres_company_config *company = c->config->companies->pdata[i];
		g_ptr_array_add(known, company->id);
	}
	return unknown_name("company", id, known, error);
}

static bool
check_mailbox(const apres_action_context *c, const char *id, GError **error)
{
	g_autoptr(GPtrArray) known = g_ptr_array_new();

	if (apres_config_mailbox(c->config, id) != NULL)
		return true;
	for (guint i = 0; i < c->config->mailboxes->len; i++) {
		const apres_mailbox_config *mailbox = c->config->mailboxes->pdata[i];
		g_ptr_array_add(known, mailbox->id);
	}
	return unknown_name("mailbox", id, known, error);
}

/* Only where the policies are at hand: the daemon has them, the command may not. */
static bool
check_template(const apres_action_context *c, const char *company_id, const char *id,
	       GError **error)
{
	g_autoptr(GPtrArray) known = g_ptr_array_new();
	bool any = false;
	gpointer value;
	GHashTableIter iter;

	if (c->companies == NULL)
		return true;
	g_hash_table_iter_init(&iter, c->companies);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		const apres_company *company = value;
		if (company_id != NULL && strcmp(company->config->id, company_id) != 0)
			continue;
		any = true;
		if (apres_policy_template(company->policy, id) != NULL)
			return true;
		for (guint i = 0; i < company->policy->templates->len; i++) {
			const apres_template *template =
				company->policy->templates->pdata[i];
			g_ptr_array_add(known, template->id);
		}
	}
	return !any || unknown_name("template", id, known, error);
}

bool
apres_action_mode(const apres_action_context *c, const json_t *args, json_t **answer_out,
		  GError **error)
{
	const char *company, *template_id, *name;
	apres_mode mode;

	if (!apres_action_take_text(args, "company", true, &company, error) ||
	    !apres_action_take_text(args, "template", false, &template_id, error) ||
	    !apres_action_take_text(args, "mode", true, &name, error) ||
	    !apres_action_check_company(c, company, error))
		return false;
	if (template_id != NULL && !check_template(c, company, template_id, error))
		return false;
	if (!apres_mode_from_string(name, &mode))
		return apres_throw(error, APRES_ERROR_USAGE,
				   "no mode \"%s\"; there are shadow, approve and auto",
				   name);
	if (!apres_mode_set(c->store, company, template_id, mode, c->by, c->now, error))
		return false;
	*answer_out = json_pack("{sssssss?}", "mode", name, "company", company, "by",
				c->by, "template", template_id);
	return true;
}

static bool
set_pause(const apres_action_context *c, const json_t *args, bool paused,
	  json_t **answer_out, GError **error)
{
	const char *kind, *name;
	bool all, known = true;

	if (!apres_action_take_text(args, "kind", true, &kind, error))
		return false;
	all = strcmp(kind, "all") == 0;
	if (!apres_action_take_text(args, "name", !all, &name, error))
		return false;
	if (strcmp(kind, "company") == 0)
		known = apres_action_check_company(c, name, error);
	else if (strcmp(kind, "mailbox") == 0)
		known = check_mailbox(c, name, error);
	else if (strcmp(kind, "template") == 0)
		known = check_template(c, NULL, name, error);
	else if (!all)
		known = apres_throw(
			error, APRES_ERROR_USAGE,
			"no kind \"%s\"; there are all, company, mailbox and template",
			kind);
	if (!known || !apres_pause_set(c->store, kind, all ? "" : name, paused, c->by,
				       c->now, error))
		return false;
	*answer_out = json_pack("{sssssb}", "kind", kind, "name", all ? "" : name,
				"paused", paused);
	return true;
}

bool
apres_action_pause(const apres_action_context *c, const json_t *args, json_t **answer_out,
		   GError **error)
{
	return set_pause(c, args, true, answer_out, error);
}

bool
apres_action_resume(const apres_action_context *c, const json_t *args,
		    json_t **answer_out, GError **error)
{
	return set_pause(c, args, false, answer_out, error);
}

bool
apres_action_null_path(const apres_action_context *c, const json_t *args,
		       json_t **answer_out, GError **error)
{
	apres_null_path answer;
	const char *name;

	if (!apres_action_take_text(args, "answer", true, &name, error))
		return false;
	if (!apres_null_path_from_string(name, &answer))
		return apres_throw(error, APRES_ERROR_USAGE,
				   "\"answer\" is accepted or refused");
	*answer_out = json_pack("{ss}", "null-path", name);
	return apres_null_path_note(c->store, c->config->transport, answer, c->now,
				    error);
}
