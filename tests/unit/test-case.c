/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "store/audit.h"
#include "store/case.h"
#include "util/error.h"

#include "house.h"
#include "unit.h"

#define TODAY "2026-11-24"

static void
set(apres_case_record *record, apres_case_field field, const char *text)
{
	g_autoptr(GError) error = NULL;

	g_free(record->value[field]);
	record->value[field] = apres_case_field_parse(field, text, TODAY, &error);
	ck_assert_msg(record->value[field] != NULL, "%s", error ? error->message : "");
}

static apres_case_record *
ann(const char *requisition)
{
	apres_case_record *record = apres_case_record_new("contoso");

	set(record, APRES_CASE_PERSON, "p1");
	set(record, APRES_CASE_REQUISITION, requisition);
	set(record, APRES_CASE_ADDRESSES, "Ann.Bell+jobs@Mail.example; ann@home.example");
	set(record, APRES_CASE_STAGE, "Interview");
	set(record, APRES_CASE_RECORDED, "2026-11-23T10:00:00Z");
	return record;
}

static apres_case_change
put(apres_case_record *record)
{
	g_autoptr(apres_txn) txn = apres_txn_begin(h.store, NULL);
	g_autoptr(GError) error = NULL;
	apres_case_change change;

	ck_assert_msg(apres_case_put(h.store, record, "ana", HOUSE_NOW, &change, &error),
		      "%s", error ? error->message : "");
	ck_assert(apres_txn_commit(txn, NULL));
	return change;
}

/* What the entries of type "case" say, public and private. */
static GPtrArray *
entries(void)
{
	GPtrArray *all = NULL;

	ck_assert(apres_audit_list(h.store, NULL, 0, 0, 1000, &all, NULL));
	for (guint i = all->len; i > 0; i--)
		if (!g_str_equal(((apres_audit_entry *)all->pdata[i - 1])->type, "case"))
			g_ptr_array_remove_index(all, i - 1);
	return all;
}

static gint64
count_at(const char *identity)
{
	g_autoptr(GPtrArray) found = NULL;

	ck_assert(apres_case_find_address(h.store, "contoso", identity, &found, NULL));
	return found->len;
}

START_TEST(a_case_is_found_by_every_address_its_person_writes_from)
{
	g_autoptr(apres_case_record) one = ann("R-1");
	g_autoptr(apres_case_record) two = ann("R-2");

	ck_assert_int_eq(put(one), APRES_CASE_NEW);
	ck_assert_int_eq(count_at("ann.bell@mail.example"), 1);
	ck_assert_int_eq(count_at("ann@home.example"), 1);
	ck_assert_int_eq(put(two), APRES_CASE_NEW);
	ck_assert_int_eq(count_at("ann@home.example"), 2);
	ck_assert_int_eq(count_at("bob@home.example"), 0);
}
END_TEST

START_TEST(an_address_that_is_taken_out_finds_nothing_any_more)
{
	g_autoptr(apres_case_record) one = ann("R-1");
	g_autoptr(apres_case_record) again = ann("R-1");

	put(one);
	set(again, APRES_CASE_ADDRESSES, "ann@home.example");
	ck_assert_int_eq(put(again), APRES_CASE_CHANGED);
	ck_assert_int_eq(again->id, one->id);
	ck_assert_int_eq(count_at("ann.bell@mail.example"), 0);
	ck_assert_int_eq(count_at("ann@home.example"), 1);
}
END_TEST

START_TEST(what_is_not_said_stays_and_what_is_empty_goes)
{
	g_autoptr(apres_case_record) one = ann("R-1");
	g_autoptr(apres_case_record) change = apres_case_record_new("contoso");
	g_autoptr(apres_case_record) found = NULL;

	set(one, APRES_CASE_ROLE, "Welder");
	put(one);
	set(change, APRES_CASE_PERSON, "p1");
	set(change, APRES_CASE_REQUISITION, "R-1");
	set(change, APRES_CASE_ROLE, "");
	set(change, APRES_CASE_OUTCOME, "rejected");
	ck_assert_int_eq(put(change), APRES_CASE_CHANGED);
	ck_assert(apres_case_get(h.store, one->id, &found, NULL));
	ck_assert_str_eq(found->value[APRES_CASE_STAGE], "interview");
	ck_assert_str_eq(found->value[APRES_CASE_OUTCOME], "rejected");
	ck_assert_ptr_null(found->value[APRES_CASE_ROLE]);
}
END_TEST

START_TEST(the_same_again_changes_nothing_and_leaves_no_entry)
{
	g_autoptr(apres_case_record) one = ann("R-1");
	g_autoptr(apres_case_record) same = ann("R-1");

	put(one);
	ck_assert_int_eq(put(same), APRES_CASE_UNCHANGED);
	g_autoptr(GPtrArray) all = entries();
	ck_assert_int_eq(all->len, 1);
}
END_TEST

START_TEST(the_public_part_of_the_log_names_fields_and_no_values)
{
	g_autoptr(apres_case_record) one = ann("R-1");

	set(one, APRES_CASE_DO_NOT_REHIRE, "yes");
	put(one);
	g_autoptr(GPtrArray) all = entries();
	ck_assert_int_eq(all->len, 1);
	const apres_audit_entry *entry = all->pdata[0];
	char *pub = json_dumps(entry->pub, JSON_COMPACT);
	char *body = json_dumps(entry->private_body, JSON_COMPACT);
	ck_assert_ptr_nonnull(strstr(pub, "do-not-rehire"));
	ck_assert_ptr_null(strstr(pub, "ann"));
	ck_assert_ptr_null(strstr(pub, "R-1"));
	ck_assert_ptr_nonnull(strstr(body, "ann@home.example"));
	free(pub);
	free(body);
}
END_TEST

START_TEST(lists_go_by_stage_outcome_requisition_and_address)
{
	g_autoptr(apres_case_record) one = ann("R-1");
	g_autoptr(apres_case_record) two = ann("R-2");
	static const struct {
		apres_case_filter filter;
		guint count;
	} rows[] = {
		{ { .company = "contoso" }, 2 },
		{ { .company = "other" }, 0 },
		{ { .outcome = "hired" }, 1 },
		{ { .outcome = "none", .stage = "interview" }, 1 },
		{ { .requisition = "R-2" }, 1 },
		{ { .person = "p1" }, 2 },
		{ { .address = "ann@home.example" }, 2 },
		{ { .address = "bob@home.example" }, 0 },
		{ { .max = 1 }, 1 },
		{ { .after = 1 }, 1 },
	};

	set(two, APRES_CASE_OUTCOME, "hired");
	put(one);
	put(two);
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GPtrArray) found = NULL;
		ck_assert(apres_case_list(h.store, &rows[i].filter, &found, NULL));
		ck_assert_msg(found->len == rows[i].count, "row %u: %u", i, found->len);
	}
}
END_TEST

START_TEST(what_cannot_stand_in_a_field_is_refused)
{
	static const struct {
		apres_case_field field;
		const char *text, *why;
	} rows[] = {
		{ APRES_CASE_RECORDED, "24.11.2026", "ISO 8601" },
		{ APRES_CASE_RECORDED, "2026-02-30", "ISO 8601" },
		{ APRES_CASE_RECORDED, "2026-11-24x", "ISO 8601" },
		{ APRES_CASE_RECORDED, "20261124", "ISO 8601" },
		{ APRES_CASE_RECORDED, "2026-11-26", "still to come" },
		{ APRES_CASE_DECIDED, "2027-01-01", "still to come" },
		{ APRES_CASE_STAGE, "Phone screen", "interview or decision" },
		{ APRES_CASE_OUTCOME, "no", "withdrawn or closed" },
		{ APRES_CASE_CHANNEL, "fax", "mail, call or letter" },
		{ APRES_CASE_INTERNAL, "maybe", "neither yes nor no" },
		{ APRES_CASE_ADDRESSES, "ann@home.example ann", "'ann' is no mail" },
		{ APRES_CASE_RECRUITER, "Lea Brandt", "no mail address" },
		{ APRES_CASE_JURISDICTION, "Ontario!", "pack's id" },
		{ APRES_CASE_NAME, "Ann\nBell", "line break" },
		{ APRES_CASE_NAME, "Ann\xff", "not UTF-8" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *value = apres_case_field_parse(
			rows[i].field, rows[i].text, TODAY, &error);
		ck_assert_msg(value == NULL, "'%s' became '%s'", rows[i].text, value);
		ck_assert_int_eq(error->code, APRES_ERROR_INPUT);
		ck_assert_msg(strstr(error->message, rows[i].why) != NULL, "%s",
			      error->message);
	}
}
END_TEST

START_TEST(an_interview_may_be_still_to_come)
{
	g_autofree char *value = apres_case_field_parse(APRES_CASE_INTERVIEWED,
							"2026-12-09 14:30", TODAY, NULL);

	ck_assert_str_eq(value, "2026-12-09");
}
END_TEST

START_TEST(a_case_without_its_key_is_refused)
{
	g_autoptr(apres_case_record) one = ann("R-1");
	g_autoptr(apres_txn) txn = apres_txn_begin(h.store, NULL);
	g_autoptr(GError) error = NULL;
	apres_case_change change;

	set(one, APRES_CASE_REQUISITION, "");
	ck_assert(!apres_case_put(h.store, one, "ana", HOUSE_NOW, &change, &error));
	ck_assert_int_eq(error->code, APRES_ERROR_INPUT);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("case");
	TCase *tc = tcase_create("case");

	house_fixture(tc);
	tcase_add_test(tc, a_case_is_found_by_every_address_its_person_writes_from);
	tcase_add_test(tc, an_address_that_is_taken_out_finds_nothing_any_more);
	tcase_add_test(tc, what_is_not_said_stays_and_what_is_empty_goes);
	tcase_add_test(tc, the_same_again_changes_nothing_and_leaves_no_entry);
	tcase_add_test(tc, the_public_part_of_the_log_names_fields_and_no_values);
	tcase_add_test(tc, lists_go_by_stage_outcome_requisition_and_address);
	tcase_add_test(tc, what_cannot_stand_in_a_field_is_refused);
	tcase_add_test(tc, an_interview_may_be_still_to_come);
	tcase_add_test(tc, a_case_without_its_key_is_refused);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
