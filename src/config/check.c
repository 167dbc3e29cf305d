/* SPDX-License-Identifier: Apache-2.0 */
/* Checks across keys; the one place that knows how they depend on each other. */
#include "config.h"
#include "config/check.h"
#include "config/bounce-address.h"
#include "util/nearest.h"
#include "util/signed-note.h"

#include <stdio.h>
#include <string.h>
#include <sys/un.h>

static bool
is_loopback(const char *host)
{
	g_autoptr(GString) bare = g_string_new(host);

	if (host[0] == '[' && g_str_has_suffix(host, "]")) {
		g_string_erase(bare, 0, 1);
		g_string_truncate(bare, bare->len - 1);
	}
	if (g_ascii_strcasecmp(bare->str, "localhost") == 0 ||
	    g_str_equal(bare->str, "::1"))
		return true;
	/* 127.0.0.0/8 as a literal; a name that begins with "127." is somebody's. */
	return g_str_has_prefix(bare->str, "127.") && g_hostname_is_ip_address(bare->str);
}

static void
check_transport(apres_config_source *source, const apres_transport_config *transport)
{
	bool smtp = transport->kind == APRES_TRANSPORT_SMTP;

	if (smtp && transport->tls == APRES_TLS_NONE && !is_loopback(transport->host))
		apres_config_fault(
			source, "transport", "tls",
			"none is only for this machine (localhost, 127.0.0.1, ::1), "
			"and host is '%s'; use required",
			transport->host);
	if (transport->kind == APRES_TRANSPORT_MAILDIR && transport->maildir == NULL)
		apres_config_fault(source, "transport", "maildir",
				   "is missing: kind = maildir needs a folder");
	if (smtp && (transport->user == NULL) != (transport->password_file == NULL))
		apres_config_fault(source, "transport",
				   transport->user != NULL ? "password-file" : "user",
				   "is missing: user and password-file go together");
}

/* The words of envelope-from -> what they ask for. */
static void
resolve_envelope(apres_config_source *source, apres_transport_config *transport)
{
	const char *word = transport->envelope_from;
	const char *delimiter = transport->recipient_delimiter;

	transport->envelope = g_str_equal(word, "auto")     ? APRES_ENVELOPE_AUTO
			      : g_str_equal(word, "tagged") ? APRES_ENVELOPE_TAGGED
			      : strchr(word, '@') != NULL   ? APRES_ENVELOPE_ADDRESS
							    : APRES_ENVELOPE_NULL_PATH;
	if (transport->envelope != APRES_ENVELOPE_ADDRESS) {
		g_free(transport->envelope_from);
		transport->envelope_from = g_strdup("");
	}
	if (strlen(delimiter) != 1 || strchr("+-=_.#", *delimiter) == NULL)
		apres_config_fault(source, "transport", "recipient-delimiter",
				   "'%s' is not one of + - = _ . #; Postfix says its own "
				   "with: postconf recipient_delimiter",
				   delimiter);
}

/* A tag makes an address longer, and some servers cut or refuse what is too long. */
static void
check_bounce_address(apres_config_source *source, const apres_config *config,
		     const apres_mailbox_config *mailbox, const char *group)
{
	const apres_transport_config *transport = config->transport;
	g_autofree char *tag = g_strnfill(APRES_BOUNCE_TAG_CHARS, 'a');

	if (transport->envelope != APRES_ENVELOPE_TAGGED &&
	    transport->envelope != APRES_ENVELOPE_AUTO)
		return;
	g_autofree char *bounce = apres_bounce_address(
		mailbox->address, transport->recipient_delimiter, tag);
	guint local = (guint)(strrchr(bounce, '@') - bounce);
	if (local > APRES_BOUNCE_MAX_LOCAL)
		apres_config_fault(source, group, "address",
				   "with the tag of a bounce address the part before the "
				   "@ has %u octets, and %d are allowed (RFC 5321 "
				   "4.5.3.1.1); take a shorter one, or another "
				   "envelope-from than auto and tagged",
				   local, APRES_BOUNCE_MAX_LOCAL);
	else if (strlen(bounce) > APRES_BOUNCE_MAX_PATH)
		apres_config_fault(
			source, group, "address",
			"with the tag of a bounce address it has %u octets, "
			"and %d are allowed (RFC 5321 4.5.3.1.3); take another "
			"envelope-from than auto and tagged",
			(guint)strlen(bounce), APRES_BOUNCE_MAX_PATH);
}

static void
resolve_company(apres_config_source *source, const apres_config *config,
		apres_mailbox_config *mailbox, const char *group)
{
	g_autoptr(GPtrArray) ids = g_ptr_array_new();

	if (mailbox->company == NULL && config->companies->len == 1) {
		const apres_company_config *only =
			g_ptr_array_index(config->companies, 0);
		mailbox->company = g_strdup(only->id);
	}
	if (mailbox->company == NULL) {
		apres_config_fault(
			source, group, "company",
			"is missing: with several companies each mailbox names its own");
		return;
	}
	if (apres_config_company(config, mailbox->company) != NULL)
		return;
	for (guint i = 0; i < config->companies->len; i++)
		g_ptr_array_add(
			ids, ((apres_company_config *)config->companies->pdata[i])->id);
	const char *near = apres_nearest(mailbox->company, ids);
	apres_config_fault(source, group, "company", "there is no [company %s]%s%s%s",
			   mailbox->company, near ? "; did you mean '" : "",
			   near ? near : "", near ? "'?" : "");
}

/* Everything in a careers mailbox is ours; in a person's own one it is not. */
static void
resolve_careers(apres_config_source *source, apres_mailbox_config *mailbox,
		const char *group)
{
	bool all = mailbox->scope == APRES_SCOPE_ALL;

	if (!g_key_file_has_key(source->file, group, "careers", NULL))
		mailbox->careers = all;
	else if (mailbox->careers && !all)
		apres_config_fault(
			source, group, "careers",
			"yes contradicts scope = candidates; leave one of them out");
}

static bool
inside(const char *path, const char *folder)
{
	gsize len = strlen(folder);

	return strncmp(path, folder, len) == 0 && (path[len] == '\0' || path[len] == '/');
}

static void
check_folders(apres_config_source *source, const apres_config *config,
	      const apres_mailbox_config *mailbox, const char *group)
{
	const char *outgoing = config->transport->maildir;

	/* A reply that lands in a mailbox that is read would be answered again. */
	if (config->transport->kind == APRES_TRANSPORT_MAILDIR && outgoing != NULL &&
	    g_str_equal(outgoing, mailbox->maildir))
		apres_config_fault(
			source, group, "maildir",
			"is also where [transport] puts replies; choose another folder");
	if (mailbox->sent != NULL && g_str_equal(mailbox->sent, mailbox->maildir))
		apres_config_fault(source, group, "sent",
				   "is the mailbox itself; name the folder of sent mail");
	if (mailbox->desk != NULL && (g_str_equal(mailbox->desk, mailbox->maildir) ||
				      g_strcmp0(mailbox->desk, mailbox->sent) == 0))
		apres_config_fault(source, group, "desk",
				   "is a folder that is read; name a new one, such as "
				   "%s/.Apres",
				   mailbox->maildir);
	if (inside(config->state, mailbox->maildir))
		apres_config_fault(source, group, "maildir",
				   "contains [apres] state; keep the two apart");
	for (guint i = 0; i < config->mailboxes->len; i++) {
		const apres_mailbox_config *other =
			g_ptr_array_index(config->mailboxes, i);
		if (other == mailbox)
			break;
		if (g_str_equal(other->maildir, mailbox->maildir))
			apres_config_fault(
				source, group, "maildir",
				"is already read by [mailbox %s]; give its aliases there",
				other->id);
	}
}

/* Who moves a message between folders nobody knows, so it cannot be another. */
static void
check_desk(apres_config_source *source, const apres_config *config,
	   const apres_mailbox_config *mailbox, const char *group)
{
	const apres_company_config *company =
		mailbox->company != NULL ? apres_config_company(config, mailbox->company)
					 : NULL;

	if (mailbox->desk != NULL && company != NULL && company->reply_approvals > 1)
		apres_config_fault(source, group, "desk",
				   "cannot tell two people apart, and [company %s] "
				   "reply-approvals = %d; leave one of them out",
				   company->id, company->reply_approvals);
}

static void
check_addresses(apres_config_source *source, const apres_config *config,
		const apres_mailbox_config *mailbox, const char *group)
{
	const apres_mailbox_config *first =
		apres_config_mailbox_of(config, mailbox->address);

	if (first != mailbox && first != NULL)
		apres_config_fault(source, group, "address",
				   "belongs to [mailbox %s] already", first->id);
	for (guint i = 0; mailbox->aliases[i] != NULL; i++) {
		first = apres_config_mailbox_of(config, mailbox->aliases[i]);
		if (first != mailbox && first != NULL)
			apres_config_fault(source, group, "aliases",
					   "'%s' belongs to [mailbox %s] already",
					   mailbox->aliases[i], first->id);
	}
}

/* "08:00" -> minutes after midnight. */
static void
resolve_digest(apres_config_source *source, apres_company_config *company,
	       const char *group)
{
	guint hours, minutes;
	char end;

	company->digest_minutes = -1;
	if (company->digest == NULL)
		return;
	if (strlen(company->digest) == 5 &&
	    sscanf(company->digest, "%2u:%2u%c", &hours, &minutes, &end) == 2 &&
	    hours < 24 && minutes < 60)
		company->digest_minutes = (int)(hours * 60 + minutes);
	else
		apres_config_fault(source, group, "digest",
				   "'%s' is no time of a day; write 08:00",
				   company->digest);
}

/* A list that is left empty would ask nobody, which is not what stands there. */
static void
check_policy_keys(apres_config_source *source, const apres_company_config *company,
		  const char *group)
{
	if (g_key_file_has_key(source->file, group, "policy-keys", NULL) &&
	    company->policy_keys[0] == NULL)
		apres_config_fault(source, group, "policy-keys",
				   "is empty; give a key, or leave it out if nobody "
				   "signs the policy");
	for (char **text = company->policy_keys; *text != NULL; text++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(apres_note_public) key = apres_note_public_parse(*text, &error);
		if (key == NULL)
			apres_config_fault(source, group, "policy-keys",
					   "%s; it is what apres policy keygen writes "
					   "into KEYFILE.pub",
					   error->message);
	}
}

static void
resolve_company_defaults(apres_config_source *source, const apres_config *config,
			 apres_company_config *company)
{
	g_autofree char *group = g_strdup_printf("company %s", company->id);
	const apres_mailbox_config *first = NULL;

	resolve_digest(source, company, group);
	check_policy_keys(source, company, group);
	for (guint i = 0; first == NULL && i < config->mailboxes->len; i++) {
		const apres_mailbox_config *mailbox =
			g_ptr_array_index(config->mailboxes, i);
		if (g_strcmp0(mailbox->company, company->id) == 0)
			first = mailbox;
	}
	if (first == NULL) {
		apres_config_fault(source, group, NULL,
				   "has no mailbox; add [mailbox ID] with company = %s",
				   company->id);
		return;
	}
	if (company->domain == NULL)
		company->domain = g_strdup(strrchr(first->address, '@') + 1);
	if (company->notify_from == NULL)
		company->notify_from = g_strdup(first->address);
	if (company->roster != NULL && company->roster_command != NULL)
		apres_config_fault(source, group, "roster-command",
				   "contradicts roster; leave one of them out");
}

void
apres_config_finish(apres_config_source *source, apres_config *config)
{
	apres_transport_config *transport = config->transport;

	if (config->socket == NULL)
		config->socket = g_build_filename(config->state, "socket", NULL);
	if (strlen(config->socket) >= sizeof((struct sockaddr_un *)NULL)->sun_path)
		apres_config_fault(
			source, "apres", "socket",
			"'%s' is longer than a socket's path may be (%zu bytes)",
			config->socket, sizeof((struct sockaddr_un *)NULL)->sun_path - 1);
	if (transport->tls_name == NULL)
		transport->tls_name = g_strdup(transport->host);
	check_transport(source, transport);
	resolve_envelope(source, transport);
	if (config->companies->len == 0)
		apres_config_fault(source, NULL, NULL,
				   "no [company ID]: nobody to answer for");
	for (guint i = 0; i < config->mailboxes->len; i++) {
		apres_mailbox_config *mailbox = g_ptr_array_index(config->mailboxes, i);
		g_autofree char *group = g_strdup_printf("mailbox %s", mailbox->id);

		resolve_company(source, config, mailbox, group);
		resolve_careers(source, mailbox, group);
		check_folders(source, config, mailbox, group);
		check_desk(source, config, mailbox, group);
		check_addresses(source, config, mailbox, group);
		check_bounce_address(source, config, mailbox, group);
	}
	for (guint i = 0; i < config->companies->len; i++)
		resolve_company_defaults(source, config,
					 g_ptr_array_index(config->companies, i));
}
