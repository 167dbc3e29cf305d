/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "intake/control-socket.h"
#include "util/error.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "temp.h"
#include "unit.h"

static char *root;
static char *path;

static void
setup(void)
{
	root = temp_dir();
	path = g_build_filename(root, "socket", NULL);
}

static void
teardown(void)
{
	g_free(path);
	temp_remove(root);
}

/* One client's call, made in a thread because the server runs on this one's loop. */
struct call {
	json_t *request;
	GBytes *mail;
	guint timeout_secs;
	json_t *answer;
	GError *error;
	bool ok, absent, done;
};

static gboolean
call_ended(gpointer data)
{
	((struct call *)data)->done = true;
	return G_SOURCE_REMOVE;
}

static gpointer
call_thread(gpointer data)
{
	struct call *call = data;

	call->ok = apres_socket_call(path, call->request, call->mail, call->timeout_secs,
				     &call->answer, &call->absent, &call->error);
	g_idle_add(call_ended, call);
	return NULL;
}

static void
run_call(struct call *call)
{
	GThread *thread = g_thread_new("call", call_thread, call);

	ck_assert(temp_wait(&call->done, 30));
	g_thread_join(thread);
	json_decref(call->request);
	g_clear_pointer(&call->mail, g_bytes_unref);
}

static void
echo(apres_socket_peer *peer, json_t *request, GBytes *mail, void *context)
{
	const char *action = json_string_value(json_object_get(request, "action"));
	g_autoptr(GError) error = NULL;

	if (g_strcmp0(action, "fail") == 0) {
		apres_throw(&error, APRES_ERROR_INPUT, "message 7 is not held");
		apres_socket_answer(peer, NULL, error);
		return;
	}
	if (g_strcmp0(action, "sleep") == 0) {
		*(apres_socket_peer **)context = peer;
		return;
	}
	json_t *answer =
		json_pack("{sssIs:O}", "user", apres_socket_peer_user(peer), "mail",
			  (json_int_t)(mail ? g_bytes_get_size(mail) : 0), "args",
			  json_object_get(request, "args"));
	apres_socket_answer(peer, answer, NULL);
	json_decref(answer);
}

START_TEST(a_request_is_answered)
{
	g_autoptr(apres_socket_server) server =
		apres_socket_server_new(path, echo, NULL, NULL);
	struct call call = { .request = json_pack("{sss{si}}", "action", "x", "args", "n",
						  5),
			     .timeout_secs = 20 };
	struct stat st;

	ck_assert_ptr_nonnull(server);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, 0660);
	run_call(&call);
	ck_assert_msg(call.ok, "%s", call.error ? call.error->message : "");
	ck_assert_int_eq(json_integer_value(json_object_get(
				 json_object_get(call.answer, "args"), "n")),
			 5);
	ck_assert_str_ne(json_string_value(json_object_get(call.answer, "user")),
			 "unknown");
	json_decref(call.answer);
}
END_TEST

START_TEST(a_mail_of_many_megabytes_arrives_whole)
{
	g_autoptr(apres_socket_server) server =
		apres_socket_server_new(path, echo, NULL, NULL);
	gsize size = 20 * 1024 * 1024;
	struct call call = { .request = json_pack("{sss{}}", "action", "filter", "args"),
			     .mail = g_bytes_new_take(g_malloc0(size), size),
			     .timeout_secs = 20 };

	run_call(&call);
	ck_assert_msg(call.ok, "%s", call.error ? call.error->message : "");
	ck_assert_int_eq(json_integer_value(json_object_get(call.answer, "mail")),
			 (int)size);
	json_decref(call.answer);
}
END_TEST

START_TEST(an_error_keeps_its_code_and_words)
{
	g_autoptr(apres_socket_server) server =
		apres_socket_server_new(path, echo, NULL, NULL);
	struct call call = { .request = json_pack("{ss}", "action", "fail"),
			     .timeout_secs = 20 };

	run_call(&call);
	ck_assert(!call.ok);
	ck_assert(g_error_matches(call.error, APRES_ERROR, APRES_ERROR_INPUT));
	ck_assert_str_eq(call.error->message, "message 7 is not held");
	ck_assert(!call.absent);
	g_error_free(call.error);
}
END_TEST

START_TEST(nobody_there_is_told_apart_from_no_answer)
{
	struct call absent = { .request = json_pack("{ss}", "action", "x"),
			       .timeout_secs = 5 };

	run_call(&absent);
	ck_assert(!absent.ok && absent.absent);
	ck_assert(g_error_matches(absent.error, APRES_ERROR, APRES_ERROR_TEMP));
	g_error_free(absent.error);

	apres_socket_peer *slow = NULL;
	apres_socket_server *server = apres_socket_server_new(path, echo, &slow, NULL);
	struct call silent = { .request = json_pack("{ss}", "action", "sleep"),
			       .timeout_secs = 1 };
	run_call(&silent);
	ck_assert(!silent.ok && !silent.absent);
	ck_assert(g_error_matches(silent.error, APRES_ERROR, APRES_ERROR_TEMP));
	g_error_free(silent.error);
	/* Its answer comes after the client, and after the server, is gone: no harm. */
	ck_assert_ptr_nonnull(slow);
	apres_socket_server_free(server);
	apres_socket_answer(slow, NULL, NULL);
	while (g_main_context_iteration(NULL, FALSE))
		;
}
END_TEST

/* Send RAW and return how many bytes come back before the end. */
static gssize
raw_exchange(const void *raw, gsize len)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	char answer[4096];
	gint64 end = g_get_monotonic_time() + 20 * G_USEC_PER_SEC;
	gssize n = -1;

	g_strlcpy(address.sun_path, path, sizeof address.sun_path);
	ck_assert_int_eq(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
	ck_assert_int_eq(send(fd, raw, len, 0), (int)len);
	shutdown(fd, SHUT_WR);
	while (g_get_monotonic_time() < end) {
		g_main_context_iteration(NULL, FALSE);
		n = recv(fd, answer, sizeof answer, MSG_DONTWAIT);
		if (n >= 0 || errno != EAGAIN)
			break;
	}
	close(fd);
	return n;
}

START_TEST(garbage_is_refused_and_others_are_served)
{
	g_autoptr(apres_socket_server) server =
		apres_socket_server_new(path, echo, NULL, NULL);
	static const char not_json[] = "\0\0\0\4abcd";
	static const char array[] = "\0\0\0\2[]";
	static const char huge[] = "\xff\xff\xff\xff{}";
	static const char cut[] = "\0\0\0\100{";

	ck_assert_int_gt(raw_exchange(not_json, sizeof not_json - 1), 8);
	ck_assert_int_gt(raw_exchange(array, sizeof array - 1), 8);
	ck_assert_int_gt(raw_exchange(huge, sizeof huge - 1), 8);
	ck_assert_int_eq(raw_exchange(cut, sizeof cut - 1), 0);
	struct call call = { .request = json_pack("{sss{}}", "action", "x", "args"),
			     .timeout_secs = 20 };
	run_call(&call);
	ck_assert(call.ok);
	json_decref(call.answer);
}
END_TEST

START_TEST(a_stale_socket_is_replaced_a_live_one_is_not)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	g_autoptr(GError) error = NULL;
	int dead = socket(AF_UNIX, SOCK_STREAM, 0);

	g_strlcpy(address.sun_path, path, sizeof address.sun_path);
	ck_assert_int_eq(bind(dead, (struct sockaddr *)&address, sizeof address), 0);
	close(dead);
	g_autoptr(apres_socket_server) server =
		apres_socket_server_new(path, echo, NULL, NULL);
	ck_assert_ptr_nonnull(server);
	ck_assert_ptr_null(apres_socket_server_new(path, echo, NULL, &error));
	ck_assert(g_error_matches(error, APRES_ERROR, APRES_ERROR_TEMP));
	ck_assert_ptr_nonnull(strstr(error->message, path));
}
END_TEST

START_TEST(a_file_in_the_way_is_left_alone)
{
	g_autoptr(GError) error = NULL;

	temp_write(root, "socket", "precious");
	ck_assert_ptr_null(apres_socket_server_new(path, echo, NULL, &error));
	ck_assert(g_error_matches(error, APRES_ERROR, APRES_ERROR_CONFIG));
	g_autofree char *kept = temp_read(root, "socket");
	ck_assert_str_eq(kept, "precious");
}
END_TEST

START_TEST(a_path_too_long_for_a_socket_is_named)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *dots = g_strnfill(120, 'x');
	g_autofree char *long_path = g_build_filename(root, dots, NULL);

	ck_assert_ptr_null(apres_socket_server_new(long_path, echo, NULL, &error));
	ck_assert(g_error_matches(error, APRES_ERROR, APRES_ERROR_CONFIG));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("control-socket");
	TCase *t = tcase_create("control-socket");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, a_request_is_answered);
	tcase_add_test(t, a_mail_of_many_megabytes_arrives_whole);
	tcase_add_test(t, an_error_keeps_its_code_and_words);
	tcase_add_test(t, nobody_there_is_told_apart_from_no_answer);
	tcase_add_test(t, garbage_is_refused_and_others_are_served);
	tcase_add_test(t, a_stale_socket_is_replaced_a_live_one_is_not);
	tcase_add_test(t, a_file_in_the_way_is_left_alone);
	tcase_add_test(t, a_path_too_long_for_a_socket_is_named);
	suite_add_tcase(s, t);
	return unit_main(s);
}
