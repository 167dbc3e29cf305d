/* SPDX-License-Identifier: Apache-2.0 */
/* No mail begins but with the right server, and logged in. */
#include "config.h"
#include "deliver/transport.h"
#include "hand-over.h"
#include "smtp-config.h"
#include "unit.h"

/* ---- TLS and AUTH: server, tls-name, trust its certificate, login, outcome, words,
 * mails begun ---- */

static const struct {
	const char *server, *tls_name;
	bool trust;
	const char *login, *outcome, *words;
	guint mails;
} SECURE[] = {
	{ "-c", NULL, true, NULL, "S", NULL, 1 },
	{ "-c", "localhost", true, NULL, "S", NULL, 1 },
	{ "-c", "mail.example", true, NULL, "T", "hostname mismatch", 0 },
	{ "-c", NULL, false, NULL, "T", "self-signed certificate", 0 },
	{ "", NULL, true, NULL, "T", "does not offer STARTTLS", 0 },
	{ "-c starttls=inject", NULL, true, NULL, "T", "had more behind it", 0 },
	{ "-c starttls=454", NULL, true, NULL, "T", "could not be agreed on", 0 },
	{ "-c starttls=drop", NULL, true, NULL, "T", "could not be agreed on", 0 },
	{ "-c starttls=stall", NULL, true, NULL, "T", "could not be agreed on", 0 },
	{ "-c ehlo=extra", NULL, true, NULL, "T", NULL, 0 },
	{ "-c -u ann:secret", NULL, true, "ann:secret", "S", NULL, 1 },
	{ "-c -u ann:secret", NULL, true, "ann:wrong", "T", "did not accept our login",
	  0 },
	{ "-c", NULL, true, "ann:secret", "T", "did not accept our login", 0 },
	{ "-c -u ann:secret auth=drop", NULL, true, "ann:secret", "T", NULL, 0 },
	{ "-c -u ann:secret auth=stall", NULL, true, "ann:secret", "T", NULL, 0 },
	{ "-c -u ann:secret auth=250", NULL, true, "ann:secret", "T", NULL, 0 },
	{ "-c -u ann:secret auth=garbage", NULL, true, "ann:secret", "T", NULL, 0 },
	{ "-c -x CHUNKING -u ann:secret", NULL, true, "ann:secret", "S", NULL, 1 },
	{ "-c dot=half", NULL, true, NULL, "U", NULL, 1 },
};

START_TEST(test_without_the_right_server_and_login_no_mail_begins)
{
	sink s = sink_start(SECURE[_i].server);
	apres_transport_config config = config_for(&s);
	g_auto(GStrv) login =
		g_strsplit(SECURE[_i].login ? SECURE[_i].login : ":", ":", 2);
	g_autofree char *cert = g_build_filename(s.folder, "cert.pem", NULL);
	g_autofree char *password = g_build_filename(s.folder, "password", NULL);
	record r = { 0 };

	temp_write(s.folder, "password", login[1]);
	config.tls = APRES_TLS_REQUIRED;
	config.tls_name = (char *)SECURE[_i].tls_name;
	if (!g_file_test(cert, G_FILE_TEST_EXISTS))
		sink_make_certificate(cert);
	config.ca_file = SECURE[_i].trust ? cert : NULL;
	config.user = SECURE[_i].login != NULL ? login[0] : NULL;
	config.password_file = SECURE[_i].login != NULL ? password : NULL;
	g_autofree char *outcome = record_send(&r, &config, "ann@a.example");
	ck_assert_msg(strcmp(outcome, SECURE[_i].outcome) == 0, "'%s': %s (%s)",
		      SECURE[_i].server, outcome, r.words[0] ? r.words[0] : "");
	if (SECURE[_i].words != NULL)
		ck_assert_msg(r.words[0] && strstr(r.words[0], SECURE[_i].words), "'%s'",
			      r.words[0]);
	ck_assert_uint_eq(sink_count(&s, "mail "), SECURE[_i].mails);
	if (SECURE[_i].mails > 0) {
		ck_assert_uint_eq(sink_count(&s, "sni localhost"), 1);
		ck_assert_uint_eq(sink_count(&s, "tls 1 TLSv1.2"), 1);
	}
	record_clear(&r);
	sink_stop(&s);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("smtp tls");
	TCase *tc = tcase_create("smtp tls");

	tcase_set_timeout(tc, 30);
	tcase_add_loop_test(tc, test_without_the_right_server_and_login_no_mail_begins, 0,
			    G_N_ELEMENTS(SECURE));
	suite_add_tcase(s, tc);
	return unit_main(s);
}
