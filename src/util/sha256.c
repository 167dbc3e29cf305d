/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "util/sha256.h"

#include <glib.h>

const EVP_MD *
apres_sha256(void)
{
	static EVP_MD *found; /* a constant, filled once: no state */
	static gsize filled;

	if (g_once_init_enter(&filled)) {
		found = EVP_MD_fetch(NULL, "SHA2-256", NULL);
		g_assert(found != NULL);
		g_once_init_leave(&filled, 1);
	}
	return found;
}
