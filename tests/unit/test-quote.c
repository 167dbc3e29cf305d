/* SPDX-License-Identifier: Apache-2.0 */
/* Quotes: no old word counts as new, no new word is lost. */
#include "config.h"
#include "message/quote.h"
#include "unit.h"

#include <string.h>
#include <time.h>

static const struct {
	const char *text, *fresh;
	bool clear;
} texts[] = {
	/* quotes with marks */
	{ "Why?\n\nOn Mon, 3 May 2026 at 10:15, Jo Lee <jo@b.example> wrote:\n> "
	  "old\n>\n>> older\n",
	  "Why?", true },
	{ "On Mon, 3 May 2026 at 10:15, Jo Lee <jo@b.example>\nwrote:\n\n> old\n\nbelow",
	  "below", true },
	{ "Jo wrote:\n> old\nfirst\n> old two\nsecond", "first\nsecond", true },
	{ "> a?\nyes\n\n> b?\nno", "yes\n\nno", true },
	{ "TB> old one\nTB> old two\nnew", "new", true },
	{ "> this is a quoted line that was long and was wrapped by a program\nonce "
	  "more\n> next\nnew",
	  "new", true },
	{ ">:( not a quote", ">:( not a quote", true },
	{ "Am 03.05.2026 um 10:15 schrieb Jo Lee:\n> alt\nneu", "neu", true },
	{ "neu\n\nAm Mo., 3. Mai 2026 um 10:15 Uhr schrieb Jo Lee <\njo@b.example>:\n\n> "
	  "alt",
	  "neu", true },
	{ "neuf\n\nLe lun. 3 mai 2026 \xc3\xa0 10:15, Jo Lee <jo@b.example> a \xc3\xa9"
	  "crit :\n\n> vieux",
	  "neuf", true },
	{ "nuevo\n\nEl lun, 3 may 2026 a las 10:15, Jo (<jo@b.example>) "
	  "escribi\xc3\xb3:\n\n> viejo",
	  "nuevo", true },
	{ "On Mon, 3 May 2026 at 10:15, Jo Lee <jo@b.example>wrote:\n> old\nnew", "new",
	  true },
	/* quotes without marks */
	{ "new\n\nOn 3 May 2026, at 10:15, Jo Lee <jo@b.example> wrote:\n\nold", "new",
	  true },
	{ "new\n\n-----Original Message-----\nFrom: Jo\nSent: Monday\nTo: me\nSubject: "
	  "x\n\nold",
	  "new", true },
	{ "new\n\n________________________________\nFrom: Jo\nSent: Monday\n\nold", "new",
	  true },
	{ "new\n\nFrom: Jo <jo@b.example>\nSent: Monday, 3 May 2026 10:15\nTo: "
	  "me\nSubject: x\n\nold",
	  "new", true },
	{ "neu\n\nVon: Jo\nGesendet: Montag\nAn: mich\nBetreff: x\n\nalt", "neu", true },
	{ "neuf\n\nDe : Jo\nEnvoy\xc3\xa9 : lundi\n\xc3\x80 : moi\nObjet : x\n\nvieux",
	  "neuf", true },
	{ "nuevo\n\nDe: Jo\nEnviado el: lunes\nPara: m\xc3\xad\nAsunto: x\n\nviejo",
	  "nuevo", true },
	{ "new\n\n*From:* Jo\n\n*Sent:* Monday\n\n*To:* me\n\n*Subject:* x\n\nold", "new",
	  true },
	{ "see below\n\n---------- Forwarded message ---------\nFrom: Jo\nDate: "
	  "x\nSubject: y\nTo: z\n\nold",
	  "see below", true },
	{ "Begin forwarded message:\n\n> From: Jo\n> old\nnew", "new", true },
	/* nothing above: the answer may be below */
	{ "-----Original Message-----\nFrom: Jo\nSent: Monday\nSubject: x\n\nold\n\nnew",
	  "old\n\nnew", false },
	/* people who write like that */
	{ "On Monday your colleague wrote:\nwe will decide soon. Why?",
	  "On Monday your colleague wrote:\nwe will decide soon. Why?", true },
	{ "From: Monday\nI am free. To: be clear.",
	  "From: Monday\nI am free. To: be clear.", true },
	{ "What he wrote is this:\n\nno.", "What he wrote is this:\n\nno.", true },
	{ "I have three questions\n---\nWhy me?", "I have three questions\n---\nWhy me?",
	  true },
	/* signatures */
	{ "new\n-- \nJo Lee\nEngineer", "new", true },
	{ "new\n--\nBut one more thing: why not me?",
	  "new\n--\nBut one more thing: why not me?", true },
	{ "new\n\nSent from my iPhone", "new", true },
	{ "new\n\nVon meinem iPhone gesendet\n> alt", "new", true },
	{ "new\n\nGesendet mit der GMX Mail App", "new", true },
	{ "Sent from my phone, so can we talk?", "Sent from my phone, so can we talk?",
	  true },
	{ "sent by courier yesterday", "sent by courier yesterday", true },
	{ "new\n\nBest regards,\nJo Lee\nAttorney at Law\nTel: +1 312 555 "
	  "0100\nwww.b.example",
	  "new\n\nBest regards,\nJo Lee\nAttorney at Law", true },
	{ "Thanks,\nJo\n\nP.S. Could you call me on +1 312 555 0100?",
	  "Thanks,\nJo\n\nP.S. Could you call me on +1 312 555 0100?", true },
	{ "Regards,\nJo\nI want to withdraw my application from this process, call +1 "
	  "312 555 0100.",
	  "Regards,\nJo\nI want to withdraw my application from this process, call +1 "
	  "312 555 0100.",
	  true },
	/* disclaimers */
	{ "new\n\n____\nThis e-mail is confidential. If you are not the intended "
	  "recipient, delete it.",
	  "new", true },
	{ "CAUTION: This email originated from outside of the organization.\n\nnew",
	  "new", true },
	{ "Please keep this confidential. I was harassed.",
	  "Please keep this confidential. I was harassed.", true },
	{ "", "", true },
	{ "\n\n", "", true },
	{ ">", "", true },
};

START_TEST(test_new_words_are_told_from_old_ones)
{
	g_autofree char *fresh = NULL, *quoted = NULL;
	bool clear = apres_quote_split(texts[_i].text, &fresh, &quoted);

	ck_assert_msg(strcmp(fresh, texts[_i].fresh) == 0,
		      "\n of   %s\n got  %s\n want %s", texts[_i].text, fresh,
		      texts[_i].fresh);
	ck_assert_int_eq(clear, texts[_i].clear);
}
END_TEST

START_TEST(test_what_is_cut_is_kept_without_marks)
{
	g_autofree char *fresh = NULL, *quoted = NULL;

	apres_quote_split("a\n> b\n>> c\nd\n-- \nJo", &fresh, &quoted);
	ck_assert_str_eq(fresh, "a\nd");
	ck_assert_str_eq(quoted, "b\nc\n-- \nJo");
}
END_TEST

START_TEST(test_no_letter_is_lost)
{
	static const char *const pieces[] = {
		"> ",       "a b",    "\n",       "\n\n",    "-- ",   "From: x",
		"To: y",    "wrote:", "On 3 May", "Sent: z", "<a@b>", "____",
		"Regards,", "10:15",  "2026",     "|",       "?",     "Subject: q"
	};
	g_autoptr(GRand) rand = g_rand_new_with_seed((guint32)_i);
	g_autoptr(GString) in = g_string_new(NULL);
	g_autofree char *fresh = NULL, *quoted = NULL;
	guint before = 0, after = 0;

	for (int n = g_rand_int_range(rand, 0, 60); n > 0; n--)
		g_string_append(in,
				pieces[g_rand_int_range(rand, 0, G_N_ELEMENTS(pieces))]);
	apres_quote_split(in->str, &fresh, &quoted);
	for (const char *s = in->str; *s != '\0'; s++)
		before += g_ascii_isalnum(*s) != 0;
	for (const char *s = fresh; *s != '\0'; s++)
		after += g_ascii_isalnum(*s) != 0;
	for (const char *s = quoted; *s != '\0'; s++)
		after += g_ascii_isalnum(*s) != 0;
	ck_assert_uint_eq(before, after);
}
END_TEST

/* Lines that begin something and never end it. */
START_TEST(test_time_is_linear)
{
	static const char *const lines[] = {
		"Best regards,\n", "--\n",    "On 3 May 2026 at 10:15\n",
		"From: x\n",       "TB> x\n", "____\n",
		"> x\n",           "\n"
	};
	g_autoptr(GString) in = g_string_new(NULL);
	g_autofree char *fresh = NULL, *quoted = NULL;

	while (in->len < 500000)
		g_string_append(in, lines[_i]);
	/* Of this process: others must not make it fail. */
	clock_t start = clock();
	apres_quote_split(in->str, &fresh, &quoted);
	ck_assert_int_lt(clock() - start, 5 * CLOCKS_PER_SEC);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("quote");
	TCase *tc = tcase_create("quote");

	tcase_set_timeout(tc, 30);
	tcase_add_loop_test(tc, test_new_words_are_told_from_old_ones, 0,
			    G_N_ELEMENTS(texts));
	tcase_add_test(tc, test_what_is_cut_is_kept_without_marks);
	tcase_add_loop_test(tc, test_no_letter_is_lost, 0, 60);
	tcase_add_loop_test(tc, test_time_is_linear, 0, 8);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
