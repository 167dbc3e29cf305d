/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which parts two policies do not share.  A part is written out as a line of
 * everything that counts in it; two parts are the same if their lines are.
 */
#include "config.h"
#include "policy/diff.h"
#include "policy/wording-parts.h"

/* A named part of one policy, written out. */
typedef struct part {
	const char *kind;
	char *name;
	char *content;
	apres_origin origin;
} part;

static void
part_free(gpointer data)
{
	part *p = data;

	g_free(p->name);
	g_free(p->content);
	g_free(p);
}

static void
add(GHashTable *parts, const char *kind, char *name, GString *content,
    apres_origin origin)
{
	part *p = g_new0(part, 1);

	p->kind = kind;
	p->name = name;
	p->content = g_string_free(content, FALSE);
	p->origin = origin;
	g_hash_table_replace(parts, g_strdup_printf("%s %s", kind, name), p);
}

static void
write_cond(GString *out, const apres_cond *cond)
{
	g_string_append_printf(
		out, "(%d %d %u %s %s %s %s", cond->kind, cond->literal, cond->fields,
		cond->header ? cond->header : "", cond->language ? cond->language : "",
		cond->source ? cond->source : "", cond->class_ref ? cond->class_ref : "");
	for (guint i = 0; cond->children != NULL && i < cond->children->len; i++)
		write_cond(out, cond->children->pdata[i]);
	g_string_append_c(out, ')');
}

static void
write_ids(GString *out, const GPtrArray *ids)
{
	for (guint i = 0; ids != NULL && i < ids->len; i++)
		g_string_append_printf(out, " %s", (const char *)ids->pdata[i]);
	g_string_append_c(out, ';');
}

static void
take_class(GHashTable *parts, const apres_class *class)
{
	GString *out = g_string_new(NULL);

	g_string_append_printf(out, "%d %d %d %u", class->background, class->part,
			       class->never_automatic, class->audiences);
	write_cond(out, class->cond);
	add(parts, "class", g_strdup(class->id), out, class->origin);
}

static void
take_rule(GHashTable *parts, const apres_rule *rule)
{
	GString *out = g_string_new(NULL);

	g_string_append_printf(out, "%d %u %u %u %d %s %s %s", rule->kind,
			       rule->audiences, rule->stages, rule->outcomes,
			       rule->records, rule->queue ? rule->queue : "",
			       rule->receipt ? rule->receipt : "",
			       rule->template_id ? rule->template_id : "");
	write_ids(out, rule->classes);
	write_ids(out, rule->languages);
	for (guint i = 0; i < rule->obliges->len; i++) {
		const apres_oblige *o = rule->obliges->pdata[i];
		g_string_append_printf(out, "%d %s %s;", o->kind,
				       o->queue ? o->queue : "", o->to ? o->to : "");
	}
	add(parts, "rule", g_strdup(rule->id), out, rule->origin);
}

static void
take_text(GHashTable *parts, const apres_text *text)
{
	GString *out = g_string_new(text->subject);

	for (guint i = 0; i < text->paragraphs->len; i++) {
		const apres_paragraph *paragraph = text->paragraphs->pdata[i];
		g_string_append_printf(out, "\n%d:", paragraph->optional);
		for (guint j = 0; j < paragraph->spans->len; j++) {
			const apres_span *span = paragraph->spans->pdata[j];
			g_string_append_printf(out, "%s",
					       span->literal != NULL
						       ? span->literal
						       : apres_value_name(span->value));
		}
	}
	add(parts, "text", g_strdup_printf("%s (%s)", text->template_id, text->language),
	    out, text->origin);
}

static void
take_template(GHashTable *parts, const apres_template *template)
{
	GString *out = g_string_new(NULL);

	g_string_append_printf(out, "%d %d %d", template->audience, template->discloses,
			       template->promises_human);
	add(parts, "template", g_strdup(template->id), out, template->origin);
	for (guint i = 0; i < template->texts->len; i++)
		take_text(parts, template->texts->pdata[i]);
}

static void
add_urging(GString *out, const apres_urging *urging)
{
	for (guint i = 0; urging->remind != NULL && i < urging->remind->len; i++) {
		g_autofree char *before = apres_duration_to_string(
			g_array_index(urging->remind, apres_duration, i));
		g_string_append_printf(out, " %s", before);
	}
	g_string_append_printf(out, " > %s",
			       urging->escalate_to ? urging->escalate_to : "");
	for (guint i = 0; urging->levels != NULL && i < urging->levels->len; i++) {
		const apres_level *level = urging->levels->pdata[i];
		g_autofree char *after = apres_duration_to_string(level->after);
		g_string_append_printf(out, " %s %s", after, level->to);
	}
}

static void
take_queue(GHashTable *parts, const apres_queue *queue)
{
	GString *out = g_string_new(NULL);

	g_string_append_printf(out, "%s %d %d %d %d", queue->owner ? queue->owner : "",
			       queue->has_due, queue->due.count, (int)queue->due.unit,
			       queue->urgent);
	add_urging(out, &queue->urging);
	add(parts, "queue", g_strdup(queue->id), out, queue->origin);
}

static void
take_clause(GHashTable *parts, const apres_clause *c)
{
	g_autofree char *floor = apres_duration_to_string(c->floor);
	g_autofree char *ceiling = apres_duration_to_string(c->ceiling);
	g_autofree char *within = apres_duration_to_string(c->within);
	GString *out = g_string_new(NULL);

	g_string_append_printf(out, "%d %d %d %u %s %s %d %s %s %s %d %s", c->kind,
			       c->public_only, c->from, c->records, floor, ceiling,
			       c->clock, within, c->queue ? c->queue : "",
			       c->template_id ? c->template_id : "", c->value,
			       c->language ? c->language : "");
	for (guint i = 0; i < c->phrases->len; i++)
		write_cond(out, c->phrases->pdata[i]);
	add(parts, "clause", g_strdup(c->id), out, c->origin);
}

static void
take_numbers(GHashTable *parts, const apres_policy *p)
{
	apres_origin nowhere = { g_intern_string(p->file), 0, 0 };
	const apres_limit *limits[] = { &p->per_candidate, &p->per_thread,
					&p->per_company };
	GString *out = g_string_new(NULL);

	g_string_append_printf(out, "%d %d %d", p->max_words, p->unexplained_sentences,
			       p->unexplained_questions);
	g_string_append_printf(out, " %d/%d", p->fresh.count, (int)p->fresh.unit);
	for (guint i = 0; i < G_N_ELEMENTS(limits); i++)
		g_string_append_printf(out, " %d/%d%d", limits[i]->count,
				       limits[i]->period.count,
				       (int)limits[i]->period.unit);
	add(parts, "limits", g_strdup("of this policy"), out, nowhere);
	out = g_string_new(NULL);
	g_string_append_printf(out, "%d %u %d %d", p->wait_minutes, p->calendar->workdays,
			       p->calendar->day_start, p->calendar->day_end);
	add(parts, "send", g_strdup("window and wait"), out, nowhere);
	out = g_string_new(NULL);
	g_string_append_printf(out, "%s|%s|%s|%s|%s|%s|%d", p->company_name,
			       p->careers_link, p->particulars, p->adjustments,
			       p->privacy, p->hr, p->public_employer);
	add(parts, "company", g_strdup("name and contacts"), out, nowhere);
}

static void
take_people(GHashTable *parts, const apres_people *people, apres_origin at)
{
	GString *out = g_string_new(NULL);

	g_string_append_printf(out, "%d %d %s", people->proof_dmarc, people->proof_auth,
			       people->proof_header ? people->proof_header : "");
	add(parts, "people", g_strdup(people->domain), out, at);
}

static void
take_debrief(GHashTable *parts, const apres_debrief_terms *terms)
{
	g_autofree char *due = apres_duration_to_string(terms->due);
	GString *out = g_string_new(terms->owner);

	g_string_append_printf(out, "|%s|%s", terms->owner_name ? terms->owner_name : "",
			       due);
	add_urging(out, &terms->urging);
	add(parts, "debrief", g_strdup("owner and due"), out, terms->origin);
}

/* A test is known by what it says; two that say the same are one part. */
static void
take_test(GHashTable *parts, const apres_policy_test *test)
{
	const char *says = test->says != NULL ? test->says : test->mail;
	GString *out = g_string_new(test->expect);

	g_string_append_printf(out, "|%s|%s|%d|%s|%d|%d|%s",
			       test->subject ? test->subject : "",
			       test->from ? test->from : "", test->proven,
			       test->quotes ? test->quotes : "", test->stage,
			       test->outcome, test->at_text ? test->at_text : "");
	char *name = test->id != NULL ? g_strdup(test->id)
				      : g_strdup(says != NULL ? says : "");
	g_strdelimit(g_strstrip(name), "\n\t", ' ');
	add(parts, "test", name, out, test->origin);
}

/* By key and language; the program's own, too, which a newer one may say otherwise. */
static void
take_wording(GHashTable *parts, const apres_wording *wording)
{
	GHashTableIter languages;
	gpointer language, texts;

	g_hash_table_iter_init(&languages, wording->languages);
	while (g_hash_table_iter_next(&languages, &language, &texts)) {
		GHashTableIter keys;
		gpointer key, text;
		g_hash_table_iter_init(&keys, texts);
		while (g_hash_table_iter_next(&keys, &key, &text)) {
			g_autofree char *id = g_strconcat(language, " ", key, NULL);
			const apres_origin *at = g_hash_table_lookup(wording->places, id);
			add(parts, "wording",
			    g_strdup_printf("%s (%s)", (const char *)key,
					    (const char *)language),
			    g_string_new(text), *at);
		}
	}
}

static GHashTable *
parts_of(const apres_policy *policy)
{
	GHashTable *parts =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, part_free);
	apres_origin at = { g_intern_string(policy->file), 0, 0 };

	for (guint i = 0; i < policy->classes->len; i++)
		take_class(parts, policy->classes->pdata[i]);
	for (guint i = 0; i < policy->rules->len; i++)
		take_rule(parts, policy->rules->pdata[i]);
	for (guint i = 0; i < policy->templates->len; i++)
		take_template(parts, policy->templates->pdata[i]);
	for (guint i = 0; i < policy->queues->len; i++)
		take_queue(parts, policy->queues->pdata[i]);
	for (guint i = 0; i < policy->clauses->len; i++)
		take_clause(parts, policy->clauses->pdata[i]);
	for (guint i = 0; i < policy->people->len; i++)
		take_people(parts, policy->people->pdata[i], at);
	for (guint i = 0; i < policy->tests->len; i++)
		take_test(parts, policy->tests->pdata[i]);
	if (policy->debrief != NULL)
		take_debrief(parts, policy->debrief);
	if (policy->wording != NULL)
		take_wording(parts, policy->wording);
	take_numbers(parts, policy);
	return parts;
}

static void
report(GPtrArray *into, const part *p, char change)
{
	apres_diff_part *found = g_new0(apres_diff_part, 1);

	found->kind = p->kind;
	found->name = g_strdup(p->name);
	found->change = change;
	found->origin = p->origin;
	g_ptr_array_add(into, found);
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
		const part *old = g_hash_table_lookup(before, key);
		const part *now = value;
		if (old == NULL)
			report(parts, now, '+');
		else if (!g_str_equal(old->content, now->content))
			report(parts, now, '~');
	}
	g_hash_table_iter_init(&iter, before);
	while (g_hash_table_iter_next(&iter, &key, &value))
		if (!g_hash_table_contains(after, key))
			report(parts, value, '-');
	g_ptr_array_sort(parts, by_kind_and_name);
}
