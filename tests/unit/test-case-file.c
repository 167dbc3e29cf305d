/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "pipeline/case-file.h"
#include "util/error.h"

#include <string.h>

#include "temp.h"
#include "unit.h"

#define HEAD "person,requisition,addresses,stage,name,recorded\n"

static char *root;

static void
setup(void)
{
	root = temp_dir();
}

static void
teardown(void)
{
	temp_remove(root);
}

static bool
keep(void *context, guint line G_GNUC_UNUSED, apres_case_record *record,
     GError **error G_GNUC_UNUSED)
{
	g_ptr_array_add(context, record);
	return true;
}

static void
free_record(gpointer record)
{
	apres_case_record_free(record);
}

/* What reading CSV (LEN bytes) gave: records, faults, the error's text or NULL. */
typedef struct result {
	GPtrArray *records;
	apres_case_faults faults;
	char *error;
} result;

static result
read_bytes(const char *csv, gsize len, const char *map)
{
	g_autofree char *path = g_build_filename(root, "t.csv", NULL);
	g_autofree char *map_path = g_build_filename(root, "t.map", NULL);
	g_autoptr(apres_columns) columns = NULL;
	g_autoptr(GError) error = NULL;
	result r = { .records = g_ptr_array_new_with_free_func(free_record) };

	ck_assert(g_file_set_contents(path, csv, (gssize)len, NULL));
	if (map != NULL) {
		temp_write(root, "t.map", map);
		columns = apres_columns_load(map_path, &error);
		ck_assert_msg(columns != NULL, "%s", error ? error->message : "");
	}
	const apres_case_table table = { path, columns, "contoso", "2026-11-24" };
	if (!apres_case_file_read(&table, keep, r.records, &r.faults, &error))
		r.error = g_strdup(error->message);
	return r;
}

static void
clear(result *r)
{
	g_ptr_array_unref(r->records);
	apres_case_faults_clear(&r->faults);
	g_free(r->error);
}

static const char *
value(const result *r, guint row, apres_case_field field)
{
	ck_assert_uint_lt(row, r->records->len);
	return ((apres_case_record *)r->records->pdata[row])->value[field];
}

/* The one fault of CSV, after the file's name. */
static void
assert_fault(const char *csv, const char *map, const char *want)
{
	result r = read_bytes(csv, strlen(csv), map);
	const char *got = r.faults.count > 0 ? r.faults.shown->pdata[0] : r.error;

	ck_assert_msg(got != NULL, "no fault in: %s", csv);
	got += strlen(root) + strlen("/t.csv:");
	ck_assert_msg(g_str_has_prefix(got, want), "'%s', not '%s'", got, want);
	clear(&r);
}

START_TEST(every_way_to_write_a_table_reads_the_same)
{
	static const char *const tables[] = {
		"person,requisition,addresses,name\np1,R-1,ann@mail.example,\"Bell, "
		"Ann\"\n",
		"\xef\xbb\xbfperson,requisition,addresses,name\r\np1,R-1,"
		"ann@mail.example,\"Bell, Ann\"\r\n",
		"person;requisition;addresses;name\np1;R-1;ann@mail.example;Bell, Ann",
		"person\trequisition\taddresses\tname\n\n\n"
		"p1\tR-1\tAnn@mail.example\tBell, Ann\n\n",
		"\"person\";\"requisition\";\"addresses\";\"name\"\n"
		"\"p1\";\"R-1\";\"ann@mail.example\";\"Bell, Ann\"\n",
	};

	for (guint i = 0; i < G_N_ELEMENTS(tables); i++) {
		result r = read_bytes(tables[i], strlen(tables[i]), NULL);
		ck_assert_msg(r.error == NULL && r.faults.count == 0, "%u: %s", i,
			      r.error ? r.error : (char *)r.faults.shown->pdata[0]);
		ck_assert_uint_eq(r.records->len, 1);
		ck_assert_str_eq(value(&r, 0, APRES_CASE_NAME), "Bell, Ann");
		ck_assert_str_eq(value(&r, 0, APRES_CASE_ADDRESSES), "ann@mail.example");
		ck_assert_str_eq(value(&r, 0, APRES_CASE_RECORDED), "2026-11-24");
		clear(&r);
	}
}
END_TEST

START_TEST(a_fault_is_told_by_line_and_cell)
{
	assert_fault(HEAD "p1,R-1,ann@mail.example,interview,A,24.11.2026\n", NULL,
		     "2:6: recorded: '24.11.2026' is no day as ISO 8601");
	assert_fault(HEAD "p1,R-1,ann@mail.example,applied,A,\np2,R-1,b@mail.example,"
			  "phone,B,\n",
		     NULL, "3:4: stage: 'phone' is not known here");
	assert_fault(HEAD "p1,R-1,ann@mail.example,applied,A\n", NULL, "2:6: 5 cells");
	assert_fault(HEAD "p1,R-1,,applied,A,\n", NULL, "2:1: addresses is empty");
	assert_fault(HEAD "p1,R-1,a@mail.example,,\"A\nB\",\n", NULL,
		     "2:5: name: a line break");
	assert_fault(HEAD "p1,R-1,a@mail.example,applied,\"A,\"\"B\"\"\",\n"
			  "p2,R-1,x,,,\n",
		     NULL, "3:3: addresses: 'x' is no mail address");
	assert_fault(HEAD "p1,R-1,a@mail.example,,,\n\"p1\",R-1,b@mail.example,,,\n",
		     NULL, "3:1: the same person and requisition as in line 2");
	assert_fault(HEAD "p1,R-1,a@mail.example,,B\xf6rg,\n", NULL,
		     "2:5: name: not UTF-8");
}
END_TEST

START_TEST(lines_are_counted_through_quoted_line_breaks)
{
	assert_fault("person,requisition,addresses,note\n"
		     "p1,R-1,a@mail.example,\"one\ntwo\n\nthree\"\n"
		     "p2,R-1,wrong,\n",
		     "[columns]\nperson=person\nrequisition=requisition\n"
		     "addresses=addresses\n",
		     "6:3: addresses: 'wrong'");
}
END_TEST

START_TEST(what_is_no_table_is_refused)
{
	static const char utf16[] = "\xff\xfep\0e\0r\0";
	result r = read_bytes(utf16, sizeof utf16 - 1, NULL);

	ck_assert_ptr_nonnull(strstr(r.error, ":1: UTF-16; save the file as UTF-8"));
	clear(&r);
	assert_fault("", NULL, "1: the file is empty");
	assert_fault(HEAD "p1,R\"1,a@mail.example,,,\n", NULL, "2: a quote where");
	assert_fault(HEAD "p1,R-1,\"a@mail.example,,,\np2\n", NULL,
		     "4: the file ends within quotes");
	assert_fault("person,requisition\np1,R-1\n", NULL,
		     "1:1: the column 'addresses' is missing");
	assert_fault("person,requisition,adresses\np1,R-1,a@mail.example\n", NULL,
		     "1:3: no column 'adresses'; did you mean 'addresses'?");
	assert_fault("person,person,requisition,addresses\n", NULL,
		     "1:2: 'person' for the second time");
}
END_TEST

START_TEST(a_row_without_end_needs_no_memory_without_end)
{
	g_autoptr(GString) csv = g_string_new(HEAD "p1,R-1,\"");

	for (guint i = 0; i < 20000; i++)
		g_string_append(csv, "aaaaaaaa\n");
	assert_fault(csv->str, NULL, "7282: a row of more than 64 KiB");
}
END_TEST

START_TEST(faults_beyond_the_first_are_counted)
{
	g_autoptr(GString) csv = g_string_new(HEAD);

	for (guint i = 0; i < 500; i++)
		g_string_append_printf(csv, "p%u,R-1,none,,,\n", i);
	result r = read_bytes(csv->str, csv->len, NULL);
	ck_assert_uint_eq(r.faults.count, 500);
	ck_assert_uint_eq(r.faults.shown->len, 20);
	ck_assert_uint_eq(r.records->len, 0);
	clear(&r);
}
END_TEST

START_TEST(a_mapping_names_columns_and_words_of_others)
{
	static const char map[] =
		"[columns]\nID=person\nJob=requisition\nMail=addresses\n"
		"Mail 2=addresses\nFirst=name\nLast=name\nPhase=stage\n"
		"[values stage]\nPhone screen=review\n";
	static const char csv[] =
		"ID,Job,Mail,Mail 2,First,Last,Phase,Score\n"
		"1,R,a@mail.example,A@mail.example,Ann,Bell,phone SCREEN,5\n"
		"2,R,b@mail.example,c@mail.example,Bo,,interview,3\n";
	result r = read_bytes(csv, strlen(csv), map);

	ck_assert_msg(r.error == NULL && r.faults.count == 0, "%s",
		      r.error ? r.error : (char *)r.faults.shown->pdata[0]);
	ck_assert_str_eq(value(&r, 0, APRES_CASE_ADDRESSES), "a@mail.example");
	ck_assert_str_eq(value(&r, 0, APRES_CASE_NAME), "Ann Bell");
	ck_assert_str_eq(value(&r, 0, APRES_CASE_STAGE), "review");
	ck_assert_str_eq(value(&r, 1, APRES_CASE_ADDRESSES),
			 "b@mail.example c@mail.example");
	ck_assert_str_eq(value(&r, 1, APRES_CASE_NAME), "Bo");
	clear(&r);
}
END_TEST

START_TEST(a_mapping_of_another_table_is_a_fault)
{
	static const char csv[] = "person,requisition,addresses\np,R,a@mail.example\n";

	assert_fault(csv,
		     "[columns]\nperson=person\nrequisition=requisition\n"
		     "addresses=addresses\nPhase=stage\n",
		     "1:1: the mapping names 'Phase', which is no column here");
	assert_fault(csv,
		     "[columns]\nperson=person\nrequisition=requisition\n"
		     "addresses=addresses\n[values phase]\na=b\n",
		     "1:1: the mapping has words for 'phase', which is no field");
	assert_fault(csv, "[columns]\nperson=persn\n",
		     "1:1: no column 'persn'; did you mean 'person'?");
}
END_TEST

START_TEST(a_mapping_that_maps_nothing_is_refused)
{
	static const struct {
		const char *map, *why;
	} rows[] = {
		{ "[colums]\nA=person\n", "no group [colums]" },
		{ "[values stage]\nA=applied\n", "[columns] is missing" },
		{ "[columns]\nA=\n", "'A' stands for nothing" },
		{ "A=person\n", "t.map" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *path = g_build_filename(root, "t.map", NULL);
		g_autoptr(GError) error = NULL;
		temp_write(root, "t.map", rows[i].map);
		g_autoptr(apres_columns) columns = apres_columns_load(path, &error);
		ck_assert_ptr_null(columns);
		ck_assert_int_eq(error->code, APRES_ERROR_CONFIG);
		ck_assert_msg(strstr(error->message, rows[i].why) != NULL, "%s",
			      error->message);
	}
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("case-file");
	TCase *tc = tcase_create("case-file");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, every_way_to_write_a_table_reads_the_same);
	tcase_add_test(tc, a_fault_is_told_by_line_and_cell);
	tcase_add_test(tc, lines_are_counted_through_quoted_line_breaks);
	tcase_add_test(tc, what_is_no_table_is_refused);
	tcase_add_test(tc, a_row_without_end_needs_no_memory_without_end);
	tcase_add_test(tc, faults_beyond_the_first_are_counted);
	tcase_add_test(tc, a_mapping_names_columns_and_words_of_others);
	tcase_add_test(tc, a_mapping_of_another_table_is_a_fault);
	tcase_add_test(tc, a_mapping_that_maps_nothing_is_refused);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
