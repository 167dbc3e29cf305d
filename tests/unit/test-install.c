/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "policy/load.h"
#include "store/db.h"
#include "store/install.h"
#include "store/policy-source.h"
#include "util/error.h"

#include "house.h"
#include "unit.h"

static apres_policy *other; /* loaded from files that are gone by the time of a test */

static const apres_signer ana = { "Ana", "root" };
static const apres_signer ANA = { "ANA", "ana" };
static const apres_signer ben = { "Ben", "ben" };
static const apres_signer ben_as_root = { "Ben", "root" };
static const apres_signer cem_unknown = { "Cem", APRES_LOGIN_UNKNOWN };
static const apres_signer dee_unknown = { "Dee", APRES_LOGIN_UNKNOWN };

static void
setup(void)
{
	g_autoptr(GString) xml = g_string_new(house_policy);
	g_autoptr(GError) error = NULL;

	g_string_replace(xml, "2bd", "3bd", 1);
	temp_write(h.root, "other.xml", xml->str);
	g_autofree char *path = g_build_filename(h.root, "other.xml", NULL);
	other = apres_policy_load(path, NULL, &error);
	ck_assert_msg(other != NULL, "%s", error ? error->message : "");
	ck_assert_int_eq(remove(path), 0);
}

static void
teardown(void)
{
	g_clear_pointer(&other, apres_policy_free);
}

static gint64
install(const apres_policy *policy, const apres_signer *signer, int needed)
{
	g_autoptr(apres_txn) txn = apres_txn_begin(h.store, NULL);
	gint64 serial;

	ck_assert(apres_install_add(h.store, "contoso", policy, signer, needed, HOUSE_NOW,
				    &serial, NULL));
	ck_assert(apres_txn_commit(txn, NULL));
	return serial;
}

/* The error code, or -1 if it went well. */
static int
approve_one_of(gint64 serial, const apres_signer *signer, int needed)
{
	g_autoptr(apres_txn) txn = apres_txn_begin(h.store, NULL);
	g_autoptr(GError) error = NULL;

	if (!apres_install_approve(h.store, serial, signer, needed, HOUSE_NOW, &error))
		return error->code;
	ck_assert(apres_txn_commit(txn, NULL));
	return -1;
}

static int
approve(gint64 serial, const apres_signer *signer)
{
	return approve_one_of(serial, signer, 2);
}

static int
restore(gint64 to)
{
	g_autoptr(apres_txn) txn = apres_txn_begin(h.store, NULL);
	g_autoptr(GError) error = NULL;
	gint64 serial;

	if (!apres_install_restore(h.store, "contoso", to, &ben, HOUSE_NOW, &serial,
				   &error))
		return error->code;
	ck_assert(apres_txn_commit(txn, NULL));
	return -1;
}

static void
assert_in_force(const char *digest)
{
	g_autoptr(apres_install) current = NULL;

	ck_assert(apres_install_current(h.store, "contoso", &current, NULL));
	if (digest == NULL)
		ck_assert_ptr_null(current);
	else
		ck_assert_str_eq(current->digest, digest);
}

START_TEST(test_two_people_put_a_policy_into_force)
{
	gint64 serial = install(other, &ana, 2);

	assert_in_force(NULL);
	ck_assert_int_eq(approve(serial, &ANA), APRES_ERROR_INPUT);
	assert_in_force(NULL);
	ck_assert_int_eq(approve(serial + 1, &ben), APRES_ERROR_INPUT);
	ck_assert_int_eq(approve(serial, &ben), -1);
	assert_in_force(other->digest);
	ck_assert_int_eq(approve(serial, &ben), APRES_ERROR_INPUT);
}
END_TEST

START_TEST(test_another_name_is_nobody_else)
{
	gint64 serial = install(other, &ana, 2);

	ck_assert_int_eq(approve(serial, &ben_as_root), APRES_ERROR_INPUT);
	assert_in_force(NULL);
	ck_assert_int_eq(approve(serial, &ben), -1);
	assert_in_force(other->digest);
}
END_TEST

START_TEST(test_without_a_login_a_name_has_to_do)
{
	gint64 serial = install(other, &cem_unknown, 2);

	ck_assert_int_eq(approve(serial, &cem_unknown), APRES_ERROR_INPUT);
	ck_assert_int_eq(approve(serial, &dee_unknown), -1);
	assert_in_force(other->digest);
}
END_TEST

START_TEST(test_who_is_nobody_for_sure_agrees_to_nothing)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *root = apres_login_of(0);
	g_autofree char *nobody = apres_login_of(4000000000u);

	ck_assert(apres_signer_check(&ana, NULL));
	ck_assert(!apres_signer_check(&cem_unknown, &error));
	ck_assert_int_eq(error->code, APRES_ERROR_TEMP);
	ck_assert_str_eq(root, "root");
	ck_assert_str_eq(nobody, "uid 4000000000");
}
END_TEST

/* As a version of apres has left it that did not look at logins. */
START_TEST(test_one_login_that_was_taken_twice_counts_once)
{
	gint64 serial = install(other, &ana, 3);
	g_autofree char *sql = g_strdup_printf(
		"INSERT INTO approval (kind, matter, digest, name, login, at) SELECT "
		"'policy', serial, digest, 'Dee', 'root', 1 FROM install WHERE serial = "
		"%d",
		(int)serial);

	ck_assert(apres_store_exec(h.store, sql, NULL));
	ck_assert_int_eq(approve_one_of(serial, &ben, 3), -1);
	assert_in_force(NULL);
	ck_assert_int_eq(approve_one_of(serial, &cem_unknown, 3), -1);
	assert_in_force(other->digest);
}
END_TEST

START_TEST(test_what_waits_is_passed_over_by_what_comes_after_it)
{
	gint64 first = install(other, &ana, 2);
	gint64 second = install(h.company->policy, &ana, 2);

	ck_assert_int_eq(approve(second, &ben), -1);
	ck_assert_int_eq(approve(first, &ben), APRES_ERROR_INPUT);
	assert_in_force(h.company->policy->digest);
}
END_TEST

START_TEST(test_a_rollback_goes_further_back_each_time)
{
	ck_assert_int_eq(restore(0), APRES_ERROR_INPUT);
	install(other, &ana, 1);
	ck_assert_int_eq(restore(0), APRES_ERROR_INPUT);
	install(h.company->policy, &ana, 1);
	gint64 waits = install(other, &ana, 2);
	ck_assert_int_eq(restore(waits), APRES_ERROR_INPUT);
	ck_assert_int_eq(restore(0), -1);
	assert_in_force(other->digest);
	ck_assert_int_eq(restore(0), APRES_ERROR_INPUT);
	ck_assert_int_eq(restore(2), -1);
	assert_in_force(h.company->policy->digest);
}
END_TEST

START_TEST(test_a_stored_policy_needs_no_files)
{
	g_autoptr(GHashTable) sources = NULL;
	g_autoptr(GError) error = NULL;

	install(other, &ana, 1);
	ck_assert(apres_policy_sources(h.store, other->digest, &sources, NULL));
	g_autoptr(apres_policy) again =
		apres_policy_load_stored("other.xml", sources, other->digest, &error);
	ck_assert_msg(again != NULL, "%s", error ? error->message : "");
	ck_assert_uint_eq(again->rules->len, other->rules->len);
	ck_assert_uint_eq(again->classes->len, other->classes->len);
	/* Not without what the program brought that day. */
	ck_assert(g_hash_table_remove(sources, "lang-en.xml"));
	ck_assert_ptr_null(
		apres_policy_load_stored("other.xml", sources, other->digest, NULL));
}
END_TEST

/* The digest of a policy in FOLDER whose two texts, in two folders, say FIRST and SECOND.
 */
static char *
digest_of(const char *folder, const char *first, const char *second)
{
	const char *const names[] = { "policy.xml", "en/no.txt", "shop/no.txt" };
	const char *const texts[] = { "<policy/>", first, second };
	g_autoptr(GHashTable) sources = g_hash_table_new_full(
		g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
	g_autofree char *file = g_build_filename(folder, names[0], NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		g_hash_table_insert(sources, g_build_filename(folder, names[i], NULL),
				    g_bytes_new(texts[i], strlen(texts[i])));
	return apres_policy_digest(sources, file);
}

START_TEST(test_texts_that_changed_places_are_another_policy)
{
	g_autofree char *before = digest_of("here", "no", "yes");
	g_autofree char *swapped = digest_of("here", "yes", "no");
	g_autofree char *copied = digest_of("./there", "no", "yes");

	ck_assert_str_ne(before, swapped);
	ck_assert_str_eq(before, copied);
}
END_TEST

START_TEST(test_a_stored_policy_is_not_read_otherwise)
{
	g_autoptr(GHashTable) sources = NULL;
	g_autoptr(GError) error = NULL;

	install(other, &ana, 1);
	ck_assert(apres_policy_sources(h.store, other->digest, &sources, NULL));
	ck_assert_ptr_null(apres_policy_load_stored("other.xml", sources,
						    h.company->policy->digest, &error));
	ck_assert_int_eq(error->code, APRES_ERROR_CONFIG);
}
END_TEST

START_TEST(test_a_reply_of_a_policy_that_was_taken_back_does_not_leave)
{
	g_autofree char *mail = house_mail("robin@mail.example", "a@mail.example", "",
					   "What was missing?");
	g_autoptr(GPtrArray) items = NULL;
	const char *why;
	gint64 next;
	bool go;

	install(other, &ana, 1);
	install(h.company->policy, &ana, 1);
	ck_assert_int_ne(house_take(&h, mail).outbox_id, 0);
	/* It is on its way to the server when somebody goes back. */
	g_autoptr(apres_txn) txn = apres_txn_begin(h.store, NULL);
	ck_assert(apres_outbox_promote(h.store, HOUSE_NOW + 86400, &next, NULL));
	ck_assert(apres_outbox_claim(h.store, 1, &items, NULL));
	ck_assert_uint_eq(items->len, 1);
	ck_assert(apres_txn_commit(txn, NULL));
	ck_assert_int_eq(restore(0), -1);
	const apres_outbox_item *item = items->pdata[0];
	g_autoptr(apres_txn) barrier = apres_txn_begin(h.store, NULL);
	ck_assert(apres_outbox_barrier(h.store, item->id, item->fence, HOUSE_NOW + 86400,
				       &go, &why, NULL));
	ck_assert(apres_txn_commit(barrier, NULL));
	ck_assert(!go);
	ck_assert_str_eq(why, "its policy was taken back");
	ck_assert_uint_eq(house_outbox(&h, "reply", APRES_OUTBOX_CANCELLED), 1);
}
END_TEST

START_TEST(test_a_reply_leaves_if_its_policy_is_back_in_force)
{
	g_autofree char *mail = house_mail("robin@mail.example", "a@mail.example", "",
					   "What was missing?");
	guint cancelled;

	install(other, &ana, 1);
	install(h.company->policy, &ana, 1);
	ck_assert_int_ne(house_take(&h, mail).outbox_id, 0);
	ck_assert_int_eq(restore(0), -1);
	install(h.company->policy, &ana, 1);
	g_autoptr(apres_txn) txn = apres_txn_begin(h.store, NULL);
	ck_assert(apres_outbox_cancel_withdrawn(h.store, "contoso", "ana", HOUSE_NOW,
						&cancelled, NULL));
	ck_assert_uint_eq(cancelled, 0);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("install");
	TCase *tc = tcase_create("install");

	house_fixture(tc);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, test_two_people_put_a_policy_into_force);
	tcase_add_test(tc, test_another_name_is_nobody_else);
	tcase_add_test(tc, test_without_a_login_a_name_has_to_do);
	tcase_add_test(tc, test_who_is_nobody_for_sure_agrees_to_nothing);
	tcase_add_test(tc, test_one_login_that_was_taken_twice_counts_once);
	tcase_add_test(tc, test_what_waits_is_passed_over_by_what_comes_after_it);
	tcase_add_test(tc, test_a_rollback_goes_further_back_each_time);
	tcase_add_test(tc, test_a_stored_policy_needs_no_files);
	tcase_add_test(tc, test_texts_that_changed_places_are_another_policy);
	tcase_add_test(tc, test_a_stored_policy_is_not_read_otherwise);
	tcase_add_test(tc, test_a_reply_of_a_policy_that_was_taken_back_does_not_leave);
	tcase_add_test(tc, test_a_reply_leaves_if_its_policy_is_back_in_force);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
