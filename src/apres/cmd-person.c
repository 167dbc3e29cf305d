/* SPDX-License-Identifier: Apache-2.0 */
/* apres person show|export: what is stored of somebody, shown or given. */
#include "config.h"
#include "apres/output.h"
#include "apres/screen.h"
#include "apres/table.h"
#include "message/address.h"
#include "pipeline/in-force.h"
#include "pipeline/retention.h"
#include "util/clock.h"
#include "util/error.h"
#include "util/fsutil.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>

typedef struct person_options {
	apres_cli cli;
	char *company, *to, *by, *because;
	bool exporting;
} person_options;

static void
person_options_clear(person_options *o)
{
	apres_cli_clear(&o->cli);
	g_free(o->company);
	g_free(o->to);
	g_free(o->by);
	g_free(o->because);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(person_options, person_options_clear)

/* The person that the one argument names; INPUT error if nothing is stored. */
static apres_person *
find_person(apres_store *store, const char *company, const char *given, GError **error)
{
	g_autofree char *identity = apres_address_identity(given);
	g_autoptr(apres_person) person = NULL;

	if (!apres_person_find(store, company, identity != NULL ? identity : given,
			       &person, error))
		return NULL;
	if (person == NULL)
		apres_throw(error, APRES_ERROR_INPUT,
			    "nothing is stored about %s; see: apres case list", given);
	return g_steal_pointer(&person);
}

/* ---- show ---- */

static void
print_row(const char *label, const json_t *array)
{
	printf(" %-12s %d\n", label, (int)json_array_size(array));
}

static void
print_mails(const json_t *mails)
{
	g_autoptr(apres_table) table = apres_table_new("mail|received|effect|subject");
	size_t i;
	const json_t *one;

	json_array_foreach(mails, i, one)
	{
		apres_table_addf(table, "%d",
				 (int)json_integer_value(json_object_get(one, "id")));
		apres_table_add(table,
				json_string_value(json_object_get(one, "received")));
		apres_table_add(table, json_string_value(json_object_get(one, "effect")));
		const char *subject = json_string_value(json_object_get(one, "subject"));
		apres_table_add(table, subject != NULL ? subject : "-");
	}
	apres_table_print(table, "no mail");
}

/* How long it is kept, and what stands in the way of erasing it. */
static bool
print_retention(const apres_config *config, apres_store *store,
		const apres_person *person, GError **error)
{
	g_autoptr(GHashTable) in_force = apres_in_force_load(config, store, error);
	g_autofree char *stamps = g_build_filename(config->state, "stamps", NULL);
	gint64 now = apres_clock_now();
	g_autoptr(GError) why = NULL;
	apres_retention r;

	if (in_force == NULL)
		return false;
	g_autoptr(apres_policy) policy =
		apres_in_force_policy(apres_config_company(config, person->company),
				      in_force, stamps, now, error);
	if (policy == NULL || !apres_retention_of(store, policy, person, &r, error))
		return false;
	g_autofree char *due = apres_clock_format(r.due, policy->calendar->zone, now);
	if (r.due != 0)
		printf(" To be erased by %s: %s\n", due, r.ceiling->id);
	if (!apres_retention_allows(store, policy, person, now, &why))
		printf(" Not to be erased now: %s\n", why->message);
	else
		printf(" May be erased: apres person erase\n");
	return true;
}

/* Who looked is recorded before anything is shown. */
static bool
record_look(const person_options *o, const apres_config *config, const char *company,
	    GError **error)
{
	json_auto_t *answer = NULL;
	json_t *args = json_pack("{s:s, s:o, s:s, s:o, s:o}", "company", company, "name",
				 apres_output_string(o->cli.rest[0]), "how",
				 o->exporting ? "export" : "show", "by",
				 apres_output_string(o->by), "because",
				 apres_output_string(o->because));

	return apres_screen_ask(config, "person-look", args, &answer, error) ||
	       apres_throw_prefix(error, "nothing is shown, as it cannot be recorded");
}

/* A person, and where all of it is stored. */
typedef struct stored_person {
	apres_config *config;
	apres_store *store;
	apres_person *person;
	json_t *dump;
} stored_person;

static void
stored_person_clear(stored_person *f)
{
	json_decref(f->dump);
	g_clear_pointer(&f->person, apres_person_free);
	g_clear_pointer(&f->store, apres_store_close);
	g_clear_pointer(&f->config, apres_config_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(stored_person, stored_person_clear)

static bool
find(const person_options *o, stored_person *f, GError **error)
{
	f->config = apres_cli_config(&o->cli, error);
	const apres_company_config *company =
		f->config != NULL ? apres_cli_one_company(f->config, o->company, error)
				  : NULL;
	f->store = company != NULL ? apres_screen_store(f->config, error) : NULL;
	f->person = f->store != NULL
			    ? find_person(f->store, company->id, o->cli.rest[0], error)
			    : NULL;
	return f->person != NULL &&
	       apres_person_dump(f->store, f->person, &f->dump, error) &&
	       record_look(o, f->config, company->id, error);
}

static bool
show(const person_options *o, GError **error)
{
	g_auto(stored_person) f = { 0 };

	if (!find(o, &f, error))
		return false;
	if (o->cli.json) {
		apres_output_json(json_incref(f.dump));
		return true;
	}
	for (guint i = 0; i < f.person->names->len; i++)
		printf(" %s%s", i > 0 ? "· " : "",
		       (const char *)f.person->names->pdata[i]);
	printf("\n\n");
	print_row("Mails", json_object_get(f.dump, "mails"));
	print_row("Sent", json_object_get(f.dump, "sent"));
	print_row("Cases", json_object_get(f.dump, "cases"));
	print_row("Owed", json_object_get(f.dump, "owed"));
	print_row("Debriefs", json_object_get(f.dump, "debriefs"));
	print_row("Letters", json_object_get(f.dump, "letters"));
	print_row("In the record", json_object_get(f.dump, "record"));
	puts("");
	print_mails(json_object_get(f.dump, "mails"));
	puts("");
	return print_retention(f.config, f.store, f.person, error);
}

/* ---- export ---- */

/* What was sent, as it was sent: each a mail that any program opens. */
static bool
write_sent(const char *folder, const json_t *sent, GError **error)
{
	size_t i;
	const json_t *one;

	json_array_foreach(sent, i, one)
	{
		const char *bytes = json_string_value(json_object_get(one, "bytes"));
		g_autofree char *name = g_strdup_printf(
			"sent-%d.eml",
			(int)json_integer_value(json_object_get(one, "id")));
		g_autofree char *path = g_build_filename(folder, name, NULL);
		if (bytes != NULL &&
		    !apres_file_replace(path, bytes, strlen(bytes), 0600, error))
			return false;
	}
	return true;
}

static bool
write_folder(const char *folder, const json_t *dump, GError **error)
{
	g_autofree char *path = g_build_filename(folder, "person.json", NULL);
	char *text = json_dumps(dump, JSON_INDENT(2));

	if (mkdir(folder, 0700) < 0) {
		free(text);
		return apres_throw_errno(error, APRES_ERROR_INPUT, "'%s'", folder);
	}
	bool done = apres_file_replace(path, text, strlen(text), 0600, error);
	free(text);
	return done && write_sent(folder, json_object_get(dump, "sent"), error);
}

static bool export(const person_options *o, GError **error)
{
	g_auto(stored_person) f = { 0 };

	if (!find(o, &f, error))
		return false;
	if (o->to == NULL) {
		apres_output_json(json_incref(f.dump));
		return true;
	}
	if (!write_folder(o->to, f.dump, error))
		return false;
	printf("%s: person.json and what was sent; read it before you give it away: it "
	       "names\nrecruiters, and says how mails were read\n",
	       o->to);
	return true;
}

static int
run_read(const apres_verb *verb, int argc, char **argv, bool exporting, GError **error)
{
	g_auto(person_options) o = { .exporting = exporting };
	const GOptionEntry own[] = {
		{ "company", 0, 0, G_OPTION_ARG_STRING, &o.company,
		  "what this company knows", "ID" },
		{ "by", 0, 0, G_OPTION_ARG_STRING, &o.by, "who asks, for the record",
		  "NAME" },
		{ "because", 0, 0, G_OPTION_ARG_STRING, &o.because, "why, for the record",
		  "TEXT" },
		{ exporting ? "to" : NULL, 0, 0, G_OPTION_ARG_FILENAME, &o.to,
		  "a new folder for it", "FOLDER" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&o.cli, verb, own, argc, argv, 1, 1, error))
		return EX_USAGE;
	if (o.cli.help)
		return 0;
	return (exporting ? export(&o, error) : show(&o, error))
		       ? 0
		       : apres_error_exit_status(*error);
}

static int
run_show(int argc, char **argv, GError **error)
{
	return run_read(&apres_verb_person_show, argc, argv, false, error);
}

static int
run_export(int argc, char **argv, GError **error)
{
	return run_read(&apres_verb_person_export, argc, argv, true, error);
}

const apres_verb apres_verb_person_show = {
	.name = "person show",
	.usage = "[--by NAME] [--because TEXT] [--company ID] [--json] ADDRESS",
	.summary = "all that is stored of a person, and how long it is kept",
	.run = run_show,
	.notes = "Who looked is recorded.\nExit status: 0 shown, 65 if nothing is "
		 "stored.\n",
};

const apres_verb apres_verb_person_export = {
	.name = "person export",
	.usage = "[--by NAME] [--because TEXT] [--company ID] [--to FOLDER] ADDRESS",
	.summary = "all that is stored of a person, to be given to the person",
	.run = run_export,
	.notes = "JSON, or a new folder with it and the mails that were sent.  Who "
		 "exported it "
		 "is\nrecorded.\n",
};
