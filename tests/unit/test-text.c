/* SPDX-License-Identifier: Apache-2.0 */
/* Folding: what is one word to a reader is one word to a pattern. */
#include "config.h"
#include "unit.h"
#include "util/text.h"

#include <string.h>

static const struct {
	const char *in, *out;
} folds[] = {
	{ "Could you TELL me", "could you tell me" },
	{ "doesn\xe2\x80\x99t", "doesn't" },
	{ "doesn\xc2\xb4t", "doesn't" },
	{ "doesn`t", "doesn't" },
	{ "doesn;t", "doesn't" },
	{ "I;m; he;ll", "i'm; he'll" },
	{ "one;two", "one;two" },
	{ "don\xef\xbf\xbdt", "don't" },
	{ "\xef\xbf\xbdt", "\xef\xbf\xbdt" },
	{ "don\xc3\xa2\xe2\x82\xac\xe2\x84\xa2t", "don't" },
	{ "\xe2\x80\x9e"
	  "so\xe2\x80\x9c",
	  "\"so\"" },
	{ "\xc2\xabso\xc2\xbb", "\"so\"" },
	{ "a  \t b", "a b" },
	{ "a \r\n  b", "a\nb" },
	{ "a\xc2\xa0\xe2\x80\x89"
	  "b",
	  "a b" },
	{ "a\n\n\nb", "a\nb" },
	{ "in\xe2\x80\x8bter\xc2\xadview", "interview" },
	{ "\xe2\x80\xae"
	  "abc\xe2\x81\xa9",
	  "abc" },
	{ "Stra\xc3\x9f"
	  "e",
	  "strasse" },
	{ "\xef\xac\x81nal o\xef\xac\x83"
	  "ce",
	  "final office" },
	{ "\xef\xbc\xa6\xef\xbd\x85\xef\xbd\x85", "fee" },
	{ "\xc4\xb0stanbul", "istanbul" },
	{ "\xc3\x89t\xc3\xa9, e\xcc\x81t\xc3\xa9", "ete, ete" },
	{ "\xc3\x9c"
	  "ber",
	  "uber" },
	{ "\xce\xa3\xce\xaf\xcf\x83\xcf\x85\xcf\x86\xce\xbf\xcf\x82",
	  "\xcf\x83\xce\xb9\xcf\x83\xcf\x85\xcf\x86\xce\xbf\xcf\x83" },
	{ "follow\xe2\x80\x91up", "follow-up" },
	{ "wait\xe2\x80\xa6", "wait..." },
	{ "\xed\x95\x9c", "\xed\x95\x9c" },
	{ "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", "\xed\x95\x9c" },
	{ "", "" },
	{ " ", " " },
};

START_TEST(test_what_reads_the_same_folds_the_same)
{
	g_autoptr(apres_folded) f = apres_fold(folds[_i].in, strlen(folds[_i].in));

	ck_assert_msg(strcmp(f->text, folds[_i].out) == 0, "'%s' became '%s', not '%s'",
		      folds[_i].in, f->text, folds[_i].out);
	ck_assert_uint_eq(f->len, strlen(f->text));
}
END_TEST

START_TEST(test_every_folded_byte_knows_its_source)
{
	const char *in = "A  \xc3\x9f\xe2\x80\x8b!";
	const guint32 want[] = { 0, 1, 3, 3, 8, 9 };
	g_autoptr(apres_folded) f = apres_fold(in, strlen(in));

	ck_assert_str_eq(f->text, "a ss!");
	for (guint i = 0; i < G_N_ELEMENTS(want); i++)
		ck_assert_uint_eq(f->origin[i], want[i]);
}
END_TEST

START_TEST(test_only_the_given_length_is_read)
{
	g_autoptr(apres_folded) f = apres_fold("feedback", 4);

	ck_assert_str_eq(f->text, "feed");
	ck_assert_uint_eq(f->origin[4], 4);
}
END_TEST

/* Characters that meet in hostile and in honest mail. */
static gunichar
random_char(GRand *rand)
{
	static const gunichar range[][2] = {
		{ 0x20, 0x7e },     { 0x20, 0x7e },     { 0x9, 0xd },
		{ 0xa0, 0x17f },    { 0x300, 0x36f },   { 0x370, 0x4ff },
		{ 0x1100, 0x11ff }, { 0x1e00, 0x20ff }, { 0x3040, 0x30ff },
		{ 0xac00, 0xac80 }, { 0xfb00, 0xffff }, { 0x900, 0x97f },
	};
	const gunichar *r = range[g_rand_int_range(rand, 0, G_N_ELEMENTS(range))];
	gunichar c;

	do
		c = (gunichar)g_rand_int_range(rand, (gint32)r[0], (gint32)r[1] + 1);
	while (!g_unichar_validate(c));
	return c;
}

START_TEST(test_any_text_folds_to_valid_text_with_a_monotone_map)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed((guint32)_i);
	g_autoptr(GString) in = g_string_new(NULL);

	for (int n = g_rand_int_range(rand, 0, 200); n > 0; n--)
		g_string_append_unichar(in, random_char(rand));
	g_autoptr(apres_folded) f = apres_fold(in->str, in->len);
	ck_assert(g_utf8_validate(f->text, (gssize)f->len, NULL));
	ck_assert_uint_eq(f->origin[f->len], in->len);
	for (gsize i = 0; i < f->len; i++) {
		ck_assert_uint_le(f->origin[i], f->origin[i + 1]);
		ck_assert_uint_lt(f->origin[i], in->len);
		ck_assert(((guchar)in->str[f->origin[i]] & 0xc0) != 0x80);
		ck_assert(f->text[i] != ' ' || f->text[i + 1] != ' ');
		ck_assert(!g_ascii_isupper(f->text[i]));
	}
	/* Patterns are folded too, some of them twice. */
	g_autoptr(apres_folded) again = apres_fold(f->text, f->len);
	ck_assert_str_eq(again->text, f->text);
}
END_TEST

START_TEST(test_plain_lower_case_text_stays_as_it_is)
{
	const char *in = "thanks, could you tell me why? i'd like to know (1/2) - "
			 "j.lee@contoso.example";
	g_autoptr(apres_folded) f = apres_fold(in, strlen(in));

	ck_assert_str_eq(f->text, in);
	for (gsize i = 0; i <= f->len; i++)
		ck_assert_uint_eq(f->origin[i], i);
}
END_TEST

START_TEST(test_a_clean_line_is_one_line_of_valid_text)
{
	g_autofree char *a = apres_text_clean_line(" a\r\n\tb\x01"
						   "c \xe2\x80\xae",
						   99);
	g_autofree char *b = apres_text_clean_line("ab\xff\xc3\xa9", 99);
	g_autofree char *c = apres_text_clean_line("\xc3\xa9t\xc3\xa9 ete", 4);
	g_autofree char *d = apres_text_clean_line("abc", 0);

	ck_assert_str_eq(a, "a b c");
	ck_assert_str_eq(b, "ab\xef\xbf\xbd\xc3\xa9");
	ck_assert_str_eq(c, "\xc3\xa9t\xc3\xa9");
	ck_assert_str_eq(d, "");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("text");
	TCase *tc = tcase_create("text");

	tcase_add_loop_test(tc, test_what_reads_the_same_folds_the_same, 0,
			    G_N_ELEMENTS(folds));
	tcase_add_test(tc, test_every_folded_byte_knows_its_source);
	tcase_add_test(tc, test_only_the_given_length_is_read);
	tcase_add_loop_test(tc, test_any_text_folds_to_valid_text_with_a_monotone_map, 0,
			    40);
	tcase_add_test(tc, test_plain_lower_case_text_stays_as_it_is);
	tcase_add_test(tc, test_a_clean_line_is_one_line_of_valid_text);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
