/* SPDX-License-Identifier: Apache-2.0 */
/* apres audit why N: a recorded decision, its reasons, and whether it would be the same
 * again. */
#include "config.h"
#include "apres/audit-screen.h"
#include "apres/audit-why.h"
#include "apres/explain.h"
#include "apres/output.h"
#include "apres/screen.h"
#include "apres/wrap.h"
#include "message/message.h"
#include "policy/signature.h"
#include "store/policy-source.h"
#include "util/clock.h"
#include "util/error.h"
#include "util/fsutil.h"
#include "util/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>

#define COLUMNS 80

static void
print_verdict(GString *out, const apres_why *why)
{
	g_autofree char *at = apres_clock_format(
		why->entry->at, why->policy->calendar->zone, apres_clock_now());
	const char *rule = apres_audit_fact(why->entry, "rule");
	bool same = why->differences->len == 0;
	apres_style style = same ? APRES_STYLE_GOOD : APRES_STYLE_WARN;

	g_string_append_printf(
		out, " Entry %" G_GINT64_FORMAT ", %s: %s%s%s. %s%s%s\n",
		why->entry->index, at, apres_audit_fact(why->entry, "effect"),
		rule != NULL ? " by " : "", rule != NULL ? rule : ", without a rule",
		apres_output_begin(style),
		same ? "Decided again: the same." : "DECIDED AGAIN: OTHERWISE.",
		apres_output_end(style));
	for (guint i = 0; i < why->differences->len; i++) {
		g_autofree char *line =
			apres_output_clean(why->differences->pdata[i], 300);
		g_string_append_printf(out, "   %s\n", line);
	}
	g_string_append_c(out, '\n');
}

/* What counted besides the words of the mail. */
static void
print_history(GString *out, const apres_history *h)
{
	g_string_append_printf(out,
			       " Before    %u repl%s of ours to this person, %u in this "
			       "thread, %u of the company\n",
			       h->candidate_replies,
			       apres_noun(h->candidate_replies, "y", "ies"),
			       h->thread_replies, h->company_replies);
	if (h->after_our_reply)
		g_string_append(out,
				"           it answers an automatic reply of ours\n");
	if (h->same_text)
		g_string_append(out, "           the same words had come before\n");
}

static void
print_policy(GString *out, const apres_why *why)
{
	g_autofree char *signed_by =
		apres_output_clean(why->signed_by != NULL ? why->signed_by : "", 200);

	g_string_append_printf(
		out,
		" Policy    %s, %.8s, as it was: %u %s; "
		"--policy-to FOLDER writes them\n",
		why->policy->id, why->policy->digest,
		g_hash_table_size(why->policy->sources),
		apres_noun(g_hash_table_size(why->policy->sources), "file", "files"));
	if (why->signed_by != NULL)
		g_string_append_printf(out, "           signed by %s\n", signed_by);
	g_string_append_printf(out,
			       " Proof     apres audit prove %" G_GINT64_FORMAT
			       "   -v all sentences and rules   --json\n",
			       why->entry->index);
}

static bool
print_why(const apres_why *why, bool verbose, GError **error)
{
	const apres_explain explain = { .policy = why->policy,
					.now = why->record->decided };
	g_autofree char *name =
		g_strdup_printf("mail %" G_GINT64_FORMAT, why->record->id);
	g_autoptr(GString) out = g_string_new(NULL);
	apres_history history;

	if (!apres_basis_history(why->record, &history, error))
		return false;
	print_verdict(out, why);
	apres_explain_decision(out, &explain, name, why->assessment, verbose);
	print_history(out, &history);
	print_policy(out, why);
	g_autofree char *wrapped = apres_wrap(out->str, COLUMNS);
	fputs(wrapped, stdout);
	return true;
}

static json_t *
why_to_json(const apres_why *why)
{
	g_autofree char *name =
		g_strdup_printf("mail %" G_GINT64_FORMAT, why->record->id);
	json_t *row = json_object();

	json_object_set_new(row, "recorded",
			    apres_audit_entry_to_json(why->entry, false));
	json_object_set_new(row, "again",
			    apres_explain_to_json(why->policy, name, why->assessment));
	json_object_set_new(row, "basis", json_loads(why->record->basis, 0, NULL));
	json_object_set_new(row, "policy", apres_output_string(why->policy->digest));
	json_object_set_new(row, "signed_by", apres_output_string(why->signed_by));
	json_object_set_new(row, "signature", apres_output_string(why->signature));
	json_object_set_new(row, "same", json_boolean(why->differences->len == 0));
	json_object_set_new(row, "differences", apres_output_strings(why->differences));
	return row;
}

/* ---- the policy's bytes ---- */

/* "./texts/a.txt" and "base.xml": below FOLDER, whatever they are called. */
static bool
write_source(const char *folder, const char *name, GBytes *bytes, GError **error)
{
	const char *own = g_str_has_prefix(name, "./") ? name + 2 : NULL;
	g_autofree char *file =
		own != NULL ? g_strdup(own) : g_strconcat("of-apres/", name, NULL);
	g_autofree char *path = g_build_filename(folder, file, NULL);
	g_autofree char *parent = g_path_get_dirname(path);
	gsize len;
	gconstpointer data = g_bytes_get_data(bytes, &len);

	if (g_path_is_absolute(file) || strstr(file, "..") != NULL)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "a file of the policy is called '%s': not written",
				   name);
	if (g_mkdir_with_parents(parent, 0700) < 0)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", parent);
	return apres_file_replace(path, data, len, 0600, error);
}

static bool
write_sources(apres_store *store, const char *digest, const char *folder, GError **error)
{
	g_autoptr(GHashTable) sources = NULL;
	GHashTableIter at;
	gpointer name, bytes;

	if (!apres_policy_sources(store, digest, &sources, error))
		return false;
	if (mkdir(folder, 0700) < 0)
		return apres_throw(
			error, APRES_ERROR_USAGE,
			"--policy-to '%s': %s; name a folder that is not there", folder,
			g_strerror(errno));
	g_hash_table_iter_init(&at, sources);
	while (g_hash_table_iter_next(&at, &name, &bytes))
		if (!write_source(folder, name, bytes, error))
			return false;
	return true;
}

/* Beside the policy, where a signature belongs. */
static bool
write_policy(apres_store *store, const apres_why *why, const char *folder, GError **error)
{
	if (!write_sources(store, why->policy->digest, folder, error))
		return false;
	if (why->signature == NULL)
		return true;
	g_autofree char *name = g_path_get_basename(why->policy->file);
	g_autofree char *policy = g_build_filename(folder, name, NULL);
	g_autofree char *path = apres_policy_signature_path(policy);
	return apres_file_replace(path, why->signature, strlen(why->signature), 0600,
				  error);
}

static int
run_why(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	g_autofree char *folder = NULL;
	gboolean verbose = FALSE;
	gint64 index = 0;
	const GOptionEntry own[] = {
		{ "verbose", 'v', 0, G_OPTION_ARG_NONE, &verbose,
		  "all sentences, patterns and rules", NULL },
		{ "policy-to", 0, 0, G_OPTION_ARG_FILENAME, &folder,
		  "write the policy of that day there", "FOLDER" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&cli, &apres_verb_audit_why, own, argc, argv, 1, 1, error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	if (!g_str_equal(cli.rest[0], "0") &&
	    !apres_cli_number(cli.rest[0], "entry", &index, error))
		return EX_USAGE;
	apres_message_init();
	g_autoptr(apres_store) store = apres_audit_open(&cli, NULL, NULL, error);
	g_autoptr(apres_why) why =
		store != NULL ? apres_why_ask(store, index, error) : NULL;
	if (why == NULL || (folder != NULL && !write_policy(store, why, folder, error)))
		return EX_DATAERR;
	if (cli.json)
		apres_output_json(why_to_json(why));
	else if (!print_why(why, verbose, error))
		return EX_DATAERR;
	return why->differences->len == 0 ? 0 : 1;
}

const apres_verb apres_verb_audit_why = {
	.name = "audit why",
	.usage = "[-v] [--policy-to FOLDER] [--json] INDEX",
	.summary = "why something was decided, and whether it would be again",
	.run = run_why,
	.notes =
		"Decides once more, by the policy of that day and the facts that counted "
		"then.\nINDEX is a decision, or what followed from it, such as a reply.\n"
		"Exit status: 0 the same, 1 otherwise, 65 what it rested on is not "
		"kept.\n",
};
