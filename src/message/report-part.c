/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of a multipart/report (RFC 6522) that say what was reported of which mail. */
#include "config.h"
#include "message/mime.h"

/* A report of another kind, such as "it was read" or "it is spam", is none of these. */
static bool
is_delivery_report(GMimeObject *part)
{
	const char *kind = g_mime_object_get_content_type_parameter(part, "report-type");

	return apres_mime_has_type(part, "multipart", "report") &&
	       (kind == NULL || g_ascii_strcasecmp(kind, "delivery-status") == 0 ||
		g_ascii_strcasecmp(kind, "global-delivery-status") == 0);
}

static void
read_status(apres_mime *mime, GMimePart *part)
{
	bool cut;
	g_autoptr(GByteArray) bytes =
		apres_mime_decode(part, APRES_REPORT_MAX_BYTES, &cut);

	const char *data = bytes->len > 0 ? (const char *)bytes->data : "";
	apres_delivery_report_read(&mime->report, data, bytes->len);
}

/* The header block of our mail, or of what somebody says was our mail. */
static void
read_returned_headers(apres_mime *mime, GMimePart *part)
{
	bool cut;
	g_autoptr(GByteArray) bytes =
		apres_mime_decode(part, APRES_REPORT_MAX_BYTES, &cut);
	const char *data = bytes->len > 0 ? (const char *)bytes->data : "";
	g_autoptr(apres_headers) headers = apres_headers_parse(data, bytes->len);

	apres_delivery_report_read_id(&mime->report,
				      apres_headers_get(headers, "Message-ID"));
}

void
apres_mime_note_report(apres_mime *mime, GMimeObject *part)
{
	apres_delivery_report *report = &mime->report;

	if (mime->forwarding)
		return;
	if (is_delivery_report(part))
		report->kind = MAX(report->kind, APRES_REPORT_UNCLEAR);
	else if (GMIME_IS_PART(part) &&
		 (apres_mime_has_type(part, "message", "delivery-status") ||
		  apres_mime_has_type(part, "message", "global-delivery-status")))
		read_status(mime, GMIME_PART(part));
	else if (report->kind == APRES_REPORT_NONE)
		return;
	else if (GMIME_IS_MESSAGE_PART(part)) {
		GMimeMessage *inner =
			g_mime_message_part_get_message(GMIME_MESSAGE_PART(part));
		if (inner != NULL)
			apres_delivery_report_read_id(
				report, g_mime_object_get_header(GMIME_OBJECT(inner),
								 "Message-Id"));
	} else if (GMIME_IS_PART(part) &&
		   (apres_mime_has_type(part, "text", "rfc822-headers") ||
		    apres_mime_has_type(part, "message", "global-headers")))
		read_returned_headers(mime, GMIME_PART(part));
}
