/* SPDX-License-Identifier: Apache-2.0 */
/* Messages that people moved: whose they are, and what that means. */
#include "config.h"
#include "apresd/desk-parts.h"
#include "message/message.h"
#include "reply/desk-mail.h"
#include "reply/out.h"
#include "reply/reply.h"
#include "util/clock.h"
#include "util/error.h"
#include "util/fsutil.h"
#include "util/log.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* ---- whose message is it? ---- */

bool
apres_desk_identify(const apres_desk *desk, const apres_maildir_entry *entry,
		    desk_whose *whose_out, apres_outbox_item **item_out, GError **error)
{
	g_autoptr(apres_headers) headers = apres_maildir_headers(entry->path, error);
	g_autoptr(apres_outbox_item) item = NULL;
	guint64 id;

	*whose_out = DESK_STRANGER;
	*item_out = NULL;
	if (headers == NULL)
		return false;
	const char *number = apres_headers_get(headers, APRES_DESK_FIELD);
	const char *value = apres_headers_get(headers, "Message-ID");
	if (number == NULL || value == NULL || *value != '<' ||
	    !g_str_has_suffix(value, ">") ||
	    !g_ascii_string_to_unsigned(number, 10, 1, G_MAXINT64, &id, NULL))
		return true;
	g_autofree char *is = g_strndup(value + 1, strlen(value) - 2);
	if (!apres_message_id_is_ours(desk->key, desk->domain, is))
		return true;
	if (!apres_outbox_get(desk->daemon->store, (gint64)id, &item, error))
		return false;
	if (item == NULL || g_strcmp0(item->mailbox, desk->mailbox->id) != 0)
		return true;
	g_autofree char *should =
		apres_desk_message_id(desk->key, desk->domain, item->id, item->bytes);
	*whose_out = g_str_equal(is, should) ? DESK_OURS : DESK_OUTDATED;
	*item_out = g_steal_pointer(&item);
	return true;
}

bool
apres_desk_waits(const apres_outbox_item *item)
{
	return item->state == APRES_OUTBOX_WAITING && item->needs_approval &&
	       item->approved_by == NULL;
}

/* ---- saying why not ---- */

static bool
put_note(const apres_desk *desk, const apres_outbox_item *item, desk_folder where,
	 const char *why, GError **error)
{
	const apres_company_config *company =
		apres_config_company(desk->daemon->config, desk->mailbox->company);
	const char *what = where == DESK_SEND ? "sent" : "stopped";
	g_autofree char *subject =
		g_strdup_printf("Not %s: to %s", what, item->recipient);
	g_autofree char *text = g_strdup_printf(
		"The reply to %s was not %s.\n\n%s.\n\nSee: apres review show "
		"%" G_GINT64_FORMAT "\n",
		item->recipient, what, why, item->message_id);
	g_autofree char *seed =
		g_strdup_printf("note/%" G_GINT64_FORMAT "/%s", item->id, why);
	g_autofree char *id = apres_message_id_new(desk->key, desk->domain, seed);
	const apres_notice_mail mail = { .from_addr = company->notify_from,
					 .to = desk->mailbox->address,
					 .subject = subject,
					 .text = text,
					 .message_id = id,
					 .date = apres_clock_now() };
	g_autoptr(GBytes) bytes = apres_notice_render(&mail, error);
	/* The same each time: what moved may have to be looked at twice. */
	g_autofree char *name =
		g_strdup_printf("%" G_GINT64_FORMAT ".N%" G_GINT64_FORMAT ".%.16s",
				item->created, item->id, id + strlen("apres."));

	return bytes != NULL &&
	       apres_maildir_put(desk->path[DESK_TO_APPROVE], name, bytes, error);
}

/* ---- moved messages ---- */

bool
apres_desk_take_away(const apres_maildir_entry *entry, GError **error)
{
	/* Gone: renamed by a mail program, and met again under its new name. */
	return g_unlink(entry->path) == 0 || errno == ENOENT ||
	       apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", entry->path);
}

static void
note_stranger(apres_desk *desk, const apres_maildir_entry *entry)
{
	if (g_hash_table_add(desk->strangers, g_strdup(entry->path)))
		apres_log_warn("mailbox %s: a message in %s is no proposal of ours; "
			       "nothing was done",
			       desk->mailbox->id, entry->path);
}

/* *WHY_OUT says why ITEM is not sent, NULL if all is well. */
static bool
approve(apres_desk *desk, const apres_outbox_item *item, const char **why_out,
	GError **error)
{
	g_autofree char *by = g_strdup_printf("mailbox %s", desk->mailbox->id);
	json_auto_t *args = json_pack("{sI}", "id", (json_int_t)item->message_id);
	json_auto_t *answer = NULL;

	*why_out = NULL;
	bool done = apres_daemon_act(desk->daemon, "review-approve", args, by, &answer,
				     error);
	const char *state = json_string_value(json_object_get(answer, "state"));
	if (g_strcmp0(state, "proposed-anew") == 0)
		*why_out = "It was proposed more than 48 hours ago, and has been written "
			   "anew: please look at the new one";
	else if (g_strcmp0(state, "expired") == 0)
		*why_out = "It was proposed more than 48 hours ago and would not be "
			   "written again: a person must answer";
	return done;
}

/* A person answers: nothing of ours may follow, approved elsewhere or not. */
static bool
withdraw(apres_desk *desk, const apres_outbox_item *item, GError **error)
{
	g_autofree char *by = g_strdup_printf("mailbox %s", desk->mailbox->id);
	json_auto_t *args = json_pack("{sIss}", "id", (json_int_t)item->id, "why",
				      "answered by a person");
	json_auto_t *answer = NULL;

	return apres_daemon_act(desk->daemon, "outbox-cancel", args, by, &answer, error);
}

/* ENTRY in Send: *WHY_OUT as above. */
static bool
obey_send(apres_desk *desk, const apres_maildir_entry *entry,
	  const apres_outbox_item *item, const char **why_out, GError **error)
{
	if (item->state == APRES_OUTBOX_CANCELLED || item->state == APRES_OUTBOX_FAILED)
		*why_out = "It was withdrawn meanwhile, for instance because a person "
			   "has answered or the candidate wrote again";
	if (!apres_desk_waits(item))
		return true;
	g_autoptr(GBytes) mail =
		apres_file_read(entry->path, APRES_MESSAGE_MAX_BYTES, error);
	if (mail == NULL)
		return false;
	gsize len;
	const char *bytes = g_bytes_get_data(item->bytes, &len);
	g_autofree char *text = apres_out_read_body(bytes, len);
	if (apres_desk_mail_shows(mail, item->recipient, item->subject, text))
		return approve(desk, item, why_out, error);
	*why_out = "The message was changed, and only what was proposed can be sent: "
		   "please answer in your own words";
	return true;
}

/* ENTRY in Mine. */
static bool
obey_mine(apres_desk *desk, const apres_outbox_item *item, const char **why_out,
	  GError **error)
{
	switch (item->state) {
	case APRES_OUTBOX_WAITING:
	case APRES_OUTBOX_READY:
	case APRES_OUTBOX_CLAIMED:
	case APRES_OUTBOX_DEFERRED: return withdraw(desk, item, error);
	case APRES_OUTBOX_IN_DOUBT:
	case APRES_OUTBOX_UNKNOWN:
	case APRES_OUTBOX_SENT: *why_out = "It had left before, or may have"; break;
	case APRES_OUTBOX_FAILED:
	case APRES_OUTBOX_CANCELLED: break;
	}
	return true;
}

bool
apres_desk_obey(apres_desk *desk, const apres_maildir_entry *entry, desk_folder where,
		GError **error)
{
	g_autoptr(apres_outbox_item) item = NULL;
	const char *why = NULL;
	desk_whose who;
	bool done = true;

	/* Deleted there: it was moved on, or was not meant. */
	if (strchr(entry->flags, 'T') != NULL)
		return true;
	if (!apres_desk_identify(desk, entry, &who, &item, error))
		return false;
	if (item == NULL) {
		note_stranger(desk, entry);
		return true;
	}
	if (who == DESK_OUTDATED)
		why = "It has been written anew since: please look at the new one";
	else if (where == DESK_SEND)
		done = obey_send(desk, entry, item, &why, error);
	else
		done = obey_mine(desk, item, &why, error);
	return done && (why == NULL || put_note(desk, item, where, why, error)) &&
	       apres_desk_take_away(entry, error);
}
