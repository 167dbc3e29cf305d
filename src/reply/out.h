/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mail as we write it: RFC 5322 header fields, RFC 2047 words, RFC 2045 body.
 * Every function appends CRLF-ended, printable 7-bit lines and nothing else,
 * whatever it is given: what cannot stand in a header is encoded or left out.
 */
#ifndef APRES_REPLY_OUT_H
#define APRES_REPLY_OUT_H
#include <glib.h>
#include <stdbool.h>

#define APRES_OUT_LINE 76      /* what we aim at */
#define APRES_OUT_LINE_MAX 998 /* RFC 5322 2.1.1, without CRLF */
#define APRES_OUT_ID_MAX 512   /* a longer Message-ID is nobody's */
#define APRES_OUT_REFERENCES 20

/* Free text, UTF-8; encoded words if it is not plain ASCII.  At most 250 characters. */
void apres_out_text(GString *out, const char *name, const char *text);
/* Printable ASCII and nothing else? */
bool apres_out_is_plain(const char *text);
/* Words of our own; asserts that they are plain. */
void apres_out_plain(GString *out, const char *name, const char *value);
/* "Display name" <addr>; DISPLAY may be NULL.  ADDR must be sendable. */
void apres_out_mailbox(GString *out, const char *name, const char *display,
		       const char *addr);
/* Date: in UTC (RFC 5322 3.3), in English whatever the locale. */
void apres_out_date(GString *out, gint64 when);
/* <id> of IDS (without brackets), folded; the middle of a long list goes, the first and
 * the last stay. */
void apres_out_ids(GString *out, const char *name, const GPtrArray *ids);
/* Can ID (without brackets) stand in a header as it is? */
bool apres_out_id_is_usable(const char *id);
/*
 * The MIME fields, the empty line and TEXT (UTF-8, LF), as 7bit if it fits in
 * short plain lines, else quoted-printable: what is decoded is TEXT exactly.
 */
void apres_out_body(GString *out, const char *text);
/* The same without MIME-Version, of TYPE: one part of several. */
void apres_out_part(GString *out, const char *type, const char *text);
/* The text of a message that was written with apres_out_body; caller owns. */
char *apres_out_read_body(const char *bytes, gsize len);
/*
 * Is this a whole message that may be handed to a server: CRLF only in pairs,
 * no NUL, 7-bit, no line over 998, a header block of well-formed fields with one each of
 * From, To, Date and Message-ID, and its empty line?  INTERNAL names what is wrong.
 */
bool apres_out_check(const char *bytes, gsize len, GError **error);
#endif
