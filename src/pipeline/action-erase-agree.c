/* SPDX-License-Identifier: Apache-2.0 */
/* Whom somebody asked to forget, or a law lets go: others look at what would go, and
 * agree.  One request, or all that wait of a range. */
#include "config.h"
#include "pipeline/action-parts.h"
#include "pipeline/erasure-page.h"
#include "store/audit.h"
#include "store/erase-request.h"
#include "util/crash-point.h"
#include "util/error.h"
#include "util/fsutil.h"

#include <string.h>

/* A request that waits, whom it is about, what is to be looked at, and who agreed. */
typedef struct asked {
	apres_erase_request *request; /* borrowed */
	apres_person *person;
	char *page, *digest;
	GPtrArray *approvals; /* to just this page; who asked is not among them */
} asked;

static void
free_asked(gpointer data)
{
	asked *a = data;

	g_clear_pointer(&a->person, apres_person_free);
	g_free(a->page);
	g_free(a->digest);
	g_clear_pointer(&a->approvals, g_ptr_array_unref);
	g_free(a);
}

/* All of them: of one company, for one cause. */
typedef struct sheet {
	GPtrArray *requests, *all; /* of asked */
	char *page, *digest;       /* one page after the other */
} sheet;

static void
sheet_clear(sheet *s)
{
	g_clear_pointer(&s->all, g_ptr_array_unref);
	g_clear_pointer(&s->requests, g_ptr_array_unref);
	g_free(s->page);
	g_free(s->digest);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(sheet, sheet_clear)

static const apres_erase_request *
first_of(const sheet *s)
{
	return s->requests->pdata[0];
}

static apres_matter
matter_of(const asked *a)
{
	return (apres_matter){ "erasure", a->request->id, a->digest };
}

static bool
add_asked(const apres_action_context *c, sheet *s, apres_erase_request *request,
	  GError **error)
{
	asked *a = g_new0(asked, 1);

	g_ptr_array_add(s->all, a);
	a->request = request;
	if (!apres_action_find_to_erase(c, request->company, request->name,
					request->cause, request->basis, &a->person,
					error))
		return apres_throw_prefix(error, "request %" G_GINT64_FORMAT,
					  request->id);
	a->page = apres_erasure_page(c->store, request, a->person, error);
	if (a->page == NULL)
		return false;
	a->digest = apres_sha256_hex(a->page, strlen(a->page));
	const apres_matter matter = matter_of(a);
	return apres_approval_list(c->store, &matter, &a->approvals, error);
}

static bool
check_alike(const sheet *s, GError **error)
{
	const apres_erase_request *first = first_of(s);

	if (s->requests->len > APRES_ERASE_REQUESTS_AT_ONCE)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "%d requests wait there: at most %d at once",
				   (int)s->requests->len, APRES_ERASE_REQUESTS_AT_ONCE);
	for (guint i = 1; i < s->requests->len; i++) {
		const apres_erase_request *one = s->requests->pdata[i];
		if (!g_str_equal(one->company, first->company) ||
		    !g_str_equal(one->cause, first->cause))
			return apres_throw(
				error, APRES_ERROR_INPUT,
				"request %" G_GINT64_FORMAT
				" is of another company, or not for the same cause: "
				"agree to it apart",
				one->id);
	}
	return true;
}

/* args.id to args.last, if that is given. */
static bool
take_range(const json_t *args, gint64 *first_out, gint64 *last_out, GError **error)
{
	const json_t *last = json_object_get(args, "last");

	if (!apres_action_take_id(args, first_out, error))
		return false;
	*last_out = last != NULL ? json_integer_value(last) : *first_out;
	return *last_out >= *first_out ||
	       apres_throw(error, APRES_ERROR_USAGE,
			   "\"last\" must be a number from \"id\" on");
}

static bool
find_sheet(const apres_action_context *c, const json_t *args, sheet *s, GError **error)
{
	g_autoptr(GString) page = g_string_new(NULL);
	gint64 first, last;

	if (!take_range(args, &first, &last, error) ||
	    !apres_erase_request_range(c->store, first, last, &s->requests, error) ||
	    !check_alike(s, error))
		return false;
	s->all = g_ptr_array_new_with_free_func(free_asked);
	for (guint i = 0; i < s->requests->len; i++) {
		if (!add_asked(c, s, s->requests->pdata[i], error))
			return false;
		const asked *a = s->all->pdata[i];
		g_string_append_printf(page, "%s%s", i > 0 ? "\n" : "", a->page);
	}
	s->digest = apres_sha256_hex(page->str, page->len);
	s->page = g_string_free(g_steal_pointer(&page), FALSE);
	return true;
}

/* At least one other, whatever apres.conf says by now. */
static int
still_needed(const apres_action_context *c, const asked *a)
{
	int people = apres_action_erasure_needs(c, a->request->company);
	int missing = MAX(people, 2) - 1 - apres_approval_people(a->approvals);

	return MAX(missing, 0);
}

static int
most_needed(const apres_action_context *c, const sheet *s)
{
	int missing = 0;

	for (guint i = 0; i < s->all->len; i++) {
		int one = still_needed(c, s->all->pdata[i]);
		missing = MAX(missing, one);
	}
	return missing;
}

/* {"request", "last", "missing"}; new reference. */
static json_t *
answer_about(const apres_action_context *c, const sheet *s)
{
	const apres_erase_request *last = s->requests->pdata[s->requests->len - 1];

	return json_pack("{s:I, s:I, s:i, s:i}", "request", (json_int_t)first_of(s)->id,
			 "last", (json_int_t)last->id, "requests", (int)s->requests->len,
			 "missing", most_needed(c, s));
}

bool
apres_action_erase_look(const apres_action_context *c, const json_t *args,
			json_t **answer_out, GError **error)
{
	g_auto(sheet) s = { 0 };

	if (!find_sheet(c, args, &s, error))
		return false;
	g_autoptr(apres_txn) txn = apres_txn_begin(c->store, error);
	if (txn == NULL)
		return false;
	for (guint i = 0; i < s.all->len; i++) {
		const asked *a = s.all->pdata[i];
		/* Nothing private, so that looking changes nothing on the page. */
		json_auto_t *pub = json_pack("{s:I, s:s, s:s}", "request",
					     (json_int_t)a->request->id, "by", c->by,
					     "bytes", a->digest);
		if (!apres_audit_append(c->store, "person-show", a->request->company, 0,
					pub, NULL, c->now, NULL, error))
			return false;
	}
	if (!apres_txn_commit(txn, error))
		return false;
	*answer_out = answer_about(c, &s);
	json_object_set_new(*answer_out, "page", json_string(s.page));
	json_object_set_new(*answer_out, "digest", json_string(s.digest));
	return true;
}

/* SIGNER is neither who asked nor has agreed already; recorded.  In a transaction. */
static bool
agree(const apres_action_context *c, asked *a, const apres_signer *signer, GError **error)
{
	g_autofree char *title =
		g_strdup_printf("request %" G_GINT64_FORMAT, a->request->id);
	apres_approval asker = { a->request->by, a->request->login, a->request->at };
	g_autoptr(GPtrArray) before = g_ptr_array_new();
	const apres_matter matter = matter_of(a);

	g_ptr_array_add(before, &asker);
	g_ptr_array_extend(before, a->approvals, NULL, NULL);
	if (!apres_approval_is_other(before, signer, title, error) ||
	    !apres_approval_add(c->store, &matter, signer, c->now, error))
		return false;
	json_auto_t *pub =
		json_pack("{s:I, s:s, s:s, s:s}", "request", (json_int_t)a->request->id,
			  "by", signer->name, "login", signer->login, "bytes", a->digest);
	g_clear_pointer(&a->approvals, g_ptr_array_unref);
	return apres_audit_append(c->store, "approve", a->request->company, 0, pub, NULL,
				  c->now, NULL, error) &&
	       apres_approval_list(c->store, &matter, &a->approvals, error);
}

/* Nobody is missing of those whose last command was cut off. */
static bool
agree_to_all(const apres_action_context *c, sheet *s, const apres_signer *signer,
	     GError **error)
{
	g_autoptr(apres_txn) txn = apres_txn_begin(c->store, error);

	if (txn == NULL)
		return false;
	for (guint i = 0; i < s->all->len; i++) {
		asked *a = s->all->pdata[i];
		if (still_needed(c, a) > 0 && !agree(c, a, signer, error))
			return false;
	}
	return apres_txn_commit(txn, error);
}

/* WORD is added to WORDS, unless it is there. */
static void
add_word(GPtrArray *words, const char *word)
{
	if (!g_ptr_array_find_with_equal_func(words, word, g_str_equal, NULL))
		g_ptr_array_add(words, (gpointer)word);
}

static char *
joined(GPtrArray *words)
{
	g_ptr_array_add(words, NULL);
	return g_strjoinv(", ", (char **)words->pdata);
}

static bool
erase_all(const apres_action_context *c, const sheet *s, json_t **answer_out,
	  GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	g_autoptr(GPtrArray) bases = g_ptr_array_new();
	const apres_erase_request *last = s->requests->pdata[s->requests->len - 1];
	apres_person *person = ((asked *)s->all->pdata[0])->person;

	for (guint i = 0; i < s->all->len; i++) {
		const asked *a = s->all->pdata[i];
		add_word(bases, a->request->basis);
		for (guint j = 0; j < a->approvals->len; j++)
			add_word(names, ((apres_approval *)a->approvals->pdata[j])->name);
		if (i > 0)
			apres_person_merge(person, a->person);
	}
	g_autofree char *approvers = joined(names);
	g_autofree char *basis = joined(bases);
	const apres_erasure_order order = {
		.cause = first_of(s)->cause,
		.basis = basis,
		.approver = approvers,
		.by = first_of(s)->by,
		.request = first_of(s)->id,
		.last = last->id,
		.seen = s->digest,
	};
	return apres_action_erase(c, person, &order, answer_out, error);
}

bool
apres_action_erase_approve(const apres_action_context *c, const json_t *args,
			   json_t **answer_out, GError **error)
{
	g_auto(sheet) s = { 0 };
	apres_signer signer;
	const char *seen;

	if (!apres_action_take_text(args, "seen", true, &seen, error) ||
	    !apres_action_take_signer(c, args, &signer, error) ||
	    !find_sheet(c, args, &s, error))
		return false;
	if (!apres_approval_saw(s.digest, seen))
		return apres_throw(error, APRES_ERROR_INPUT,
				   "what would go is not what was seen (%s): look again, "
				   "apres person approve",
				   seen);
	if (!agree_to_all(c, &s, &signer, error))
		return false;
	apres_crash_point("erase-agreed");
	if (most_needed(c, &s) == 0)
		return erase_all(c, &s, answer_out, error);
	*answer_out = answer_about(c, &s);
	json_object_set_new(*answer_out, "state", json_string("waiting"));
	return true;
}

bool
apres_action_erase_decline(const apres_action_context *c, const json_t *args,
			   json_t **answer_out, GError **error)
{
	g_autoptr(GPtrArray) requests = NULL;
	apres_signer signer;
	gint64 first, last;

	if (!take_range(args, &first, &last, error) ||
	    !apres_action_take_signer(c, args, &signer, error) ||
	    !apres_erase_request_range(c->store, first, last, &requests, error))
		return false;
	for (guint i = 0; i < requests->len; i++)
		if (!apres_erase_request_decline(c->store, requests->pdata[i], &signer,
						 c->now, error))
			return false;
	*answer_out = json_pack("{s:s, s:I, s:i}", "state", "declined", "request",
				(json_int_t)first, "requests", (int)requests->len);
	return true;
}
