/* SPDX-License-Identifier: Apache-2.0 */
/* Reasons as people say them.  A reason without a sentence here is shown as it is. */
#include "config.h"
#include "apres/explain.h"

#include <string.h>

static const struct {
	const char *reason, *sentence;
} sentences[] = {
	{ "unexplained", "a sentence is understood by no rule" },
	{ "unclassified", "no rule answers this" },
	{ "unparsable", "the mail could not be read" },
	{ "unreadable", "the file could not be read" },
	{ "empty", "there is no text" },
	{ "unaligned", "the sender's address is not proven" },
	{ "unverified", "it seems to come from one of us, unproven" },
	{ "no-from", "there is no usable sender" },
	{ "charset", "the text is in a character set that is not read" },
	{ "encrypted", "the text is encrypted" },
	{ "text-too-long", "the text is too long to be read whole" },
	{ "too-long", "the text is longer than the policy lets a machine answer" },
	{ "oversized", "the mail is too large" },
	{ "language", "its language is not answered automatically" },
	{ "limit", "this candidate, or the company, has had enough replies for now" },
	{ "suspicion", "a word of risk that only a person may judge" },
	{ "repeat-request", "the candidate answers one of our replies" },
	{ "null-path", "it is a bounce or another report without a return path" },
	{ "own-loop", "it is our own mail coming back" },
	{ "auto-submitted", "it says that a machine sent it" },
	{ "list", "it comes from a mailing list" },
	{ "report", "it is a report about another mail" },
};

const char *
apres_explain_reason(const char *reason)
{
	const char *bare = g_str_has_prefix(reason, "machine:")
				   ? reason + strlen("machine:")
				   : reason;

	for (guint i = 0; i < G_N_ELEMENTS(sentences); i++)
		if (g_str_equal(sentences[i].reason, bare))
			return sentences[i].sentence;
	return reason;
}
