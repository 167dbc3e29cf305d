/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "reply/calendar-item.h"

#include <libical/ical.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(icalcomponent, icalcomponent_free)

static const struct {
	icalproperty_method method;
	icalcomponent_kind component;
	const char *name;
} kinds[] = {
	[APRES_CALENDAR_TODO] = { ICAL_METHOD_PUBLISH, ICAL_VTODO_COMPONENT, "PUBLISH" },
	[APRES_CALENDAR_EVENT] = { ICAL_METHOD_REQUEST, ICAL_VEVENT_COMPONENT,
				   "REQUEST" },
	[APRES_CALENDAR_CANCEL] = { ICAL_METHOD_CANCEL, ICAL_VEVENT_COMPONENT, "CANCEL" },
};

const char *
apres_calendar_method(apres_calendar_kind kind)
{
	return kinds[kind].name;
}

/* In UTC: every calendar shows it in its own zone. */
static struct icaltimetype
utc(gint64 when)
{
	return icaltime_from_timet_with_zone((time_t)when, 0,
					     icaltimezone_get_utc_timezone());
}

/* A click on "accept" sends nothing: what counts is a word about a time, in a mail. */
static void
add_attendee(icalcomponent *component, const char *addr)
{
	g_autofree char *uri = g_strdup_printf("mailto:%s", addr);
	icalproperty *attendee = icalproperty_new_attendee(uri);

	icalproperty_add_parameter(attendee, icalparameter_new_rsvp(ICAL_RSVP_FALSE));
	icalcomponent_add_property(component, attendee);
}

static icalcomponent *
alarm_new(const char *summary)
{
	struct icaltriggertype trigger = { .time = icaltime_null_time(),
					   .duration = icaldurationtype_from_int(-24 *
										 3600) };

	return icalcomponent_vanew(ICAL_VALARM_COMPONENT,
				   icalproperty_new_action(ICAL_ACTION_DISPLAY),
				   icalproperty_new_description(summary),
				   icalproperty_new_trigger(trigger), (void *)0);
}

static icalcomponent *
component_of(const apres_calendar_item *item)
{
	g_autofree char *organizer = g_strdup_printf("mailto:%s", item->from);
	icalcomponent *c = icalcomponent_vanew(
		kinds[item->kind].component, icalproperty_new_uid(item->uid),
		icalproperty_new_sequence(item->sequence),
		icalproperty_new_dtstamp(utc(item->stamp)),
		icalproperty_new_dtstart(utc(item->start)),
		icalproperty_new_organizer(organizer),
		icalproperty_new_summary(item->summary), (void *)0);

	if (item->kind == APRES_CALENDAR_TODO) {
		icalcomponent_add_property(c, icalproperty_new_due(utc(item->end)));
		icalcomponent_add_property(c, icalproperty_new_priority(5));
		return c;
	}
	icalcomponent_add_property(c, icalproperty_new_dtend(utc(item->end)));
	add_attendee(c, item->to);
	if (item->kind == APRES_CALENDAR_EVENT)
		icalcomponent_add_component(c, alarm_new(item->summary));
	else
		icalcomponent_add_property(
			c, icalproperty_new_status(ICAL_STATUS_CANCELLED));
	return c;
}

char *
apres_calendar_item_write(const apres_calendar_item *item)
{
	g_autoptr(icalcomponent) calendar = icalcomponent_vanew(
		ICAL_VCALENDAR_COMPONENT, icalproperty_new_version("2.0"),
		icalproperty_new_prodid("-//apres//debrief//EN"),
		icalproperty_new_method(kinds[item->kind].method), (void *)0);
	char *written;

	icalcomponent_add_component(calendar, component_of(item));
	written = icalcomponent_as_ical_string_r(calendar);
	char *text = g_strdup(written);
	icalmemory_free_buffer(written);
	return text;
}
