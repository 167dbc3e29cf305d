/* SPDX-License-Identifier: Apache-2.0 */
/* Frames on a stream socket: a 4-byte big-endian length, then that many bytes. */
#ifndef APRES_INTAKE_FRAME_H
#define APRES_INTAKE_FRAME_H
#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

#define APRES_FRAME_HEAD 4
#define APRES_FRAME_MAX_JSON (16 * 1024 * 1024)
#define APRES_FRAME_MAX_MAIL                                                             \
	(26 * 1024 * 1024) /* a mail of the greatest size, and a little */

/* Append the head for LEN bytes. */
void apres_frame_append(GByteArray *out, gconstpointer data, gsize len);
/* Append VALUE as a frame. */
void apres_frame_append_json(GByteArray *out, const json_t *value);
/*
 * Is a whole frame at OFFSET of IN?  INPUT error if it announces more than MAX.
 * True with *LEN_OUT and *COMPLETE_OUT otherwise; the body begins at OFFSET +
 * APRES_FRAME_HEAD.
 */
bool apres_frame_peek(const GByteArray *in, gsize offset, gsize max, gsize *len_out,
		      bool *complete_out, GError **error);
/* Bytes of a frame -> JSON object.  INPUT error if it is none. */
json_t *apres_frame_parse_json(const guint8 *bytes, gsize len, GError **error);
#endif
