/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 4155, and the quoting "mboxrd". */
#include "config.h"
#include "apres/mbox-out.h"

#include <string.h>

#include "unit.h"

#define NOW 1795528200 /* Tue, 24 Nov 2026 13:50:00 UTC */

static void
assert_mail(const char *sender, const char *mail, const char *expected)
{
	g_autoptr(GString) out = g_string_new(NULL);

	apres_mbox_add(out, sender, NOW, mail, strlen(mail));
	ck_assert_str_eq(out->str, expected);
}

START_TEST(test_who_and_when)
{
	assert_mail("ana@mail.example", "A: b\n\nc\n",
		    "From ana@mail.example Tue Nov 24 13:50:00 2026\nA: b\n\nc\n\n");
	assert_mail(NULL, "", "From MAILER-DAEMON Tue Nov 24 13:50:00 2026\n\n");
	assert_mail("a b", "", "From MAILER-DAEMON Tue Nov 24 13:50:00 2026\n\n");
	assert_mail("a\nb", "", "From MAILER-DAEMON Tue Nov 24 13:50:00 2026\n\n");
}
END_TEST

START_TEST(test_quoting_can_be_undone)
{
	assert_mail("a@b.example", "From me\n>From me\n>>From me\nFrom: me\n> From me\n",
		    "From a@b.example Tue Nov 24 13:50:00 2026\n>From me\n>>From me\n"
		    ">>>From me\nFrom: me\n> From me\n\n");
}
END_TEST

START_TEST(test_lines_end_in_lf)
{
	assert_mail("a@b.example", "A: b\r\n\r\nc\rd\r\nFrom x\r\nlast",
		    "From a@b.example Tue Nov 24 13:50:00 2026\nA: b\n\nc\rd\n"
		    ">From x\nlast\n\n");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("mbox");
	TCase *tc = tcase_create("mbox");

	tcase_add_test(tc, test_who_and_when);
	tcase_add_test(tc, test_quoting_can_be_undone);
	tcase_add_test(tc, test_lines_end_in_lf);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
