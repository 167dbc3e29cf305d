/* SPDX-License-Identifier: Apache-2.0 */
/* A file of no bytes is what a full disk leaves behind: every reader says so, or reads
 * nothing, and none falls over it. */
#include "config.h"
#include "config/config.h"
#include "deliver/smtp-settings.h"
#include "intake/maildir.h"
#include "policy/roster.h"
#include "store/checkpoint.h"
#include "temp.h"
#include "unit.h"
#include "util/error.h"
#include "util/fsutil.h"

#include <fcntl.h>
#include <string.h>

static char *root, *path;

static void
setup(void)
{
	root = temp_dir();
	temp_write(root, "empty", "");
	path = g_build_filename(root, "empty", NULL);
}

static void
teardown(void)
{
	g_clear_pointer(&path, g_free);
	temp_remove(root);
}

static void
is_empty_text(GBytes *bytes)
{
	gsize len;

	ck_assert_ptr_nonnull(bytes);
	const char *data = g_bytes_get_data(bytes, &len);
	ck_assert_uint_eq(len, 0);
	ck_assert_ptr_nonnull(data);
	ck_assert_str_eq(data, "");
}

START_TEST(test_an_empty_file_is_read_as_an_empty_text)
{
	g_autoptr(GBytes) whole = apres_file_read(path, 100, NULL);
	g_autoptr(GBytes) head = apres_file_read_head(path, 100, NULL);
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	g_autoptr(GBytes) from_fd = apres_fd_read(fd, 100, NULL);

	close(fd);
	is_empty_text(whole);
	is_empty_text(head);
	is_empty_text(from_fd);
}
END_TEST

START_TEST(test_a_text_ends_with_a_nul_that_is_not_counted)
{
	temp_write(root, "empty", "abc");
	g_autoptr(GBytes) whole = apres_file_read(path, 100, NULL);
	g_autoptr(GBytes) head = apres_file_read_head(path, 2, NULL);

	ck_assert_uint_eq(g_bytes_get_size(whole), 3);
	ck_assert_str_eq(g_bytes_get_data(whole, NULL), "abc");
	ck_assert_uint_eq(g_bytes_get_size(head), 2);
	ck_assert_str_eq(g_bytes_get_data(head, NULL), "ab");
}
END_TEST

START_TEST(test_an_empty_password_file_is_named)
{
	const apres_transport_config transport = { .user = (char *)"apres",
						   .password_file = path };
	g_autofree char *password = NULL;
	g_autoptr(GError) error = NULL;

	ck_assert(!apres_smtp_read_password(&transport, &password, &error));
	ck_assert(g_error_matches(error, APRES_ERROR, APRES_ERROR_CONFIG));
	ck_assert_ptr_nonnull(strstr(error->message, "empty' is empty"));
}
END_TEST

START_TEST(test_an_empty_public_key_is_named_with_its_remedy)
{
	g_autoptr(GError) error = NULL;

	temp_mkdir(root, "log");
	temp_write(root, "log/public.key", "");
	g_autofree char *line = apres_log_public_key(root, &error);
	ck_assert_ptr_null(line);
	ck_assert(g_error_matches(error, APRES_ERROR, APRES_ERROR_CONFIG));
	ck_assert_ptr_nonnull(
		strstr(error->message, "log/public.key' is empty; restore the folder"));
}
END_TEST

/* Each of the files that make a log, and what is said of it. */
static const struct {
	const char *name, *says;
} log_files[] = {
	{ "log/public.key", "public.key' is empty; restore the folder 'log'" },
	{ "log/key.pem", "key.pem' holds no Ed25519 key" },
	{ "log/signed", "signed' is damaged; restore the folder 'log'" },
};

START_TEST(test_a_log_with_an_empty_file_does_not_go_on)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(apres_log_signer) good = apres_log_signer_open(root, "a/b", NULL);

	ck_assert_ptr_nonnull(good);
	temp_write(root, log_files[_i].name, "");
	g_autoptr(apres_log_signer) bad = apres_log_signer_open(root, "a/b", &error);
	ck_assert_ptr_null(bad);
	ck_assert_msg(strstr(error->message, log_files[_i].says) != NULL, "%s",
		      error->message);
}
END_TEST

START_TEST(test_an_empty_checkpoint_is_no_note)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(apres_log_signer) log = apres_log_signer_open(root, "a/b", NULL);
	g_autofree char *line = apres_log_public_key(root, NULL);
	g_autoptr(apres_note_public) key = apres_note_public_parse(line, NULL);
	g_autoptr(GBytes) bytes = apres_file_read(path, 100, NULL);
	g_autoptr(apres_checkpoint) none = apres_checkpoint_open(
		key, g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), &error);

	ck_assert_ptr_null(none);
	ck_assert_ptr_nonnull(strstr(error->message, "no signed note"));
}
END_TEST

START_TEST(test_an_empty_configuration_and_an_empty_mail)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(apres_config) config = apres_config_load(path, &error);
	g_autoptr(apres_headers) headers = apres_maildir_headers(path, NULL);

	ck_assert_ptr_null(config);
	ck_assert(g_error_matches(error, APRES_ERROR, APRES_ERROR_CONFIG));
	ck_assert(headers == NULL || apres_headers_get(headers, "From") == NULL);
}
END_TEST

START_TEST(test_an_empty_roster_is_refused)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(apres_roster) roster = apres_roster_load(path, &error);

	ck_assert_ptr_null(roster);
	ck_assert_ptr_nonnull(error);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("empty-file");
	TCase *t = tcase_create("empty-file");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, test_an_empty_file_is_read_as_an_empty_text);
	tcase_add_test(t, test_a_text_ends_with_a_nul_that_is_not_counted);
	tcase_add_test(t, test_an_empty_password_file_is_named);
	tcase_add_test(t, test_an_empty_public_key_is_named_with_its_remedy);
	tcase_add_loop_test(t, test_a_log_with_an_empty_file_does_not_go_on, 0,
			    G_N_ELEMENTS(log_files));
	tcase_add_test(t, test_an_empty_checkpoint_is_no_note);
	tcase_add_test(t, test_an_empty_configuration_and_an_empty_mail);
	tcase_add_test(t, test_an_empty_roster_is_refused);
	suite_add_tcase(s, t);
	return unit_main(s);
}
