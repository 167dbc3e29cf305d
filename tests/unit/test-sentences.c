/* SPDX-License-Identifier: Apache-2.0 */
/* Sentences: one wish each, so that one explained wish cannot speak for another. */
#include "config.h"
#include "unit.h"
#include "util/text.h"

#include <string.h>

/* The sentences, joined by "|"; a question is followed by "<?>". */
static char *
split(const char *text)
{
	g_autoptr(GString) all = g_string_new(NULL);
	g_autoptr(GArray) sentences = apres_sentences_split(text, strlen(text));

	for (guint i = 0; i < sentences->len; i++) {
		const apres_sentence *s = &g_array_index(sentences, apres_sentence, i);
		ck_assert_uint_gt(s->length, 0);
		ck_assert_uint_le(s->offset + s->length, strlen(text));
		g_string_append_printf(all, "%s%.*s%s", i > 0 ? "|" : "", (int)s->length,
				       text + s->offset, s->question ? "<?>" : "");
	}
	for (char *c = all->str; *c != '\0'; c++)
		if (*c == '\n')
			*c = ' ';
	return g_string_free(g_steal_pointer(&all), FALSE);
}

static const struct {
	const char *in, *out;
} cases[] = {
	{ "Thanks. Why not me?", "Thanks.|Why not me?<?>" },
	{ "Why not me?! And now", "Why not me?!<?>|And now" },
	{ "He said \"why?\" Then left.", "He said \"why?\"<?>|Then left." },
	{ "(Could you tell me why?) Thanks!", "(Could you tell me why?)<?>|Thanks!" },
	{ "Why not me ?\n\nJim", "Why not me ?<?>|Jim" },
	{ "thanks for that. could you say why? i wonder",
	  "thanks for that.|could you say why?<?>|i wonder" },
	{ "well... i think so", "well... i think so" },
	{ "Thanks.Could you say why?Bye", "Thanks.|Could you say why?<?>|Bye" },
	{ "what was missing .i wrote twice .he laughed",
	  "what was missing .|i wrote twice .|he laughed" },
	{ "what was missing.i wrote twice.he laughed",
	  "what was missing.|i wrote twice.|he laughed" },
	{ "why not me ??Brass is it ?!please \xe2\x80\xa6"
	  "and so ?)on ...he said",
	  "why not me ?"
	  "?<?>|Brass is it ?!<?>|please \xe2\x80\xa6|and so ?)<?>|on ...|he "
	  "said" },
	{ "what was missing.it says.at noon.us too.de nada.es eso.co founder",
	  "what was missing.|it says.|at noon.|us too.|de nada.|es eso.|co founder" },
	{ "see jobs.contoso.de and a2.at and contoso.com",
	  "see jobs.contoso.de and a2.at and contoso.com" },
	{ "contoso.example or www.jobs.contoso.example or a.b.c",
	  "contoso.example or www.jobs.contoso.example or a.b.c" },
	{ "my cv.pdf, at 9 p.m, ph.d from dr.lee and etc.all",
	  "my cv.pdf, at 9 p.m, ph.d from dr.lee and etc.|all" },
	{ "See https://contoso.example/a?b=c.D and me",
	  "See https://contoso.example/a?b=c.D and me" },
	{ "I use Node.js and v2.5 daily", "I use Node.js and v2.5 daily" },
	{ "Dear Mr. Smith, Dr. J. Lee said no. Could you",
	  "Dear Mr. Smith, Dr. J. Lee said no.|Could you" },
	{ "Is it No. 7, e.g. this one? Yes", "Is it No. 7, e.g. this one?<?>|Yes" },
	{ "I heard from HR. Thanks", "I heard from HR.|Thanks" },
	{ "Das war am 3. Mai, z.B. Herr Dr. Lee. Warum?",
	  "Das war am 3. Mai, z.B. Herr Dr. Lee.|Warum?<?>" },
	{ "I waited 10. Why?", "I waited 10.|Why?<?>" },
	{ "One\n\nTwo\n \nThree", "One|Two|Three" },
	{ "I ask:\n- why\n- when\n* who\n1. what\n2) how",
	  "I ask:|- why|- when|* who|1. what|2) how" },
	{ "Dear Ms. Lee,\nThank you for letting me know about the decision that you "
	  "have\n"
	  "taken about my application for the role.\nBest regards,\nJim Smith",
	  "Dear Ms. Lee,|Thank you for letting me know about the decision that you have "
	  "taken about my application for the role.|Best regards,|Jim Smith" },
	{ "I would be very grateful if you could tell me what I should have done\n"
	  "better in the interview with the team, and whether there is anything in\n"
	  "my CV that I could change.",
	  "I would be very grateful if you could tell me what I should have done "
	  "better in the interview with the team, and whether there is anything in "
	  "my CV that I could change." },
	{ "This line is long and was not wrapped by any program because it goes on and "
	  "on and on\n"
	  "so its end was typed by the one who wrote it and it is longer than eighty "
	  "characters",
	  "This line is long and was not wrapped by any program because it goes on and "
	  "on and on|"
	  "so its end was typed by the one who wrote it and it is longer than eighty "
	  "characters" },
	{ "---\n:)\n***\nHi", "Hi" },
	{ "\xe2\x80\xa6 \xf0\x9f\x98\x80", "" },
	{ "", "" },
	{ "\n\n", "" },
	{ "\xe3\x81\xaa\xe3\x81\x9c\xef\xbc\x9f\xe3\x81\xaf\xe3\x81\x84\xe3\x80\x82",
	  "\xe3\x81\xaa\xe3\x81\x9c\xef\xbc\x9f<?>|"
	  "\xe3\x81\xaf\xe3\x81\x84\xe3\x80\x82" },
	{ "Please don't. I applied at 17 h. Bye",
	  "Please don't.|I applied at 17 h.|Bye" },
	{ "Topics:\n\n  1. Why is that?\n  2. Who", "Topics:|1. Why is that?<?>|2. Who" },
	{ "I am thankful that you told me so frankly about this one,\n"
	  "Cheap Office Key, and I would be glad to hear of a more junior opening in "
	  "your department.",
	  "I am thankful that you told me so frankly about this one, "
	  "Cheap Office Key, and I would be glad to hear of a more junior opening in "
	  "your department." },
	{ "What a pity! Regards, Jo", "What a pity!|Regards, Jo" },
};

START_TEST(test_a_text_falls_into_its_sentences)
{
	g_autofree char *got = split(cases[_i].in);

	ck_assert_msg(strcmp(got, cases[_i].out) == 0, "\n got  %s\n want %s", got,
		      cases[_i].out);
}
END_TEST

START_TEST(test_no_letter_is_lost_between_sentences)
{
	static const char alphabet[] = "aB.?! \n-)\"1 \xc3\xa9";
	g_autoptr(GRand) rand = g_rand_new_with_seed((guint32)_i);
	g_autoptr(GString) in = g_string_new(NULL);

	for (int n = g_rand_int_range(rand, 0, 120); n > 0; n--) {
		int k = g_rand_int_range(rand, 0, (gint32)sizeof alphabet - 2);
		g_string_append_len(in, alphabet + k, (guchar)alphabet[k] < 0x80 ? 1 : 2);
	}
	g_autoptr(GArray) sentences = apres_sentences_split(in->str, in->len);
	gsize at = 0;
	for (guint i = 0; i <= sentences->len; i++) {
		const apres_sentence *s =
			i < sentences->len ? &g_array_index(sentences, apres_sentence, i)
					   : NULL;
		gsize next = s != NULL ? s->offset : in->len;
		ck_assert_uint_ge(next, at);
		for (; at < next; at++)
			ck_assert(!g_ascii_isalnum(in->str[at]) &&
				  (guchar)in->str[at] < 0x80);
		at = s != NULL ? s->offset + s->length : at;
	}
}
END_TEST

/* Clauses, joined by "|"; "^" in TEXT is where a pack says that one begins. */
static const struct {
	const char *in, *out;
} clauses[] = {
	{ "Could you tell me why?", "Could you tell me why?" },
	{ "Could you tell me why, my lawyer will ask",
	  "Could you tell me why,|my lawyer will ask" },
	{ "tell me why ^and I will go", "tell me why|and I will go" },
	{ "why (I ask you) - and when: now; here",
	  "why (|I ask you)|and when:|now;|here" },
	{ "it cost 1,500 at 10:30 well-known", "it cost 1,500 at 10:30 well-known" },
	{ "why\xe2\x80\x94I ask", "why\xe2\x80\x94|I ask" },
	{ "well... I think", "well...|I think" },
	{ "no, ^^ , no", "no,|no" },
};

START_TEST(test_a_sentence_falls_into_its_clauses)
{
	g_autoptr(GString) text = g_string_new(NULL), all = g_string_new(NULL);
	g_autoptr(GArray) cuts = g_array_new(FALSE, FALSE, sizeof(gsize));

	for (const char *c = clauses[_i].in; *c != '\0'; c++)
		if (*c == '^')
			g_array_append_val(cuts, text->len);
		else
			g_string_append_c(text, *c);
	g_autoptr(GArray) found = apres_clauses_split(text->str, 0, text->len, cuts);
	for (guint i = 0; i < found->len; i++) {
		const apres_sentence *s = &g_array_index(found, apres_sentence, i);
		g_string_append_printf(all, "%s%.*s", i > 0 ? "|" : "", (int)s->length,
				       text->str + s->offset);
	}
	ck_assert_str_eq(all->str, clauses[_i].out);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("sentences");
	TCase *tc = tcase_create("sentences");

	tcase_add_loop_test(tc, test_a_text_falls_into_its_sentences, 0,
			    G_N_ELEMENTS(cases));
	tcase_add_loop_test(tc, test_a_sentence_falls_into_its_clauses, 0,
			    G_N_ELEMENTS(clauses));
	tcase_add_loop_test(tc, test_no_letter_is_lost_between_sentences, 0, 40);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
