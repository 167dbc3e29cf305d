/* SPDX-License-Identifier: Apache-2.0 */
/* A company at work: its policy, tested, and who belongs to it. */
#include "config.h"
#include "message/address.h"
#include "pipeline/last-policy.h"
#include "pipeline/pipeline.h"
#include "pipeline/program-output.h"
#include "util/error.h"

#define ROSTER_MAX_BYTES (32 * 1024 * 1024)
#define ROSTER_TIMEOUT_SECS 30

static bool
load_roster(const apres_company_config *config, apres_roster **roster_out, GError **error)
{
	if (config->roster != NULL)
		*roster_out = apres_roster_load(config->roster, error);
	else if (config->roster_command != NULL) {
		g_autoptr(GBytes) csv =
			apres_program_output(config->roster_command, ROSTER_MAX_BYTES,
					     ROSTER_TIMEOUT_SECS, error);
		if (csv == NULL)
			return false;
		*roster_out = apres_roster_parse(config->roster_command,
						 g_bytes_get_data(csv, NULL),
						 g_bytes_get_size(csv), error);
	} else
		return true;
	return *roster_out != NULL;
}

static void
add_identity(GPtrArray *identities, const char *addr)
{
	char *identity = addr != NULL ? apres_address_identity(addr) : NULL;

	if (identity != NULL)
		g_ptr_array_add(identities, identity);
}

/* Whatever we send from, or read: an answer to it would be an answer to ourselves. */
static GPtrArray *
own_addresses(const apres_config *config)
{
	GPtrArray *own = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < config->mailboxes->len; i++) {
		const apres_mailbox_config *mailbox = config->mailboxes->pdata[i];
		add_identity(own, mailbox->address);
		add_identity(own, mailbox->reply_to);
		for (char **alias = mailbox->aliases; *alias != NULL; alias++)
			add_identity(own, *alias);
	}
	for (guint i = 0; i < config->companies->len; i++) {
		const apres_company_config *company = config->companies->pdata[i];
		add_identity(own, company->notify_from);
	}
	add_identity(own, config->transport->envelope_from);
	return own;
}

/* Through which candidates' mail reaches us: "careers.contoso.example". */
static GPtrArray *
own_lists(const apres_config *config)
{
	GPtrArray *own = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < config->mailboxes->len; i++) {
		const apres_mailbox_config *mailbox = config->mailboxes->pdata[i];
		for (char **list = mailbox->lists; *list != NULL; list++)
			g_ptr_array_add(own, g_strdup(*list));
	}
	return own;
}

/* Takes POLICY. */
static apres_company *
company_new(const apres_config *config, const apres_company_config *company,
	    apres_policy *policy, GError **error)
{
	g_autoptr(apres_company) loaded = g_new0(apres_company, 1);

	loaded->config = company;
	loaded->policy = policy;
	if (loaded->policy == NULL || !load_roster(company, &loaded->roster, error)) {
		apres_throw_prefix(error, "company '%s'", company->id);
		return NULL;
	}
	loaded->own_addresses = own_addresses(config);
	loaded->own_lists = own_lists(config);
	return g_steal_pointer(&loaded);
}

apres_company *
apres_company_load(const apres_config *config, const apres_company_config *company,
		   GHashTable *in_force, const char *stamps, gint64 now, GError **error)
{
	return company_new(config, company,
			   apres_in_force_policy(company, in_force, stamps, now, error),
			   error);
}

apres_company *
apres_company_load_last(const apres_config *config, const apres_company_config *company,
			GHashTable *last, GError **error)
{
	return company_new(config, company, apres_last_policy_load(company, last, error),
			   error);
}

apres_circle
apres_company_circle(const apres_company *company, const apres_config *config,
		     const apres_mailbox_config *mailbox)
{
	return (apres_circle){
		.config = config,
		.mailbox = mailbox,
		.policy = company->policy,
		.roster = company->roster,
		.own_addresses = company->own_addresses,
		.own_lists = company->own_lists,
	};
}

void
apres_company_free(apres_company *company)
{
	if (company == NULL)
		return;
	apres_policy_free(company->policy);
	apres_roster_free(company->roster);
	g_free(company->trouble);
	g_clear_pointer(&company->own_addresses, g_ptr_array_unref);
	g_clear_pointer(&company->own_lists, g_ptr_array_unref);
	g_free(company);
}
