/* SPDX-License-Identifier: Apache-2.0 */
/* Mail addresses, strictly: what is not plainly one mailbox is none. */
#ifndef APRES_MESSAGE_ADDRESS_H
#define APRES_MESSAGE_ADDRESS_H
#include <glib.h>
#include <stdbool.h>

typedef struct apres_address {
	char *name;   /* display name, RFC 2047 decoded and sanitised, or NULL */
	char *addr;   /* local@domain; domain lower case, as A-label */
	char *local;  /* as written */
	char *domain; /* lower case, A-label */
} apres_address;

/*
 * Parse a header value that must hold exactly one mailbox (RFC 5322 3.4), with
 * comments, quoted strings and encoded words.  Groups, lists, source routes,
 * a second '@', control characters, non-ASCII local parts: NULL.  Bounded and
 * not recursive.  Caller owns.
 */
apres_address *apres_address_parse(const char *value);
/* Every mailbox in a list header (To, Cc), best effort; unparsable ones are left out. */
GPtrArray *apres_address_parse_list(const char *value);
void apres_address_free(apres_address *address);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_address, apres_address_free)

/*
 * The identity of a person: lower case, domain as A-label, without +tag.
 * NULL if ADDR is no plain mailbox.  Caller owns.
 */
char *apres_address_identity(const char *addr);
/*
 * Return-Path value without brackets, with SRS0/SRS1, BATV (prvs=, btv1==)
 * unwrapped to the original address.  "" for the null path, NULL if unusable.
 */
char *apres_address_unwrap(const char *return_path);
/* May this go into an SMTP command?  ^[!-~]{1,254}$ without <>, one '@'. */
bool apres_address_is_sendable(const char *addr);
#endif
