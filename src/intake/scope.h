/* SPDX-License-Identifier: Apache-2.0 */
/* Is a mail ours at all?  What is out of scope stays untouched and is only counted. */
#ifndef APRES_INTAKE_SCOPE_H
#define APRES_INTAKE_SCOPE_H
#include "config/config.h"
#include "message/headers.h"
#include "store/store.h"

#include <stdbool.h>

/*
 * A careers mailbox, or "scope = all": everything.  "scope = candidates": only
 * what answers a mail of ours (an automatic one, or one seen in Sent), comes
 * from somebody whose mail we already hold in this thread, or is addressed to a
 * careers mailbox of the company.
 */
bool apres_scope_contains(apres_store *store, const apres_config *config,
			  const apres_mailbox_config *mailbox,
			  const apres_headers *headers, bool *in_scope_out,
			  GError **error);
#endif
