/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tag of a bounce address: an HMAC over the Message-ID of the one mail that leaves
 * with it.  It says nothing to whoever sees it, and only who has the key makes one.
 */
#include "config.h"
#include "config/bounce-address.h"
#include "reply/reply.h"

#include <string.h>

#define MAC_BYTES 32
/* Five bits a character. */
#define TAG_BYTES (APRES_BOUNCE_TAG_CHARS * 5 / 8)

char *
apres_bounce_tag_new(const char *key, const char *message_id)
{
	static const char base32[] = "abcdefghijklmnopqrstuvwxyz234567";
	g_autofree char *text = g_strdup_printf("bounce\n%s", message_id);
	g_autoptr(GHmac) hmac =
		g_hmac_new(G_CHECKSUM_SHA256, (const guchar *)key, strlen(key));
	guint8 mac[MAC_BYTES];
	gsize len = sizeof mac;
	GString *tag = g_string_new(NULL);
	guint bits = 0, have = 0;

	g_hmac_update(hmac, (const guchar *)text, -1);
	g_hmac_get_digest(hmac, mac, &len);
	for (guint i = 0; i < TAG_BYTES; i++) {
		bits = (bits << 8 | mac[i]) & 0xfff;
		for (have += 8; have >= 5; have -= 5)
			g_string_append_c(tag, base32[bits >> (have - 5) & 31]);
	}
	return g_string_free(tag, FALSE);
}
