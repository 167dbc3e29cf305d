/* SPDX-License-Identifier: Apache-2.0 */
/* Everything about somebody, as the store has it: SQLite itself makes the objects. */
#include "config.h"
#include "store/person.h"

#include "store/audit-parts.h"
#include "store/person-parts.h"
#include "util/error.h"

typedef struct part {
	const char *name;
	const char *sql;
} part;

#define TIME(column)                                                                     \
	"CASE " column " WHEN 0 THEN NULL ELSE datetime(" column                         \
	", 'unixepoch') || 'Z' END"

static const part parts[] = {
	{ "mails",
	  "SELECT json_object('id', id, 'mailbox', mailbox, 'received', " TIME(
		  "received") ", 'decided', " TIME("decided") ", 'from', candidate, "
							      "'message_id', message_id,"
							      " 'subject', subject, "
							      "'text', text, 'effect', "
							      "CASE effect WHEN 0 THEN "
							      "'reply'"
							      " WHEN 1 THEN 'silence' "
							      "ELSE 'hold' END, 'rule', "
							      "rule, 'read_as',"
							      " json(classes), "
							      "'reasons', json(reasons), "
							      "'policy', policy_digest)"
							      " FROM message WHERE "
							      "id" APRES_IN_MAILS
							      " ORDER BY id" },
	{ "sent",
	  "SELECT json_object('id', id, 'mail', message, 'kind', kind, 'to', recipient,"
	  " 'subject', subject, 'written', " TIME(
		  "created") ", 'left', CASE state"
			     " WHEN 4 THEN " TIME(
				     "finished") " END, 'bytes', CAST(bytes AS TEXT))"
						 " FROM outbox WHERE "
						 "message" APRES_IN_MAILS
						 " OR (company = ?1"
						 " AND recipient" APRES_IN_NAMES
						 ") ORDER BY id" },
	{ "cases",
	  "SELECT json_object('id', id, 'person', person, 'requisition', requisition,"
	  " 'name', name, 'addresses', addresses, 'role', role, 'stage', stage,"
	  " 'outcome', outcome, 'channel', channel, 'decided', decided, 'interviewed',"
	  " interviewed, 'recorded', recorded, 'recruiter', recruiter, 'manager',"
	  " manager, 'hr', hr, 'jurisdiction', jurisdiction, 'pay_range', pay_range,"
	  " 'do_not_rehire', do_not_rehire, 'talent_pool', talent_pool, 'internal',"
	  " internal) FROM application WHERE id" APRES_IN_CASES " ORDER BY id" },
	{ "owed", "SELECT json_object('id', id, 'mail', message, 'owner', owner, "
		  "'due', " TIME("due") ", 'opened', " TIME("opened") ", 'closed', " TIME(
			  "closed") ", 'closed_how', closed_how) FROM obligation WHERE "
				    "message" APRES_IN_MAILS
				    " OR (company = ?1 AND candidate" APRES_IN_NAMES
				    ") ORDER BY id" },
	{ "debriefs",
	  "SELECT json_object('id', id, 'requisition', requisition, 'owner', owner,"
	  " 'opened', " TIME("opened") ", 'changed', " TIME(
		  "changed") ") FROM debrief"
			     " WHERE company = ?1 AND person" APRES_IN_NAMES
			     " ORDER BY id" },
	{ "letters",
	  "SELECT json_object('message_id', message_id, 'topic', topic, 'at', " TIME(
		  "at") ") FROM letter WHERE company = ?1 AND identity" APRES_IN_NAMES
			" ORDER BY at" },
	{ "legal_holds",
	  "SELECT json_object('since', " TIME("at") ", 'until', " TIME(
		  "lifted") ") FROM legal_hold WHERE company = ?1 AND "
			    "(name" APRES_IN_NAMES " OR application" APRES_IN_CASES
			    ") ORDER BY at" },
	{ "erase_requests",
	  "SELECT json_object('asked', " TIME("at") ", 'basis', basis, 'closed', " TIME(
		  "closed") ", 'closed_how', closed_how) FROM erase_request"
			    " WHERE company = ?1 AND name" APRES_IN_NAMES
			    " ORDER BY id" },
};

static bool
add_part(apres_store *store, const part *one, const apres_person *person, json_t *dump,
	 GError **error)
{
	g_auto(apres_query) query = apres_query_of(store, one->sql);
	json_t *array = json_array();
	bool row = true;

	json_object_set_new(dump, one->name, array);
	apres_person_bind(&query, person, 0);
	while (row) {
		if (!apres_query_step(&query, &row, error))
			return false;
		g_autofree char *text = row ? apres_take_text(&query) : NULL;
		if (text != NULL)
			json_array_append_new(array, json_loads(text, 0, NULL));
	}
	return true;
}

static bool
add_entries(apres_store *store, const apres_person *person, json_t *dump, GError **error)
{
	json_t *array = json_array();

	json_object_set_new(dump, "record", array);
	for (guint i = 0; i < person->entries->len; i++) {
		gint64 index = g_array_index(person->entries, gint64, i);
		g_autoptr(GPtrArray) found = NULL;

		if (!apres_audit_list(store, NULL, 0, index, 1, &found, error))
			return false;
		const apres_audit_entry *e = found->len > 0 ? found->pdata[0] : NULL;
		/* A notice that names the person names others, too. */
		bool notice = e != NULL && g_str_equal(e->type, "send-intent") &&
			      e->message_id == 0;
		if (e != NULL)
			json_array_append_new(
				array, json_pack("{s:I, s:s, s:O, s:O?}", "index",
						 (json_int_t)e->index, "type", e->type,
						 "facts", e->pub, "private",
						 notice ? NULL : e->private_body));
	}
	return true;
}

bool
apres_person_dump(apres_store *store, const apres_person *person, json_t **dump_out,
		  GError **error)
{
	json_auto_t *dump = json_object();
	json_t *names = json_array();

	json_object_set_new(dump, "company", json_string(person->company));
	json_object_set_new(dump, "names", names);
	for (guint i = 0; i < person->names->len; i++)
		json_array_append_new(names, json_string(person->names->pdata[i]));
	for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
		if (!add_part(store, &parts[i], person, dump, error))
			return false;
	if (!add_entries(store, person, dump, error))
		return false;
	*dump_out = g_steal_pointer(&dump);
	return true;
}
