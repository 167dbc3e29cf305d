/* SPDX-License-Identifier: Apache-2.0 */
/* Where we stand: --policy and its companions, or the configuration. */
#include "config.h"
#include "apres/explain-setup.h"
#include "message/address.h"
#include "pipeline/pipeline.h"
#include "pipeline/policy-test.h"
#include "util/clock.h"
#include "util/error.h"

#include <sys/stat.h>

void
apres_explain_options_clear(apres_explain_options *options)
{
	apres_cli_clear(&options->cli);
	g_free(options->text);
	g_free(options->subject);
	g_free(options->from);
	g_free(options->policy);
	g_free(options->authserv_id);
	g_free(options->roster);
	g_strfreev(options->own_domains);
	g_strfreev(options->own_addresses);
	g_strfreev(options->own_lists);
	g_free(options->now);
	g_free(options->company);
	g_free(options->mailbox);
}

void
apres_explain_clear(apres_explain *explain)
{
	g_clear_pointer(&explain->policy, apres_policy_free);
	g_clear_pointer(&explain->roster, apres_roster_free);
	g_clear_pointer(&explain->own_addresses, g_ptr_array_unref);
	g_clear_pointer(&explain->own_lists, g_ptr_array_unref);
	g_clear_pointer(&explain->authserv_id, g_free);
	g_clear_pointer(&explain->from_addr, g_free);
	g_clear_pointer(&explain->reply_to, g_free);
	g_clear_pointer(&explain->command, g_free);
}

/* clang-format off */
bool
apres_explain_options_parse(apres_explain_options *o, int argc, char **argv, GError **error)
{
	const GOptionEntry own[] = {
		{ "verbose", 'v', 0, G_OPTION_ARG_NONE, &o->verbose, "all sentences, patterns and offsets", NULL },
		{ "reply", 0, 0, G_OPTION_ARG_NONE, &o->reply, "the text that would go out", NULL },
		{ "text", 't', 0, G_OPTION_ARG_STRING, &o->text, "a mail that says TEXT", "TEXT" },
		{ "subject", 0, 0, G_OPTION_ARG_STRING, &o->subject, "with --text: its subject (default: that of an answer to us)", "TEXT" },
		{ "from", 0, 0, G_OPTION_ARG_STRING, &o->from, "with --text: its sender", "ADDRESS" },
		{ "company", 0, 0, G_OPTION_ARG_STRING, &o->company, "company of the configuration; default the first", "ID" },
		{ "mailbox", 0, 0, G_OPTION_ARG_STRING, &o->mailbox, "mailbox it was delivered to; default the company's first", "ID" },
		{ "policy", 0, 0, G_OPTION_ARG_FILENAME, &o->policy, "this policy instead of a configuration", "FILE" },
		{ "authserv-id", 0, 0, G_OPTION_ARG_STRING, &o->authserv_id, "with --policy: our name in Authentication-Results", "ID" },
		{ "roster", 0, 0, G_OPTION_ARG_FILENAME, &o->roster, "with --policy: who works here", "FILE" },
		{ "own-domain", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o->own_domains, "with --policy: domain of employees; may be repeated", "DOMAIN" },
		{ "own-address", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o->own_addresses, "with --policy: ours, never answered; may be repeated", "ADDRESS" },
		{ "own-list", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o->own_lists, "with --policy: List-Id of a group of ours; may be repeated", "ID" },
		{ "to-us", 0, 0, G_OPTION_ARG_NONE, &o->to_us, "with --policy: hold what names no --own-address in To or Cc", NULL },
		{ "now", 0, 0, G_OPTION_ARG_STRING, &o->now, "decide as if it were TIME (RFC 3339)", "TIME" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};
	/* clang-format on */
	if (!apres_cli_parse(&o->cli, &apres_verb_explain, own, argc, argv, 0, -1, error))
		return false;
	o->json = o->cli.json;
	if (o->cli.help)
		return true;
	if ((o->text != NULL) == (o->cli.rest[0] != NULL))
		return apres_throw(error, APRES_ERROR_USAGE,
				   "name a mail, a folder, - or --text TEXT; see: apres "
				   "explain --help");
	if (o->policy == NULL && (o->authserv_id || o->roster || o->own_domains ||
				  o->own_addresses || o->own_lists || o->to_us))
		return apres_throw(error, APRES_ERROR_USAGE,
				   "--authserv-id, --roster, --own-domain, "
				   "--own-address, --own-list and --to-us belong to "
				   "--policy FILE; without it the configuration says it");
	if (o->policy != NULL && (o->company || o->mailbox || o->cli.config_path))
		return apres_throw(error, APRES_ERROR_USAGE,
				   "--policy FILE is instead of a configuration: leave "
				   "-c, --company "
				   "and --mailbox out");
	return true;
}

static bool
add_own_address(apres_explain *explain, const char *address, GError **error)
{
	char *identity = apres_address_identity(address);

	if (identity == NULL)
		return apres_throw(error, APRES_ERROR_USAGE, "'%s' is not an address",
				   address);
	g_ptr_array_add(explain->own_addresses, identity);
	return true;
}

/* Who may claim to be one of us, on the command line's word. */
static void
replace_people(apres_policy *policy, char **domains)
{
	g_ptr_array_set_size(policy->people, 0);
	for (guint i = 0; domains[i] != NULL; i++) {
		apres_people *people = g_new0(apres_people, 1);

		people->domain = g_ascii_strdown(domains[i], -1);
		people->proof_dmarc = people->proof_auth = true;
		g_ptr_array_add(policy->people, people);
	}
}

static bool
from_command_line(apres_explain *explain, const apres_explain_options *options,
		  GError **error)
{
	const char *cache = g_get_user_cache_dir();
	g_autofree char *stamps = g_build_filename(cache, "apres", NULL);

	g_mkdir_with_parents(cache, 0700);
	explain->policy = apres_policy_load_stamped(options->policy, stamps, false,
						    explain->now, error);
	if (explain->policy == NULL)
		return false;
	if (options->roster != NULL) {
		explain->roster = apres_roster_load(options->roster, error);
		if (explain->roster == NULL)
			return false;
	}
	if (options->own_domains != NULL)
		replace_people(explain->policy, options->own_domains);
	for (guint i = 0;
	     options->own_addresses != NULL && options->own_addresses[i] != NULL; i++)
		if (!add_own_address(explain, options->own_addresses[i], error))
			return false;
	for (char **list = options->own_lists; list != NULL && *list != NULL; list++)
		g_ptr_array_add(explain->own_lists, g_strdup(*list));
	explain->us.must_name_us = options->to_us;
	explain->authserv_id = g_strdup(options->authserv_id);
	if (options->own_addresses != NULL)
		explain->from_addr = g_strdup(options->own_addresses[0]);
	explain->us.careers_mailbox = true;
	return true;
}

static const apres_mailbox_config *
chosen_mailbox(const apres_config *config, const apres_explain_options *options,
	       GError **error)
{
	if (options->mailbox != NULL) {
		const apres_mailbox_config *named =
			apres_config_mailbox(config, options->mailbox);
		if (named == NULL)
			apres_throw(error, APRES_ERROR_USAGE, "%s has no mailbox '%s'",
				    config->path, options->mailbox);
		return named;
	}
	if (!apres_cli_company(config, options->company, error))
		return NULL;
	for (guint i = 0; i < config->mailboxes->len; i++) {
		const apres_mailbox_config *mailbox =
			g_ptr_array_index(config->mailboxes, i);
		if (options->company == NULL ||
		    g_str_equal(mailbox->company, options->company))
			return mailbox;
	}
	apres_throw(error, APRES_ERROR_CONFIG, "%s has no mailbox for it", config->path);
	return NULL;
}

static bool
from_configuration(apres_explain *explain, const apres_explain_options *options,
		   GError **error)
{
	g_autoptr(apres_config) config = apres_cli_config(&options->cli, error);

	if (config == NULL)
		return apres_throw_prefix(
			error, "without --policy FILE a configuration is needed");
	const apres_mailbox_config *mailbox = chosen_mailbox(config, options, error);
	if (mailbox == NULL)
		return false;
	g_autoptr(GHashTable) in_force = apres_in_force_peek(config, error);
	if (in_force == NULL)
		return false;
	g_autofree char *stamps = g_build_filename(config->state, "stamps", NULL);
	g_autoptr(apres_company) company =
		apres_company_load(config, apres_config_company(config, mailbox->company),
				   in_force, stamps, explain->now, error);
	if (company == NULL)
		return false;
	explain->policy = g_steal_pointer(&company->policy);
	explain->roster = g_steal_pointer(&company->roster);
	g_ptr_array_unref(explain->own_addresses);
	explain->own_addresses = g_steal_pointer(&company->own_addresses);
	g_ptr_array_unref(explain->own_lists);
	explain->own_lists = g_steal_pointer(&company->own_lists);
	explain->us.must_name_us = mailbox->recipients == APRES_RECIPIENTS_OURS;
	explain->authserv_id = g_strdup(config->authserv_id);
	explain->from_addr = g_strdup(mailbox->address);
	explain->reply_to = g_strdup(mailbox->reply_to);
	explain->us.careers_mailbox = mailbox->careers;
	return true;
}

bool
apres_explain_setup(apres_explain *explain, const apres_explain_options *options,
		    GError **error)
{
	bool good;

	explain->own_addresses = g_ptr_array_new_with_free_func(g_free);
	explain->own_lists = g_ptr_array_new_with_free_func(g_free);
	explain->now = apres_clock_now();
	if (options->now != NULL && !apres_clock_parse(options->now, &explain->now))
		return apres_throw(
			error, APRES_ERROR_USAGE,
			"--now '%s' is not a time such as 2026-11-24T13:50:00Z",
			options->now);
	if (options->policy != NULL)
		good = from_command_line(explain, options, error);
	else
		good = from_configuration(explain, options, error);
	if (!good && !g_error_matches(*error, APRES_ERROR, APRES_ERROR_USAGE))
		return apres_cli_named_wrongly(error);
	explain->us.authserv_id = explain->authserv_id;
	explain->us.own_addresses = explain->own_addresses;
	explain->us.own_lists = explain->own_lists;
	return good;
}

GBytes *
apres_explain_compose(const apres_explain *explain, const apres_explain_options *options)
{
	g_autoptr(GString) mail = g_string_new(NULL);
	const char *from =
		options->from != NULL ? options->from : "candidate@mail.example";
	const char *to = explain->from_addr != NULL ? explain->from_addr
						    : "careers@company.example";
	g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(explain->now);
	const char *subject =
		options->subject != NULL ? options->subject : APRES_SUBJECT_OF_AN_ANSWER;
	g_autofree char *when = g_date_time_format(date, "%a, %d %b %Y %H:%M:%S +0000");

	g_string_append_printf(
		mail,
		"Return-Path: <%s>\nFrom: %s\nTo: %s\nSubject: %s\nDate: %s\n"
		"Message-ID: <apres-explain@mail.example>\nMIME-Version: 1.0\n"
		"Content-Type: text/plain; charset=utf-8\n"
		"Content-Transfer-Encoding: 8bit\n\n%s\n",
		from, from, to, subject, when, options->text);
	return g_string_free_to_bytes(g_steal_pointer(&mail));
}
