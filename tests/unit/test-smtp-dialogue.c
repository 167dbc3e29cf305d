/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "deliver/smtp-dialogue.h"
#include "util/error.h"
#include "sink.h"
#include "unit.h"

#include <signal.h>

/* A server that never ends costs the time that was given, and no more. */
static const char *const endless[] = { "greet=stall", "greet=trickle", "ehlo=stall",
				       "ehlo=trickle", "starttls=stall" };

START_TEST(whatever_the_server_does_the_time_is_bounded)
{
	g_autofree char *args = g_strdup_printf("-c %s", endless[_i]);
	sink s = sink_start(args);
	apres_transport_config config = { .tls_name = (char *)"localhost" };
	gint64 before = g_get_monotonic_time();
	g_autoptr(GError) error = NULL;
	apres_smtp_dialogue *dialogue =
		apres_smtp_dialogue_open("127.0.0.1", s.port, 1, &error);

	if (dialogue != NULL && apres_smtp_dialogue_greet(dialogue, "a.example", &error))
		apres_smtp_dialogue_secure(dialogue, &config, &error);
	ck_assert(g_error_matches(error, APRES_ERROR, APRES_ERROR_TEMP));
	ck_assert_ptr_nonnull(strstr(error->message, "after 1 seconds"));
	apres_smtp_dialogue_free(dialogue);
	ck_assert_int_lt(g_get_monotonic_time() - before, 10 * G_USEC_PER_SEC);
	sink_stop(&s);
}
END_TEST

START_TEST(what_ehlo_offers_is_known_by_whole_words)
{
	sink s = sink_start("-x AUTHENTIC -x SIZEABLE");
	g_autoptr(GError) error = NULL;
	g_autoptr(apres_smtp_dialogue) dialogue =
		apres_smtp_dialogue_open("127.0.0.1", s.port, 10, &error);

	ck_assert(apres_smtp_dialogue_greet(dialogue, NULL, &error));
	ck_assert_str_eq(apres_smtp_dialogue_offers(dialogue, "size"), "10000000");
	ck_assert_str_eq(apres_smtp_dialogue_offers(dialogue, "DSN"), "");
	ck_assert_ptr_null(apres_smtp_dialogue_offers(dialogue, "AUTH"));
	ck_assert(!apres_smtp_dialogue_login(dialogue, "u", "p", &error));
	ck_assert_str_eq(error->message, "the server does not offer AUTH");
	g_clear_pointer(&dialogue, apres_smtp_dialogue_free);
	ck_assert_uint_eq(sink_count(&s, "quit"), 1);
	sink_stop(&s);
}
END_TEST

/* What is said where, and what then is understood of it. */
static const struct {
	const char *user, *fault;
	bool good;
} logins[] = {
	{ "u:p", "", true },
	{ "u:other", "", false },
	{ "u:p", "auth=454", false },
};

START_TEST(a_login_is_good_only_if_the_server_says_so)
{
	g_autofree char *args =
		g_strdup_printf("-u %s %s", logins[_i].user, logins[_i].fault);
	sink s = sink_start(args);
	g_autoptr(GError) error = NULL;
	g_autoptr(apres_smtp_dialogue) dialogue =
		apres_smtp_dialogue_open("localhost", s.port, 10, &error);

	ck_assert(apres_smtp_dialogue_greet(dialogue, NULL, &error));
	ck_assert_int_eq(apres_smtp_dialogue_login(dialogue, "u", "p", &error),
			 logins[_i].good);
	ck_assert_int_eq(error == NULL, logins[_i].good);
	g_clear_pointer(&dialogue, apres_smtp_dialogue_free);
	sink_stop(&s);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("smtp-dialogue");
	TCase *t = tcase_create("smtp-dialogue");

	signal(SIGPIPE, SIG_IGN);
	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, whatever_the_server_does_the_time_is_bounded, 0,
			    G_N_ELEMENTS(endless));
	tcase_add_test(t, what_ehlo_offers_is_known_by_whole_words);
	tcase_add_loop_test(t, a_login_is_good_only_if_the_server_says_so, 0,
			    G_N_ELEMENTS(logins));
	suite_add_tcase(s, t);
	return unit_main(s);
}
