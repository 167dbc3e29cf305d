/* SPDX-License-Identifier: Apache-2.0 */
/* A month of mail on a screen: figures first, then what to read. */
#include "config.h"
#include "apres/wrap.h"
#include "apres/output.h"
#include "apres/screen.h"
#include "apres/trial.h"
#include "apres/table.h"
#include "pipeline/reason.h"
#include "util/clock.h"
#include "util/text.h"

#include <stdio.h>
#include <string.h>

#define ROWS 10

/* A sentence that nothing accounted for, or a reason: how often. */
typedef struct trial_count {
	char *text;
	guint mails;
} trial_count;

static void
count_free(gpointer data)
{
	trial_count *count = data;

	g_free(count->text);
	g_free(count);
}

static int
largest_first(gconstpointer a, gconstpointer b)
{
	const trial_count *one = *(const trial_count *const *)a;
	const trial_count *other = *(const trial_count *const *)b;

	if (one->mails != other->mails)
		return one->mails > other->mails ? -1 : 1;
	return strcmp(one->text, other->text);
}

/* COUNTS (text -> number), the largest first: array of trial_count. */
static GPtrArray *
by_size(GHashTable *counts)
{
	GPtrArray *sorted = g_ptr_array_new_with_free_func(count_free);
	GHashTableIter iter;
	gpointer text, mails;

	g_hash_table_iter_init(&iter, counts);
	while (g_hash_table_iter_next(&iter, &text, &mails)) {
		trial_count *count = g_new0(trial_count, 1);
		count->text = g_strdup(text);
		count->mails = GPOINTER_TO_UINT(mails);
		g_ptr_array_add(sorted, count);
	}
	g_ptr_array_sort(sorted, largest_first);
	return sorted;
}

static void
print_replies(const apres_trial *trial)
{
	g_autoptr(apres_table) table = apres_table_new("received|from|subject|text");

	apres_output_heading("Would have been answered");
	for (guint i = 0; i < trial->replies->len; i++) {
		const apres_trial_reply *reply = trial->replies->pdata[i];
		g_autofree char *when = apres_clock_format(reply->received, trial->zone,
							   apres_clock_now());
		g_autofree char *subject = apres_output_clean(reply->subject, 40);
		apres_table_add(table, when);
		apres_table_add(table, reply->from);
		apres_table_add(table, subject);
		apres_table_add(table, reply->template_id);
	}
	apres_table_print(table, "none");
}

static void
print_indented(const char *text, const char *mark)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (guint i = 0; lines[i] != NULL; i++) {
		g_autofree char *clean = apres_output_clean(lines[i], 1000);
		printf("%s%s\n", mark, clean);
	}
}

static void
print_in_full(const apres_trial *trial)
{
	for (guint i = 0; i < trial->replies->len; i++) {
		const apres_trial_reply *reply = trial->replies->pdata[i];
		g_autofree char *when = apres_clock_format(reply->received, trial->zone,
							   apres_clock_now());
		g_autofree char *title =
			g_strdup_printf("%u of %u · %s · %s", i + 1, trial->replies->len,
					when, reply->template_id);
		apres_output_heading(title);
		print_indented(reply->said, "   > ");
		puts("");
		print_indented(reply->reply, "   ");
	}
	if (trial->replies->len == 0)
		puts("\nNo mail would have been answered.");
}

/* The commonest of COUNTS; a reason has a sentence of its own, a class has none. */
static void
print_counts(GHashTable *counts, const char *words, const char *column)
{
	g_autoptr(GPtrArray) sorted = by_size(counts);
	g_autofree char *headings = g_strdup_printf("mails|%s|", column);
	g_autoptr(apres_table) table = apres_table_new(headings);

	apres_output_heading(words);
	for (guint i = 0; i < MIN(sorted->len, ROWS); i++) {
		const trial_count *count = sorted->pdata[i];
		const char *meaning = apres_reason_sentence(count->text);
		apres_table_addf(table, "%u", count->mails);
		apres_table_add(table, count->text);
		apres_table_add(table, meaning == count->text ? "" : meaning);
	}
	apres_table_print(table, "none");
	if (sorted->len > ROWS)
		printf("and %u more; all of them: --json\n", sorted->len - ROWS);
}

void
apres_trial_print(const apres_trial *trial, bool replies)
{
	apres_wrap_printf(
		"%u mail%s · %u would have been answered · %u need nothing · %u for a "
		"person · %u debrief%s opened\n",
		trial->mails, apres_noun(trial->mails, "", "s"),
		trial->effects[APRES_EFFECT_REPLY], trial->effects[APRES_EFFECT_SILENCE],
		trial->effects[APRES_EFFECT_HOLD], trial->debriefs,
		apres_noun(trial->debriefs, "", "s"));
	if (trial->outside > 0)
		printf("%u more are no candidates' mail: not read\n", trial->outside);
	if (replies) {
		print_in_full(trial);
		return;
	}
	print_replies(trial);
	print_counts(trial->reasons, "Left to a person, and why", "reason");
	print_counts(trial->sentences, "Sentences that nothing accounted for",
		     "sentence");
	puts("\nNothing was stored, sent or touched.  Each mail was taken for itself: "
	     "what\nyou had answered already does not count here.\n"
	     "Read every reply: apres trial --replies | less");
}

static json_t *
counts_to_json(GHashTable *counts)
{
	g_autoptr(GPtrArray) sorted = by_size(counts);
	json_t *array = json_array();

	for (guint i = 0; i < sorted->len; i++) {
		const trial_count *count = sorted->pdata[i];
		json_array_append_new(array, json_pack("{s:o, s:i}", "text",
						       apres_output_string(count->text),
						       "mails", (int)count->mails));
	}
	return array;
}

void
apres_trial_print_json(const apres_trial *trial)
{
	for (guint i = 0; i < trial->replies->len; i++) {
		const apres_trial_reply *reply = trial->replies->pdata[i];
		apres_output_json(json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "received",
					    apres_output_time(reply->received), "from",
					    apres_output_string(reply->from), "subject",
					    apres_output_string(reply->subject),
					    "template",
					    apres_output_string(reply->template_id),
					    "said", apres_output_string(reply->said),
					    "reply", apres_output_string(reply->reply)));
	}
	apres_output_json(json_pack("{s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:o, s:o}",
				    "mails", (int)trial->mails, "outside",
				    (int)trial->outside, "replies",
				    (int)trial->effects[APRES_EFFECT_REPLY], "silences",
				    (int)trial->effects[APRES_EFFECT_SILENCE], "holds",
				    (int)trial->effects[APRES_EFFECT_HOLD], "again",
				    (int)trial->again, "debriefs", (int)trial->debriefs,
				    "reasons", counts_to_json(trial->reasons),
				    "sentences", counts_to_json(trial->sentences)));
}
