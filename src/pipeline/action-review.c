/* SPDX-License-Identifier: Apache-2.0 */
/* What people do with a mail that waits for them, and with the reply proposed to it. */
#include "config.h"
#include "pipeline/action-parts.h"
#include "pipeline/renewal.h"
#include "store/approval.h"
#include "store/audit.h"
#include "store/message.h"
#include "store/outbox.h"
#include "util/error.h"

/* A reply that waited longer was written for another day: the case, the policy, the dates
 * may have changed. */
#define PROPOSAL_SECS (48 * 3600)

/* The outbox rows of message ID that have not been claimed yet; array of
 * apres_outbox_item. */
static bool
waiting_of(const apres_action_context *c, gint64 id, GPtrArray **items_out,
	   GError **error)
{
	g_autoptr(GPtrArray) items = NULL;
	g_autoptr(GPtrArray) mine =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_outbox_item_free);

	if (!apres_outbox_list(c->store, NULL, APRES_OUTBOX_WAITING, &items, error))
		return false;
	g_ptr_array_set_free_func(items, NULL);
	for (guint i = 0; i < items->len; i++) {
		apres_outbox_item *item = items->pdata[i];
		if (item->message_id == id)
			g_ptr_array_add(mine, item);
		else
			apres_outbox_item_free(item);
	}
	*items_out = g_steal_pointer(&mine);
	return true;
}

static bool
proposals_of(const apres_action_context *c, gint64 id, GPtrArray **items_out,
	     GError **error)
{
	if (!waiting_of(c, id, items_out, error))
		return false;
	if ((*items_out)->len > 0)
		return true;
	return apres_throw(error, APRES_ERROR_INPUT,
			   "no reply to mail %" G_GINT64_FORMAT
			   " waits for approval; see: apres review list",
			   id);
}

/* Too old to be approved: written anew, or if that cannot be, left to a person. */
static bool
propose_anew(const apres_action_context *c, const apres_outbox_item *item,
	     const char **state_out, GError **error)
{
	bool renewed;

	if (!apres_renewal_propose(c, item, &renewed, error))
		return false;
	*state_out = renewed ? "proposed-anew" : "expired";
	return renewed ||
	       apres_outbox_cancel(c->store, item->id, c->by,
				   "proposed more than 48 h ago", c->now, error);
}

/* People who must agree to a reply of COMPANY. */
static int
needed_for(const apres_action_context *c, const char *company)
{
	const apres_company_config *config = apres_config_company(c->config, company);

	return config != NULL ? config->reply_approvals : 1;
}

/* Has whoever approves looked at these bytes?  With four eyes it must be said. */
static bool
check_seen(const apres_outbox_item *item, const char *seen, int needed, GError **error)
{
	if (seen == NULL && needed > 1)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "%d people must agree to exactly this reply: look at "
				   "it, apres outbox show %" G_GINT64_FORMAT
				   ", which ends with the command",
				   needed, item->id);
	g_autofree char *digest = apres_outbox_digest(item);
	return seen == NULL || apres_approval_saw(digest, seen) ||
	       apres_throw(error, APRES_ERROR_INPUT,
			   "what would go is not the reply that was seen (%s): look "
			   "again, apres outbox show %" G_GINT64_FORMAT,
			   seen, item->id);
}

static bool
approve_one(const apres_action_context *c, const apres_outbox_item *item,
	    const char *seen, json_t *answer, GError **error)
{
	int needed = needed_for(c, item->company), people = 0;
	const char *state = "approved";

	if (c->now - item->created > PROPOSAL_SECS) {
		if (!propose_anew(c, item, &state, error))
			return false;
	} else {
		if (!check_seen(item, seen, needed, error) ||
		    !apres_outbox_approve(c->store, item->id, c->by, needed, c->now,
					  &people, error))
			return false;
		state = people < needed ? "waiting" : "approved";
	}
	json_object_set_new(answer, "state", json_string(state));
	json_object_set_new(answer, "missing", json_integer(MAX(needed - people, 0)));
	return true;
}

bool
apres_action_review_approve(const apres_action_context *c, const json_t *args,
			    json_t **answer_out, GError **error)
{
	g_autoptr(GPtrArray) items = NULL;
	const char *seen;
	gint64 id;

	if (!apres_action_take_id(args, &id, error) ||
	    !apres_action_take_text(args, "seen", false, &seen, error) ||
	    !proposals_of(c, id, &items, error))
		return false;
	*answer_out = json_pack("{sI}", "id", (json_int_t)id);
	for (guint i = 0; i < items->len; i++)
		if (!approve_one(c, items->pdata[i], seen, *answer_out, error))
			return false;
	return true;
}

bool
apres_action_outbox_resend(const apres_action_context *c, const json_t *args,
			   json_t **answer_out, GError **error)
{
	g_autoptr(apres_outbox_item) item = NULL;
	const char *seen;
	int needed = 1, people;
	gint64 id;

	if (!apres_action_take_id(args, &id, error) ||
	    !apres_action_take_text(args, "seen", false, &seen, error) ||
	    !apres_outbox_get(c->store, id, &item, error))
		return false;
	/* A notice goes to one's own people. */
	if (item != NULL && !g_str_equal(item->kind, "notice"))
		needed = needed_for(c, item->company);
	if ((item != NULL && !check_seen(item, seen, needed, error)) ||
	    !apres_outbox_resend(c->store, id, c->by, needed, c->now, &people, error))
		return false;
	bool done = people >= needed;
	*answer_out = json_pack("{s:I, s:s, s:i}", "id", (json_int_t)id, "state",
				done ? apres_outbox_state_to_string(APRES_OUTBOX_READY)
				     : "waiting",
				"missing", MAX(needed - people, 0));
	return true;
}

bool
apres_action_review_reject(const apres_action_context *c, const json_t *args,
			   json_t **answer_out, GError **error)
{
	g_autoptr(GPtrArray) items = NULL;
	const char *why;
	gint64 id;

	if (!apres_action_take_id(args, &id, error) ||
	    !apres_action_take_text(args, "why", false, &why, error) ||
	    !proposals_of(c, id, &items, error))
		return false;
	for (guint i = 0; i < items->len; i++) {
		const apres_outbox_item *item = items->pdata[i];
		if (!apres_outbox_cancel(c->store, item->id, c->by,
					 why != NULL ? why : "rejected", c->now, error))
			return false;
	}
	*answer_out = json_pack("{sIss}", "id", (json_int_t)id, "state", "rejected");
	return true;
}

static bool
check_open(const apres_action_context *c, gint64 id, GError **error)
{
	g_autoptr(apres_record) record = NULL;

	if (!apres_message_get(c->store, id, &record, error))
		return false;
	if (record == NULL)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "there is no mail %" G_GINT64_FORMAT, id);
	if (record->closed != 0)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "mail %" G_GINT64_FORMAT " is closed already (%s)", id,
				   record->closed_how != NULL ? record->closed_how
							      : "done");
	return true;
}

/* What was done is a person's words, perhaps about the candidate: private. */
static bool
note_done(const apres_action_context *c, gint64 id, const char *how, GError **error)
{
	g_autoptr(apres_record) record = NULL;

	if (!apres_message_get(c->store, id, &record, error))
		return false;
	json_auto_t *pub = json_pack("{s:s}", "by", c->by);
	json_auto_t *body = json_pack("{s:s?}", "how", how);
	return apres_audit_append(c->store, "done", record->company, id, pub, body,
				  c->now, NULL, error);
}

bool
apres_action_finish_mail(const apres_action_context *c, gint64 id, const char *how,
			 GError **error)
{
	/* Who says "done" has answered: nothing of ours may follow. */
	return apres_outbox_cancel_message(c->store, id, c->by, "a person has answered",
					   c->now, error) &&
	       apres_review_close(c->store, id, c->by, how != NULL ? how : "done", c->now,
				  error) &&
	       note_done(c, id, how, error);
}

bool
apres_action_review_done(const apres_action_context *c, const json_t *args,
			 json_t **answer_out, GError **error)
{
	const char *how;
	gint64 id;

	if (!apres_action_take_id(args, &id, error) ||
	    !apres_action_take_text(args, "how", false, &how, error) ||
	    !check_open(c, id, error) || !apres_action_finish_mail(c, id, how, error))
		return false;
	*answer_out = json_pack("{sIss}", "id", (json_int_t)id, "state", "done");
	return true;
}
