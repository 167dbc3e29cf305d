/* SPDX-License-Identifier: Apache-2.0 */
/* Charsets and encoded words: what is not understood is said to be so. */
#include "config.h"
#include "message/charset.h"
#include "message/encoded-word.h"
#include "unit.h"

#include <string.h>

static const struct {
	const char *charset, *in, *out;
	bool exact;
} texts[] = {
	{ NULL, "plain", "plain", true },
	{ NULL, "\xc3\xa9", "\xc3\xa9", true },
	{ "us-ascii", "\xe9", "\xc3\xa9", true },
	{ "UTF-8", "\xef\xbb\xbfx", "x", true },
	{ "utf-8", "a\xff", "a\xef\xbf\xbd", false },
	{ "iso-8859-1", "don\x92t \xe9", "don\xe2\x80\x99t \xc3\xa9", true },
	{ "Windows-1252", "\x81", "\xef\xbf\xbd", false },
	{ "ISO-8859-15", "\xa4", "\xe2\x82\xac", true },
	{ "koi8-r", "\xc1", "\xd0\xb0", true },
	{ "iso-2022-jp", "\x1b$B$\"\x1b(B", "\xe3\x81\x82", true },
	{ "Shift_JIS", "\x82\xa0", "\xe3\x81\x82", true },
	{ "shift_jis", "\x82", "\xef\xbf\xbd", false },
	{ "gb2312", "\xc4\xe3", "\xe4\xbd\xa0", true },
	{ "big5", "\xa7\x41", "\xe4\xbd\xa0", true },
	{ "ks_c_5601-1987", "\xb0\xa1", "\xea\xb0\x80", true },
	{ "utf-7", "a+AOk-", "a\xc3\xa9", true },
	{ "x-klingon", "a", NULL, false },
};

START_TEST(test_listed_charsets_become_utf8)
{
	bool exact = true;
	g_autofree char *got = apres_charset_to_utf8(texts[_i].charset, texts[_i].in,
						     strlen(texts[_i].in), &exact);

	ck_assert_pstr_eq(got, texts[_i].out);
	if (got != NULL)
		ck_assert_int_eq(exact, texts[_i].exact);
}
END_TEST

START_TEST(test_a_nul_is_no_text)
{
	bool exact;
	g_autofree char *a = apres_charset_to_utf8("utf-8", "a\0b", 3, &exact);

	ck_assert_str_eq(a, "a\xef\xbf\xbd"
			    "b");
	ck_assert(!exact);
	g_autofree char *b = apres_charset_to_utf8("utf-16le", "a\0b\0", 4, &exact);
	ck_assert_str_eq(b, "ab");
	ck_assert(exact);
}
END_TEST

static const struct {
	const char *in, *out;
	bool exact;
} words[] = {
	{ "plain", "plain", true },
	{ "=?utf-8?q?a_=C3=A9?=", "a \xc3\xa9", true },
	{ "=?UTF-8?B?w6k=?= x", "\xc3\xa9 x", true },
	{ "x =?utf-8*en?Q?=C3?=  =?utf-8?Q?=A9?= y", "x \xc3\xa9 y", true },
	{ "=?utf-8?q?a?= =?iso-8859-1?q?=E9?=", "a\xc3\xa9", true },
	{ "=?x-klingon?q?a?=", "=?x-klingon?q?a?=", false },
	{ "=?utf-8?x?a?=", "=?utf-8?x?a?=", true },
	{ "=?utf-8?q?never ends", "=?utf-8?q?never ends", true },
	{ "=?utf-8?q?=3?=", "=3", true },
	{ "=?utf-8?q?"
	  "?=",
	  "", true },
	{ "a =?= b", "a =?= b", true },
	{ "raw \xe9", "raw \xc3\xa9", true },
	{ "=?utf-8?q?=00=FF?=", "\xef\xbf\xbd\xef\xbf\xbd", false },
};

START_TEST(test_encoded_words_become_text)
{
	bool exact;
	g_autofree char *got = apres_encoded_words_decode(words[_i].in, &exact);

	ck_assert_str_eq(got, words[_i].out);
	ck_assert_int_eq(exact, words[_i].exact);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("charset");
	TCase *tc = tcase_create("charset");

	tcase_add_loop_test(tc, test_listed_charsets_become_utf8, 0, G_N_ELEMENTS(texts));
	tcase_add_test(tc, test_a_nul_is_no_text);
	tcase_add_loop_test(tc, test_encoded_words_become_text, 0, G_N_ELEMENTS(words));
	suite_add_tcase(s, tc);
	return unit_main(s);
}
