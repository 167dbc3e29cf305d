/* SPDX-License-Identifier: Apache-2.0 */
/* The list of machine checks, and the walk through it. */
#include "config.h"
#include "message/machine.h"

#include <string.h>

#include "message/address.h"
#include "message/subject.h"
#include "message/machine-check.h"
#include "message/machine-phrases.h"
#include "message/machine-table.h"
#include "util/text.h"

#define FINAL APRES_MACHINE_FINAL
#define CERTAIN APRES_MACHINE_CERTAIN
#define PROBABLE APRES_MACHINE_PROBABLE
#define TRUST true
#define NEVER false

typedef struct machine_check {
	apres_machine_kind kind;
	machine_probe probes[3]; /* none: found elsewhere, by the file named beside it */
} machine_check;

/* clang-format off */
static const machine_check checks[] = {
	{ { "own-loop", FINAL, NEVER, "X-Apres-Loop, Message-ID: made with our key", "RFC 3834 2" },
	  { { NULL, NULL } } }, /* pipeline/facts.c */
	{ { "null-path", FINAL, NEVER, "Return-Path", "RFC 3834 2, RFC 5321 4.5.5" },
	  { { machine_find_null_path, NULL } } },
	{ { "report", FINAL, NEVER, "Content-Type of any part, X-Failed-Recipients", "RFC 3464, RFC 5965, RFC 6522" },
	  { { machine_find_value, report_types }, { machine_find_present, failure_fields } } }, /* and mime.c */
	{ { "mdn", FINAL, NEVER, "Content-Type of any part", "RFC 8098" },
	  { { NULL, NULL } } }, /* mime.c */
	{ { "list", FINAL, NEVER, "List-Id, List-Post ..., X-BeenThere ...", "RFC 2369, RFC 2919, RFC 5230 4.6" },
	  { { machine_find_list, list_fields } } },
	{ { "auto-replied", CERTAIN, TRUST, "Auto-Submitted", "RFC 3834 5, RFC 5436 2.7.1" },
	  { { machine_find_auto_replied, NULL } } },
	{ { "spam", CERTAIN, TRUST, "X-Spam-*, X-Rspamd-*, SCL and other verdicts", "spam filters" },
	  { { machine_find_value, spam_values }, { machine_find_containing, spam_parts }, { machine_find_high_score, spam_levels } } },
	{ { "own-address", CERTAIN, NEVER, "From, Sender, Return-Path", "RFC 5230 4.5" },
	  { { machine_find_own_sender, NULL } } },
	{ { "daemon-sender", CERTAIN, NEVER, "From, Sender, Return-Path", "RFC 5230 4.6" },
	  { { machine_find_sender, daemon_senders } } },
	{ { "too-many-hops", CERTAIN, NEVER, "Received", "RFC 5321 6.3" },
	  { { machine_find_hops, NULL } } },
	{ { "auto-generated", PROBABLE, TRUST, "Auto-Submitted", "RFC 3834 5" },
	  { { machine_find_auto_generated, NULL } } },
	{ { "precedence", PROBABLE, TRUST, "Precedence, X-Precedence, Preference", "RFC 3834 3.1.8, RFC 5230 4.6" },
	  { { machine_find_precedence, precedence_values } } },
	{ { "suppress", PROBABLE, TRUST, "X-Auto-Response-Suppress: All, OOF, AutoReply", "MS-OXCMAIL 2.1.3.2.20" },
	  { { machine_find_suppress, suppress_words } } },
	{ { "auto-reply-mark", PROBABLE, TRUST, "X-Autoreply, X-Autorespond ...", "responders of many makers" },
	  { { machine_find_present, autoreply_fields }, { machine_find_value, autoreply_values }, { machine_find_containing, autoreply_parts } } },
	{ { "no-reply-wanted", PROBABLE, TRUST, "X-Ignorevacation, X-No-Auto-Reply", "Cyrus, others" },
	  { { machine_find_present, no_reply_wanted } } },
	{ { "loop-mark", PROBABLE, TRUST, "X-Loop, X-No-Loop, X-Apres-Loop", "procmail, OTRS, another apres" },
	  { { machine_find_present, loop_fields } } },
	{ { "exchange-rule", PROBABLE, TRUST, "X-MS-Exchange-Inbox-Rules-Loop ...", "Exchange" },
	  { { machine_find_present, exchange_fields } } },
	{ { "bulk", PROBABLE, TRUST, "List-Unsubscribe, Feedback-ID, X-Campaign ...", "RFC 2369, RFC 8058" },
	  { { machine_find_list, bulk_fields } } },
	{ { "vendor-mark", PROBABLE, TRUST, "fields of ticket systems, forges, networks", "their makers" },
	  { { machine_find_present, vendor_fields }, { machine_find_value, vendor_values } } },
	{ { "no-reply", PROBABLE, TRUST, "From, Sender, Return-Path", "custom" },
	  { { machine_find_sender, no_reply_senders } } },
	{ { "system-sender", PROBABLE, TRUST, "From, Sender, Return-Path", "RFC 2142, RFC 5230 4.6" },
	  { { machine_find_sender, system_senders } } },
	{ { "list-sender", PROBABLE, TRUST, "From, Sender, Return-Path, Errors-To", "RFC 5230 4.6" },
	  { { machine_find_sender, list_senders }, { machine_find_errors_to, list_senders } } },
	{ { "list-rewrite", PROBABLE, TRUST, "From: a list of ours for somebody else", "RFC 7960" },
	  { { machine_find_rewritten, NULL } } },
	{ { "not-to-us", PROBABLE, TRUST, "To, Cc, Bcc, Resent-To, Resent-Cc, Resent-Bcc", "RFC 5230 4.5" },
	  { { machine_find_not_to_us, recipient_fields } } },
	{ { "crowd", PROBABLE, TRUST, "To, Cc: more than 20", "custom" },
	  { { machine_find_crowd, crowd_fields } } },
	{ { "seen-before", PROBABLE, NEVER, "Delivered-To: twice the same of ours", "qmail, Postfix" },
	  { { machine_find_seen_before, delivered_fields } } },
	{ { "calendar", PROBABLE, TRUST, "Content-Type, Content-Class, Subject", "RFC 6047" },
	  { { machine_find_value, calendar_values }, { machine_find_present, calendar_fields }, { machine_find_subject_start, calendar_subjects } } },
	{ { "calendar-part", PROBABLE, TRUST, "Content-Type of any part", "RFC 6047" },
	  { { NULL, NULL } } }, /* mime.c */
	{ { "out-of-office", PROBABLE, TRUST, "Subject, in eleven languages", "responders of many makers" },
	  { { machine_find_subject_start, away_starts }, { machine_find_subject, away_phrases } } },
	{ { "stacked-subject", PROBABLE, TRUST, "Subject: an automatic prefix upon another", "custom" },
	  { { machine_find_stacked, away_prefixes } } },
	{ { "ticket", PROBABLE, TRUST, "Subject", "ticket systems" },
	  { { machine_find_subject_start, ticket_starts } } },
	{ { "challenge", PROBABLE, TRUST, "Subject, X-BoxTrapper ...", "challenge-response filters" },
	  { { machine_find_subject_start, challenge_starts }, { machine_find_present, challenge_fields } } },
	{ { "bounce-subject", PROBABLE, TRUST, "Subject", "mail servers" },
	  { { machine_find_subject_start, bounce_starts } } },
	{ { "several-marks", CERTAIN, TRUST, "marks that are weak alone, together", "custom" },
	  { { machine_find_several, NULL } } },
};
/* clang-format on */

apres_machine_hit *
apres_machine_hit_new(const char *id, apres_machine_grade grade, const char *detail)
{
	apres_machine_hit *hit = g_new0(apres_machine_hit, 1);

	hit->id = id;
	hit->grade = grade;
	hit->detail = g_strdup(detail);
	return hit;
}

void
apres_machine_hit_free(apres_machine_hit *hit)
{
	if (hit == NULL)
		return;
	g_free(hit->detail);
	g_free(hit);
}

const apres_machine_kind *
apres_machine_at(guint i)
{
	return i < G_N_ELEMENTS(checks) ? &checks[i].kind : NULL;
}

const apres_machine_kind *
apres_machine_find(const char *name)
{
	for (guint i = 0; i < G_N_ELEMENTS(checks); i++)
		if (strcmp(checks[i].kind.id, name) == 0)
			return &checks[i].kind;
	return NULL;
}

guint
apres_machine_count(void)
{
	return G_N_ELEMENTS(checks);
}

/* "Careers <careers.contoso.example>" or the bare id: is it a list of ours? */
static bool
is_own_list(const apres_headers *headers, const GPtrArray *own_lists)
{
	const char *value = apres_headers_get(headers, "List-Id");

	if (value == NULL || own_lists == NULL ||
	    apres_headers_count_of(headers, "List-Id") != 1)
		return false;
	const char *open = strrchr(value, '<');
	g_autofree char *id = g_strdup(open != NULL ? open + 1 : value);
	id[strcspn(id, ">")] = '\0';
	g_strstrip(id);
	for (guint i = 0; i < own_lists->len; i++)
		if (g_ascii_strcasecmp(id, own_lists->pdata[i]) == 0)
			return true;
	return false;
}

static GPtrArray *
new_addresses(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)apres_address_free);
}

static void
add_all_of(const apres_headers *headers, const char *name, GPtrArray *into)
{
	for (guint i = 0; i < apres_headers_count(headers); i++) {
		const apres_header *h = apres_headers_at(headers, i);
		if (g_ascii_strcasecmp(h->name, name) != 0)
			continue;
		g_autoptr(GPtrArray) list = apres_address_parse_list(h->value);
		while (list->len > 0)
			g_ptr_array_add(into, g_ptr_array_steal_index(list, 0));
	}
}

/* The topmost Return-Path: what forwarders and bounce signers wrapped is taken out. */
static void
add_path(const apres_headers *headers, GPtrArray *into)
{
	const char *path = apres_headers_get(headers, "Return-Path");
	g_autofree char *addr = path != NULL ? apres_address_unwrap(path) : NULL;
	apres_address *address = addr != NULL ? apres_address_parse(addr) : NULL;

	if (address != NULL)
		g_ptr_array_add(into, address);
}

static const char *
probe(const machine_check *check, const machine_context *context)
{
	for (guint i = 0; i < G_N_ELEMENTS(check->probes); i++) {
		const machine_probe *p = &check->probes[i];
		const char *field = p->find != NULL ? p->find(p->words, context) : NULL;
		if (field != NULL)
			return field;
	}
	return NULL;
}

GPtrArray *
apres_machine_check(const apres_headers *headers, const apres_machine_options *options)
{
	GPtrArray *hits =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_machine_hit_free);
	g_autoptr(GPtrArray) authors = new_addresses();
	g_autoptr(GPtrArray) senders = new_addresses();
	g_autofree char *line = apres_subject_of(headers);
	g_autoptr(apres_folded) subject = apres_fold(line, strlen(line));
	machine_context context = {
		.headers = headers,
		.options = options,
		.subject = subject->text,
		.authors = authors,
		.senders = senders,
		.own_list = is_own_list(headers, options->own_lists),
		.hits = hits,
	};

	add_all_of(headers, "From", authors);
	add_all_of(headers, "Sender", senders);
	add_path(headers, senders);
	for (guint i = 0; i < G_N_ELEMENTS(checks); i++) {
		const machine_check *check = &checks[i];
		const char *field = probe(check, &context);
		if (field != NULL)
			g_ptr_array_add(hits,
					apres_machine_hit_new(check->kind.id,
							      check->kind.grade, field));
	}
	return hits;
}
