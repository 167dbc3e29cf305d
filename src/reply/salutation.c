/* SPDX-License-Identifier: Apache-2.0 */
/* A display name is hostile input: it may hold an advertisement, a link or a whole
 * sentence. */
#include "config.h"
#include "reply/salutation.h"

#include <string.h>

#define NAME_MAX_CHARS 60
#define NAME_MAX_WORDS 5
#define NAME_MAX_MARKS 3 /* in a row: real scripts need two */

/* "evil.example" is a place, "J. R. Smith" and "J.R. Smith" are not. */
static bool
looks_like_a_domain(const char *name)
{
	for (const char *dot = strchr(name, '.'); dot; dot = strchr(dot + 1, '.')) {
		gunichar first = g_utf8_get_char(dot + 1);
		const char *second = *(dot + 1) ? g_utf8_next_char(dot + 1) : dot + 1;
		if (g_unichar_isalpha(first) && *second != '\0' && *second != '.' &&
		    *second != ' ')
			return true;
	}
	return false;
}

static bool
is_name_char(gunichar c)
{
	return g_unichar_isalpha(c) || c == ' ' || c == '\'' || c == '-' || c == '.' ||
	       c == 0x2019 /* right quote */ || c == 0x00b7 /* Catalan middle dot */;
}

static bool
is_name(const char *name)
{
	guint chars = 0, words = 1, letters = 0, marks = 0;

	for (const char *s = name; *s != '\0'; s = g_utf8_next_char(s), chars++) {
		gunichar c = g_utf8_get_char(s);
		marks = g_unichar_ismark(c) ? marks + 1 : 0;
		if (marks > NAME_MAX_MARKS || (marks == 0 && !is_name_char(c)))
			return false;
		words += c == ' ';
		letters += g_unichar_isalpha(c) ? 1 : 0;
	}
	return letters >= 2 && chars <= NAME_MAX_CHARS && words <= NAME_MAX_WORDS &&
	       !looks_like_a_domain(name);
}

char *
apres_salutation_name(const char *name)
{
	if (name == NULL || !g_utf8_validate(name, -1, NULL))
		return NULL;
	g_auto(GStrv) part = g_strsplit(name, ",", 3);
	for (char **p = part; *p != NULL; p++)
		g_strstrip(*p);
	guint parts = g_strv_length(part);
	if (parts == 0 || parts > 2 || (parts == 2 && (!*part[0] || !*part[1])))
		return NULL;
	g_autofree char *whole = parts == 2 ? g_strdup_printf("%s %s", part[1], part[0])
					    : g_strdup(part[0]);
	return is_name(whole) ? g_steal_pointer(&whole) : NULL;
}

/* A noun for greetings that cannot stand alone. */
static const struct {
	const char *language;
	const char *needs; /* the greeting's last word */
	const char *noun;
} NOUNS[] = {
	{ "en", "Dear", "candidate" },
	{ "de", "Liebe", "Bewerberin, lieber Bewerber" },
	{ "de", "Liebe/r", "Bewerber/in" },
	{ "fr", "Cher", "candidat, chère candidate" },
	{ "es", "Estimado", "candidato o candidata" },
};

static const char *
noun_after(const GString *text, const char *language)
{
	for (guint i = 0; i < G_N_ELEMENTS(NOUNS); i++) {
		g_autofree char *tail = g_strconcat(NOUNS[i].needs, " ", NULL);
		if (g_str_has_prefix(language, NOUNS[i].language) &&
		    g_str_has_suffix(text->str, tail))
			return NOUNS[i].noun;
	}
	return NULL;
}

void
apres_salutation_put(GString *text, const char *name, const char *language)
{
	const char *noun = name ? name : noun_after(text, language ? language : "");

	if (noun != NULL) {
		g_string_append(text, noun);
		return;
	}
	/* "Hola, {name}:" must not become "Hola, :". */
	while (text->len > 0 && strchr(" ,", text->str[text->len - 1]) != NULL)
		g_string_truncate(text, text->len - 1);
}
