/* SPDX-License-Identifier: Apache-2.0 */
/* What all ways out have in common. */
#include "config.h"
#include "deliver/transport.h"
#include "message/address.h"
#include "reply/out.h"
#include "util/error.h"

#include <string.h>

const apres_transport *
apres_transport_for(apres_transport_kind kind)
{
	switch (kind) {
	case APRES_TRANSPORT_SMTP: return &apres_transport_smtp;
	case APRES_TRANSPORT_SENDMAIL: return &apres_transport_sendmail;
	case APRES_TRANSPORT_MAILDIR: return &apres_transport_maildir;
	}
	g_assert_not_reached();
}

bool
apres_job_check(const apres_job *job, GError **error)
{
	/* A leading hyphen would be an option to sendmail. */
	if (!apres_address_is_sendable(job->recipient) || job->recipient[0] == '-')
		return apres_throw(error, APRES_ERROR_INPUT,
				   "recipient cannot be sent to");
	if (job->envelope_from[0] != '\0' &&
	    (!apres_address_is_sendable(job->envelope_from) ||
	     job->envelope_from[0] == '-'))
		return apres_throw(error, APRES_ERROR_INPUT,
				   "envelope-from is no mail address");
	return apres_out_check((const char *)job->bytes, job->len, error);
}

void
apres_transport_each(const apres_transport_config *config, const GPtrArray *jobs,
		     const apres_hand_over *to, apres_deliver_one_func deliver)
{
	bool go = true;

	while (go && jobs != NULL) {
		for (guint i = 0; i < jobs->len; i++) {
			if (go)
				go = deliver(config, jobs->pdata[i], to);
			else
				to->settled(jobs->pdata[i], APRES_OUTCOME_RETURNED, NULL,
					    to->context);
		}
		jobs = go && to->more != NULL ? to->more(-1, to->context) : NULL;
	}
}

GBytes *
apres_job_with_newlines(const apres_job *job)
{
	g_autoptr(GByteArray) out = g_byte_array_sized_new((guint)job->len);

	for (gsize i = 0; i < job->len; i++)
		if (job->bytes[i] != '\r')
			g_byte_array_append(out, &job->bytes[i], 1);
	return g_byte_array_free_to_bytes(g_steal_pointer(&out));
}

/* Servers like to repeat the recipient; who reads a screen of troubles need not know. */
static void
put_word(GString *out, const char *word)
{
	const char *at = strchr(word, '@');

	if (out->len > 0)
		g_string_append_c(out, ' ');
	if (at == NULL || at == word || at[1] == '\0')
		g_string_append(out, word);
	else
		g_string_append(out, "(address)");
}

char *
apres_words_clean(const char *words)
{
	g_autofree char *plain = g_strdup(words);
	g_autoptr(GString) out = g_string_new(NULL);

	for (char *c = plain; *c != '\0'; c++)
		if (*c <= ' ' || *c > '~')
			*c = ' ';
	g_auto(GStrv) list = g_strsplit(plain, " ", -1);
	for (char **word = list; *word != NULL && out->len <= APRES_WORDS_MAX; word++)
		if (**word != '\0')
			put_word(out, *word);
	g_string_truncate(out, MIN(out->len, APRES_WORDS_MAX));
	return g_string_free(g_steal_pointer(&out), FALSE);
}
