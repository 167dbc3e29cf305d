/* SPDX-License-Identifier: Apache-2.0 */
/* "-----Original Message-----" and "From: ... Sent: ... To: ... Subject: ..." */
#include "config.h"
#include "message/quote-line.h"

#include <string.h>

/* A block is read that far; recipients fill lines. */
#define MAX_LINES 14

enum { FROM = 1, DATE = 2, TO = 4, SUBJECT = 8 };

/* Labels of the usual programs, folded; en de fr es it pt nl sv da no pl. */
static const struct {
	const char *label;
	guint kind;
} labels[] = {
	{ "from", FROM },
	{ "von", FROM },
	{ "de", FROM },
	{ "da", FROM },
	{ "van", FROM },
	{ "fran", FROM },
	{ "fra", FROM },
	{ "od", FROM },
	{ "expediteur", FROM },
	{ "sent", DATE },
	{ "date", DATE },
	{ "gesendet", DATE },
	{ "datum", DATE },
	{ "envoye", DATE },
	{ "envoye le", DATE },
	{ "enviado", DATE },
	{ "enviado el", DATE },
	{ "fecha", DATE },
	{ "data", DATE },
	{ "inviato", DATE },
	{ "enviada em", DATE },
	{ "verzonden", DATE },
	{ "skickat", DATE },
	{ "sendt", DATE },
	{ "dato", DATE },
	{ "wyslano", DATE },
	{ "sent at", DATE },
	{ "to", TO },
	{ "an", TO },
	{ "a", TO },
	{ "para", TO },
	{ "aan", TO },
	{ "till", TO },
	{ "til", TO },
	{ "do", TO },
	{ "cc", TO },
	{ "kopie", TO },
	{ "reply-to", TO },
	{ "risposta", TO },
	{ "subject", SUBJECT },
	{ "betreff", SUBJECT },
	{ "objet", SUBJECT },
	{ "asunto", SUBJECT },
	{ "oggetto", SUBJECT },
	{ "assunto", SUBJECT },
	{ "onderwerp", SUBJECT },
	{ "amne", SUBJECT },
	{ "emne", SUBJECT },
	{ "temat", SUBJECT },
	{ "\xd0\xbe\xd1\x82", FROM }, /* ru */
	{ "\xd0\xbe\xd1\x82\xd0\xbf\xd1\x80\xd0\xb0\xd0\xb2\xd0\xbb\xd0\xb5\xd0\xbd\xd0"
	  "\xbe",
	  DATE },
	{ "\xd0\xb4\xd0\xb0\xd1\x82\xd0\xb0", DATE },
	{ "\xd0\xba\xd0\xbe\xd0\xbc\xd1\x83", TO },
	{ "\xd1\x82\xd0\xb5\xd0\xbc\xd0\xb0", SUBJECT },
};

static const char *const separators[] = {
	"original message",
	"original appointment",
	"original email",
	"original e-mail",
	"ursprungliche nachricht",
	"urspr. nachricht",
	"originalnachricht",
	"original-nachricht",
	"original nachricht",
	"message original",
	"message d'origine",
	"message initial",
	"mensaje original",
	"messaggio originale",
	"messaggio inoltrato",
	"mensagem original",
	"oorspronkelijk bericht",
	"ursprungligt meddelande",
	"oprindelig meddelelse",
	"opprinnelig melding",
	"wiadomosc oryginalna",
	"forwarded message",
	"forwarded by",
	"forwarded mail",
	"weitergeleitete nachricht",
	"message transfere",
	"mensaje reenviado",
	"doorgestuurd bericht",
	"reply message",
	"forward header",
	"reply separator",
	NULL,
};
static const char *const forwards[] = {
	"begin forwarded message:",           "anfang der weitergeleiteten nachricht",
	"anfang der weitergeleiteten e-mail", "debut du message",
	"inicio del mensaje reenviado",       "inizio messaggio inoltrato",
	"begin doorgestuurd bericht",         NULL,
};

/* The kind of label before a ':' at the start of the line, or 0. */
static guint
label_kind(const char *folded)
{
	gsize bold = strspn(folded, "* ");
	const char *s = folded + bold;
	gsize len = strcspn(s, ":");

	if (s[len] != ':' || len > 24)
		return 0;
	while (len > 0 && (s[len - 1] == ' ' || s[len - 1] == '*'))
		len--;
	for (guint i = 0; i < G_N_ELEMENTS(labels); i++)
		if (strlen(labels[i].label) == len &&
		    strncmp(s, labels[i].label, len) == 0)
			return labels[i].kind;
	return 0;
}

/* "-----Original Message-----", "________ Forwarded by Jo": dashes around known words. */
static bool
is_separator(const quote_line *line)
{
	gsize dashes = strspn(line->folded, "*-_=~> ");
	const char *words = line->folded + dashes;

	if (quote_starts_with(words, forwards))
		return true;
	return dashes >= 2 && strpbrk(line->folded, "-_=~") != NULL &&
	       quote_starts_with(words, separators);
}

/* Lines of labels from I on; their kinds to *KINDS_OUT. */
static guint
read_labels(const quote_lines *lines, guint i, guint *kinds_out)
{
	guint end = i, others = 0;

	*kinds_out = 0;
	for (guint k = i; k < lines->count && k < i + MAX_LINES; k++) {
		const quote_line *line = &lines->line[k];
		/* Paragraphs of HTML leave one empty line between the labels. */
		if (line->blank && (k + 1 >= lines->count || lines->line[k + 1].blank ||
				    label_kind(lines->line[k + 1].folded) == 0))
			break;
		guint kind = line->blank ? 0 : label_kind(line->folded);
		*kinds_out |= kind;
		if (kind != 0) {
			others = 0;
			end = k + 1;
		} else if (!line->blank && ++others > 3) {
			break;
		}
	}
	return end - i;
}

/* A date, as it stands in a header: some digit and some ':' or '.' or year. */
static bool
block_counts(guint kinds, bool separated)
{
	guint n = 0;

	for (guint bit = FROM; bit <= SUBJECT; bit <<= 1)
		n += (kinds & bit) != 0;
	return separated ? n >= 2 : n >= 3 && (kinds & FROM) != 0;
}

guint
quote_header_at(const quote_lines *lines, guint i)
{
	const quote_line *line = &lines->line[i];
	guint kinds, n, next;

	if (line->blank)
		return 0;
	if (is_separator(line)) {
		next = quote_lines_skip_blank(lines, i + 1);
		n = next < lines->count ? read_labels(lines, next, &kinds) : 0;
		return n > 0 && block_counts(kinds, true) ? next + n - i : 1;
	}
	if (line->rule) {
		next = quote_lines_skip_blank(lines, i + 1);
		if (next >= lines->count || next > i + 3 ||
		    label_kind(lines->line[next].folded) == 0)
			return 0;
		n = read_labels(lines, next, &kinds);
		return block_counts(kinds, true) ? next + n - i : 0;
	}
	if (label_kind(line->folded) == 0)
		return 0;
	n = read_labels(lines, i, &kinds);
	return block_counts(kinds, false) ? n : 0;
}
