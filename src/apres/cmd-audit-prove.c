/* SPDX-License-Identifier: Apache-2.0 */
/* apres audit prove|key: what a stranger needs to check one entry. */
#include "config.h"
#include "apres/audit-screen.h"
#include "apres/output.h"
#include "apres/screen.h"
#include "store/audit-prove.h"
#include "util/error.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

static apres_note_public *
own_key(const apres_config *config, GError **error)
{
	g_autofree char *line = apres_log_public_key(config->state, error);

	return line != NULL ? apres_note_public_parse(line, error) : NULL;
}

json_t *
apres_audit_proof_to_json(const apres_audit_proof *proof)
{
	g_autofree char *com = apres_hash_to_hex(&proof->com);
	gsize len;
	gconstpointer pub = g_bytes_get_data(proof->pub, &len);
	g_autofree char *base64 = g_base64_encode(pub, len);
	json_t *path = json_array();

	for (guint i = 0; i < proof->path->len; i++) {
		g_autofree char *hex =
			apres_hash_to_hex(&g_array_index(proof->path, apres_hash, i));
		json_array_append_new(path, json_string(hex));
	}
	return json_pack("{s:i, s:I, s:s, s:s, s:o, s:s}", "apres-proof", 1, "index",
			 (json_int_t)proof->index, "entry", base64, "commitment", com,
			 "path", path, "checkpoint", proof->checkpoint);
}

static int
run_prove(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	gint64 index = 0;

	if (!apres_cli_parse(&cli, &apres_verb_audit_prove, NULL, argc, argv, 1, 1,
			     error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	if (!g_str_equal(cli.rest[0], "0") &&
	    !apres_cli_number(cli.rest[0], "entry", &index, error))
		return EX_USAGE;
	g_autoptr(apres_config) config = apres_cli_config(&cli, error);
	g_autoptr(apres_note_public) key = config != NULL ? own_key(config, error) : NULL;
	if (key == NULL)
		return EX_CONFIG;
	g_autoptr(apres_store) store = apres_screen_store(config, error);
	g_autoptr(apres_audit_proof) proof =
		store != NULL ? apres_audit_prove(store, key, (guint64)index, error)
			      : NULL;
	if (proof == NULL)
		return apres_error_exit_status(*error);
	apres_output_json(apres_audit_proof_to_json(proof));
	return 0;
}

static int
run_key(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };

	if (!apres_cli_parse(&cli, &apres_verb_audit_key, NULL, argc, argv, 0, 0, error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	g_autoptr(apres_config) config = apres_cli_config(&cli, error);
	g_autofree char *line =
		config != NULL ? apres_log_public_key(config->state, error) : NULL;
	if (line == NULL)
		return EX_CONFIG;
	if (cli.json)
		apres_output_json(json_pack("{s:s}", "key", line));
	else
		printf("%s\n", line);
	return 0;
}

const apres_verb apres_verb_audit_prove = {
	.name = "audit prove",
	.usage = "INDEX",
	.summary = "a file that proves to a stranger that an entry is in the record",
	.run = run_prove,
	.notes = "It is checked by contrib/apres-verify, which shares no code with "
		 "apres.\n",
};

const apres_verb apres_verb_audit_key = {
	.name = "audit key",
	.usage = "[--json]",
	.summary = "the public key of the record; keep a copy elsewhere",
	.run = run_key,
};
