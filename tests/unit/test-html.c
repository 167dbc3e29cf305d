/* SPDX-License-Identifier: Apache-2.0 */
/* HTML as its reader sees it. */
#include "config.h"
#include "message/html.h"
#include "unit.h"

#include <string.h>

static const struct {
	const char *html, *text;
} pages[] = {
	{ "plain", "plain" },
	{ "<p>One</p><p>Two &amp; &eacute;&nbsp;x</p>", "One\n\nTwo & \xc3\xa9 x" },
	{ "<div>One</div><div>Two</div>", "One\nTwo" },
	{ "<div>One</div><div><br></div><div>Two</div>", "One\n\nTwo" },
	{ "a<br>b<br/>c", "a\nb\nc" },
	{ "a <b>b</b>\n c<i>d</i>", "a b cd" },
	{ "<ul><li>one<li>two</ul>x", "* one\n* two\n\nx" },
	{ "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc" },
	{ "<pre>a\n  b</pre>", "a\nb" },
	{ "<head><title>t</title><style>p{x}</style></head><body><script>s()</script>x",
	  "x" },
	{ "<!-- c -->x<!--[if mso]><p>y</p><![endif]-->z", "xz" },
	{ "a<span style='display: none'>hidden <b>too</b></span>b", "ab" },
	{ "a<span style='FONT-SIZE:0px'>hidden</span>b<span "
	  "style='font-size:0.9em'>c</span>",
	  "abc" },
	{ "a<div hidden>x</div><p style='mso-hide:all'>y</p><p style='opacity:0'>z</p>b",
	  "ab" },
	{ "<a href='https://x.example/'>link</a> <img src=x alt='logo'>", "link" },
	{ "new<blockquote>old<blockquote>older</blockquote></blockquote>after",
	  "new\n\n> old\n\n> > older\n\nafter" },
	{ "x<blockquote style='margin:0 0 0 40px; border: none; "
	  "padding:0'>indented</blockquote>",
	  "x\n\nindented" },
	{ "<div>new</div><div class=gmail_quote><div class=gmail_attr>On x, y "
	  "wrote:<br></div>"
	  "<blockquote class=gmail_quote>old</blockquote><div>below</div></div>",
	  "new\nOn x, y wrote:\n\n> old\n\nbelow" },
	{ "new<div class=\"yahoo_quoted\"><div>old</div></div>", "new\n> old" },
	{ "new<div class='moz-cite-prefix'>On x y wrote:</div>", "new\n> On x y wrote:" },
	{ "new<div class=gmail_signature>Jo</div>", "new\n-- \nJo" },
	{ "x<hr><b>From:</b> y", "x\n________________\nFrom: y" },
	{ "<select><option>a</select><textarea>b</textarea><button>c</button>d", "d" },
	{ "\xe2\x80\xaf"
	  "&#8203;x&shy;y",
	  "\xe2\x80\xaf\xe2\x80\x8bx\xc2\xady" },
	{ "<html><body>a</body></HTML >b<p>c", "a\n\nb\n\nc" },
	{ "</div><p>x", "x" },
	{ "<htmlx>a</bodyx>b", "ab" },
	{ "<p>unclosed <b>x", "unclosed x" },
	{ "</div></p>x</blockquote>", "x" },
	{ "<meta charset='iso-8859-1'>\xc3\xa9", "\xc3\xa9" },
	{ "&#0;&#xd800;&#99999999;x", "x" },
	{ "", "" },
};

START_TEST(test_html_reads_as_it_is_seen)
{
	bool cut = true;
	g_autofree char *got =
		apres_html_to_text(pages[_i].html, strlen(pages[_i].html), 10000, &cut);

	g_strchomp(got);
	ck_assert_msg(strcmp(got, pages[_i].text) == 0, "\n got  '%s'\n want '%s'", got,
		      pages[_i].text);
	ck_assert(!cut);
}
END_TEST

static char *
repeat(const char *piece, int n)
{
	g_autoptr(GString) all = g_string_new(NULL);

	while (n-- > 0)
		g_string_append(all, piece);
	return g_string_free(g_steal_pointer(&all), FALSE);
}

START_TEST(test_chunks_do_not_split_characters)
{
	g_autofree char *html = repeat("\xe2\x82\xac\xc3\xa9\xf0\x9f\x98\x80", 20000);
	bool cut;
	g_autofree char *text = apres_html_to_text(html, strlen(html), 1 << 20, &cut);

	ck_assert(strcmp(text, html) == 0);
}
END_TEST

START_TEST(test_floods_are_bounded_and_told)
{
	g_autofree char *elements = repeat("<i>x", 250000);
	g_autofree char *inner = repeat(" a b c=d", 50000);
	g_autofree char *attributes = g_strdup_printf("x<p%s>y", inner);
	g_autofree char *deep = repeat("<div>", 5000);
	g_autofree char *image = g_strdup_printf("x<img src=\"data:%s\">y", inner);
	bool cut;

	g_free(apres_html_to_text(elements, strlen(elements), 1 << 20, &cut));
	ck_assert(cut);
	g_autofree char *a =
		apres_html_to_text(attributes, strlen(attributes), 1 << 20, &cut);
	ck_assert_str_eq(a, "x\ny");
	ck_assert(cut);
	g_free(apres_html_to_text(deep, strlen(deep), 1 << 20, &cut));
	ck_assert(!cut);
	g_autofree char *b = apres_html_to_text(image, strlen(image), 1 << 20, &cut);
	ck_assert_str_eq(b, "x\ny");
	ck_assert(!cut);
	g_free(apres_html_to_text("abcdef", 6, 3, &cut));
	ck_assert(cut);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("html");
	TCase *tc = tcase_create("html");

	tcase_set_timeout(tc, 30);
	tcase_add_loop_test(tc, test_html_reads_as_it_is_seen, 0, G_N_ELEMENTS(pages));
	tcase_add_test(tc, test_chunks_do_not_split_characters);
	tcase_add_test(tc, test_floods_are_bounded_and_told);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
