/* SPDX-License-Identifier: Apache-2.0 */
/* Authentication-Results (RFC 8601): only what our own border wrote counts. */
#ifndef APRES_MESSAGE_AUTH_RESULTS_H
#define APRES_MESSAGE_AUTH_RESULTS_H
#include "message/headers.h"

#include <stdbool.h>

typedef struct apres_auth_result {
	char *method;         /* "dmarc", "auth", "spf", "dkim" ... lower case */
	char *result;         /* "pass", "fail" ... lower case */
	GHashTable *property; /* "header.from" -> value, keys lower case */
} apres_auth_result;

/*
 * The results of the topmost Authentication-Results whose authserv-id equals
 * AUTHSERV_ID (any case); later ones and other ids are ignored (RFC 8601 5).
 * Comments, quoted strings, version and "none" are understood; what does not
 * parse ends the list.  Returns an array of apres_auth_result, empty if none.
 */
GPtrArray *apres_auth_results_parse(const apres_headers *headers,
				    const char *authserv_id);
/* Who wrote the Authentication-Results of VALUE: its authserv-id, or NULL.  Caller owns.
 */
char *apres_auth_results_writer(const char *value);
/* dmarc=pass whose header.from is DOMAIN or, in relaxed alignment, its parent or child.
 */
bool apres_auth_results_dmarc_pass(const GPtrArray *results, const char *domain);
/* A dmarc=fail: whoever wrote it, the domain in From disowns it. */
bool apres_auth_results_dmarc_fail(const GPtrArray *results);
/* auth=pass whose smtp.auth is exactly ADDR (RFC 4954 as reported by RFC 8601 2.7.4). */
bool apres_auth_results_auth_pass(const GPtrArray *results, const char *addr);
#endif
