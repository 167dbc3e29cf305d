/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "policy/consent.h"

#include <string.h>

#include "util/text.h"

/* As folded: lower case, no accents. */
static const struct {
	const char *language, *words;
} promises[] = {
	{ "en", "keep you in mind" },
	{ "en", "keep you on file" },
	{ "en", "keep your application" },
	{ "en", "keep your details" },
	{ "en", "keep your cv" },
	{ "en", "keep your resume" },
	{ "en", "kept on file" },
	{ "en", "consider you for future" },
	{ "en", "contact you about future" },
	{ "en", "come back to you when" },
	{ "en", "get back to you when" },
	{ "en", "talent pool" },
	{ "en", "talent community" },
	{ "de", "vormerken" },
	{ "de", "vorgemerkt" },
	{ "de", "talentpool" },
	{ "de", "talent-pool" },
	{ "de", "bewerberpool" },
	{ "de", "in evidenz" },
	{ "de", "im hinterkopf" },
	{ "de", "spater auf sie zukommen" },
	{ "de", "kunftige stellen berucksichtigen" },
	{ "fr", "vivier" },
	{ "fr", "garderons" },
	{ "fr", "conserverons" },
	{ "fr", "gardons votre candidature" },
	{ "fr", "conservons votre candidature" },
	{ "fr", "garder votre candidature" },
	{ "fr", "conserver votre candidature" },
	{ "fr", "reviendrons vers vous" },
	{ "es", "tendremos en cuenta" },
	{ "es", "tener en cuenta su candidatura" },
	{ "es", "conservaremos su" },
	{ "es", "guardaremos su" },
	{ "es", "bolsa de candidatos" },
	{ "es", "bolsa de trabajo" },
	{ "es", "base de datos de candidatos" },
};

const char *
apres_consent_find(const char *folded, const char *language)
{
	const char *first = NULL;

	for (guint i = 0; i < G_N_ELEMENTS(promises); i++) {
		const char *at = g_str_has_prefix(language, promises[i].language)
					 ? strstr(folded, promises[i].words)
					 : NULL;
		if (at != NULL && (first == NULL || at < first))
			first = at;
	}
	return first;
}

bool
apres_consent_wanted(const apres_text *text)
{
	g_autoptr(GString) all = g_string_new(text->subject);

	for (guint i = 0; i < text->paragraphs->len; i++) {
		const apres_paragraph *paragraph = text->paragraphs->pdata[i];
		g_string_append_c(all, '\n');
		for (guint j = 0; j < paragraph->spans->len; j++) {
			const apres_span *span = paragraph->spans->pdata[j];
			if (span->literal != NULL)
				g_string_append(all, span->literal);
		}
	}
	/* A promise may be broken over two lines. */
	g_strdelimit(all->str, "\n", ' ');
	g_autoptr(apres_folded) folded = apres_fold(all->str, all->len);
	return apres_consent_find(folded->text, text->language) != NULL;
}
