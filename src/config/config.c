/* SPDX-License-Identifier: Apache-2.0 */
/* The loaded configuration: who is who, and its end. */
#include "config.h"
#include "config/config.h"
#include "config/parse.h"

#include <string.h>

void
apres_company_config_free(apres_company_config *company)
{
	g_free(company->id);
	g_free(company->policy);
	g_free(company->roster);
	g_free(company->roster_command);
	g_free(company->domain);
	g_free(company->notify_from);
	g_free(company->digest);
	g_free(company->default_mode);
	g_strfreev(company->policy_keys);
	g_strfreev(company->partners);
	g_strfreev(company->requisitions);
	g_free(company);
}

void
apres_mailbox_config_free(apres_mailbox_config *mailbox)
{
	g_free(mailbox->id);
	g_free(mailbox->company);
	g_free(mailbox->address);
	g_strfreev(mailbox->aliases);
	g_strfreev(mailbox->lists);
	g_free(mailbox->maildir);
	g_free(mailbox->sent);
	g_free(mailbox->desk);
	g_free(mailbox->reply_to);
	g_free(mailbox);
}

static void
transport_free(apres_transport_config *transport)
{
	g_free(transport->host);
	g_free(transport->tls_name);
	g_free(transport->ca_file);
	g_free(transport->user);
	g_free(transport->password_file);
	g_free(transport->helo);
	g_free(transport->envelope_from);
	g_free(transport->recipient_delimiter);
	g_free(transport->maildir);
	g_free(transport->command);
	g_free(transport);
}

void
apres_config_free(apres_config *config)
{
	if (config == NULL)
		return;
	g_free(config->path);
	g_hash_table_unref(config->lines);
	g_free(config->state);
	g_free(config->socket);
	g_free(config->authserv_id);
	g_free(config->checkpoints);
	g_free(config->checkpoint_command);
	g_free(config->checkpoint_mail);
	g_strfreev(config->mta_names);
	transport_free(config->transport);
	g_ptr_array_unref(config->companies);
	g_ptr_array_unref(config->mailboxes);
	g_free(config);
}

const apres_company_config *
apres_config_company(const apres_config *config, const char *id)
{
	for (guint i = 0; i < config->companies->len; i++) {
		const apres_company_config *company =
			g_ptr_array_index(config->companies, i);
		if (g_strcmp0(company->id, id) == 0)
			return company;
	}
	return NULL;
}

const apres_mailbox_config *
apres_config_mailbox(const apres_config *config, const char *id)
{
	for (guint i = 0; i < config->mailboxes->len; i++) {
		const apres_mailbox_config *mailbox =
			g_ptr_array_index(config->mailboxes, i);
		if (g_strcmp0(mailbox->id, id) == 0)
			return mailbox;
	}
	return NULL;
}

/* The same reduction as an identity: lower case, without +tag.  Ours are ASCII. */
static char *
identity_of(const char *address)
{
	const char *at = strrchr(address, '@');
	const char *plus = memchr(address, '+', (gsize)(at - address));
	g_autofree char *whole = NULL;

	if (plus == address)
		plus = NULL;
	whole = g_strdup_printf("%.*s%s", (int)((plus != NULL ? plus : at) - address),
				address, at);
	return g_ascii_strdown(whole, -1);
}

static bool
same_address(const char *ours, const char *identity)
{
	g_autofree char *own = identity_of(ours);

	return g_str_equal(own, identity);
}

const apres_mailbox_config *
apres_config_mailbox_of(const apres_config *config, const char *addr)
{
	if (addr == NULL || strchr(addr, '@') == NULL)
		return NULL;
	g_autofree char *identity = identity_of(addr);
	for (guint i = 0; i < config->mailboxes->len; i++) {
		const apres_mailbox_config *mailbox =
			g_ptr_array_index(config->mailboxes, i);

		if (same_address(mailbox->address, identity))
			return mailbox;
		for (guint j = 0; mailbox->aliases[j] != NULL; j++)
			if (same_address(mailbox->aliases[j], identity))
				return mailbox;
	}
	return NULL;
}

const char *
apres_config_default_path(void)
{
	const char *named = g_getenv("APRES_CONFIG");

	return named != NULL && *named != '\0' ? named : "/etc/apres/apres.conf";
}
