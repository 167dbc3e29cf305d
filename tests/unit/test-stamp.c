/* SPDX-License-Identifier: Apache-2.0 */
/* A stamp spares work, and is believed by nobody who has a reason not to. */
#include "config.h"
#include "policy/stamp.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "policy/load.h"
#include "util/build-id.h"
#include "util/fsutil.h"

#include "stamped.h"
#include "unit.h"

/* What POLICY reads in a mail that says TEXT. */
static char *
read_with(const apres_policy *policy, const char *text)
{
	g_autofree char *copy = g_strdup(text);
	apres_message message = { .text = copy };
	g_autoptr(apres_reading) reading = apres_classify(policy->classifier, &message);
	g_autoptr(GString) all = g_string_new(NULL);

	for (guint i = 0; i < reading->classes->len; i++)
		g_string_append_printf(all, "%s ", (char *)reading->classes->pdata[i]);
	g_string_append_printf(all, "%u", reading->evidence->len);
	return g_string_free(g_steal_pointer(&all), FALSE);
}

START_TEST(test_it_is_the_same_policy)
{
	static const char *const texts[] = {
		"Thanks. What was missing? Any staff discount, nice thing?",
		"My lawyer will call you.", "Je vous remercie. Danke sehr!", ""
	};
	g_autoptr(apres_policy) anew = load_anew();
	g_autoptr(apres_policy) stamped =
		apres_stamp_load(folder, path, APRES_STAMP_UNTESTED);

	ck_assert_ptr_nonnull(stamped);
	ck_assert_str_eq(stamped->digest, anew->digest);
	ck_assert_str_eq(stamped->file, anew->file);
	ck_assert_uint_eq(stamped->rules->len, anew->rules->len);
	ck_assert_uint_eq(g_hash_table_size(stamped->sources),
			  g_hash_table_size(anew->sources));
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *was = read_with(anew, texts[i]);
		g_autofree char *is = read_with(stamped, texts[i]);
		ck_assert_str_eq(is, was);
	}
}
END_TEST

START_TEST(test_a_changed_file_has_none)
{
	g_autofree char *text = temp_read(root, names[_i]);
	g_autofree char *other = g_strconcat(text, "\n", NULL);

	temp_write(root, names[_i], other);
	ck_assert(!counts());
	temp_write(root, names[_i], text);
	ck_assert(counts());
}
END_TEST

START_TEST(test_a_file_that_is_gone_has_none)
{
	g_autofree char *file = g_build_filename(root, names[TEXT], NULL);

	ck_assert_int_eq(g_unlink(file), 0);
	ck_assert(!counts());
}
END_TEST

START_TEST(test_untested_is_not_tested)
{
	g_autoptr(apres_policy) none = apres_stamp_load(folder, path, MORNING);
	g_autoptr(apres_policy) policy = load_anew();

	ck_assert_ptr_null(none);
	apres_stamp_write(folder, policy, MORNING);
	g_autoptr(apres_policy) tested = apres_stamp_load(folder, path, MORNING);
	ck_assert_ptr_nonnull(tested);
	ck_assert(counts());
}
END_TEST

/* ---- what is stored ---- */

/* As the store keeps the files of POLICY: without their folder. */
static GHashTable *
stored_sources(const apres_policy *policy)
{
	GHashTable *sources = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
						    (GDestroyNotify)g_bytes_unref);
	GHashTableIter at;
	gpointer name, bytes;

	g_hash_table_iter_init(&at, policy->sources);
	while (g_hash_table_iter_next(&at, &name, &bytes)) {
		const char *below =
			g_str_has_prefix(name, root) ? (char *)name + strlen(root) : NULL;
		g_hash_table_insert(sources,
				    below != NULL ? g_strconcat(".", below, NULL)
						  : g_strdup(name),
				    g_bytes_ref(bytes));
	}
	return sources;
}

START_TEST(test_a_stored_policy_has_one_for_what_it_is)
{
	g_autoptr(apres_policy) policy = load_anew();
	g_autoptr(GHashTable) sources = stored_sources(policy);
	g_autoptr(apres_policy) none =
		apres_stamp_load_stored(folder, "policy.xml", sources, policy->digest);

	ck_assert_ptr_null(none);
	apres_stamp_write_stored(folder, policy);
	g_autoptr(apres_policy) stamped =
		apres_stamp_load_stored(folder, "policy.xml", sources, policy->digest);
	ck_assert_ptr_nonnull(stamped);
	g_autoptr(apres_policy) stored =
		apres_policy_load_stored("policy.xml", sources, policy->digest, NULL);
	ck_assert_ptr_nonnull(stored);
	ck_assert_str_eq(stamped->digest, stored->digest);
	ck_assert_str_eq(stamped->file, stored->file);
	g_autofree char *was = read_with(stored, "Any staff discount? What was missing?");
	g_autofree char *is = read_with(stamped, "Any staff discount? What was missing?");
	ck_assert_str_eq(is, was);
	/* Other bytes under the same name are another policy. */
	g_hash_table_replace(sources, g_strdup("./policy.xml"),
			     g_bytes_new_static("<policy/>", 9));
	g_autoptr(apres_policy) other =
		apres_stamp_load_stored(folder, "policy.xml", sources, policy->digest);
	ck_assert_ptr_null(other);
}
END_TEST

static bool
counts_as_tested(gint64 when)
{
	g_autoptr(apres_policy) policy = apres_stamp_load(folder, path, when);

	return policy != NULL;
}

/* The policy, with one TEST more. */
static void
add_test(const char *test)
{
	g_autofree char *text = temp_read(root, "policy.xml");
	g_autofree char *more = g_strconcat(test, "</policy>", NULL);
	g_autoptr(GString) xml = g_string_new(text);

	ck_assert_uint_eq(g_string_replace(xml, "</policy>", more, 1), 1);
	temp_write(root, "policy.xml", xml->str);
}

START_TEST(test_tests_with_a_time_pass_for_ever_others_for_a_day)
{
	const char *tests[] = {
		"<test says='Zebras.' at='2026-11-24T09:00:00Z' expect='hold'/>",
		"<test says='Zebras!' expect='hold'/>"
	};

	/* The policy's own have none. */
	g_autofree char *text = temp_read(root, "policy.xml");
	g_autoptr(GRegex) own = g_regex_new("<test[^>]*/>", 0, 0, NULL);
	g_autofree char *bare = g_regex_replace(own, text, -1, 0, "", 0, NULL);
	temp_write(root, "policy.xml", bare);
	for (guint i = 0; i < G_N_ELEMENTS(tests); i++) {
		add_test(tests[i]);
		g_autoptr(apres_policy) policy = load_anew();
		ck_assert_uint_eq(policy->tests->len, i + 1);
		apres_stamp_write(folder, policy, MORNING);
		ck_assert(counts_as_tested(MORNING));
		ck_assert(counts_as_tested(EVENING));
		ck_assert(counts_as_tested(TOMORROW) == (i == 0));
		ck_assert(counts());
	}
}
END_TEST

START_TEST(test_the_mail_of_its_tests_counts)
{
	add_test("<test mail='asked.eml' expect='hold'/>");
	temp_write(root, "asked.eml", "From: a@mail.example\n\nZebras.\n");
	g_autoptr(apres_policy) policy = load_anew();
	apres_stamp_write(folder, policy, MORNING);
	ck_assert(counts_as_tested(MORNING));
	temp_write(root, "asked.eml", "From: a@mail.example\n\nZebras!\n");
	ck_assert(!counts_as_tested(MORNING));
	apres_stamp_write(folder, policy, MORNING);
	ck_assert(counts_as_tested(MORNING));
	g_autofree char *mail = g_build_filename(root, "asked.eml", NULL);
	ck_assert_int_eq(g_unlink(mail), 0);
	ck_assert(!counts_as_tested(MORNING));
}
END_TEST

/* The stamp with FROM replaced by TO, equally long, and the right sum. */
static void
forge(const char *from, const char *to)
{
	g_autofree char *bytes = NULL;
	gsize len;

	ck_assert(g_file_get_contents(stamp, &bytes, &len, NULL));
	char *at = memmem(bytes, len, from, strlen(from));
	ck_assert_ptr_nonnull(at);
	memcpy(at, to, strlen(to));
	g_autofree char *sum = apres_sha256_hex(bytes + SUM_LEN, len - SUM_LEN);
	memcpy(bytes, sum, SUM_LEN);
	ck_assert(g_file_set_contents_full(stamp, bytes, (gssize)len, 0, 0600, NULL));
}

START_TEST(test_another_build_or_library_has_none)
{
	const char *id = apres_build_id;
	g_autofree char *other = g_strdup(id);

	ck_assert_uint_eq(strlen(id), 64);
	other[0] = id[0] == '0' ? '1' : '0';
	forge(id, id);
	ck_assert(counts());
	forge(id, other);
	ck_assert(!counts());
	forge(other, id);
	forge("pcre2 1", "pcre2 9");
	ck_assert(!counts());
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("stamp");
	TCase *tc = tcase_create("stamp");

	tcase_set_timeout(tc, 60);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, test_it_is_the_same_policy);
	tcase_add_test(tc, test_a_stored_policy_has_one_for_what_it_is);
	tcase_add_test(tc, test_the_mail_of_its_tests_counts);
	tcase_add_test(tc, test_tests_with_a_time_pass_for_ever_others_for_a_day);
	tcase_add_loop_test(tc, test_a_changed_file_has_none, 0, FILES);
	tcase_add_test(tc, test_a_file_that_is_gone_has_none);
	tcase_add_test(tc, test_untested_is_not_tested);
	tcase_add_test(tc, test_another_build_or_library_has_none);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
