/* SPDX-License-Identifier: Apache-2.0 */
/* A misbehaving mail server for one test: started, asked what it accepted, stopped. */
#ifndef APRES_TESTS_SINK_H
#define APRES_TESTS_SINK_H
#include "temp.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct sink {
	char *folder; /* holds "log", "cert.pem" and "mail/" */
	char *log;
	int port;
	int input; /* closing it ends the server */
	GPid pid;
} sink;

/* A certificate for "localhost" that is its own authority, with its key. */
static inline void
sink_make_certificate(const char *path)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *cert = X509_new();
	X509_NAME *name = X509_get_subject_name(cert);
	X509V3_CTX ctx;

	X509_set_version(cert, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(cert), 1);
	X509_gmtime_adj(X509_getm_notBefore(cert), -3600);
	X509_gmtime_adj(X509_getm_notAfter(cert), 86400);
	X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const guchar *)"test", -1,
				   -1, 0);
	X509_set_issuer_name(cert, name);
	X509_set_pubkey(cert, key);
	X509V3_set_ctx(&ctx, cert, cert, NULL, NULL, 0);
	X509_EXTENSION *san =
		X509V3_EXT_conf_nid(NULL, &ctx, NID_subject_alt_name, "DNS:localhost");
	X509_EXTENSION *ca =
		X509V3_EXT_conf_nid(NULL, &ctx, NID_basic_constraints, "CA:TRUE");
	X509_add_ext(cert, san, -1);
	X509_add_ext(cert, ca, -1);
	ck_assert_int_gt(X509_sign(cert, key, EVP_sha256()), 0);
	FILE *file = fopen(path, "we");
	ck_assert_ptr_nonnull(file);
	ck_assert_int_eq(PEM_write_PrivateKey(file, key, NULL, NULL, 0, NULL, NULL), 1);
	ck_assert_int_eq(PEM_write_X509(file, cert), 1);
	fclose(file);
	X509_EXTENSION_free(san);
	X509_EXTENSION_free(ca);
	X509_free(cert);
	EVP_PKEY_free(key);
}

/* ARGS: options and faults, divided by spaces; "-c" alone makes a certificate. */
static inline sink
sink_start(const char *args)
{
	sink s = { .folder = temp_dir() };
	g_autofree char *program = g_build_filename(g_getenv("top_builddir"), "tests",
						    "tools", "smtp-sink", NULL);
	g_autofree char *mail = g_build_filename(s.folder, "mail", NULL);
	g_autofree char *cert = g_build_filename(s.folder, "cert.pem", NULL);
	g_auto(GStrv) words = g_strsplit(args, " ", -1);
	g_autoptr(GPtrArray) argv = g_ptr_array_new();
	g_autoptr(GError) error = NULL;
	char line[16] = "";
	int output;

	s.log = g_build_filename(s.folder, "log", NULL);
	temp_mkdir(s.folder, "mail");
	temp_write(s.folder, "log", "");
	g_ptr_array_add(argv, program);
	g_ptr_array_add(argv, (gpointer) "-d");
	g_ptr_array_add(argv, mail);
	g_ptr_array_add(argv, (gpointer) "-l");
	g_ptr_array_add(argv, s.log);
	for (char **word = words; *word != NULL; word++) {
		if (**word != '\0')
			g_ptr_array_add(argv, *word);
		if (strcmp(*word, "-c") == 0) {
			sink_make_certificate(cert);
			g_ptr_array_add(argv, cert);
		}
	}
	g_ptr_array_add(argv, NULL);
	ck_assert_msg(g_spawn_async_with_pipes(NULL, (char **)argv->pdata, NULL,
					       G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
					       &s.pid, &s.input, &output, NULL, &error),
		      "%s", error ? error->message : "");
	ck_assert_int_gt(read(output, line, sizeof line - 1), 0);
	close(output);
	s.port = (int)g_ascii_strtoll(line, NULL, 10);
	return s;
}

/* How many lines of the log begin with WORD. */
static inline guint
sink_count(const sink *s, const char *word)
{
	g_autofree char *text = temp_read(s->folder, "log");
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	guint count = 0;

	for (char **line = lines; *line != NULL; line++)
		count += g_str_has_prefix(*line, word);
	return count;
}

static inline void
sink_stop(sink *s)
{
	close(s->input);
	waitpid(s->pid, NULL, 0);
	g_free(s->log);
	temp_remove(s->folder);
}
#endif
