/* SPDX-License-Identifier: Apache-2.0 */
/* What is written for calendars, read back by the library and by eye. */
#include "config.h"
#include "reply/calendar-item.h"
#include "unit.h"

#include <libical/ical.h>
#include <string.h>

static apres_calendar_item item = {
	.uid = "apres-debrief-7-1000@contoso.example",
	.sequence = 3,
	.stamp = 1795528200,
	.start = 1796047200,
	.end = 1796049000,
	.from = "recruiting@contoso.example",
	.to = "lea@contoso.example",
	.summary = "Conversation with recruiting",
};

static char *
written(apres_calendar_kind kind)
{
	item.kind = kind;
	char *text = apres_calendar_item_write(&item);
	icalcomponent *read = icalparser_parse_string(text);

	ck_assert_ptr_nonnull(read);
	/* RFC 5546: what each method must say, and must not. */
	ck_assert_msg(icalrestriction_check(read) == 1, "%s",
		      icalcomponent_as_ical_string(read));
	icalcomponent_free(read);
	return text;
}

static void
has(const char *text, const char *line)
{
	ck_assert_msg(strstr(text, line) != NULL, "no '%s' in:\n%s", line, text);
}

START_TEST(test_a_to_do_has_a_date_and_asks_for_no_answer)
{
	g_autofree char *text = written(APRES_CALENDAR_TODO);

	has(text, "METHOD:PUBLISH\r\n");
	has(text, "BEGIN:VTODO\r\n");
	has(text, "DUE:20261130T143000Z\r\n");
	has(text, "UID:apres-debrief-7-1000@contoso.example\r\n");
	ck_assert_ptr_null(strstr(text, "ATTENDEE"));
}
END_TEST

START_TEST(test_an_event_rings_the_day_before)
{
	g_autofree char *text = written(APRES_CALENDAR_EVENT);

	has(text, "METHOD:REQUEST\r\n");
	has(text, "DTSTART:20261130T140000Z\r\n");
	has(text, "DTEND:20261130T143000Z\r\n");
	has(text, "SEQUENCE:3\r\n");
	has(text, "ATTENDEE;RSVP=FALSE:mailto:lea@contoso.example\r\n");
	has(text, "TRIGGER:-P1D\r\n");
}
END_TEST

START_TEST(test_it_can_be_called_off)
{
	g_autofree char *text = written(APRES_CALENDAR_CANCEL);

	has(text, "METHOD:CANCEL\r\n");
	has(text, "STATUS:CANCELLED\r\n");
	ck_assert_ptr_null(strstr(text, "VALARM"));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("calendar-item");
	TCase *tcase = tcase_create("calendar-item");

	tcase_add_test(tcase, test_a_to_do_has_a_date_and_asks_for_no_answer);
	tcase_add_test(tcase, test_an_event_rings_the_day_before);
	tcase_add_test(tcase, test_it_can_be_called_off);
	suite_add_tcase(suite, tcase);
	return unit_main(suite);
}
