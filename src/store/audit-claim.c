/* SPDX-License-Identifier: Apache-2.0 */
/* The log against what was signed about it. */
#include "config.h"
#include "store/audit-verify-parts.h"

/* A checkpoint, and where it comes from. */
typedef struct claim {
	const apres_checkpoint *checkpoint;
	bool outside;
} claim;

struct apres_claims {
	GArray *claims;      /* by size */
	guint next;          /* the first that is larger than the tree was */
	guint wrong;         /* recorded ones that the log denies */
	guint64 signed_size; /* of the largest recorded one that agrees */
};

static gint
by_size(gconstpointer a, gconstpointer b)
{
	guint64 left = ((const claim *)a)->checkpoint->size;
	guint64 right = ((const claim *)b)->checkpoint->size;

	return left < right ? -1 : left > right;
}

static void
add_claims(GArray *claims, const GPtrArray *checkpoints, bool outside)
{
	for (guint i = 0; checkpoints != NULL && i < checkpoints->len; i++) {
		claim one = { checkpoints->pdata[i], outside };
		g_array_append_val(claims, one);
	}
}

apres_claims *
apres_claims_new(const GPtrArray *recorded, const GPtrArray *outside)
{
	apres_claims *claims = g_new0(apres_claims, 1);

	claims->claims = g_array_new(FALSE, FALSE, sizeof(claim));
	add_claims(claims->claims, recorded, false);
	add_claims(claims->claims, outside, true);
	g_array_sort(claims->claims, by_size);
	return claims;
}

void
apres_claims_free(apres_claims *claims)
{
	if (claims == NULL)
		return;
	g_array_unref(claims->claims);
	g_free(claims);
}

static void
agree(apres_claims *claims, const claim *one, apres_audit_report *report)
{
	guint64 size = one->checkpoint->size;

	if (!one->outside)
		claims->signed_size = size;
	else if (report->fork_size == 0)
		report->covered = report->fork_same = size;
}

static void
disagree(apres_claims *claims, const claim *one, apres_audit_report *report)
{
	guint64 size = one->checkpoint->size;

	apres_audit_report_fault(report,
				 "%s checkpoint over %" G_GUINT64_FORMAT
				 " entries: the log was another one then",
				 one->outside ? "outside" : "recorded", size);
	if (!one->outside)
		claims->wrong++;
	else if (report->fork_size == 0)
		report->fork_size = size;
}

void
apres_claims_settle(apres_claims *claims, const apres_merkle *tree,
		    apres_audit_report *report)
{
	for (; claims->next < claims->claims->len; claims->next++) {
		const claim *one = &g_array_index(claims->claims, claim, claims->next);
		if (one->checkpoint->size != tree->size)
			break;
		apres_hash root = apres_merkle_root(tree);
		if (apres_hash_equal(&root, &one->checkpoint->root))
			agree(claims, one, report);
		else
			disagree(claims, one, report);
	}
}

void
apres_claims_end(apres_claims *claims, apres_audit_report *report)
{
	for (guint i = claims->next; i < claims->claims->len; i++) {
		const claim *one = &g_array_index(claims->claims, claim, i);
		apres_audit_report_fault(report,
					 "%s checkpoint over %" G_GUINT64_FORMAT
					 " entries: the log has only %" G_GUINT64_FORMAT
					 ", its end was cut off",
					 one->outside ? "outside" : "recorded",
					 one->checkpoint->size, report->entries);
	}
	/* What the log says was signed, too, and by the same key: neither is a mere edit.
	 */
	report->forked = report->fork_size > 0 && claims->wrong == 0 &&
			 claims->signed_size >= report->fork_size;
}
