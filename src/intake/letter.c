/* SPDX-License-Identifier: Apache-2.0 */
/* Whether what people send is a letter to a candidate. */
#include "config.h"
#include "intake/letter.h"
#include "intake/application-words.h"
#include "message/subject.h"
#include "util/text.h"

#include <string.h>

static const char *const fields[] = { "To", "Cc", "Bcc" };

typedef struct letter {
	apres_store *store;
	const apres_circle *circle;
	const apres_headers *headers;
	const char *id;
	apres_subject_kind kind;
	char *topic;
	GPtrArray *people[G_N_ELEMENTS(fields)]; /* identities by field */
	gint64 now;
} letter;

static void
letter_clear(letter *l)
{
	g_free(l->topic);
	for (guint f = 0; f < G_N_ELEMENTS(fields); f++)
		g_clear_pointer(&l->people[f], g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(letter, letter_clear)

char *
apres_letter_topic(const apres_headers *headers)
{
	g_autofree char *subject = apres_subject_of(headers);
	g_autofree char *core = apres_subject_core(subject);
	g_autoptr(apres_folded) folded = apres_fold(core, strlen(core));

	return g_steal_pointer(&folded->text);
}

static bool
keep(const letter *l, const char *identity, apres_part part, GError **error)
{
	return apres_letter_add(l->store, apres_circle_company(l->circle), l->id,
				identity, part, l->topic, l->now, error);
}

static bool
is_outside(const letter *l, const char *identity)
{
	return !apres_circle_is_colleague(l->circle, identity) &&
	       !apres_circle_is_partner(l->circle, identity);
}

/* Mail of a candidate that is passed on: whoever answers it is not the candidate. */
static bool
keep_aside(const letter *l, GError **error)
{
	return l->kind != APRES_SUBJECT_FORWARD ||
	       apres_letter_add(l->store, apres_circle_company(l->circle), l->id, "",
				APRES_PART_ASIDE, "", l->now, error);
}

/* ---- in a candidate's thread ---- */

static bool
keep_in_thread(const letter *l, GHashTable *candidates, GError **error)
{
	bool written = false;

	for (guint f = 0; f < G_N_ELEMENTS(fields); f++)
		for (guint i = 0; i < l->people[f]->len; i++)
			if (g_hash_table_contains(candidates, l->people[f]->pdata[i]))
				written = true;
	if (!written)
		return keep_aside(l, error);
	for (guint f = 0; f < G_N_ELEMENTS(fields); f++)
		for (guint i = 0; i < l->people[f]->len; i++) {
			const char *identity = l->people[f]->pdata[i];
			bool his = g_hash_table_contains(candidates, identity);
			if ((his || is_outside(l, identity)) &&
			    !keep(l, identity,
				  his ? APRES_PART_ADDRESSEE : APRES_PART_BYSTANDER,
				  error))
				return false;
		}
	return true;
}

/* Who among the recipients outside has a case is a candidate, whatever it says. */
static bool
add_cases(const letter *l, GHashTable *candidates, GError **error)
{
	bool yes;

	for (guint f = 0; f < G_N_ELEMENTS(fields); f++)
		for (guint i = 0; i < l->people[f]->len; i++) {
			const char *identity = l->people[f]->pdata[i];
			if (!is_outside(l, identity))
				continue;
			if (!apres_circle_in_case(l->circle, l->store, identity, &yes,
						  error))
				return false;
			if (yes)
				g_hash_table_add(candidates, g_strdup(identity));
		}
	return true;
}

/* ---- the first of its thread that we know ---- */

static bool
names_careers(const letter *l)
{
	static const char *const where[] = { "From", "Reply-To", "To", "Cc", "Bcc" };

	for (guint i = 0; i < G_N_ELEMENTS(where); i++)
		if (apres_circle_names_careers(l->circle, l->headers, where[i]))
			return true;
	return false;
}

/* Does it speak to a candidate?  What is answered was written to us. */
static bool
speaks_to_candidate(const letter *l)
{
	const apres_company_config *company =
		apres_config_company(l->circle->config, apres_circle_company(l->circle));
	bool answers = l->kind == APRES_SUBJECT_REPLY;

	if (l->kind == APRES_SUBJECT_FORWARD || apres_words_about_candidates(l->topic))
		return false;
	if (apres_words_bear_requisition(l->topic, company->requisitions))
		return true;
	bool to = apres_words_to_candidate(l->topic);
	bool of = apres_words_of_application(l->topic);
	return answers ? apres_words_by_candidate(l->topic) || (of && !to) : of || to;
}

/* The only colleague to whom it is written, in words for an applicant; or NULL. */
static const char *
applying_colleague(const letter *l)
{
	const char *identity =
		l->people[0]->len == 1 ? g_ptr_array_index(l->people[0], 0) : NULL;
	bool applies = l->kind == APRES_SUBJECT_REPLY
			       ? apres_words_by_candidate(l->topic)
			       : apres_words_to_applicant(l->topic);

	return identity != NULL && applies && l->kind != APRES_SUBJECT_FORWARD &&
			       apres_circle_is_colleague(l->circle, identity) &&
			       !apres_circle_is_ours(l->circle, identity)
		       ? identity
		       : NULL;
}

/* It went to nobody whom it names but to ourselves: blind copies, not kept in Sent. */
static bool
hides_everybody(const letter *l)
{
	for (guint f = 0; f < G_N_ELEMENTS(fields); f++)
		for (guint i = 0; i < l->people[f]->len; i++)
			if (!apres_circle_is_ours(l->circle, l->people[f]->pdata[i]))
				return false;
	return true;
}

static bool
keep_first(const letter *l, GError **error)
{
	bool addressed = false;

	if (!names_careers(l) && !speaks_to_candidate(l))
		return true;
	for (guint f = 0; f < G_N_ELEMENTS(fields); f++) {
		apres_part part = addressed ? APRES_PART_BYSTANDER : APRES_PART_ADDRESSEE;
		for (guint i = 0; i < l->people[f]->len; i++) {
			const char *identity = l->people[f]->pdata[i];
			if (!is_outside(l, identity))
				continue;
			addressed = true;
			if (!keep(l, identity, part, error))
				return false;
		}
	}
	if (addressed)
		return true;
	const char *colleague = applying_colleague(l);
	if (colleague != NULL)
		return keep(l, colleague, APRES_PART_ADDRESSEE, error);
	return !hides_everybody(l) || keep(l, "", APRES_PART_HIDDEN, error);
}

/* ---- any ---- */

/* The Message-ID without its brackets; some programs keep a copy from before it had one,
 * then the date, so that the letter is known by its subject at least.  Or NULL. */
static char *
id_of(const apres_headers *headers)
{
	const char *value = apres_headers_get(headers, "Message-ID");
	g_autofree char *id = g_strdup(value != NULL ? value : "");

	g_strdelimit(id, "<> \t", ' ');
	g_strstrip(id);
	if (*id != '\0')
		return g_steal_pointer(&id);
	const char *date = apres_headers_get(headers, "Date");
	return date != NULL ? g_strconcat("date ", date, NULL) : NULL;
}

bool
apres_letter_keep(apres_store *store, const apres_circle *circle,
		  const apres_headers *headers, const GPtrArray *answered, gint64 now,
		  GError **error)
{
	g_autoptr(GHashTable) candidates =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autofree char *subject = apres_subject_of(headers);
	g_autofree char *id = id_of(headers);
	g_auto(letter) l = {
		.store = store,
		.circle = circle,
		.headers = headers,
		.id = id,
		.kind = apres_subject_kind_of(subject),
		.topic = apres_letter_topic(headers),
		.now = now,
	};

	if (id == NULL)
		return true;
	for (guint f = 0; f < G_N_ELEMENTS(fields); f++)
		l.people[f] = apres_circle_people(headers, fields[f]);
	for (guint i = 0; i < answered->len; i++)
		if (!apres_letter_candidates(store, apres_circle_company(circle),
					     answered->pdata[i], candidates, error))
			return false;
	if (!add_cases(&l, candidates, error))
		return false;
	if (g_hash_table_size(candidates) > 0)
		return keep_in_thread(&l, candidates, error);
	/* Files are met in any order: whom it is about may be found out later. */
	return answered->len > 0 && l.kind == APRES_SUBJECT_FORWARD
		       ? keep_aside(&l, error)
		       : keep_first(&l, error);
}
