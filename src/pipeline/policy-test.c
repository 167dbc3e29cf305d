/* SPDX-License-Identifier: Apache-2.0 */
/* A policy's own examples, sent through the daemon's own code. */
#include "config.h"
#include "pipeline/policy-test.h"

#include <string.h>

#include "util/fsutil.h"

/* The mail server whose word counts in tests; nobody's real name (RFC 2606). */
#define TEST_AUTHSERV "mx.test.invalid"
#define TEST_SENDER "candidate@mail.example"
#define TEST_MAX_BYTES (25 * 1024 * 1024)

void
apres_test_result_free(apres_test_result *result)
{
	if (result == NULL)
		return;
	g_free(result->got);
	g_free(result->why);
	g_free(result);
}

static const char *
sender_of(const apres_policy_test *test)
{
	return test->from != NULL ? test->from : TEST_SENDER;
}

static void
append_body(GString *mail, const apres_policy_test *test)
{
	g_auto(GStrv) lines =
		g_strsplit(test->quotes != NULL ? test->quotes : "", "\n", -1);

	g_string_append_printf(mail, "%s\r\n", test->says);
	if (test->quotes == NULL)
		return;
	g_string_append(mail, "\r\nOn Mon, 2 Nov 2026 at 09:00, Recruiting wrote:\r\n");
	for (char **line = lines; *line != NULL; line++)
		g_string_append_printf(mail, "> %s\r\n", *line);
}

static char *
write_mail(const apres_policy_test *test, const char *from)
{
	g_autoptr(GString) mail = g_string_new(NULL);
	/* Without proof, whoever wrote stands in the envelope and nowhere else. */
	bool vouched = test->proven || test->from == NULL;

	g_string_append_printf(mail, "Return-Path: <%s>\r\n", from);
	if (vouched)
		g_string_append_printf(mail,
				       "Authentication-Results: " TEST_AUTHSERV
				       "; dmarc=pass header.from=%s\r\n",
				       strrchr(from, '@') + 1);
	g_string_append_printf(mail, "From: <%s>\r\nTo: recruiting@test.invalid\r\n",
			       from);
	g_string_append_printf(mail, "Subject: %s\r\n",
			       test->subject != NULL ? test->subject
						     : APRES_SUBJECT_OF_AN_ANSWER);
	g_string_append(mail, "Date: Mon, 2 Nov 2026 09:30:00 +0000\r\n"
			      "Message-ID: <test@mail.example>\r\nMIME-Version: 1.0\r\n"
			      "Content-Type: text/plain; charset=utf-8\r\n"
			      "Content-Transfer-Encoding: 8bit\r\n\r\n");
	append_body(mail, test);
	return g_string_free(g_steal_pointer(&mail), FALSE);
}

static apres_roster *
roster_of(const apres_policy_test *test, const char *from)
{
	g_autofree char *csv =
		g_strdup_printf("address,name,status\n%s,Test,active\n", from);

	return test->proven ? apres_roster_parse("test", csv, strlen(csv), NULL) : NULL;
}

/* WHEN on the clocks of the company. */
static void
append_time(GString *words, const apres_policy *policy, gint64 when)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(when);
	g_autoptr(GDateTime) local =
		utc != NULL ? g_date_time_to_timezone(utc, policy->calendar->zone) : NULL;
	g_autofree char *text =
		local != NULL ? g_date_time_format(local, "%Y-%m-%dT%H:%M") : NULL;

	if (text != NULL && when != 0)
		g_string_append_printf(words, " %s", text);
}

/* The decision in the words of expect=. */
static char *
describe(const apres_policy *policy, const apres_decision *d)
{
	g_autoptr(GString) words = g_string_new(apres_effect_to_string(d->effect));

	if (d->effect == APRES_EFFECT_HOLD && d->queue != NULL)
		g_string_append_printf(words, " %s", d->queue);
	if (d->effect == APRES_EFFECT_REPLY) {
		g_string_append_printf(words, " %s", d->template_id);
		append_time(words, policy, d->send_after);
	}
	for (guint i = 0; i < d->obligations->len; i++) {
		const apres_obligation *o = d->obligations->pdata[i];
		g_string_append_printf(words, " %s",
				       apres_obligation_kind_to_string(o->kind));
		append_time(words, policy, o->due);
	}
	return g_string_free(g_steal_pointer(&words), FALSE);
}

/*
 * Every expected word must be there, in order; "hold" alone is any queue.  A time stands
 * right behind what it is of, and may be cut short.
 */
static bool
is_expected(const char *expect, const char *got)
{
	g_auto(GStrv) wanted = g_strsplit_set(expect, " ,\t\n", -1);
	g_auto(GStrv) words = g_strsplit(got, " ", -1);
	guint at = 0;

	for (char **want = wanted; *want != NULL; want++) {
		if (**want == '\0')
			continue;
		bool time = g_ascii_isdigit(**want);
		while (!time && words[at] != NULL && !g_str_equal(words[at], *want))
			at++;
		if (words[at] == NULL || (want == wanted && at != 0) ||
		    (time && !g_str_has_prefix(words[at], *want)))
			return false;
		at++;
	}
	return true;
}

static char *
explain(const apres_decision *d)
{
	g_autoptr(GString) why = g_string_new("because:");

	for (guint i = 0; i < d->reasons->len; i++)
		g_string_append_printf(why, " %s", (char *)d->reasons->pdata[i]);
	if (d->unexplained->len > 0)
		g_string_append_printf(why, "; nothing explains: \"%s\"",
				       (char *)d->unexplained->pdata[0]);
	return g_string_free(g_steal_pointer(&why), FALSE);
}

GBytes *
apres_policy_test_mail(const apres_policy_test *test, GError **error)
{
	if (test->mail != NULL)
		return apres_file_read(test->mail, TEST_MAX_BYTES, error);
	char *mail = write_mail(test, sender_of(test));
	return g_bytes_new_take(mail, strlen(mail));
}

apres_assessment *
apres_policy_test_assess(const apres_policy *policy, const apres_policy_test *test,
			 gint64 now, GError **error)
{
	g_autoptr(apres_roster) roster = roster_of(test, sender_of(test));
	g_autoptr(GPtrArray) own = g_ptr_array_new();
	g_autoptr(GBytes) mail = apres_policy_test_mail(test, error);
	apres_us us = { .authserv_id = TEST_AUTHSERV,
			.own_addresses = own,
			.careers_mailbox = true };

	if (mail == NULL)
		return NULL;
	gsize len;
	const char *bytes = g_bytes_get_data(mail, &len);
	gint64 at = test->at != 0 ? test->at : now;
	const apres_case application = { .stage = test->stage,
					 .outcome = test->outcome,
					 .recorded = at,
					 .own = true };
	bool known =
		test->stage != APRES_STAGE_NONE || test->outcome != APRES_OUTCOME_NONE;
	return apres_assess(policy, roster, &us, bytes, len, known ? &application : NULL,
			    at);
}

static apres_test_result *
run_one(const apres_policy *policy, const apres_policy_test *test, gint64 now)
{
	apres_test_result *result = g_new0(apres_test_result, 1);
	g_autoptr(GError) error = NULL;
	g_autoptr(apres_assessment) a =
		apres_policy_test_assess(policy, test, now, &error);

	result->test = test;
	if (a == NULL) {
		result->got = g_strdup("nothing");
		result->why = g_strdup(error->message);
		return result;
	}
	result->got = describe(policy, a->decision);
	result->passed = is_expected(test->expect, result->got);
	if (!result->passed)
		result->why = explain(a->decision);
	return result;
}

apres_test_result *
apres_policy_test_first_failure(const apres_policy *policy, gint64 now)
{
	for (guint i = 0; i < policy->tests->len; i++) {
		g_autoptr(apres_test_result) result =
			run_one(policy, policy->tests->pdata[i], now);
		if (!result->passed)
			return g_steal_pointer(&result);
	}
	return NULL;
}

static void
free_result(gpointer result)
{
	apres_test_result_free(result);
}

GPtrArray *
apres_policy_test_run(const apres_policy *policy, gint64 now)
{
	GPtrArray *results = g_ptr_array_new_with_free_func(free_result);

	for (guint i = 0; i < policy->tests->len; i++)
		g_ptr_array_add(results, run_one(policy, policy->tests->pdata[i], now));
	return results;
}
