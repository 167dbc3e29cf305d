/* SPDX-License-Identifier: Apache-2.0 */
/* The Auto-Submitted field, RFC 3834 section 5. */
#ifndef APRES_MESSAGE_AUTO_SUBMITTED_H
#define APRES_MESSAGE_AUTO_SUBMITTED_H

typedef enum {
	APRES_AUTO_NO,        /* a person; comments and parameters may follow */
	APRES_AUTO_GENERATED, /* also of an unknown, missing or broken keyword */
	APRES_AUTO_REPLIED,
	APRES_AUTO_NOTIFIED, /* RFC 5436 2.7.1 */
} apres_auto_kind;

/* VALUE: unfolded.  Any case, comments (nested too), "; parameter=value". */
apres_auto_kind apres_auto_submitted_parse(const char *value);
#endif
