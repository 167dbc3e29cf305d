/* SPDX-License-Identifier: Apache-2.0 */
/* Where a company lives, as the store has noted it. */
#include "config.h"
#include "store/zone.h"

#include "temp.h"
#include "unit.h"

static char *root;
static apres_store *store;

static void
setup(void)
{
	root = temp_dir();
	store = apres_store_open(root, APRES_STORE_WRITE, NULL);
	ck_assert_ptr_nonnull(store);
}

static void
teardown(void)
{
	apres_store_close(store);
	temp_remove(root);
}

static void
note(const char *company, const char *identifier)
{
	g_autoptr(apres_txn) txn = apres_txn_begin(store, NULL);
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(identifier);

	ck_assert(apres_zone_note(store, company, zone, NULL));
	ck_assert(apres_txn_commit(txn, NULL));
}

static void
assert_zone(const char *company, const char *identifier)
{
	g_autoptr(GTimeZone) zone = apres_zone_of(store, company);

	ck_assert_str_eq(g_time_zone_get_identifier(zone), identifier);
}

START_TEST(a_company_has_the_zone_that_was_noted_last)
{
	assert_zone("contoso", "UTC");
	note("contoso", "Europe/Berlin");
	assert_zone("contoso", "Europe/Berlin");
	note("contoso", "America/Chicago");
	assert_zone("contoso", "America/Chicago");
}
END_TEST

START_TEST(of_no_company_it_is_what_all_have)
{
	assert_zone(NULL, "UTC");
	note("contoso", "Europe/Berlin");
	assert_zone(NULL, "Europe/Berlin");
	note("miller", "Europe/Berlin");
	assert_zone(NULL, "Europe/Berlin");
	note("miller", "America/Chicago");
	assert_zone(NULL, "UTC");
}
END_TEST

/* Screens ask for each line. */
START_TEST(it_is_looked_up_once)
{
	note("contoso", "Europe/Berlin");
	g_autoptr(GTimeZone) first = apres_zone_of(store, "contoso");
	g_autoptr(apres_txn) txn = apres_txn_begin(store, NULL);

	ck_assert(apres_store_meta_set(store, "zone/contoso", "America/Chicago", NULL));
	g_autoptr(GTimeZone) again = apres_zone_of(store, "contoso");
	ck_assert_ptr_eq(first, again);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("zone");
	TCase *tc = tcase_create("zone");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_company_has_the_zone_that_was_noted_last);
	tcase_add_test(tc, of_no_company_it_is_what_all_have);
	tcase_add_test(tc, it_is_looked_up_once);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
