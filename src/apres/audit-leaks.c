/* SPDX-License-Identifier: Apache-2.0 */
/* Every mail of ours against what the policies say of its text. */
#include "config.h"
#include "apres/audit-leaks.h"

typedef struct search {
	GPtrArray *leaks;
	apres_policies *policies;
	GHashTable *sent, *known; /* what the outbox says */
	GHashTable *answered;     /* gint64 *: mails with a reply that left */
} search;

static void
leak_free(gpointer data)
{
	apres_leak *leak = data;

	g_free(leak->kind);
	g_free(leak->what);
	g_free(leak);
}

static void add_leak(search *s, const apres_sending *one, const char *kind,
		     const char *fmt, ...) G_GNUC_PRINTF(4, 5);

static void
add_leak(search *s, const apres_sending *one, const char *kind, const char *fmt, ...)
{
	apres_leak *leak = g_new0(apres_leak, 1);
	va_list args;

	va_start(args, fmt);
	leak->what = g_strdup_vprintf(fmt, args);
	va_end(args);
	leak->kind = g_strdup(kind);
	leak->index = one != NULL ? one->intent : -1;
	g_ptr_array_add(s->leaks, leak);
}

/* ---- what a text may tell, and to whom ---- */

/* What POLICY has against this text for somebody who is no employee; NULL = nothing. */
static const char *
objection(const apres_policy *policy, const char *template_id)
{
	const apres_template *text = apres_policy_template(policy, template_id);

	if (text == NULL)
		return NULL;
	if (text->discloses == APRES_DISCLOSES_FEEDBACK)
		return "tells feedback";
	return text->audience == APRES_AUDIENCE_INTERNAL ? "is for employees" : NULL;
}

static void
look_at_text(search *s, const apres_sending *one)
{
	const apres_decided *d = one->decided;
	const apres_policy *then = apres_policies_of(s->policies, d->policy);
	const apres_policy *now = apres_policies_now(s->policies, one->company);

	if (g_strcmp0(d->audience, "internal") == 0 || one->template_id == NULL)
		return;
	if (then == NULL) {
		add_leak(s, one, "disclosed",
			 "text %s to a person outside: policy %.8s of that day cannot be "
			 "asked",
			 one->template_id, d->policy != NULL ? d->policy : "-");
		return;
	}
	const char *why = objection(then, one->template_id);
	if (why != NULL)
		add_leak(s, one, "disclosed",
			 "text %s %s, by the policy of that day, and went to a person "
			 "outside",
			 one->template_id, why);
	else if (now != NULL && (why = objection(now, one->template_id)) != NULL)
		add_leak(s, one, "disclosed",
			 "text %s %s, by the policy in force now, and went to a person "
			 "outside",
			 one->template_id, why);
}

static void
look_at_classes(search *s, const apres_sending *one)
{
	const apres_decided *d = one->decided;
	const apres_policy *then = apres_policies_of(s->policies, d->policy);

	for (char **id = d->classes; then != NULL && *id != NULL; id++) {
		const apres_class *class = apres_policy_class(then, *id);
		if (class != NULL && class->never_automatic)
			add_leak(s, one, "never-automatic",
				 "a reply to mail %" G_GINT64_FORMAT
				 ", which was read as %s: no machine may answer that",
				 one->mail, *id);
	}
}

/* ---- the record and the outbox ---- */

static void
look_at_ends(search *s, const apres_sending *one)
{
	bool log_sent = g_strcmp0(one->state, "sent") == 0;
	bool box_sent = g_hash_table_contains(s->sent, one->id);

	if (one->intent < 0)
		add_leak(s, one, "no-intent", "%s was %s, and no intent was recorded",
			 one->id, one->state != NULL ? one->state : "changed");
	/* Of whom was erased, the outbox may know nothing any more. */
	if (!g_hash_table_contains(s->known, one->id) && one->to == NULL)
		return;
	if (!g_hash_table_contains(s->known, one->id))
		add_leak(s, one, "lost",
			 "%s is %s by the record, and the outbox knows nothing of it",
			 one->id, one->state != NULL ? one->state : "-");
	else if (log_sent != box_sent)
		add_leak(s, one, "lost", "%s is %s by the record, and %s by the outbox",
			 one->id, one->state != NULL ? one->state : "-",
			 box_sent ? "sent" : "not sent");
}

static void
look_for_second(search *s, const apres_sending *one)
{
	if (one->accepted > 1)
		add_leak(s, one, "twice", "%s was sent %u times", one->id, one->accepted);
	if (one->intents > 1)
		add_leak(s, one, "twice", "%s was decided upon %u times", one->id,
			 one->intents);
	if (one->mail == 0 || g_strcmp0(one->kind, "reply") != 0)
		return;
	if (apres_sending_may_have_left(one) &&
	    !g_hash_table_add(s->answered, (gpointer)&one->mail))
		add_leak(s, one, "twice",
			 "a second reply to mail %" G_GINT64_FORMAT " was sent",
			 one->mail);
}

static void
look_at(search *s, const apres_sending *one)
{
	look_at_ends(s, one);
	look_for_second(s, one);
	if (!apres_sending_may_have_left(one) || one->decided == NULL ||
	    g_strcmp0(one->kind, "notice") == 0)
		return;
	look_at_text(s, one);
	look_at_classes(s, one);
}

/* What the outbox says was sent, and no entry speaks of. */
static void
look_at_outbox(search *s, const apres_book *book)
{
	GHashTableIter at;
	gpointer id;

	g_hash_table_iter_init(&at, s->sent);
	while (g_hash_table_iter_next(&at, &id, NULL))
		if (!g_hash_table_contains(book->by_id, id))
			add_leak(
				s, NULL, "no-intent",
				"%s was sent by the outbox, and the record knows nothing "
				"of it",
				(const char *)id);
}

GPtrArray *
apres_leaks_find(const apres_book *book, apres_store *store, apres_policies *policies,
		 const char *company, gint64 from, gint64 until, GError **error)
{
	g_autoptr(GPtrArray) leaks = g_ptr_array_new_with_free_func(leak_free);
	g_autoptr(GHashTable) sent = NULL, known = NULL;
	g_autoptr(GHashTable) answered = g_hash_table_new(g_int64_hash, g_int64_equal);

	if (!apres_book_outbox(store, company, &sent, &known, error))
		return NULL;
	search s = { leaks, policies, sent, known, answered };
	for (guint i = 0; i < book->sendings->len; i++) {
		const apres_sending *one = book->sendings->pdata[i];
		if (one->at >= from && (until == 0 || one->at < until))
			look_at(&s, one);
	}
	if (from == 0 && until == 0)
		look_at_outbox(&s, book);
	return g_steal_pointer(&leaks);
}
