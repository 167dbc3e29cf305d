/* SPDX-License-Identifier: Apache-2.0 */
/* Mails about debriefs, and what was answered to each. */
#include "config.h"
#include "store/debrief-mail.h"

#include "store/audit.h"
#include "store/db.h"

#define COLUMNS                                                                          \
	"m.id, m.debrief, m.occasion, m.purpose, m.address, m.message_id, m.sent,"       \
	" m.expires"

const char *
apres_debrief_purpose_to_string(apres_debrief_purpose purpose)
{
	static const char *const purposes[] = { "owed", "scheduled", "asked",
						"cancelled" };

	return purposes[purpose];
}

void
apres_debrief_mail_free(apres_debrief_mail *mail)
{
	if (mail == NULL)
		return;
	g_free(mail->occasion);
	g_free(mail->address);
	g_free(mail->message_id);
	g_free(mail);
}

static void
free_mail(gpointer data)
{
	apres_debrief_mail_free(data);
}

static gpointer
take_mail(apres_query *q)
{
	apres_debrief_mail *m = g_new0(apres_debrief_mail, 1);

	m->id = apres_take_int(q);
	m->debrief = apres_take_int(q);
	m->occasion = apres_take_text(q);
	m->purpose = (apres_debrief_purpose)apres_take_int(q);
	m->address = apres_take_text(q);
	m->message_id = apres_take_text(q);
	m->sent = apres_take_int(q);
	m->expires = apres_take_int(q);
	return m;
}

bool
apres_debrief_mail_known(apres_store *store, gint64 debrief, const char *occasion,
			 bool *known_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store,
		"SELECT id FROM debrief_mail WHERE debrief = ?1 AND occasion = ?2");

	apres_bind_int(&query, debrief);
	apres_bind_text(&query, occasion);
	return apres_query_step(&query, known_out, error);
}

static bool
note_sent(apres_store *store, const char *company, const apres_debrief_mail *mail,
	  GError **error)
{
	json_auto_t *pub =
		json_pack("{s:I, s:s, s:s, s:I}", "debrief", (json_int_t)mail->debrief,
			  "purpose", apres_debrief_purpose_to_string(mail->purpose),
			  "outcome", "asked", "expires", (json_int_t)mail->expires);
	json_auto_t *body = json_pack("{s:s, s:s}", "to", mail->address, "message_id",
				      mail->message_id);

	return apres_audit_append(store, "debrief-mail", company, 0, pub, body,
				  mail->sent, NULL, error);
}

bool
apres_debrief_mail_add(apres_store *store, const char *company, apres_debrief_mail *mail,
		       GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "INSERT INTO debrief_mail (debrief, occasion, purpose, address,"
		       " message_id, sent, expires) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");

	if (!apres_store_in_txn(store, error))
		return false;
	apres_bind_int(&query, mail->debrief);
	apres_bind_text(&query, mail->occasion);
	apres_bind_int(&query, mail->purpose);
	apres_bind_text(&query, mail->address);
	apres_bind_text(&query, mail->message_id);
	apres_bind_int(&query, mail->sent);
	apres_bind_int(&query, mail->expires);
	if (!apres_query_run(&query, error))
		return false;
	mail->id = apres_store_last_id(store);
	return note_sent(store, company, mail, error);
}

bool
apres_debrief_mail_find(apres_store *store, const char *company, const char *message_id,
			apres_debrief_mail **mail_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT " COLUMNS
		       " FROM debrief_mail m JOIN debrief d ON d.id = m.debrief"
		       " WHERE m.message_id = ?1 AND d.company = ?2");

	bool row;

	*mail_out = NULL;
	apres_bind_text(&query, message_id);
	apres_bind_text(&query, company);
	if (!apres_query_step(&query, &row, error))
		return false;
	if (row)
		*mail_out = take_mail(&query);
	return true;
}

bool
apres_debrief_mail_list(apres_store *store, gint64 debrief, GPtrArray **mails_out,
			GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT " COLUMNS
		       " FROM debrief_mail m WHERE m.debrief = ?1 ORDER BY m.id");

	apres_bind_int(&query, debrief);
	return apres_query_rows(&query, take_mail, free_mail, mails_out, error);
}

bool
apres_debrief_mail_used(apres_store *store, const apres_debrief_mail *mail,
			const char *act, bool *used_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT at FROM debrief_act WHERE mail = ?1 AND act = ?2");

	apres_bind_int(&query, mail->id);
	apres_bind_text(&query, act);
	return apres_query_step(&query, used_out, error);
}

bool
apres_debrief_mail_use(apres_store *store, const apres_debrief_mail *mail,
		       const char *act, gint64 now, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "INSERT INTO debrief_act (mail, act, at) VALUES (?1, ?2, ?3)");

	if (!apres_store_in_txn(store, error))
		return false;
	apres_bind_int(&query, mail->id);
	apres_bind_text(&query, act);
	apres_bind_int(&query, now);
	return apres_query_run(&query, error);
}

bool
apres_debrief_mail_note(apres_store *store, const char *company,
			const apres_debrief_mail *mail, const char *outcome,
			gint64 message_id, gint64 now, GError **error)
{
	json_auto_t *pub = json_pack("{s:s}", "outcome", outcome);

	if (mail != NULL) {
		json_object_set_new(pub, "debrief", json_integer(mail->debrief));
		json_object_set_new(
			pub, "purpose",
			json_string(apres_debrief_purpose_to_string(mail->purpose)));
	}
	return apres_audit_append(store, "debrief-mail", company, message_id, pub, NULL,
				  now, NULL, error);
}
