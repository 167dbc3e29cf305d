/* SPDX-License-Identifier: Apache-2.0 */
/* The same fault two hundred times is one fault, and the places where it is. */
#include "config.h"
#include "policy/finding.h"

#define MANY 10 /* that say the same are shown */
#define FEW 5   /* of more than that */
#define PLACES 8

/* What FINDING has in common with others: all but the names that it quotes. */
static char *
kind_of(const apres_finding *finding)
{
	g_autoptr(GString) kind = g_string_new(
		finding->level == APRES_FINDING_ERROR ? "error " : "warning ");
	const char *at = finding->message;

	g_string_append(kind, finding->code);
	while (*at != '\0') {
		bool begins = at == finding->message || at[-1] == ' ' || at[-1] == '(';
		const char *end = begins && (*at == '\'' || *at == '"')
					  ? strchr(at + 1, *at)
					  : NULL;
		if (end == NULL)
			g_string_append_c(kind, *at);
		at = end != NULL ? end + 1 : at + 1;
	}
	return g_string_free(g_steal_pointer(&kind), FALSE);
}

/* All of one kind, in their order. */
typedef struct group {
	GPtrArray *all; /* borrowed apres_finding */
	guint shown;
} group;

static void
group_free(gpointer data)
{
	group *g = data;

	g_ptr_array_unref(g->all);
	g_free(g);
}

static group *
find_group(GHashTable *groups, const apres_finding *finding)
{
	g_autofree char *kind = kind_of(finding);
	group *g = g_hash_table_lookup(groups, kind);

	if (g == NULL) {
		g = g_new0(group, 1);
		g->all = g_ptr_array_new();
		g_hash_table_insert(groups, g_steal_pointer(&kind), g);
	}
	return g;
}

/* "bad.xml:22:5: error: 195 more like these, at 23:5, 24:5, ...; -v names all [E-REF]" */
static char *
others_of(const group *g)
{
	g_autoptr(GString) places = g_string_new(NULL);
	const apres_finding *first = g->all->pdata[FEW];
	guint count = g->all->len - FEW;

	for (guint i = 1; i < count && i < PLACES; i++) {
		const apres_finding *other = g->all->pdata[FEW + i];
		bool here = g_str_equal(other->file, first->file);
		g_string_append_printf(places, "%s%s%s%d:%d", i > 1 ? ", " : "",
				       here ? "" : other->file, here ? "" : ":",
				       other->line, other->column);
	}
	g_autofree char *message = g_strdup_printf(
		"%u more like these, here and at %s%s; apres policy check -v names all",
		count, places->str, count > PLACES ? ", ..." : "");
	const apres_finding line = { first->level,  first->file, first->line,
				     first->column, first->code, message };
	return apres_finding_format(&line);
}

GPtrArray *
apres_findings_lines(const GPtrArray *findings, bool all)
{
	g_autoptr(GHashTable) groups =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, group_free);
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
	bool hidden = false;

	for (guint i = 0; i < findings->len; i++) {
		apres_finding *finding = findings->pdata[i];
		if (finding->level != APRES_FINDING_NOTE)
			g_ptr_array_add(find_group(groups, finding)->all, finding);
	}
	for (guint i = 0; i < findings->len; i++) {
		const apres_finding *finding = findings->pdata[i];
		group *g = finding->level != APRES_FINDING_NOTE
				   ? find_group(groups, finding)
				   : NULL;
		/* A note goes the way of what it belongs to. */
		if (g != NULL)
			hidden = !all && g->all->len > MANY && g->shown++ >= FEW;
		if (!hidden)
			g_ptr_array_add(lines, apres_finding_format(finding));
		else if (g != NULL && g->shown == FEW + 1)
			g_ptr_array_add(lines, others_of(g));
	}
	return lines;
}
