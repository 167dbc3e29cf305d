/* SPDX-License-Identifier: Apache-2.0 */
/* What texts say that they should not, at the very word. */
#include "config.h"
#include "policy/lint.h"

#include <string.h>

#include "classify/pattern.h"
#include "policy/consent.h"
#include "policy/text-source.h"
#include "util/text.h"

/* More in one text is more of the same. */
#define FOUND_MAX 16

/*
 * A reason invites an argument, a judgement may be wrong, and what others did is not the
 * reader's to know; what is said to outsiders is the same for everyone.  Adjustments are
 * offered "because of a disability": that is no reason of ours.
 */
static const struct {
	const char *language, *words;
} reasons[] = {
	{ "en",
	  "\\b(?:unfortunately|regret(?:tably|s)?|because(?! of (?:a|your) disability)|"
	  "other (?:candidates|applicants)|better qualified|on file)\\b" },
	{ "de", "\\b(?:leider|bedauer\\w*|weil|aufgrund|ander(?:e|en|er) "
		"(?:bewerb|kandidat)\\w*|mitbewerber\\w*|besser qualifiziert\\w*|"
		"vorgemerkt|bewerberpool|talentpool)\\b" },
	{ "fr", "\\b(?:malheureusement|regrett\\w*|parce qu\\w*|autres candidat\\w*|"
		"mieux qualifie\\w*|vivier|votre dossier (?:sera|est) conserve)\\b" },
	{ "es", "\\b(?:lamentable\\w*|lamentamos|desafortunad\\w*|porque|debido a|"
		"otr[oa]s (?:personas )?candidat\\w*|mejor cualificad\\w*|"
		"base de datos de candidat\\w*)\\b" },
};

/* Placeholders as word processors, mailing programs and templates write them, and what is
 * left to be written: the reader would see all of it as it stands. */
static const char foreign[] =
	"\\[\\[?[a-z][\\w .-]{0,30}\\]\\]?|<<?[a-z][\\w .-]{0,30}>>?|«[a-z]\\w{1,30}»|"
	"%%?[a-z]\\w{1,30}%%?(?!\\w)|\\$\\{?[a-z]\\w{1,30}\\}?|\\{\\{ "
	"[^}\\n]{1,30}\\}\\}?|"
	"\\b(?:todo|tbd|xxx+|lorem ipsum)\\b|_{4,}";

/* The matches of EXPRESSION in the folded SOURCE, which the caller owns. */
static apres_folded *
match_all(const char *expression, const char *source, apres_origin begin, GArray *matches)
{
	g_autoptr(apres_folded) folded = apres_fold(source, strlen(source));
	g_autoptr(apres_matcher) matcher = apres_matcher_new(true);
	g_autoptr(apres_cond) cond = apres_cond_new(APRES_COND_PATTERN, begin);

	cond->source = g_strdup(expression);
	g_autoptr(apres_pattern) pattern = apres_pattern_compile(cond, NULL);
	if (pattern != NULL)
		apres_pattern_match(pattern, matcher, folded->text, 0, folded->len, NULL,
				    FOUND_MAX, matches);
	return g_steal_pointer(&folded);
}

/* What is matched, as it stands in SOURCE. */
static char *
matched(const apres_folded *folded, const char *source, apres_match match)
{
	gsize from = folded->origin[match.start], to = folded->origin[match.end];
	char *word = g_strndup(source + from, to - from);

	return g_strdelimit(word, "\n", ' ');
}

static void
lint_reasons(const apres_text *text, const char *source, apres_origin begin,
	     GPtrArray *findings)
{
	g_autoptr(GArray) matches = g_array_new(FALSE, FALSE, sizeof(apres_match));
	const char *words = NULL;

	for (gsize i = 0; i < G_N_ELEMENTS(reasons); i++)
		if (g_str_has_prefix(text->language, reasons[i].language))
			words = reasons[i].words;
	if (words == NULL)
		return;
	g_autoptr(apres_folded) folded = match_all(words, source, begin, matches);
	for (guint i = 0; i < matches->len; i++) {
		apres_match match = g_array_index(matches, apres_match, i);
		g_autofree char *word =
			g_strndup(folded->text + match.start, match.end - match.start);
		g_strdelimit(word, "\n", ' ');
		apres_lint_warn(
			findings, "W-REASON",
			apres_text_place(source, begin, folded->origin[match.start]),
			"'%s': a text for outsiders gives no reason and no "
			"judgement; say what everyone is told",
			word);
	}
}

static void
lint_foreign(const char *source, apres_origin begin, GPtrArray *findings)
{
	g_autoptr(GArray) matches = g_array_new(FALSE, FALSE, sizeof(apres_match));
	g_autoptr(apres_folded) folded = match_all(foreign, source, begin, matches);

	for (guint i = 0; i < matches->len; i++) {
		apres_match match = g_array_index(matches, apres_match, i);
		g_autofree char *word = matched(folded, source, match);
		/* "todo", "Todo" is Spanish for everything. */
		if (g_ascii_islower(*word) || g_str_equal(word, "Todo"))
			continue;
		apres_lint_warn(
			findings, "W-VALUE",
			apres_text_place(source, begin, folded->origin[match.start]),
			"'%s' is sent as it stands; if a value belongs there, write it "
			"as "
			"{name}",
			word);
	}
}

/* It is kept from whom it may not be sent to; that hardly anybody gets it should be
 * known.
 */
static void
lint_consent(const apres_text *text, const char *source, apres_origin begin,
	     GPtrArray *findings)
{
	g_autofree char *one_line = g_strdelimit(g_strdup(source), "\n", ' ');
	g_autoptr(apres_folded) folded = apres_fold(one_line, strlen(one_line));
	const char *at = apres_consent_find(folded->text, text->language);

	if (at != NULL)
		apres_lint_warn(
			findings, "W-CONSENT",
			apres_text_place(source, begin,
					 folded->origin[at - folded->text]),
			"a promise to keep the candidate in mind: sent only where a case "
			"has talent-pool=yes; all other mail is held");
}

/* Of the values that a policy does not give, the one that not every mail has. */
static void
lint_role(const apres_text *text, const char *source, apres_origin begin,
	  GPtrArray *findings)
{
	const char *at = strstr(source, "{role}");

	if (at != NULL && apres_text_needs(text, APRES_VALUE_ROLE))
		apres_lint_warn(
			findings, "W-VALUE",
			apres_text_place(source, begin, (gsize)(at - source)),
			"without a record of the application nobody knows {role}, "
			"and the mail is held; begin the paragraph with "
			"'(optional) '");
}

/* "{{name}}" is how other programs write it; here the reader would see "{name}". */
static void
lint_doubled(const char *source, apres_origin begin, GPtrArray *findings)
{
	for (int i = 0; i < APRES_VALUE_COUNT_; i++) {
		const char *name = apres_value_name((apres_value)i);
		g_autofree char *doubled = g_strdup_printf("{{%s}}", name);
		const char *at = strstr(source, doubled);
		if (at != NULL)
			apres_lint_warn(
				findings, "W-VALUE",
				apres_text_place(source, begin, (gsize)(at - source)),
				"%s is sent as '{%s}', without a value; write {%s}",
				doubled, name, name);
	}
}

void
apres_lint_texts(const apres_policy *policy, GPtrArray *findings)
{
	for (guint i = 0; i < policy->templates->len; i++) {
		const apres_template *template = policy->templates->pdata[i];
		for (guint j = 0; j < template->texts->len; j++) {
			const apres_text *text = template->texts->pdata[j];
			apres_origin begin;
			g_autofree char *source = apres_text_source(policy, text, &begin);
			if (template->audience == APRES_AUDIENCE_EXTERNAL)
				lint_reasons(text, source, begin, findings);
			if (template->audience == APRES_AUDIENCE_EXTERNAL &&
			    text->keeps_in_mind)
				lint_consent(text, source, begin, findings);
			lint_doubled(source, begin, findings);
			lint_foreign(source, begin, findings);
			if (apres_lint_is_sent(policy, template))
				lint_role(text, source, begin, findings);
		}
	}
}
