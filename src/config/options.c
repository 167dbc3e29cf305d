/* SPDX-License-Identifier: Apache-2.0 */
/* The option table: change a key here and parser, checks, help and the manual's test
 * follow. */
#include "config.h"
#include "config/options.h"
#include "config/config.h"

#include <stddef.h>

static const char *const transport_words[] = { "smtp", "sendmail", "maildir", NULL };
static const char *const tls_words[] = { "required", "none", NULL };
static const char *const mode_words[] = { "shadow", "approve", "auto", NULL };
static const char *const scope_words[] = { "all", "candidates", NULL };
static const char *const recipients_words[] = { "ours", "any", NULL };
static const char *const file_words[] = { "keep", "move", NULL };

/* clang-format off */
#define AT(struct_name, member) offsetof(struct_name, member)
#define TEXT(g, n, t, at, initial, help) \
	{ g, n, APRES_OPTION_##t, at, 0, 0, false, initial, false, NULL, help }
#define COMPUTED(g, n, t, at, initial, help) \
	{ g, n, APRES_OPTION_##t, at, 0, 0, false, initial, true, NULL, help }
#define NEEDED(g, n, t, at, help) \
	{ g, n, APRES_OPTION_##t, at, 0, 0, true, NULL, false, NULL, help }
#define RANGE(g, n, t, at, min, max, initial, help) \
	{ g, n, APRES_OPTION_##t, at, min, max, false, initial, false, NULL, help }
#define ONE_OF(g, n, t, at, words, initial, help) \
	{ g, n, APRES_OPTION_##t, at, 0, 0, false, initial, false, words, help }

static const apres_option options[] = {
	TEXT("apres", "state", PATH, AT(apres_config, state), "/var/lib/apres",
	     "folder of the store, its lock and the socket"),
	COMPUTED("apres", "socket", PATH, AT(apres_config, socket), "STATE/socket",
	     "Unix socket on which apresd listens"),
	TEXT("apres", "authserv-id", STRING, AT(apres_config, authserv_id), NULL,
	     "name in Authentication-Results that our own mail server writes; without it nobody is proven internal"),
	TEXT("apres", "mta-names", LIST, AT(apres_config, mta_names), NULL,
	     "names after \"by\" in the Received lines of our own mail servers"),
	RANGE("apres", "workers", NUMBER, AT(apres_config, workers), 1, 64, "2",
	      "processes that read mail"),
	RANGE("apres", "worker-timeout", SECONDS, AT(apres_config, worker_timeout_secs), 1, 600, "30s",
	      "a mail that takes longer to read is left to a person"),
	RANGE("apres", "poll", SECONDS, AT(apres_config, poll_secs), 1, 3600, "60s",
	      "look into the mailboxes at least this often"),
	RANGE("apres", "max-age", HOURS, AT(apres_config, max_age_hours), 1, 8760, "72h",
	      "older mail is never answered"),
	TEXT("apres", "checkpoints", PATH, AT(apres_config, checkpoints), NULL,
	     "folder, best on another machine, into which signed checkpoints of the record are written"),
	TEXT("apres", "checkpoint-command", COMMAND, AT(apres_config, checkpoint_command), NULL,
	     "program that gets each checkpoint on its standard input, run without a shell"),
	TEXT("apres", "checkpoint-mail", ADDRESS, AT(apres_config, checkpoint_mail), NULL,
	     "address, best of another house, to which the newest checkpoint is mailed"),
	RANGE("apres", "checkpoint-mail-every", HOURS, AT(apres_config, checkpoint_mail_hours), 1, 744, "24h",
	      "and how often"),

	ONE_OF("transport", "kind", CHOICE, AT(apres_transport_config, kind), transport_words, "smtp",
	       "how replies leave"),
	TEXT("transport", "host", STRING, AT(apres_transport_config, host), "localhost",
	     "smtp: the submission server"),
	RANGE("transport", "port", NUMBER, AT(apres_transport_config, port), 1, 65535, "25",
	      "smtp: its port"),
	ONE_OF("transport", "tls", CHOICE, AT(apres_transport_config, tls), tls_words, "required",
	       "smtp: STARTTLS with a verified certificate; none only to this machine"),
	COMPUTED("transport", "tls-name", STRING, AT(apres_transport_config, tls_name), "HOST",
	     "smtp: the name that the certificate must carry"),
	TEXT("transport", "ca-file", PATH, AT(apres_transport_config, ca_file), NULL,
	     "smtp: certificates to trust instead of the system's"),
	TEXT("transport", "user", STRING, AT(apres_transport_config, user), NULL,
	     "smtp: name to authenticate with"),
	TEXT("transport", "password-file", PATH, AT(apres_transport_config, password_file), NULL,
	     "smtp: file whose first line is the password; not readable by others"),
	TEXT("transport", "helo", DOMAIN, AT(apres_transport_config, helo), NULL,
	     "smtp: our name in EHLO; without it the host's"),
	TEXT("transport", "envelope-from", SENDER, AT(apres_transport_config, envelope_from), "",
	     "envelope sender: empty or <> is the null path (RFC 3834), an address, tagged, or auto"),
	TEXT("transport", "recipient-delimiter", STRING, AT(apres_transport_config, recipient_delimiter), "+",
	     "between a mailbox's name and the tag of a bounce address, as the mail server divides them"),
	TEXT("transport", "maildir", PATH, AT(apres_transport_config, maildir), NULL,
	     "maildir: where replies are put instead of being sent"),
	TEXT("transport", "command", COMMAND, AT(apres_transport_config, command), "/usr/sbin/sendmail -i",
	     "sendmail: program and arguments, run without a shell"),
	RANGE("transport", "timeout", SECONDS, AT(apres_transport_config, timeout_secs), 600, 7200, "600s",
	      "wait for the answer to a complete message (RFC 5321 4.5.3.2.6)"),
	RANGE("transport", "sessions", NUMBER, AT(apres_transport_config, sessions), 1, 8, "2",
	      "how many at a time; 1 for a server that allows a client no more"),
	RANGE("transport", "max-attempts", NUMBER, AT(apres_transport_config, max_attempts), 1, 100, "8",
	      "then a person answers"),
	RANGE("transport", "retry", SECONDS, AT(apres_transport_config, retry_secs), 1, 14400, "300s",
	      "first wait before another attempt; doubles, at most 4 h"),

	NEEDED("company", "policy", PATH, AT(apres_company_config, policy),
	       "the company's policy.xml"),
	TEXT("company", "roster", PATH, AT(apres_company_config, roster), NULL,
	     "who works here: CSV with the header address,name,status"),
	TEXT("company", "roster-command", COMMAND, AT(apres_company_config, roster_command), NULL,
	     "program that prints the roster"),
	COMPUTED("company", "domain", DOMAIN, AT(apres_company_config, domain), "that of its first mailbox",
	     "domain of our Message-IDs"),
	COMPUTED("company", "notify-from", ADDRESS, AT(apres_company_config, notify_from), "its first mailbox",
	     "sender of notices to owners"),
	TEXT("company", "digest", STRING, AT(apres_company_config, digest), NULL,
	     "time of working days at which everybody is told what waits for them, such as 08:00; without it nobody is"),
	ONE_OF("company", "default-mode", WORD, AT(apres_company_config, default_mode), mode_words, "shadow",
	       "until \"apres mode\" says otherwise"),
	RANGE("company", "approvals", NUMBER, AT(apres_company_config, approvals), 0, 9, "0",
	      "people who must agree before a policy is in force; 0: the file is, until one is installed"),
	RANGE("company", "reply-approvals", NUMBER, AT(apres_company_config, reply_approvals), 1, 9, "1",
	      "people who must agree to a reply that waits for approval, each to exactly these bytes"),
	RANGE("company", "erasure-approvals", NUMBER, AT(apres_company_config, erasure_approvals), 1, 9, "1",
	      "people who must agree before a person is erased on request, who asks included"),

	TEXT("company", "policy-keys", LIST, AT(apres_company_config, policy_keys), NULL,
	     "public keys NAME+ID+BASE64, one of which must have signed the policy; without them nobody need"),
	TEXT("company", "partners", LIST, AT(apres_company_config, partners), NULL,
	     "addresses and domains of agencies and suppliers, who are never candidates; for scope = candidates"),
	TEXT("company", "requisitions", LIST, AT(apres_company_config, requisitions), NULL,
	     "how the numbers of posts look, such as REQ-#, where # is digits; for scope = candidates"),

	COMPUTED("mailbox", "company", STRING, AT(apres_mailbox_config, company), "the only one",
	     "id of the company it belongs to"),
	NEEDED("mailbox", "address", ADDRESS, AT(apres_mailbox_config, address),
	       "replies come from here"),
	TEXT("mailbox", "aliases", ADDRESSES, AT(apres_mailbox_config, aliases), NULL,
	     "other addresses that reach it"),
	TEXT("mailbox", "lists", LIST, AT(apres_mailbox_config, lists), NULL,
	     "List-Ids of groups of ours that deliver into it, such as careers.company.example; other lists are never answered"),
	ONE_OF("mailbox", "recipients", CHOICE, AT(apres_mailbox_config, recipients), recipients_words, "ours",
	       "ours: mail that names none of our addresses in To or Cc is left to a person (RFC 5230 4.5); any: it is not"),
	NEEDED("mailbox", "maildir", PATH, AT(apres_mailbox_config, maildir),
	       "the Maildir that is read: new/ and cur/"),
	TEXT("mailbox", "sent", PATH, AT(apres_mailbox_config, sent), NULL,
	     "Maildir of what people send from it; their answer stops ours"),
	TEXT("mailbox", "desk", PATH, AT(apres_mailbox_config, desk), NULL,
	     "mail folder in which people approve replies, such as MAILDIR/.Apres"),
	TEXT("mailbox", "reply-to", ADDRESS, AT(apres_mailbox_config, reply_to), NULL,
	     "where answers to our replies should go"),
	ONE_OF("mailbox", "scope", CHOICE, AT(apres_mailbox_config, scope), scope_words, "all",
	       "all: a careers mailbox; candidates: only what answers or concerns an application"),
	ONE_OF("mailbox", "file", CHOICE, AT(apres_mailbox_config, file), file_words, "keep",
	       "keep: answered mail stays and is flagged; move: it goes to .Apres.Answered"),
	COMPUTED("mailbox", "careers", FLAG, AT(apres_mailbox_config, careers), "yes with scope = all",
	     "everything in it is candidates' mail"),
};
/* clang-format on */

const apres_option *
apres_options(guint *count_out)
{
	*count_out = G_N_ELEMENTS(options);
	return options;
}

const apres_option *
apres_option_find(const char *group, const char *key)
{
	for (guint i = 0; i < G_N_ELEMENTS(options); i++)
		if (g_str_equal(options[i].group, group) &&
		    g_str_equal(options[i].name, key))
			return &options[i];
	return NULL;
}

GPtrArray *
apres_option_names(const char *group)
{
	GPtrArray *names = g_ptr_array_new();

	for (guint i = 0; i < G_N_ELEMENTS(options); i++) {
		const char *name = group != NULL ? options[i].name : options[i].group;
		bool wanted = group == NULL || g_str_equal(options[i].group, group);
		gpointer last =
			names->len > 0 ? g_ptr_array_index(names, names->len - 1) : NULL;

		if (wanted && (last == NULL || !g_str_equal(last, name)))
			g_ptr_array_add(names, (gpointer)name);
	}
	return names;
}

static char *
type_text(const apres_option *option)
{
	switch (option->type) {
	case APRES_OPTION_STRING: return g_strdup("text");
	case APRES_OPTION_PATH: return g_strdup("path");
	case APRES_OPTION_COMMAND: return g_strdup("command");
	case APRES_OPTION_ADDRESS: return g_strdup("address");
	case APRES_OPTION_SENDER: return g_strdup("<>|auto|tagged|address");
	case APRES_OPTION_DOMAIN: return g_strdup("domain");
	case APRES_OPTION_LIST: return g_strdup("list");
	case APRES_OPTION_ADDRESSES: return g_strdup("addresses");
	case APRES_OPTION_NUMBER:
		return g_strdup_printf("%d..%d", option->min, option->max);
	case APRES_OPTION_SECONDS:
		return g_strdup_printf("%d..%d s", option->min, option->max);
	case APRES_OPTION_HOURS:
		return g_strdup_printf("%d..%d h", option->min, option->max);
	case APRES_OPTION_CHOICE:
	case APRES_OPTION_WORD: return g_strjoinv("|", (char **)option->words);
	case APRES_OPTION_FLAG: return g_strdup("yes|no");
	}
	g_assert_not_reached();
}

char *
apres_config_describe(void)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < G_N_ELEMENTS(options); i++) {
		const apres_option *option = &options[i];
		g_autofree char *type = type_text(option);
		const char *initial = option->initial;

		if (initial == NULL)
			initial = option->required ? "required" : "-";
		else if (*initial == '\0')
			initial = "empty";
		g_string_append_printf(out, "[%s]\t%s\t%s\t%s\t%s\n", option->group,
				       option->name, type, initial, option->help);
	}
	return g_string_free(out, FALSE);
}
