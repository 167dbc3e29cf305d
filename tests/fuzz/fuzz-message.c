/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libFuzzer: any bytes are a mail.  Built by "configure CC=clang
 * --enable-fuzzing"; run: tests/fuzz/fuzz-message CORPUS-DIR.
 */
#include "config.h"

#include <string.h>

#include "message/address.h"
#include "message/auth-results.h"
#include "message/machine.h"
#include "message/message.h"
#include "util/text.h"

int LLVMFuzzerTestOneInput(const guint8 *data, size_t size);

int
LLVMFuzzerTestOneInput(const guint8 *data, size_t size)
{
	apres_machine_options none = { 0 };
	g_autoptr(apres_message) message = apres_message_parse((const char *)data, size);
	g_autoptr(GPtrArray) hits G_GNUC_UNUSED =
		apres_machine_check(message->headers, &none);
	g_autoptr(GPtrArray) results G_GNUC_UNUSED =
		apres_auth_results_parse(message->headers, "mx.example");
	g_autoptr(apres_folded) folded = apres_fold(message->text, strlen(message->text));
	g_autoptr(GArray) sentences G_GNUC_UNUSED =
		apres_sentences_split(message->text, strlen(message->text));
	const char *from = apres_headers_get(message->headers, "From");

	apres_address_free(apres_address_parse(from));
	g_assert(g_utf8_validate(folded->text, (gssize)folded->len, NULL));
	return 0;
}
