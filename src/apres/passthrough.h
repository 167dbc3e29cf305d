/* SPDX-License-Identifier: Apache-2.0 */
/* The mail that a filter was given, handed on with what was decided about it. */
#ifndef APRES_APRES_PASSTHROUGH_H
#define APRES_APRES_PASSTHROUGH_H
#include <glib.h>
#include <jansson.h>

/*
 * MAIL with the fields X-Apres-Id, X-Apres-Effect and X-Apres-Queue from ANSWER of
 * apresd on top.  Fields of these names that it came with are left out, for anybody can
 * write them.  Caller owns.
 */
GBytes *apres_passthrough(GBytes *mail, const json_t *answer);
#endif
