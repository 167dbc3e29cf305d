/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "util/hex.h"

char *
apres_hex(const guint8 *bytes, gsize len)
{
	GString *hex = g_string_sized_new(2 * len);

	for (gsize i = 0; i < len; i++)
		g_string_append_printf(hex, "%02x", bytes[i]);
	return g_string_free(hex, FALSE);
}
