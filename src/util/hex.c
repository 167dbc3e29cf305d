/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "util/hex.h"

char *
apres_hex(const guint8 *bytes, gsize len)
{
	static const char digits[] = "0123456789abcdef";
	char *hex = g_malloc(2 * len + 1);

	for (gsize i = 0; i < len; i++) {
		hex[2 * i] = digits[bytes[i] >> 4];
		hex[2 * i + 1] = digits[bytes[i] & 15];
	}
	hex[2 * len] = '\0';
	return hex;
}
