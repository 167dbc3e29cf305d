/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "policy/signature.h"
#include "util/error.h"

#include <string.h>

#include "temp.h"
#include "unit.h"

static char *root;
static apres_policy *policy; /* a few files; what is in them does not matter here */
static apres_note_key *key;
static char *trusted[2];
static char *note;

static char *
path_of(const char *name)
{
	return g_build_filename(root, name, NULL);
}

static void
put(const char *name, const char *text)
{
	g_hash_table_replace(policy->sources, g_strdup(name),
			     g_bytes_new(text, strlen(text)));
}

static apres_note_key *
new_key(const char *file, const char *name)
{
	g_autofree char *path = path_of(file);

	ck_assert(apres_policy_key_create(path, name, NULL));
	apres_note_key *made = apres_policy_key_load(path, NULL);
	ck_assert_ptr_nonnull(made);
	return made;
}

static void
setup(void)
{
	root = temp_dir();
	policy = apres_policy_new();
	policy->file = g_strdup("/etc/acme/policy.xml");
	put("/etc/acme/policy.xml", "<policy/>");
	put("/etc/acme/texts/no.txt", "Subject: no");
	put("base.xml", "<base/>");
	key = new_key("hr.key", "acme.example/hr");
	trusted[0] = apres_note_key_public(key);
	trusted[1] = NULL;
	note = apres_policy_sign(policy, key, NULL);
	ck_assert_ptr_nonnull(note);
}

static void
teardown(void)
{
	g_clear_pointer(&policy, apres_policy_free);
	g_clear_pointer(&key, apres_note_key_free);
	g_clear_pointer(&trusted[0], g_free);
	g_clear_pointer(&note, g_free);
	temp_remove(root);
}

static bool
check_bytes(const char *bytes, char **by_out, GError **error)
{
	return apres_policy_check_signature(policy->sources, policy->file, trusted,
					    "policy.xml.sig", bytes, by_out, error);
}

static void
assert_good(void)
{
	g_autofree char *by = NULL;
	g_autoptr(GError) error = NULL;

	ck_assert_msg(check_bytes(note, &by, &error), "%s", error ? error->message : "");
	ck_assert_str_eq(by, "acme.example/hr");
}

static void
assert_refused(const char *words)
{
	g_autofree char *by = NULL;
	g_autoptr(GError) error = NULL;

	ck_assert(!check_bytes(note, &by, &error));
	ck_assert_int_eq(error->code, APRES_ERROR_CONFIG);
	ck_assert_msg(strstr(error->message, words) != NULL, "%s", error->message);
	ck_assert_ptr_null(by);
}

START_TEST(test_what_was_signed_is_good)
{
	assert_good();
	ck_assert(g_str_has_prefix(note, "apres policy\n"));
}
END_TEST

START_TEST(test_a_copied_folder_is_the_same_policy)
{
	g_hash_table_remove_all(policy->sources);
	g_free(policy->file);
	policy->file = g_strdup("/srv/copy/policy.xml");
	put("/srv/copy/policy.xml", "<policy/>");
	put("/srv/copy/texts/no.txt", "Subject: no");
	put("base.xml", "<base/>");
	assert_good();
}
END_TEST

START_TEST(test_what_differs_is_named)
{
	put("/etc/acme/texts/no.txt", "Subject: yes");
	assert_refused("for other files: texts/no.txt has changed since");
	put("/etc/acme/texts/new.txt", "");
	g_hash_table_remove(policy->sources, "/etc/acme/texts/no.txt");
	assert_refused("texts/new.txt was added, texts/no.txt is gone since");
}
END_TEST

START_TEST(test_a_newer_base_is_another_policy)
{
	put("base.xml", "<base><!-- of the next release --></base>");
	assert_refused("base.xml of apres has changed since");
}
END_TEST

START_TEST(test_files_that_changed_places_are_others)
{
	put("/etc/acme/texts/no.txt", "<base/>");
	put("base.xml", "Subject: no");
	assert_refused("base.xml of apres has changed, texts/no.txt has changed since");
}
END_TEST

START_TEST(test_another_key_is_refused)
{
	g_autoptr(apres_note_key) other = new_key("other.key", "acme.example/hr");
	char *first = note;

	note = apres_policy_sign(policy, other, NULL);
	assert_refused("no signature by one of policy-keys");
	g_free(note);
	note = first;
	assert_good();
}
END_TEST

START_TEST(test_every_byte_counts)
{
	gsize len = strlen(note);

	for (gsize i = 0; i < len; i++) {
		g_autofree char *by = NULL;
		g_autofree char *bad = g_strdup(note);
		g_autofree char *cut = g_strndup(note, i);
		bad[i] = (char)(bad[i] ^ 1);
		ck_assert_msg(!check_bytes(bad, &by, NULL), "byte %zu", i);
		ck_assert_msg(!check_bytes(cut, &by, NULL), "cut at %zu", i);
	}
}
END_TEST

START_TEST(test_a_signature_about_something_else_is_refused)
{
	g_free(note);
	note = apres_note_sign(key, "acme.example/hr\n7\nAAAA\n", NULL);
	assert_refused("is about no policy");
}
END_TEST

START_TEST(test_keys_are_pairs)
{
	g_autoptr(apres_note_key) other = new_key("other.key", "acme.example/it");
	g_autoptr(GError) error = NULL;
	g_autofree char *hr = path_of("hr.key");

	ck_assert_str_eq(apres_note_key_name(other), "acme.example/it");
	ck_assert(!apres_policy_key_create(hr, "acme.example/hr", &error));
	ck_assert_int_eq(error->code, APRES_ERROR_INPUT);
	g_clear_error(&error);
	g_autofree char *stranger = temp_read(root, "other.key.pub");
	temp_write(root, "hr.key.pub", stranger);
	ck_assert_ptr_null(apres_policy_key_load(hr, &error));
	ck_assert_int_eq(error->code, APRES_ERROR_CONFIG);
}
END_TEST

START_TEST(test_a_name_fits_into_the_configuration)
{
	static const char *const bad[] = { "", "Ana Ash", "a+b", "a,b", "a;b", "a\nb" };
	g_autofree char *path = path_of("new.key");

	for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(GError) error = NULL;
		ck_assert(!apres_policy_key_create(path, bad[i], &error));
		ck_assert_int_eq(error->code, APRES_ERROR_USAGE);
	}
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("policy-signature");
	TCase *tc = tcase_create("policy-signature");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, test_what_was_signed_is_good);
	tcase_add_test(tc, test_a_copied_folder_is_the_same_policy);
	tcase_add_test(tc, test_what_differs_is_named);
	tcase_add_test(tc, test_a_newer_base_is_another_policy);
	tcase_add_test(tc, test_files_that_changed_places_are_others);
	tcase_add_test(tc, test_another_key_is_refused);
	tcase_add_test(tc, test_every_byte_counts);
	tcase_add_test(tc, test_a_signature_about_something_else_is_refused);
	tcase_add_test(tc, test_keys_are_pairs);
	tcase_add_test(tc, test_a_name_fits_into_the_configuration);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
