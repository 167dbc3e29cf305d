/* SPDX-License-Identifier: Apache-2.0 */
/* What we already did for a candidate: always by index, however large the store is. */
#include "config.h"
#include "store/history.h"

#include "store/db.h"

/* Of a long chain the newest ids matter most; more than this says nothing new. */
#define REFERENCES_MAX 50
/* RFC 5230 4.2 lets a week pass before the same is said again. */
#define SAME_TEXT_SECS (7 * 86400)

/* The thread of the mail or reply whose id is ID, or NULL. */
static bool
thread_of_id(apres_store *store, const char *company, const char *candidate,
	     const char *id, char **thread_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "SELECT thread FROM message WHERE company = ?1 AND message_id = ?3"
		       " AND candidate IS ?2 UNION ALL SELECT thread FROM outbox"
		       " WHERE smtp_message_id = ?3 AND company = ?1 AND candidate IS ?2 "
		       "LIMIT 1");

	apres_bind_text(&query, company);
	apres_bind_text(&query, candidate);
	apres_bind_text(&query, id);
	return apres_query_text(&query, thread_out, error);
}

bool
apres_thread_root(apres_store *store, const char *company, const char *candidate,
		  const GPtrArray *references, const char *message_id, const char *sha256,
		  char **root_out, GError **error)
{
	guint count = references != NULL ? references->len : 0;

	*root_out = NULL;
	for (guint i = count > REFERENCES_MAX ? count - REFERENCES_MAX : 0; i < count;
	     i++) {
		if (!thread_of_id(store, company, candidate, references->pdata[i],
				  root_out, error))
			return false;
		if (*root_out != NULL)
			return true;
	}
	*root_out = count > 0            ? g_strdup(references->pdata[0])
		    : message_id != NULL ? g_strdup(message_id)
					 : g_strdup_printf("sha256:%s", sha256);
	return true;
}

/* Run a query that counts, with its first three parameters. */
static bool
count_of(apres_query *query, const char *a, const char *b, gint64 from, guint *count_out,
	 GError **error)
{
	gint64 count;

	apres_bind_text(query, a);
	apres_bind_text(query, b);
	apres_bind_int(query, from);
	if (!apres_query_int(query, &count, error))
		return false;
	*count_out = (guint)count;
	return true;
}

/* Replies that left, may have left, or are about to.  The index outbox_company holds
 * these and no others: in the same words, or it is not used. */
#define REPLIES " kind = 'reply' AND state NOT IN (6, 8)"

static bool
load_counts(apres_store *store, const apres_policy *policy, const char *company,
	    const char *candidate, const char *thread, gint64 now, apres_history *h,
	    GError **error)
{
	g_auto(apres_query) by_candidate = apres_query_of(
		store, "SELECT count(*) FROM outbox WHERE company = ?1 AND candidate = ?2"
		       " AND created >= ?3 AND" REPLIES);
	g_auto(apres_query) by_thread = apres_query_of(
		store, "SELECT count(*) FROM outbox WHERE company = ?1 AND thread = ?2"
		       " AND created >= ?3 AND candidate IS ?4 AND" REPLIES);
	g_auto(apres_query) by_company =
		apres_query_of(store, "SELECT count(*) FROM outbox WHERE company = ?1"
				      " AND ?2 IS NULL AND created >= ?3 AND" REPLIES);

	if (!count_of(&by_candidate, company, candidate,
		      apres_duration_before(policy->per_candidate.period, now),
		      &h->candidate_replies, error))
		return false;
	by_thread.next = 4;
	apres_bind_text(&by_thread, candidate);
	by_thread.next = 1;
	return count_of(&by_thread, company, thread,
			apres_duration_before(policy->per_thread.period, now),
			&h->thread_replies, error) &&
	       count_of(&by_company, company, NULL,
			apres_duration_before(policy->per_company.period, now),
			&h->company_replies, error);
}

/* Does one of REFERENCES name a reply of ours? */
static bool
find_our_reply(apres_store *store, const GPtrArray *references, bool *found_out,
	       GError **error)
{
	guint count = references != NULL ? references->len : 0;

	for (guint i = count > REFERENCES_MAX ? count - REFERENCES_MAX : 0;
	     i < count && !*found_out; i++) {
		g_auto(apres_query) query = apres_query_of(
			store,
			"SELECT 1 FROM outbox WHERE smtp_message_id = ?1 AND" REPLIES);
		apres_bind_text(&query, references->pdata[i]);
		if (!apres_query_step(&query, found_out, error))
			return false;
	}
	return true;
}

/* Did a reply of ours already leave in this thread, to this candidate? */
static bool
find_earlier_reply(apres_store *store, const char *company, const char *candidate,
		   const char *thread, bool *found_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store,
		"SELECT 1 FROM outbox WHERE company = ?1 AND thread = ?2"
		" AND candidate IS ?3 AND kind = 'reply' AND state IN (3, 4, 7) LIMIT 1");

	apres_bind_text(&query, company);
	apres_bind_text(&query, thread);
	apres_bind_text(&query, candidate);
	return apres_query_step(&query, found_out, error);
}

/* The same words in another mail: a program that asks again, or a person who does. */
static bool
find_same_text(apres_store *store, const char *company, const char *candidate,
	       const char *text, gint64 from, bool *found_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store,
		"SELECT 1 FROM message WHERE company = ?1 AND substr(text, 1, 32) ="
		" substr(?2, 1, 32) AND candidate IS ?3 AND text = ?2 AND decided >= ?4"
		" AND duplicate_of = 0 AND text <> '' LIMIT 1");

	apres_bind_text(&query, company);
	apres_bind_text(&query, text);
	apres_bind_text(&query, candidate);
	apres_bind_int(&query, from);
	return apres_query_step(&query, found_out, error);
}

bool
apres_history_load(apres_store *store, const apres_policy *policy, const char *company,
		   const char *candidate, const char *thread, const char *text,
		   const GPtrArray *references, gint64 now, apres_history *history_out,
		   GError **error)
{
	apres_history *h = history_out;

	*h = (apres_history){ 0 };
	if (!find_earlier_reply(store, company, candidate, thread, &h->after_our_reply,
				error))
		return false;
	return (h->after_our_reply ||
		find_our_reply(store, references, &h->after_our_reply, error)) &&
	       find_same_text(store, company, candidate, text, now - SAME_TEXT_SECS,
			      &h->same_text, error) &&
	       load_counts(store, policy, company, candidate, thread, now, h, error);
}
