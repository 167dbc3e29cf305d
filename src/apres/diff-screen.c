/* SPDX-License-Identifier: Apache-2.0 */
/* What differs between two policies, on a screen. */
#include "config.h"
#include "apres/diff-screen.h"
#include "apres/output.h"

#include <stdio.h>

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

	return json_pack("{s:s, s:s, s:o, s:o, s:i}", "change", change, "kind",
			 part->kind, "name", apres_output_string(part->name), "file",
			 apres_output_string(part->origin.file), "line",
			 part->origin.line);
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

void
apres_diff_print_parts(const apres_diff *diff, guint max)
{
	const GPtrArray *parts = diff->parts;
	g_autoptr(apres_table) table = apres_table_new(" |part|name|place");

	for (guint i = 0; i < MIN(parts->len, max); i++) {
		const apres_diff_part *part = parts->pdata[i];
		apres_table_addf(table, "%c", part->change);
		apres_table_add(table, part->kind);
		apres_table_add(table, part->name);
		if (part->origin.line > 0)
			apres_table_addf(table, "%s:%d:%d", part->origin.file,
					 part->origin.line, part->origin.column);
		else
			apres_table_add(table, part->origin.file);
	}
	apres_table_print(table, "The two have the same parts.");
	apres_diff_print_more(parts->len, max);
}

/* Those that are treated less strictly, or the others; as long as there is room for ROWS.
 */
static void
add_cases(apres_table *table, const apres_diff *diff, bool weaker, guint *rows)
{
	for (guint i = 0; *rows > 0 && i < diff->cases->len; i++) {
		const apres_diff_case *c = diff->cases->pdata[i];
		if (c->weaker != weaker)
			continue;
		--*rows;
		apres_table_add(table, weaker ? "!" : "");
		apres_table_add(table, apres_audience_to_string(c->audience));
		apres_table_add(table, c->classes);
		apres_table_add(table, c->was);
		apres_table_add(table, c->becomes);
	}
}

void
apres_diff_print_cases(const apres_diff *diff, guint max)
{
	g_autoptr(apres_table) table =
		apres_table_new(" |candidate|mail that contains|was|becomes");
	guint rows = max;

	add_cases(table, diff, true, &rows);
	add_cases(table, diff, false, &rows);
	apres_table_print(table, "No rule treats any mail differently.");
	apres_diff_print_more(diff->cases->len, max);
	if (diff->cases->len == 0)
		return;
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
		       diff->looser == 1 ? "is" : "are");
	else
		puts("None of them is looser.");
}
