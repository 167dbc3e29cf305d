/* SPDX-License-Identifier: Apache-2.0 */
/* What is said to our own people, in four languages, and what a company puts over it. */
#include "config.h"
#include "policy/debrief-words.h"
#include "policy/wording-parts.h"

#include "unit.h"

#include <string.h>

static const char *const languages[] = { "en", "de", "fr", "es" };

static apres_policy *policy;

static void
setup(void)
{
	policy = apres_policy_new();
}

static void
teardown(void)
{
	apres_policy_free(policy);
}

static const char *
text(const char *language, const char *name)
{
	GHashTable *texts = g_hash_table_lookup(policy->wording->languages, language);

	return g_hash_table_lookup(texts, name);
}

/* The placeholders of TEXT, sorted, each once. */
static char *
values_of(const char *text)
{
	g_autoptr(GHashTable) seen =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (const char *at = text; (at = strchr(at, '{')) != NULL; at++)
		g_hash_table_add(seen, g_strndup(at + 1, strcspn(at + 1, "}")));
	g_autoptr(GList) names = g_list_sort(g_hash_table_get_keys(seen),
					     (GCompareFunc)g_ascii_strcasecmp);
	g_autoptr(GString) all = g_string_new(NULL);
	for (GList *name = names; name != NULL; name = name->next)
		g_string_append_printf(all, "%s ", (char *)name->data);
	return g_string_free(g_steal_pointer(&all), FALSE);
}

START_TEST(each_language_says_everything_with_the_same_values)
{
	g_autoptr(GPtrArray) names = apres_wording_key_names();

	for (guint l = 0; l < G_N_ELEMENTS(languages); l++)
		for (guint i = 0; i < names->len; i++) {
			const char *said = text(languages[l], names->pdata[i]);
			ck_assert_msg(said != NULL, "%s: no [%s]", languages[l],
				      (char *)names->pdata[i]);
			g_autofree char *is = values_of(said);
			g_autofree char *want = values_of(text("en", names->pdata[i]));
			ck_assert_msg(g_str_equal(is, want), "%s [%s]: %s, not %s",
				      languages[l], (char *)names->pdata[i], is, want);
		}
}
END_TEST

/* "  done     it was held": what such lines of the mail KEY say, in their order. */
static void
assert_understood(const char *language, const char *key, bool owner,
		  const apres_debrief_says *want)
{
	const gint64 now = 1795528200; /* Tuesday 24 November 2026 */
	g_auto(GStrv) lines = g_strsplit(text(language, key), "\n", -1);
	guint count = 0;

	for (char **line = lines; *line != NULL; line++) {
		if (!g_str_has_prefix(*line, "  "))
			continue;
		char *answer = g_strstrip(*line);
		*strstr(answer, "  ") = '\0';
		apres_debrief_said said;
		apres_debrief_words_read(answer, owner, policy, now, &said);
		ck_assert_msg(said.what == want[count], "%s [%s]: '%s' is %d", language,
			      key, answer, (int)said.what);
		apres_debrief_said_clear(&said);
		count++;
	}
	ck_assert_int_eq(want[count], APRES_SAYS_NOTHING);
}

START_TEST(what_a_mail_asks_to_be_answered_is_understood)
{
	static const apres_debrief_says owners[] = { APRES_SAYS_SCHEDULED,
						     APRES_SAYS_HELD, APRES_SAYS_NOTE,
						     APRES_SAYS_DECLINED,
						     APRES_SAYS_NOTHING };
	static const apres_debrief_says employees[] = { APRES_SAYS_YES, APRES_SAYS_NO,
							APRES_SAYS_NOT_ENOUGH,
							APRES_SAYS_DECLINED,
							APRES_SAYS_NOTHING };

	for (guint l = 0; l < G_N_ELEMENTS(languages); l++) {
		assert_understood(languages[l], "debrief-owed", true, owners);
		assert_understood(languages[l], "debrief-scheduled", true, owners);
		assert_understood(languages[l], "debrief-asked", false, employees);
	}
}
END_TEST

static void
assert_apart(const char *const *keys)
{
	g_autoptr(GHashTable) seen =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (; *keys != NULL; keys++) {
		g_autoptr(GPtrArray) words = apres_wording_words(policy, *keys);
		ck_assert_uint_gt(words->len, 4);
		for (guint w = 0; w < words->len; w++) {
			const char *other = g_hash_table_lookup(seen, words->pdata[w]);
			ck_assert_msg(other == NULL || other == *keys,
				      "'%s' is %s and %s", (char *)words->pdata[w], other,
				      *keys);
			g_hash_table_insert(seen, g_strdup(words->pdata[w]),
					    (gpointer)*keys);
		}
	}
}

START_TEST(no_word_means_two_things_to_one_reader)
{
	static const char *const owners[] = { "say-done", "say-scheduled", "say-note",
					      "say-declined", NULL };
	static const char *const employees[] = { "say-yes", "say-no", "say-not-enough",
						 "say-declined", NULL };

	assert_apart(owners);
	assert_apart(employees);
}
END_TEST

static void
read_over(const char *language, const char *source)
{
	g_autoptr(GError) error = NULL;
	apres_origin at = { "own.txt", 1, 1 };

	ck_assert_msg(apres_wording_read(policy->wording, language, at, source, &error),
		      "%s", error != NULL ? error->message : "");
}

START_TEST(a_company_puts_its_own_over_it)
{
	g_autofree char *subject = NULL, *body = NULL;

	read_over("en",
		  "# ours\n[debrief-asked]\nSubject: Talk at {company}?\n\n"
		  "Was there one?\n\n(optional) {company} asks.\n\n[say-yes]\naye\n");
	apres_wording_mail(policy, NULL, "debrief-asked", &subject, &body, "company",
			   "{due}", NULL);
	ck_assert_str_eq(subject, "Talk at {due}?");
	ck_assert_str_eq(body, "Was there one?\n\n{due} asks.\n");
	g_autoptr(GPtrArray) yes = apres_wording_words(policy, "say-yes");
	ck_assert(g_ptr_array_find_with_equal_func(yes, "aye", g_str_equal, NULL));
	/* Beside ours: who was told to answer yes is still understood. */
	ck_assert(g_ptr_array_find_with_equal_func(yes, "yes", g_str_equal, NULL));
	ck_assert(g_ptr_array_find_with_equal_func(yes, "ja", g_str_equal, NULL));
	g_autofree char *kept = apres_wording_say(policy, NULL, "kind-answer", NULL);
	ck_assert_str_eq(kept, "answer");
}
END_TEST

START_TEST(what_has_no_value_is_left_out)
{
	g_autofree char *subject = NULL, *body = NULL;

	apres_wording_mail(policy, "en", "due", &subject, &body, "counts", "1 late",
			   "company", "Contoso", "soon", "", "late", "  a\n", "told",
			   NULL, NULL);
	ck_assert_str_eq(subject, "apres due: 1 late");
	ck_assert(g_str_has_prefix(body, "You owe, and the date has passed:\n  a\n\nAt "
					 "Contoso."));
}
END_TEST

START_TEST(a_language_is_found_near_its_tag_or_is_the_companys)
{
	static const struct {
		const char *language, *policys, *want;
	} rows[] = {
		{ "de-AT", "en", "Antwort" }, { "it", "fr", "réponse" },
		{ "it", "it", "answer" },     { NULL, "es-MX", "respuesta" },
		{ "nl", "de", "Antwort" },    { "pt-BR", "en", "resposta" },
	};

	read_over("pt", "[kind-answer]\nresposta\n");
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		policy->language = rows[i].policys;
		g_autofree char *said =
			apres_wording_say(policy, rows[i].language, "kind-answer", NULL);
		ck_assert_str_eq(said, rows[i].want);
	}
}
END_TEST

START_TEST(a_fault_is_told_by_line_and_column)
{
	static const struct {
		const char *source, *want;
	} rows[] = {
		{ "[nobdy]\nx\n", "own.txt:1:2: error: there is no [nobdy], did you mean "
				  "nobody; man apres-policy(5)" },
		{ "[mail]\n  é {nubmer}\n",
		  "own.txt:2:5: error: [mail] has no placeholder "
		  "{nubmer}; did you mean number" },
		{ "[nobody]\n{owner}\n",
		  "own.txt:2:1: error: [nobody] has no placeholder "
		  "{owner}; it has none" },
		{ "[mail]\n{number\n", "own.txt:2:1: error: '{' without '}'" },
		{ "\n[mail]\n\n# x\n[case]\nx\n", "own.txt:2:1: error: [mail] is empty" },
		{ "[due]\nx\n", "own.txt:1:1: error: [due] is a mail: 'Subject: ...', an "
				"empty line, its text" },
		{ "hello\n",
		  "own.txt:1:1: error: text before the first [name]: say what it is, or "
		  "begin it with # if it is a remark" },
		{ "[mail]\nx\n\n[case]\nx\n[mail]\ny\n",
		  "own.txt:6:2: error: [mail] stands in line 1 already: say it once, "
		  "there or here" },
		{ "[mail\nx\n", "own.txt:1:6: error: '[' without ']': write [name] on a "
				"line of its own" },
		{ "[mail] é x\n", "own.txt:1:7: error: text behind [name]: it begins on "
				  "the next line" },
		{ "[due]\nSubject:  \n\nx\n", "own.txt:1:1: error: [due] is a mail: "
					      "'Subject: ...', an empty line, its text" },
		{ "[due]\nSubject: x\nlost\n\ny\n",
		  "own.txt:1:1: error: [due] is a mail: 'Subject: ...', an empty line, "
		  "its text" },
		{ "[due]\nSubject:\nx\n\ny\n",
		  "own.txt:1:1: error: [due] is a mail: 'Subject: ...', an empty line, "
		  "its text" },
		{ "[mail]\n\xff\n", "own.txt:1:1: error: not UTF-8; save the file as "
				    "UTF-8" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) error = NULL;
		apres_origin at = { "own.txt", 1, 1 };
		ck_assert(!apres_wording_read(policy->wording, "en", at, rows[i].source,
					      &error));
		ck_assert_str_eq(error->message, rows[i].want);
	}
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("wording");
	TCase *tc = tcase_create("wording");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, each_language_says_everything_with_the_same_values);
	tcase_add_test(tc, what_a_mail_asks_to_be_answered_is_understood);
	tcase_add_test(tc, no_word_means_two_things_to_one_reader);
	tcase_add_test(tc, a_company_puts_its_own_over_it);
	tcase_add_test(tc, what_has_no_value_is_left_out);
	tcase_add_test(tc, a_language_is_found_near_its_tag_or_is_the_companys);
	tcase_add_test(tc, a_fault_is_told_by_line_and_column);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
