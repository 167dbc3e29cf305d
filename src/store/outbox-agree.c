/* SPDX-License-Identifier: Apache-2.0 */
/* Who agrees that exactly these bytes go out, or go out once more. */
#include "config.h"
#include "store/outbox-parts.h"

#include "store/approval.h"
#include "store/audit.h"
#include "store/message.h"
#include "util/error.h"
#include "util/fsutil.h"

char *
apres_outbox_digest(const apres_outbox_item *item)
{
	gsize len;
	gconstpointer bytes = g_bytes_get_data(item->bytes, &len);

	return apres_sha256_hex(bytes, len);
}

/* What is agreed to: that it goes, or that it goes again after this attempt; whoever
 * agreed to an earlier one has not agreed to the next. */
static char *
kind_of(const apres_outbox_item *item)
{
	return item->state == APRES_OUTBOX_WAITING
		       ? g_strdup("reply")
		       : g_strdup_printf("resend-%" G_GINT64_FORMAT, item->fence);
}

bool
apres_outbox_approvals(apres_store *store, const apres_outbox_item *item,
		       GPtrArray **approvals_out, GError **error)
{
	g_autofree char *digest = apres_outbox_digest(item);
	g_autofree char *kind = kind_of(item);
	const apres_matter matter = { kind, item->id, digest };

	return apres_approval_list(store, &matter, approvals_out, error);
}

static char *
title_of(const apres_outbox_item *item)
{
	return item->state == APRES_OUTBOX_WAITING
		       ? g_strdup_printf("the reply to mail %" G_GINT64_FORMAT,
					 item->message_id)
		       : g_strdup_printf("sending %" G_GINT64_FORMAT " again", item->id);
}

/* BY is somebody who has not agreed yet; recorded with what exactly was agreed to. */
static bool
agree(apres_store *store, const apres_outbox_item *item, const char *by, int needed,
      gint64 now, int *people_out, GError **error)
{
	const apres_signer signer = { .name = by, .login = by };
	g_autofree char *digest = apres_outbox_digest(item);
	g_autofree char *kind = kind_of(item);
	g_autofree char *title = title_of(item);
	const apres_matter matter = { kind, item->id, digest };
	g_autoptr(GPtrArray) before = NULL;

	if (!apres_signer_check(&signer, error) ||
	    !apres_approval_list(store, &matter, &before, error) ||
	    !apres_approval_is_other(before, &signer, title, error) ||
	    !apres_approval_add(store, &matter, &signer, now, error))
		return false;
	*people_out = apres_approval_people(before) + 1;
	json_auto_t *pub = json_pack("{s:s, s:s, s:s, s:i, s:i}", "id",
				     item->smtp_message_id, "by", by, "bytes", digest,
				     "approvals", *people_out, "needed", needed);
	if (item->state != APRES_OUTBOX_WAITING)
		json_object_set_new(pub, "again", json_true());
	return apres_audit_append(store, "approve", item->company, item->message_id, pub,
				  NULL, now, NULL, error);
}

/* ---- for the first time ---- */

static bool
release(apres_store *store, const apres_outbox_item *item, const char *by, gint64 now,
	GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "UPDATE outbox SET approved_by = ?2, state = 0 WHERE id = ?1");
	bool changed;

	apres_bind_int(&query, item->id);
	apres_bind_text(&query, by);
	return apres_query_run(&query, error) &&
	       apres_outbox_change(store, item, APRES_OUTBOX_WAITING, by, "approved", now,
				   &changed, error);
}

bool
apres_outbox_approve(apres_store *store, gint64 id, const char *by, int needed,
		     gint64 now, int *people_out, GError **error)
{
	g_autoptr(apres_outbox_item) item = apres_outbox_get_in(
		store, id, 1u << APRES_OUTBOX_WAITING, "approved", error);

	if (item == NULL)
		return false;
	if (!item->needs_approval)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "outgoing mail %" G_GINT64_FORMAT " needs no approval",
				   id);
	if (item->approved_by != NULL)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "the reply to mail %" G_GINT64_FORMAT
				   " is approved already, by %s; it goes out when "
				   "nothing speaks against it",
				   item->message_id, item->approved_by);
	return agree(store, item, by, needed, now, people_out, error) &&
	       (*people_out < needed || release(store, item, by, now, error));
}

/* ---- once more ---- */

/* Who closed the mail has answered it. */
static bool
check_open(apres_store *store, const apres_outbox_item *item, GError **error)
{
	g_autoptr(apres_record) record = NULL;

	if (item->message_id == 0)
		return true;
	if (!apres_message_get(store, item->message_id, &record, error))
		return false;
	return record == NULL || record->closed == 0 ||
	       apres_throw(error, APRES_ERROR_INPUT,
			   "outgoing mail %" G_GINT64_FORMAT
			   " cannot be sent again: mail %" G_GINT64_FORMAT
			   " is closed (%s)",
			   item->id, record->id,
			   record->closed_how != NULL ? record->closed_how : "done");
}

static bool
make_ready(apres_store *store, const apres_outbox_item *item, const char *by, gint64 now,
	   GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, "UPDATE outbox SET attempts = 0 WHERE id = ?1");
	bool changed;

	apres_bind_int(&query, item->id);
	return apres_query_run(&query, error) &&
	       apres_outbox_change(store, item, APRES_OUTBOX_READY, by,
				   "to be sent again", now, &changed, error);
}

bool
apres_outbox_resend(apres_store *store, gint64 id, const char *by, int needed, gint64 now,
		    int *people_out, GError **error)
{
	guint allowed = 1u << APRES_OUTBOX_UNKNOWN | 1u << APRES_OUTBOX_FAILED;
	g_autoptr(apres_outbox_item) item =
		apres_outbox_get_in(store, id, allowed, "sent again", error);

	*people_out = 1;
	if (item == NULL || !apres_outbox_check_not_returned(item, error) ||
	    !check_open(store, item, error) ||
	    (needed > 1 && !agree(store, item, by, needed, now, people_out, error)))
		return false;
	return *people_out < needed || make_ready(store, item, by, now, error);
}
