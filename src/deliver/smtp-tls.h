/* SPDX-License-Identifier: Apache-2.0 */
/* TLS for one SMTP session: the configured name is verified, by OpenSSL, in the
 * handshake. */
#ifndef APRES_DELIVER_SMTP_TLS_H
#define APRES_DELIVER_SMTP_TLS_H
#include "config/config.h"

#include <openssl/ssl.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(SSL_CTX, SSL_CTX_free)

typedef struct apres_smtp_tls {
	SSL_CTX *ctx;
	const char *name; /* to verify and to ask for (SNI); borrowed */
	char *trouble;    /* what the verification objected to, or NULL */
} apres_smtp_tls;

/*
 * A context of this session's own: libESMTP's built-in one is freed while in
 * use.  CONFIG if the CA file cannot be read.  CONFIG must outlive it.
 */
bool apres_smtp_tls_init(apres_smtp_tls *tls, const apres_transport_config *config,
			 GError **error);
void apres_smtp_tls_clear(apres_smtp_tls *tls);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(apres_smtp_tls, apres_smtp_tls_clear)
#endif
