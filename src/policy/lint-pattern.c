/* SPDX-License-Identifier: Apache-2.0 */
/* Expressions that match more than was meant. */
#include "config.h"
#include "policy/lint.h"

#include <string.h>

/* The letters behind the dot, if they end a domain. */
static const char *
domain_end(const char *dot)
{
	static const char *const ends[] = { "com", "org", "net",  "edu",  "gov",    "de",
					    "fr",  "es",  "uk",   "eu",   "us",     "io",
					    "co",  "ch",  "at",   "it",   "nl",     "ca",
					    "au",  "nz",  "ie",   "dk",   "se",     "pl",
					    "pt",  "cz",  "lu",   "mx",   "br",     "ar",
					    "cl",  "jp",  "info", "jobs", "example" };

	for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
		gsize len = strlen(ends[i]);
		if (g_ascii_strncasecmp(dot + 1, ends[i], len) == 0 &&
		    !g_ascii_isalnum(dot[1 + len]))
			return ends[i];
	}
	return NULL;
}

/* SOURCE's offset in its file, as line and column; columns count characters. */
static apres_origin
place_of(const apres_cond *cond, const char *at)
{
	apres_origin place = cond->origin;

	for (const char *p = cond->source; p < at; p = g_utf8_next_char(p)) {
		place.column = *p == '\n' ? 1 : place.column + 1;
		place.line += *p == '\n';
	}
	return place;
}

static void
lint_dots(const apres_cond *cond, GPtrArray *findings)
{
	bool set = false; /* inside [...], where a dot is a dot */
	char before = '\0';

	for (const char *p = cond->source; *p != '\0'; before = *p, p++) {
		if (*p == '\\' && p[1] != '\0') {
			p++;
			continue;
		}
		set = set ? *p != ']' : *p == '[';
		/* Letters, or a repeat or set of them, come before. */
		if (*p != '.' || set ||
		    (!g_ascii_isalnum(before) &&
		     (before == '\0' || !strchr("+*?}])", before))))
			continue;
		const char *end = domain_end(p);
		if (end != NULL)
			apres_lint_warn(findings, "W-PATTERN", place_of(cond, p),
					"'.' matches any character; of the domain '.%s' "
					"write '\\.'",
					end);
	}
}

static void
lint_cond(const apres_cond *cond, GPtrArray *findings)
{
	if (apres_cond_has_expression(cond) && !cond->literal)
		lint_dots(cond, findings);
	for (guint i = 0; cond->children != NULL && i < cond->children->len; i++)
		lint_cond(cond->children->pdata[i], findings);
}

void
apres_lint_patterns(const apres_policy *policy, GPtrArray *findings)
{
	for (guint i = 0; i < policy->classes->len; i++)
		lint_cond(((apres_class *)policy->classes->pdata[i])->cond, findings);
	for (guint i = 0; i < policy->questions->len; i++)
		lint_cond(policy->questions->pdata[i], findings);
}
