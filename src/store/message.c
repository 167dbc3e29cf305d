/* SPDX-License-Identifier: Apache-2.0 */
/* Messages: one row a mail, found again by bytes, by reply key, by id. */
#include "config.h"
#include "store/message.h"
#include "store/obligation.h"

#include "store/db.h"

#define COLUMNS                                                                          \
	"m.id, m.company, m.mailbox, m.base_name, m.sha256, m.candidate, m.message_id,"  \
	" m.reply_key, m.thread, m.subject, m.text, m.evidence, m.received, m.decided,"  \
	" m.audience, m.effect, m.rule, m.template, m.language, m.queue, m.reasons,"     \
	" m.classes, m.unknown, m.policy_digest, m.duplicate_of, m.closed, m.closed_by," \
	" m.closed_how, m.basis, m.application, m.quoted"

void
apres_record_free(apres_record *r)
{
	if (r == NULL)
		return;
	g_free(r->company);
	g_free(r->mailbox);
	g_free(r->base_name);
	g_free(r->sha256);
	g_free(r->candidate);
	g_free(r->message_id);
	g_free(r->reply_key);
	g_free(r->thread);
	g_free(r->subject);
	g_free(r->text);
	g_free(r->evidence);
	g_free(r->basis);
	g_free(r->quoted);
	g_free(r->rule);
	g_free(r->template_id);
	g_free(r->language);
	g_free(r->queue);
	g_strfreev(r->reasons);
	g_strfreev(r->classes);
	g_strfreev(r->unknown);
	g_free(r->policy_digest);
	g_free(r->closed_by);
	g_free(r->closed_how);
	g_free(r);
}

static void
free_record(gpointer record)
{
	apres_record_free(record);
}

static gpointer
take_record(apres_query *q)
{
	apres_record *r = g_new0(apres_record, 1);

	r->id = apres_take_int(q);
	r->company = apres_take_text(q);
	r->mailbox = apres_take_text(q);
	r->base_name = apres_take_text(q);
	r->sha256 = apres_take_text(q);
	r->candidate = apres_take_text(q);
	r->message_id = apres_take_text(q);
	r->reply_key = apres_take_text(q);
	r->thread = apres_take_text(q);
	r->subject = apres_take_text(q);
	r->text = apres_take_text(q);
	r->evidence = apres_take_text(q);
	r->received = apres_take_int(q);
	r->decided = apres_take_int(q);
	r->audience = (apres_audience)apres_take_int(q);
	r->effect = (apres_effect)apres_take_int(q);
	r->rule = apres_take_text(q);
	r->template_id = apres_take_text(q);
	r->language = apres_take_text(q);
	r->queue = apres_take_text(q);
	r->reasons = apres_take_words(q);
	r->classes = apres_take_words(q);
	r->unknown = apres_take_words(q);
	r->policy_digest = apres_take_text(q);
	r->duplicate_of = apres_take_int(q);
	r->closed = apres_take_int(q);
	r->closed_by = apres_take_text(q);
	r->closed_how = apres_take_text(q);
	r->basis = apres_take_text(q);
	r->case_id = apres_take_int(q);
	r->quoted = apres_take_text(q);
	return r;
}

bool
apres_message_find_intake(apres_store *store, const char *company, const char *sha256,
			  gint64 *id_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT id FROM message WHERE company = ?1 AND sha256 = ?2");

	apres_bind_text(&query, company);
	apres_bind_text(&query, sha256);
	return apres_query_int(&query, id_out, error);
}

bool
apres_message_find_reply_key(apres_store *store, const char *reply_key, gint64 *id_out,
			     GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, "SELECT id FROM message WHERE reply_key = ?1"
				      " AND reply_key IS NOT NULL AND duplicate_of = 0");

	apres_bind_text(&query, reply_key);
	return apres_query_int(&query, id_out, error);
}

bool
apres_message_add(apres_store *store, apres_record *r, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store,
		"INSERT INTO message (company, mailbox, base_name, sha256, "
		"candidate, message_id,"
		" reply_key, thread, subject, text, evidence, received, decided, "
		"audience, effect,"
		" rule, template, language, queue, reasons, classes, unknown, "
		"policy_digest,"
		" duplicate_of, basis, application, quoted) VALUES (?1, ?2, ?3, ?4, ?5, "
		"?6, ?7, "
		"?8, "
		"?9, ?10, ?11, ?12, ?13,"
		" ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27)");

	apres_bind_text(&query, r->company);
	apres_bind_text(&query, r->mailbox);
	apres_bind_text(&query, r->base_name);
	apres_bind_text(&query, r->sha256);
	apres_bind_text(&query, r->candidate);
	apres_bind_text(&query, r->message_id);
	apres_bind_text(&query, r->reply_key);
	apres_bind_text(&query, r->thread);
	apres_bind_text(&query, r->subject);
	apres_bind_text(&query, r->text);
	apres_bind_text(&query, r->evidence);
	apres_bind_int(&query, r->received);
	apres_bind_int(&query, r->decided);
	apres_bind_int(&query, r->audience);
	apres_bind_int(&query, r->effect);
	apres_bind_text(&query, r->rule);
	apres_bind_text(&query, r->template_id);
	apres_bind_text(&query, r->language);
	apres_bind_text(&query, r->queue);
	apres_bind_words(&query, r->reasons);
	apres_bind_words(&query, r->classes);
	apres_bind_words(&query, r->unknown);
	apres_bind_text(&query, r->policy_digest);
	apres_bind_int(&query, r->duplicate_of);
	apres_bind_text(&query, r->basis);
	apres_bind_int(&query, r->case_id);
	apres_bind_text(&query, r->quoted);
	if (!apres_store_in_txn(store, error) || !apres_query_run(&query, error))
		return false;
	r->id = apres_store_last_id(store);
	return true;
}

bool
apres_message_get(apres_store *store, gint64 id, apres_record **record_out,
		  GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT " COLUMNS " FROM message m WHERE m.id = ?1");
	bool row;

	*record_out = NULL;
	apres_bind_int(&query, id);
	if (!apres_query_step(&query, &row, error))
		return false;
	if (row)
		*record_out = take_record(&query);
	return true;
}

bool
apres_message_list_since(apres_store *store, const char *company, gint64 since,
			 gint64 after, guint max, GPtrArray **records_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT " COLUMNS " FROM message m WHERE m.company = ?1"
		       " AND m.decided >= ?2 AND m.id > ?3 AND m.duplicate_of = 0"
		       " ORDER BY m.id LIMIT ?4");

	apres_bind_text(&query, company);
	apres_bind_int(&query, since);
	apres_bind_int(&query, after);
	apres_bind_int(&query, max);
	return apres_query_rows(&query, take_record, free_record, records_out, error);
}

bool
apres_message_find_answered(apres_store *store, const char *company, const GPtrArray *ids,
			    GArray **message_ids_out, GError **error)
{
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(gint64));

	for (guint i = 0; i < ids->len; i++) {
		g_auto(apres_query) query = apres_query_of(
			store, "SELECT id FROM message WHERE company = ?1"
			       " AND message_id = ?2 AND duplicate_of = 0");
		apres_bind_text(&query, company);
		apres_bind_text(&query, ids->pdata[i]);
		if (!apres_query_add_ints(&query, found, error))
			return false;
	}
	*message_ids_out = g_steal_pointer(&found);
	return true;
}

/* What waits for a person: held mail, and replies that did not leave. */
bool
apres_review_list(apres_store *store, const char *company, GPtrArray **records_out,
		  GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, APRES_QUERY_WHOLE
		"SELECT " COLUMNS " FROM message m WHERE m.effect = 2 AND m.closed = 0"
		" AND m.duplicate_of = 0 AND (?1 IS NULL OR m.company = ?1)"
		" UNION ALL SELECT " COLUMNS
		" FROM outbox o JOIN message m ON m.id = o.message"
		" WHERE (o.state IN (6, 7, 8) OR o.returned <> 0)"
		" AND m.effect = 0 AND m.closed = 0"
		" AND o.id = (SELECT max(n.id) FROM outbox n WHERE n.message = m.id"
		" AND n.kind = 'reply') AND (?1 IS NULL OR m.company = ?1)"
		/* ... or was only thought of, in shadow. */
		" UNION ALL SELECT " COLUMNS " FROM message m WHERE m.effect = 0"
		" AND m.closed = 0 AND m.duplicate_of = 0"
		" AND (?1 IS NULL OR m.company = ?1) AND NOT EXISTS (SELECT 1 FROM"
		" outbox n WHERE n.message = m.id AND n.kind = 'reply') ORDER BY 1");

	apres_bind_text(&query, company);
	return apres_query_rows(&query, take_record, free_record, records_out, error);
}

bool
apres_review_close(apres_store *store, gint64 id, const char *by, const char *how,
		   gint64 now, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "UPDATE message SET closed = ?2, closed_by = ?3, closed_how = ?4"
		       " WHERE id = ?1 AND closed = 0");

	apres_bind_int(&query, id);
	apres_bind_int(&query, now);
	apres_bind_text(&query, by);
	apres_bind_text(&query, how);
	return apres_store_in_txn(store, error) && apres_query_run(&query, error) &&
	       apres_obligation_close_reviewed(store, id, how, now, error);
}
