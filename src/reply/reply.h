/* SPDX-License-Identifier: Apache-2.0 */
/* Decision -> RFC 5322 reply.  RFC 3834, RFC 5230 5; nothing of the candidate's text is
 * echoed. */
#ifndef APRES_REPLY_REPLY_H
#define APRES_REPLY_REPLY_H
#include "policy/decide.h"

/* What a reply's header needs besides the decision. */
typedef struct apres_reply_context {
	const char *from_addr;   /* the mailbox that was written to */
	const char *from_name;   /* fixed display name of the company; its localised
				    "(automatic)" is added */
	const char *reply_to;    /* where a human reads, or NULL; internal replies: HR */
	const char *message_id;  /* ours, complete without brackets */
	const char *in_reply_to; /* theirs, or NULL */
	const GPtrArray *references; /* theirs, oldest first */
	const char *loop_mark;       /* X-Apres-Loop value */
	const char *ref;             /* {ref} */
	gint64 date;                 /* seconds; Date: */
} apres_reply_context;

typedef struct apres_reply {
	char *recipient; /* one address, sendable */
	char *subject;   /* decoded, for screens */
	char *text;      /* decoded body, for screens */
	GBytes *bytes;   /* complete message: CRLF, 7-bit, no line over 998, no
			    X-Apres-Receipt yet */
	char *message_id;
	const char *template_id;
	const char *language;
} apres_reply;
void apres_reply_free(apres_reply *reply);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_reply, apres_reply_free)

/*
 * Render TEMPLATE_ID in LANGUAGE for the candidate of FACTS.  INPUT error naming
 * the placeholder ("no-value:careers-link") if one has no value, if the due date
 * it names is past, if no text exists in the language, or if the address cannot
 * be sent to; the caller holds then.  Caller owns.
 */
apres_reply *apres_reply_render(const apres_policy *policy, const apres_facts *facts,
				const apres_decision *decision,
				const apres_case *application,
				const apres_reply_context *context, GError **error);
/* RECEIPT as the last header line of BYTES; new bytes, caller owns. */
GBytes *apres_reply_add_receipt(GBytes *bytes, const char *receipt);

/* A notice to one of us: "mail N waits in queue legal"; reference only, no content. */
typedef struct apres_notice_mail {
	const char *from_addr, *to;
	const char *reply_to; /* who reads an answer, or NULL: FROM_ADDR */
	const char *subject, *text;
	const char *calendar, *method; /* what reply/calendar-item.h wrote; or NULL */
	const char *message_id;        /* without brackets */
	gint64 date;
} apres_notice_mail;
/* RFC 5436: auto-generated.  INPUT error: TO cannot be sent to; CONFIG.  Caller owns. */
GBytes *apres_notice_render(const apres_notice_mail *mail, GError **error);
/* A fresh Message-ID for reply number N: HMAC of KEY, unforgeable; without brackets,
 * caller owns. */
char *apres_message_id_new(const char *key, const char *domain, const char *seed);
/* The value of X-Apres-Loop beside MESSAGE_ID: INSTANCE and an HMAC of both.  Caller
 * owns. */
char *apres_loop_mark_new(const char *key, const char *instance, const char *message_id);
/* Is MARK (may be NULL) what we wrote beside MESSAGE_ID (may be NULL)? */
bool apres_loop_mark_is_ours(const char *key, const char *instance,
			     const char *message_id, const char *mark);
/* The tag of the address to which the mail MESSAGE_ID comes back; see
 * config/bounce-address.h.  Caller owns. */
char *apres_bounce_tag_new(const char *key, const char *message_id);
/* Has it the form of one of ours, whoever made it? */
bool apres_message_id_looks_ours(const char *domain, const char *message_id);
/* Did we make this Message-ID? */
bool apres_message_id_is_ours(const char *key, const char *domain,
			      const char *message_id);
#endif
