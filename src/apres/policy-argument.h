/* SPDX-License-Identifier: Apache-2.0 */
/* The policy that an argument of the command line names. */
#ifndef APRES_APRES_POLICY_ARGUMENT_H
#define APRES_APRES_POLICY_ARGUMENT_H
#include "apres/cli.h"
#include "policy/policy.h"

/*
 * A file; or, where there is none of that name, the number of a policy in "policy list":
 * then it is what was installed, byte for byte, whatever has become of its files.  CONFIG
 * error if it does not load, INPUT if there is no such number, TEMP if there is no store
 * to look in.  Caller owns.
 */
apres_policy *apres_policy_argument(const apres_cli *cli, const char *argument,
				    GError **error);
#endif
