/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "message/message.h"
#include "pipeline/reading-json.h"
#include "util/error.h"

#include <string.h>

#include "tiny-classes.h"
#include "unit.h"

#define MAIL TINY_MAIL("Thank you. Could I have some feedback?")

static GPtrArray *classes;
static GPtrArray *questions;
static apres_classifier *classifier;
static apres_reading *reading;

static void
setup(void)
{
	apres_message_init();
	classes = tiny_classes();
	questions = g_ptr_array_new();
	classifier = apres_classifier_new(classes, questions, NULL);
	ck_assert_ptr_nonnull(classifier);
	g_autoptr(apres_message) message = apres_message_parse(MAIL, strlen(MAIL));
	reading = apres_classify(classifier, message);
}

static void
teardown(void)
{
	apres_reading_free(reading);
	apres_classifier_free(classifier);
	g_ptr_array_unref(classes);
	g_ptr_array_unref(questions);
}

START_TEST(a_reading_comes_back_as_it_went)
{
	json_t *json = apres_reading_to_json(reading);
	g_autoptr(GError) error = NULL;
	g_autoptr(apres_reading) back = apres_reading_from_json(classifier, json, &error);

	ck_assert_msg(back != NULL, "%s", error ? error->message : "");
	json_t *again = apres_reading_to_json(back);
	ck_assert(json_equal(json, again));
	ck_assert_str_eq(back->message_id, "1@candidate.example");
	ck_assert_uint_eq(back->classes->len, 2);
	json_decref(json);
	json_decref(again);
}
END_TEST

START_TEST(evidence_names_the_words)
{
	json_t *json = apres_evidence_to_json(reading);
	bool found = false;
	json_t *e;
	size_t i;

	json_array_foreach(json, i, e)
	{
		if (strcmp(json_string_value(json_object_get(e, "class")),
			   "feedback-request"))
			continue;
		ck_assert_str_eq(json_string_value(json_object_get(e, "text")),
				 "feedback");
		ck_assert_str_eq(json_string_value(json_object_get(e, "pattern")),
				 "feedback");
		ck_assert_str_eq(json_string_value(json_object_get(e, "field")), "text");
		found = true;
	}
	ck_assert(found);
	json_decref(json);
}
END_TEST

/* KEY is replaced by VALUE (JSON; NULL = removed) in an honest reading. */
static const struct {
	const char *key, *value;
} lies[] = {
	{ "subject", NULL },
	{ "subject", "7" },
	{ "text", "null" },
	{ "references", "[7]" },
	{ "references", "{}" },
	{ "problems", "[\"a\", null]" },
	{ "machine", "[[\"no-such-check\", null]]" },
	{ "machine", "[7]" },
	{ "sentences", "[[0, 100000, false, false]]" },
	{ "sentences", "[[-1, 3, false, false]]" },
	{ "sentences", "[[3, -1, false, false]]" },
	{ "sentences", "[[9223372036854775807, 9223372036854775807, false, false]]" },
	{ "sentences", "[[3, 3, false, false], [0, 3, false, false]]" },
	{ "sentences", "[[0, 3, false, false], [2, 3, false, true]]" },
	{ "sentences", "[[0, 3, false, true]]" },
	{ "sentences", "[[0, 3]]" },
	{ "sentences", "[[0, 3, false]]" },
	{ "classes", "[\"Not A Class\"]" },
	{ "classes", "[\"\"]" },
	{ "classes", "\"thanks\"" },
	{ "unknown", "[[]]" },
	{ "evidence", "[[\"thanks\", 99999, 1, 0, 1, true, 0]]" },
	{ "evidence", "[[\"thanks\", -1, 1, 0, 1, true, 0]]" },
	{ "evidence", "[[\"thanks\", 0, 99, 0, 1, true, 0]]" },
	{ "evidence", "[[\"thanks\", 0, 1, 0, 100000, true, 0]]" },
	{ "evidence", "[[\"thanks\", 0, 1, 100000, 0, true, 0]]" },
	{ "evidence", "[[\"thanks\", 0, 1, 0, 1, 1, 0]]" },
	{ "evidence", "[[\"thanks\", 0, 1, 0, 1, true]]" },
	{ "evidence", "[[\"thanks\", 0, 1, 0, 1, true, 3]]" },
	{ "evidence", "[null]" },
	{ "report", NULL },
	{ "report", "\"failed\"" },
	{ "report", "[\"failed\", \"\"]" },
	{ "report", "[\"lost\", \"\", \"\"]" },
	{ "report", "[7, \"\", \"\"]" },
	{ "report", "[\"failed\", \"5.1.1 call 555\", \"\"]" },
	{ "report", "[\"failed\", \"9.1.1\", \"\"]" },
	{ "report", "[\"failed\", \"\", \"a b\"]" },
	{ "report", "[\"failed\", \"\", null]" },
	{ "text_unknown", "0" },
	{ "text_unknown", NULL },
};

START_TEST(a_lying_worker_is_not_believed)
{
	json_t *json = apres_reading_to_json(reading);
	g_autoptr(GError) error = NULL;

	if (lies[_i].value == NULL)
		json_object_del(json, lies[_i].key);
	else
		json_object_set_new(json, lies[_i].key,
				    json_loads(lies[_i].value, JSON_DECODE_ANY, NULL));
	ck_assert_ptr_null(apres_reading_from_json(classifier, json, &error));
	ck_assert(g_error_matches(error, APRES_ERROR, APRES_ERROR_INPUT));
	ck_assert_ptr_nonnull(strstr(error->message, lies[_i].key));
	json_decref(json);
}
END_TEST

START_TEST(text_beyond_the_bound_is_not_taken)
{
	json_t *json = apres_reading_to_json(reading);
	g_autofree char *text = g_strnfill(APRES_MESSAGE_MAX_TEXT * 3 + 1, 'x');

	json_object_set_new(json, "text", json_string(text));
	ck_assert_ptr_null(apres_reading_from_json(classifier, json, NULL));
	json_decref(json);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("reading-json");
	TCase *t = tcase_create("reading-json");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_reading_comes_back_as_it_went);
	tcase_add_test(t, evidence_names_the_words);
	tcase_add_loop_test(t, a_lying_worker_is_not_believed, 0, G_N_ELEMENTS(lies));
	tcase_add_test(t, text_beyond_the_bound_is_not_taken);
	suite_add_tcase(s, t);
	return unit_main(s);
}
