/* SPDX-License-Identifier: Apache-2.0 */
#ifndef APRES_APRES_RECEIPTS_H
#define APRES_APRES_RECEIPTS_H
#include <glib.h>

/* The receipts in the headers of the mail PATH, or of all mails of an mbox: array of
 * apres_receipt; caller owns.  INPUT: there is none. */
GPtrArray *apres_receipts_read(const char *path, GError **error);
#endif
