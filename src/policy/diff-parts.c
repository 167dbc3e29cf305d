/* SPDX-License-Identifier: Apache-2.0 */
/* The structure of two policies, part by part.  Whatever can be said in a policy is in
 * one of them: what is in none could be changed unseen. */
#include "config.h"
#include "policy/diff-parts.h"

static void
part_free(gpointer data)
{
	apres_part *part = data;

	g_free(part->name);
	g_string_free(part->content, TRUE);
	g_ptr_array_unref(part->lines);
	g_free(part);
}

apres_part *
apres_part_add(GHashTable *parts, const char *kind, char *name, apres_origin origin)
{
	apres_part *part = g_new0(apres_part, 1);

	part->kind = kind;
	part->name = name;
	part->origin = origin;
	part->content = g_string_new(NULL);
	part->lines = g_ptr_array_new_with_free_func(g_free);
	g_hash_table_replace(parts, g_strdup_printf("%s %s", kind, name), part);
	return part;
}

void
apres_part_say(apres_part *part, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	g_ptr_array_add(part->lines, g_strdup_vprintf(fmt, args));
	va_end(args);
}

void
apres_part_say_value(apres_part *part, const char *label, const char *value)
{
	if (value != NULL)
		apres_part_say(part, "%s %s", label, value);
}

void
apres_part_say_list(apres_part *part, const char *label, const GPtrArray *words)
{
	g_autoptr(GString) list = g_string_new(NULL);

	for (guint i = 0; words != NULL && i < words->len; i++)
		g_string_append_printf(list, "%s%s", i > 0 ? ", " : "",
				       (const char *)words->pdata[i]);
	if (list->len > 0)
		apres_part_say(part, "%s %s", label, list->str);
}

void
apres_part_say_audiences(apres_part *part, guint audiences)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	for (guint a = 0; a < APRES_AUDIENCE_COUNT_; a++)
		if ((audiences & 1u << a) != 0)
			g_ptr_array_add(names, (gpointer)apres_audience_to_string(
						       (apres_audience)a));
	apres_part_say_list(part, "audience", names);
}

static GHashTable *
parts_of(const apres_policy *policy)
{
	GHashTable *parts =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, part_free);

	apres_diff_take_classes(parts, policy);
	apres_diff_take_rules(parts, policy);
	apres_diff_take_company(parts, policy);
	return parts;
}

/* Into FOUND the lines of A that B does not have, as often as it does not. */
static void
take_lines(GPtrArray *found, const apres_part *a, const apres_part *b)
{
	g_autoptr(GPtrArray) left = g_ptr_array_new();

	for (guint i = 0; i < b->lines->len; i++)
		g_ptr_array_add(left, b->lines->pdata[i]);
	for (guint i = 0; i < a->lines->len; i++) {
		guint at;
		if (g_ptr_array_find_with_equal_func(left, a->lines->pdata[i],
						     g_str_equal, &at))
			g_ptr_array_remove_index(left, at);
		else
			g_ptr_array_add(found, g_strdup(a->lines->pdata[i]));
	}
}

static apres_diff_part *
report(GPtrArray *into, const apres_part *part, char change)
{
	apres_diff_part *found = g_new0(apres_diff_part, 1);

	found->kind = part->kind;
	found->name = g_strdup(part->name);
	found->change = change;
	found->origin = part->origin;
	found->was = g_ptr_array_new_with_free_func(g_free);
	found->becomes = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(into, found);
	return found;
}

static bool
is_same(const apres_part *a, const apres_part *b)
{
	if (!g_string_equal(a->content, b->content) || a->lines->len != b->lines->len)
		return false;
	for (guint i = 0; i < a->lines->len; i++)
		if (!g_str_equal(a->lines->pdata[i], b->lines->pdata[i]))
			return false;
	return true;
}

static gint
by_kind_and_name(gconstpointer a, gconstpointer b)
{
	const apres_diff_part *x = *(apres_diff_part *const *)a;
	const apres_diff_part *y = *(apres_diff_part *const *)b;
	int kinds = g_strcmp0(x->kind, y->kind);

	return kinds != 0 ? kinds : g_strcmp0(x->name, y->name);
}

void
apres_diff_parts(const apres_policy *was, const apres_policy *is, GPtrArray *parts)
{
	g_autoptr(GHashTable) before = parts_of(was);
	g_autoptr(GHashTable) after = parts_of(is);
	GHashTableIter iter;
	gpointer key, value;

	g_hash_table_iter_init(&iter, after);
	while (g_hash_table_iter_next(&iter, &key, &value)) {
		const apres_part *old = g_hash_table_lookup(before, key);
		const apres_part *now = value;
		if (old != NULL && is_same(old, now))
			continue;
		apres_diff_part *found = report(parts, now, old == NULL ? '+' : '~');
		if (old != NULL) {
			take_lines(found->was, old, now);
			take_lines(found->becomes, now, old);
			if (now->lines->len > 0 &&
			    found->was->len + found->becomes->len == 0)
				g_ptr_array_add(found->becomes,
						g_strdup("the same in another order, "
							 "nesting or layout"));
		}
	}
	g_hash_table_iter_init(&iter, before);
	while (g_hash_table_iter_next(&iter, &key, &value))
		if (!g_hash_table_contains(after, key))
			report(parts, value, '-');
	g_ptr_array_sort(parts, by_kind_and_name);
}
