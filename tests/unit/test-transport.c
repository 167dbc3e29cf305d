/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "deliver/batch.h"
#include "hand-over.h"
#include "temp.h"
#include "unit.h"

#include <sys/socket.h>
#include <unistd.h>

/* ---- Maildir ---- */

static guint
entries(const char *root, const char *name)
{
	g_autofree char *path = g_build_filename(root, name, NULL);
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	guint count = 0;

	while (dir != NULL && g_dir_read_name(dir) != NULL)
		count++;
	return count;
}

static char *
first_entry(const char *root, const char *name)
{
	g_autofree char *path = g_build_filename(root, name, NULL);
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);

	return g_strdup(g_dir_read_name(dir));
}

static void
assert_not_there_yet(record *r, guint i)
{
	ck_assert_uint_eq(entries(r->folder, "new"), i);
	ck_assert_uint_eq(entries(r->folder, "tmp"), 1);
}

START_TEST(test_a_maildir_gets_each_mail_once_however_often_it_is_tried)
{
	char *folder = temp_dir();
	const apres_transport_config config = { .kind = APRES_TRANSPORT_MAILDIR,
						.maildir = folder };
	record r = { .at_barrier = assert_not_there_yet, .folder = folder };
	record again = { 0 }, later = { 0 };

	g_autofree char *first = record_send(&r, &config, "ann@a.example bob@b.example");
	g_autofree char *second =
		record_send(&again, &config, "ann@a.example bob@b.example");
	ck_assert_str_eq(first, "SS");
	ck_assert_str_eq(second, "SS");
	ck_assert_uint_eq(entries(folder, "new"), 2);
	/* Read, and moved by a client: still the same mail. */
	g_autofree char *name = first_entry(folder, "new");
	g_autofree char *from = g_strdup_printf("new/%s", name);
	g_autofree char *to = g_strdup_printf("cur/%s:2,S", name);
	temp_rename(folder, from, to);
	g_autofree char *third =
		record_send(&later, &config, "ann@a.example bob@b.example");
	ck_assert_str_eq(third, "SS");
	ck_assert_uint_eq(entries(folder, "new"), 1);
	ck_assert_uint_eq(entries(folder, "cur"), 1);
	ck_assert_uint_eq(entries(folder, "tmp"), 0);
	g_autofree char *text = temp_read(folder, to);
	ck_assert(g_str_has_suffix(text, "\n\nHello,\n.a line with a dot\n.\nend\n"));
	temp_remove(folder);
}
END_TEST

START_TEST(test_a_no_at_the_barrier_leaves_no_file)
{
	char *folder = temp_dir();
	const apres_transport_config config = { .kind = APRES_TRANSPORT_MAILDIR,
						.maildir = folder };
	record r = { .refuse_at = 2 };
	g_autofree char *outcomes =
		record_send(&r, &config, "ann@a.example bob@b.example cleo@c.example");

	ck_assert_str_eq(outcomes, "SRR");
	ck_assert_uint_eq(r.asked[2], 0);
	ck_assert_uint_eq(entries(folder, "new"), 1);
	ck_assert_uint_eq(entries(folder, "tmp"), 0);
	temp_remove(folder);
}
END_TEST

START_TEST(test_a_maildir_that_cannot_be_written_is_temporary)
{
	char *folder = temp_dir();
	g_autofree char *inside = g_build_filename(folder, "file", "maildir", NULL);
	const apres_transport_config config = { .kind = APRES_TRANSPORT_MAILDIR,
						.maildir = inside };
	record r = { 0 };

	temp_write(folder, "file", "");
	g_autofree char *outcomes = record_send(&r, &config, "ann@a.example");
	ck_assert_str_eq(outcomes, "T");
	ck_assert_ptr_nonnull(strstr(r.words[0], "Not a directory"));
	ck_assert_uint_eq(r.asked[0], 0);
	record_clear(&r);
	temp_remove(folder);
}
END_TEST

/* ---- sendmail ---- */

/* A program that notes its arguments and its input, and ends as told. */
static char *
make_program(const char *folder, const char *end)
{
	g_autofree char *text = g_strdup_printf("#!/bin/sh\n"
						"cd '%s' || exit 1\n"
						"printf '%%s\\n' \"$@\" >args\n"
						"cat >input.part\n"
						"mv input.part input\n%s\n",
						folder, end);
	g_autofree char *path = g_build_filename(folder, "sendmail", NULL);

	temp_write(folder, "sendmail", text);
	ck_assert_int_eq(g_chmod(path, 0700), 0);
	return g_strdup_printf("'%s' -t -oem", path);
}

/* A process that dies here ends the program's input too; so there must be no program. */
static void
assert_not_started(record *r, guint i G_GNUC_UNUSED)
{
	ck_assert(!temp_exists(r->folder, "args"));
}

START_TEST(test_sendmail_gets_one_recipient_and_no_shell)
{
	char *folder = temp_dir();
	g_autofree char *command = make_program(folder, "exit 0");
	const apres_transport_config config = { .kind = APRES_TRANSPORT_SENDMAIL,
						.command = command,
						.timeout_secs = 10 };
	record r = { .at_barrier = assert_not_started, .folder = folder };
	g_autofree char *outcome = record_send(&r, &config, "a$(id)@a.example");
	g_autofree char *args = temp_read(folder, "args");
	g_autofree char *input = temp_read(folder, "input");

	ck_assert_str_eq(outcome, "S");
	ck_assert_uint_eq(r.asked[0], 1);
	ck_assert_str_eq(args, "-oem\n-i\n-f\n<>\n--\na$(id)@a.example\n");
	ck_assert(g_str_has_suffix(input, "\n\nHello,\n.a line with a dot\n.\nend\n"));
	record_clear(&r);
	temp_remove(folder);
}
END_TEST

static const struct {
	const char *end, *outcome;
} ENDS[] = {
	{ "exit 0", "S" },   { "exit 75", "T" },       { "exit 65", "P" },
	{ "exit 67", "P" },  { "exit 68", "T" },       { "exit 69", "T" },
	{ "exit 74", "U" },  { "exit 76", "U" },       { "exit 78", "T" },
	{ "exit 127", "T" }, { "exit 1", "U" },        { "kill -9 $$", "U" },
	{ "sleep 60", "U" }, { "exec sleep 60", "U" },
};

START_TEST(test_the_exit_status_is_the_outcome)
{
	char *folder = temp_dir();
	g_autofree char *command = make_program(folder, ENDS[_i].end);
	const apres_transport_config config = { .kind = APRES_TRANSPORT_SENDMAIL,
						.command = command,
						.timeout_secs = 1 };
	record r = { 0 };
	g_autofree char *outcome = record_send(&r, &config, "ann@a.example");

	ck_assert_msg(strcmp(outcome, ENDS[_i].outcome) == 0, "%s: %s", ENDS[_i].end,
		      outcome);
	record_clear(&r);
	temp_remove(folder);
}
END_TEST

START_TEST(test_what_became_of_half_a_mail_is_unknown)
{
	char *folder = temp_dir();
	g_autofree char *path = g_build_filename(folder, "sendmail", NULL);
	const apres_transport_config config = { .kind = APRES_TRANSPORT_SENDMAIL,
						.command = path,
						.timeout_secs = 10 };
	g_autoptr(GString) mail = g_string_new("From: a@b\r\nTo: c@d\r\nDate: x\r\n"
					       "Message-ID: <a@b>\r\n\r\n");

	temp_write(folder, "sendmail", "#!/bin/sh\nread -r line\nexit 0\n");
	ck_assert_int_eq(g_chmod(path, 0700), 0);
	while (mail->len < 300000) /* more than a pipe holds */
		g_string_append(mail, "A line of a very long letter.\r\n");
	record r = { .jobs = { { .recipient = "ann@a.example",
				 .envelope_from = "",
				 .bytes = (const guint8 *)mail->str,
				 .len = mail->len } } };
	g_autofree char *outcome = record_deliver(&r, &config, 1);
	ck_assert_str_eq(outcome, "U");
	record_clear(&r);
	temp_remove(folder);
}
END_TEST

START_TEST(test_a_no_at_the_barrier_starts_no_program)
{
	char *folder = temp_dir();
	g_autofree char *command = make_program(folder, "exit 0");
	const apres_transport_config config = { .kind = APRES_TRANSPORT_SENDMAIL,
						.command = command,
						.timeout_secs = 10 };
	record r = { .refuse_at = 1 };
	g_autofree char *outcomes =
		record_send(&r, &config, "ann@a.example bob@b.example");

	ck_assert_str_eq(outcomes, "RR");
	ck_assert(!temp_exists(folder, "args"));
	temp_remove(folder);
}
END_TEST

START_TEST(test_a_program_that_is_not_there_is_temporary)
{
	const apres_transport_config config = {
		.kind = APRES_TRANSPORT_SENDMAIL,
		.command = (char *)"/nonexistent/sendmail -i",
		.timeout_secs = 1
	};
	record r = { 0 };
	g_autofree char *outcome = record_send(&r, &config, "ann@a.example");

	ck_assert_str_eq(outcome, "T");
	ck_assert_ptr_nonnull(strstr(r.words[0], "/nonexistent/sendmail"));
	record_clear(&r);
}
END_TEST

/* ---- one after the other ---- */

START_TEST(test_what_comes_later_goes_the_same_way_until_a_no)
{
	char *folder = temp_dir();
	const apres_transport_config config = { .kind = APRES_TRANSPORT_MAILDIR,
						.maildir = folder };
	record r = { .at_once = 1 }, refused = { .at_once = 1, .refuse_at = 2 };
	g_autofree char *first =
		record_send(&r, &config, "ann@a.example bob@b.example cleo@c.example");
	g_autofree char *second = record_send(
		&refused, &config, "ann@a.example bob@b.example cleo@c.example");

	ck_assert_str_eq(first, "SSS");
	ck_assert_uint_eq(r.wanted, 3);
	ck_assert_uint_eq(entries(folder, "new"), 3);
	ck_assert_str_eq(second, "SR-");
	ck_assert_uint_eq(refused.wanted, 1);
	temp_remove(folder);
}
END_TEST

START_TEST(test_a_batch_arrives_as_it_was_sent_however_large)
{
	static const apres_job small = { .id = 1,
					 .fence = 2,
					 .recipient = "ann@a.example",
					 .envelope_from = "",
					 .bytes = (const guint8 *)"a\0b",
					 .len = 3 };
	g_autofree guint8 *bytes = g_malloc0(3 * 1024 * 1024);
	const apres_job large = { .id = 3,
				  .fence = 4,
				  .recipient = "b\xf6"
					       "b@b.example",
				  .envelope_from = "jobs@contoso.example",
				  .envid = "m.1@contoso.example",
				  .bytes = bytes,
				  .len = 3 * 1024 * 1024 };
	g_autoptr(GPtrArray) jobs = g_ptr_array_new();
	int pair[2];

	bytes[large.len - 1] = 7;
	g_ptr_array_add(jobs, (gpointer)&small);
	g_ptr_array_add(jobs, (gpointer)&large);
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair), 0);
	ck_assert_ptr_null(apres_batch_receive(pair[1]));
	ck_assert(apres_batch_send(pair[0], jobs, NULL));
	g_autoptr(apres_batch) batch = apres_batch_receive(pair[1]);
	ck_assert_uint_eq(batch->jobs->len, 2);
	for (guint i = 0; i < 2; i++) {
		const apres_job *sent = jobs->pdata[i], *got = batch->jobs->pdata[i];
		ck_assert_int_eq(got->id, sent->id);
		ck_assert_int_eq(got->fence, sent->fence);
		ck_assert_str_eq(got->recipient, sent->recipient);
		ck_assert_str_eq(got->envelope_from, sent->envelope_from);
		ck_assert_str_eq(got->envid, sent->envid != NULL ? sent->envid : "");
		ck_assert_uint_eq(got->len, sent->len);
		ck_assert_mem_eq(got->bytes, sent->bytes, sent->len);
	}
	/* One that will not listen any more says so at once. */
	shutdown(pair[1], SHUT_RD);
	ck_assert(!apres_batch_send(pair[0], jobs, NULL));
	close(pair[0]);
	close(pair[1]);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("transport");
	TCase *tc = tcase_create("transport");

	tcase_add_test(tc, test_a_maildir_gets_each_mail_once_however_often_it_is_tried);
	tcase_add_test(tc, test_a_no_at_the_barrier_leaves_no_file);
	tcase_add_test(tc, test_a_maildir_that_cannot_be_written_is_temporary);
	tcase_add_test(tc, test_sendmail_gets_one_recipient_and_no_shell);
	tcase_add_loop_test(tc, test_the_exit_status_is_the_outcome, 0,
			    G_N_ELEMENTS(ENDS));
	tcase_add_test(tc, test_what_became_of_half_a_mail_is_unknown);
	tcase_add_test(tc, test_a_no_at_the_barrier_starts_no_program);
	tcase_add_test(tc, test_a_program_that_is_not_there_is_temporary);
	tcase_add_test(tc, test_what_comes_later_goes_the_same_way_until_a_no);
	tcase_add_test(tc, test_a_batch_arrives_as_it_was_sent_however_large);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
