/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The header block of one mail, split and unfolded by our own bounded code.
 * The parent process reads From, Authentication-Results and the machine marks
 * here, so that a compromised parser in a worker cannot invent them; nothing
 * recursive, nothing decoded, linear in the input.
 */
#ifndef APRES_MESSAGE_HEADERS_H
#define APRES_MESSAGE_HEADERS_H
#include <glib.h>

typedef struct apres_header {
	char *name;  /* as written, without white space around the colon */
	char *value; /* unfolded (RFC 5322 2.2.3), trimmed; may hold 8-bit bytes, never
			NUL/CR/LF */
} apres_header;

typedef struct apres_headers apres_headers;

/* Limits; beyond them the block is cut and a problem recorded. */
#define APRES_HEADERS_MAX_BYTES (256 * 1024)
#define APRES_HEADERS_MAX_COUNT 1000
#define APRES_HEADER_MAX_BYTES (64 * 1024)
#define APRES_HEADER_STRUCTURED_MAX_BYTES (16 * 1024)

/*
 * Never fails: what is wrong is recorded in the problems (ids such as
 * "header-nul", "header-too-large", "header-too-many", "header-malformed",
 * "no-header-end", "duplicate-from", "no-from").  A leading mbox "From " line
 * is skipped.  CRLF, LF and CR line ends are understood.  Caller owns.
 */
apres_headers *apres_headers_parse(const char *bytes, gsize len);
void apres_headers_free(apres_headers *headers);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_headers, apres_headers_free)

guint apres_headers_count(const apres_headers *headers);
const apres_header *apres_headers_at(const apres_headers *headers, guint i);
/* How many fields are called NAME (any case). */
guint apres_headers_count_of(const apres_headers *headers, const char *name);
/* The topmost value of NAME, or NULL. */
const char *apres_headers_get(const apres_headers *headers, const char *name);
/* Reasons to hold, most important first; strings owned by HEADERS. */
const GPtrArray *apres_headers_problems(const apres_headers *headers);
/* Offset of the first byte after the empty line. */
gsize apres_headers_body_offset(const apres_headers *headers);
#endif
