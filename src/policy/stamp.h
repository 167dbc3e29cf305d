/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A stamp: what was found out about a policy file once, so that a program that
 * decides nothing (apres explain) need not do so again.  It holds for the same
 * bytes of all files, the same build of the library (util/build-id.h; whichever program
 * made it) and the same libraries.  It is never asked by who answers for a policy:
 * check, test, try, install, the daemon.
 *
 * That its tests passed it says for ever if each of them has its time (at=); else only
 * for that day, in UTC: with another time another thing might happen.
 *
 * It is believed, and what was found sound is not looked at again.  So a stamp counts
 * only if we own it and its folder, and nobody else may write either.
 */
#ifndef APRES_POLICY_STAMP_H
#define APRES_POLICY_STAMP_H
#include "policy/policy.h"

/* Instead of a time: what the tests of the policy do is not asked, or not known. */
#define APRES_STAMP_UNTESTED 0

/*
 * The policy at PATH as apres_policy_load would give it, if there is a stamp for it in
 * FOLDER; else NULL.  With a time TESTED: only if it would also do then what its tests
 * say.  Caller owns.
 */
apres_policy *apres_stamp_load(const char *folder, const char *path, gint64 tested);
/*
 * The policy as apres_policy_load_stored would give it of NAME, SOURCES and DIGEST, if
 * there is a stamp for it in FOLDER; else NULL.  Caller owns.
 */
apres_policy *apres_stamp_load_stored(const char *folder, const char *name,
				      GHashTable *sources, const char *digest);
/* Make a stamp of POLICY for that; wherever it was loaded from. */
void apres_stamp_write_stored(const char *folder, const apres_policy *policy);
/*
 * Make a stamp for POLICY, just loaded from its file (and tested at the time TESTED, by
 * mail that lies beside it, too).  The folder is made if the one above it is ours.  That
 * no stamp can be made is no error: it is found out again.
 */
void apres_stamp_write(const char *folder, const apres_policy *policy, gint64 tested);
#endif
