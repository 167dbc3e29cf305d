/* SPDX-License-Identifier: Apache-2.0 */
/* <trust from="" checks="">: whose mail is not held for the marks it is known to bear. */
#include "config.h"
#include "policy/build.h"

#include <string.h>

#include "message/address.h"
#include "message/machine.h"

/* FROM in the form in which senders are compared, or NULL: it is neither. */
static char *
sender_of(const char *from)
{
	bool domain = strchr(from, '@') == NULL;
	g_autofree char *probe = domain ? g_strconcat("x@", from, NULL) : g_strdup(from);
	g_autoptr(apres_address) address = apres_address_parse(probe);

	if (address == NULL)
		return NULL;
	return domain ? g_strdup(address->domain) : apres_address_identity(address->addr);
}

static void
no_such_check(apres_build *build, const char *name, apres_origin at)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	for (guint i = 0; apres_machine_at(i) != NULL; i++)
		if (apres_machine_at(i)->may_trust)
			g_ptr_array_add(names, (gpointer)apres_machine_at(i)->id);
	const char *nearest = apres_nearest(name, names);
	apres_build_error(build, "E-CHECK", at,
			  "there is no machine check '%s'%s%s%s; apres explain -v lists "
			  "them",
			  name, nearest != NULL ? "; nearest: '" : "",
			  nearest != NULL ? nearest : "", nearest != NULL ? "'" : "");
}

static void
add_checks(apres_build *build, apres_trust *trust, const xmlNode *node)
{
	apres_origin at = apres_policy_file_at_attribute(build->file, node, "checks");
	g_auto(GStrv) names = apres_build_words(node, "checks");

	for (char **name = names; *name != NULL; name++) {
		const apres_machine_kind *kind = apres_machine_find(*name);
		if (kind == NULL)
			no_such_check(build, *name, at);
		else if (!kind->may_trust)
			apres_build_error(build, "E-CHECK", at,
					  "check '%s' guards against loops, reports and "
					  "lists and counts for every sender",
					  *name);
		else
			g_ptr_array_add(trust->checks, (gpointer)kind->id);
	}
}

void
apres_build_trust(apres_build *build, const xmlNode *node)
{
	g_autofree char *from = apres_build_attr(node, "from");
	g_autofree char *sender = from != NULL ? sender_of(from) : NULL;

	if (from == NULL)
		return;
	if (sender == NULL) {
		apres_build_error(
			build, "E-ADDRESS",
			apres_policy_file_at_attribute(build->file, node, "from"),
			"'%s' is neither an address nor a domain", from);
		return;
	}
	apres_trust *trust = apres_trust_new(sender, apres_build_at(build, node));
	g_ptr_array_add(build->policy->trusts, trust);
	add_checks(build, trust, node);
	for (const xmlNode *child = node->children; child != NULL; child = child->next)
		if (child->type == XML_ELEMENT_NODE && trust->because == NULL)
			trust->because = apres_build_text(child);
	if (trust->because == NULL || *trust->because == '\0')
		apres_build_error(build, "E-BECAUSE", trust->origin,
				  "trust in '%s': <because> must say why", trust->from);
}
