/* SPDX-License-Identifier: Apache-2.0 */
/* What goes with the entries: the log they are of, the policies they name, and how a
 * stranger reads all that. */
#include "config.h"
#include "apres/export-parts.h"
#include "apres/output.h"
#include "store/policy-source.h"
#include "util/clock.h"
#include "util/error.h"

#include <stdlib.h>
#include <string.h>

#define LEAVES_AT_ONCE 1024

static bool
put_text(apres_export *x, const char *name, const char *text, GError **error)
{
	return apres_bundle_put(x->bundle, name, text, strlen(text), error);
}

/* ---- the log ---- */

bool
apres_export_add_log(apres_export *x, GError **error)
{
	g_autofree char *key = apres_log_public_key(x->config->state, error);
	g_autofree char *line = key != NULL ? g_strconcat(key, "\n", NULL) : NULL;
	g_autoptr(GString) leaves = g_string_new(NULL);

	if (line == NULL || !put_text(x, "public.key", line, error) ||
	    !put_text(x, "checkpoint.txt", apres_audit_prover_checkpoint(x->prover)->note,
		      error))
		return false;
	for (guint64 i = 0; i < x->counts.size; i++) {
		g_autofree char *hex =
			apres_hash_to_hex(apres_audit_prover_leaf(x->prover, i));
		g_string_append_printf(leaves, "%s\n", hex);
		if (i % LEAVES_AT_ONCE != LEAVES_AT_ONCE - 1 && i + 1 < x->counts.size)
			continue;
		if (!apres_bundle_append(x->bundle, "leaves.txt", leaves->str,
					 leaves->len, error))
			return false;
		g_string_truncate(leaves, 0);
	}
	return true;
}

/* ---- policies ---- */

/* "./a.xml" was the company's, "base.xml" came with apres, "/x/a.xml" lay elsewhere. */
static bool
add_source(apres_export *x, const char *digest, const char *name, GBytes *bytes,
	   GError **error)
{
	bool own = g_str_has_prefix(name, "./");
	const char *group = own ? "own" : *name == '/' ? "elsewhere" : "of-apres";
	const char *rest = own ? name + 2 : *name == '/' ? name + 1 : name;
	g_autofree char *file = g_strdup_printf("policies/%s/%s/%s", digest, group, rest);
	g_autoptr(GError) bad = NULL;
	gsize len;
	gconstpointer data = g_bytes_get_data(bytes, &len);

	if (apres_bundle_put(x->bundle, file, data, len, &bad))
		return true;
	if (g_error_matches(bad, APRES_ERROR, APRES_ERROR_INPUT)) {
		g_autofree char *reason = g_strdup_printf("%s: %s", digest, bad->message);
		return apres_export_add_missing(x, NULL, "policy", reason, error);
	}
	g_propagate_error(error, g_steal_pointer(&bad));
	return false;
}

static bool
add_signature(apres_export *x, const char *digest, GError **error)
{
	g_autofree char *signature = NULL, *by = NULL;
	g_autofree char *file = g_strdup_printf("policies/%s/signature.txt", digest);

	return apres_policy_signature(x->store, digest, &signature, &by, error) &&
	       (signature == NULL || put_text(x, file, signature, error));
}

static bool
add_policy(apres_export *x, const char *digest, GError **error)
{
	g_autoptr(GHashTable) sources = NULL;
	GHashTableIter at;
	gpointer name, bytes;

	if (!apres_policy_sources(x->store, digest, &sources, error))
		return false;
	if (g_hash_table_size(sources) == 0) {
		g_autofree char *reason =
			g_strdup_printf("%s: its files are not in the store", digest);
		return apres_export_add_missing(x, NULL, "policy", reason, error);
	}
	g_hash_table_iter_init(&at, sources);
	while (g_hash_table_iter_next(&at, &name, &bytes))
		if (!add_source(x, digest, name, bytes, error))
			return false;
	return add_signature(x, digest, error);
}

bool
apres_export_add_policies(apres_export *x, GError **error)
{
	GHashTableIter at;
	gpointer digest;

	g_hash_table_iter_init(&at, x->policies);
	while (g_hash_table_iter_next(&at, &digest, NULL))
		if (!add_policy(x, digest, error))
			return false;
	return true;
}

/* ---- what it is ---- */

static bool
add_header(apres_export *x, GError **error)
{
	json_auto_t *filter = apres_audit_filter_to_json(x->filter);
	const apres_checkpoint *last = apres_audit_prover_checkpoint(x->prover);

	if (x->filter->to != NULL)
		json_object_set_new(filter, "to", apres_output_string(x->filter->to));
	json_auto_t *head = json_pack(
		"{s:i, s:s, s:o, s:s, s:I, s:b, s:O, s:I, s:I, s:I}", "apres-export", 1,
		"program", PACKAGE_STRING, "made", apres_output_time(apres_clock_now()),
		"log", last->origin, "size", (json_int_t)last->size, "whole", x->whole,
		"filter", filter, "entries", (json_int_t)x->counts.entries, "mails",
		(json_int_t)x->counts.mails, "missing", (json_int_t)x->counts.missing);
	char *text = json_dumps(head, JSON_INDENT(2));
	g_autofree char *lines = g_strconcat(text, "\n", NULL);

	free(text);
	return put_text(x, "export.json", lines, error);
}

static const char readme[] =
	"This folder was written by \"apres audit export\".  apres answers mail of "
	"candidates by\nthe written policy of a company and keeps a record of what it "
	"does.  Here is what that\nrecord holds of what was asked for.  It names people "
	"and holds what they wrote.\n\n"
	"  index.csv       one row an entry, in order (RFC 4180, UTF-8; a cell that a "
	"spreadsheet\n                  would run begins with an apostrophe; times are "
	"UTC)\n"
	"  missing.csv     what is not here, by entry, and why\n"
	"  mails/          each mail byte for byte: N-in.eml as it came, N-out.eml as it "
	"was sent\n"
	"  mails.mbox      the same mails in one file, to be read with a mail program "
	"(RFC 4155;\n                  quoting \"mboxrd\"; lines end in LF)\n"
	"  private/        what entries hold of people and texts (JSON)\n"
	"  policies/       the policies that decided, by digest: own/ is the company's, "
	"of-apres/\n                  came with the program\n"
	"  proofs/         for each entry, that it is in the record\n"
	"  leaves.txt      the hash of every entry of the record up to the checkpoint\n"
	"  checkpoint.txt  how many entries there were and the root of their tree, "
	"signed\n"
	"  public.key      the key it is signed with\n"
	"  export.json     what was asked for, and how much was found\n"
	"  SHA256SUMS      the sums of all these files\n\n"
	"Check it.  That nothing was damaged on the way:\n\n"
	"  sha256sum -c SHA256SUMS\n\n"
	"That it is what the record says, with the program apres-verify, which shares "
	"no code with\napres (contrib/apres-verify there; python3 and openssl):\n\n"
	"  apres-verify --key KEY [--checkpoint FILE]... FOLDER\n\n"
	"KEY and FILE are the public key and checkpoints that somebody else kept from "
	"before.  A\nkey that comes with the folder proves that it is consistent, and "
	"not "
	"who wrote it.\nThe person who gave you this folder can tell you the SHA-256 of "
	"SHA256SUMS, which stands\nin the record as well (an entry \"export\").\n\n"
	"Without that program.  Let || put bytes together:\n\n"
	"  leaf       SHA-256(0x00 || entry || commitment): \"entry\" of a proof, "
	"decoded, "
	"and\n             \"commitment\"; line N + 1 of leaves.txt is the leaf of entry "
	"N\n"
	"  tree       RFC 6962, section 2.1, over all leaves; its root is the third line "
	"of\n             checkpoint.txt (base64), its size the second\n"
	"  signature  Ed25519 over the three lines of checkpoint.txt (C2SP signed-note)\n"
	"  commitment HMAC-SHA-256 of the file in private/, with the salt of its row as "
	"key;\n             32 zero bytes if the entry has no private part\n"
	"  mail in    its SHA-256 is \"sha256\" in the private part\n"
	"  mail out   without the header X-Apres-Receipt it is \"bytes\" in the private "
	"part; that\n             header is the leaf; its SHA-256 is \"bytes\" in the "
	"entry \"send-result\"\n"
	"  policy     SHA-256 over the lines \"SHA256, two spaces, name\", sorted; "
	"the name is\n             \"./NAME\" for own/NAME\n";

bool
apres_export_add_readme(apres_export *x, GError **error)
{
	return add_header(x, error) && put_text(x, "README.txt", readme, error);
}
