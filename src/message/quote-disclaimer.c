/* SPDX-License-Identifier: Apache-2.0 */
/* Paragraphs that a mail server or an employer adds: disclaimers, warnings,
 * advertisements. */
#include "config.h"
#include "message/quote-line.h"

#include <string.h>

/*
 * Words that no candidate writes, folded.  "Confidential" alone is not among
 * them: people ask us to keep things confidential.
 */
static const char *const phrases[] = {
	"the intended recipient",
	"intended solely for",
	"intended only for the",
	"is intended for the addressee",
	"for the sole use of",
	"in error, please notify",
	"in error please notify",
	"received this e-mail in error",
	"received this email in error",
	"received this message in error",
	"before printing this",
	"consider the environment",
	"checked for viruses",
	"scanned for viruses",
	"virus-free. www",
	"this email originated from outside",
	"this message originated from outside",
	"originated from outside of the organi",
	"you don't often get email from",
	"do not click links or open attachments",
	"diese e-mail enthalt vertrauliche",
	"nicht der richtige adressat",
	"nicht der beabsichtigte empfanger",
	"diese e-mail irrtumlich erhalten",
	"viren gepruft",
	"ce message et toutes les pieces jointes",
	"destinataire de ce message",
	"recu ce message par erreur",
	"este mensaje y sus archivos",
	"este mensaje va dirigido",
	"ha recibido este mensaje por error",
	"recibido este correo por error",
	"libre de virus",
	NULL,
};

static bool
is_disclaimer(const quote_lines *lines, guint from, guint to)
{
	g_autoptr(GString) joined = g_string_new(NULL);

	for (guint i = from; i < to; i++) {
		const char *folded = lines->line[i].folded;
		if (strchr(folded, '?') != NULL)
			return false;
		g_string_append(joined, folded);
		g_string_append_c(joined, ' ');
	}
	return quote_contains(joined->str, phrases);
}

void
quote_cut_disclaimers(quote_lines *lines)
{
	for (guint i = 0; i < lines->count; i++) {
		guint end = i;
		while (end < lines->count && !lines->line[end].cut &&
		       !lines->line[end].blank)
			end++;
		if (end > i && is_disclaimer(lines, i, end)) {
			quote_lines_cut(lines, i, end);
			/* The rule above it belongs to it. */
			while (i > 0 &&
			       (lines->line[i - 1].blank || lines->line[i - 1].rule))
				lines->line[--i].cut = true;
		}
		i = end;
	}
}
