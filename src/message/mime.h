/* SPDX-License-Identifier: Apache-2.0 */
/* Between message.c and the MIME code: what a walk over the parts of a mail finds. */
#ifndef APRES_MESSAGE_MIME_H
#define APRES_MESSAGE_MIME_H
#include <gmime/gmime.h>

#include "message/message.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeParser, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeStream, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeMessage, g_object_unref)

/* More text than this, quotes included, is not looked at: problem "text-too-long". */
#define APRES_MIME_MAX_PLAIN (1024 * 1024)
#define APRES_MIME_MAX_HTML (2 * 1024 * 1024)

typedef struct apres_mime {
	GString *plain;       /* inline text/plain, LF, valid UTF-8 */
	GString *html;        /* inline text/html, as text with "> " marks */
	GString *forwarded;   /* texts of attached mails */
	GString *attachments; /* names, one a line */
	GPtrArray *problems;  /* static char *, each once */
	GPtrArray *machine;   /* apres_machine_hit */
	apres_delivery_report report;
	guint parts;
	bool text_unknown;
	bool forwarding; /* within an attached mail */
} apres_mime;

/*
 * Is BODY (behind a header block) safe for GMime?  NULL, or the problem:
 * nested address groups (stack), endless parameters (quadratic), a flood of
 * boundaries (memory).  Linear.
 */
const char *apres_mime_scan(const char *body, gsize len);
/* Walk the body of a mail whose header block is HEADERS.  Never NULL.  Caller owns. */
apres_mime *apres_mime_walk(const apres_headers *headers, const char *body, gsize len);
void apres_mime_free(apres_mime *mime);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_mime, apres_mime_free)
/* Record PROBLEM, a static string, once. */
void apres_mime_add_problem(GPtrArray *problems, const char *problem);

bool apres_mime_has_type(GMimeObject *part, const char *type, const char *subtype);

/* report-part.c: PART may belong to a report about a delivery. */
void apres_mime_note_report(apres_mime *mime, GMimeObject *part);

/* text-part.c: the decoded bytes of PART, at most MAX; *CUT_OUT: there were more.
 * Without any, its data is NULL.  Caller owns. */
GByteArray *apres_mime_decode(GMimePart *part, gsize max, bool *cut_out);
/* Append one text part; HTML as text. */
void apres_mime_add_text(apres_mime *mime, GMimePart *part, bool html);
#endif
