/* SPDX-License-Identifier: Apache-2.0 */
/* How replies reach a sink: plainly, and with little patience. */
#ifndef APRES_TESTS_SMTP_CONFIG_H
#define APRES_TESTS_SMTP_CONFIG_H
#include "deliver/transport.h"
#include "sink.h"

static inline apres_transport_config
config_for(const sink *s)
{
	return (apres_transport_config){ .kind = APRES_TRANSPORT_SMTP,
					 .host = (char *)"localhost",
					 .port = s->port,
					 .tls = APRES_TLS_NONE,
					 .helo = (char *)"client.example",
					 .envelope_from = (char *)"",
					 .timeout_secs = 1 };
}
#endif
