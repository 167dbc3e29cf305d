/* SPDX-License-Identifier: Apache-2.0 */
/* apres policy keygen|sign: a key, and what it answers for. */
#include "config.h"
#include "apres/cli.h"
#include "apres/output.h"
#include "pipeline/in-force.h"
#include "policy/signature.h"
#include "util/clock.h"
#include "util/error.h"
#include "util/fsutil.h"
#include "util/text.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

static void
print_key(const apres_cli *cli, const char *path, const char *open)
{
	if (cli->json)
		apres_output_json(json_pack("{s:o, s:o}", "key",
					    apres_output_string(path), "public",
					    apres_output_string(open)));
	else
		printf("%s is the key: keep it where apresd is not.\n"
		       "In apres.conf, [company ID]:\n\n    policy-keys = %s\n",
		       path, open);
}

static int
run_keygen(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	g_autofree char *name = NULL;
	const GOptionEntry own[] = {
		{ "name", 0, 0, G_OPTION_ARG_STRING, &name,
		  "whose key it is, such as acme.example/hr", "NAME" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&cli, &apres_verb_policy_keygen, own, argc, argv, 1, 1,
			     error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	if (name == NULL) {
		apres_throw(error, APRES_ERROR_USAGE, "say whose key it is: --name NAME");
		return EX_USAGE;
	}
	if (!apres_policy_key_create(cli.rest[0], name, error))
		return EX_CANTCREAT;
	g_autoptr(apres_note_key) key = apres_policy_key_load(cli.rest[0], error);
	if (key == NULL)
		return EX_CONFIG;
	g_autofree char *open = apres_note_key_public(key);
	print_key(&cli, cli.rest[0], open);
	return 0;
}

static bool
sign(const apres_cli *cli, const char *key_path, GError **error)
{
	const char *file = cli->rest[0];
	g_autoptr(apres_note_key) key = apres_policy_key_load(key_path, error);
	g_autoptr(apres_policy) policy =
		key != NULL ? apres_policy_load_tested(file, apres_clock_now(), error)
			    : NULL;
	g_autofree char *note =
		policy != NULL ? apres_policy_sign(policy, key, error) : NULL;
	g_autofree char *path = apres_policy_signature_path(file);

	if (note == NULL || !apres_file_replace(path, note, strlen(note), 0644, error))
		return false;
	if (cli->json)
		apres_output_json(json_pack(
			"{s:o, s:s, s:s, s:o}", "signature", apres_output_string(path),
			"digest", policy->digest, "signed_by", apres_note_key_name(key),
			"text", apres_output_string(note)));
	else
		printf("%s: %u %s signed by %s; any change needs a new signature\n", path,
		       g_hash_table_size(policy->sources),
		       apres_noun(g_hash_table_size(policy->sources), "file", "files"),
		       apres_note_key_name(key));
	return true;
}

static int
run_sign(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	g_autofree char *key = NULL;
	const GOptionEntry own[] = {
		{ "key", 0, 0, G_OPTION_ARG_FILENAME, &key,
		  "the private key; KEYFILE.pub lies beside it", "KEYFILE" },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&cli, &apres_verb_policy_sign, own, argc, argv, 1, 1, error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	if (key == NULL) {
		apres_throw(error, APRES_ERROR_USAGE,
			    "say with which key: --key KEYFILE; apres policy keygen "
			    "makes one");
		return EX_USAGE;
	}
	return sign(&cli, key, error) ? 0 : EX_CONFIG;
}

const apres_verb apres_verb_policy_keygen = {
	.name = "policy keygen",
	.usage = "--name NAME [--json] KEYFILE",
	.summary = "make a key to sign policies with",
	.run = run_keygen,
	.notes =
		"KEYFILE is the private key (Ed25519, PEM, no pass phrase), KEYFILE.pub "
		"the public one,\nwhich goes into apres.conf as policy-keys.  Nothing is "
		"overwritten.\n"
		"Exit status: 0 made, 64 wrong usage, 65 there is such a file, 75 it "
		"cannot be\nwritten.\n",
};

const apres_verb apres_verb_policy_sign = {
	.name = "policy sign",
	.usage = "--key KEYFILE [--json] FILE",
	.summary = "sign a policy, for a company that asks for it (policy-keys)",
	.run = run_sign,
	.notes = "Writes FILE.sig: a signature over every file that the policy is made "
		 "of, the base and\npacks of this apres included.  The policy must pass "
		 "its tests.\n"
		 "Exit status: 0 signed, 64 wrong usage, 75 it cannot be written, 78 the "
		 "key or the\npolicy is at fault.\n",
};
