/* SPDX-License-Identifier: Apache-2.0 */
/* When a mail came to us, by our own servers' word; the sender's Date says nothing. */
#ifndef APRES_INTAKE_RECEIVED_H
#define APRES_INTAKE_RECEIVED_H
#include "config/config.h"
#include "message/headers.h"

/*
 * RFC 5322 3.3 date and time ("Tue, 24 Nov 2026 13:00:00 +0100 (CET)") as
 * seconds; obsolete zones GMT, UT and the American ones are known.  False if
 * it is none.
 */
bool apres_date_parse(const char *text, gint64 *when_out);
/*
 * Time of the topmost Received line "by" one of our mail servers (mta-names, or
 * the authserv-id); 0 if there is none.  What a sender wrote lies below it.
 */
gint64 apres_received_time(const apres_config *config, const apres_headers *headers);
/* The host that wrote the Received line with VALUE: the word after "by", or NULL.  Caller
 * owns. */
char *apres_received_by(const char *value);
#endif
