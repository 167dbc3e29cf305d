/* SPDX-License-Identifier: Apache-2.0 */
/* What differs between two policies, on a screen. */
#include "config.h"
#include "apres/diff-screen.h"
#include "apres/output.h"
#include "apres/table.h"
#include "apres/wrap.h"
#include "util/text.h"

#include <stdio.h>

#define NAME_MAX_SHOWN 40 /* of a part: a test's is what its mail says */

void
apres_diff_print_more(guint count, guint max)
{
	if (count > max)
		printf("... and %u more; --all shows them\n", count - max);
}

static json_t *
part_to_json(const apres_diff_part *part)
{
	char change[] = { part->change, '\0' };

	return json_pack("{s:s, s:s, s:o, s:o, s:i, s:o, s:o}", "change", change, "kind",
			 part->kind, "name", apres_output_string(part->name), "file",
			 apres_output_string(part->origin.file), "line",
			 part->origin.line, "was", apres_output_strings(part->was),
			 "becomes", apres_output_strings(part->becomes));
}

static json_t *
case_to_json(const apres_diff_case *c)
{
	return json_pack("{s:s, s:o, s:o, s:o, s:b}", "audience",
			 apres_audience_to_string(c->audience), "classes",
			 apres_output_string(c->classes), "was",
			 apres_output_string(c->was), "becomes",
			 apres_output_string(c->becomes), "weaker", c->weaker);
}

static json_t *
term_to_json(const apres_diff_term *term)
{
	return json_pack(
		"{s:o, s:o, s:o, s:b, s:o, s:i}", "term", apres_output_string(term->name),
		"was", apres_output_string(term->was), "becomes",
		apres_output_string(term->becomes), "weaker", term->weaker, "file",
		apres_output_string(term->origin.file), "line", term->origin.line);
}

void
apres_diff_print_terms_json(const apres_diff *diff)
{
	for (guint i = 0; i < diff->terms->len; i++)
		apres_output_json(term_to_json(diff->terms->pdata[i]));
}

void
apres_diff_print_json(const apres_diff *diff)
{
	for (guint i = 0; i < diff->parts->len; i++)
		apres_output_json(part_to_json(diff->parts->pdata[i]));
	for (guint i = 0; i < diff->cases->len; i++)
		apres_output_json(case_to_json(diff->cases->pdata[i]));
	apres_diff_print_terms_json(diff);
}

static const char *
change_word(char change)
{
	return change == '+' ? "new" : change == '-' ? "gone" : "changed";
}

void
apres_diff_print_parts(const apres_diff *diff, guint max)
{
	const GPtrArray *parts = diff->parts;
	g_autoptr(apres_table) table = apres_table_new(" |part|name|place");

	for (guint i = 0; i < MIN(parts->len, max); i++) {
		const apres_diff_part *part = parts->pdata[i];
		apres_table_add(table, change_word(part->change));
		apres_table_add(table, part->kind);
		g_autofree char *name = apres_output_clean(part->name, NAME_MAX_SHOWN);
		apres_table_add(table, name);
		if (part->origin.line > 0)
			apres_table_addf(table, "%s:%d:%d", part->origin.file,
					 part->origin.line, part->origin.column);
		else
			apres_table_add(table, part->origin.file);
	}
	apres_table_print(table,
			  diff->same_files
				  ? "The two have the same parts."
				  : "The two have the same parts; they differ at most in "
				    "remarks, layout and names of files.");
	apres_diff_print_more(parts->len, max);
}

static void
print_lines(const char *label, const GPtrArray *lines, guint max)
{
	for (guint i = 0; i < MIN(lines->len, max); i++) {
		g_autofree char *line = apres_output_clean(lines->pdata[i], 2000);
		apres_wrap_printf("     %-7s  %s\n", label, line);
	}
	if (lines->len > max)
		printf("     ... and %u more\n", lines->len - max);
}

/* Does anything of it stand in no term? */
static bool
is_told(const apres_diff_part *part)
{
	return part->change == '~' && part->was->len + part->becomes->len > 0;
}

void
apres_diff_print_changes(const apres_diff *diff, guint max, guint lines)
{
	guint count = 0;

	for (guint i = 0; i < diff->parts->len; i++) {
		const apres_diff_part *part = diff->parts->pdata[i];
		if (!is_told(part) || count++ >= max)
			continue;
		g_autofree char *name = apres_output_clean(part->name, NAME_MAX_SHOWN);
		if (count == 1)
			puts("");
		printf("   %s %s\n", part->kind, name);
		print_lines("was", part->was, lines);
		print_lines("becomes", part->becomes, lines);
	}
	apres_diff_print_more(count, max);
}

/* Cases that differ in what the mail contains and in nothing else are told at once. */
static bool
is_alike(const apres_diff_case *a, const apres_diff_case *b)
{
	return a->weaker == b->weaker && a->audience == b->audience &&
	       g_str_equal(a->was, b->was) && g_str_equal(a->becomes, b->becomes);
}

/* Into the group of those that are like it, or a new one. */
static void
add_to_groups(GPtrArray *groups, apres_diff_case *c)
{
	GPtrArray *group = NULL;

	for (guint i = 0; group == NULL && i < groups->len; i++) {
		GPtrArray *other = groups->pdata[i];
		group = is_alike(other->pdata[0], c) ? other : NULL;
	}
	if (group == NULL) {
		group = g_ptr_array_new();
		g_ptr_array_add(groups, group);
	}
	g_ptr_array_add(group, c);
}

static void
add_cases(GPtrArray *groups, const apres_diff *diff, bool weaker)
{
	for (guint i = 0; i < diff->cases->len; i++) {
		apres_diff_case *c = diff->cases->pdata[i];
		if (c->weaker == weaker)
			add_to_groups(groups, c);
	}
}

static void
print_group(const GPtrArray *group)
{
	const apres_diff_case *first = group->pdata[0];
	g_autoptr(GString) contains = g_string_new(NULL);

	for (guint i = 0; i < group->len; i++)
		g_string_append_printf(contains, "%s%s", i > 0 ? "; " : "",
				       ((apres_diff_case *)group->pdata[i])->classes);
	apres_wrap_printf("%s  %-10s  %s\n", first->weaker ? "!" : " ",
			  apres_audience_to_string(first->audience), contains->str);
	apres_wrap_printf("     was      %s\n", first->was);
	apres_wrap_printf("     becomes  %s\n", first->becomes);
}

void
apres_diff_print_cases(const apres_diff *diff, guint max)
{
	if (diff->cases->len == 0) {
		puts("No rule treats any mail differently.");
		return;
	}
	g_autoptr(GPtrArray) groups =
		g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
	add_cases(groups, diff, true);
	add_cases(groups, diff, false);
	puts("   candidate   mail that contains");
	for (guint i = 0; i < MIN(groups->len, max); i++)
		print_group(groups->pdata[i]);
	apres_diff_print_more(groups->len, max);
	printf("%u kinds of mail would be treated differently; ", diff->cases->len);
	if (diff->weaker == 0)
		puts("none less strictly.");
	else
		printf("%u less strictly (marked !).\n", diff->weaker);
}

void
apres_diff_print_terms(const apres_diff *diff)
{
	g_autoptr(apres_table) table =
		apres_table_new(" |what is asked or set|was|becomes|place");

	if (diff->terms->len == 0)
		return;
	for (guint i = 0; i < diff->terms->len; i++) {
		const apres_diff_term *term = diff->terms->pdata[i];
		apres_table_add(table, term->weaker ? "!" : "");
		apres_table_add(table, term->name);
		apres_table_add(table, term->was);
		apres_table_add(table, term->becomes);
		if (term->origin.line > 0)
			apres_table_addf(table, "%s:%d", term->origin.file,
					 term->origin.line);
		else
			apres_table_add(table, term->origin.file);
	}
	puts("");
	apres_table_print(table, "");
	if (diff->looser > 0)
		printf("%u of them %s looser (marked !).\n", diff->looser,
		       apres_noun(diff->looser, "is", "are"));
	else
		puts("None of them is looser.");
}
