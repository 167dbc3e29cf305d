/* SPDX-License-Identifier: Apache-2.0 */
/* A policy's own examples, sent through the daemon's own code. */
#include "config.h"
#include "pipeline/policy-test.h"

#include <string.h>

#include "message/address.h"
#include "pipeline/assess.h"
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

/* The decision in the words of expect=. */
static char *
describe(const apres_decision *d)
{
	g_autoptr(GString) words = g_string_new(apres_effect_to_string(d->effect));

	if (d->effect == APRES_EFFECT_HOLD && d->queue != NULL)
		g_string_append_printf(words, " %s", d->queue);
	if (d->effect == APRES_EFFECT_REPLY)
		g_string_append_printf(words, " %s", d->template_id);
	for (guint i = 0; i < d->obligations->len; i++) {
		const apres_obligation *o = d->obligations->pdata[i];
		g_string_append_printf(words, " %s",
				       apres_obligation_kind_to_string(o->kind));
	}
	return g_string_free(g_steal_pointer(&words), FALSE);
}

/* Every expected word must be there, in order; "hold" alone is any queue. */
static bool
is_expected(const char *expect, const char *got)
{
	g_auto(GStrv) wanted = g_strsplit_set(expect, " ,\t\n", -1);
	g_auto(GStrv) words = g_strsplit(got, " ", -1);
	guint at = 0;

	for (char **want = wanted; *want != NULL; want++) {
		if (**want == '\0')
			continue;
		while (words[at] != NULL && !g_str_equal(words[at], *want))
			at++;
		if (words[at] == NULL || (want == wanted && at != 0))
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

static apres_test_result *
run_one(const apres_policy *policy, const apres_policy_test *test, gint64 now)
{
	apres_test_result *result = g_new0(apres_test_result, 1);
	const char *from = test->from != NULL ? test->from : TEST_SENDER;
	g_autoptr(apres_roster) roster = roster_of(test, from);
	g_autoptr(GPtrArray) own = g_ptr_array_new();
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) file = NULL;
	g_autofree char *mail = NULL;
	apres_us us = { .authserv_id = TEST_AUTHSERV,
			.own_addresses = own,
			.careers_mailbox = true };

	result->test = test;
	if (test->mail != NULL) {
		file = apres_file_read(test->mail, TEST_MAX_BYTES, &error);
		if (file == NULL) {
			result->got = g_strdup("nothing");
			result->why = g_strdup(error->message);
			return result;
		}
	} else {
		mail = write_mail(test, from);
		file = g_bytes_new(mail, strlen(mail));
	}
	gsize len;
	const char *bytes = g_bytes_get_data(file, &len);
	g_autoptr(apres_assessment) a = apres_assess(policy, roster, &us, bytes, len,
						     test->at != 0 ? test->at : now);
	result->got = describe(a->decision);
	result->passed = is_expected(test->expect, result->got);
	if (!result->passed)
		result->why = explain(a->decision);
	return result;
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
