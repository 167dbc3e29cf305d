/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "intake/circle.h"
#include "message/address.h"
#include "policy/audience.h"
#include "store/case.h"

#include <string.h>

const char *
apres_circle_company(const apres_circle *circle)
{
	return circle->mailbox->company;
}

bool
apres_circle_is_ours(const apres_circle *circle, const char *identity)
{
	for (guint i = 0; i < circle->own_addresses->len; i++)
		if (g_str_equal(circle->own_addresses->pdata[i], identity))
			return true;
	return false;
}

bool
apres_circle_is_colleague(const apres_circle *circle, const char *identity)
{
	return apres_circle_is_ours(circle, identity) ||
	       apres_people_claimed(circle->policy, identity) ||
	       apres_roster_is_active(circle->roster, identity);
}

bool
apres_circle_is_partner(const apres_circle *circle, const char *identity)
{
	const apres_company_config *company =
		apres_config_company(circle->config, apres_circle_company(circle));
	const char *domain = strrchr(identity, '@') + 1;

	for (char **partner = company->partners; *partner != NULL; partner++)
		if (g_ascii_strcasecmp(*partner, identity) == 0 ||
		    g_ascii_strcasecmp(*partner, domain) == 0)
			return true;
	return false;
}

/* A careers mailbox of the same company? */
static bool
is_careers(const apres_circle *circle, const char *identity)
{
	const apres_mailbox_config *box =
		apres_config_mailbox_of(circle->config, identity);

	return box != NULL && box->careers &&
	       g_str_equal(box->company, apres_circle_company(circle));
}

bool
apres_circle_in_case(const apres_circle *circle, apres_store *store, const char *identity,
		     bool *yes_out, GError **error)
{
	g_autoptr(GPtrArray) cases = NULL;

	if (!apres_case_find_address(store, apres_circle_company(circle), identity,
				     &cases, error))
		return false;
	*yes_out = cases->len > 0;
	return true;
}

/* A field may stand there more than once; each counts. */
GPtrArray *
apres_circle_people(const apres_headers *headers, const char *name)
{
	GPtrArray *people = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < apres_headers_count(headers); i++) {
		const apres_header *header = apres_headers_at(headers, i);
		if (g_ascii_strcasecmp(header->name, name) != 0)
			continue;
		g_autoptr(GPtrArray) found = apres_address_parse_list(header->value);
		for (guint j = 0; j < found->len; j++) {
			const apres_address *address = found->pdata[j];
			g_autofree char *identity = apres_address_identity(address->addr);
			if (identity == NULL || g_hash_table_contains(seen, identity))
				continue;
			g_hash_table_add(seen, identity);
			g_ptr_array_add(people, g_steal_pointer(&identity));
		}
	}
	return people;
}

bool
apres_circle_names_careers(const apres_circle *circle, const apres_headers *headers,
			   const char *name)
{
	g_autoptr(GPtrArray) people = apres_circle_people(headers, name);

	for (guint i = 0; i < people->len; i++)
		if (is_careers(circle, people->pdata[i]))
			return true;
	return false;
}
