/* SPDX-License-Identifier: Apache-2.0 */
/* What "apres status" says about marks that keep mail from an answer. */
#ifndef APRES_APRES_STATUS_SHARES_H
#define APRES_APRES_STATUS_SHARES_H
#include <glib.h>
#include <jansson.h>

/* SHARES: array of apres_share.  A line for each that is unusual. */
void apres_status_print_shares(const GPtrArray *shares);
/* All of them.  New reference. */
json_t *apres_status_shares_to_json(const GPtrArray *shares);
#endif
