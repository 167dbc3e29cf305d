/* SPDX-License-Identifier: Apache-2.0 */
/* What a company is and sets, and what the policy is made of.  Most of it is told with
 * both values by diff-settings.c: here it only has to be seen that it changed. */
#include "config.h"
#include "policy/diff-parts.h"
#include "policy/load.h"
#include "policy/wording-parts.h"
#include "util/fsutil.h"

#include <string.h>

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
	GString *out = apres_part_add(parts, "queue", g_strdup(queue->id), queue->origin)
			       ->content;

	g_string_append_printf(out, "%s %d %d %d %d", queue->owner ? queue->owner : "",
			       queue->has_due, queue->due.count, (int)queue->due.unit,
			       queue->urgent);
	add_urging(out, &queue->urging);
}

static void
take_debrief(GHashTable *parts, const apres_debrief_terms *terms)
{
	g_autofree char *due = apres_duration_to_string(terms->due);
	GString *out =
		apres_part_add(parts, "debrief", g_strdup("owner and due"), terms->origin)
			->content;

	g_string_append_printf(out, "%s|%s|%s", terms->owner,
			       terms->owner_name ? terms->owner_name : "", due);
	add_urging(out, &terms->urging);
}

static void
take_numbers(GHashTable *parts, const apres_policy *p, apres_origin at)
{
	const apres_limit *limits[] = { &p->per_candidate, &p->per_thread,
					&p->per_company };
	GString *out =
		apres_part_add(parts, "limits", g_strdup("of this policy"), at)->content;

	g_string_append_printf(out, "%d %d %d", p->max_words, p->unexplained_sentences,
			       p->unexplained_questions);
	g_string_append_printf(out, " %d/%d", p->fresh.count, (int)p->fresh.unit);
	for (guint i = 0; i < G_N_ELEMENTS(limits); i++)
		g_string_append_printf(out, " %d/%d%d", limits[i]->count,
				       limits[i]->period.count,
				       (int)limits[i]->period.unit);
	out = apres_part_add(parts, "send", g_strdup("window and wait"), at)->content;
	g_string_append_printf(out, "%d %u %d %d", p->wait_minutes, p->calendar->workdays,
			       p->calendar->day_start, p->calendar->day_end);
	out = apres_part_add(parts, "company", g_strdup("name and contacts"), at)
		      ->content;
	g_string_append_printf(out, "%s|%s|%s|%s|%s|%s|%d|%s", p->company_name,
			       p->careers_link, p->particulars, p->adjustments,
			       p->privacy, p->hr, p->public_employer,
			       g_time_zone_get_identifier(p->calendar->zone));
}

static gint
by_text(gconstpointer a, gconstpointer b)
{
	return g_strcmp0(*(char *const *)a, *(char *const *)b);
}

static void
take_holidays(GHashTable *parts, const apres_policy *policy, apres_origin at)
{
	apres_part *part = apres_part_add(parts, "calendar", g_strdup("holidays"), at);
	g_autoptr(GPtrArray) days = g_ptr_array_new();
	GHashTableIter iter;
	gpointer day;

	g_hash_table_iter_init(&iter, policy->calendar->holidays);
	while (g_hash_table_iter_next(&iter, &day, NULL))
		g_ptr_array_add(days, day);
	g_ptr_array_sort(days, by_text);
	for (guint i = 0; i < days->len; i++) {
		const char *name =
			g_hash_table_lookup(policy->calendar->holidays, days->pdata[i]);
		apres_part_say(part, "%s %s", (char *)days->pdata[i],
			       name != NULL ? name : "");
	}
}

static void
take_people(GHashTable *parts, const apres_people *people, apres_origin at)
{
	g_string_append_printf(
		apres_part_add(parts, "people", g_strdup(people->domain), at)->content,
		"%d %d %s", people->proof_dmarc, people->proof_auth,
		people->proof_header ? people->proof_header : "");
}

/* The same sender may stand there twice, with other checks. */
static void
take_trust(GHashTable *parts, const apres_trust *trust, guint number)
{
	apres_part *part = apres_part_add(
		parts, "trust",
		number == 0 ? g_strdup(trust->from)
			    : g_strdup_printf("%s (%u)", trust->from, number + 1),
		trust->origin);

	apres_part_say_list(part, "checks", trust->checks);
	apres_part_say_value(part, "because", trust->because);
}

static void
take_trusts(GHashTable *parts, const GPtrArray *trusts)
{
	for (guint i = 0; i < trusts->len; i++) {
		const apres_trust *trust = trusts->pdata[i];
		guint before = 0;
		for (guint j = 0; j < i; j++)
			before += g_str_equal(((apres_trust *)trusts->pdata[j])->from,
					      trust->from);
		take_trust(parts, trust, before);
	}
}

/* A test is known by what it says; two that say the same are one part. */
static void
take_test(GHashTable *parts, const apres_policy_test *test)
{
	const char *says = test->says != NULL ? test->says : test->mail;
	char *name = test->id != NULL ? g_strdup(test->id)
				      : g_strdup(says != NULL ? says : "");

	g_strdelimit(g_strstrip(name), "\n\t", ' ');
	apres_part *part = apres_part_add(parts, "test", name, test->origin);
	apres_part_say_value(part, "expects", test->expect);
	apres_part_say_value(part, "at", test->at_text);
	apres_part_say_value(part, "subject", test->subject);
	apres_part_say_value(part, "from", test->from);
	apres_part_say_value(part, "quotes", test->quotes);
	apres_part_say_value(part, "mail", test->mail);
	/* One with an id is not known by it. */
	apres_part_say_value(part, "says", test->id != NULL ? test->says : NULL);
	if (test->proven)
		apres_part_say(part, "proven");
	apres_part_say_value(part, "stage", apres_stage_to_string(test->stage));
	if (test->outcome != APRES_OUTCOME_NONE)
		apres_part_say(part, "outcome %s",
			       apres_case_outcome_to_string(test->outcome));
}

static void
take_pack(GHashTable *parts, const apres_pack *pack)
{
	apres_origin at = { pack->file, pack->origin.line, pack->origin.column };
	apres_part *part = apres_part_add(parts, "pack", g_strdup(pack->id), at);

	apres_part_say_value(part, "title", pack->title);
	apres_part_say_value(part, "law of", pack->as_of);
	apres_part_say_value(part, "to be reviewed by", pack->review_by);
	if (pack->reviewed != NULL)
		apres_part_say(part, "reviewed on %s by %s", pack->reviewed,
			       pack->by != NULL ? pack->by : "nobody");
}

/* By key and language; the program's own, too, which a newer one may say otherwise.  The
 * files they stand in are put into FILES. */
static void
take_wording(GHashTable *parts, const apres_wording *wording, GHashTable *files)
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
			apres_part *part = apres_part_add(
				parts, "wording",
				g_strdup_printf("%s (%s)", (const char *)key,
						(const char *)language),
				*at);
			g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
			for (char **line = lines; *line != NULL; line++)
				if (**line != '\0')
					apres_part_say(part, "%s", *line);
			g_string_append(part->content, text);
			g_hash_table_add(files, (gpointer)at->file);
		}
	}
}

/* What neither a text nor words of ours are made of: lists of words, mails of tests. */
static void
take_file(GHashTable *parts, const apres_policy *policy, const char *path, GBytes *bytes)
{
	apres_origin at = { g_intern_string(path), 0, 0 };
	g_autofree char *name = apres_policy_source_name(policy->file, path);
	gsize len;
	const char *data = g_bytes_get_data(bytes, &len);
	bool own = g_str_has_prefix(name, "./");
	apres_part *part =
		apres_part_add(parts, "file", g_strdup(own ? name + 2 : name), at);
	g_autofree char *digest = apres_sha256_hex(data, len);

	g_string_append(part->content, digest);
	if (!own || g_str_has_suffix(name, ".eml") ||
	    !g_utf8_validate(data, (gssize)len, NULL))
		return;
	g_autofree char *text = g_strndup(data, len);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line != NULL; line++)
		if (**line != '\0')
			apres_part_say(part, "%s", *line);
}

static void
take_files(GHashTable *parts, const apres_policy *policy, GHashTable *known)
{
	GHashTableIter iter;
	gpointer path, bytes;

	for (guint i = 0; i < policy->templates->len; i++) {
		const apres_template *template = policy->templates->pdata[i];
		for (guint j = 0; j < template->texts->len; j++) {
			const apres_text *text = template->texts->pdata[j];
			if (text->file != NULL)
				g_hash_table_add(known, text->file);
		}
	}
	g_hash_table_iter_init(&iter, policy->sources);
	while (g_hash_table_iter_next(&iter, &path, &bytes))
		if (!g_str_has_suffix(path, ".xml") &&
		    !g_hash_table_contains(known, path))
			take_file(parts, policy, path, bytes);
}

void
apres_diff_take_company(GHashTable *parts, const apres_policy *policy)
{
	apres_origin at = { g_intern_string(policy->file), 0, 0 };
	g_autoptr(GHashTable) files = g_hash_table_new(g_str_hash, g_str_equal);
	apres_part *itself = apres_part_add(parts, "policy", g_strdup("itself"), at);

	apres_part_say_value(itself, "id", policy->id);
	apres_part_say_value(itself, "language", policy->language);
	for (guint i = 0; i < policy->packs->len; i++)
		take_pack(parts, policy->packs->pdata[i]);
	for (guint i = 0; i < policy->queues->len; i++)
		take_queue(parts, policy->queues->pdata[i]);
	for (guint i = 0; i < policy->people->len; i++)
		take_people(parts, policy->people->pdata[i], at);
	for (guint i = 0; i < policy->tests->len; i++)
		take_test(parts, policy->tests->pdata[i]);
	if (policy->debrief != NULL)
		take_debrief(parts, policy->debrief);
	if (policy->wording != NULL)
		take_wording(parts, policy->wording, files);
	take_trusts(parts, policy->trusts);
	take_holidays(parts, policy, at);
	take_numbers(parts, policy, at);
	take_files(parts, policy, files);
}
