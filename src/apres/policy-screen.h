/* SPDX-License-Identifier: Apache-2.0 */
/* What "policy check" does, for "policy try" too; in cmd-policy.c. */
#ifndef APRES_APRES_POLICY_SCREEN_H
#define APRES_APRES_POLICY_SCREEN_H
#include "apres/cli.h"
#include "policy/policy.h"

/* Load the policy that cli->rest[0] names and print what was found (see
 * apres_findings_lines).  CONFIG error.  Caller owns. */
apres_policy *apres_policy_screen_load(const apres_cli *cli, bool all,
				       guint *warnings_out, GError **error);
/* Print what is probably not meant; how many warnings. */
guint apres_policy_screen_lint(const apres_cli *cli, const apres_policy *policy,
			       bool all);
/* Run the policy's tests and print those that fail; how many there are. */
guint apres_policy_screen_test(const apres_cli *cli, const apres_policy *policy,
			       guint *failed_out);
#endif
