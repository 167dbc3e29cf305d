/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "classify/features.h"
#include "classify/likeness-table.h"
#include "policy/embedded.h"
#include "unit.h"

#include <string.h>

static const char small[] = "# kinds: person harmless\n"
			    "*\t0\t0\n"
			    "feedback\t0\t300\n"
			    "feedback please\t0\t300\n"
			    "lawyer\t600\t0\n"
			    "my\t0\t0\n"
			    "my lawyer\t100\t0\n"
			    "please\t0\t100\n"
			    "~4\t0\t0\n";

static apres_likeness_table *
table_of(const char *source, GError **error)
{
	g_autoptr(GBytes) bytes = g_bytes_new(source, strlen(source));

	return apres_likeness_table_new(bytes, "t.tsv", false, error);
}

static char *
features_of(const char *text)
{
	g_autoptr(apres_features) all = apres_features_of(text, strlen(text));
	g_autoptr(GString) out = g_string_new(NULL);

	if (all == NULL)
		return g_strdup("too many");
	for (guint i = 0; i < apres_features_count(all); i++)
		g_string_append_printf(out, "%s%s", i > 0 ? "|" : "",
				       apres_features_at(all, i));
	return g_string_free(g_steal_pointer(&out), FALSE);
}

START_TEST(test_features_are_words_then_pairs_each_once)
{
	g_autofree char *all = features_of("i'm in. i'm in 1998? 'so'");

	ck_assert_str_eq(all,
			 "0|?|i'm|in|so|"
			 "0 * so|0 ?|? so|i'm * 0|i'm * i'm|i'm in|in * ?|in * in|in 0|"
			 "in i'm|~8");
}
END_TEST

START_TEST(test_a_text_of_too_many_words_has_none)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (int i = 0; i <= APRES_FEATURES_WORDS_MAX; i++)
		g_string_append(text, "word ");
	g_autofree char *all = features_of(text->str);
	ck_assert_str_eq(all, "too many");
}
END_TEST

START_TEST(test_what_is_said_beside_counts)
{
	g_autoptr(apres_likeness_table) table = table_of(small, NULL);
	guint8 shares[APRES_LIKENESS_KINDS_MAX];

	ck_assert_ptr_nonnull(table);
	ck_assert(apres_likeness_shares(table, "feedback please", 15, shares));
	ck_assert_uint_gt(shares[1], 90);
	ck_assert(apres_likeness_shares(table, "my lawyer", 9, shares));
	ck_assert_uint_gt(shares[0], 90);
	ck_assert_uint_le(shares[0] + shares[1], 100);
}
END_TEST

static bool
knows(apres_likeness_table *table, const char *text)
{
	guint8 shares[APRES_LIKENESS_KINDS_MAX];

	return apres_likeness_shares(table, text, strlen(text), shares);
}

/* Memory that ends where the table does, or goes on with another digit. */
START_TEST(test_nothing_behind_a_table_is_read)
{
	static const char source[] = "# kinds: person\nlawyer\t600";
	g_autofree char *exact = g_memdup2(source, strlen(source));
	g_autoptr(GBytes) bytes = g_bytes_new_static(exact, strlen(source));
	g_autoptr(GBytes) cut = g_bytes_new_static(source, strlen(source) - 1);
	g_autoptr(GBytes) head = g_bytes_new("#", 1);

	g_autoptr(apres_likeness_table) whole =
		apres_likeness_table_new(bytes, "t.tsv", false, NULL);
	ck_assert_ptr_nonnull(whole);
	g_autoptr(apres_likeness_table) less =
		apres_likeness_table_new(cut, "t.tsv", false, NULL);
	ck_assert_ptr_nonnull(less);
	ck_assert_ptr_null(apres_likeness_table_new(head, "t.tsv", false, NULL));
	for (int indexed = 0; indexed < 2; indexed++) {
		ck_assert(knows(whole, "lawyer") && knows(less, "lawyer"));
		ck_assert(!knows(whole, "lawye") && !knows(whole, "lawyers"));
		ck_assert(!knows(whole, "lawyersandsolicitor"));
		apres_likeness_table_ready(whole);
		apres_likeness_table_ready(less);
	}
}
END_TEST

START_TEST(test_every_line_of_a_table_is_found)
{
	g_autoptr(apres_likeness_table) table = table_of(small, NULL);
	static const char *const words[] = { "feedback", "lawyer", "my", "please" };

	/* Often enough for it to make an index of itself. */
	for (guint i = 0; i < 200; i++)
		ck_assert(knows(table, words[i % G_N_ELEMENTS(words)]));
	ck_assert_ptr_nonnull(table->slots);
}
END_TEST

START_TEST(test_an_index_changes_no_answer)
{
	static const char *const texts[] = { "feedback please", "my lawyer", "please",
					     "feedback bitte",  "lawye",     "lawyers" };
	g_autoptr(apres_likeness_table) plain = table_of(small, NULL);
	g_autoptr(apres_likeness_table) indexed = table_of(small, NULL);

	apres_likeness_table_ready(indexed);
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		guint8 shares[APRES_LIKENESS_KINDS_MAX] = { 0 };
		guint8 same[APRES_LIKENESS_KINDS_MAX] = { 0 };
		gsize len = strlen(texts[i]);
		ck_assert_int_eq(apres_likeness_shares(plain, texts[i], len, shares),
				 apres_likeness_shares(indexed, texts[i], len, same));
		ck_assert_mem_eq(shares, same, sizeof(shares));
	}
}
END_TEST

START_TEST(test_strange_words_are_like_nothing)
{
	g_autoptr(apres_likeness_table) table = table_of(small, NULL);
	guint8 shares[APRES_LIKENESS_KINDS_MAX];

	ck_assert(!apres_likeness_shares(table, "feedback bitte", 14, shares));
	ck_assert(!apres_likeness_shares(table, "", 0, shares));
	ck_assert(!apres_likeness_shares(table, "...", 3, shares));
}
END_TEST

/* What is known of "feedback please" with the name below it, and what is not. */
static const struct {
	const char *text;
	bool known;
} named[] = {
	{ "feedback please\nwei-lun chen", true },
	{ "feedback please\n\nwei-lun chen\n\n", true },
	{ "feedback please\nsiobhán ní dhomhnaill", true },
	{ "feedback please wei-lun chen", false },     /* no line of its own */
	{ "feedback please\nmr wei lun chen", false }, /* four words */
	{ "feedback please\nwei chen?", false },
	{ "feedback please\nwei lawyer", false }, /* a word that weighs */
	{ "wei chen", false },
	{ "\n\n\n", false },
	{ "feedback please\nabcdefghijklmnopqrstuvwxyzabcdefghijklmn", true },
	{ "feedback please\nabcdefghijklmnopqrstuvwxyzabcdefghijklmno", false },
};

START_TEST(test_a_name_on_a_line_below_counts_for_nothing)
{
	g_autoptr(apres_likeness_table) table = table_of(small, NULL);
	const char *bare = "feedback please", *text = named[_i].text;
	guint8 shares[APRES_LIKENESS_KINDS_MAX], of_bare[APRES_LIKENESS_KINDS_MAX];

	ck_assert(apres_likeness_shares(table, bare, strlen(bare), of_bare));
	ck_assert_int_eq(apres_likeness_shares(table, text, strlen(text), shares),
			 named[_i].known);
	if (named[_i].known)
		ck_assert_int_eq(shares[0], of_bare[0]);
}
END_TEST

START_TEST(test_what_is_longer_may_have_more_strange_words)
{
	g_autoptr(apres_likeness_table) table = table_of(
		"# kinds: person harmless\n*\t0\t0\na\t0\t1\nb\t0\t1\nc\t0\t1\n"
		"d\t0\t1\ne\t0\t1\nf\t0\t1\ng\t0\t1\nh\t0\t1\ni\t0\t1\nj\t0\t1\n",
		NULL);
	guint8 shares[APRES_LIKENESS_KINDS_MAX];
	const char *two_of_ten = "a b c d e f g h x1 x2",
		   *three_of_ten = "a b c d e f g x1 x2 x3",
		   *three_of_thirteen = "a b c d e f g h i j x1 x2 x3",
		   *four_of_thirteen = "a b c d e f g h i x1 x2 x3 x4";

	ck_assert(apres_likeness_shares(table, two_of_ten, strlen(two_of_ten), shares));
	ck_assert(!apres_likeness_shares(table, three_of_ten, strlen(three_of_ten),
					 shares));
	ck_assert(apres_likeness_shares(table, three_of_thirteen,
					strlen(three_of_thirteen), shares));
	ck_assert(!apres_likeness_shares(table, four_of_thirteen,
					 strlen(four_of_thirteen), shares));
}
END_TEST

START_TEST(test_a_condition_is_a_range)
{
	g_autoptr(apres_likeness_table) table = table_of(small, NULL);
	g_autoptr(apres_likeness) little = apres_likeness_new(table, "person", 0, 20);
	g_autoptr(apres_likeness) much = apres_likeness_new(table, "person", 80, 100);
	apres_likeness_memory memory = { 0 };

	ck_assert_ptr_null(apres_likeness_new(table, "nobody", 0, 100));
	ck_assert(apres_likeness_holds(little, "feedback please", 15, &memory));
	ck_assert(!apres_likeness_holds(much, "feedback please", 15, &memory));
	ck_assert(!apres_likeness_holds(little, "my lawyer", 9, &memory));
	ck_assert(apres_likeness_holds(much, "my lawyer", 9, &memory));
	ck_assert(!apres_likeness_holds(little, "xyzzy", 5, &memory));
	ck_assert(!apres_likeness_holds(much, "xyzzy", 5, &memory));
}
END_TEST

START_TEST(test_tables_asked_in_turn_keep_their_answers)
{
	static const char mirrored[] = "# kinds: person harmless\n"
				       "*\t0\t0\n"
				       "feedback\t300\t0\n"
				       "please\t100\t0\n";
	static const char text[] = "feedback please";
	g_autoptr(apres_likeness_table) one = table_of(small, NULL);
	g_autoptr(apres_likeness_table) other = table_of(mirrored, NULL);
	g_autoptr(apres_likeness) little = apres_likeness_new(one, "person", 0, 20);
	g_autoptr(apres_likeness) much = apres_likeness_new(other, "person", 80, 100);
	apres_likeness_memory memory = { 0 };

	for (int i = 0; i < 3; i++) {
		ck_assert(apres_likeness_holds(little, text, strlen(text), &memory));
		ck_assert(apres_likeness_holds(much, text, strlen(text), &memory));
		/* Its beginning is another text. */
		ck_assert(!apres_likeness_holds(much, text, 0, &memory));
	}
}
END_TEST

START_TEST(test_it_can_be_told_what_weighed)
{
	g_autoptr(apres_likeness_table) table = table_of(small, NULL);
	g_autoptr(apres_likeness) much = apres_likeness_new(table, "person", 80, 100);
	g_autofree char *told = apres_likeness_tell(much, "My LAWYER, please");

	ck_assert_ptr_nonnull(strstr(told, "for person: \"lawyer\", \"my lawyer\""));
}
END_TEST

static const struct {
	const char *source, *says;
} broken[] = {
	{ "", "t.tsv:1:1: error: a comment \"# kinds: NAME...\"" },
	{ "*\t0\n", "t.tsv:1:1: error: a comment" },
	{ "# kinds: a \xff\nx\t1\t2\n", "t.tsv:1:1: error: a comment" },
	{ "# kinds: a \033[31m\nx\t1\t2\n", "t.tsv:1:1: error: a comment" },
	{ "# kinds: a  b\nx\t1\t2\t3\n", "t.tsv:1:1: error: a comment" },
	{ "# kinds: a b\n", "t.tsv:2:1: error: no line with a word" },
	{ "# kinds: a b\nx\t1\n", "t.tsv:2:1: error: behind the words stands a tab" },
	{ "# kinds: a b\nx\t1\t2\t3\n", "t.tsv:2:1: error: behind" },
	{ "# kinds: a b\nx\t1\tb\n", "t.tsv:2:1: error: behind" },
	{ "# kinds: a b\nx\t1\t999999999\n", "t.tsv:2:1: error: behind" },
	{ "# kinds: a b\nx\t1\t-99999999999999999999\n", "t.tsv:2:1: error: behind" },
	{ "# kinds: a b\nx\t1\t\t2\n", "t.tsv:2:1: error: behind" },
	{ "# kinds: a b\nx\t1\t-\n", "t.tsv:2:1: error: behind" },
	{ "# kinds: a b\nx\t1\t2\n\n", "t.tsv:3:1: error: a line begins with a word" },
	{ "# kinds: a b\ny\t1\t2\nx\t1\t2\n", "t.tsv:3:1: error: the lines are sorted" },
	{ "# kinds: a b\nx\t1\t2\nx\t1\t2\n", "t.tsv:3:1: error: the lines are sorted" },
	{ "# kinds: a b\n\xff\t1\t2\n", "t.tsv:2:1: error: a line begins with a word" },
};

START_TEST(test_a_broken_table_is_refused)
{
	g_autoptr(GError) error = NULL;

	ck_assert_ptr_null(table_of(broken[_i].source, &error));
	ck_assert_msg(g_str_has_prefix(error->message, broken[_i].says), "%s",
		      error->message);
}
END_TEST

static GBytes *
embedded(const char *path)
{
	for (const apres_embedded_file *f = apres_embedded_files; f->path != NULL; f++)
		if (g_str_equal(f->path, path))
			return g_bytes_new_static(f->data, f->len);
	ck_abort_msg("no %s", path);
}

START_TEST(test_our_own_table_is_well_formed)
{
	g_autoptr(GBytes) bytes = embedded("packs/lang-en/likeness.tsv");
	g_autoptr(GError) error = NULL;
	g_autoptr(apres_likeness_table) table =
		apres_likeness_table_new(bytes, "likeness.tsv", false, &error);

	ck_assert_msg(table != NULL, "%s", error != NULL ? error->message : "?");
	ck_assert_str_eq(apres_likeness_kinds(table)[0], "person");
}
END_TEST

/* What LIKENESS tells of TEXT; caller owns. */
static char *
told(const apres_likeness *likeness, const char *text)
{
	char *all = apres_likeness_tell(likeness, text);

	return all != NULL ? all : g_strdup("like nothing");
}

/* The words of our own table, ten to a text, with an index and without. */
START_TEST(test_an_index_of_our_own_table_finds_what_halves_find)
{
	g_autoptr(GBytes) bytes = embedded("packs/lang-en/likeness.tsv");
	g_autoptr(apres_likeness_table) plain =
		apres_likeness_table_new(bytes, "likeness.tsv", true, NULL);
	g_autoptr(apres_likeness_table) indexed =
		apres_likeness_table_new(bytes, "likeness.tsv", true, NULL);
	g_autoptr(apres_likeness) by_halves = apres_likeness_new(plain, "person", 0, 100);
	g_autoptr(apres_likeness) by_index =
		apres_likeness_new(indexed, "person", 0, 100);
	g_autoptr(GString) text = g_string_new(NULL);

	apres_likeness_table_ready(indexed);
	/* Few enough for the other one to stay without. */
	const char *p = plain->lines;
	for (guint i = 0; p < plain->end; i++) {
		apres_likeness_line line = apres_likeness_line_at(p, plain->end);
		p = apres_likeness_line_next(&line, plain->end);
		if (i % 150 != 0)
			continue;
		g_string_append_len(text, line.word, (gssize)line.len);
		g_string_append_c(text, ' ');
		if (i % 1500 != 0)
			continue;
		g_autofree char *a = told(by_halves, text->str);
		g_autofree char *b = told(by_index, text->str);
		ck_assert_str_eq(a, b);
		g_string_truncate(text, 0);
	}
	ck_assert_ptr_null(plain->slots);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("likeness");
	TCase *tc = tcase_create("likeness");

	tcase_add_test(tc, test_features_are_words_then_pairs_each_once);
	tcase_add_test(tc, test_a_text_of_too_many_words_has_none);
	tcase_add_test(tc, test_what_is_said_beside_counts);
	tcase_add_test(tc, test_nothing_behind_a_table_is_read);
	tcase_add_test(tc, test_every_line_of_a_table_is_found);
	tcase_add_test(tc, test_an_index_changes_no_answer);
	tcase_add_test(tc, test_strange_words_are_like_nothing);
	tcase_add_loop_test(tc, test_a_name_on_a_line_below_counts_for_nothing, 0,
			    G_N_ELEMENTS(named));
	tcase_add_test(tc, test_what_is_longer_may_have_more_strange_words);
	tcase_add_test(tc, test_a_condition_is_a_range);
	tcase_add_test(tc, test_tables_asked_in_turn_keep_their_answers);
	tcase_add_test(tc, test_it_can_be_told_what_weighed);
	tcase_add_loop_test(tc, test_a_broken_table_is_refused, 0, G_N_ELEMENTS(broken));
	tcase_add_test(tc, test_our_own_table_is_well_formed);
	tcase_add_test(tc, test_an_index_of_our_own_table_finds_what_halves_find);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
