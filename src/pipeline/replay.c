/* SPDX-License-Identifier: Apache-2.0 */
/* Every recorded mail, decided once more. */
#include "config.h"
#include "pipeline/replay.h"
#include "pipeline/basis.h"
#include "policy/diff.h"
#include "util/error.h"

#define PAGE 500

typedef struct replaying {
	const apres_policy *was, *is;
	apres_replay *replay;
} replaying;

static void
replayed_free(gpointer data)
{
	apres_replayed *one = data;

	g_free(one->was);
	g_free(one->becomes);
	g_free(one);
}

void
apres_replay_free(apres_replay *replay)
{
	if (replay == NULL)
		return;
	g_ptr_array_unref(replay->differences);
	g_ptr_array_unref(replay->unseen);
	g_free(replay);
}

static apres_treatment *
decide(const apres_policy *policy, const apres_record *record, GError **error)
{
	g_autoptr(apres_assessment) a = apres_basis_decide(policy, record, error);

	return a != NULL ? apres_treatment_of(policy, a->decision) : NULL;
}

static void
add_difference(apres_replay *replay, const apres_record *record,
	       const apres_treatment *was, const apres_treatment *is)
{
	apres_replayed *one = g_new0(apres_replayed, 1);

	one->message_id = record->id;
	one->decided = record->decided;
	one->audience = record->audience;
	one->was = g_strdup(was->words);
	one->becomes = g_strdup(is->words);
	one->weaker = apres_treatment_is_weaker(was, is);
	replay->weaker += one->weaker;
	g_ptr_array_add(replay->differences, one);
}

/* The policy in force is only asked where the record does not say what it decides. */
static bool
replay_one(const replaying *r, const apres_record *record, GError **error)
{
	g_autoptr(apres_treatment) recorded = apres_basis_treatment(record, error);
	g_autoptr(apres_treatment) is =
		recorded != NULL ? decide(r->is, record, error) : NULL;
	bool current = g_strcmp0(record->policy_digest, r->was->digest) == 0;

	if (is == NULL)
		return false;
	r->replay->mails++;
	if (current && apres_treatment_is_same(recorded, is))
		return true;
	g_autoptr(apres_treatment) was = decide(r->was, record, error);
	if (was == NULL)
		return false;
	if (current && !apres_treatment_is_same(recorded, was))
		r->replay->otherwise++;
	if (!apres_treatment_is_same(was, is))
		add_difference(r->replay, record, was, is);
	return true;
}

/* Is anything that COND refers to among CHANGED? */
static bool
rests_on(const apres_policy *policy, const apres_cond *cond, GHashTable *changed)
{
	const apres_class *class = cond->kind == APRES_COND_CLASS
					   ? apres_policy_class(policy, cond->class_ref)
					   : NULL;

	if (class != NULL)
		return g_hash_table_contains(changed, class->id) ||
		       rests_on(policy, class->cond, changed);
	for (guint i = 0; cond->children != NULL && i < cond->children->len; i++)
		if (rests_on(policy, cond->children->pdata[i], changed))
			return true;
	return false;
}

/* The change of a class that looks where nothing was kept is not seen. */
static void
find_unseen(const replaying *r)
{
	g_autoptr(apres_diff) diff = apres_policy_diff_parts(r->was, r->is);
	g_autoptr(GHashTable) changed = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < diff->parts->len; i++) {
		const apres_diff_part *part = diff->parts->pdata[i];
		if (g_str_equal(part->kind, "class"))
			g_hash_table_add(changed, part->name);
	}
	for (guint i = 0; i < r->is->classes->len; i++) {
		const apres_class *class = r->is->classes->pdata[i];
		if (!class->part && apres_basis_lacks(r->is, class) &&
		    (g_hash_table_contains(changed, class->id) ||
		     rests_on(r->is, class->cond, changed)))
			g_ptr_array_add(r->replay->unseen, g_strdup(class->id));
	}
}

bool
apres_replay_run(apres_store *store, const char *company, const apres_policy *was,
		 const apres_policy *is, gint64 since, apres_replay **replay_out,
		 GError **error)
{
	g_autoptr(apres_replay) replay = g_new0(apres_replay, 1);
	const replaying r = { .was = was, .is = is, .replay = replay };
	gint64 after = 0;
	guint count = PAGE;

	replay->differences = g_ptr_array_new_with_free_func(replayed_free);
	replay->unseen = g_ptr_array_new_with_free_func(g_free);
	find_unseen(&r);
	while (count == PAGE) {
		g_autoptr(GPtrArray) records = NULL;
		if (!apres_message_list_since(store, company, since, after, PAGE,
					      &records, error))
			return false;
		count = records->len;
		for (guint i = 0; i < count; i++) {
			const apres_record *record = records->pdata[i];
			after = record->id;
			if (record->basis == NULL)
				replay->lacking++;
			else if (!replay_one(&r, record, error))
				return false;
		}
	}
	*replay_out = g_steal_pointer(&replay);
	return true;
}
