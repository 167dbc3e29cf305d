/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "message/message.h"
#include "pipeline/pool.h"

#include <string.h>

#include "temp.h"
#include "tiny-classes.h"
#include "unit.h"

/* On a busy machine, or with sanitizers, a process takes its time to end: that is no
 * hang. */
#define TIMEOUT_SECS 8
#define ASKS "Thank you. Could I have some feedback?"
#define FAULTY "FAULTY " ASKS

static GPtrArray *classes;
static GPtrArray *questions;
static apres_classifier *classifier;
static GHashTable *by_company;

/* What was reported about one mail. */
struct report {
	apres_reading *reading;
	char *why;
	guint times;
	struct waiting *all;
};

struct waiting {
	guint left;
	bool done;
};

/* In "abab..." the interpreter of PCRE2 comes to a limit, machine code to an end. */
static apres_class *
endless_class(void)
{
	apres_class *class = tiny_class("endless", "(?:a|b)*[zx]");

	((apres_cond *)class->cond->children->pdata[0])->literal = false;
	return class;
}

static void
setup(void)
{
	apres_message_init();
	classes = tiny_classes();
	g_ptr_array_add(classes, endless_class());
	questions = g_ptr_array_new();
	classifier = apres_classifier_new(classes, questions, NULL);
	ck_assert_ptr_nonnull(classifier);
	by_company = g_hash_table_new(g_str_hash, g_str_equal);
	g_hash_table_insert(by_company, g_strdup("contoso"), classifier);
}

static void
teardown(void)
{
	GHashTableIter iter;
	gpointer name;

	g_hash_table_iter_init(&iter, by_company);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		g_free(name);
	g_hash_table_unref(by_company);
	apres_classifier_free(classifier);
	g_ptr_array_unref(classes);
	g_ptr_array_unref(questions);
	g_unsetenv("APRES_TEST_WORKER_FAULT");
}

static void
on_read(apres_reading *reading, const char *why, void *context)
{
	struct report *report = context;

	report->reading = reading;
	report->why = g_strdup(why);
	report->times++;
	if (--report->all->left == 0)
		report->all->done = true;
}

static void
report_clear(struct report *report)
{
	g_clear_pointer(&report->reading, apres_reading_free);
	g_clear_pointer(&report->why, g_free);
}

/* Read COUNT mails with these texts; REPORTS has COUNT elements.  How many processes it
 * cost. */
static guint
read_all(guint workers, const char *const *texts, struct report *reports, guint count)
{
	g_autoptr(apres_pool) pool =
		apres_pool_new(by_company, workers, TIMEOUT_SECS, NULL);
	struct waiting all = { count, false };

	ck_assert_ptr_nonnull(pool);
	for (guint i = 0; i < count; i++) {
		g_autofree char *mail =
			g_strconcat(TINY_MAIL(""), texts[i], "\r\n", NULL);
		g_autoptr(GBytes) bytes = g_bytes_new(mail, strlen(mail));
		reports[i] = (struct report){ .all = &all };
		apres_pool_submit(pool, "contoso", bytes, on_read, &reports[i]);
	}
	ck_assert_uint_eq(apres_pool_pending(pool), count);
	ck_assert(temp_wait(&all.done, 60));
	ck_assert_uint_eq(apres_pool_pending(pool), 0);
	return apres_pool_losses(pool);
}

static void
check_fine(struct report *report)
{
	ck_assert_uint_eq(report->times, 1);
	ck_assert_msg(report->reading != NULL, "not read: %s", report->why);
	ck_assert(apres_reading_has(report->reading, "feedback-request"));
	ck_assert(apres_reading_has(report->reading, "thanks"));
	ck_assert_str_eq(report->reading->subject, "My interview");
	ck_assert_ptr_nonnull(
		strstr(report->reading->text, "Could I have some feedback?"));
	ck_assert_uint_ge(report->reading->evidence->len, 2);
	report_clear(report);
}

START_TEST(mails_are_read_by_several_workers)
{
	const char *texts[40];
	struct report reports[40];

	for (guint i = 0; i < 40; i++)
		texts[i] = ASKS;
	read_all(3, texts, reports, 40);
	for (guint i = 0; i < 40; i++)
		check_fine(&reports[i]);
}
END_TEST

static const struct {
	const char *plan, *why;
} faults[] = {
	{ "crash:FAULTY", "crash" },      { "hang:FAULTY", "timeout" },
	{ "memory:FAULTY", "crash" },     { "garbage:FAULTY", "garbled" },
	{ "oversize:FAULTY", "garbled" }, { "lie:FAULTY", "garbled" },
#ifndef APRES_SANITIZED
	{ "open:FAULTY", "crash" },
#endif
};

START_TEST(one_bad_mail_costs_only_itself)
{
	static const char *const texts[] = { ASKS, FAULTY, ASKS, ASKS, ASKS };
	struct report reports[G_N_ELEMENTS(texts)];

	g_setenv("APRES_TEST_WORKER_FAULT", faults[_i].plan, TRUE);
	read_all(2, texts, reports, G_N_ELEMENTS(texts));
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		if (i != 1) {
			check_fine(&reports[i]);
			continue;
		}
		ck_assert_uint_eq(reports[i].times, 1);
		ck_assert_ptr_null(reports[i].reading);
		ck_assert_str_eq(reports[i].why, faults[_i].why);
		report_clear(&reports[i]);
	}
}
END_TEST

/* Where explain, which may make machine code at any time, would know it, too. */
START_TEST(what_only_machine_code_can_tell_is_known)
{
	g_autoptr(GString) long_word = g_string_new("Could I have some feedback? ");
	const char *texts[12];
	struct report reports[G_N_ELEMENTS(texts)];

	for (guint i = 0; i < 450; i++)
		g_string_append(long_word, "ab");
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		texts[i] = i % 3 == 2 || _i > 0 ? long_word->str : ASKS;
	/* Those that were forked before all of it was made are not counted as lost. */
	ck_assert_uint_eq(read_all(2 + 2 * _i, texts, reports, G_N_ELEMENTS(texts)), 0);
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		ck_assert_msg(reports[i].reading != NULL, "not read: %s", reports[i].why);
		ck_assert_uint_eq(reports[i].times, 1);
		ck_assert_uint_eq(reports[i].reading->unknown->len, 0);
		ck_assert(apres_reading_has(reports[i].reading, "feedback-request"));
		report_clear(&reports[i]);
	}
}
END_TEST

START_TEST(a_pool_that_ends_reports_what_it_has_not_read)
{
	apres_pool *pool = apres_pool_new(by_company, 1, 30, NULL);
	g_autoptr(GBytes) bytes =
		g_bytes_new_static(TINY_MAIL(ASKS), strlen(TINY_MAIL(ASKS)));
	struct waiting all = { 2, false };
	struct report reports[2] = { { .all = &all }, { .all = &all } };

	apres_pool_submit(pool, "contoso", bytes, on_read, &reports[0]);
	apres_pool_submit(pool, "contoso", bytes, on_read, &reports[1]);
	apres_pool_free(pool);
	for (guint i = 0; i < 2; i++) {
		ck_assert_uint_eq(reports[i].times, 1);
		ck_assert_str_eq(reports[i].why, "shutdown");
		report_clear(&reports[i]);
	}
}
END_TEST

START_TEST(a_mail_of_many_megabytes_is_read_under_the_limits)
{
	gsize size = 24 * 1024 * 1024;
	g_autofree char *big = g_malloc(size + 1);

	for (gsize i = 0; i < size; i++)
		big[i] = i % 72 == 71 ? '\n' : 'x';
	big[size] = '\0';
	const char *texts[] = { big };
	struct report reports[1];
	read_all(1, texts, reports, 1);
	ck_assert_msg(reports[0].reading != NULL, "not read: %s", reports[0].why);
	report_clear(&reports[0]);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("pool");
	TCase *t = tcase_create("pool");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 120);
	tcase_add_test(t, mails_are_read_by_several_workers);
	tcase_add_loop_test(t, one_bad_mail_costs_only_itself, 0, G_N_ELEMENTS(faults));
	tcase_add_loop_test(t, what_only_machine_code_can_tell_is_known, 0, 2);
	tcase_add_test(t, a_pool_that_ends_reports_what_it_has_not_read);
	tcase_add_test(t, a_mail_of_many_megabytes_is_read_under_the_limits);
	suite_add_tcase(s, t);
	return unit_main(s);
}
