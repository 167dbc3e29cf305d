/* SPDX-License-Identifier: Apache-2.0 */
/* The table of what people do. */
#include "config.h"
#include "pipeline/action-parts.h"
#include "store/outbox.h"
#include "util/error.h"
#include "util/text.h"

#include <string.h>

#define NAME_MAX_BYTES 100

typedef struct action_row {
	const char *name;
	apres_action_func run;
	const char *arguments[11]; /* all that are known, NULL-terminated */
} action_row;

/* ---- arguments ---- */

bool
apres_action_take_id(const json_t *args, gint64 *id_out, GError **error)
{
	const json_t *id = json_object_get(args, "id");

	if (!json_is_integer(id) || json_integer_value(id) <= 0)
		return apres_throw(error, APRES_ERROR_USAGE,
				   "\"id\" must be a number above 0");
	*id_out = json_integer_value(id);
	return true;
}

/* NULL if it is not given and need not be. */
bool
apres_action_take_text(const json_t *args, const char *name, bool needed,
		       const char **text_out, GError **error)
{
	const json_t *value = json_object_get(args, name);

	*text_out = json_string_value(value);
	if (value != NULL && !json_is_null(value) && *text_out == NULL)
		return apres_throw(error, APRES_ERROR_USAGE, "\"%s\" must be a text",
				   name);
	if (needed && *text_out == NULL)
		return apres_throw(error, APRES_ERROR_USAGE, "\"%s\" is missing", name);
	if (*text_out != NULL && strlen(*text_out) > 500)
		return apres_throw(error, APRES_ERROR_USAGE, "\"%s\": at most 500 bytes",
				   name);
	return true;
}

bool
apres_action_take_signer(const apres_action_context *c, const json_t *args,
			 apres_signer *signer_out, GError **error)
{
	const char *name;

	if (!apres_action_take_text(args, "by", true, &name, error))
		return false;
	g_autofree char *clean = apres_text_clean_line(name, NAME_MAX_BYTES);
	g_strstrip(clean);
	if (*clean == '\0' || strcmp(clean, name) != 0)
		return apres_throw(error, APRES_ERROR_USAGE,
				   "\"by\" must be a name, on one line, of at most %d "
				   "characters",
				   NAME_MAX_BYTES);
	*signer_out = (apres_signer){ .name = name, .login = c->by };
	return apres_signer_check(signer_out, error);
}

/* ---- outbox ---- */

static bool
answer_with_state(const apres_action_context *c, gint64 id, json_t **answer_out,
		  GError **error)
{
	g_autoptr(apres_outbox_item) item = NULL;

	if (!apres_outbox_get(c->store, id, &item, error))
		return false;
	*answer_out = json_pack("{sIss}", "id", (json_int_t)id, "state",
				apres_outbox_state_to_string(item->state));
	return true;
}

static bool
outbox_cancel(const apres_action_context *c, const json_t *args, json_t **answer_out,
	      GError **error)
{
	const char *why;
	gint64 id;

	return apres_action_take_id(args, &id, error) &&
	       apres_action_take_text(args, "why", false, &why, error) &&
	       apres_outbox_cancel(c->store, id, c->by, why != NULL ? why : "cancelled",
				   c->now, error) &&
	       answer_with_state(c, id, answer_out, error);
}

static bool
outbox_confirm(const apres_action_context *c, const json_t *args, json_t **answer_out,
	       GError **error)
{
	gint64 id;

	return apres_action_take_id(args, &id, error) &&
	       apres_outbox_confirm(c->store, id, c->by, c->now, error) &&
	       answer_with_state(c, id, answer_out, error);
}

static const action_row actions[] = {
	{ "review-approve", apres_action_review_approve, { "id", "seen", NULL } },
	{ "review-reject", apres_action_review_reject, { "id", "why", NULL } },
	{ "review-done", apres_action_review_done, { "id", "how", NULL } },
	{ "debrief", apres_action_debrief, { "id", "event", "by", "note", "at", NULL } },
	{ "debrief-give", apres_action_debrief_give, { "id", "to", "by", "note", NULL } },
	{ "due-done", apres_action_due_done, { "id", "by", "how", NULL } },
	{ "due-move", apres_action_due_move, { "id", "to", "by", "why", NULL } },
	{ "outbox-cancel", outbox_cancel, { "id", "why", NULL } },
	{ "outbox-resend", apres_action_outbox_resend, { "id", "seen", NULL } },
	{ "outbox-confirm", outbox_confirm, { "id", NULL } },
	{ "null-path", apres_action_null_path, { "answer", NULL } },
	{ "mode", apres_action_mode, { "company", "template", "mode", NULL } },
	{ "pause", apres_action_pause, { "kind", "name", NULL } },
	{ "resume", apres_action_resume, { "kind", "name", NULL } },
	{ "policy-install",
	  apres_action_policy_install,
	  { "company", "file", "digest", "by", NULL } },
	{ "case-put",
	  apres_action_case_put,
	  { "company", "cases", "import", "file", "by", "owed-from", NULL } },
	{ "case-refused",
	  apres_action_case_refused,
	  { "company", "file", "why", "by", NULL } },
	{ "policy-approve", apres_action_policy_approve, { "id", "by", NULL } },
	{ "policy-rollback",
	  apres_action_policy_rollback,
	  { "company", "id", "by", NULL } },
	{ "legal-hold-set",
	  apres_action_legal_hold_set,
	  { "company", "name", "id", "by", "because", NULL } },
	{ "legal-hold-lift",
	  apres_action_legal_hold_lift,
	  { "company", "name", "id", "by", "because", NULL } },
	{ "erase-decline", apres_action_erase_decline, { "id", "last", "by", NULL } },
	{ "person-look",
	  apres_action_person_look,
	  { "company", "name", "how", "by", "because", NULL } },
	{ "audit-export",
	  apres_action_audit_export,
	  { "company", "by", "because", "to", "filter", "mail", "entries", "mails",
	    "missing", "manifest", NULL } },
};

/* Those whose transactions are their own. */
static const action_row alone[] = {
	{ "person-erase",
	  apres_action_person_erase,
	  { "company", "name", "basis", "approver", "by", NULL } },
	{ "erase-look", apres_action_erase_look, { "id", "last", NULL } },
	{ "erase-approve",
	  apres_action_erase_approve,
	  { "id", "last", "seen", "by", NULL } },
	{ "retention-run", apres_action_retention_run, { "company", "dry", NULL } },
	{ "audit-new-keys", apres_action_audit_new_keys, { "by", "because", NULL } },
};

static bool
check_arguments(const action_row *action, json_t *args, GError **error)
{
	const char *name;
	json_t *value;

	json_object_foreach(args, name, value)
	{
		if (!g_strv_contains((const char *const *)action->arguments, name))
			return apres_throw(error, APRES_ERROR_USAGE,
					   "action \"%s\" has no argument \"%s\"",
					   action->name, name);
	}
	return true;
}

static const action_row *
find(const char *name, bool *alone_out, GError **error)
{
	for (guint i = 0; i < G_N_ELEMENTS(alone); i++) {
		*alone_out = g_strcmp0(alone[i].name, name) == 0;
		if (*alone_out)
			return &alone[i];
	}
	for (guint i = 0; i < G_N_ELEMENTS(actions); i++)
		if (g_strcmp0(actions[i].name, name) == 0)
			return &actions[i];
	apres_throw(error, APRES_ERROR_USAGE, "no action \"%s\"", name);
	return NULL;
}

static bool
run_in_txn(const apres_action_context *context, const action_row *action,
	   const json_t *args, json_t **answer_out, GError **error)
{
	g_autoptr(apres_txn) txn = apres_txn_begin(context->store, error);

	return txn != NULL && action->run(context, args, answer_out, error) &&
	       apres_txn_commit(txn, error);
}

bool
apres_action_run(const apres_action_context *context, const char *name, json_t *args,
		 json_t **answer_out, GError **error)
{
	bool is_alone;
	const action_row *action = find(name, &is_alone, error);
	json_auto_t *answer = NULL;

	*answer_out = NULL;
	if (action == NULL || !check_arguments(action, args, error))
		return false;
	apres_store_set_login(context->store, context->by);
	bool good = is_alone ? action->run(context, args, &answer, error)
			     : run_in_txn(context, action, args, &answer, error);
	apres_store_set_login(context->store, NULL);
	if (!good)
		return false;
	*answer_out = g_steal_pointer(&answer);
	return true;
}
