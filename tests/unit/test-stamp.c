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

#include "good-policy.h"
#include "temp.h"
#include "unit.h"

#define SUM_LEN 64
/* 2026-11-24, 06:00, and 21:00 in UTC; and six hours later. */
#define MORNING 1795500000
#define EVENING (MORNING + 15 * 3600)
#define TOMORROW (EVENING + 6 * 3600)

static char *root, *folder, *path, *stamp;

static apres_policy *
load_anew(void)
{
	g_autoptr(GError) error = NULL;
	apres_policy *policy = apres_policy_load(path, NULL, &error);

	ck_assert_msg(policy != NULL, "%s", error != NULL ? error->message : "");
	return policy;
}

/* The one stamp in the folder. */
static char *
find_stamp(void)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name = dir != NULL ? g_dir_read_name(dir) : NULL;

	ck_assert_ptr_nonnull(name);
	return g_build_filename(folder, name, NULL);
}

/* A policy with a stamp, not tested. */
static void
setup(void)
{
	root = temp_dir();
	for (guint i = 0; i < FILES; i++)
		temp_write(root, names[i], files[i]);
	path = g_build_filename(root, "policy.xml", NULL);
	folder = g_build_filename(root, "stamps", NULL);
	g_autoptr(apres_policy) policy = load_anew();
	apres_stamp_write(folder, policy, APRES_STAMP_UNTESTED);
	stamp = find_stamp();
}

static void
teardown(void)
{
	g_free(stamp);
	g_free(folder);
	g_free(path);
	temp_remove(root);
}

static bool
counts(void)
{
	g_autoptr(apres_policy) policy =
		apres_stamp_load(folder, path, APRES_STAMP_UNTESTED);

	return policy != NULL;
}

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

START_TEST(test_a_damaged_one_is_none)
{
	g_autofree char *bytes = NULL;
	gsize len;

	ck_assert(g_file_get_contents(stamp, &bytes, &len, NULL));
	for (gsize at = 0; at < len; at += len / 40) {
		bytes[at] ^= 1;
		ck_assert(g_file_set_contents_full(stamp, bytes, (gssize)len, 0, 0600,
						   NULL));
		ck_assert(!counts());
		bytes[at] ^= 1;
		ck_assert(g_file_set_contents_full(stamp, bytes, (gssize)at, 0, 0600,
						   NULL));
		ck_assert(!counts());
	}
	ck_assert(g_file_set_contents_full(stamp, bytes, (gssize)len, 0, 0600, NULL));
	ck_assert(counts());
}
END_TEST

START_TEST(test_what_others_may_write_is_none)
{
	ck_assert_int_eq(g_chmod(stamp, 0620), 0);
	ck_assert(!counts());
	ck_assert_int_eq(g_chmod(stamp, 0602), 0);
	ck_assert(!counts());
	ck_assert_int_eq(g_chmod(stamp, 0600), 0);
	ck_assert(counts());
	ck_assert_int_eq(g_chmod(folder, 0770), 0);
	ck_assert(!counts());
	ck_assert_int_eq(g_chmod(folder, 0700), 0);
	ck_assert(counts());
}
END_TEST

START_TEST(test_neither_is_a_link)
{
	g_autofree char *elsewhere = g_build_filename(root, "elsewhere", NULL);

	ck_assert_int_eq(link(stamp, elsewhere), 0);
	ck_assert(!counts());
	ck_assert_int_eq(g_unlink(stamp), 0);
	ck_assert_int_eq(symlink(elsewhere, stamp), 0);
	ck_assert(!counts());
	ck_assert_int_eq(g_rename(elsewhere, stamp), 0);
	ck_assert(counts());
	ck_assert_int_eq(g_rename(folder, elsewhere), 0);
	ck_assert_int_eq(symlink(elsewhere, folder), 0);
	ck_assert(!counts());
}
END_TEST

/* Only root can give a file away. */
START_TEST(test_what_another_owns_is_none)
{
	if (geteuid() != 0)
		return;
	ck_assert_int_eq(chown(stamp, 1, (gid_t)-1), 0);
	ck_assert(!counts());
	ck_assert_int_eq(chown(stamp, 0, (gid_t)-1), 0);
	ck_assert_int_eq(chown(folder, 1, (gid_t)-1), 0);
	ck_assert(!counts());
	ck_assert_int_eq(chown(folder, 0, (gid_t)-1), 0);
	ck_assert(counts());
}
END_TEST

START_TEST(test_where_nothing_is_ours_nothing_is_made)
{
	g_autofree char *far = g_build_filename(root, "no", "such", NULL);
	g_autoptr(apres_policy) policy = load_anew();

	apres_stamp_write(far, policy, APRES_STAMP_UNTESTED);
	ck_assert(!temp_exists(root, "no"));
	ck_assert_int_eq(g_chmod(root, 0770), 0);
	g_autofree char *shared = g_build_filename(root, "shared", NULL);
	apres_stamp_write(shared, policy, APRES_STAMP_UNTESTED);
	ck_assert(!temp_exists(root, "shared"));
}
END_TEST

START_TEST(test_there_are_not_many)
{
	g_autoptr(apres_policy) policy = load_anew();
	g_autoptr(GDir) dir = NULL;
	guint count = 0;

	for (guint i = 0; i < 20; i++) {
		g_free(policy->file);
		policy->file = g_strdup_printf("%s/other%u.xml", root, i);
		apres_stamp_write(folder, policy, APRES_STAMP_UNTESTED);
	}
	dir = g_dir_open(folder, 0, NULL);
	while (g_dir_read_name(dir) != NULL)
		count++;
	ck_assert_uint_eq(count, 16);
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
	tcase_add_test(tc, test_a_damaged_one_is_none);
	tcase_add_test(tc, test_what_others_may_write_is_none);
	tcase_add_test(tc, test_neither_is_a_link);
	tcase_add_test(tc, test_what_another_owns_is_none);
	tcase_add_test(tc, test_where_nothing_is_ours_nothing_is_made);
	tcase_add_test(tc, test_there_are_not_many);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
