/* SPDX-License-Identifier: Apache-2.0 */
/* A policy's own examples expect what can come: a slip of the pen is no failed test. */
#include "config.h"
#include "policy/build.h"
#include "util/nearest.h"

#include <stdio.h>
#include <string.h>

static bool
is_kind(const char *word)
{
	for (int k = 0; k < APRES_OBLIGATION_COUNT_; k++)
		if (g_str_equal(word, apres_obligation_kind_to_string(
					      (apres_obligation_kind)k)))
			return true;
	return false;
}

static const char *
nearest_kind(const char *word)
{
	g_autoptr(GPtrArray) kinds = g_ptr_array_new();

	for (int k = 0; k < APRES_OBLIGATION_COUNT_; k++)
		g_ptr_array_add(kinds, (gpointer)apres_obligation_kind_to_string(
					       (apres_obligation_kind)k));
	return apres_nearest(word, kinds);
}

static bool
is_day(const char *word)
{
	int year, month, day;

	return sscanf(word, "%4d-%2d-%2d", &year, &month, &day) == 3 && year > 0 &&
	       month > 0 && month <= 12 && day > 0 &&
	       g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year);
}

/* "2026-07-01T09:00", which may be cut short behind the day or the hour. */
static bool
is_time(const char *word)
{
	static const char form[] = "dddd-dd-ddTdd:dd";
	gsize len = strlen(word);

	if (len != strlen("dddd-dd-dd") && len != strlen("dddd-dd-ddTdd") &&
	    len != strlen(form))
		return false;
	for (gsize i = 0; i < len; i++)
		if (form[i] == 'd' ? !g_ascii_isdigit(word[i]) : form[i] != word[i])
			return false;
	return is_day(word) &&
	       (len < strlen("dddd-dd-ddTdd") ||
		strncmp(word + strlen("dddd-dd-ddT"), "24", 2) < 0) &&
	       (len < strlen(form) || word[len - 2] < '6');
}

/* What stands first behind reply or hold; *TAKEN_OUT: it was a template or queue. */
static bool
check_name(apres_build *build, const apres_policy_test *test, const char *effect,
	   const char *word, bool *taken_out)
{
	const apres_policy *policy = build->policy;
	bool reply = g_str_equal(effect, "reply");
	const GPtrArray *items = reply ? policy->templates : policy->queues;

	*taken_out = false;
	if (g_ascii_isdigit(*word) || is_kind(word) || g_str_equal(effect, "silence"))
		return true;
	*taken_out = reply ? apres_policy_template(policy, word) != NULL
			   : apres_policy_queue(policy, word) != NULL;
	/* "hold anwser": what is owed was meant, and no queue. */
	if (!*taken_out && (reply || nearest_kind(word) == NULL)) {
		apres_check_missing(build, test->origin, "expect", test->expect,
				    reply ? "template" : "queue", word, items);
		return false;
	}
	return true;
}

/* A word behind the name; TIMED: what stands before it may have a time. */
static bool
check_word(apres_build *build, const apres_policy_test *test, const char *word,
	   bool timed)
{
	const char *nearest = nearest_kind(word);
	bool time = g_ascii_isdigit(*word);

	if (time && !is_time(word))
		apres_build_error(build, "E-TEST", test->origin,
				  "expect=\"%s\": '%s' is no time: write "
				  "2026-07-01T09:00, 2026-07-01T09 or 2026-07-01",
				  test->expect, word);
	else if (time && !timed)
		apres_build_error(build, "E-TEST", test->origin,
				  "expect=\"%s\": '%s' stands behind nothing that has a "
				  "time: a template, answer, debrief, notify",
				  test->expect, word);
	else if (!time && !is_kind(word))
		apres_build_error(build, "E-TEST", test->origin,
				  "expect=\"%s\": nothing owed is called '%s'%s%s%s",
				  test->expect, word,
				  nearest != NULL ? "; did you mean '"
						  : ": answer, debrief, notify or "
						    "confirmation",
				  nearest != NULL ? nearest : "",
				  nearest != NULL ? "'?" : "");
	else
		return true;
	return false;
}

static void
check_words(apres_build *build, const apres_policy_test *test, char **words)
{
	const char *effect = words[0];
	bool named = false;

	if (words[1] == NULL || !check_name(build, test, effect, words[1], &named))
		return;
	bool timed = named && g_str_equal(effect, "reply");
	for (char **word = words + (named ? 2 : 1); *word != NULL; word++) {
		if (!check_word(build, test, *word, timed))
			return;
		timed = !g_ascii_isdigit(**word);
	}
}

/* An empty mail is held whatever the policy says: who forgot it has tested nothing. */
static void
check_mail(apres_build *build, const apres_policy_test *test)
{
	bool says = test->says != NULL && test->says[strspn(test->says, " \t\n")] != '\0';

	if (test->mail == NULL && !says && test->quotes == NULL && test->subject == NULL)
		apres_build_error(build, "E-TEST", test->origin,
				  "the test has no mail: write says=\"...\", "
				  "mail=\"FILE.eml\", or its text between <test> and "
				  "</test>");
	else if (test->mail != NULL && says)
		apres_build_error(build, "E-TEST", test->origin,
				  "the test has two mails: take out says=\"...\" (or the "
				  "text inside), or mail=\"...\"");
}

static void
check_test(apres_build *build, const apres_policy_test *test)
{
	g_auto(GStrv) all = g_strsplit_set(test->expect, " ,\t\n", -1);
	g_autoptr(GPtrArray) words = g_ptr_array_new();

	for (char **word = all; *word != NULL; word++)
		if (**word != '\0')
			g_ptr_array_add(words, *word);
	g_ptr_array_add(words, NULL);
	const char *effect = words->pdata[0] != NULL ? words->pdata[0] : "";
	if (g_str_equal(effect, "reply") || g_str_equal(effect, "hold") ||
	    g_str_equal(effect, "silence"))
		check_words(build, test, (char **)words->pdata);
	else
		apres_build_error(build, "E-TEST", test->origin,
				  "expect=\"%s\": begin with reply, hold or silence",
				  test->expect);
}

/* Only now is the company's time zone known. */
static void
resolve_time(apres_build *build, apres_policy_test *test)
{
	g_autoptr(GDateTime) when = NULL;

	if (test->at_text == NULL)
		return;
	when = g_date_time_new_from_iso8601(test->at_text, build->policy->calendar->zone);
	if (when == NULL)
		apres_build_error(build, "E-SCHEMA", test->origin, "at=\"%s\" is no time",
				  test->at_text);
	else
		test->at = g_date_time_to_unix(when);
}

void
apres_check_tests(apres_build *build)
{
	for (guint i = 0; i < build->policy->tests->len; i++) {
		check_mail(build, build->policy->tests->pdata[i]);
		check_test(build, build->policy->tests->pdata[i]);
		resolve_time(build, build->policy->tests->pdata[i]);
	}
}
