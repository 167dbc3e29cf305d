/* SPDX-License-Identifier: Apache-2.0 */
/* Installing, approving and taking back policies. */
#include "config.h"
#include "store/install.h"

#include "store/audit.h"
#include "store/db.h"
#include "store/policy-source.h"
#include "util/error.h"

/* The newest that was ever in force is the one that is. */
#define CURRENT                                                                          \
	"(SELECT max(c.serial) FROM install c WHERE c.company = install.company"         \
	" AND c.in_force <> 0)"
#define COLUMNS                                                                          \
	"SELECT install.serial, install.company, install.digest, install.file, "         \
	"install.by, install.at, install.in_force,"                                      \
	" install.restores, install.serial IS " CURRENT                                  \
	", install.in_force = 0 AND install.serial <"                                    \
	" coalesce(" CURRENT ", 0), policy.signature, policy.signed_by FROM install "    \
	"LEFT JOIN policy ON policy.digest = install.digest "

void
apres_install_free(apres_install *install)
{
	if (install == NULL)
		return;
	g_free(install->company);
	g_free(install->digest);
	g_free(install->file);
	g_free(install->by);
	g_free(install->signature);
	g_free(install->signed_by);
	g_clear_pointer(&install->approvals, g_ptr_array_unref);
	g_free(install);
}

/* ---- reading ---- */

static apres_matter
matter_of(const apres_install *install)
{
	return (apres_matter){ .kind = "policy",
			       .id = install->serial,
			       .digest = install->digest };
}

static bool
load_approvals(apres_store *store, apres_install *install, GError **error)
{
	const apres_matter matter = matter_of(install);

	if (!apres_approval_list(store, &matter, &install->approvals, error))
		return false;
	install->people = apres_approval_people(install->approvals);
	return true;
}

/* The next row of a query over COLUMNS; *INSTALL_OUT NULL at the end. */
static bool
take_next(apres_query *query, apres_install **install_out, GError **error)
{
	bool row;

	*install_out = NULL;
	if (!apres_query_step(query, &row, error))
		return false;
	if (!row)
		return true;
	g_autoptr(apres_install) install = g_new0(apres_install, 1);
	install->serial = apres_take_int(query);
	install->company = apres_take_text(query);
	install->digest = apres_take_text(query);
	install->file = apres_take_text(query);
	install->by = apres_take_text(query);
	install->at = apres_take_int(query);
	install->in_force = apres_take_int(query);
	install->restores = apres_take_int(query);
	install->current = apres_take_int(query) != 0;
	install->passed = apres_take_int(query) != 0;
	install->signature = apres_take_text(query);
	install->signed_by = apres_take_text(query);
	if (!load_approvals(query->store, install, error))
		return false;
	*install_out = g_steal_pointer(&install);
	return true;
}

bool
apres_install_list(apres_store *store, const char *company, GPtrArray **installs_out,
		   GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, COLUMNS "WHERE ?1 IS NULL OR install.company = ?1 "
					      "ORDER BY install.company, install.serial");
	g_autoptr(GPtrArray) installs =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_install_free);
	apres_install *install;

	apres_bind_text(&query, company);
	do {
		if (!take_next(&query, &install, error))
			return false;
		if (install != NULL)
			g_ptr_array_add(installs, install);
	} while (install != NULL);
	*installs_out = g_steal_pointer(&installs);
	return true;
}

bool
apres_install_get(apres_store *store, gint64 serial, apres_install **install_out,
		  GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, COLUMNS "WHERE install.serial = ?1");

	apres_bind_int(&query, serial);
	return take_next(&query, install_out, error);
}

bool
apres_install_current(apres_store *store, const char *company,
		      apres_install **install_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store,
		COLUMNS "WHERE install.company = ?1 AND install.serial = " CURRENT);

	apres_bind_text(&query, company);
	return take_next(&query, install_out, error);
}

/* ---- writing ---- */

static bool
audit(apres_store *store, gint64 serial, const char *what, const apres_signer *signer,
      int needed, gint64 now, GError **error)
{
	g_autoptr(apres_install) install = NULL;

	if (!apres_install_get(store, serial, &install, error))
		return false;
	json_auto_t *pub = json_pack("{s:s, s:I, s:s, s:s, s:s, s:i, s:i, s:b}", "what",
				     what, "serial", (json_int_t)serial, "policy",
				     install->digest, "by", signer->name, "login",
				     signer->login, "approvals", install->people,
				     "needed", needed, "in_force", install->current);
	if (install->restores != 0)
		json_object_set_new(pub, "restores", json_integer(install->restores));
	if (install->signature != NULL) {
		json_object_set_new(pub, "signed_by", json_string(install->signed_by));
		json_object_set_new(pub, "signature", json_string(install->signature));
	}
	return apres_audit_append(store, "policy", install->company, 0, pub, NULL, now,
				  NULL, error);
}

static bool
insert(apres_store *store, const char *company, const char *digest, const char *file,
       const char *by, gint64 now, gint64 restores, gint64 *serial_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(
		store, "INSERT INTO install (company, digest, file, by, at, restores)"
		       " VALUES (?1, ?2, ?3, ?4, ?5, ?6)");

	apres_bind_text(&query, company);
	apres_bind_text(&query, digest);
	apres_bind_text(&query, file);
	apres_bind_text(&query, by);
	apres_bind_int(&query, now);
	apres_bind_int(&query, restores);
	if (!apres_query_run(&query, error))
		return false;
	*serial_out = apres_store_last_id(store);
	return true;
}

static bool
approve(apres_store *store, gint64 serial, const apres_signer *signer, gint64 now,
	GError **error)
{
	g_autoptr(apres_install) install = NULL;

	if (!apres_install_get(store, serial, &install, error))
		return false;
	const apres_matter matter = matter_of(install);
	return apres_approval_add(store, &matter, signer, now, error);
}

/* In force if enough people approve. */
static bool
settle(apres_store *store, gint64 serial, int needed, gint64 now, GError **error)
{
	g_autoptr(apres_install) install = NULL;

	if (!apres_install_get(store, serial, &install, error))
		return false;
	if (install->people < needed)
		return true;
	g_auto(apres_query) query = apres_query_of(
		store, "UPDATE install SET in_force = ?2 WHERE serial = ?1");
	apres_bind_int(&query, serial);
	apres_bind_int(&query, now);
	return apres_query_run(&query, error);
}

bool
apres_install_add(apres_store *store, const char *company, const apres_policy *policy,
		  const apres_signer *signer, int needed, gint64 now, gint64 *serial_out,
		  GError **error)
{
	return apres_store_in_txn(store, error) &&
	       apres_policy_record(store, policy, now, error) &&
	       insert(store, company, policy->digest, policy->file, signer->name, now, 0,
		      serial_out, error) &&
	       approve(store, *serial_out, signer, now, error) &&
	       settle(store, *serial_out, needed, now, error) &&
	       audit(store, *serial_out, "install", signer, needed, now, error);
}

static bool
check_waits(const apres_install *install, const apres_signer *signer, GError **error)
{
	const int serial = (int)install->serial;

	if (install->in_force != 0)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "policy %d %s in force; nothing waits for approval",
				   serial, install->current ? "is" : "was");
	if (install->passed)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "a newer policy is in force than policy %d; install "
				   "'%s' anew if it is still wanted",
				   serial, install->file);
	g_autofree char *title = g_strdup_printf("policy %d", serial);
	return apres_approval_is_other(install->approvals, signer, title, error);
}

bool
apres_install_approve(apres_store *store, gint64 serial, const apres_signer *signer,
		      int needed, gint64 now, GError **error)
{
	g_autoptr(apres_install) install = NULL;

	if (!apres_store_in_txn(store, error) ||
	    !apres_install_get(store, serial, &install, error))
		return false;
	if (install == NULL)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "there is no policy %d; see: apres "
				   "policy list",
				   (int)serial);
	return check_waits(install, signer, error) &&
	       approve(store, serial, signer, now, error) &&
	       settle(store, serial, needed, now, error) &&
	       audit(store, serial, "approve", signer, needed, now, error);
}

/* What was in force before; a rollback counts as what it went back to, so that the next
 * goes further and not to and fro. */
static const apres_install *
find_before(const GPtrArray *installs)
{
	gint64 below = 0;
	const char *digest = NULL;

	for (guint i = installs->len; i-- > 0;) {
		const apres_install *one = installs->pdata[i];
		if (one->current) {
			below = one->restores != 0 ? one->restores : one->serial;
			digest = one->digest;
		} else if (one->serial < below && one->in_force != 0 &&
			   !g_str_equal(one->digest, digest)) {
			return one;
		}
	}
	return NULL;
}

static const apres_install *
find_serial(const GPtrArray *installs, gint64 serial)
{
	for (guint i = 0; i < installs->len; i++) {
		const apres_install *one = installs->pdata[i];
		if (one->serial == serial && one->in_force != 0 && !one->current)
			return one;
	}
	return NULL;
}

bool
apres_install_restore(apres_store *store, const char *company, gint64 serial,
		      const apres_signer *signer, gint64 now, gint64 *serial_out,
		      GError **error)
{
	g_autoptr(GPtrArray) installs = NULL;

	if (!apres_store_in_txn(store, error) ||
	    !apres_install_list(store, company, &installs, error))
		return false;
	const apres_install *back =
		serial != 0 ? find_serial(installs, serial) : find_before(installs);
	if (back == NULL && serial != 0)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "policy %d is not one that was in force for %s; see: "
				   "apres policy list",
				   (int)serial, company);
	if (back == NULL)
		return apres_throw(
			error, APRES_ERROR_INPUT,
			"nothing older was in force for %s; to choose another: "
			"apres policy rollback NUMBER, as in apres policy list",
			company);
	return insert(store, company, back->digest, back->file, signer->name, now,
		      back->restores != 0 ? back->restores : back->serial, serial_out,
		      error) &&
	       approve(store, *serial_out, signer, now, error) &&
	       settle(store, *serial_out, 1, now, error) &&
	       audit(store, *serial_out, "rollback", signer, 1, now, error);
}
