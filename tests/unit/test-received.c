/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "intake/received.h"

#include <string.h>

#include "unit.h"

static const struct {
	const char *text;
	gint64 when; /* 0 = not a date */
} dates[] = {
	{ "Tue, 24 Nov 2026 13:00:00 +0000", 1795525200 },
	{ " 24 Nov 2026 14:00:00 +0100 (CET)", 1795525200 },
	{ "Tue, 24 Nov 2026 13:00 GMT", 1795525200 },
	{ "Tue (a (nested) comment), 24 Nov 2026 05:00:00 PST", 1795525200 },
	{ "Mon, 31 Feb 2026 13:00:00 +0000", 0 },
	{ "24 Nov 26 13:00:00 +0000", 0 },
	{ "24 Nov 2026 25:00:00 +0000", 0 },
	{ "24 Nov 2026 13:00:00", 0 },
	{ "24 Nov 2026 13:00:00 +00:00", 0 },
	{ "24 Nov 2026 13:00:00 +9999", 0 },
	{ "24 Nov 2026 :: +0000", 0 },
	{ "((((((((", 0 },
	{ "", 0 },
};

START_TEST(dates_are_read_or_refused)
{
	gint64 when = 0;

	ck_assert_int_eq(apres_date_parse(dates[_i].text, &when), dates[_i].when != 0);
	if (dates[_i].when != 0)
		ck_assert_int_eq(when, dates[_i].when);
}
END_TEST

static gint64
received(const char *mail)
{
	static char *mta_names[] = { (char *)"mx.contoso.example", NULL };
	apres_config config = { .mta_names = mta_names };
	g_autoptr(apres_headers) headers = apres_headers_parse(mail, strlen(mail));

	return apres_received_time(&config, headers);
}

START_TEST(our_topmost_line_counts_and_no_other)
{
	ck_assert_int_eq(
		received("Received: by inner.example; Tue, 24 Nov 2026 13:30:00 +0000\n"
			 "Received: from a (by mx.contoso.example)\n by "
			 "MX.contoso.example "
			 "with ESMTP id 1; Tue, 24 Nov 2026 13:00:00 +0000\n"
			 "Received: by mx.contoso.example; Thu, 1 Jan 1998 00:00:00 "
			 "+0000\n\nx"),
		1795525200);
	ck_assert_int_eq(
		received("Received: from a (by mx.contoso.example) by b.example; Tue, 24 "
			 "Nov 2026 13:00:00 +0000\n\nx"),
		0);
	ck_assert_int_eq(received("Date: Tue, 24 Nov 2026 13:00:00 +0000\n\nx"), 0);
	ck_assert_int_eq(received("Received: by mx.contoso.example; soon\n\nx"), 0);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("received");
	TCase *t = tcase_create("received");

	tcase_add_loop_test(t, dates_are_read_or_refused, 0, G_N_ELEMENTS(dates));
	tcase_add_test(t, our_topmost_line_counts_and_no_other);
	suite_add_tcase(s, t);
	return unit_main(s);
}
