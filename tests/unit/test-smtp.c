/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "deliver/transport.h"
#include "hand-over.h"
#include "smtp-config.h"
#include "unit.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

/* ---- the outcome table: server, recipients, outcomes, how many it accepted ---- */

static const struct {
	const char *server;
	const char *recipients;
	const char *outcomes;
	guint accepted;
} TABLE[] = {
	{ "", "ann@a.example", "S", 1 },
	{ "", "ann@a.example bob@b.example cleo@c.example", "SSS", 3 },
	{ "-b", "ann@a.example bob@b.example", "SS", 2 },
	{ "-x CHUNKING", "ann@a.example bob@b.example", "SS", 2 },
	{ "-b -x CHUNKING", "ann@a.example", "S", 1 },
	/* nothing was said about any mail */
	{ "greet=drop", "ann@a.example bob@b.example", "TT", 0 },
	{ "greet=421", "ann@a.example bob@b.example", "TT", 0 },
	{ "greet=554", "ann@a.example", "T", 0 },
	{ "greet=garbage", "ann@a.example", "T", 0 },
	{ "greet=stall", "ann@a.example", "T", 0 },
	{ "ehlo=drop", "ann@a.example", "T", 0 },
	{ "ehlo=421", "ann@a.example", "T", 0 },
	{ "ehlo=554", "ann@a.example", "T", 0 },
	{ "ehlo=stall", "ann@a.example", "T", 0 },
	{ "ehlo=garbage", "ann@a.example", "T", 0 },
	/* MAIL */
	{ "mail=550@1.1", "ann@a.example bob@b.example", "PS", 1 },
	{ "mail=451@1.1", "ann@a.example bob@b.example", "TS", 1 },
	{ "mail=421@1.1", "ann@a.example bob@b.example", "TR", 0 },
	{ "mail=drop", "ann@a.example", "T", 0 },
	{ "mail=drop@1.2", "ann@a.example bob@b.example", "SR", 1 },
	{ "mail=half", "ann@a.example", "T", 0 },
	{ "mail=stall", "ann@a.example", "T", 0 },
	{ "mail=garbage", "ann@a.example", "T", 0 },
	/* RCPT */
	{ "", "bad@a.example bob@b.example", "PS", 1 },
	{ "", "temp@a.example bob@b.example", "TS", 1 },
	{ "", "ann@a.example closing@b.example cleo@c.example", "STR", 1 },
	{ "rcpt=drop", "ann@a.example", "T", 0 },
	{ "rcpt=partial", "ann@a.example", "T", 0 },
	{ "rcpt=stall", "ann@a.example", "T", 0 },
	/* DATA */
	{ "data=drop", "ann@a.example", "T", 0 },
	{ "data=rst", "ann@a.example", "T", 0 },
	{ "data=half", "ann@a.example", "T", 0 },
	{ "data=451@1.1", "ann@a.example bob@b.example", "TS", 1 },
	{ "data=554@1.1", "ann@a.example bob@b.example", "PS", 1 },
	{ "data=421", "ann@a.example bob@b.example", "TR", 0 },
	{ "data=stall", "ann@a.example", "T", 0 },
	{ "data=garbage", "ann@a.example", "T", 0 },
	/* past the barrier: only a whole reply says how it ended */
	{ "body=drop", "ann@a.example bob@b.example", "UR", 0 },
	{ "body=rst", "ann@a.example", "U", 0 },
	{ "body=stall", "ann@a.example", "U", 0 },
	{ "dot=drop", "ann@a.example bob@b.example", "UR", 0 },
	{ "dot=rst", "ann@a.example", "U", 0 },
	{ "dot=partial", "ann@a.example", "U", 0 },
	{ "dot=half", "ann@a.example", "U", 0 },
	{ "dot=garbage", "ann@a.example", "U", 0 },
	{ "dot=stall", "ann@a.example", "U", 0 },
	{ "dot=421@1.1", "ann@a.example bob@b.example", "TR", 0 },
	{ "dot=451@1.1", "ann@a.example bob@b.example", "TS", 1 },
	{ "dot=554@1.1", "ann@a.example bob@b.example", "PS", 1 },
	{ "dot=drop@1.2", "ann@a.example bob@b.example cleo@c.example", "SUR", 1 },
	/* a reply too many: from there on nothing can be told, and nothing is */
	{ "dot=extra@1.1", "ann@a.example bob@b.example", "ST", 1 },
	/* the end of the session is nobody's outcome */
	{ "quit=drop", "ann@a.example", "S", 1 },
	{ "quit=stall", "ann@a.example", "S", 1 },
	{ "quit=421", "ann@a.example", "S", 1 },
	/* CHUNKING: a 250 for a chunk is no 250 for the mail */
	{ "-x CHUNKING", "bad@a.example bob@b.example", "PS", 1 },
	{ "-x CHUNKING", "temp@a.example bob@b.example", "TS", 1 },
	{ "-x CHUNKING bdat=stall", "ann@a.example", "U", 0 },
	{ "-x CHUNKING bdat=drop", "ann@a.example", "U", 0 },
	{ "-x CHUNKING bdat=451@1.1", "ann@a.example bob@b.example", "TS", 1 },
	{ "-x CHUNKING bdat=partial", "ann@a.example", "U", 0 },
	{ "-x CHUNKING last=stall", "ann@a.example", "U", 0 },
	{ "-x CHUNKING last=drop", "ann@a.example bob@b.example", "UR", 0 },
	{ "-x CHUNKING last=half", "ann@a.example", "U", 0 },
	{ "-x CHUNKING last=partial", "ann@a.example", "U", 0 },
	{ "-x CHUNKING last=451@1.1", "ann@a.example bob@b.example", "TS", 1 },
	{ "-x CHUNKING last=554@1.1", "ann@a.example bob@b.example", "PS", 1 },
	{ "-x CHUNKING last=421", "ann@a.example bob@b.example", "TR", 0 },
};

START_TEST(test_every_fault_ends_as_the_outcome_table_says)
{
	sink s = sink_start(TABLE[_i].server);
	apres_transport_config config = config_for(&s);
	record r = { 0 };
	g_autofree char *outcomes = record_send(&r, &config, TABLE[_i].recipients);

	ck_assert_msg(strcmp(outcomes, TABLE[_i].outcomes) == 0,
		      "'%s' to '%s': %s, not %s (%s)", TABLE[_i].server,
		      TABLE[_i].recipients, outcomes, TABLE[_i].outcomes,
		      r.words[0] ? r.words[0] : "");
	ck_assert_uint_eq(sink_count(&s, "accepted "), TABLE[_i].accepted);
	/* Whatever the server has got whole, the table calls sent, unknown or refused. */
	for (guint i = 0; outcomes[i] != '\0'; i++)
		if (outcomes[i] == 'S' || outcomes[i] == 'U')
			ck_assert_uint_eq(r.asked[i], 1);
	record_clear(&r);
	sink_stop(&s);
}
END_TEST

/* ---- one mail after the other, in one session ---- */

static const struct {
	const char *server;
	const char *recipients;
	const char *outcomes;
	guint wanted; /* how often more was asked for */
} IN_A_ROW[] = {
	{ "", "ann@a.example bob@b.example cleo@c.example", "SSS", 3 },
	{ "-b", "ann@a.example bob@b.example", "SS", 2 },
	{ "-x CHUNKING", "ann@a.example bob@b.example", "SS", 2 },
	/* a wrong address needs no server */
	{ "", "ann@a.example wrong bob@b.example", "SPS", 3 },
	/* after a trouble a fresh session is better */
	{ "", "bad@a.example bob@b.example", "P-", 0 },
	{ "", "ann@a.example bad@b.example cleo@c.example", "SP-", 1 },
	{ "mail=451@1.2", "ann@a.example bob@b.example cleo@c.example", "ST-", 1 },
	{ "data=451@1.2", "ann@a.example bob@b.example cleo@c.example", "ST-", 1 },
	{ "dot=451@1.2", "ann@a.example bob@b.example cleo@c.example", "ST-", 1 },
	{ "dot=drop@1.2", "ann@a.example bob@b.example cleo@c.example", "SU-", 1 },
	{ "-x CHUNKING last=554@1.1", "ann@a.example bob@b.example", "P-", 0 },
	/* what came when the server was about to go was not tried */
	{ "mail=drop@1.2", "ann@a.example bob@b.example cleo@c.example", "SR-", 1 },
};

START_TEST(test_a_session_takes_more_as_long_as_all_goes_well)
{
	sink s = sink_start(IN_A_ROW[_i].server);
	apres_transport_config config = config_for(&s);
	record r = { .at_once = 1 };
	g_autofree char *outcomes = record_send(&r, &config, IN_A_ROW[_i].recipients);

	ck_assert_str_eq(outcomes, IN_A_ROW[_i].outcomes);
	ck_assert_uint_eq(r.wanted, IN_A_ROW[_i].wanted);
	ck_assert_uint_eq(sink_count(&s, "accepted 1."), sink_count(&s, "accepted "));
	for (guint i = 0; outcomes[i] != '\0'; i++)
		if (outcomes[i] == 'S' || outcomes[i] == 'U')
			ck_assert_uint_eq(r.asked[i], 1);
	record_clear(&r);
	sink_stop(&s);
}
END_TEST

START_TEST(test_a_no_at_the_barrier_ends_the_session_for_what_came_later_too)
{
	sink s = sink_start("");
	apres_transport_config config = config_for(&s);
	record r = { .at_once = 1, .refuse_at = 2 };
	g_autofree char *outcomes =
		record_send(&r, &config, "ann@a.example bob@b.example cleo@c.example");

	ck_assert_str_eq(outcomes, "SR-");
	ck_assert_uint_eq(sink_count(&s, "received "), 1);
	record_clear(&r);
	sink_stop(&s);
}
END_TEST

/* ---- the barrier ---- */

START_TEST(test_a_no_at_the_barrier_lets_nothing_more_leave)
{
	static const char *const servers[] = { "", "-b", "-x CHUNKING",
					       "-b -x CHUNKING" };

	for (guint i = 0; i < G_N_ELEMENTS(servers); i++) {
		sink s = sink_start(servers[i]);
		apres_transport_config config = config_for(&s);
		record r = { .refuse_at = 2 };
		g_autofree char *outcomes = record_send(
			&r, &config, "ann@a.example bob@b.example cleo@c.example");
		ck_assert_str_eq(outcomes, "SRR");
		ck_assert_uint_eq(r.asked[2], 0);
		ck_assert_uint_eq(sink_count(&s, "received "), 1);
		ck_assert_uint_eq(sink_count(&s, "accepted "), 1);
		record_clear(&r);
		sink_stop(&s);
	}
}
END_TEST

START_TEST(test_the_server_gets_the_bytes_and_the_envelope_that_were_meant)
{
	sink s = sink_start("");
	apres_transport_config config = config_for(&s);
	record r = { 0 };
	g_autofree char *outcomes = record_send(&r, &config, "ann@a.example");
	g_autofree char *mail = temp_read(s.folder, "mail/1.1");
	g_autofree char *log = temp_read(s.folder, "log");

	ck_assert_str_eq(outcomes, "S");
	ck_assert_str_eq(mail, "From: recruiting@contoso.example\r\nTo: ann@a.example\r\n"
			       "Date: x\r\nMessage-ID: <m.0@contoso.example>\r\n\r\n"
			       "Hello,\r\n.a line with a dot\r\n.\r\nend\r\n");
	ck_assert_ptr_nonnull(strstr(log, "MAIL FROM:<> SIZE="));
	ck_assert_ptr_nonnull(strstr(log, "ENVID=m.0@contoso.example"));
	ck_assert_ptr_nonnull(strstr(log, "RCPT TO:<ann@a.example> NOTIFY=NEVER"));
	record_clear(&r);
	sink_stop(&s);
}
END_TEST

/* ---- neither side waits for an acknowledgement ---- */

/* OPTION of the one connection that this process has made. */
static int
connection_option(int option)
{
	struct sockaddr_in peer;
	socklen_t len = sizeof peer, size = sizeof(int);
	int value = -1;

	for (int fd = 3; fd < 256; fd++, len = sizeof peer)
		if (getpeername(fd, (struct sockaddr *)&peer, &len) == 0 &&
		    peer.sin_family == AF_INET)
			ck_assert_int_eq(
				getsockopt(fd, IPPROTO_TCP, option, &value, &size), 0);
	return value;
}

static void
look_for_nodelay(record *r G_GNUC_UNUSED, guint i G_GNUC_UNUSED)
{
	ck_assert_int_eq(connection_option(TCP_NODELAY), 1);
}

static void
look_for_quickack(record *r G_GNUC_UNUSED, guint i G_GNUC_UNUSED)
{
	ck_assert_int_eq(connection_option(TCP_QUICKACK), 1);
}

START_TEST(test_small_writes_leave_at_once_and_replies_are_acknowledged_at_once)
{
	sink s = sink_start("");
	apres_transport_config config = config_for(&s);
	record r = { .at_barrier = look_for_nodelay, .at_end = look_for_quickack };
	g_autofree char *outcomes =
		record_send(&r, &config, "ann@a.example bob@b.example cleo@c.example");

	ck_assert_str_eq(outcomes, "SSS");
	record_clear(&r);
	sink_stop(&s);
}
END_TEST

/* ---- hostile jobs ---- */

START_TEST(test_what_could_break_the_dialogue_never_reaches_it)
{
	static const char *const bad[] = {
		"ann@a.example>\r\nRCPT TO:<v@a.example",
		"ann@a.example\n",
		"a b@c.example",
		"<ann@a.example>",
		"ann",
		"j\xc3\xbcrgen@a.example",
		"-oQ/tmp@a.example",
	};
	g_autofree char *huge = g_strnfill(3000, 'x');
	sink s = sink_start("");
	const apres_transport_config config = config_for(&s);
	const char *const bytes =
		"From: a@b\r\nTo: c@d\r\nDate: x\r\nMessage-ID: <a@b>\r\n\r\n";
	const char *const smuggled =
		"From: a@b\r\nTo: c@d\r\nDate: x\r\nMessage-ID: <a@b>\r\n"
		"\r\nx\n.\r\nMAIL FROM:<v@a.example>\r\n";

	for (guint i = 0; i < G_N_ELEMENTS(bad) + 3; i++) {
		bool by_path = i == G_N_ELEMENTS(bad) + 1,
		     by_body = i > G_N_ELEMENTS(bad) + 1;
		const char *sent = by_body ? smuggled : bytes;
		const char *recipient = i < G_N_ELEMENTS(bad)    ? bad[i]
					: i == G_N_ELEMENTS(bad) ? huge
								 : "ok@a.example";
		record r = { .jobs = { { .recipient = recipient,
					 .envelope_from = by_path ? "a@b\r\nDATA" : "",
					 .bytes = (const guint8 *)sent,
					 .len = strlen(sent) } } };
		g_autofree char *outcome = record_deliver(&r, &config, 1);
		ck_assert_str_eq(outcome, "P");
		ck_assert_uint_eq(r.asked[0], 0);
		record_clear(&r);
	}
	ck_assert_uint_eq(sink_count(&s, "mail "), 0);
	sink_stop(&s);
}
END_TEST

START_TEST(test_an_unusable_configuration_is_said_not_tried)
{
	static const struct {
		const char *host, *words;
	} bad[] = {
		{ "::1", "a name or an IPv4 address is needed" },
		{ "[::1]", "a name or an IPv4 address is needed" },
		{ "a host", "a name or an IPv4 address is needed" },
		{ "mail.example", "tls none is only for this machine" },
		{ "127.example", "tls none is only for this machine" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
		apres_transport_config config = { .kind = APRES_TRANSPORT_SMTP,
						  .host = (char *)bad[i].host,
						  .port = 25,
						  .tls = APRES_TLS_NONE,
						  .timeout_secs = 1 };
		record r = { 0 };
		g_autofree char *outcomes = record_send(&r, &config, "ann@a.example");
		ck_assert_str_eq(outcomes, "T");
		ck_assert_ptr_nonnull(strstr(r.words[0], bad[i].words));
		record_clear(&r);
	}
}
END_TEST

START_TEST(test_nobody_listening_is_temporary)
{
	sink s = sink_start("");
	apres_transport_config config = config_for(&s);
	record r = { 0 };

	sink_stop(&s);
	g_autofree char *outcomes =
		record_send(&r, &config, "ann@a.example bob@b.example");
	ck_assert_str_eq(outcomes, "TT");
	ck_assert_str_eq(r.words[0], "Connection refused");
	record_clear(&r);
}
END_TEST

START_TEST(test_words_for_screens_are_plain_short_and_name_nobody)
{
	g_autofree char *clean = apres_words_clean(
		"5.1.1 <ann@a.example>: User\tunknown\r\nin \x1b[31mtable\xc3\xa9\r\n");
	g_autofree char *filler = g_strnfill(1000, 'x');
	g_autofree char *brief = apres_words_clean(filler);

	ck_assert_str_eq(clean, "5.1.1 (address) User unknown in [31mtable");
	ck_assert_uint_eq(strlen(brief), APRES_WORDS_MAX);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("smtp");
	TCase *tc = tcase_create("smtp");

	tcase_set_timeout(tc, 30);
	tcase_add_loop_test(tc, test_every_fault_ends_as_the_outcome_table_says, 0,
			    G_N_ELEMENTS(TABLE));
	tcase_add_loop_test(tc, test_a_session_takes_more_as_long_as_all_goes_well, 0,
			    G_N_ELEMENTS(IN_A_ROW));
	tcase_add_test(tc,
		       test_a_no_at_the_barrier_ends_the_session_for_what_came_later_too);
	tcase_add_test(tc, test_a_no_at_the_barrier_lets_nothing_more_leave);
	tcase_add_test(tc,
		       test_the_server_gets_the_bytes_and_the_envelope_that_were_meant);
	tcase_add_test(
		tc, test_small_writes_leave_at_once_and_replies_are_acknowledged_at_once);
	tcase_add_test(tc, test_what_could_break_the_dialogue_never_reaches_it);
	tcase_add_test(tc, test_an_unusable_configuration_is_said_not_tried);
	tcase_add_test(tc, test_nobody_listening_is_temporary);
	tcase_add_test(tc, test_words_for_screens_are_plain_short_and_name_nobody);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
