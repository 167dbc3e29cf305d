/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "apres/audit-why.h"
#include "pipeline/policy-of-day.h"
#include "store/policy-source.h"
#include "util/error.h"

#include <string.h>

void
apres_why_free(apres_why *why)
{
	if (why == NULL)
		return;
	apres_audit_entry_free(why->entry);
	apres_record_free(why->record);
	apres_assessment_free(why->assessment);
	apres_policy_free(why->policy);
	g_clear_pointer(&why->differences, g_ptr_array_unref);
	g_free(why->signature);
	g_free(why->signed_by);
	g_free(why);
}

static bool
is_decision(const apres_audit_entry *entry)
{
	return g_strcmp0(entry->type, "decided") == 0;
}

/* The decision about ENTRY's mail that was there when ENTRY was written. */
static bool
find_decision(apres_store *store, const apres_audit_entry *entry,
	      apres_audit_entry **decision_out, GError **error)
{
	g_autoptr(GPtrArray) all = NULL;

	*decision_out = NULL;
	if (entry->message_id != 0 &&
	    !apres_audit_list(store, NULL, entry->message_id, 0, G_MAXINT, &all, error))
		return false;
	for (guint i = all != NULL ? all->len : 0; i > 0 && *decision_out == NULL; i--) {
		const apres_audit_entry *one = all->pdata[i - 1];
		if (one->index <= entry->index && is_decision(one))
			*decision_out = g_ptr_array_steal_index(all, i - 1);
	}
	return *decision_out != NULL ||
	       apres_throw(error, APRES_ERROR_INPUT,
			   "entry %" G_GINT64_FORMAT
			   " (%s) follows from no decision about a mail; see: apres "
			   "audit show %" G_GINT64_FORMAT,
			   entry->index, entry->type, entry->index);
}

static bool
take_entry(apres_store *store, gint64 index, apres_audit_entry **entry_out,
	   GError **error)
{
	g_autoptr(apres_audit_entry) entry = NULL;

	if (!apres_audit_get(store, index, &entry, error))
		return false;
	if (!is_decision(entry))
		return find_decision(store, entry, entry_out, error);
	*entry_out = g_steal_pointer(&entry);
	return true;
}

/* ---- is it the same? ---- */

static void
compare(apres_why *why, const char *what, const char *was, const char *is)
{
	if (g_strcmp0(was, is) != 0)
		g_ptr_array_add(why->differences,
				g_strdup_printf("%s: was %s, is %s", what,
						was != NULL ? was : "-",
						is != NULL ? is : "-"));
}

static int
by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* In no order. */
static char *
words_of(GPtrArray *words)
{
	g_ptr_array_sort(words, by_name);
	g_ptr_array_add(words, NULL);
	return g_strjoinv(" ", (char **)words->pdata);
}

static void
compare_words(apres_why *why, const char *what, const GPtrArray *is)
{
	g_autoptr(GPtrArray) then = g_ptr_array_new();
	g_autoptr(GPtrArray) now = g_ptr_array_new();
	const json_t *one;
	size_t i;

	json_array_foreach(json_object_get(why->entry->pub, what), i, one)
	{
		g_ptr_array_add(then, (gpointer)json_string_value(one));
	}
	for (guint n = 0; n < is->len; n++)
		g_ptr_array_add(now, is->pdata[n]);
	g_autofree char *was = words_of(then);
	g_autofree char *becomes = words_of(now);
	compare(why, what, was, becomes);
}

/* What was decided upon must be what was committed to. */
static void
compare_mail(apres_why *why)
{
	const apres_record *r = why->record;

	if (why->entry->private_body == NULL)
		return;
	if (g_strcmp0(apres_audit_private(why->entry, "text"), r->text) != 0 ||
	    g_strcmp0(apres_audit_private(why->entry, "subject"), r->subject) != 0 ||
	    g_strcmp0(apres_audit_private(why->entry, "candidate"), r->candidate) != 0)
		g_ptr_array_add(why->differences,
				g_strdup("the mail in the store is not the one that the "
					 "record speaks of"));
}

static void
compare_all(apres_why *why)
{
	const apres_decision *d = why->assessment->decision;
	const apres_audit_entry *e = why->entry;
	bool hold = d->effect == APRES_EFFECT_HOLD;

	compare_mail(why);
	compare(why, "effect", apres_audit_fact(e, "effect"),
		apres_effect_to_string(d->effect));
	compare(why, "rule", apres_audit_fact(e, "rule"),
		d->rule != NULL ? d->rule->id : NULL);
	compare(why, "template", apres_audit_fact(e, "template"), d->template_id);
	compare(why, "queue", apres_audit_fact(e, "queue"), hold ? d->queue : NULL);
	compare_words(why, "classes", d->classes);
	compare_words(why, "unknown", d->unknown);
	compare_words(why, "reasons", d->reasons);
}

apres_why *
apres_why_ask(apres_store *store, gint64 index, GError **error)
{
	g_autoptr(apres_why) why = g_new0(apres_why, 1);

	why->differences = g_ptr_array_new_with_free_func(g_free);
	if (!take_entry(store, index, &why->entry, error) ||
	    !apres_message_get(store, why->entry->message_id, &why->record, error))
		return NULL;
	const char *digest = apres_audit_fact(why->entry, "policy");
	if (why->record == NULL || digest == NULL) {
		apres_throw(
			error, APRES_ERROR_INPUT,
			"what entry %" G_GINT64_FORMAT
			" rested on is not kept; see: apres audit show %" G_GINT64_FORMAT,
			why->entry->index, why->entry->index);
		return NULL;
	}
	if (!apres_policy_signature(store, digest, &why->signature, &why->signed_by,
				    error))
		return NULL;
	why->policy = apres_policy_of_day(store, digest, error);
	if (why->policy != NULL)
		why->assessment = apres_basis_decide(why->policy, why->record, error);
	if (why->assessment == NULL)
		return NULL;
	compare_all(why);
	return g_steal_pointer(&why);
}
