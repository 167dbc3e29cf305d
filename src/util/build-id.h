/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which build of the library this is: apres and apresd are one, and have the same mark.
 * It changes with everything that is in the library: code, policies, compiler, flags.
 */
#ifndef APRES_UTIL_BUILD_ID_H
#define APRES_UTIL_BUILD_ID_H

/* SHA-256 of all objects of libapres, lower-case hex; written when it is linked (see
 * src/local.mk).  A program links it beside the library. */
extern const char apres_build_id[];
#endif
