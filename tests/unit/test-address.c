/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses: one reading or none. */
#include "config.h"
#include "message/address.h"
#include "unit.h"

#include <string.h>

static const struct {
	const char *in, *addr, *name;
} mailboxes[] = {
	{ "a@b.example", "a@b.example", NULL },
	{ " <A.b@B.Example> ", "A.b@b.example", NULL },
	{ "Jo Lee <jo@b.example>", "jo@b.example", "Jo Lee" },
	{ "\"Lee, Jo\" <jo@b.example>", "jo@b.example", "Lee, Jo" },
	{ "Jo \"the \\\"J\\\"\" Lee <jo@b.example>", "jo@b.example", "Jo the \"J\" Lee" },
	{ "Jo B. Lee <jo@b.example>", "jo@b.example", "Jo B. Lee" },
	{ "jo@b.example (Jo (the) Lee)", "jo@b.example", "Jo (the) Lee" },
	{ "Pete(A nice \\) chap) <pete(his account)@silly.example(his host)>",
	  "pete@silly.example", "Pete" },
	{ "=?utf-8?q?J=C3=BCrgen_?= =?utf-8?q?L?= <j@b.example>", "j@b.example",
	  "J\xc3\xbcrgen L" },
	{ "=?iso-8859-1?q?J=FCrgen?= <j@b.example>", "j@b.example", "J\xc3\xbcrgen" },
	{ "J\xc3\xbcrgen <j@b.example>", "j@b.example", "J\xc3\xbcrgen" },
	{ "J\xfcrgen <j@b.example>", "j@b.example", "J\xc3\xbcrgen" },
	{ "=?utf-8?q?evil=0D=0ABcc=3A_x?= <j@b.example>", "j@b.example", "evil Bcc: x" },
	{ "\"boss@corp.example\" <x@evil.example>", "x@evil.example",
	  "boss@corp.example" },
	{ "jo@b\xc3\xbc"
	  "cher.example",
	  "jo@xn--bcher-kva.example", NULL },
	{ "\"jo\"@b.example", "jo@b.example", NULL },
	{ "\"jo lee\"@b.example", "\"jo lee\"@b.example", NULL },
	{ "o'neil+tag=x@b.example", "o'neil+tag=x@b.example", NULL },
	{ "", NULL, NULL },
	{ "Jo Lee", NULL, NULL },
	{ "a@b.example, c@d.example", NULL, NULL },
	{ "a@b.example,", NULL, NULL },
	{ "a@b.example c@d.example", NULL, NULL },
	{ "a@b@c.example", NULL, NULL },
	{ "<a@b@c.example>", NULL, NULL },
	{ "<a@b.example> x", NULL, NULL },
	{ "<a@b.example> <c@d.example>", NULL, NULL },
	{ "boss@corp.example <x@evil.example>", NULL, NULL },
	{ "g: a@b.example;", NULL, NULL },
	{ "undisclosed-recipients:;", NULL, NULL },
	{ "<@relay.example:a@b.example>", NULL, NULL },
	{ "a@[127.0.0.1]", NULL, NULL },
	{ "a b@c.example", NULL, NULL },
	{ ".a@b.example", NULL, NULL },
	{ "a..b@b.example", NULL, NULL },
	{ "a@b..example", NULL, NULL },
	{ "a@-b.example", NULL, NULL },
	{ "a@b-.example", NULL, NULL },
	{ "a@b_c.example", NULL, NULL },
	{ "a@", NULL, NULL },
	{ "@b.example", NULL, NULL },
	{ "j\xc3\xbc@b.example", NULL, NULL },
	{ "\"a\x01\"@b.example", NULL, NULL },
	{ "a@b.example (never ends", NULL, NULL },
	{ "\"never ends <a@b.example>", NULL, NULL },
	{ "<a@b.example", NULL, NULL },
	{ "<>", NULL, NULL },
};

START_TEST(test_a_mailbox_has_one_reading_or_none)
{
	g_autoptr(apres_address) a = apres_address_parse(mailboxes[_i].in);

	if (mailboxes[_i].addr == NULL) {
		ck_assert_msg(a == NULL, "'%s' was read as '%s'", mailboxes[_i].in,
			      a ? a->addr : "");
		return;
	}
	ck_assert_msg(a != NULL, "'%s' was not read", mailboxes[_i].in);
	ck_assert_str_eq(a->addr, mailboxes[_i].addr);
	ck_assert_pstr_eq(a->name, mailboxes[_i].name);
	ck_assert(g_str_has_prefix(a->addr, a->local) &&
		  g_str_has_suffix(a->addr, a->domain));
}
END_TEST

START_TEST(test_too_long_an_address_is_none)
{
	g_autofree char *local = g_strnfill(65, 'a');
	g_autofree char *in = g_strdup_printf("%s@b.example", local);

	ck_assert_ptr_null(apres_address_parse(in));
	g_autoptr(apres_address) fits = apres_address_parse(in + 1);
	ck_assert_ptr_nonnull(fits);
}
END_TEST

START_TEST(test_deep_nesting_costs_no_stack)
{
	g_autofree char *open = g_strnfill(60000, '(');
	g_autofree char *groups = g_strnfill(60000, 'g');

	for (gsize i = 1; i < 60000; i += 2)
		groups[i] = ':';
	ck_assert_ptr_null(apres_address_parse(open));
	ck_assert_ptr_null(apres_address_parse(groups));
	g_autoptr(GPtrArray) a = apres_address_parse_list(open);
	g_autoptr(GPtrArray) b = apres_address_parse_list(groups);
	ck_assert_uint_eq(a->len + b->len, 0);
}
END_TEST

START_TEST(test_a_list_gives_what_can_be_read)
{
	g_autoptr(GPtrArray) list =
		apres_address_parse_list("a@b.example, broken@, \"x, y\" <c@d.example>, "
					 "Friends: e@f.example, g@h.example; "
					 "(a, b) i@j.example,, k@@l, last@m.example");
	const char *want[] = { "a@b.example", "c@d.example", "e@f.example",
			       "g@h.example", "i@j.example", "last@m.example" };

	ck_assert_uint_eq(list->len, G_N_ELEMENTS(want));
	for (guint i = 0; i < list->len; i++)
		ck_assert_str_eq(((apres_address *)list->pdata[i])->addr, want[i]);
}
END_TEST

static const struct {
	const char *in, *out;
} identities[] = {
	{ "Jo.Lee+jobs@B.Example", "jo.lee@b.example" },
	{ "\"Jo\"@b.example", "jo@b.example" },
	{ "+x@b.example", "+x@b.example" },
	{ "jo@b\xc3\xbc"
	  "cher.example",
	  "jo@xn--bcher-kva.example" },
	{ "a@b, c@d", NULL },
};

START_TEST(test_one_person_is_one_string)
{
	g_autofree char *got = apres_address_identity(identities[_i].in);

	ck_assert_pstr_eq(got, identities[_i].out);
}
END_TEST

static const struct {
	const char *in, *out;
} paths[] = {
	{ "<>", "" },
	{ " < > ", "" },
	{ "", "" },
	{ "<a@b.example>", "a@b.example" },
	{ "a@b.example", "a@b.example" },
	{ "<SRS0=HHH=TT=orig.example=jo@fwd.example>", "jo@orig.example" },
	{ "<srs0+HHH=TT=orig.example=jo=x@fwd.example>", "jo=x@orig.example" },
	{ "<SRS1=GGG=fwd.example==HHH=TT=orig.example=jo@second.example>",
	  "jo@orig.example" },
	{ "<prvs=0123456789=jo@b.example>", "jo@b.example" },
	{ "<prvs=jo=0123456789@b.example>", "jo@b.example" },
	{ "<btv1==012==jo@b.example>", "jo@b.example" },
	{ "<SRS0=H=T=b.example=prvs=0123456789=jo@fwd.example>", "jo@b.example" },
	{ "<SRS0=H=T@fwd.example>", NULL },
	{ "<MAILER-DAEMON>", NULL },
	{ "<a@b> x", NULL },
};

START_TEST(test_a_return_path_leads_to_who_sent)
{
	g_autofree char *got = apres_address_unwrap(paths[_i].in);

	ck_assert_pstr_eq(got, paths[_i].out);
}
END_TEST

START_TEST(test_only_plain_addresses_go_into_commands)
{
	ck_assert(apres_address_is_sendable("a@b.example"));
	ck_assert(!apres_address_is_sendable("a@b.example\r\nRCPT TO:x"));
	ck_assert(!apres_address_is_sendable("a b@c"));
	ck_assert(!apres_address_is_sendable("<a@b>"));
	ck_assert(!apres_address_is_sendable("a@b@c"));
	ck_assert(!apres_address_is_sendable("a"));
	ck_assert(!apres_address_is_sendable("@b"));
	ck_assert(!apres_address_is_sendable("a@"));
	ck_assert(!apres_address_is_sendable("\xc3\xa9@b"));
	ck_assert(!apres_address_is_sendable(""));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("address");
	TCase *tc = tcase_create("address");

	tcase_add_loop_test(tc, test_a_mailbox_has_one_reading_or_none, 0,
			    G_N_ELEMENTS(mailboxes));
	tcase_add_test(tc, test_too_long_an_address_is_none);
	tcase_add_test(tc, test_deep_nesting_costs_no_stack);
	tcase_add_test(tc, test_a_list_gives_what_can_be_read);
	tcase_add_loop_test(tc, test_one_person_is_one_string, 0,
			    G_N_ELEMENTS(identities));
	tcase_add_loop_test(tc, test_a_return_path_leads_to_who_sent, 0,
			    G_N_ELEMENTS(paths));
	tcase_add_test(tc, test_only_plain_addresses_go_into_commands);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
