/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "store/letter.h"
#include "store/db.h"

/* The schema holds these numbers. */
G_STATIC_ASSERT(APRES_PART_ADDRESSEE == 0 && APRES_PART_BYSTANDER == 1 &&
		APRES_PART_HIDDEN == 2 && APRES_PART_ASIDE == 3);

bool
apres_letter_add(apres_store *store, const char *company, const char *message_id,
		 const char *identity, apres_part part, const char *topic, gint64 now,
		 GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store,
		"INSERT INTO letter (company, message_id, identity, part, topic, at)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING");

	apres_bind_text(&query, company);
	apres_bind_text(&query, message_id);
	apres_bind_text(&query, identity);
	apres_bind_int(&query, part);
	apres_bind_text(&query, topic);
	apres_bind_int(&query, now);
	return apres_store_in_txn(store, error) && apres_query_run(&query, error);
}

/* The first row of a QUERY that asks these three. */
static bool
ask(apres_query *query, const char *company, const char *message_id, const char *identity,
    bool *row_out, GError **error)
{
	apres_bind_text(query, company);
	apres_bind_text(query, message_id);
	apres_bind_text(query, identity);
	return apres_query_step(query, row_out, error);
}

/* A letter that somebody sent. */
static bool
part_in_letter(apres_store *store, const char *company, const char *message_id,
	       const char *identity, apres_part *part_out, GError **error)
{
	/* His own row, how many it was written to, and any row. */
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT coalesce(max(part) FILTER (WHERE identity = ?3), -1),"
		       " count(*) FILTER (WHERE part = 0), coalesce(max(part), -1)"
		       " FROM letter WHERE company = ?1 AND message_id = ?2");
	bool row;

	if (!ask(&query, company, message_id, identity, &row, error))
		return false;
	gint64 own = row ? apres_take_int(&query) : -1;
	gint64 addressees = row ? apres_take_int(&query) : 0;
	gint64 any = row ? apres_take_int(&query) : -1;
	if (any < 0)
		*part_out = APRES_PART_NONE;
	else if (any == APRES_PART_ASIDE)
		*part_out = APRES_PART_ASIDE;
	else if (own == APRES_PART_ADDRESSEE)
		*part_out = addressees == 1 ? APRES_PART_ADDRESSEE : APRES_PART_ONE_OF;
	else
		*part_out = own == APRES_PART_BYSTANDER ? APRES_PART_BYSTANDER
							: APRES_PART_STRANGER;
	return true;
}

/* What apres sent. */
static bool
part_in_reply(apres_store *store, const char *company, const char *message_id,
	      const char *identity, apres_part *part_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT kind = 'notice', candidate IS ?3 FROM outbox"
		       " WHERE smtp_message_id = ?2 AND company = ?1 LIMIT 1");
	bool row;

	if (!ask(&query, company, message_id, identity, &row, error))
		return false;
	bool notice = row && apres_take_int(&query) != 0;
	bool his = row && apres_take_int(&query) != 0;
	*part_out = !row     ? APRES_PART_NONE
		    : notice ? APRES_PART_ASIDE
		    : his    ? APRES_PART_ADDRESSEE
			     : APRES_PART_STRANGER;
	return true;
}

/* What he wrote himself. */
static bool
part_in_own(apres_store *store, const char *company, const char *message_id,
	    const char *identity, apres_part *part_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT 1 FROM message WHERE company = ?1 AND message_id = ?2"
		       " AND candidate = ?3 LIMIT 1");
	bool row;

	if (!ask(&query, company, message_id, identity, &row, error))
		return false;
	*part_out = row ? APRES_PART_ADDRESSEE : APRES_PART_NONE;
	return true;
}

bool
apres_letter_part(apres_store *store, const char *company, const char *message_id,
		  const char *identity, apres_part *part_out, GError **error)
{
	if (!part_in_letter(store, company, message_id, identity, part_out, error))
		return false;
	if (*part_out == APRES_PART_NONE &&
	    !part_in_reply(store, company, message_id, identity, part_out, error))
		return false;
	return *part_out != APRES_PART_NONE ||
	       part_in_own(store, company, message_id, identity, part_out, error);
}

bool
apres_letter_part_by_topic(apres_store *store, const char *company, const char *identity,
			   const char *topic, apres_part *part_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store,
		"SELECT message_id FROM letter WHERE company = ?1 AND identity = ?2"
		" AND part = 0 AND (?3 IS NULL OR topic = ?3)"
		" ORDER BY at DESC LIMIT 1");
	g_autofree char *id = NULL;

	*part_out = APRES_PART_NONE;
	apres_bind_text(&query, company);
	apres_bind_text(&query, identity);
	apres_bind_text(&query, topic);
	if (!apres_query_text(&query, &id, error))
		return false;
	return id == NULL ||
	       part_in_letter(store, company, id, identity, part_out, error);
}

bool
apres_letter_candidates(apres_store *store, const char *company, const char *message_id,
			GHashTable *candidates, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store,
		"SELECT identity FROM letter WHERE company = ?1 AND message_id = ?2"
		" AND part = 0 UNION SELECT candidate FROM outbox"
		" WHERE company = ?1 AND smtp_message_id = ?2 AND kind <> 'notice'"
		" AND candidate IS NOT NULL UNION SELECT candidate FROM message"
		" WHERE company = ?1 AND message_id = ?2 AND candidate IS NOT NULL");

	apres_bind_text(&query, company);
	apres_bind_text(&query, message_id);
	return apres_query_add_texts(&query, candidates, error);
}

bool
apres_letter_count(apres_store *store, const char *company, gint64 *count_out,
		   GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, "SELECT count(DISTINCT message_id) FROM letter"
				      " WHERE company = ?1 AND part IN (0, 2)");

	apres_bind_text(&query, company);
	return apres_query_int(&query, count_out, error);
}
