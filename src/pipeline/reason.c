/* SPDX-License-Identifier: Apache-2.0 */
/* Reasons as people say them.  A reason without a sentence here is shown as it is. */
#include "config.h"
#include "pipeline/reason.h"

#include <glib.h>
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
	{ "header-nul", "there is a zero byte in its header" },
	{ "header-too-large", "its header is too large" },
	{ "header-too-many", "its header has too many lines" },
	{ "header-malformed", "its header is damaged" },
	{ "no-header-end", "its header has no end" },
	{ "duplicate-from", "it has From twice" },
	{ "duplicate-sender", "it has Sender twice" },
	{ "duplicate-reply-to", "it has Reply-To twice" },
	{ "duplicate-subject", "it has Subject twice" },
	{ "duplicate-date", "it has Date twice" },
	{ "duplicate-message-id", "it has Message-ID twice" },
	{ "charset", "the text is in a character set that is not read" },
	{ "encrypted", "the text is encrypted" },
	{ "text-too-long", "the text is too long to be read by a machine; only its "
			   "beginning was" },
	{ "too-long", "the text is longer than the policy lets a machine answer" },
	{ "oversized", "the mail is too large" },
	{ "language", "its language is not answered automatically" },
	{ "limit", "this candidate, or the company, has had enough replies for now" },
	{ "suspicion", "a word of risk that only a person may judge" },
	{ "repeat-request", "the candidate answers one of our replies" },
	{ "null-path", "it is a bounce or another report without a return path" },
	{ "own-loop", "it is our own mail coming back" },
	{ "list", "it comes from a mailing list" },
	{ "report", "it is a report about another mail" },
	{ "mdn", "it is a receipt: the mail was read, or deleted" },
	{ "auto-replied", "it says that a machine answers" },
	{ "auto-generated", "it says that a machine sent it" },
	{ "spam", "a spam filter has marked it" },
	{ "own-address", "it bears an address of ours as its sender" },
	{ "daemon-sender", "a mail system or a list program sent it" },
	{ "too-many-hops", "it went through so many servers that it runs in circles" },
	{ "precedence", "it says that it is bulk mail" },
	{ "suppress", "it asks for no automatic answer" },
	{ "auto-reply-mark", "it bears the mark of a responder" },
	{ "no-reply-wanted", "it asks for no automatic answer" },
	{ "loop-mark", "a program marked it to know it again" },
	{ "exchange-rule", "a rule in somebody's mailbox sent it on" },
	{ "bulk", "it can be unsubscribed from, as bulk mail can" },
	{ "vendor-mark", "it bears the mark of a ticket system or a web site" },
	{ "no-reply", "its sender reads no answers" },
	{ "system-sender", "its sender is an office of a mail system" },
	{ "list-sender", "its sender is the office of a list" },
	{ "list-rewrite", "a list of ours hides who wrote it" },
	{ "not-to-us", "it names none of our addresses as a recipient; is an alias "
		       "missing?" },
	{ "bounce-address",
	  "it went to an address at which only mail of ours comes back" },
	{ "crowd", "it went to many at once" },
	{ "seen-before", "it was delivered to this mailbox before" },
	{ "debrief-answer", "it says how far a debrief is, and that was noted" },
	{ "debrief-forged", "it answers a mail about a debrief that we never sent" },
	{ "debrief-other-sender",
	  "it answers a mail about a debrief that went to somebody else" },
	{ "debrief-machine", "a program answers for who was asked about a debrief" },
	{ "debrief-expired", "it answers a mail about a debrief that is too old" },
	{ "debrief-replayed", "that answer about a debrief was given before, or is about "
			      "an earlier one" },
	{ "debrief-state", "what it says of a debrief does not fit how far that is" },
	{ "debrief-declined",
	  "who owes a debrief says that it is not wanted: ask the employee" },
	{ "debrief-unclear", "what it says of a debrief is not clear" },
	{ "debrief-when", "for when the debrief is scheduled is not clear" },
	{ "debrief-past", "the time for which the debrief is scheduled is over" },
	{ "calendar", "it is an invitation or the answer to one" },
	{ "calendar-part", "it holds an invitation or the answer to one" },
	{ "out-of-office", "its subject is that of an absence note" },
	{ "stacked-subject", "two responders seem to answer each other" },
	{ "ticket", "its subject is that of a ticket system" },
	{ "challenge", "it wants a proof that we are no machine" },
	{ "bounce-subject", "its subject is that of a bounce" },
	{ "several-marks", "several marks of a machine come together" },
	{ "dmarc-fail", "our mail server says that its sender is forged" },
	{ "from-unusable", "its sender is not one plain address" },
	{ "other-sender",
	  "it is in a candidate's thread and from another address, or went "
	  "to several" },
	{ "too-old", "it is older than max-age" },
	{ "already-answered", "somebody answered it already" },
	{ "message-id-reused", "another mail bore the same Message-ID" },
	{ "same-text", "the candidate wrote the same words within a week" },
	{ "case-person", "its case says that a person answers" },
	{ "case-ambiguous", "the candidate has several cases; which is meant?" },
	{ "case-jurisdiction",
	  "the law of its case is not in the policy: <use> its pack" },
	{ "no-consent",
	  "the text promises to keep the candidate in mind, and no case has "
	  "the consent" },
	{ "limit-company", "the company has sent enough replies for now" },
};

const char *
apres_reason_sentence(const char *reason)
{
	const char *bare = g_str_has_prefix(reason, "machine:")
				   ? reason + strlen("machine:")
				   : reason;

	for (guint i = 0; i < G_N_ELEMENTS(sentences); i++)
		if (g_str_equal(sentences[i].reason, bare))
			return sentences[i].sentence;
	if (g_str_has_prefix(reason, "trusted:"))
		return "the policy says that this mark does not count for this sender";
	return reason;
}

const char *
apres_status_sentence(const char *status)
{
	/* RFC 3463 3 and its registry (RFC 5248): the first that fits. */
	static const struct {
		const char *detail, *sentence;
	} details[] = {
		{ ".1.10", "there is no such address" },
		{ ".1.1", "there is no such mailbox" },
		{ ".1.2", "there is no such domain" },
		{ ".1.", "the address is not accepted" },
		{ ".2.1", "the mailbox is disabled" },
		{ ".2.2", "the mailbox is full" },
		{ ".2.3", "the mail is too long for the mailbox" },
		{ ".2.", "the mailbox does not take it" },
		{ ".3.", "the mail system does not take it" },
		{ ".4.", "the mail system cannot be reached" },
		{ ".5.", "the mail systems do not understand each other" },
		{ ".6.", "its contents are not accepted" },
		{ ".7.", "it is refused by policy" },
	};

	for (guint i = 0; status != NULL && i < G_N_ELEMENTS(details); i++)
		if (g_str_has_prefix(status + 1, details[i].detail))
			return details[i].sentence;
	return "no reason that we understand";
}
