/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a mail server reports about a mail that was sent (RFC 3464): it came back, it is
 * late, it arrived.  Whoever knows an address can write such a report.
 */
#ifndef APRES_MESSAGE_DELIVERY_REPORT_H
#define APRES_MESSAGE_DELIVERY_REPORT_H
#include <glib.h>
#include <stdbool.h>

typedef enum {
	APRES_REPORT_NONE,      /* no report about a delivery */
	APRES_REPORT_UNCLEAR,   /* it is one, and does not say what happened */
	APRES_REPORT_DELIVERED, /* also relayed, expanded */
	APRES_REPORT_DELAYED,
	APRES_REPORT_FAILED,
} apres_report_kind;

#define APRES_REPORT_STATUS_MAX 9 /* "5.123.123" */
#define APRES_REPORT_ID_MAX 400
/* More of a part is not looked at. */
#define APRES_REPORT_MAX_BYTES (64 * 1024)

typedef struct apres_delivery_report {
	apres_report_kind kind; /* the worst of all recipients */
	char *status;           /* "5.1.1" (RFC 3463) of the first of them, or NULL */
	char *message_id;       /* of the mail it is about, without brackets, or NULL */
} apres_delivery_report;
void apres_delivery_report_clear(apres_delivery_report *report);
void apres_delivery_report_copy(apres_delivery_report *to,
				const apres_delivery_report *from);

const char *apres_report_kind_to_string(apres_report_kind kind);
bool apres_report_kind_from_string(const char *name, apres_report_kind *kind_out);
/* Is STATUS written as RFC 3463 2 has it, and nothing else? */
bool apres_report_status_valid(const char *status);
/* Is ID, without brackets, made of printable ASCII and not too long? */
bool apres_report_id_valid(const char *id);

/* Take in the body of a message/delivery-status part: at least UNCLEAR afterwards. */
void apres_delivery_report_read(apres_delivery_report *report, const char *bytes,
				gsize len);
/* The first "<id>" of a Message-ID field's VALUE (may be NULL); the first call counts. */
void apres_delivery_report_read_id(apres_delivery_report *report, const char *value);
#endif
