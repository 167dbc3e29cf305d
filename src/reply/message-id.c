/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Our Message-IDs: "apres.SEED.MAC@domain".  Only who has the key makes one, so
 * a mail that refers to one answers us, and a mail that bears one is our own.
 * X-Apres-Loop says it again, of whatever Message-ID stands beside it: copied
 * into another mail it is worth nothing.
 */
#include "config.h"
#include "reply/reply.h"

#include <string.h>

#define SEED_HEX 24
#define MAC_HEX 32
#define PREFIX "apres."

/* The first half of an HMAC, in hex. */
static char *
half_mac(const char *key, const char *text)
{
	g_autofree char *mac = g_compute_hmac_for_string(
		G_CHECKSUM_SHA256, (const guchar *)key, strlen(key), text, -1);

	return g_strndup(mac, MAC_HEX);
}

/* Over the domain, too: the same reply under another company is another reply. */
static char *
mac_of(const char *key, const char *domain, const char *seed)
{
	g_autofree char *lower = g_ascii_strdown(domain, -1);
	g_autofree char *text = g_strdup_printf("message-id\n%s\n%s", lower, seed);

	return half_mac(key, text);
}

char *
apres_message_id_new(const char *key, const char *domain, const char *seed)
{
	g_autofree char *hash =
		g_compute_checksum_for_string(G_CHECKSUM_SHA256, seed, -1);
	g_autofree char *brief = g_strndup(hash, SEED_HEX);
	g_autofree char *mac = mac_of(key, domain, brief);

	return g_strdup_printf(PREFIX "%s.%s@%s", brief, mac, domain);
}

/* In a time that does not depend on where they differ. */
static bool
is_same(const char *a, const char *b, gsize len)
{
	guchar difference = 0;

	for (gsize i = 0; i < len; i++)
		difference |= (guchar)a[i] ^ (guchar)b[i];
	return difference == 0;
}

static bool
is_hex(const char *text, gsize len)
{
	for (gsize i = 0; i < len; i++)
		if (!g_ascii_isxdigit(text[i]))
			return false;
	return true;
}

bool
apres_message_id_looks_ours(const char *domain, const char *message_id)
{
	const gsize prefix = strlen(PREFIX);
	const gsize local = prefix + SEED_HEX + 1 + MAC_HEX;

	return message_id != NULL && strlen(message_id) == local + 1 + strlen(domain) &&
	       g_str_has_prefix(message_id, PREFIX) && message_id[local] == '@' &&
	       message_id[prefix + SEED_HEX] == '.' &&
	       is_hex(message_id + prefix, SEED_HEX) &&
	       is_hex(message_id + prefix + SEED_HEX + 1, MAC_HEX) &&
	       g_ascii_strcasecmp(message_id + local + 1, domain) == 0;
}

bool
apres_message_id_is_ours(const char *key, const char *domain, const char *message_id)
{
	const gsize prefix = strlen(PREFIX);

	if (!apres_message_id_looks_ours(domain, message_id))
		return false;
	g_autofree char *seed = g_strndup(message_id + prefix, SEED_HEX);
	g_autofree char *mac = mac_of(key, domain, seed);
	return is_same(mac, message_id + prefix + SEED_HEX + 1, MAC_HEX);
}

char *
apres_loop_mark_new(const char *key, const char *instance, const char *message_id)
{
	g_autofree char *text = g_strdup_printf("loop\n%s\n%s", instance, message_id);
	g_autofree char *mac = half_mac(key, text);

	return g_strdup_printf("%s %s", instance, mac);
}

bool
apres_loop_mark_is_ours(const char *key, const char *instance, const char *message_id,
			const char *mark)
{
	if (message_id == NULL || mark == NULL)
		return false;
	g_autofree char *ours = apres_loop_mark_new(key, instance, message_id);
	return strlen(mark) == strlen(ours) && is_same(mark, ours, strlen(ours));
}
