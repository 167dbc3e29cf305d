/* SPDX-License-Identifier: Apache-2.0 */
/* Who wrote?  A name in From proves nothing; our own mail server's word does. */
#include "config.h"
#include "policy/audience.h"

#include <string.h>

#include "message/auth-results.h"

static bool
is_within(const char *domain, const char *parent)
{
	gsize n = strlen(domain), m = strlen(parent);

	return n > m && domain[n - m - 1] == '.' && g_str_equal(domain + n - m, parent);
}

/* "Name: value", once in the header block and saying just that. */
static bool
header_proves(const apres_headers *headers, const char *proof)
{
	g_auto(GStrv) parts = g_strsplit(proof, ":", 2);

	if (g_strv_length(parts) != 2)
		return false;
	const char *name = g_strstrip(parts[0]);
	const char *value = apres_headers_get(headers, name);
	return apres_headers_count_of(headers, name) == 1 && value != NULL &&
	       g_ascii_strcasecmp(value, g_strstrip(parts[1])) == 0;
}

bool
apres_people_proven(const apres_people *people, const apres_headers *headers,
		    const char *from, const char *authserv_id)
{
	if (people->proof_header != NULL && header_proves(headers, people->proof_header))
		return true;
	if (authserv_id == NULL)
		return false;
	g_autoptr(GPtrArray) results = apres_auth_results_parse(headers, authserv_id);
	return (people->proof_dmarc &&
		apres_auth_results_dmarc_pass(results, people->domain)) ||
	       (people->proof_auth && apres_auth_results_auth_pass(results, from));
}

/* Is DOMAIN the people's, a part of it, or what it is a part of? */
static bool
is_near(const char *domain, const apres_people *people)
{
	return g_str_equal(domain, people->domain) || is_within(domain, people->domain) ||
	       is_within(people->domain, domain);
}

bool
apres_people_claimed(const apres_policy *policy, const char *identity)
{
	const char *at = strrchr(identity, '@');

	for (guint i = 0; at != NULL && i < policy->people->len; i++)
		if (is_near(at + 1, policy->people->pdata[i]))
			return true;
	return false;
}

apres_audience
apres_audience_of(const apres_policy *policy, const apres_roster *roster,
		  const apres_headers *headers, const char *from, const char *authserv_id,
		  const char **why_out)
{
	const char *why = "not one of our addresses";
	apres_audience audience = APRES_AUDIENCE_EXTERNAL;
	const char *at = from != NULL ? strrchr(from, '@') : NULL;

	for (guint i = 0; at != NULL && i < policy->people->len; i++) {
		const apres_people *people = policy->people->pdata[i];
		const char *domain = at + 1;
		if (g_str_equal(domain, people->domain)) {
			bool active = apres_roster_is_active(roster, from);
			bool proven =
				apres_people_proven(people, headers, from, authserv_id);
			audience = active && proven ? APRES_AUDIENCE_INTERNAL
						    : APRES_AUDIENCE_UNVERIFIED;
			why = active && proven
				      ? "in the roster, and proven by our mail server"
			      : !active ? "one of our addresses, but not active in the "
					  "roster"
					: "one of our addresses, but nothing proves it";
			break;
		}
		if (is_near(domain, people)) {
			audience = APRES_AUDIENCE_UNVERIFIED;
			why = "near one of our domains, but not one of them";
		}
	}
	if (why_out != NULL)
		*why_out = why;
	return audience;
}
