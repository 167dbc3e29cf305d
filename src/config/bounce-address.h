/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The address to which one mail of ours comes back, if it does:
 * careers+apres-bounce-TAG@company.example, a sub-address (RFC 5233) of the mailbox.
 */
#ifndef APRES_CONFIG_BOUNCE_ADDRESS_H
#define APRES_CONFIG_BOUNCE_ADDRESS_H
#include "config/config.h"

#define APRES_BOUNCE_TAG_CHARS 16 /* of base32 (RFC 4648 6), lower case */
#define APRES_BOUNCE_MAX_LOCAL 64 /* octets before the @ (RFC 5321 4.5.3.1.1) */
#define APRES_BOUNCE_MAX_PATH 254 /* in all, without the brackets (4.5.3.1.3) */

/* The address of MAILBOX, which has one @, with DELIMITER and TAG.  Caller owns. */
char *apres_bounce_address(const char *mailbox, const char *delimiter, const char *tag);
/* Does ADDR look like one, of whomever? */
bool apres_bounce_address_is(const char *addr);
/* The tag in ADDR, in lower case; NULL if it holds none.  Caller owns. */
char *apres_bounce_address_tag(const char *addr);
/* The mailbox of whose address ADDR is such a sub-address, or NULL. */
const apres_mailbox_config *apres_bounce_mailbox(const apres_config *config,
						 const char *addr);
#endif
