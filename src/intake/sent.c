/* SPDX-License-Identifier: Apache-2.0 */
/* A mail in somebody's Sent folder -> what it settles. */
#include "config.h"
#include "intake/sent.h"
#include "intake/letter.h"
#include "intake/message-ids.h"
#include "store/audit.h"
#include "store/message.h"
#include "store/seen.h"
#include "store/obligation.h"
#include "store/outbox.h"

char *
apres_sent_box(const apres_mailbox_config *mailbox)
{
	return g_strconcat("sent:", mailbox->id, NULL);
}

char *
apres_sent_answered_box(const char *company)
{
	return g_strconcat("answered:", company, NULL);
}

/* Is a debrief still owed for message ID?  Then the message stays open. */
static bool
owes_debrief(apres_store *store, gint64 id, bool *yes_out, GError **error)
{
	g_autoptr(GPtrArray) owed = NULL;

	*yes_out = false;
	if (!apres_obligation_of(store, id, &owed, error))
		return false;
	for (guint i = 0; i < owed->len; i++) {
		const apres_owed *o = owed->pdata[i];
		if (o->closed == 0 && o->kind == APRES_OBLIGATION_DEBRIEF)
			*yes_out = true;
	}
	return true;
}

/* RECORD was answered by a person. */
static bool
settle(apres_store *store, const apres_mailbox_config *mailbox,
       const apres_record *record, gint64 now, GError **error)
{
	guint cancelled = 0;
	bool debrief, confirmed;

	if (!apres_outbox_cancel_thread(store, record, "a person has answered", now,
					&cancelled, error) ||
	    !apres_obligation_close_confirmations(store, record, "answered", now,
						  &confirmed, error) ||
	    !owes_debrief(store, record->id, &debrief, error))
		return false;
	/* What a law wants confirmed is seldom answered at once: in doubt it is still
	 * owed, until somebody says that it is done, or writes again. */
	if (!confirmed &&
	    !apres_obligation_close_answers(store, record, "answered", now, error))
		return false;
	/* Held, or to be answered by us: it waits for nobody any more. */
	if (record->closed == 0 && !debrief && !confirmed &&
	    !apres_review_close(store, record->id, "a mail in Sent", "answered", now,
				error))
		return false;
	json_auto_t *pub =
		json_pack("{sssi}", "mailbox", mailbox->id, "cancelled", (int)cancelled);
	return apres_audit_append(store, "answered-by-person", record->company,
				  record->id, pub, NULL, now, NULL, error);
}

/* Everybody to whom the mail goes, as identities (a set). */
static GHashTable *
recipients(const apres_headers *headers)
{
	static const char *const fields[] = { "To", "Cc", "Bcc" };
	GHashTable *all = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint f = 0; f < G_N_ELEMENTS(fields); f++) {
		g_autoptr(GPtrArray) people = apres_circle_people(headers, fields[f]);
		for (guint i = 0; i < people->len; i++)
			g_hash_table_add(all, g_strdup(people->pdata[i]));
	}
	return all;
}

/*
 * Of the mails answered, those whose writer gets this one: a recruiter who asks
 * a colleague about a candidate's mail has not answered the candidate.
 */
static bool
settle_all(apres_store *store, const apres_mailbox_config *mailbox,
	   const apres_headers *headers, const GPtrArray *ids, gint64 now, guint *closed,
	   GError **error)
{
	g_autoptr(GHashTable) to = recipients(headers);
	g_autoptr(GArray) messages = NULL;

	if (!apres_message_find_answered(store, mailbox->company, ids, &messages, error))
		return false;
	for (guint i = 0; i < messages->len; i++) {
		g_autoptr(apres_record) record = NULL;
		if (!apres_message_get(store, g_array_index(messages, gint64, i), &record,
				       error))
			return false;
		if (record->candidate == NULL ||
		    !g_hash_table_contains(to, record->candidate))
			continue;
		if (!settle(store, mailbox, record, now, error))
			return false;
		(*closed)++;
	}
	return true;
}

/* Only the mail answered directly; older ones of the thread were answered by others, or
 * not. */
static bool
remember_answered(apres_store *store, const char *company, const GPtrArray *answered,
		  gint64 now, GError **error)
{
	g_autofree char *box = apres_sent_answered_box(company);

	return answered->len == 0 ||
	       apres_name_add(store, box, answered->pdata[0], "seen", 0, now, error);
}

/* What is known from now on: to whom it was written, and what a person has answered. */
static bool
remember(apres_store *store, const apres_circle *circle, const apres_headers *headers,
	 const GPtrArray *answered, gint64 now, GError **error)
{
	return apres_letter_keep(store, circle, headers, answered, now, error) &&
	       remember_answered(store, apres_circle_company(circle), answered, now,
				 error);
}

/* A vacation program's answer in Sent is nobody's answer; nor is a copy of our own. */
static bool
is_automatic(const apres_headers *headers)
{
	const char *value = apres_headers_get(headers, "Auto-Submitted");

	return (value != NULL && g_ascii_strncasecmp(value, "no", 2) != 0) ||
	       apres_headers_get(headers, "X-Apres-Loop") != NULL;
}

bool
apres_sent_note(apres_store *store, const apres_circle *circle, const char *base_name,
		const apres_headers *headers, gint64 now, guint *closed_out,
		GError **error)
{
	g_autofree char *box = apres_sent_box(circle->mailbox);
	g_autoptr(GPtrArray) ids = apres_message_ids_answered(headers);

	*closed_out = 0;
	if (!apres_name_add(store, box, base_name, "seen", 0, now, error))
		return false;
	if (is_automatic(headers))
		return true;
	if (!remember(store, circle, headers, ids, now, error))
		return false;
	return ids->len == 0 ||
	       settle_all(store, circle->mailbox, headers, ids, now, closed_out, error);
}

bool
apres_sent_adopt(apres_store *store, const apres_circle *circle, const char *base_name,
		 const apres_headers *headers, gint64 now, GError **error)
{
	g_autofree char *box = apres_sent_box(circle->mailbox);
	g_autoptr(GPtrArray) ids = apres_message_ids_answered(headers);

	return apres_name_add(store, box, base_name, "adopted", 0, now, error) &&
	       (is_automatic(headers) ||
		remember(store, circle, headers, ids, now, error));
}
