/* SPDX-License-Identifier: Apache-2.0 */
/* The list of machine checks, and the walk through it. */
#include "config.h"
#include "message/machine.h"

#include <string.h>

#include "message/address.h"
#include "message/encoded-word.h"
#include "message/machine-check.h"
#include "message/machine-phrases.h"
#include "message/machine-table.h"
#include "util/text.h"

#define FINAL APRES_MACHINE_FINAL
#define CERTAIN APRES_MACHINE_CERTAIN
#define PROBABLE APRES_MACHINE_PROBABLE

/* Several lines of one id are one check that looks in several places. */
static const machine_check checks[] = {
	{ "own-loop", FINAL, machine_find_own_loop, NULL },
	{ "null-path", FINAL, machine_find_null_path, NULL },
	{ "report", FINAL, machine_find_value, report_types },
	{ "report", FINAL, machine_find_present, failure_fields },
	{ "list", FINAL, machine_find_list, list_fields },
	{ "auto-replied", CERTAIN, machine_find_auto_replied, NULL },
	{ "spam", CERTAIN, machine_find_value, spam_values },
	{ "spam", CERTAIN, machine_find_containing, spam_parts },
	{ "spam", CERTAIN, machine_find_high_score, spam_levels },
	{ "own-address", CERTAIN, machine_find_own_sender, NULL },
	{ "daemon-sender", CERTAIN, machine_find_sender, daemon_senders },
	{ "too-many-hops", CERTAIN, machine_find_hops, NULL },
	{ "auto-generated", PROBABLE, machine_find_auto_generated, NULL },
	{ "precedence", PROBABLE, machine_find_value, precedence_values },
	{ "suppress", PROBABLE, machine_find_suppress, suppress_words },
	{ "auto-reply-mark", PROBABLE, machine_find_present, autoreply_fields },
	{ "auto-reply-mark", PROBABLE, machine_find_value, autoreply_values },
	{ "auto-reply-mark", PROBABLE, machine_find_containing, autoreply_parts },
	{ "no-reply-wanted", PROBABLE, machine_find_present, no_reply_wanted },
	{ "loop-mark", PROBABLE, machine_find_present, loop_fields },
	{ "exchange-rule", PROBABLE, machine_find_present, exchange_fields },
	{ "bulk", PROBABLE, machine_find_list, bulk_fields },
	{ "vendor-mark", PROBABLE, machine_find_present, vendor_fields },
	{ "vendor-mark", PROBABLE, machine_find_value, vendor_values },
	{ "no-reply", PROBABLE, machine_find_sender, no_reply_senders },
	{ "system-sender", PROBABLE, machine_find_sender, system_senders },
	{ "list-sender", PROBABLE, machine_find_sender, list_senders },
	{ "calendar", PROBABLE, machine_find_value, calendar_values },
	{ "calendar", PROBABLE, machine_find_present, calendar_fields },
	{ "calendar", PROBABLE, machine_find_subject_start, calendar_subjects },
	{ "out-of-office", PROBABLE, machine_find_subject_start, away_starts },
	{ "out-of-office", PROBABLE, machine_find_subject, away_phrases },
	{ "ticket", PROBABLE, machine_find_subject_start, ticket_starts },
	{ "challenge", PROBABLE, machine_find_subject_start, challenge_starts },
	{ "challenge", PROBABLE, machine_find_present, challenge_fields },
	{ "bounce-subject", PROBABLE, machine_find_subject_start, bounce_starts },
	{ "crowd", PROBABLE, machine_find_crowd, crowd_fields },
	{ "several-marks", CERTAIN, machine_find_several, several },
	/* Found in the MIME tree. */
	{ "mdn", FINAL, NULL, NULL },
	{ "calendar-part", PROBABLE, NULL, NULL },
};

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

const char *
apres_machine_find(const char *name, apres_machine_grade *grade_out)
{
	for (guint i = 0; i < G_N_ELEMENTS(checks); i++) {
		if (strcmp(checks[i].id, name) != 0)
			continue;
		if (grade_out != NULL)
			*grade_out = checks[i].grade;
		return checks[i].id;
	}
	return NULL;
}

guint
apres_machine_count(void)
{
	guint n = 0;

	for (guint i = 0; i < G_N_ELEMENTS(checks); i++)
		n += i == 0 || strcmp(checks[i].id, checks[i - 1].id) != 0;
	return n;
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

/* Everybody who claims to have sent it. */
static GPtrArray *
find_senders(const apres_headers *headers)
{
	GPtrArray *all =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_address_free);

	for (guint i = 0; i < apres_headers_count(headers); i++) {
		const apres_header *h = apres_headers_at(headers, i);
		if (g_ascii_strcasecmp(h->name, "From") != 0 &&
		    g_ascii_strcasecmp(h->name, "Sender") != 0)
			continue;
		g_autoptr(GPtrArray) list = apres_address_parse_list(h->value);
		while (list->len > 0)
			g_ptr_array_add(all, g_ptr_array_steal_index(list, 0));
	}
	const char *path = apres_headers_get(headers, "Return-Path");
	if (path != NULL) {
		g_autofree char *addr = apres_address_unwrap(path);
		apres_address *address = addr != NULL ? apres_address_parse(addr) : NULL;
		if (address != NULL)
			g_ptr_array_add(all, address);
	}
	return all;
}

GPtrArray *
apres_machine_check(const apres_headers *headers, const apres_machine_options *options)
{
	GPtrArray *hits =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_machine_hit_free);
	g_autoptr(GPtrArray) senders = find_senders(headers);
	const char *raw = apres_headers_get(headers, "Subject");
	g_autofree char *decoded =
		apres_encoded_words_decode(raw != NULL ? raw : "", NULL);
	g_autofree char *line = apres_text_clean_line(decoded, 1000);
	g_autoptr(apres_folded) subject = apres_fold(line, strlen(line));
	machine_context context = {
		.headers = headers,
		.options = options,
		.subject = subject->text,
		.senders = senders,
		.own_list = is_own_list(headers, options->own_lists),
		.hits = hits,
	};
	const char *last = NULL;

	for (guint i = 0; i < G_N_ELEMENTS(checks); i++) {
		const machine_check *check = &checks[i];
		if (check->find == NULL || (last != NULL && strcmp(last, check->id) == 0))
			continue;
		const char *field = check->find(check, &context);
		if (field == NULL)
			continue;
		g_ptr_array_add(hits,
				apres_machine_hit_new(check->id, check->grade, field));
		last = check->id;
	}
	return hits;
}
