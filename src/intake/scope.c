/* SPDX-License-Identifier: Apache-2.0 */
/* Scope of a recruiter's own mailbox. */
#include "config.h"
#include "intake/scope.h"
#include "intake/application-words.h"
#include "intake/letter.h"
#include "intake/message-ids.h"
#include "message/address.h"
#include "message/machine.h"

#include <string.h>

/* One mail that is looked at. */
typedef struct look {
	apres_store *store;
	const apres_circle *circle;
	char *sender;    /* identity; "" if it is none that we could know */
	GPtrArray *hits; /* apres_machine_hit */
	GPtrArray *ids;  /* what it answers, newest first */
	char *topic;
} look;

static void
look_clear(look *l)
{
	g_free(l->sender);
	g_ptr_array_unref(l->hits);
	g_ptr_array_unref(l->ids);
	g_free(l->topic);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(look, look_clear)

static char *
sender_of(const apres_headers *headers)
{
	const char *value = apres_headers_get(headers, "From");
	g_autoptr(apres_address) from = value != NULL ? apres_address_parse(value) : NULL;
	char *identity = from != NULL ? apres_address_identity(from->addr) : NULL;

	return identity != NULL ? identity : g_strdup("");
}

static GPtrArray *
hits_of(const apres_circle *circle, const apres_headers *headers)
{
	const apres_machine_options options = {
		.own_addresses = circle->own_addresses,
		.own_lists = circle->own_lists,
	};

	return apres_machine_check(headers, &options);
}

static bool
is_colleague(const look *l)
{
	return *l->sender != '\0' && apres_circle_is_colleague(l->circle, l->sender);
}

/* Whoever sent it: no candidate asks for anything in such a mail. */
static bool
is_never_ours(const look *l)
{
	static const char *const never[] = { "null-path", "report",   "mdn",
					     "list",      "calendar", NULL };

	if (*l->sender != '\0' && apres_circle_is_partner(l->circle, l->sender))
		return true;
	for (guint i = 0; i < l->hits->len; i++) {
		const apres_machine_hit *hit = l->hits->pdata[i];
		if (g_strv_contains(never, hit->id))
			return true;
	}
	return false;
}

/* The sender's part in the nearest mail that we know. */
static bool
part_in_thread(const look *l, apres_part *part_out, GError **error)
{
	bool aside = false;

	*part_out = APRES_PART_NONE;
	for (guint i = 0; i < l->ids->len && *part_out == APRES_PART_NONE; i++) {
		if (!apres_letter_part(l->store, apres_circle_company(l->circle),
				       l->ids->pdata[i], l->sender, part_out, error))
			return false;
		/* It may have been passed on to the candidate, too: an older mail tells.
		 */
		if (*part_out == APRES_PART_ASIDE) {
			aside = true;
			*part_out = APRES_PART_NONE;
		}
	}
	if (aside && (*part_out == APRES_PART_NONE || *part_out == APRES_PART_STRANGER))
		*part_out = APRES_PART_ASIDE;
	return true;
}

static apres_scope
scope_of_part(const look *l, apres_part part)
{
	switch (part) {
	case APRES_PART_ADDRESSEE: return APRES_SCOPE_IN;
	case APRES_PART_ONE_OF: return APRES_SCOPE_DOUBT;
	case APRES_PART_STRANGER:
		return is_colleague(l) || l->hits->len > 0 ? APRES_SCOPE_OUT
							   : APRES_SCOPE_DOUBT;
	case APRES_PART_BYSTANDER:
	case APRES_PART_HIDDEN:
	case APRES_PART_ASIDE:
	case APRES_PART_NONE: return APRES_SCOPE_OUT;
	}
	g_assert_not_reached();
}

static bool
bears_requisition(const look *l)
{
	const apres_company_config *company =
		apres_config_company(l->circle->config, apres_circle_company(l->circle));

	return apres_words_bear_requisition(l->topic, company->requisitions);
}

static bool
is_about_application(const char *topic)
{
	return apres_words_of_application(topic) || apres_words_to_candidate(topic) ||
	       apres_words_by_candidate(topic);
}

/* A colleague writes of much; here only of his own application. */
static bool
is_about_own_application(const char *topic)
{
	return apres_words_to_applicant(topic) || apres_words_by_candidate(topic);
}

/* The sender's part in a letter that is not named. */
static bool
part_by_topic(const look *l, apres_part *part_out, GError **error)
{
	const char *company = apres_circle_company(l->circle);

	return apres_letter_part_by_topic(l->store, company, l->sender, l->topic,
					  part_out, error) &&
	       (*part_out != APRES_PART_NONE || !is_about_application(l->topic) ||
		apres_letter_part_by_topic(l->store, company, l->sender, NULL, part_out,
					   error));
}

/* No mail that we know is named. */
static bool
scope_without_thread(const look *l, apres_scope *scope_out, GError **error)
{
	bool colleague = is_colleague(l), has_case;
	apres_part part;

	*scope_out = APRES_SCOPE_OUT;
	if (*l->sender == '\0')
		return true;
	if (!apres_circle_in_case(l->circle, l->store, l->sender, &has_case, error) ||
	    !part_by_topic(l, &part, error))
		return false;
	if ((has_case && (!colleague || is_about_own_application(l->topic))) ||
	    (bears_requisition(l) && !colleague && l->hits->len == 0))
		*scope_out = APRES_SCOPE_IN;
	else
		*scope_out = scope_of_part(l, part);
	return true;
}

/* To or Cc a careers mailbox of the same company. */
static bool
to_careers(const apres_circle *circle, const apres_headers *headers)
{
	return apres_circle_names_careers(circle, headers, "To") ||
	       apres_circle_names_careers(circle, headers, "Cc");
}

bool
apres_scope_of(apres_store *store, const apres_circle *circle,
	       const apres_headers *headers, apres_scope *scope_out, GError **error)
{
	apres_part part;

	*scope_out = APRES_SCOPE_IN;
	if (circle->mailbox->careers || circle->mailbox->scope == APRES_SCOPE_ALL ||
	    to_careers(circle, headers))
		return true;
	g_auto(look) l = {
		.store = store,
		.circle = circle,
		.sender = sender_of(headers),
		.hits = hits_of(circle, headers),
		.ids = apres_message_ids_answered(headers),
		.topic = apres_letter_topic(headers),
	};
	*scope_out = APRES_SCOPE_OUT;
	if (is_never_ours(&l))
		return true;
	if (!part_in_thread(&l, &part, error))
		return false;
	if (part == APRES_PART_NONE)
		return scope_without_thread(&l, scope_out, error);
	*scope_out = scope_of_part(&l, part);
	return true;
}
