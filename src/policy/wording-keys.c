/* SPDX-License-Identifier: Apache-2.0 */
/* What there is to say, and of which values. */
#include "config.h"
#include "policy/wording-parts.h"

static const apres_wording_key keys[] = {
	/* debriefs: to who owes one, to the employee, to HR */
	{ "debrief-owed", APRES_WORDING_MAIL,
	  "debrief person company due owner again unclear" },
	{ "debrief-owed-again", APRES_WORDING_PHRASE, "" },
	{ "debrief-scheduled", APRES_WORDING_MAIL,
	  "debrief person company at unclear late" },
	{ "debrief-scheduled-late", APRES_WORDING_PHRASE, "due" },
	{ "debrief-cancelled", APRES_WORDING_MAIL, "debrief person company" },
	{ "debrief-asked", APRES_WORDING_MAIL, "company unclear" },
	/* why the same is asked once more: "unclear" of the three */
	{ "debrief-unclear", APRES_WORDING_PHRASE, "" },
	{ "debrief-unclear-when", APRES_WORDING_PHRASE, "" },
	{ "debrief-unclear-past", APRES_WORDING_PHRASE, "at" },
	{ "debrief-reopened", APRES_WORDING_MAIL,
	  "debrief person company owner due said" },
	{ "debrief-said-no", APRES_WORDING_PHRASE, "" },
	{ "debrief-said-not-enough", APRES_WORDING_PHRASE, "" },
	{ "calendar", APRES_WORDING_PHRASE, "" },
	/* what is due */
	{ "due", APRES_WORDING_MAIL, "counts company soon late told" },
	{ "due-counts-soon", APRES_WORDING_PHRASE, "count" },
	{ "due-counts-late", APRES_WORDING_PHRASE, "count" },
	{ "due-counts-told", APRES_WORDING_PHRASE, "count" },
	{ "due-line", APRES_WORDING_PHRASE, "number kind what due" },
	{ "due-line-queue", APRES_WORDING_PHRASE, "queue" },
	{ "due-line-owner", APRES_WORDING_PHRASE, "owner" },
	/* the morning's mail */
	{ "digest", APRES_WORDING_MAIL,
	  "counts company alarms owed above waiting shadow week" },
	{ "digest-counts-one", APRES_WORDING_PHRASE, "count" },
	{ "digest-counts-many", APRES_WORDING_PHRASE, "count" },
	{ "digest-counts-shadow", APRES_WORDING_PHRASE, "count" },
	{ "digest-counts-late", APRES_WORDING_PHRASE, "count" },
	{ "digest-counts-above", APRES_WORDING_PHRASE, "count" },
	{ "digest-counts-alarm", APRES_WORDING_PHRASE, "" },
	{ "digest-counts-alarms", APRES_WORDING_PHRASE, "count" },
	{ "digest-counts-week", APRES_WORDING_PHRASE, "" },
	{ "digest-owed", APRES_WORDING_PHRASE, "late what person kind since" },
	{ "digest-owed-by", APRES_WORDING_PHRASE, "due" },
	{ "digest-late", APRES_WORDING_PHRASE, "" },
	{ "digest-above", APRES_WORDING_PHRASE, "what kind due owner" },
	{ "digest-waiting", APRES_WORDING_PHRASE, "what person queue received" },
	{ "digest-more", APRES_WORDING_PHRASE, "count" },
	/* at once */
	{ "urgent", APRES_WORDING_MAIL, "number mailbox queue company" },
	{ "urgent-no-queue", APRES_WORDING_PHRASE, "" },
	{ "slowed-down", APRES_WORDING_MAIL, "company" },
	/* in lines */
	{ "mail", APRES_WORDING_PHRASE, "number" },
	{ "case", APRES_WORDING_PHRASE, "number" },
	{ "kind-answer", APRES_WORDING_PHRASE, "" },
	{ "kind-debrief", APRES_WORDING_PHRASE, "" },
	{ "kind-notify", APRES_WORDING_PHRASE, "" },
	{ "kind-confirmation", APRES_WORDING_PHRASE, "" },
	{ "nobody", APRES_WORDING_PHRASE, "" },
	/* answers about debriefs */
	{ "say-scheduled", APRES_WORDING_WORDS, "" },
	{ "say-done", APRES_WORDING_WORDS, "" },
	{ "say-note", APRES_WORDING_WORDS, "" },
	{ "say-declined", APRES_WORDING_WORDS, "" },
	{ "say-yes", APRES_WORDING_WORDS, "" },
	{ "say-no", APRES_WORDING_WORDS, "" },
	{ "say-not-enough", APRES_WORDING_WORDS, "" },
	{ "say-greeting", APRES_WORDING_WORDS, "" },
	{ "say-but", APRES_WORDING_WORDS, "" },
};

const apres_wording_key *
apres_wording_key_find(const char *name)
{
	for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
		if (g_str_equal(keys[i].name, name))
			return &keys[i];
	return NULL;
}

GPtrArray *
apres_wording_key_names(void)
{
	GPtrArray *names = g_ptr_array_new();

	for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
		g_ptr_array_add(names, (gpointer)keys[i].name);
	return names;
}
