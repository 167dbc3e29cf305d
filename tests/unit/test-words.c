/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "classify/words.h"
#include "policy/embedded.h"
#include "unit.h"

#include <string.h>

static apres_words *
words_of(const char *list, guint others, const char *not_after)
{
	g_autoptr(GBytes) source = g_bytes_new(list, strlen(list));
	g_autoptr(apres_word_set) known = apres_word_set_new(source);

	return apres_words_new(known, others, not_after);
}

static bool
covers(const apres_words *words, const char *text)
{
	return apres_words_cover(words, text, 0, strlen(text));
}

START_TEST(test_a_sentence_of_known_words_is_covered)
{
	g_autoptr(apres_words) words =
		words_of("# a comment with train\nI took the in\nÉTÉ don t", 0, NULL);

	ck_assert(covers(words, "i took the, i don't..."));
	ck_assert(covers(words, "the ete"));
	ck_assert(covers(words, "i took 2 in 2026"));
	ck_assert(!covers(words, "i took the train"));
}
END_TEST

START_TEST(test_so_many_others_may_stand_between_known_words)
{
	g_autoptr(apres_words) words = words_of("i took the to from", 1, NULL);

	ck_assert(covers(words, "i took the train"));
	ck_assert(!covers(words, "i took the train to leeds"));
	ck_assert(!covers(words, "train i"));
}
END_TEST

START_TEST(test_no_other_follows_the_words_named)
{
	g_autoptr(apres_words) words = words_of("i want you to the in court", 1, "to");

	ck_assert(covers(words, "i want the train"));
	ck_assert(!covers(words, "i want you to sue"));
}
END_TEST

START_TEST(test_a_sign_that_says_something_counts_as_a_word)
{
	g_autoptr(apres_words) words = words_of("i want you to the", 0, NULL);

	ck_assert(!covers(words, "i want you \xf0\x9f\x94\xaa"));
	ck_assert(!covers(words, "i want $"));
	ck_assert(!covers(words, "i want 60000"));
	ck_assert(!covers(words, "..."));
	ck_assert(!covers(words, ""));
}
END_TEST

START_TEST(test_punctuation_of_other_scripts_says_nothing)
{
	g_autoptr(apres_words) words = words_of("was ist los que tal", 0, NULL);

	ck_assert(covers(words, "¡que tal! ¿que tal?"));
	ck_assert(covers(words, "«was» „ist“ ‘los’ – ”was” — ist…"));
	ck_assert(!covers(words, "¿que tal €?"));
	ck_assert(!covers(words, "¿¡…"));
}
END_TEST

START_TEST(test_a_word_longer_than_any_list_is_not_known)
{
	g_autoptr(apres_words) words = words_of("i want", 0, NULL);
	g_autofree char *run = g_strnfill(1000, 'x');
	g_autofree char *text = g_strconcat("i want ", run, NULL);

	ck_assert(!covers(words, text));
}
END_TEST

/* A list that lies in the program is read as the one in policies/ would be. */
START_TEST(test_an_embedded_list_is_read_already)
{
	static const char *const languages[] = { "en", "de", "fr", "es" };
	g_autofree char *name =
		g_strdup_printf("packs/lang-%s/everyday.txt", languages[_i]);
	g_autofree char *path =
		g_build_filename(g_getenv("top_srcdir"), "policies", name, NULL);
	g_autofree char *text = NULL;
	gsize len;

	ck_assert(g_file_get_contents(path, &text, &len, NULL));
	g_autoptr(GBytes) source = g_bytes_new(text, len);
	g_autoptr(apres_word_set) written = apres_word_set_new(source);
	g_autoptr(apres_word_set) embedded =
		apres_word_set_new(apres_embedded_find(name));
	ck_assert(!g_bytes_equal(source, apres_embedded_find(name)));
	ck_assert(apres_word_set_text(embedded) == apres_embedded_find(name));
	ck_assert(g_bytes_equal(apres_word_set_text(written),
				apres_word_set_text(embedded)));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("words");
	TCase *tc = tcase_create("words");

	tcase_add_test(tc, test_a_sentence_of_known_words_is_covered);
	tcase_add_test(tc, test_so_many_others_may_stand_between_known_words);
	tcase_add_test(tc, test_no_other_follows_the_words_named);
	tcase_add_test(tc, test_a_sign_that_says_something_counts_as_a_word);
	tcase_add_test(tc, test_punctuation_of_other_scripts_says_nothing);
	tcase_add_test(tc, test_a_word_longer_than_any_list_is_not_known);
	tcase_add_loop_test(tc, test_an_embedded_list_is_read_already, 0, 4);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
