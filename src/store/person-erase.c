/* SPDX-License-Identifier: Apache-2.0 */
/* Forgetting somebody, row by row.  Numbers, rules and times stay: they name nobody. */
#include "config.h"
#include "store/person.h"

#include <string.h>

#include "store/audit-parts.h"
#include "store/person-parts.h"
#include "util/error.h"

#define GONE "erased"

static bool
count_of(apres_store *store, const char *sql, const apres_person *person,
	 gint64 *count_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(store, sql);

	apres_person_bind(&query, person, 0);
	return apres_query_int(&query, count_out, error);
}

bool
apres_person_may_go(apres_store *store, const apres_person *person, GError **error)
{
	gint64 sending, claims;

	if (!count_of(store,
		      "SELECT count(*) FROM outbox WHERE state IN (2, 3)"
		      " AND (message" APRES_IN_MAILS " OR recipient" APRES_IN_NAMES ")",
		      person, &sending, error) ||
	    !count_of(store,
		      "SELECT min(id) FROM message WHERE closed = 0 AND effect = 2"
		      " AND id" APRES_IN_MAILS " AND (classes LIKE '%\"legal-threat\"%'"
		      " OR classes LIKE '%\"counsel-regulator\"%')",
		      person, &claims, error))
		return false;
	if (sending > 0)
		return apres_throw(error, APRES_ERROR_TEMP,
				   "a reply to %s is being sent; try again",
				   (const char *)person->names->pdata[0]);
	return claims == 0 ||
	       apres_throw(error, APRES_ERROR_INPUT,
			   "mail %" G_GINT64_FORMAT
			   " may announce a claim and waits for a person: set a legal "
			   "hold, or answer it and say so (apres review done)",
			   claims);
}

json_t *
apres_person_numbers(const GArray *numbers)
{
	json_t *array = json_array();

	for (guint i = 0; i < numbers->len; i++)
		json_array_append_new(array,
				      json_integer(g_array_index(numbers, gint64, i)));
	return array;
}

bool
apres_person_intend(apres_store *store, const apres_person *person, const json_t *facts,
		    gint64 now, GError **error)
{
	json_auto_t *pub = json_pack(
		"{s:o, s:o, s:i, s:i}", "entries", apres_person_numbers(person->entries),
		"subjects", apres_person_numbers(person->subjects), "mails",
		(int)person->messages->len, "cases", (int)person->cases->len);

	json_object_update(pub, (json_t *)facts);
	return apres_audit_append(store, APRES_AUDIT_ERASE_INTENT, person->company, 0,
				  pub, NULL, now, NULL, error);
}

bool
apres_person_conclude(apres_store *store, const char *company, const json_t *facts,
		      gint64 now, GError **error)
{
	return apres_audit_append(store, "erase-done", company, 0, (json_t *)facts, NULL,
				  now, NULL, error);
}

bool
apres_person_destroy_keys(apres_store *store, const apres_person *person, GError **error)
{
	if (person->subjects->len == 0)
		return true;
	apres_keyfile *keys = apres_store_keys(store, error);
	if (keys == NULL)
		return false;
	for (guint i = 0; i < person->subjects->len; i++)
		if (!apres_keyfile_destroy(
			    keys, g_array_index(person->subjects, gint64, i), error))
			return false;
	return true;
}

/* In this order: what leads to other rows goes after them. */
static const char *const deletions[] = {
	"DELETE FROM body WHERE subject" APRES_IN_SUBJECTS,
	"DELETE FROM subject WHERE id" APRES_IN_SUBJECTS,
	"UPDATE outbox SET recipient = '" GONE "', candidate = NULL, thread = NULL,"
	" smtp_message_id = '" GONE ":' || id, subject = NULL, bytes = x'',"
	" last_result = NULL, bounce_tag = NULL, envelope_from = '" GONE "',"
	" finished = CASE finished WHEN 0 THEN ?6 ELSE finished END,"
	" state = CASE WHEN state IN (0, 1, 5) THEN 8 ELSE state END"
	" WHERE message" APRES_IN_MAILS " OR (company = ?1 AND (candidate" APRES_IN_NAMES
	" OR recipient" APRES_IN_NAMES "))",
	"UPDATE outbox SET subject = NULL, bytes = x'' WHERE company = ?1 AND message = 0"
	" AND state IN (4, 6, 8) AND EXISTS (SELECT 1 FROM json_each(?2) n"
	" WHERE instr(lower(CAST(outbox.bytes AS TEXT)), n.value))",
	"UPDATE obligation SET candidate = NULL, thread = '" GONE ":' || id,"
	" application = 0, closed = CASE closed WHEN 0 THEN ?6 ELSE closed END,"
	" closed_how = '" GONE "' WHERE message" APRES_IN_MAILS
	" OR (application <> 0 AND application" APRES_IN_CASES
	") OR (company = ?1 AND candidate" APRES_IN_NAMES ")",
	"DELETE FROM debrief_act WHERE mail IN (SELECT m.id FROM debrief_mail m"
	" JOIN debrief d ON d.id = m.debrief WHERE d.company = ?1"
	" AND d.person" APRES_IN_NAMES ")",
	"DELETE FROM debrief_mail WHERE debrief IN (SELECT id FROM debrief"
	" WHERE company = ?1 AND person" APRES_IN_NAMES ")",
	"UPDATE debrief SET person = '" GONE ":' || id, thread = '" GONE ":' || id,"
	" application = 0, state = max(state, 8) WHERE company = ?1"
	" AND person" APRES_IN_NAMES,
	"DELETE FROM letter WHERE company = ?1 AND message_id IN (SELECT message_id FROM"
	" letter WHERE company = ?1 AND identity" APRES_IN_NAMES ")",
	"DELETE FROM legal_hold WHERE lifted <> 0 AND company = ?1"
	" AND (name" APRES_IN_NAMES " OR application" APRES_IN_CASES ")",
	"UPDATE erase_request SET name = '" GONE "', salt = '',"
	" closed_how = CASE closed WHEN 0 THEN '" GONE "' ELSE closed_how END,"
	" closed = CASE closed WHEN 0 THEN ?6 ELSE closed END"
	" WHERE company = ?1 AND name" APRES_IN_NAMES,
	/* Masked, but the words may be the person's: those of the days, wherever they
	 * began. */
	"DELETE FROM unexplained WHERE company = ?1 AND EXISTS (SELECT 1 FROM message m"
	" WHERE m.id" APRES_IN_MAILS " AND unexplained.day"
	" BETWEEN date(m.decided, 'unixepoch', '-1 day')"
	" AND date(m.decided, 'unixepoch', '+1 day'))",
	"UPDATE message SET candidate = NULL, message_id = NULL, reply_key = NULL,"
	" thread = '" GONE ":' || id, subject = NULL, text = NULL, quoted = NULL,"
	" evidence = NULL, basis = NULL, application = 0,"
	" closed = CASE closed WHEN 0 THEN ?6 ELSE closed END, closed_how = '" GONE "'"
	" WHERE id" APRES_IN_MAILS,
	"DELETE FROM application_look WHERE application" APRES_IN_CASES,
	"DELETE FROM application_address WHERE application" APRES_IN_CASES,
	"DELETE FROM application WHERE id" APRES_IN_CASES,
};

bool
apres_person_delete(apres_store *store, const apres_person *person, gint64 now,
		    GError **error)
{
	if (!apres_store_in_txn(store, error))
		return false;
	for (guint i = 0; i < G_N_ELEMENTS(deletions); i++) {
		g_auto(apres_query) query = apres_query_of(store, deletions[i]);
		apres_person_bind(&query, person, now);
		if (!apres_query_run(&query, error))
			return false;
	}
	return true;
}

bool
apres_store_flush(apres_store *store, GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, "PRAGMA wal_checkpoint(TRUNCATE)");
	gint64 busy;

	return apres_query_int(&query, &busy, error) &&
	       (busy == 0 ||
		apres_throw(error, APRES_ERROR_TEMP,
			    "store '%s': another program reads it; end it and try again",
			    store->folder));
}

bool
apres_store_rebuild(apres_store *store, GError **error)
{
	return apres_store_exec(store, "VACUUM", error) &&
	       apres_store_flush(store, error);
}

static gpointer
take_text(apres_query *query)
{
	return apres_take_text(query);
}

static bool
take_texts(apres_store *store, const char *sql, const apres_person *person,
	   GPtrArray **texts_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(store, sql);

	apres_person_bind(&query, person, 0);
	return apres_query_rows(&query, take_text, g_free, texts_out, error);
}

bool
apres_person_samples(apres_store *store, const apres_person *person,
		     GPtrArray **samples_out, GError **error)
{
	return take_texts(
		store,
		"SELECT substr(m.text, 1, 48) FROM message m WHERE m.id" APRES_IN_MAILS
		" AND length(m.text) >= 32 AND NOT EXISTS (SELECT 1 FROM message o"
		" WHERE o.company = m.company AND substr(o.text, 1, 32)"
		" = substr(m.text, 1, 32) AND o.id NOT" APRES_IN_MAILS ") LIMIT 20",
		person, samples_out, error);
}

bool
apres_person_files(apres_store *store, const apres_person *person, GPtrArray **files_out,
		   GError **error)
{
	return take_texts(store,
			  "SELECT n.mailbox || '/' || n.base_name FROM name n"
			  " WHERE n.message <> 0 AND n.message" APRES_IN_MAILS,
			  person, files_out, error);
}
