/* SPDX-License-Identifier: Apache-2.0 */
/* How a bounce address is written and read; who made a tag is told by reply/. */
#include "config.h"
#include "config/bounce-address.h"

#include <string.h>

#define MARK "apres-bounce-"
#define BASE32 "abcdefghijklmnopqrstuvwxyz234567"

char *
apres_bounce_address(const char *mailbox, const char *delimiter, const char *tag)
{
	const char *at = strrchr(mailbox, '@');

	return g_strdup_printf("%.*s%s" MARK "%s%s", (int)(at - mailbox), mailbox,
			       delimiter, tag, at);
}

/* What follows the mark in the part before the @, in lower case; or NULL. */
static char *
behind_mark(const char *addr)
{
	const char *at = strrchr(addr, '@');
	g_autofree char *local =
		at != NULL ? g_ascii_strdown(addr, at - addr) : g_strdup("");
	const char *mark = g_strrstr(local, MARK);

	return mark != NULL ? g_strdup(mark + strlen(MARK)) : NULL;
}

bool
apres_bounce_address_is(const char *addr)
{
	g_autofree char *rest = behind_mark(addr);

	return rest != NULL;
}

char *
apres_bounce_address_tag(const char *addr)
{
	g_autofree char *rest = behind_mark(addr);

	if (rest == NULL || strlen(rest) != APRES_BOUNCE_TAG_CHARS ||
	    strspn(rest, BASE32) != APRES_BOUNCE_TAG_CHARS)
		return NULL;
	return g_steal_pointer(&rest);
}

const apres_mailbox_config *
apres_bounce_mailbox(const apres_config *config, const char *addr)
{
	const char *delimiter = config->transport->recipient_delimiter;
	g_autofree char *tag = apres_bounce_address_tag(addr);

	for (guint i = 0; tag != NULL && i < config->mailboxes->len; i++) {
		const apres_mailbox_config *mailbox = config->mailboxes->pdata[i];
		g_autofree char *ours =
			apres_bounce_address(mailbox->address, delimiter, tag);
		if (g_ascii_strcasecmp(ours, addr) == 0)
			return mailbox;
	}
	return NULL;
}
