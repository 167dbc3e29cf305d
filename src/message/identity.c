/* SPDX-License-Identifier: Apache-2.0 */
/* One person, one string: tags, forwarders' and bounce-signers' wrappings taken off. */
#include "config.h"
#include "message/address.h"

#include <string.h>

char *
apres_address_identity(const char *addr)
{
	g_autoptr(apres_address) address = apres_address_parse(addr);

	if (address == NULL)
		return NULL;
	g_autofree char *local = g_utf8_strdown(address->local, -1);
	char *plus = strchr(local, '+');
	if (plus != NULL && plus > local && *local != '"')
		*plus = '\0';
	return g_strdup_printf("%s@%s", local, address->domain);
}

/* "SRS0=hash=tt=domain=local" or "SRS1=hash=forwarder==hash=tt=domain=local". */
static char *
unwrap_srs(const char *local)
{
	if (g_ascii_strncasecmp(local, "SRS1", 4) == 0) {
		const char *inner = strstr(local, "==");
		if (inner == NULL)
			return NULL;
		local = inner + 2;
	} else {
		local += 5;
	}
	g_auto(GStrv) part = g_strsplit(local, "=", 4);
	if (g_strv_length(part) != 4 || *part[2] == '\0' || *part[3] == '\0')
		return NULL;
	return g_strdup_printf("%s@%s", part[3], part[2]);
}

/* "prvs=tag=local" (either order was in use) or "btv1==tag==local". */
static char *
unwrap_batv(const char *local, const char *domain)
{
	const char *inner;

	if (g_ascii_strncasecmp(local, "btv1==", 6) == 0) {
		inner = strstr(local + 6, "==");
		return inner != NULL ? g_strdup_printf("%s@%s", inner + 2, domain) : NULL;
	}
	inner = strchr(local + 5, '=');
	if (inner == NULL)
		return NULL;
	gsize first = (gsize)(inner - (local + 5));
	bool tag_first = first == 10 && strspn(local + 5, "0123456789abcdefABCDEF") == 10;
	if (tag_first || strlen(inner + 1) != 10)
		return g_strdup_printf("%s@%s", inner + 1, domain);
	return g_strdup_printf("%.*s@%s", (int)first, local + 5, domain);
}

static bool
is_srs(const char *local)
{
	return (g_ascii_strncasecmp(local, "SRS0", 4) == 0 ||
		g_ascii_strncasecmp(local, "SRS1", 4) == 0) &&
	       local[4] != '\0' && strchr("=+-", local[4]) != NULL;
}

char *
apres_address_unwrap(const char *return_path)
{
	g_autofree char *value = g_strstrip(g_strdup(return_path));
	gsize len = strlen(value);

	if (len >= 2 && value[0] == '<' && value[len - 1] == '>') {
		memmove(value, value + 1, len - 2);
		value[len - 2] = '\0';
		g_strstrip(value);
	}
	if (*value == '\0')
		return g_strdup("");
	/* Wrapped twice at most in practice: forwarded, and signed before that. */
	for (guint i = 0; i < 4; i++) {
		g_autoptr(apres_address) address = apres_address_parse(value);
		char *inner;
		if (address == NULL)
			return NULL;
		if (is_srs(address->local))
			inner = unwrap_srs(address->local);
		else if (g_ascii_strncasecmp(address->local, "prvs=", 5) == 0 ||
			 g_ascii_strncasecmp(address->local, "btv1==", 6) == 0)
			inner = unwrap_batv(address->local, address->domain);
		else
			return g_steal_pointer(&address->addr);
		if (inner == NULL)
			return NULL;
		g_free(value);
		value = inner;
	}
	return NULL;
}

bool
apres_address_is_sendable(const char *addr)
{
	gsize len = 0;
	guint ats = 0;

	for (const char *s = addr; *s != '\0'; s++, len++) {
		if (*s < '!' || *s > '~' || *s == '<' || *s == '>')
			return false;
		ats += *s == '@';
	}
	return len > 2 && len <= 254 && ats == 1 && addr[0] != '@' &&
	       addr[len - 1] != '@';
}
