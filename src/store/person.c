/* SPDX-License-Identifier: Apache-2.0 */
/* Which rows are about somebody. */
#include "config.h"
#include "store/person.h"

#include <string.h>

#include "store/audit-parts.h"
#include "store/person-parts.h"
#include "util/error.h"

void
apres_person_free(apres_person *person)
{
	if (person == NULL)
		return;
	g_free(person->company);
	g_ptr_array_unref(person->names);
	g_array_unref(person->messages);
	g_array_unref(person->cases);
	g_array_unref(person->subjects);
	g_array_unref(person->entries);
	g_free(person);
}

static apres_person *
person_new(const char *company, const char *name)
{
	apres_person *person = g_new0(apres_person, 1);

	person->company = g_strdup(company);
	person->names = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(person->names, g_strdup(name));
	person->messages = g_array_new(FALSE, FALSE, sizeof(gint64));
	person->cases = g_array_new(FALSE, FALSE, sizeof(gint64));
	person->subjects = g_array_new(FALSE, FALSE, sizeof(gint64));
	person->entries = g_array_new(FALSE, FALSE, sizeof(gint64));
	return person;
}

static void
bind_ints(apres_query *query, const GArray *values)
{
	g_autoptr(GString) text = g_string_new("[");

	for (guint i = 0; i < values->len; i++)
		g_string_append_printf(text, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "",
				       g_array_index(values, gint64, i));
	g_string_append_c(text, ']');
	apres_bind_text(query, text->str);
}

void
apres_person_bind(apres_query *query, const apres_person *person, gint64 now)
{
	g_autoptr(GPtrArray) names = g_ptr_array_copy(person->names, NULL, NULL);

	g_ptr_array_set_free_func(names, NULL);
	g_ptr_array_add(names, NULL);
	apres_bind_text(query, person->company);
	apres_bind_words(query, (char *const *)names->pdata);
	bind_ints(query, person->messages);
	bind_ints(query, person->cases);
	bind_ints(query, person->subjects);
	apres_bind_int(query, now);
}

static bool
add_ints(apres_store *store, const char *sql, const apres_person *person, GArray *values,
	 GError **error)
{
	g_auto(apres_query) query = apres_query_of(store, sql);

	apres_person_bind(&query, person, 0);
	return apres_query_add_ints(&query, values, error);
}

static bool
number_of(apres_store *store, const char *sql, const apres_person *person,
	  gint64 *value_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(store, sql);

	apres_person_bind(&query, person, 0);
	return apres_query_int(&query, value_out, error);
}

/* ---- names and cases ---- */

/* An agency's address stands for many: who is meant must be said. */
static bool
check_one(apres_store *store, const apres_person *person, GError **error)
{
	gint64 count;

	if (!number_of(store,
		       "SELECT count(DISTINCT c.person) FROM application_address a"
		       " JOIN application c ON c.id = a.application"
		       " WHERE a.company = ?1 AND a.address" APRES_IN_NAMES,
		       person, &count, error))
		return false;
	return count <= 1 ||
	       apres_throw(error, APRES_ERROR_INPUT,
			   "%s is an address of %d people; name the one that is meant as "
			   "the case does: apres case list --address %s",
			   (const char *)person->names->pdata[0], (int)count,
			   (const char *)person->names->pdata[0]);
}

static bool
add_names(apres_store *store, const char *sql, apres_person *person, GError **error)
{
	g_auto(apres_query) query = apres_query_of(store, sql);
	bool row = true;

	apres_person_bind(&query, person, 0);
	while (row) {
		if (!apres_query_step(&query, &row, error))
			return false;
		g_autofree char *name = row ? apres_take_text(&query) : NULL;
		if (name != NULL && !g_ptr_array_find_with_equal_func(person->names, name,
								      g_str_equal, NULL))
			g_ptr_array_add(person->names, g_steal_pointer(&name));
	}
	return true;
}

static bool
add_cases(apres_store *store, apres_person *person, GError **error)
{
	return check_one(store, person, error) &&
	       add_names(store,
			 "SELECT c.person FROM application_address a"
			 " JOIN application c ON c.id = a.application"
			 " WHERE a.company = ?1 AND a.address" APRES_IN_NAMES,
			 person, error) &&
	       add_ints(store,
			"SELECT id FROM application WHERE company = ?1"
			" AND person" APRES_IN_NAMES,
			person, person->cases, error) &&
	       add_names(
		       store,
		       "SELECT a.address FROM application_address a"
		       " WHERE a.application" APRES_IN_CASES " AND NOT EXISTS"
		       " (SELECT 1 FROM application_address o WHERE o.company = a.company"
		       " AND o.address = a.address"
		       " AND o.application NOT" APRES_IN_CASES ")",
		       person, error);
}

/* ---- mails and entries ---- */

static bool
add_subjects(apres_store *store, apres_person *person, GError **error)
{
	return add_ints(store,
			"SELECT id FROM subject WHERE company = ?1"
			" AND name" APRES_IN_NAMES
			" UNION SELECT s.id FROM json_each(?3) m JOIN subject s"
			" ON s.company = ?1 AND s.name = 'mail:' || m.value",
			person, person->subjects, error);
}

static bool
mentions(const json_t *body, const GPtrArray *names)
{
	char *text = json_dumps(body, JSON_COMPACT);
	g_autofree char *folded = text != NULL ? g_ascii_strdown(text, -1) : NULL;
	bool found = false;

	free(text);
	for (guint i = 0; folded != NULL && i < names->len && !found; i++) {
		g_autofree char *name = g_ascii_strdown(names->pdata[i], -1);
		found = strstr(folded, name) != NULL;
	}
	return found;
}

static bool
add_entries(apres_store *store, apres_person *person, GError **error)
{
	g_array_set_size(person->entries, 0);
	return add_ints(store,
			"SELECT idx FROM body WHERE subject" APRES_IN_SUBJECTS
			" ORDER BY idx",
			person, person->entries, error);
}

/* Each is sealed with a key of its own. */
bool
apres_person_find_notices(apres_store *store, apres_person *person, GError **error)
{
	g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(gint64));
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT b.idx, s.id FROM subject s JOIN body b ON b.subject = s.id"
		       " WHERE s.company = ?1 AND s.name GLOB 'notice:*'");
	bool row = true;

	apres_bind_text(&query, person->company);
	while (row) {
		if (!apres_query_step(&query, &row, error))
			return false;
		for (int i = 0; row && i < 2; i++) {
			gint64 value = apres_take_int(&query);
			g_array_append_val(rows, value);
		}
	}
	for (guint i = 0; i + 1 < rows->len; i += 2) {
		json_auto_t *body = NULL;
		apres_body_state state;

		if (!apres_store_audit_body(store, g_array_index(rows, gint64, i), &body,
					    &state, error))
			return false;
		person->unread += state == APRES_BODY_LOST || state == APRES_BODY_NO_KEY;
		if (body != NULL && mentions(body, person->names))
			g_array_append_val(person->subjects,
					   g_array_index(rows, gint64, i + 1));
	}
	return add_entries(store, person, error);
}

void
apres_person_merge(apres_person *person, const apres_person *other)
{
	for (guint i = 0; i < other->names->len; i++)
		g_ptr_array_add(person->names, g_strdup(other->names->pdata[i]));
	g_array_append_vals(person->messages, other->messages->data,
			    other->messages->len);
	g_array_append_vals(person->cases, other->cases->data, other->cases->len);
	g_array_append_vals(person->subjects, other->subjects->data,
			    other->subjects->len);
	g_array_append_vals(person->entries, other->entries->data, other->entries->len);
	person->last = MAX(person->last, other->last);
	person->held_mail |= other->held_mail;
	person->debriefs |= other->debriefs;
}

static bool
add_facts(apres_store *store, apres_person *person, GError **error)
{
	gint64 held, debriefs;

	if (!number_of(store,
		       "SELECT max(at) FROM (SELECT max(received, decided) AS at FROM"
		       " message WHERE id" APRES_IN_MAILS
		       " UNION ALL SELECT created FROM outbox WHERE company = ?1"
		       " AND candidate" APRES_IN_NAMES " UNION ALL SELECT at FROM letter"
		       " WHERE company = ?1 AND identity" APRES_IN_NAMES
		       " UNION ALL SELECT changed FROM debrief WHERE company = ?1"
		       " AND person" APRES_IN_NAMES
		       " UNION ALL SELECT unixepoch(max(coalesce(recorded, ''),"
		       " coalesce(decided, ''), coalesce(interviewed, '')))"
		       " FROM application WHERE id" APRES_IN_CASES ")",
		       person, &person->last, error) ||
	    !number_of(store,
		       "SELECT count(*) FROM message WHERE effect = 2"
		       " AND id" APRES_IN_MAILS,
		       person, &held, error) ||
	    !number_of(store,
		       "SELECT count(*) FROM debrief WHERE company = ?1"
		       " AND person" APRES_IN_NAMES,
		       person, &debriefs, error))
		return false;
	person->held_mail = held > 0;
	person->debriefs = debriefs > 0;
	return true;
}

/* Is there anything besides the name? */
static bool
is_known(apres_store *store, const apres_person *person, bool *known_out, GError **error)
{
	gint64 letters;

	if (!number_of(store,
		       "SELECT count(*) FROM letter WHERE company = ?1"
		       " AND identity" APRES_IN_NAMES,
		       person, &letters, error))
		return false;
	*known_out = letters > 0 || person->messages->len > 0 || person->cases->len > 0 ||
		     person->subjects->len > 0 || person->debriefs;
	return true;
}

bool
apres_person_find(apres_store *store, const char *company, const char *name,
		  apres_person **person_out, GError **error)
{
	g_autoptr(apres_person) person = person_new(company, name);
	bool known;

	*person_out = NULL;
	if (!add_cases(store, person, error) ||
	    !add_ints(store,
		      "SELECT id FROM message WHERE company = ?1"
		      " AND candidate" APRES_IN_NAMES
		      " UNION SELECT id FROM message WHERE application <> 0"
		      " AND application" APRES_IN_CASES " AND candidate IS NULL",
		      person, person->messages, error) ||
	    !add_subjects(store, person, error) || !add_entries(store, person, error) ||
	    !add_facts(store, person, error) || !is_known(store, person, &known, error))
		return false;
	if (known)
		*person_out = g_steal_pointer(&person);
	return true;
}

bool
apres_person_list(apres_store *store, const char *company, const char *after, guint max,
		  GPtrArray **names_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store,
		"SELECT person AS name FROM application WHERE company = ?1"
		" AND person > ?2 UNION SELECT candidate FROM message"
		" WHERE company = ?1 AND candidate > ?2 AND NOT EXISTS (SELECT 1 FROM"
		" application_address a WHERE a.company = ?1 AND a.address = candidate)"
		" ORDER BY name LIMIT ?3");
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	bool row = true;

	apres_bind_text(&query, company);
	apres_bind_text(&query, after);
	apres_bind_int(&query, max);
	while (row) {
		if (!apres_query_step(&query, &row, error))
			return false;
		if (row)
			g_ptr_array_add(names, apres_take_text(&query));
	}
	*names_out = g_steal_pointer(&names);
	return true;
}
