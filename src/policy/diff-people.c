/* SPDX-License-Identifier: Apache-2.0 */
/* Who counts as one of us, whose marks of a machine do not count, which languages are
 * answered, and what is proved: which of two policies is looser. */
#include "config.h"
#include "policy/diff-parts.h"

static char *
proof_of(const apres_policy *policy, const char *domain)
{
	for (guint i = 0; i < policy->people->len; i++) {
		const apres_people *people = policy->people->pdata[i];
		if (g_str_equal(people->domain, domain))
			return g_strdup_printf(
				"proof%s%s%s%s", people->proof_dmarc ? " dmarc" : "",
				people->proof_auth ? " auth" : "",
				people->proof_header != NULL ? " header " : "",
				people->proof_header != NULL ? people->proof_header : "");
	}
	return NULL;
}

/* Who is new among employees is told more; who no longer is one need not prove it, and
 * is answered as anybody: neither is stricter. */
static void
compare_people(apres_diff *diff, const apres_policy *was, const apres_policy *is,
	       apres_origin at)
{
	const apres_policy *both[] = { was, is };

	for (int side = 0; side < 2; side++)
		for (guint i = 0; i < both[side]->people->len; i++) {
			const apres_people *people = both[side]->people->pdata[i];
			g_autofree char *before = proof_of(was, people->domain);
			g_autofree char *after = proof_of(is, people->domain);
			g_autofree char *name =
				g_strconcat("people ", people->domain, NULL);
			if (side == 0 || before == NULL)
				apres_diff_say(diff, name, before, after, true, at);
		}
}

static bool
is_automatic(const apres_policy *policy, const char *tag)
{
	for (guint i = 0; i < policy->languages->len; i++) {
		const apres_language *language = policy->languages->pdata[i];
		if (language->automatic && g_str_equal(language->tag, tag))
			return true;
	}
	return false;
}

static void
compare_languages(apres_diff *diff, const apres_policy *was, const apres_policy *is,
		  apres_origin at)
{
	const apres_policy *both[] = { was, is };

	for (int side = 0; side < 2; side++)
		for (guint i = 0; i < both[side]->languages->len; i++) {
			const apres_language *language = both[side]->languages->pdata[i];
			bool before = is_automatic(was, language->tag);
			bool after = is_automatic(is, language->tag);
			g_autofree char *name =
				g_strdup_printf("answers in %s", language->tag);
			if (language->automatic && before != after)
				apres_diff_say(diff, name, before ? "yes" : "no",
					       after ? "yes" : "no", after, at);
		}
}

/* The checks that do not count for FROM, or NULL. */
static char *
checks_of(const apres_policy *policy, const char *from)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint i = 0; i < policy->trusts->len; i++) {
		const apres_trust *trust = policy->trusts->pdata[i];
		for (guint j = 0;
		     g_str_equal(trust->from, from) && j < trust->checks->len; j++)
			g_string_append_printf(out, "%s%s", out->len > 0 ? " " : "",
					       (const char *)trust->checks->pdata[j]);
	}
	return out->len > 0 ? g_string_free(g_steal_pointer(&out), FALSE) : NULL;
}

static bool
is_trusted_with(const apres_policy *policy, const char *from, const char *check)
{
	for (guint i = 0; i < policy->trusts->len; i++) {
		const apres_trust *trust = policy->trusts->pdata[i];
		if (g_str_equal(trust->from, from) &&
		    g_ptr_array_find_with_equal_func(trust->checks, check, g_str_equal,
						     NULL))
			return true;
	}
	return false;
}

/* Whose mail is held for less than it was. */
static bool
is_trusted_more(const apres_policy *was, const apres_policy *is, const char *from)
{
	for (guint i = 0; i < is->trusts->len; i++) {
		const apres_trust *trust = is->trusts->pdata[i];
		for (guint j = 0;
		     g_str_equal(trust->from, from) && j < trust->checks->len; j++)
			if (!is_trusted_with(was, from, trust->checks->pdata[j]))
				return true;
	}
	return false;
}

static void
compare_trusts(apres_diff *diff, const apres_policy *was, const apres_policy *is,
	       apres_origin at)
{
	const apres_policy *both[] = { was, is };
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

	for (int side = 0; side < 2; side++)
		for (guint i = 0; i < both[side]->trusts->len; i++) {
			const apres_trust *trust = both[side]->trusts->pdata[i];
			g_autofree char *before = checks_of(was, trust->from);
			g_autofree char *after = checks_of(is, trust->from);
			g_autofree char *name = g_strdup_printf("trust %s", trust->from);
			if (g_hash_table_add(seen, trust->from))
				apres_diff_say(diff, name, before, after,
					       is_trusted_more(was, is, trust->from),
					       side == 1 ? trust->origin : at);
		}
}

static const apres_invariant *
law_of(const apres_policy *policy, const char *id)
{
	for (guint i = 0; i < policy->invariants->len; i++)
		if (g_str_equal(((apres_invariant *)policy->invariants->pdata[i])->id,
				id))
			return policy->invariants->pdata[i];
	return NULL;
}

/* What was proved and is not.  Of a law that says something else nobody can tell here
 * whether it says less: it counts as looser. */
static void
compare_laws(apres_diff *diff, const apres_policy *was, const apres_policy *is)
{
	for (guint i = 0; i < was->invariants->len; i++) {
		const apres_invariant *law = was->invariants->pdata[i];
		g_autofree char *name = g_strdup_printf("law %s", law->id);
		if (law_of(is, law->id) == NULL)
			apres_diff_say(diff, name, "proved", NULL, true, law->origin);
	}
	for (guint i = 0; i < is->invariants->len; i++) {
		const apres_invariant *law = is->invariants->pdata[i];
		g_autofree char *name = g_strdup_printf("law %s", law->id);
		if (law_of(was, law->id) == NULL)
			apres_diff_say(diff, name, NULL, "proved", false, law->origin);
	}
	for (guint i = 0; i < diff->parts->len; i++) {
		const apres_diff_part *part = diff->parts->pdata[i];
		g_autofree char *name = g_strdup_printf("law %s", part->name);
		if (part->change == '~' && g_str_equal(part->kind, "law"))
			apres_diff_say(diff, name, "proved", "another is proved", true,
				       part->origin);
	}
}

void
apres_diff_people(const apres_policy *was, const apres_policy *is, apres_diff *diff)
{
	apres_origin at = { g_intern_string(is->file), 0, 0 };

	compare_people(diff, was, is, at);
	compare_languages(diff, was, is, at);
	compare_trusts(diff, was, is, at);
	compare_laws(diff, was, is);
}
