/* SPDX-License-Identifier: Apache-2.0 */
/* <never>, <always>: what must hold whatever the mail says. */
#include "config.h"
#include "policy/build.h"

static int
obligation_of(const char *kind)
{
	for (int i = APRES_OBLIGATION_ANSWER; i <= APRES_OBLIGATION_NOTIFY; i++)
		if (g_strcmp0(kind, apres_obligation_kind_to_string(
					    (apres_obligation_kind)i)) == 0)
			return i;
	return -1;
}

static int
discloses_of(const char *word)
{
	for (int i = APRES_DISCLOSES_NOTHING; i <= APRES_DISCLOSES_FEEDBACK; i++)
		if (g_strcmp0(word, apres_discloses_to_string((apres_discloses)i)) == 0)
			return i;
	return -1;
}

static void
take_child(apres_invariant *invariant, const xmlNode *child)
{
	const char *name = (const char *)child->name;
	g_autofree char *discloses = apres_build_attr(child, "discloses");
	g_autofree char *kind = apres_build_attr(child, "kind");

	if (g_str_equal(name, "because")) {
		invariant->because = apres_build_text(child);
		return;
	}
	invariant->discloses = discloses_of(discloses);
	invariant->obligation = obligation_of(kind);
	invariant->kind = g_str_equal(name, "reply") ? APRES_INVARIANT_NEVER_REPLY
			  : g_str_equal(name, "nothing-to-answer")
				  ? APRES_INVARIANT_NEVER_SILENCE
			  : g_str_equal(name, "hold") ? APRES_INVARIANT_ALWAYS_HOLD
						      : APRES_INVARIANT_ALWAYS_OBLIGE;
}

void
apres_build_invariant(apres_build *build, const xmlNode *node)
{
	g_autofree char *id = apres_build_attr(node, "id");
	GPtrArray *invariants = build->policy->invariants;
	apres_invariant *first = NULL;
	guint at = 0;

	if (id == NULL)
		return;
	for (; at < invariants->len && first == NULL; at++)
		if (g_str_equal(((apres_invariant *)invariants->pdata[at])->id, id))
			first = invariants->pdata[at];
	if (!apres_build_may_define(build, node, (const char *)node->name, id,
				    first != NULL ? &first->origin : NULL,
				    first != NULL && first->final))
		return;
	apres_invariant *invariant = apres_invariant_new(id, apres_build_at(build, node));
	invariant->classes_at =
		apres_policy_file_at_attribute(build->file, node, "class");
	g_auto(GStrv) classes = apres_build_words(node, "class");
	for (char **class = classes; *class != NULL; class ++)
		g_ptr_array_add(invariant->classes, g_strdup(*class));
	invariant->audiences = apres_build_audiences(node);
	invariant->promising = xmlHasProp(node, (const xmlChar *)"promises") != NULL;
	invariant->final = apres_build_yes(node, "final");
	for (const xmlNode *child = node->children; child != NULL; child = child->next)
		if (child->type == XML_ELEMENT_NODE)
			take_child(invariant, child);
	if (first == NULL) {
		g_ptr_array_add(invariants, invariant);
		return;
	}
	apres_invariant_free(first);
	invariants->pdata[at - 1] = invariant;
}
