/* SPDX-License-Identifier: Apache-2.0 */
/* Whole mails: which words count, and what is a reason to hold. */
#include "config.h"
#include "message/machine.h"
#include "message/message.h"
#include "util/text.h"

#include "unit.h"

#include <string.h>

#define FROM                                                                             \
	"From: Jo Lee <jo@b.example>\nSubject: Re: AW: Your application\nMIME-Version: " \
	"1.0\n"
#define ALTERNATIVE FROM "Content-Type: multipart/alternative; boundary=b\n\n"
#define MIXED FROM "Content-Type: multipart/mixed; boundary=b\n\n"
#define PLAIN "--b\nContent-Type: text/plain; charset=utf-8\n\n"
#define HTML "--b\nContent-Type: text/html; charset=utf-8\n\n"

static const struct {
	const char *mail, *text, *quoted, *problems, *machine;
} mails[] = {
	{ FROM "\nWhy not me?\n", "Why not me?", "", "", "" },
	{ FROM "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: "
	       "quoted-printable\n\n"
	       "D=E9j=E0 vu=\n!\n",
	  "D\xc3\xa9j\xc3\xa0 vu!", "", "", "" },
	{ FROM "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: "
	       "base64\n\nV2h5Pw==\n",
	  "Why?", "", "", "" },
	{ FROM "Content-Type: text/plain; format=flowed\n\nThis is one \nsentence.\n\n> "
	       "quoted \n> too\n",
	  "This is one sentence.", "quoted too", "", "" },
	{ ALTERNATIVE PLAIN "Plain\n" HTML "<p>Html</p>\n--b--\n", "Plain", "", "", "" },
	{ ALTERNATIVE PLAIN "Thanks a lot!\n" HTML "<p>Thanks a <b>lot</b>!</p>\n--b--\n",
	  "Thanks a lot!", "", "", "" },
	{ ALTERNATIVE PLAIN "Thanks a lot!\n" HTML
			    "<p>Thanks a lot! My lawyer will write to you.</p>\n--b--\n",
	  "Thanks a lot!", "", "alternatives-differ", "" },
	{ ALTERNATIVE PLAIN " \n" HTML "<p>Html</p>\n--b--\n", "Html", "", "", "" },
	{ FROM "Content-Type: text/html; "
	       "charset=utf-8\n\n<p>New<blockquote>old</blockquote>\n",
	  "New", "old", "", "" },
	{ MIXED PLAIN "One\n" PLAIN "Two\n--b--\n", "One\n\nTwo", "", "", "" },
	{ MIXED PLAIN
	  "One\n--b\nContent-Type: message/rfc822\n\nSubject: x\n\nInner\n--b--\n",
	  "One", "Inner", "", "" },
	{ MIXED PLAIN
	  "\n--b\nContent-Type: application/pdf; name=\"cv.pdf\"\n\nx\n--b--\n",
	  "", "", "attachment-only", "" },
	{ FROM "\n\n", "", "", "", "" },
	{ "From: jo@b.example\nSubject: Re:\n\n\n", "", "", "empty", "" },
	{ FROM "\n> only a quote\n", "", "only a quote", "empty", "" },
	{ FROM "Content-Type: text/plain; charset=x-klingon\n\nabc\n", "abc", "",
	  "charset", "" },
	{ FROM "Content-Type: text/plain; charset=utf-8\n\nabc\xff\n", "abc\xef\xbf\xbd",
	  "", "charset", "" },
	{ FROM "Content-Type: multipart/encrypted; boundary=b\n\n" PLAIN "x\n--b--\n",
	  "x", "", "encrypted", "" },
	{ FROM "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nx\n",
	  "", "", "encrypted", "" },
	{ FROM "\n-----BEGIN PGP MESSAGE-----\nx\n", "-----BEGIN PGP MESSAGE-----\nx", "",
	  "encrypted", "" },
	{ FROM "Content-Type: multipart/report; boundary=b\n\n" PLAIN "x\n--b--\n", "x",
	  "", "", "report" },
	{ MIXED PLAIN
	  "x\n--b\nContent-Type: message/delivery-status\n\nAction: failed\n--b--\n",
	  "x", "", "", "report" },
	{ MIXED PLAIN "x\n--b\nContent-Type: "
		      "message/disposition-notification\n\nDisposition: x\n--b--\n",
	  "x", "", "", "mdn" },
	{ MIXED PLAIN
	  "x\n--b\nContent-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\n--b--\n",
	  "x", "", "", "calendar-part" },
	{ MIXED PLAIN "Mine bounced.\n--b\nContent-Type: message/rfc822\n\nContent-Type: "
		      "message/delivery-status\n\nAction: failed\n--b--\n",
	  "Mine bounced.", "", "", "" },
	{ FROM "Content-Type: multipart/mixed; boundary=b\n\nnothing here\n", "", "",
	  "mime-broken", "" },
	{ "From: a@b.example\nFrom: c@d.example\n\nx\n", "x", "", "duplicate-from", "" },
};

static char *
join(const GPtrArray *list, bool machine)
{
	g_autoptr(GString) all = g_string_new(NULL);

	for (guint i = 0; i < list->len; i++)
		g_string_append_printf(all, "%s%s", i > 0 ? " " : "",
				       machine ? ((apres_machine_hit *)list->pdata[i])->id
					       : (const char *)list->pdata[i]);
	return g_string_free(g_steal_pointer(&all), FALSE);
}

START_TEST(test_a_mail_gives_its_new_words)
{
	g_autoptr(apres_message) m =
		apres_message_parse(mails[_i].mail, strlen(mails[_i].mail));
	g_autofree char *problems = join(m->problems, false);
	g_autofree char *machine = join(m->machine, true);

	ck_assert_str_eq(m->text, mails[_i].text);
	ck_assert_str_eq(m->quoted, mails[_i].quoted);
	ck_assert_str_eq(problems, mails[_i].problems);
	ck_assert_str_eq(machine, mails[_i].machine);
	ck_assert_int_eq(m->text_unknown, strcmp(problems, "charset") == 0);
}
END_TEST

START_TEST(test_headers_give_subject_and_thread)
{
	const char *mail =
		"From: jo@b.example\nSubject: =?utf-8?q?RE:_[EXTERNAL]_Fwd:_T=C3=A9st?=\n"
		"Message-ID: <m@b.example>\nReferences: <a@x>\n <b@x>\n"
		"In-Reply-To: <b@x> <c@x>\n\nx\n";
	g_autoptr(apres_message) m = apres_message_parse(mail, strlen(mail));
	g_autofree char *references = join(m->references, false);

	ck_assert_str_eq(m->subject, "RE: [EXTERNAL] Fwd: T\xc3\xa9st");
	ck_assert_str_eq(m->subject_core, "T\xc3\xa9st");
	ck_assert_str_eq(m->message_id, "m@b.example");
	ck_assert_str_eq(references, "a@x b@x c@x");
}
END_TEST

START_TEST(test_attachments_are_known_by_name)
{
	const char *mail =
		MIXED PLAIN "x\n--b\nContent-Type: application/pdf; "
			    "name=\"=?utf-8?q?L=C3=A9?=.pdf\"\n\nx\n"
			    "--b\nContent-Type: text/plain\nContent-Disposition: "
			    "attachment; filename=a.txt\n\nWhy?\n--b--\n";
	g_autoptr(apres_message) m = apres_message_parse(mail, strlen(mail));

	ck_assert_str_eq(m->text, "x");
	ck_assert_str_eq(m->attachments, "L\xc3\xa9.pdf\na.txt");
}
END_TEST

/* HEAD, then PIECE N times, then a blank line. */
static apres_message *
parse_repeated(const char *head, const char *piece, int n)
{
	g_autoptr(GString) mail = g_string_new(head);

	while (n-- > 0)
		g_string_append(mail, piece);
	g_string_append(mail, "\n\nx\n");
	return apres_message_parse(mail->str, mail->len);
}

START_TEST(test_what_kills_a_parser_is_seen_before)
{
	g_autoptr(apres_message) groups = parse_repeated("From: ", "g:", 50000);
	g_autoptr(apres_message) inner = parse_repeated(
		MIXED "--b\nContent-Type: message/rfc822\n\nTo: ", "g:", 50000);
	g_autoptr(apres_message) parameters =
		parse_repeated(FROM "Content-Type: text/plain", "; a=b", 1000);
	g_autoptr(apres_message) depth = parse_repeated(
		FROM "Content-Type: multipart/mixed; boundary=b\n\n",
		"--b\nContent-Type: multipart/mixed; boundary=b\n\n", 2000);
	g_autoptr(apres_message) flood = parse_repeated(MIXED, "--b\n\n", 30000);

	ck_assert_str_eq(groups->problems->pdata[0], "header-too-large");
	ck_assert_str_eq(inner->problems->pdata[0], "mime-hostile");
	ck_assert(inner->text_unknown);
	ck_assert_str_eq(parameters->problems->pdata[0], "mime-hostile");
	ck_assert_uint_gt(depth->problems->len, 0);
	ck_assert(depth->text_unknown);
	ck_assert_str_eq(flood->problems->pdata[0], "mime-parts");
}
END_TEST

#define HTML_HEAD FROM "Content-Type: text/html; charset=utf-8\n\n"
#define UTF8_HEAD FROM "Content-Type: text/plain; charset=utf-8\n\n"

/* What nobody writes who wants a reply; LEAST: so much of it is read. */
static const struct {
	const char *head, *piece;
	int count;
	gsize least;
} floods[] = {
	{ UTF8_HEAD, "Why not \xc3\xa9? ", 9000, 10000 },
	{ UTF8_HEAD, "Why? ", 600000, 4900 },               /* one-word questions */
	{ UTF8_HEAD, "Why? ", 1001, 4900 },                 /* one too many */
	{ UTF8_HEAD, "Why?\n\n", 20000, 5900 },             /* a line each */
	{ UTF8_HEAD, "a\n", 500000, 1900 },                 /* lines without an end */
	{ UTF8_HEAD, "why was i not chosen ", 2000, 4090 }, /* no sentence end */
	{ UTF8_HEAD, "why was i not chosen ", 300, 4090 },
	{ UTF8_HEAD, "a", 4097, 4096 }, /* one giant word */
	{ UTF8_HEAD, "a", 900000, 4096 },
	{ UTF8_HEAD, "a?", 400000, 1900 },
	{ UTF8_HEAD, "x/a.A", 20000, 4090 },            /* one giant link */
	{ UTF8_HEAD, "W\xe2\x80\x8bhy ", 9000, 4090 },  /* zero width inside */
	{ UTF8_HEAD, "a\xe2\x80\x8b", 300000, 4090 },   /* and hardly anything else */
	{ UTF8_HEAD, "a\xcc\x81\xcc\x88", 9000, 4090 }, /* combining marks */
	{ UTF8_HEAD, "a\xcc\xb5", 300000, 4090 },
	{ UTF8_HEAD, "> Why?\nWhy? ", 9000, 4900 }, /* between quotes */
	{ HTML_HEAD, "<p>Why not me?</p>", 30000, 10000 },
	{ HTML_HEAD, "<b>why</b> ", 90000, 4090 },
};

START_TEST(test_of_a_text_too_long_the_beginning_is_read)
{
	g_autoptr(apres_message) m =
		parse_repeated(floods[_i].head, floods[_i].piece, floods[_i].count);
	g_autofree char *problems = join(m->problems, false);
	g_autoptr(GArray) sentences = apres_sentences_split(m->text, strlen(m->text));

	ck_assert_msg(strstr(problems, "text-too-long") != NULL, "%s", problems);
	ck_assert(m->text_unknown);
	ck_assert(g_utf8_validate(m->text, -1, NULL));
	ck_assert_uint_ge(strlen(m->text), floods[_i].least);
	ck_assert_uint_le(strlen(m->text), APRES_MESSAGE_MAX_TEXT);
	ck_assert_uint_le(sentences->len, APRES_MESSAGE_MAX_SENTENCES);
	for (guint i = 0; i < sentences->len; i++)
		ck_assert_uint_le(g_array_index(sentences, apres_sentence, i).length,
				  APRES_MESSAGE_MAX_SENTENCE);
}
END_TEST

/* The longest letters that are read whole; TEXT: as long as that. */
static const struct {
	const char *head, *piece;
	int count;
	gsize text;
} letters[] = {
	{ UTF8_HEAD, "Why? ", 999, 4998 },
	{ UTF8_HEAD, "word ", 800, 4003 },
	{ UTF8_HEAD, "What could I have done better? ", 900, 27903 },
	/* what was there before is no new text */
	{ UTF8_HEAD, "> quoted line of text\n", 40000, 1 },
};

START_TEST(test_a_long_letter_is_read_whole)
{
	g_autoptr(apres_message) m =
		parse_repeated(letters[_i].head, letters[_i].piece, letters[_i].count);
	g_autofree char *problems = join(m->problems, false);

	ck_assert_msg(strstr(problems, "text-too-long") == NULL, "%s", problems);
	ck_assert(!m->text_unknown);
	ck_assert_uint_eq(strlen(m->text), letters[_i].text);
}
END_TEST

START_TEST(test_line_ends_do_not_matter)
{
	const char *mail = ALTERNATIVE PLAIN "Why?\nWhen?\n" HTML "<p>x\n--b--\n";
	g_autofree char *cr = g_strdup(mail);
	g_strdelimit(cr, "\n", '\r');
	g_auto(GStrv) lines = g_strsplit(mail, "\n", -1);
	g_autofree char *crlf = g_strjoinv("\r\n", lines);
	g_autoptr(apres_message) a = apres_message_parse(cr, strlen(cr));
	g_autoptr(apres_message) b = apres_message_parse(crlf, strlen(crlf));

	ck_assert_str_eq(a->text, "Why?\nWhen?");
	ck_assert_str_eq(b->text, "Why?\nWhen?");
}
END_TEST

START_TEST(test_any_truncation_and_damage_is_survived)
{
	const char *mail = ALTERNATIVE PLAIN
		"On 1 May 2026 at 10:15, X <x@y> wrote:\n> Why?\n-- \nJo\n" HTML
		"<div>a<blockquote>&eacute;</blockquote>\n"
		"--b\nContent-Type: message/rfc822\n\nFrom: x\n\n=?utf-8?q?x?=\n--b--\n";
	gsize len = strlen(mail);
	g_autoptr(GRand) rand = g_rand_new_with_seed(7);

	for (gsize n = 0; n <= len; n += 3) {
		g_autofree char *cut = g_memdup2(mail, n + 1);
		g_autoptr(apres_message) m = apres_message_parse(cut, n);
		ck_assert(g_utf8_validate(m->text, -1, NULL));
	}
	for (int round = 0; round < 300; round++) {
		g_autofree char *copy = g_memdup2(mail, len);
		for (int k = 0; k < 4; k++)
			copy[g_rand_int_range(rand, 0, (gint32)len)] =
				(char)g_rand_int_range(rand, 0, 256);
		g_autoptr(apres_message) m = apres_message_parse(copy, len);
		ck_assert(g_utf8_validate(m->text, -1, NULL));
		ck_assert(g_utf8_validate(m->quoted, -1, NULL));
		ck_assert(g_utf8_validate(m->subject, -1, NULL));
	}
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("message");
	TCase *tc = tcase_create("message");

	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, test_a_mail_gives_its_new_words, 0, G_N_ELEMENTS(mails));
	tcase_add_test(tc, test_headers_give_subject_and_thread);
	tcase_add_test(tc, test_attachments_are_known_by_name);
	tcase_add_test(tc, test_what_kills_a_parser_is_seen_before);
	tcase_add_loop_test(tc, test_of_a_text_too_long_the_beginning_is_read, 0,
			    G_N_ELEMENTS(floods));
	tcase_add_loop_test(tc, test_a_long_letter_is_read_whole, 0,
			    G_N_ELEMENTS(letters));
	tcase_add_test(tc, test_line_ends_do_not_matter);
	tcase_add_test(tc, test_any_truncation_and_damage_is_survived);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
