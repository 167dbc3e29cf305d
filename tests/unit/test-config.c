/* SPDX-License-Identifier: Apache-2.0 */
/* apres.conf: what is taken, and what every refusal says. */
#include "config.h"
#include "unit.h"
#include "config/bounce-address.h"
#include "config/config.h"
#include "util/error.h"
#include "util/nearest.h"

#include <string.h>

#define COMPANY "[company acme]\npolicy = policy.xml\n"
#define MAILBOX "[mailbox jobs]\naddress = Jobs+x@ACME.example\nmaildir = Maildir\n"

static apres_config *
parse(const char *text, GError **error)
{
	return apres_config_parse("/etc/apres/apres.conf", text, strlen(text), error);
}

START_TEST(test_a_small_file_gets_every_default)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(apres_config) config = parse(COMPANY MAILBOX, &error);

	ck_assert_msg(config != NULL, "%s", error ? error->message : "");
	ck_assert_str_eq(config->state, "/var/lib/apres");
	ck_assert_str_eq(config->socket, "/var/lib/apres/socket");
	ck_assert_int_eq(config->workers, 2);
	ck_assert_int_eq(config->max_age_hours, 72);
	ck_assert_int_eq(config->transport->timeout_secs, 600);
	ck_assert_int_eq(config->transport->tls, APRES_TLS_REQUIRED);
	ck_assert_str_eq(config->transport->tls_name, "localhost");
	ck_assert_str_eq(config->transport->envelope_from, "");
	const apres_company_config *company = apres_config_company(config, "acme");
	ck_assert_str_eq(company->policy, "/etc/apres/policy.xml");
	ck_assert_str_eq(company->default_mode, "shadow");
	ck_assert_str_eq(company->domain, "acme.example");
	const apres_mailbox_config *mailbox = apres_config_mailbox(config, "jobs");
	ck_assert_str_eq(mailbox->company, "acme");
	ck_assert_str_eq(mailbox->maildir, "/etc/apres/Maildir");
	ck_assert(mailbox->careers);
	ck_assert_ptr_eq(apres_config_mailbox_of(config, "jobs@acme.example"), mailbox);
	ck_assert_ptr_null(apres_config_mailbox_of(config, "other@acme.example"));
}
END_TEST

START_TEST(test_times_lists_and_words_are_understood)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(apres_config) config = parse(
		"[apres]\nmax-age = 3d\npoll=2min\nmta-names = mx1.acme.example; "
		"mx2.acme.example\n"
		"[transport]\nkind = sendmail\n" COMPANY MAILBOX
		"aliases = careers@acme.example, work@acme.example\nscope = candidates\n",
		&error);

	ck_assert_msg(config != NULL, "%s", error ? error->message : "");
	ck_assert_int_eq(config->max_age_hours, 72);
	ck_assert_int_eq(config->poll_secs, 120);
	ck_assert_str_eq(config->mta_names[1], "mx2.acme.example");
	ck_assert_int_eq(config->transport->kind, APRES_TRANSPORT_SENDMAIL);
	const apres_mailbox_config *mailbox = apres_config_mailbox(config, "jobs");
	ck_assert_ptr_eq(apres_config_mailbox_of(config, "careers@acme.example"),
			 mailbox);
	ck_assert(!mailbox->careers);
}
END_TEST

static const struct {
	const char *word;
	apres_envelope envelope;
	const char *address;
} envelopes[] = {
	{ "", APRES_ENVELOPE_NULL_PATH, "" },
	{ "<>", APRES_ENVELOPE_NULL_PATH, "" },
	{ "auto", APRES_ENVELOPE_AUTO, "" },
	{ "tagged", APRES_ENVELOPE_TAGGED, "" },
	{ "back@Acme.example", APRES_ENVELOPE_ADDRESS, "back@acme.example" },
};

START_TEST(test_the_envelope_sender_is_one_of_four_kinds)
{
	g_autofree char *text = g_strdup_printf(
		"[transport]\nenvelope-from = %s\n" COMPANY MAILBOX, envelopes[_i].word);
	g_autoptr(apres_config) config = parse(text, NULL);

	ck_assert_ptr_nonnull(config);
	ck_assert_int_eq(config->transport->envelope, envelopes[_i].envelope);
	ck_assert_str_eq(config->transport->envelope_from, envelopes[_i].address);
	ck_assert_str_eq(config->transport->recipient_delimiter, "+");
}
END_TEST

static const struct {
	const char *addr, *tag; /* NULL: none */
	bool is, ours;
} bounces[] = {
	{ "jobs+apres-bounce-abcdefghij234567@acme.example", "abcdefghij234567", true,
	  true },
	{ "Jobs+Apres-Bounce-ABCDEFGHIJ234567@ACME.example", "abcdefghij234567", true,
	  true },
	{ "jobs-apres-bounce-abcdefghij234567@acme.example", "abcdefghij234567", true,
	  false },
	{ "jobs+apres-bounce-abcdefghij234567@other.example", "abcdefghij234567", true,
	  false },
	{ "jobs+apres-bounce-abcdefghij23456@acme.example", NULL, true, false },
	{ "jobs+apres-bounce-abcdefghij2345678@acme.example", NULL, true, false },
	{ "jobs+apres-bounce-abcdefghij234561@acme.example", NULL, true, false },
	{ "jobs+apres-bounce-@acme.example", NULL, true, false },
	{ "jobs@apres-bounce-abcdefghij234567", NULL, false, false },
	{ "apres-bounce-abcdefghij234567", NULL, false, false },
	{ "jobs@acme.example", NULL, false, false },
	{ "", NULL, false, false },
};

START_TEST(test_a_bounce_address_is_read_as_it_was_written)
{
	g_autoptr(apres_config) config =
		parse(COMPANY "[mailbox jobs]\naddress = jobs@acme.example\n"
			      "maildir = Maildir\n",
		      NULL);
	g_autofree char *tag = apres_bounce_address_tag(bounces[_i].addr);
	const apres_mailbox_config *mailbox =
		apres_bounce_mailbox(config, bounces[_i].addr);

	ck_assert_pstr_eq(tag, bounces[_i].tag);
	ck_assert_int_eq(apres_bounce_address_is(bounces[_i].addr), bounces[_i].is);
	ck_assert_ptr_eq(mailbox, bounces[_i].ours ? config->mailboxes->pdata[0] : NULL);
	if (_i == 0) {
		g_autofree char *addr =
			apres_bounce_address("jobs@acme.example", "+", tag);
		ck_assert_str_eq(addr, bounces[_i].addr);
	}
}
END_TEST

static const struct {
	const char *text, *says;
} faults[] = {
	{ "[apres]\nstat = /x\n" COMPANY MAILBOX,
	  "apres.conf:2: [apres] stat: unknown key; did you mean 'state'?" },
	{ "[apress]\n" COMPANY MAILBOX,
	  "[apress]: unknown group; did you mean 'apres'?" },
	{ "[company]\n" COMPANY MAILBOX, "needs an id: [company main]" },
	{ "[apres]\nworkers = two\n" COMPANY MAILBOX,
	  ":2: [apres] workers: 'two' is not a whole number" },
	{ "[apres]\nworkers = 65\n" COMPANY MAILBOX, "'65' is outside 1..64" },
	{ "[apres]\nworkers = 99999999999999999999\n" COMPANY MAILBOX,
	  "is not a whole number" },
	{ "[apres]\nmax-age = 90min\n" COMPANY MAILBOX,
	  "is not a time such as 72h or 3d" },
	{ "[apres]\nworkers = 2 # two\n" COMPANY MAILBOX,
	  "'2 # two' is not a whole number" },
	{ "[apres]\nstate = /a\nstate = /b\n" COMPANY MAILBOX,
	  ":3: [apres] state: given twice, first in line 2" },
	{ "workers = 2\n" COMPANY MAILBOX, ":1: a key before the first [group]" },
	{ "[apres]\nworkers\n" COMPANY MAILBOX, ":2: neither '[group]' nor" },
	{ COMPANY "policy-file = x\n" MAILBOX, "unknown key" },
	{ "[company acme]\n" MAILBOX, ":1: [company acme] policy: is missing" },
	{ COMPANY, "[company acme]: has no mailbox" },
	{ MAILBOX, "no [company ID]" },
	{ "", "no [company ID]" },
	{ COMPANY "[mailbox jobs]\naddress = jobs\nmaildir = M\n",
	  "'jobs' is not an address" },
	{ COMPANY "[mailbox jobs]\naddress = j\xc3\xb6@acme.example\nmaildir = M\n",
	  "is not an address" },
	{ COMPANY MAILBOX "company = acne\n",
	  "there is no [company acne]; did you mean 'acme'?" },
	{ COMPANY MAILBOX "careers = yes\nscope = candidates\n",
	  "contradicts scope = candidates" },
	{ COMPANY MAILBOX "careers = true\n", "'true' is neither yes nor no" },
	{ COMPANY MAILBOX "file = moove\n",
	  "'moove' is none of: keep, move; did you mean 'move'?" },
	{ COMPANY MAILBOX "sent = Maildir\n", "is the mailbox itself" },
	{ COMPANY MAILBOX
	  "[mailbox two]\naddress = b@acme.example\nmaildir = ./Maildir/\n",
	  "is already read by [mailbox jobs]" },
	{ COMPANY MAILBOX "[mailbox two]\naddress = jobs@acme.example\nmaildir = M\n",
	  "belongs to [mailbox jobs] already" },
	{ "[transport]\ntls = none\nhost = mail.acme.example\n" COMPANY MAILBOX,
	  "none is only for this machine" },
	{ "[transport]\ntls = none\nhost = 127.evil.example\n" COMPANY MAILBOX,
	  "none is only for this machine" },
	{ "[transport]\nuser = u\n" COMPANY MAILBOX, "password-file: is missing" },
	{ "[transport]\nenvelope-from = atuo\n" COMPANY MAILBOX,
	  ":2: [transport] envelope-from: 'atuo' is none of: auto, tagged, <>, and not "
	  "an address" },
	{ "[transport]\nrecipient-delimiter = ++\n" COMPANY MAILBOX,
	  ":2: [transport] recipient-delimiter: '++' is not one of + - = _ . #" },
	{ "[transport]\nenvelope-from = tagged\n" COMPANY
	  "[mailbox jobs]\naddress = the-recruiting-office-of-the-norths@acme.example\n"
	  "maildir = M\n",
	  ":6: [mailbox jobs] address: with the tag of a bounce address the part before "
	  "the @ has 65 octets, and 64 are allowed (RFC 5321 4.5.3.1.1)" },
	{ "[transport]\nkind = maildir\n" COMPANY MAILBOX,
	  "kind = maildir needs a folder" },
	{ "[transport]\nkind = maildir\nmaildir = Maildir\n" COMPANY MAILBOX,
	  "is also where [transport] puts replies" },
	{ "[transport]\ntimeout = 60s\n" COMPANY MAILBOX,
	  "is outside 600..7200 seconds" },
	{ "[transport]\ncommand = sendmail -i\n" COMPANY MAILBOX, "absolute path" },
	{ "[apres]\nstate = \n" COMPANY MAILBOX, "is empty; leave the line out" },
	{ "[apres]\nstate = Maildir/x\n" COMPANY MAILBOX, "contains [apres] state" },
	{ "[apres]\nauthserv-id = a\\nb\n" COMPANY MAILBOX, "control character" },
	{ "[apres]\nstate = /\xff\n" COMPANY MAILBOX, "not UTF-8" },
	{ "[apres]\nstate = "
	  "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	  "a"
	  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n" COMPANY MAILBOX,
	  "longer than a socket's path may be" },
};

START_TEST(test_every_fault_names_its_place_and_remedy)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(apres_config) config = parse(faults[_i].text, &error);

	ck_assert_msg(config == NULL, "row %d was taken: %s", _i, faults[_i].says);
	ck_assert(g_error_matches(error, APRES_ERROR, APRES_ERROR_CONFIG));
	ck_assert_msg(strstr(error->message, faults[_i].says) != NULL, "row %d: %s", _i,
		      error->message);
	ck_assert(g_str_has_prefix(error->message, "/etc/apres/apres.conf"));
}
END_TEST

START_TEST(test_all_faults_are_told_at_once)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(apres_config) config =
		parse("[apres]\nworkers = x\npoll = y\n" COMPANY MAILBOX, &error);

	ck_assert_ptr_null(config);
	g_auto(GStrv) lines = g_strsplit(error->message, "\n", -1);
	ck_assert_uint_eq(g_strv_length(lines), 2);
}
END_TEST

START_TEST(test_plain_text_is_allowed_to_this_machine)
{
	static const char *const hosts[] = { "localhost", "127.0.0.1", "::1", "[::1]",
					     "127.8.9.1" };
	g_autofree char *text = g_strdup_printf("[transport]\ntls = none\nhost = %s\n%s",
						hosts[_i], COMPANY MAILBOX);
	g_autoptr(GError) error = NULL;
	g_autoptr(apres_config) config = parse(text, &error);

	ck_assert_msg(config != NULL, "%s", error ? error->message : "");
}
END_TEST

START_TEST(test_a_missing_file_says_how_to_name_another)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(apres_config) config =
		apres_config_load("/nonexistent/apres.conf", &error);

	ck_assert_ptr_null(config);
	ck_assert(g_error_matches(error, APRES_ERROR, APRES_ERROR_CONFIG));
	ck_assert_ptr_nonnull(strstr(error->message, "-c FILE"));
}
END_TEST

START_TEST(test_arbitrary_bytes_never_crash)
{
	GRand *rand = g_rand_new_with_seed((guint32)_i);
	g_autoptr(GString) text = g_string_new(COMPANY MAILBOX);

	for (int n = 0; n < 20; n++)
		text->str[g_rand_int_range(rand, 0, (gint32)text->len)] =
			(char)g_rand_int_range(rand, 0, 256);
	g_rand_free(rand);
	g_autoptr(GError) error = NULL;
	g_autoptr(apres_config) config =
		apres_config_parse("/x/apres.conf", text->str, text->len, &error);
	ck_assert((config == NULL) == (error != NULL));
}
END_TEST

START_TEST(test_nearest_finds_slips_and_nothing_else)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	g_ptr_array_add(names, (gpointer) "address");
	g_ptr_array_add(names, (gpointer) "aliases");
	ck_assert_str_eq(apres_nearest("adress", names), "address");
	ck_assert_str_eq(apres_nearest("Alias", names), "aliases");
	ck_assert_ptr_null(apres_nearest("zzz", names));
	ck_assert_ptr_null(apres_nearest("", names));
}
END_TEST

START_TEST(test_the_description_has_a_line_for_every_option)
{
	g_autofree char *text = apres_config_describe();

	ck_assert_ptr_nonnull(strstr(text, "[apres]\tmax-age\t1..8760 h\t72h\t"));
	ck_assert_ptr_nonnull(
		strstr(text, "[transport]\ttls\trequired|none\trequired\t"));
	ck_assert_ptr_nonnull(strstr(text, "[mailbox]\taddress\taddress\trequired\t"));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("config");
	TCase *tc = tcase_create("config");

	tcase_add_test(tc, test_a_small_file_gets_every_default);
	tcase_add_test(tc, test_times_lists_and_words_are_understood);
	tcase_add_loop_test(tc, test_the_envelope_sender_is_one_of_four_kinds, 0,
			    G_N_ELEMENTS(envelopes));
	tcase_add_loop_test(tc, test_a_bounce_address_is_read_as_it_was_written, 0,
			    G_N_ELEMENTS(bounces));
	tcase_add_loop_test(tc, test_every_fault_names_its_place_and_remedy, 0,
			    G_N_ELEMENTS(faults));
	tcase_add_test(tc, test_all_faults_are_told_at_once);
	tcase_add_loop_test(tc, test_plain_text_is_allowed_to_this_machine, 0, 5);
	tcase_add_test(tc, test_a_missing_file_says_how_to_name_another);
	tcase_add_loop_test(tc, test_arbitrary_bytes_never_crash, 0, 100);
	tcase_add_test(tc, test_nearest_finds_slips_and_nothing_else);
	tcase_add_test(tc, test_the_description_has_a_line_for_every_option);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
