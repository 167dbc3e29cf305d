/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libESMTP checks the name that DNS gives for the host, and sends no SNI; so
 * neither is left to it.  TLS 1.2 at most: with 1.3 a session ticket makes the
 * socket readable, and libESMTP waits for a reply to a command that it has not
 * flushed.  A server without 1.2 needs a local relay.
 */
#include "config.h"
#include "deliver/smtp-tls.h"
#include "util/error.h"

#include <openssl/x509v3.h>

void
apres_smtp_tls_clear(apres_smtp_tls *tls)
{
	g_clear_pointer(&tls->ctx, SSL_CTX_free);
	g_clear_pointer(&tls->trouble, g_free);
}

/* The library makes the SSL object itself; this is the first moment that we see it. */
static void
on_info(const SSL *ssl, int where, int ret G_GNUC_UNUSED)
{
	const apres_smtp_tls *tls = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));

	if ((where & SSL_CB_HANDSHAKE_START) != 0 && !g_hostname_is_ip_address(tls->name))
		SSL_set_tlsext_host_name((SSL *)ssl, tls->name);
}

static int
on_verify(int ok, X509_STORE_CTX *store)
{
	SSL *ssl =
		X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
	apres_smtp_tls *tls = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));

	if (!ok && tls->trouble == NULL)
		tls->trouble = g_strdup(
			X509_verify_cert_error_string(X509_STORE_CTX_get_error(store)));
	return ok;
}

static bool
expect_name(SSL_CTX *ctx, const char *name)
{
	X509_VERIFY_PARAM *param = SSL_CTX_get0_param(ctx);

	X509_VERIFY_PARAM_set_hostflags(param, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
	if (g_hostname_is_ip_address(name))
		return X509_VERIFY_PARAM_set1_ip_asc(param, name) == 1;
	return X509_VERIFY_PARAM_set1_host(param, name, 0) == 1;
}

static bool
trust(SSL_CTX *ctx, const char *ca_file)
{
	if (ca_file != NULL)
		return SSL_CTX_load_verify_locations(ctx, ca_file, NULL) == 1;
	return SSL_CTX_set_default_verify_paths(ctx) == 1;
}

bool
apres_smtp_tls_init(apres_smtp_tls *tls, const apres_transport_config *config,
		    GError **error)
{
	g_autoptr(SSL_CTX) ctx = SSL_CTX_new(TLS_client_method());

	tls->name = config->tls_name != NULL ? config->tls_name : config->host;
	if (ctx == NULL || SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION) != 1 ||
	    SSL_CTX_set_max_proto_version(ctx, TLS1_2_VERSION) != 1)
		return apres_throw(error, APRES_ERROR_INTERNAL, "no TLS 1.2 in OpenSSL");
	if (!trust(ctx, config->ca_file))
		return apres_throw(error, APRES_ERROR_CONFIG,
				   "ca-file '%s': no certificate can be read from it",
				   config->ca_file != NULL ? config->ca_file
							   : "(system)");
	if (!expect_name(ctx, tls->name))
		return apres_throw(error, APRES_ERROR_CONFIG,
				   "tls-name '%s': no name to verify", tls->name);
	SSL_CTX_set_app_data(ctx, tls);
	SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, on_verify);
	SSL_CTX_set_info_callback(ctx, on_info);
	tls->ctx = g_steal_pointer(&ctx);
	return true;
}
