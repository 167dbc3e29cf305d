/* SPDX-License-Identifier: Apache-2.0 */
/* Signatures: behind "-- ", of telephones, and the block of contacts below a name. */
#include "config.h"
#include "message/quote-line.h"

#include <string.h>

/* What is longer was not meant as a signature. */
#define MAX_LINES 14
#define MAX_NAME 50
#define MAX_CONTACT 90

/* What a program adds, folded.  The second kind must also name a device or program. */
static const char *const sent_from[] = {
	"sent from my",
	"(sent from",
	"<<sent",
	"get outlook for",
	"get [outlook for",
	"\xe5\xbe\x9e\xe6\x88\x91\xe7\x9a\x84",
	"get bluemail for",
	"von meinem",
	"diese nachricht wurde von meinem",
	"envoye de mon",
	"envoye depuis mon",
	"envoye de ma",
	"enviado desde mi",
	"enviado de meu",
	"enviado do meu",
	"inviato da iphone",
	"inviato dal mio",
	"verzonden vanaf mijn",
	"verstuurd vanaf mijn",
	"sendt fra min",
	"skickat fran min",
	"telecharger outlook",
	"obtenir outlook",
	"obtener outlook",
	"outlook fur ",
	"holen sie sich outlook",
	"from my iphone",
	"from my ipad",
	NULL,
};
static const char *const sent_with[] = {
	"sent from ",        "sent via ",        "sent with ",          "sent using ",
	"sent by ",          "gesendet von ",    "gesendet mit ",       "gesendet uber ",
	"envoye avec ",      "envoye a partir ", "envoye depuis ",      "enviado con ",
	"enviado desde ",    "inviato da ",      "inviato con ",        "verzonden met ",
	"verzonden vanuit ", "verstuurd met ",   "someone from mobile", NULL,
};
static const char *const devices[] = {
	"iphone",  "ipad",    "ipod",       "android", "phone",  "mobil",
	"mail",    "outlook", "samsung",    "galaxy",  "device", "blackberry",
	"gerat",   "handy",   "app",        "cell",    "movil",  "tablet",
	"windows", "spark",   "superhuman", "gmx",     "web.de", NULL,
};
/* How people end a letter, folded. */
static const char *const closings[] = {
	"best regards",
	"kind regards",
	"warm regards",
	"warmest regards",
	"regards",
	"best wishes",
	"best,",
	"all the best",
	"sincerely",
	"yours sincerely",
	"yours faithfully",
	"yours truly",
	"yours,",
	"respectfully",
	"cordially",
	"many thanks",
	"thank you,",
	"thanks,",
	"thanks!",
	"thanks and",
	"cheers",
	"kindest regards",
	"with kind regards",
	"thank you for your time",
	"thank you and",
	"with best regards",
	"mit freundlichen",
	"freundliche",
	"viele gru",
	"beste gru",
	"liebe gru",
	"herzliche gru",
	"schone gru",
	"mfg",
	"hochachtungsvoll",
	"cordialement",
	"bien cordialement",
	"bien a vous",
	"salutations",
	"sinceres salutations",
	"respectueusement",
	"saludos",
	"un saludo",
	"atentamente",
	"cordialmente",
	"un cordial",
	"gracias,",
	"distinti saluti",
	"met vriendelijke",
	"med venlig",
	"med vanlig",
	"vennlig",
	NULL,
};
static const char *const contact_words[] = {
	"www.",  "http", "@",   "tel:",           "tel.",       "phone:", "mobile:",
	"cell:", "mob:", "fax", "linkedin",       "telefon",    "t: ",    "m: ",
	"p: ",   "e: ",  " | ", " \xe2\x80\xa2 ", " \xc2\xb7 ", NULL,
};

static guint
count_words(const char *s)
{
	guint n = 0;

	for (bool inside = false; *s != '\0'; s++) {
		bool space = *s == ' ';
		n += !space && !inside;
		inside = !space;
	}
	return n;
}

static guint
count_digits(const char *s)
{
	guint n = 0;

	for (; *s != '\0'; s++)
		n += g_ascii_isdigit(*s) != 0;
	return n;
}

/* Is there a question mark that is not part of a link? */
static bool
asks(const char *s)
{
	for (; (s = strchr(s, '?')) != NULL; s++)
		if (s[1] == '\0' || s[1] == ' ' || s[1] == '?' || s[1] == '!')
			return true;
	return false;
}

/* A telephone number, an address, a link: what no sentence is about. */
static bool
is_contact(const quote_line *line)
{
	return line->len <= MAX_CONTACT && count_words(line->folded) <= 12 &&
	       !asks(line->folded) &&
	       (quote_contains(line->folded, contact_words) ||
		count_digits(line->folded) >= 7);
}

/* A title or a company below a name: a few words that end in no full stop. */
static bool
is_title(const quote_line *line)
{
	gsize len = strlen(line->folded);

	return len > 0 && len <= 60 && count_words(line->folded) <= 7 &&
	       strpbrk(line->folded, "?!") == NULL && line->folded[len - 1] != '.' &&
	       line->folded[len - 1] != ',' && line->folded[len - 1] != ':';
}

/* Cut from "-- " to the end of the region, if that is short and asks nothing. */
static void
cut_behind_delimiter(quote_lines *lines, guint i)
{
	const char *folded = lines->line[i].folded;
	guint used = 0, k;

	if (strcmp(folded, "--") != 0 && strcmp(folded, "\xe2\x80\x94") != 0 &&
	    strcmp(folded, "__") != 0)
		return;
	for (k = i + 1; k < lines->count && !lines->line[k].cut; k++) {
		const quote_line *line = &lines->line[k];
		used += !line->blank;
		if (asks(line->folded) || line->len > 200 || used > MAX_LINES ||
		    k > i + 3 * MAX_LINES)
			return;
	}
	quote_lines_cut(lines, i, k);
}

static void
cut_device_line(quote_lines *lines, guint i)
{
	const quote_line *line = &lines->line[i];

	if (line->len > 120 || asks(line->folded))
		return;
	if (quote_starts_with(line->folded, sent_from) ||
	    (quote_starts_with(line->folded, sent_with) &&
	     quote_contains(line->folded, devices)))
		quote_lines_cut(lines, i, i + 1);
}

static bool
is_closing(const quote_line *line)
{
	return strlen(line->folded) <= 45 && quote_starts_with(line->folded, closings) &&
	       !asks(line->folded);
}

/*
 * "Best regards, / Jo Lee / Attorney / +1 312 555 0100": the number is cut.
 * Name and title stay: they may say that a lawyer or an employee writes.
 */
static void
cut_below_name(quote_lines *lines, guint closing, guint end)
{
	guint name = quote_lines_skip_blank(lines, closing + 1), contacts = 0;

	if (name >= end || end - name > 2 * MAX_LINES ||
	    lines->line[name].len > MAX_NAME || is_contact(&lines->line[name]))
		return;
	for (guint k = name + 1; k < end; k++) {
		const quote_line *line = &lines->line[k];
		bool contact = is_contact(line);
		contacts += contact;
		if (!line->blank && !line->rule && !contact && !is_title(line))
			return;
	}
	for (guint k = name + 1; contacts > 0 && k < end; k++)
		if (is_contact(&lines->line[k]) || lines->line[k].rule)
			lines->line[k].cut = true;
}

/* The last closing before each cut, or before the end. */
static void
cut_contacts(quote_lines *lines)
{
	guint end = lines->count;
	bool done = false;

	for (guint i = lines->count; i-- > 0;) {
		if (lines->line[i].cut) {
			end = i;
			done = false;
		} else if (!done && is_closing(&lines->line[i])) {
			cut_below_name(lines, i, end);
			done = true;
		}
	}
}

void
quote_cut_signatures(quote_lines *lines)
{
	for (guint i = 0; i < lines->count; i++)
		if (!lines->line[i].cut && !lines->line[i].blank)
			cut_device_line(lines, i);
	for (guint i = 0; i < lines->count; i++)
		if (!lines->line[i].cut)
			cut_behind_delimiter(lines, i);
	cut_contacts(lines);
}
