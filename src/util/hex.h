/* SPDX-License-Identifier: Apache-2.0 */
#ifndef APRES_UTIL_HEX_H
#define APRES_UTIL_HEX_H
#include <glib.h>

/* BYTES in lower-case hexadecimal; caller owns. */
char *apres_hex(const guint8 *bytes, gsize len);
#endif
