/* SPDX-License-Identifier: Apache-2.0 */
/* Authentication-Results: what our border wrote, and nobody else. */
#include "config.h"
#include "message/auth-results.h"
#include "unit.h"

#include <string.h>

static GPtrArray *
parse(const char *text)
{
	g_autofree char *mail = g_strdup_printf("From: x@y\n%s\n\n", text);
	g_autoptr(apres_headers) headers = apres_headers_parse(mail, strlen(mail));

	return apres_auth_results_parse(headers, "mx.contoso.example");
}

#define AR "Authentication-Results: mx.contoso.example; "

static const struct {
	const char *text, *domain;
	bool pass;
} dmarcs[] = {
	{ AR "dmarc=pass header.from=b.example", "b.example", true },
	{ AR "spf=fail smtp.mailfrom=x; dmarc = pass (p=none; \\) x) header.from = "
	     "B.example",
	  "b.example", true },
	{ "authentication-results: MX.contoso.example 1; dmarc=pass "
	  "header.from=b.example",
	  "b.example", true },
	{ "Authentication-Results: \"mx.contoso.example\"; dmarc=pass "
	  "header.from=\"b.example\"",
	  "b.example", true },
	{ "Authentication-Results: (c) mx.contoso.example (d); dmarc=pass "
	  "header.from=b.example",
	  "b.example", true },
	{ AR "dkim=pass header.d=b.example header.b=\"a=b\"; dmarc=pass reason=\"x;y\" "
	     "header.from=b.example",
	  "b.example", true },
	{ AR "dmarc=pass header.from=jo@b.example", "b.example", true },
	{ AR "dmarc=pass header.from=mail.b.example", "b.example", true },
	{ AR "dmarc=pass header.from=b.example", "mail.b.example", true },
	{ AR "dmarc=pass header.from=example", "b.example", false },
	{ AR "dmarc=pass header.from=evilb.example", "b.example", false },
	{ AR "dmarc=pass", "b.example", false },
	{ AR "dmarc=fail header.from=b.example", "b.example", false },
	{ AR "dmarc=pass header.from=b.example; dmarc=fail header.from=b.example",
	  "b.example", false },
	{ AR "dmarc=pass header.from=b.example header.from=c.example", "b.example",
	  false },
	{ AR "none", "b.example", false },
	{ AR "(dmarc=pass header.from=b.example) spf=fail", "b.example", false },
	{ AR "spf=pass reason=\"; dmarc=pass header.from=b.example\"", "b.example",
	  false },
	{ AR "broken; dmarc=pass header.from=b.example", "b.example", false },
	{ AR "spf=pass (never ends; dmarc=pass header.from=b.example", "b.example",
	  false },
	{ "Authentication-Results: mx.evil.example; dmarc=pass header.from=b.example",
	  "b.example", false },
	{ "Authentication-Results: mx.contoso.example.evil; dmarc=pass "
	  "header.from=b.example",
	  "b.example", false },
	{ "Authentication-Results: mx.contoso.example evil; dmarc=pass "
	  "header.from=b.example",
	  "b.example", false },
	{ AR "dmarc=fail\n" AR "dmarc=pass header.from=b.example", "b.example", false },
	{ "Authentication-Results: mx.evil.example; x=y\n" AR
	  "dmarc=pass header.from=b.example",
	  "b.example", true },
	{ "X: y", "b.example", false },
};

START_TEST(test_dmarc_passes_only_by_our_own_word)
{
	g_autoptr(GPtrArray) results = parse(dmarcs[_i].text);

	ck_assert_msg(apres_auth_results_dmarc_pass(results, dmarcs[_i].domain) ==
			      dmarcs[_i].pass,
		      "%s", dmarcs[_i].text);
}
END_TEST

START_TEST(test_auth_passes_for_exactly_one_address)
{
	g_autoptr(GPtrArray) yes =
		parse(AR "auth=pass (cram-md5) smtp.auth=Bo@contoso.example");
	g_autoptr(GPtrArray) no = parse(AR "auth=fail smtp.auth=bo@contoso.example");

	ck_assert(apres_auth_results_auth_pass(yes, "bo@contoso.example"));
	ck_assert(!apres_auth_results_auth_pass(yes, "o@contoso.example"));
	ck_assert(!apres_auth_results_auth_pass(no, "bo@contoso.example"));
}
END_TEST

START_TEST(test_without_an_id_of_ours_nothing_counts)
{
	const char *mail = AR "dmarc=pass header.from=b.example\n\n";
	g_autoptr(apres_headers) headers = apres_headers_parse(mail, strlen(mail));
	g_autoptr(GPtrArray) results = apres_auth_results_parse(headers, NULL);

	ck_assert_uint_eq(results->len, 0);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("auth-results");
	TCase *tc = tcase_create("auth-results");

	tcase_add_loop_test(tc, test_dmarc_passes_only_by_our_own_word, 0,
			    G_N_ELEMENTS(dmarcs));
	tcase_add_test(tc, test_auth_passes_for_exactly_one_address);
	tcase_add_test(tc, test_without_an_id_of_ours_nothing_counts);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
