/* SPDX-License-Identifier: Apache-2.0 */
/* What of a stranger's sentence may be shown: no name, no number, no address. */
#include "config.h"
#include "policy/mask.h"

#include "unit.h"

static const struct {
	const char *language, *sentence, *masked;
} sentences[] = {
	{ "en", "Could you tell me when I will hear from you?",
	  "could you tell me when i will hear from you?" },
	{ "en", "Did Mrs. Quibbleworth say why I was not chosen?",
	  "did ... say why i was not chosen?" },
	{ "en", "Please call me at +44 20 7946 0000, thanks.",
	  "please call me at ... thanks." },
	{ "en", "Please write to zed@mail.example or www.zed.example about it.",
	  "please write to ... or ... about it." },
	{ "en", "I live in room 12 of that house.", "i live in room ... of that house." },
	/* An everyday word as a name is written large. */
	{ "en", "I spoke with Mark about it.", "i spoke with ... about it." },
	{ "en", "Xylo Quibbleworth Zed", NULL },
	{ "en", "4711", NULL },
	{ "en", "", NULL },
	{ "de", "Wann bekomme ich eine Antwort von Frau Quibbelwerth?",
	  "wann bekomme ich eine antwort von frau ..." },
	{ NULL, "Why was I not chosen?", "why was i not chosen?" },
};

START_TEST(test_what_is_no_everyday_word_is_masked)
{
	g_autoptr(apres_mask) mask = apres_mask_new(sentences[_i].language);
	g_autofree char *masked = apres_mask_sentence(mask, sentences[_i].sentence);

	ck_assert_pstr_eq(masked, sentences[_i].masked);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("mask");
	TCase *tcase = tcase_create("mask");

	tcase_add_loop_test(tcase, test_what_is_no_everyday_word_is_masked, 0,
			    G_N_ELEMENTS(sentences));
	suite_add_tcase(suite, tcase);
	return unit_main(suite);
}
