/* SPDX-License-Identifier: Apache-2.0 */
/* Can the employees of a company be heard: is anybody to hear them, and read by us? */
#ifndef APRES_PIPELINE_DEBRIEF_HR_H
#define APRES_PIPELINE_DEBRIEF_HR_H
#include "config/config.h"
#include "policy/policy.h"

/*
 * Why what an employee of COMPANY answers, asked whether a debrief took place, is not
 * heard without a person: "FILE:LINE:COLUMN: warning: ...", with what to do.  NULL: it
 * is, or POLICY owes no debrief.  *REMEDY_OUT: what to do, static.  Caller owns.
 */
char *apres_debrief_hr_trouble(const apres_config *config, const char *company,
			       const apres_policy *policy, const char **remedy_out);
#endif
