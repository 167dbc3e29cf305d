/* SPDX-License-Identifier: Apache-2.0 */
/* Collecting findings while a policy is loaded; private to the loader. */
#ifndef APRES_POLICY_FINDING_H
#define APRES_POLICY_FINDING_H
#include "policy/load.h"
#include "util/nearest.h"

#include <string.h>

/* Array of apres_finding that owns them. */
GPtrArray *apres_findings_new(void);
/* AT.line 0: no place is known.  A note follows the error it belongs to. */
void apres_findings_add(GPtrArray *findings, apres_finding_level level, const char *code,
			apres_origin at, const char *fmt, ...) G_GNUC_PRINTF(5, 6);
/* MESSAGE may begin with its own place, "FILE:LINE:COLUMN: error: "; else it is AT. */
void apres_findings_add_placed(GPtrArray *findings, const char *code, apres_origin at,
			       const char *message);
/* By place, unless there are notes: they follow what they belong to. */
void apres_findings_sort(GPtrArray *findings);
/* False with *ERROR (CONFIG), one line a finding, if there is an error among them. */
bool apres_findings_refuse(const GPtrArray *findings, GError **error);
#endif
