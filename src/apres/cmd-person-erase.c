/* SPDX-License-Identifier: Apache-2.0 */
/* apres person erase: forget somebody, and say what is left for people to do. */
#include "config.h"
#include "apres/output.h"
#include "apres/person-erased.h"
#include "apres/screen.h"
#include "util/error.h"
#include "util/text.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

typedef struct erase_options {
	apres_cli cli;
	char *company, *basis, *approver, *by;
} erase_options;

static void
erase_options_clear(erase_options *o)
{
	apres_cli_clear(&o->cli);
	g_free(o->company);
	g_free(o->basis);
	g_free(o->approver);
	g_free(o->by);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(erase_options, erase_options_clear)

/* Where below MAILDIR the file BASE lies, whatever its flags; printed. */
static guint
print_found(const char *maildir, const char *base)
{
	static const char *const folders[] = { "new", "cur" };
	guint found = 0;

	for (guint i = 0; i < G_N_ELEMENTS(folders); i++) {
		g_autofree char *folder = g_build_filename(maildir, folders[i], NULL);
		g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
		const char *name;
		while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
			if (!g_str_has_prefix(name, base) ||
			    (name[strlen(base)] != '\0' && name[strlen(base)] != ':'))
				continue;
			printf("  %s/%s\n", folder, name);
			found++;
		}
	}
	return found;
}

static void
print_files(const apres_config *config, const json_t *files)
{
	size_t i;
	const json_t *one;
	guint found = 0;

	if (json_array_size(files) == 0)
		return;
	printf("The mails themselves are yours, apres deletes none. Delete these, in the "
	       "mail program\nor here, and where they were copied to:\n");
	json_array_foreach(files, i, one)
	{
		const char *where = json_string_value(one);
		const char *slash = strchr(where, '/');
		g_autofree char *id = g_strndup(where, (gsize)(slash - where));
		const apres_mailbox_config *mailbox = apres_config_mailbox(config, id);
		if (mailbox != NULL)
			found += print_found(mailbox->maildir, slash + 1);
	}
	if (found < json_array_size(files))
		printf("  and %d that were moved or deleted since: look in the archive "
		       "folders\n",
		       (int)json_array_size(files) - (int)found);
}

static void
print_done(const apres_config *config, const json_t *answer)
{
	int remaining = (int)json_integer_value(json_object_get(answer, "remaining"));
	int unread = (int)json_integer_value(json_object_get(answer, "unread"));

	int mails = (int)json_integer_value(json_object_get(answer, "mails"));
	int cases = (int)json_integer_value(json_object_get(answer, "cases"));
	int entries = (int)json_integer_value(json_object_get(answer, "entries"));
	int keys = (int)json_integer_value(json_object_get(answer, "keys"));

	printf("erased: %d %s, %d %s, the private parts of %d %s, %d %s\n", mails,
	       apres_noun((guint)mails, "mail", "mails"), cases,
	       apres_noun((guint)cases, "case", "cases"), entries,
	       apres_noun((guint)entries, "entry", "entries"), keys,
	       apres_noun((guint)keys, "key", "keys"));
	if (unread > 0)
		printf("%d notices to your own people cannot be read, since their keys "
		       "are lost: whether they\nspoke of the person nobody can say, now "
		       "or later\n",
		       unread);
	if (remaining > 0)
		printf("%d of the addresses and texts still stand in the store, in what "
		       "others wrote or another\ncompany has: see apres person show "
		       "--company ID\n",
		       remaining);
	print_files(config, json_object_get(answer, "files"));
}

char *
apres_person_requests_of(const json_t *answer)
{
	gint64 first = json_integer_value(json_object_get(answer, "request"));
	gint64 last = json_integer_value(json_object_get(answer, "last"));

	return last > first ? g_strdup_printf("%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT,
					      first, last)
			    : g_strdup_printf("%" G_GINT64_FORMAT, first);
}

void
apres_person_print_erased(const apres_config *config, const json_t *answer)
{
	g_autofree char *requests = apres_person_requests_of(answer);
	int missing = (int)json_integer_value(json_object_get(answer, "missing"));

	if (missing == 0)
		print_done(config, answer);
	else
		printf("request %s waits for %d more, with a login of their own: apres "
		       "person approve %s\n",
		       requests, missing, requests);
}

/* One person names who allows it; where several must agree they do so themselves. */
static bool
check_who(const erase_options *o, const apres_company_config *company, GError **error)
{
	bool several = company->erasure_approvals > 1;

	if (several && o->approver != NULL)
		return apres_throw(error, APRES_ERROR_USAGE,
				   "%d people must agree, each with a login: leave out "
				   "--approver",
				   company->erasure_approvals);
	return o->basis != NULL && *o->basis != '\0' &&
			       (several || (o->approver != NULL && *o->approver != '\0'))
		       ? true
		       : apres_throw(error, APRES_ERROR_USAGE,
				     several ? "say why: --basis TEXT"
					     : "say why and who allows it: --basis TEXT "
					       "--approver NAME");
}

static int
run_erase(int argc, char **argv, GError **error)
{
	g_auto(erase_options) o = { 0 };
	json_auto_t *answer = NULL;
	const GOptionEntry own[] = {
		{ "company", 0, 0, G_OPTION_ARG_STRING, &o.company,
		  "what this company knows", "ID" },
		{ "basis", 0, 0, G_OPTION_ARG_STRING, &o.basis,
		  "why, for the record; names nobody", "TEXT" },
		{ "approver", 0, 0, G_OPTION_ARG_STRING, &o.approver, "who allows it",
		  "NAME" },
		{ "by", 0, 0, G_OPTION_ARG_STRING, &o.by,
		  "who asks, where several must agree", "NAME" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&o.cli, &apres_verb_person_erase, own, argc, argv, 1, 1,
			     error))
		return EX_USAGE;
	if (o.cli.help)
		return 0;
	g_autoptr(apres_config) config = apres_cli_config(&o.cli, error);
	if (config == NULL)
		return EX_CONFIG;
	const apres_company_config *company =
		apres_cli_one_company(config, o.company, error);
	if (company == NULL || !check_who(&o, company, error))
		return EX_USAGE;
	json_t *args = json_pack(
		"{s:s, s:o, s:o, s:o}", "company", company->id, "name",
		apres_output_string(o.cli.rest[0]), "basis", apres_output_string(o.basis),
		"by", apres_output_string(o.by != NULL ? o.by : apres_cli_user()));
	if (o.approver != NULL)
		json_object_set_new(args, "approver", apres_output_string(o.approver));
	if (!apres_screen_ask(config, "person-erase", args, &answer, error))
		return apres_error_exit_status(*error);
	if (o.cli.json)
		apres_output_json(json_incref(answer));
	else
		apres_person_print_erased(config, answer);
	return 0;
}

const apres_verb apres_verb_person_erase = {
	.name = "person erase",
	.usage = "--basis TEXT --approver NAME|--by NAME [--company ID] [--json] ADDRESS",
	.summary = "forget a person, unless a law or a legal hold forbids it",
	.run = run_erase,
	.notes = "With erasure-approvals = 2 or more in apres.conf it is asked for, and "
		 "done when\nothers have agreed: apres person approve.\n"
		 "Exit status: 0 erased or asked for, 65 nothing is stored or something "
		 "forbids it, "
		 "75 it goes\non at the next start of apresd, or try again.\n",
};
