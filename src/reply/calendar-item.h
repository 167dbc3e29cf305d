/* SPDX-License-Identifier: Apache-2.0 */
/* A date for somebody's calendar: iCalendar (RFC 5545) as it goes by mail (RFC 5546). */
#ifndef APRES_REPLY_CALENDAR_ITEM_H
#define APRES_REPLY_CALENDAR_ITEM_H
#include <glib.h>
#include <stdbool.h>

typedef enum {
	APRES_CALENDAR_TODO,   /* METHOD:PUBLISH, VTODO: to be done by END */
	APRES_CALENDAR_EVENT,  /* METHOD:REQUEST, VEVENT from START to END, rings a day
				  before */
	APRES_CALENDAR_CANCEL, /* METHOD:CANCEL of that event */
} apres_calendar_kind;

/* Plain ASCII throughout; SUMMARY says nothing about anybody: calendars are shared. */
typedef struct apres_calendar_item {
	apres_calendar_kind kind;
	const char *uid;   /* the same for whatever is said of the same date */
	int sequence;      /* grows with every change */
	gint64 stamp;      /* when this was written */
	gint64 start, end; /* of a to-do: when it began, by when */
	const char *from;  /* address of who asks */
	const char *to;    /* address of who is asked */
	const char *summary;
} apres_calendar_item;

/* "PUBLISH", "REQUEST", "CANCEL"; static. */
const char *apres_calendar_method(apres_calendar_kind kind);
/* The whole object: 7-bit, CRLF lines of at most 75; caller owns. */
char *apres_calendar_item_write(const apres_calendar_item *item);
#endif
