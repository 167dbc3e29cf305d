/* SPDX-License-Identifier: Apache-2.0 */
/* What is asked for stands in the store only until the person is forgotten. */
#include "config.h"
#include "store/erase-request.h"

#include "store/audit.h"
#include "store/db.h"
#include "util/error.h"

#define COLUMNS                                                                          \
	"SELECT id, company, name, basis, by, login, salt, at, closed, closed_how,"      \
	" cause FROM erase_request "

void
apres_erase_request_free(apres_erase_request *request)
{
	if (request == NULL)
		return;
	g_free(request->company);
	g_free(request->name);
	g_free(request->basis);
	g_free(request->by);
	g_free(request->login);
	g_free(request->salt);
	g_free(request->closed_how);
	g_free(request->cause);
	g_free(request);
}

static void
free_request(gpointer request)
{
	apres_erase_request_free(request);
}

static gpointer
take_request(apres_query *query)
{
	apres_erase_request *request = g_new0(apres_erase_request, 1);

	request->id = apres_take_int(query);
	request->company = apres_take_text(query);
	request->name = apres_take_text(query);
	request->basis = apres_take_text(query);
	request->by = apres_take_text(query);
	request->login = apres_take_text(query);
	request->salt = apres_take_text(query);
	request->at = apres_take_int(query);
	request->closed = apres_take_int(query);
	request->closed_how = apres_take_text(query);
	request->cause = apres_take_text(query);
	return request;
}

/* Why request ID does not wait. */
static bool
say_why_not(apres_store *store, gint64 id, GError **error)
{
	g_auto(apres_query) query = apres_query_of(store, COLUMNS "WHERE id = ?1");
	g_autoptr(apres_erase_request) request = NULL;
	bool row;

	apres_bind_int(&query, id);
	if (!apres_query_step(&query, &row, error))
		return false;
	if (!row)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "there is no request %" G_GINT64_FORMAT
				   "; see: apres person requests",
				   id);
	request = take_request(&query);
	return apres_throw(error, APRES_ERROR_INPUT,
			   "request %" G_GINT64_FORMAT " waits no more: %s", id,
			   request->closed_how);
}

bool
apres_erase_request_range(apres_store *store, gint64 first, gint64 last,
			  GPtrArray **requests_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, COLUMNS "WHERE closed = 0 AND id BETWEEN ?1 AND ?2 ORDER BY id");
	g_autoptr(GPtrArray) requests = NULL;

	apres_bind_int(&query, first);
	apres_bind_int(&query, last);
	if (!apres_query_rows(&query, take_request, free_request, &requests, error))
		return false;
	if (requests->len == 0)
		return first == last
			       ? say_why_not(store, first, error)
			       : apres_throw(error, APRES_ERROR_INPUT,
					     "none of the requests %" G_GINT64_FORMAT
					     " to %" G_GINT64_FORMAT
					     " waits; see: apres person requests",
					     first, last);
	*requests_out = g_steal_pointer(&requests);
	return true;
}

bool
apres_erase_request_list(apres_store *store, const char *company,
			 GPtrArray **requests_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, COLUMNS "INDEXED BY erase_request_open WHERE closed = 0"
			       " AND (?1 IS NULL OR company = ?1) ORDER BY id");

	apres_bind_text(&query, company);
	return apres_query_rows(&query, take_request, free_request, requests_out, error);
}

/* ---- asking, declining ---- */

bool
apres_erase_request_find(apres_store *store, const char *company, const char *name,
			 gint64 *id_out, GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, "SELECT id FROM erase_request WHERE closed = 0"
				      " AND company = ?1 AND name = ?2");

	apres_bind_text(&query, company);
	apres_bind_text(&query, name);
	return apres_query_int(&query, id_out, error);
}

static bool
check_new(apres_store *store, const char *company, const char *name, GError **error)
{
	gint64 id;

	if (!apres_erase_request_find(store, company, name, &id, error))
		return false;
	return id == 0 || apres_throw(error, APRES_ERROR_INPUT,
				      "that is asked already: request %" G_GINT64_FORMAT
				      "; see: apres person approve %" G_GINT64_FORMAT,
				      id, id);
}

static bool
insert(apres_store *store, const char *company, const char *name, const char *cause,
       const char *basis, const apres_signer *signer, gint64 now, gint64 *id_out,
       GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "INSERT INTO erase_request (company, name, basis, by, login, salt,"
		       " at, cause) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
	g_autofree char *salt = g_uuid_string_random();

	apres_bind_text(&query, company);
	apres_bind_text(&query, name);
	apres_bind_text(&query, basis);
	apres_bind_text(&query, signer->name);
	apres_bind_text(&query, signer->login);
	apres_bind_text(&query, salt);
	apres_bind_int(&query, now);
	apres_bind_text(&query, cause);
	if (!apres_query_run(&query, error))
		return false;
	*id_out = apres_store_last_id(store);
	return true;
}

bool
apres_erase_request_add(apres_store *store, const char *company, const char *name,
			const char *cause, const char *basis, const apres_signer *signer,
			gint64 now, gint64 *id_out, GError **error)
{
	if (!apres_store_in_txn(store, error) ||
	    !check_new(store, company, name, error) ||
	    !insert(store, company, name, cause, basis, signer, now, id_out, error))
		return false;
	json_auto_t *pub = json_pack("{s:I, s:s, s:s, s:s, s:s}", "request",
				     (json_int_t)*id_out, "cause", cause, "basis", basis,
				     "by", signer->name, "login", signer->login);
	return apres_audit_append(store, "erase-request", company, 0, pub, NULL, now,
				  NULL, error);
}

bool
apres_erase_request_decline(apres_store *store, const apres_erase_request *request,
			    const apres_signer *signer, gint64 now, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store,
		"UPDATE erase_request SET closed = ?2, closed_how = ?3 WHERE id = ?1");
	g_autofree char *how = g_strdup_printf("%s declined", signer->name);
	json_auto_t *pub =
		json_pack("{s:I, s:s, s:s}", "request", (json_int_t)request->id, "by",
			  signer->name, "login", signer->login);

	apres_bind_int(&query, request->id);
	apres_bind_int(&query, now);
	apres_bind_text(&query, how);
	return apres_store_in_txn(store, error) && apres_query_run(&query, error) &&
	       apres_audit_append(store, "erase-decline", request->company, 0, pub, NULL,
				  now, NULL, error);
}
