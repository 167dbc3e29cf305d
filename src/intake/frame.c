/* SPDX-License-Identifier: Apache-2.0 */
/* Framing, shared by both sides of the control socket and by the worker processes. */
#include "config.h"
#include "intake/frame.h"
#include "util/error.h"

#include <string.h>

void
apres_frame_append(GByteArray *out, gconstpointer data, gsize len)
{
	guint32 head = GUINT32_TO_BE((guint32)len);

	g_byte_array_append(out, (const guint8 *)&head, sizeof head);
	if (len > 0)
		g_byte_array_append(out, data, (guint)len);
}

static int
append_chunk(const char *chunk, size_t len, void *data)
{
	g_byte_array_append(data, (const guint8 *)chunk, (guint)len);
	return 0;
}

void
apres_frame_append_json(GByteArray *out, const json_t *value)
{
	g_autoptr(GByteArray) text = g_byte_array_new();

	json_dump_callback(value, append_chunk, text, JSON_COMPACT);
	apres_frame_append(out, text->data, text->len);
}

bool
apres_frame_peek(const GByteArray *in, gsize offset, gsize max, gsize *len_out,
		 bool *complete_out, GError **error)
{
	guint32 head = 0;

	*complete_out = false;
	*len_out = 0;
	if (in->len < offset + APRES_FRAME_HEAD)
		return true;
	memcpy(&head, in->data + offset, sizeof head);
	*len_out = GUINT32_FROM_BE(head);
	if (*len_out > max)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "a frame of %" G_GSIZE_FORMAT
				   " bytes; at most %" G_GSIZE_FORMAT " are taken",
				   *len_out, max);
	*complete_out = in->len >= offset + APRES_FRAME_HEAD + *len_out;
	return true;
}

json_t *
apres_frame_parse_json(const guint8 *bytes, gsize len, GError **error)
{
	json_error_t what;
	json_auto_t *value =
		json_loadb((const char *)bytes, len, JSON_REJECT_DUPLICATES, &what);

	if (value == NULL) {
		apres_throw(error, APRES_ERROR_INPUT, "not JSON at byte %d",
			    what.position);
		return NULL;
	}
	if (!json_is_object(value)) {
		apres_throw(error, APRES_ERROR_INPUT, "not a JSON object");
		return NULL;
	}
	return g_steal_pointer(&value);
}
