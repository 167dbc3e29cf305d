/* SPDX-License-Identifier: Apache-2.0 */
/* Who is told that something is late: somebody else than the one who is. */
#include "config.h"
#include "policy/lint.h"

#include <string.h>

#include "message/address.h"

typedef struct looking {
	const apres_policy *policy;
	const char *what;  /* "queue 'default'" */
	const char *owner; /* or NULL */
	GPtrArray *findings;
	GHashTable *told; /* addresses of the levels so far */
} looking;

static bool
is_another(const char *address, const char *than)
{
	return address != NULL && !g_str_equal(address, than);
}

/* Where one person does everything, nobody is above. */
static bool
knows_another(const apres_policy *policy, const char *than)
{
	if (policy->debrief != NULL &&
	    (is_another(policy->debrief->owner, than) ||
	     is_another(policy->debrief->urging.escalate_to, than)))
		return true;
	for (guint i = 0; i < policy->queues->len; i++) {
		const apres_queue *queue = policy->queues->pdata[i];
		if (is_another(queue->owner, than) ||
		    is_another(queue->urging.escalate_to, than))
			return true;
	}
	return false;
}

static void
look_at(looking *l, const char *to, apres_origin at)
{
	if (!apres_lint_is_own(l->policy, at))
		return;
	if (!apres_address_is_sendable(to))
		apres_lint_warn(l->findings, "W-ESCALATE", at,
				"%s: nobody reads '%s': no mail can be sent there",
				l->what, to);
	else if (g_strcmp0(to, l->owner) == 0 && !knows_another(l->policy, to))
		return;
	else if (g_strcmp0(to, l->owner) == 0)
		apres_lint_warn(l->findings, "W-ESCALATE", at,
				"%s: when %s is late, only %s is told; name somebody "
				"above",
				l->what, to, to);
	else if (!g_hash_table_add(l->told, (gpointer)to))
		apres_lint_warn(l->findings, "W-ESCALATE", at,
				"%s: %s is told twice that it is late; name somebody "
				"above",
				l->what, to);
}

static void
look_at_urging(const apres_policy *policy, const apres_urging *urging, const char *what,
	       const char *owner, apres_origin at, GPtrArray *findings)
{
	g_autoptr(GHashTable) told = g_hash_table_new(g_str_hash, g_str_equal);
	looking l = { policy, what, owner, findings, told };

	if (urging->escalate_to != NULL)
		look_at(&l, urging->escalate_to, at);
	for (guint i = 0; urging->levels != NULL && i < urging->levels->len; i++) {
		const apres_level *level = urging->levels->pdata[i];
		look_at(&l, level->to, level->origin);
	}
}

void
apres_lint_steps(const apres_policy *policy, GPtrArray *findings)
{
	const apres_debrief_terms *terms = policy->debrief;

	for (guint i = 0; i < policy->queues->len; i++) {
		const apres_queue *queue = policy->queues->pdata[i];
		const char *owner = apres_policy_owner(policy, queue);
		g_autofree char *what = g_strdup_printf("queue '%s'", queue->id);
		look_at_urging(policy, &queue->urging, what, owner, queue->origin,
			       findings);
	}
	if (terms != NULL)
		look_at_urging(policy, &terms->urging, "debrief", terms->owner,
			       terms->origin, findings);
}
