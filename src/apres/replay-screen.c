/* SPDX-License-Identifier: Apache-2.0 */
/* What another policy would have made of recorded mail, on a screen. */
#include "config.h"
#include "apres/replay-screen.h"
#include "apres/diff-screen.h"
#include "apres/output.h"
#include "apres/screen.h"
#include "apres/table.h"
#include "pipeline/in-force.h"
#include "util/clock.h"
#include "util/error.h"
#include "util/text.h"

#include <stdio.h>

bool
apres_replay_since(const char *text, gint64 now, gint64 *since_out, GError **error)
{
	apres_duration ago;

	if (apres_duration_parse(text, &ago) && ago.unit != APRES_UNIT_WORKDAYS) {
		*since_out = apres_duration_before(ago, now);
		return true;
	}
	return apres_clock_parse(text, since_out) ||
	       apres_throw(error, APRES_ERROR_USAGE,
			   "--since '%s': write 30d, 12h or a time such as "
			   "2026-11-01T00:00:00Z",
			   text);
}

apres_policy *
apres_replay_in_force(const apres_config *config, const apres_company_config *company,
		      gint64 now, GError **error)
{
	g_autoptr(GHashTable) in_force = apres_in_force_peek(config, error);

	if (in_force == NULL)
		return NULL;
	apres_policy *policy = apres_in_force_policy(company, in_force, NULL, now, error);
	if (policy == NULL)
		apres_throw_prefix(error, "company '%s'", company->id);
	return policy;
}

static json_t *
replayed_to_json(const apres_replayed *one)
{
	return json_pack("{s:I, s:o, s:s, s:o, s:o, s:b}", "mail",
			 (json_int_t)one->message_id, "decided",
			 apres_output_time(one->decided), "audience",
			 apres_audience_to_string(one->audience), "was",
			 apres_output_string(one->was), "becomes",
			 apres_output_string(one->becomes), "weaker", one->weaker);
}

void
apres_replay_print_json(const apres_replay *replay)
{
	for (guint i = 0; i < replay->differences->len; i++)
		apres_output_json(replayed_to_json(replay->differences->pdata[i]));
	apres_output_json(json_pack(
		"{s:i, s:i, s:i, s:i, s:i, s:i, s:o}", "mails", (int)replay->mails,
		"different", (int)replay->differences->len, "weaker", (int)replay->weaker,
		"not_kept", (int)replay->lacking, "quoted_not_kept",
		(int)replay->unquoted, "recorded_otherwise", (int)replay->otherwise,
		"unseen_classes", apres_output_strings(replay->unseen)));
}

/* Whatever makes the figures say less than they seem to. */
static void
print_doubts(const apres_replay *replay)
{
	if (replay->lacking > 0)
		printf("%u further %s recorded by an older apres, which did not "
		       "keep enough to decide again.\n",
		       replay->lacking,
		       apres_noun(replay->lacking, "mail was", "mails were"));
	if (replay->unquoted > 0)
		printf("Of %u of them what they quote was not kept, by an older apres or "
		       "because it is very long: classes that look there count as they "
		       "were read then.\n",
		       replay->unquoted);
	if (replay->otherwise > 0)
		printf("%u %s recorded otherwise than the same policy decides "
		       "now: another version of apres read them.\n",
		       replay->otherwise,
		       apres_noun(replay->otherwise, "mail was", "mails were"));
	for (guint i = 0; i < replay->unseen->len; i++)
		printf("Class %s is new or changed, and looks at what is not kept "
		       "(addresses, headers, attachments%s): it counts as it was read "
		       "then, if new as absent.\n",
		       (char *)replay->unseen->pdata[i],
		       replay->unquoted > 0 ? "; sometimes quoted text" : "");
}

/* Those that are treated less strictly, or the others; as long as there is room for ROWS.
 */
static void
add_rows(apres_table *table, const apres_replay *replay, bool weaker, guint *rows)
{
	for (guint i = 0; *rows > 0 && i < replay->differences->len; i++) {
		const apres_replayed *one = replay->differences->pdata[i];
		g_autofree char *decided =
			apres_clock_format(one->decided, replay->zone, apres_clock_now());
		if (one->weaker != weaker)
			continue;
		--*rows;
		apres_table_add(table, weaker ? "!" : "");
		apres_table_addf(table, "%d", (int)one->message_id);
		apres_table_add(table, decided);
		apres_table_add(table, apres_audience_to_string(one->audience));
		apres_table_add(table, one->was);
		apres_table_add(table, one->becomes);
	}
}

void
apres_replay_print(const apres_replay *replay, guint max)
{
	g_autoptr(apres_table) table =
		apres_table_new(" |mail|decided|candidate|was|becomes");
	guint rows = max;

	add_rows(table, replay, true, &rows);
	add_rows(table, replay, false, &rows);
	printf("%u recorded %s decided again; nothing was sent.\n", replay->mails,
	       apres_noun(replay->mails, "mail was", "mails were"));
	print_doubts(replay);
	if (replay->differences->len > 0)
		apres_table_print(table, "");
	apres_diff_print_more(replay->differences->len, max);
}

/* No decision shows it, and yet it is not the same. */
static char *
also_differs(const apres_diff *diff)
{
	g_autoptr(GString) out = g_string_new(NULL);

	if (diff->looser > 0)
		g_string_append_printf(out, "; %u setting%s looser (marked !)",
				       diff->looser,
				       apres_noun(diff->looser, " is", "s are"));
	if (diff->reworded > 0)
		g_string_append_printf(out, "; %u text%s otherwise", diff->reworded,
				       apres_noun(diff->reworded, " reads", "s read"));
	return g_string_free(g_steal_pointer(&out), FALSE);
}

void
apres_replay_print_sum(const apres_replay *replay, const apres_diff *diff)
{
	guint count = replay->differences->len;
	g_autofree char *also = also_differs(diff);

	if (replay->mails == 0)
		printf("No recorded mail to try it on%s.\n", also);
	else if (count == 0)
		printf("No mail would be treated differently%s.\n", also);
	else if (replay->weaker == 0)
		printf("%u mail%s would be treated differently; none less strictly%s.\n",
		       count, apres_noun(count, "", "s"), also);
	else
		printf("%u mail%s would be treated differently; %u less strictly (marked "
		       "!)%s.\n",
		       count, apres_noun(count, "", "s"), replay->weaker, also);
}
