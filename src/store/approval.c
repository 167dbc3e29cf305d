/* SPDX-License-Identifier: Apache-2.0 */
/* Agreeing, and who is somebody else. */
#include "config.h"
#include "store/approval.h"

#include "store/db.h"
#include "util/error.h"

#include <string.h>

/* So many digits tell what was seen from anything else. */
#define SEEN_DIGITS 12

void
apres_approval_free(apres_approval *approval)
{
	g_free(approval->name);
	g_free(approval->login);
	g_free(approval);
}

static void
free_approval(gpointer approval)
{
	apres_approval_free(approval);
}

static gpointer
take_approval(apres_query *query)
{
	apres_approval *approval = g_new0(apres_approval, 1);

	approval->name = apres_take_text(query);
	approval->login = apres_take_text(query);
	approval->at = apres_take_int(query);
	return approval;
}

bool
apres_approval_list(apres_store *store, const apres_matter *matter,
		    GPtrArray **approvals_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store,
		"SELECT name, login, at FROM approval WHERE kind = ?1 AND matter = ?2"
		" AND digest = ?3 ORDER BY at, rowid");

	apres_bind_text(&query, matter->kind);
	apres_bind_int(&query, matter->id);
	apres_bind_text(&query, matter->digest);
	return apres_query_rows(&query, take_approval, free_approval, approvals_out,
				error);
}

/* ---- who is who ---- */

static bool
is_same_name(const char *a, const char *b)
{
	g_autofree char *x = g_utf8_casefold(a, -1);
	g_autofree char *y = g_utf8_casefold(b, -1);

	return g_str_equal(x, y);
}

/* With a login that is not known, a name has to do; older versions took one login twice.
 */
static bool
is_same_person(const apres_approval *approval, const char *name, const char *login)
{
	return g_str_equal(login, APRES_LOGIN_UNKNOWN) ||
			       g_str_equal(approval->login, APRES_LOGIN_UNKNOWN)
		       ? is_same_name(approval->name, name)
		       : g_str_equal(approval->login, login);
}

int
apres_approval_people(const GPtrArray *approvals)
{
	int people = 0;

	for (guint i = 0; i < approvals->len; i++) {
		const apres_approval *one = approvals->pdata[i];
		bool another = true;
		for (guint j = 0; j < i; j++)
			another = another && !is_same_person(approvals->pdata[j],
							     one->name, one->login);
		people += another;
	}
	return people;
}

char *
apres_approval_names(const GPtrArray *approvals)
{
	g_autoptr(GString) names = g_string_new(NULL);

	for (guint i = 0; i < approvals->len; i++) {
		const apres_approval *one = approvals->pdata[i];
		g_string_append_printf(names, "%s%s", i > 0 ? ", " : "", one->name);
	}
	return g_string_free(g_steal_pointer(&names), FALSE);
}

bool
apres_approval_is_other(const GPtrArray *approvals, const apres_signer *signer,
			const char *title, GError **error)
{
	for (guint i = 0; i < approvals->len; i++) {
		const apres_approval *approval = approvals->pdata[i];
		if (is_same_name(approval->name, signer->name))
			return apres_throw(error, APRES_ERROR_INPUT,
					   "%s has approved %s already; somebody else "
					   "must",
					   approval->name, title);
		if (is_same_person(approval, signer->name, signer->login))
			return apres_throw(
				error, APRES_ERROR_INPUT,
				"whoever is logged in as %s has approved %s already, as "
				"%s; somebody else must, with a login of their own",
				signer->login, title, approval->name);
	}
	return true;
}

bool
apres_signer_check(const apres_signer *signer, GError **error)
{
	return !g_str_equal(signer->login, APRES_LOGIN_UNKNOWN) ||
	       apres_throw(error, APRES_ERROR_TEMP,
			   "who is logged in cannot be found out now (see "
			   "getpwuid(3)); nothing was agreed to; try again");
}

/* ---- agreeing ---- */

bool
apres_approval_add(apres_store *store, const apres_matter *matter,
		   const apres_signer *signer, gint64 now, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "INSERT INTO approval (kind, matter, digest, name, login, at)"
		       " VALUES (?1, ?2, ?3, ?4, ?5, ?6)");

	apres_bind_text(&query, matter->kind);
	apres_bind_int(&query, matter->id);
	apres_bind_text(&query, matter->digest);
	apres_bind_text(&query, signer->name);
	apres_bind_text(&query, signer->login);
	apres_bind_int(&query, now);
	return apres_store_in_txn(store, error) && apres_query_run(&query, error);
}

bool
apres_approval_saw(const char *digest, const char *seen)
{
	return strlen(seen) >= SEEN_DIGITS && g_str_has_prefix(digest, seen);
}
