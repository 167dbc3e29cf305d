/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "store/merkle-tree.h"
#include "util/signed-note.h"

#include <openssl/evp.h>
#include <string.h>

#include "temp.h"
#include "unit.h"

#define NAME "contoso.example/apres/1"

/* The leaves of the test vectors that Certificate Transparency publishes. */
static const struct {
	const char *bytes;
	gsize len;
} vector[] = {
	{ "", 0 },
	{ "\x00", 1 },
	{ "\x10", 1 },
	{ "\x20\x21", 2 },
	{ "\x30\x31", 2 },
	{ "\x40\x41\x42\x43", 4 },
	{ "\x50\x51\x52\x53\x54\x55\x56\x57", 8 },
	{ "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f", 16 },
};

static const char *const roots[] = {
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
	NULL,
	NULL,
	NULL,
	NULL,
	NULL,
	NULL,
	"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

static apres_hash
sha256(guint8 prefix, gconstpointer a, gsize a_len, gconstpointer b, gsize b_len)
{
	g_autofree guint8 *all = g_malloc(1 + a_len + b_len);
	apres_hash hash;

	all[0] = prefix;
	memcpy(all + 1, a, a_len);
	if (b_len > 0)
		memcpy(all + 1 + a_len, b, b_len);
	EVP_Digest(all, 1 + a_len + b_len, hash.bytes, NULL, EVP_sha256(), NULL);
	return hash;
}

/* The definition of RFC 6962 2.1, word for word. */
static apres_hash
root_by_definition(const apres_hash *leaf, gsize n)
{
	gsize k = 1;

	if (n == 1)
		return leaf[0];
	while (k * 2 < n)
		k *= 2;
	apres_hash left = root_by_definition(leaf, k);
	apres_hash right = root_by_definition(leaf + k, n - k);
	return sha256(0x01, left.bytes, APRES_HASH_LEN, right.bytes, APRES_HASH_LEN);
}

START_TEST(test_published_roots)
{
	apres_merkle tree = { 0 };

	for (gsize i = 0; i < G_N_ELEMENTS(roots); i++) {
		apres_hash root = apres_merkle_root(&tree);
		g_autofree char *hex = apres_hash_to_hex(&root);
		if (roots[i] != NULL)
			ck_assert_str_eq(hex, roots[i]);
		if (i == G_N_ELEMENTS(vector))
			break;
		apres_hash leaf = sha256(0x00, vector[i].bytes, vector[i].len, "", 0);
		apres_merkle_add(&tree, &leaf);
	}
}
END_TEST

/* RFC 9162 2.1.3.2. */
static bool
path_leads_to(guint64 index, guint64 size, const apres_hash *leaf, const GArray *path,
	      const apres_hash *root)
{
	guint64 fn = index, sn = size - 1;
	apres_hash r = *leaf;

	for (guint i = 0; i < path->len; i++) {
		const apres_hash *p = &g_array_index(path, apres_hash, i);
		if (sn == 0)
			return false;
		if ((fn & 1) != 0 || fn == sn) {
			r = sha256(0x01, p->bytes, APRES_HASH_LEN, r.bytes,
				   APRES_HASH_LEN);
			while ((fn & 1) == 0 && fn != 0) {
				fn >>= 1;
				sn >>= 1;
			}
		} else {
			r = sha256(0x01, r.bytes, APRES_HASH_LEN, p->bytes,
				   APRES_HASH_LEN);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0 && apres_hash_equal(&r, root);
}

START_TEST(test_every_size_and_path)
{
	apres_hash leaf[70];
	apres_merkle tree = { 0 };

	for (gsize n = 0; n < G_N_ELEMENTS(leaf); n++) {
		guint8 byte = (guint8)n;
		leaf[n] = sha256(0x00, &byte, 1, "", 0);
		apres_merkle_add(&tree, &leaf[n]);
		apres_hash root = apres_merkle_root(&tree);
		apres_hash wanted = root_by_definition(leaf, n + 1);
		ck_assert_uint_eq(tree.size, n + 1);
		ck_assert(apres_hash_equal(&root, &wanted));
		GArray *leaves = g_array_new(FALSE, FALSE, sizeof(apres_hash));
		g_array_append_vals(leaves, leaf, (guint)n + 1);
		g_autoptr(apres_merkle_tree) whole = apres_merkle_tree_new(leaves);
		apres_hash whole_root = apres_merkle_tree_root(whole);
		ck_assert(apres_hash_equal(&whole_root, &wanted));
		for (gsize index = 0; index <= n; index++) {
			g_autoptr(GArray) hashes = apres_merkle_tree_path(whole, index);
			ck_assert(
				path_leads_to(index, n + 1, &leaf[index], hashes, &root));
			ck_assert(n == 0 ||
				  !path_leads_to(index, n + 1,
						 &leaf[index == 0 ? 1 : index - 1],
						 hashes, &root));
		}
	}
}
END_TEST

START_TEST(test_hex_is_exact)
{
	apres_hash hash;
	g_autofree char *hex = NULL;

	ck_assert(apres_hash_from_hex(roots[1], &hash));
	hex = apres_hash_to_hex(&hash);
	ck_assert_str_eq(hex, roots[1]);
	ck_assert(!apres_hash_from_hex("", &hash));
	ck_assert(!apres_hash_from_hex(roots[1] + 1, &hash));
	ck_assert(!apres_hash_from_hex("6E340B9CFFB37A989CA544E6BB780A2C78901D3FB33738768"
				       "511A30617AFA01D",
				       &hash));
}
END_TEST

/* ---- notes ---- */

static char *root;
static char *path;

static void
setup(void)
{
	root = temp_dir();
	path = g_build_filename(root, "key.pem", NULL);
}

static void
teardown(void)
{
	temp_remove(root);
	g_clear_pointer(&path, g_free);
}

START_TEST(test_what_was_signed_opens_and_nothing_else)
{
	g_autoptr(GError) error = NULL;

	ck_assert(apres_note_key_create(path, &error));
	g_autoptr(apres_note_key) key = apres_note_key_load(path, NAME, &error);
	ck_assert_ptr_nonnull(key);
	g_autofree char *public_key = apres_note_key_public(key);
	g_autoptr(apres_note_public) open = apres_note_public_parse(public_key, &error);
	ck_assert_ptr_nonnull(open);
	g_autofree char *note = apres_note_sign(key, NAME "\n7\nabc\n", &error);
	gsize len = strlen(note);
	g_autofree char *text = apres_note_open(open, note, len, &error);
	ck_assert_str_eq(text, NAME "\n7\nabc\n");

	for (gsize i = 0; i < len; i++) {
		g_autofree char *forged = g_strdup(note);
		forged[i] ^= 1;
		g_autofree char *got = apres_note_open(open, forged, len, NULL);
		ck_assert_msg(got == NULL, "byte %zu changed, and still signed", i);
		g_autofree char *cut = apres_note_open(open, note, i, NULL);
		ck_assert_msg(cut == NULL, "cut at %zu, and still signed", i);
	}
}
END_TEST

START_TEST(test_another_key_and_another_name)
{
	g_autofree char *other_path = g_build_filename(root, "other.pem", NULL);

	ck_assert(apres_note_key_create(path, NULL));
	ck_assert(apres_note_key_create(other_path, NULL));
	g_autoptr(apres_note_key) key = apres_note_key_load(path, NAME, NULL);
	g_autoptr(apres_note_key) other = apres_note_key_load(other_path, NAME, NULL);
	g_autoptr(apres_note_key) renamed = apres_note_key_load(path, NAME "2", NULL);
	g_autofree char *public_key = apres_note_key_public(key);
	g_autoptr(apres_note_public) open = apres_note_public_parse(public_key, NULL);
	g_autofree char *by_other = apres_note_sign(other, "text\n", NULL);
	g_autofree char *by_renamed = apres_note_sign(renamed, "text\n", NULL);

	ck_assert_ptr_null(apres_note_open(open, by_other, strlen(by_other), NULL));
	ck_assert_ptr_null(apres_note_open(open, by_renamed, strlen(by_renamed), NULL));
	/* A note may carry the signatures of others, too. */
	g_autofree char *mine = apres_note_sign(key, "text\n", NULL);
	g_autofree char *both = g_strconcat(by_other, strstr(mine, "\n\n") + 2, NULL);
	g_autofree char *text = apres_note_open(open, both, strlen(both), NULL);
	ck_assert_str_eq(text, "text\n");
}
END_TEST

START_TEST(test_keys_that_are_none)
{
	g_autoptr(GError) error = NULL;

	ck_assert_ptr_null(apres_note_key_load(path, NAME, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "is missing"));
	g_clear_error(&error);
	temp_write(root, "key.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n");
	ck_assert_ptr_null(apres_note_key_load(path, NAME, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "holds no Ed25519 key"));
	g_clear_error(&error);
	ck_assert_ptr_null(apres_note_public_parse("a+00000000+AAAA", NULL));
	ck_assert_ptr_null(apres_note_public_parse("", NULL));
	ck_assert_ptr_null(apres_note_public_parse("+ +", NULL));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("merkle");
	TCase *tree = tcase_create("tree");
	TCase *note = tcase_create("note");

	tcase_add_test(tree, test_published_roots);
	tcase_add_test(tree, test_every_size_and_path);
	tcase_add_test(tree, test_hex_is_exact);
	tcase_add_checked_fixture(note, setup, teardown);
	tcase_add_test(note, test_what_was_signed_opens_and_nothing_else);
	tcase_add_test(note, test_another_key_and_another_name);
	tcase_add_test(note, test_keys_that_are_none);
	suite_add_tcase(s, tree);
	suite_add_tcase(s, note);
	return unit_main(s);
}
