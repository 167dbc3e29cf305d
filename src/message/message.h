/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One mail, parsed: bytes -> what rules can see.  Runs in a worker process,
 * behind a pre-scan; hostile input ends in problems (reasons to hold), never
 * in a crash that matters.
 */
#ifndef APRES_MESSAGE_MESSAGE_H
#define APRES_MESSAGE_MESSAGE_H
#include "message/delivery-report.h"
#include "message/headers.h"

#include <stdbool.h>

#define APRES_MESSAGE_MAX_BYTES (25 * 1024 * 1024)
/*
 * How much new text is read: no letter that gets a reply is nearly that long.
 * More = problem "text-too-long"; what is behind is neither read nor kept.
 */
#define APRES_MESSAGE_MAX_TEXT (32 * 1024) /* bytes, about 5,000 words */
#define APRES_MESSAGE_MAX_SENTENCES 1000
#define APRES_MESSAGE_MAX_SENTENCE (4 * 1024) /* bytes of one, and then no further */
#define APRES_MESSAGE_MAX_PARTS 1000
#define APRES_MESSAGE_MAX_DEPTH 32

typedef struct apres_message {
	apres_headers *headers;
	char *subject;      /* decoded, one clean line; "" if none */
	char *subject_core; /* the same without Re:, AW:, Fwd: ... prefixes */
	char *text; /* new text: quotes, signature and disclaimer cut; valid UTF-8, LF */
	char *quoted; /* what was cut: quotes, forwarded mail, signature, disclaimer */
	char *attachments; /* names, one a line */
	char *message_id;  /* without brackets, or NULL */
	GPtrArray *
		references; /* char *, oldest first, In-Reply-To last if not among them */
	GPtrArray
		*problems; /* static char *: "encrypted", "empty", "charset",
			      "mime-depth", "text-too-long", "html-broken", "unparsable",
			      "quote-unclear", "alternatives-differ" ... = floor hold;
			      "charset" and "text-too-long" also make the text unknown */
	GPtrArray *
		machine; /* apres_machine_hit from the MIME tree: report, mdn, calendar */
	apres_delivery_report report;
	bool text_unknown; /* the text cannot be trusted: every class on it is unknown */
} apres_message;

/* Open every charset converter and library table that parsing needs now, before a
 * lock-down; without one they are opened as they are needed. */
void apres_message_init(void);
/* Never NULL.  BYTES are borrowed for the call only.  Caller owns. */
apres_message *apres_message_parse(const char *bytes, gsize len);
void apres_message_free(apres_message *message);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_message, apres_message_free)
#endif
