/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "policy/mask.h"
#include "classify/words.h"
#include "policy/embedded.h"
#include "util/text.h"

#include <string.h>

#define CHARS_MAX 120

/* The lists are of what a mail may say besides; these are what it may be about. */
static const char about[] =
	"please thanks thank call called write written send sent tell told know ask "
	"asked "
	"answer reply feedback interview interviews application apply applied applying "
	"job position role post work start date offer salary contract reason decision "
	"chosen selected rejected hired hire candidate candidates company team office "
	"live remote travel visa permit documents references certificate portfolio test "
	"task bitte danke anrufen schreiben sagen wissen fragen antwort bewerbung "
	"bekomme erhalte stelle arbeit gehalt vertrag grund absage unterlagen termin "
	"merci appeler savoir demander candidature poste travail salaire contrat raison "
	"refus documents rendez-vous gracias llamar saber preguntar candidatura puesto "
	"trabajo salario contrato motivo rechazo documentos cita";

struct apres_mask {
	apres_words *words, *about;
	bool large_nouns; /* German writes every noun large */
};

apres_mask *
apres_mask_new(const char *language)
{
	apres_mask *mask = g_new0(apres_mask, 1);
	g_autofree char *path = g_strdup_printf("packs/lang-%.2s/everyday.txt",
						language != NULL ? language : "en");
	GBytes *list = apres_embedded_find(path);

	if (list == NULL)
		list = apres_embedded_find("packs/lang-en/everyday.txt");
	g_autoptr(apres_word_set) set = apres_word_set_new(list);
	g_autoptr(GBytes) topics = g_bytes_new_static(about, sizeof about - 1);
	g_autoptr(apres_word_set) more = apres_word_set_new(topics);
	mask->words = apres_words_new(set, 0, NULL);
	mask->about = apres_words_new(more, 0, NULL);
	mask->large_nouns = g_strcmp0(language, "de") == 0;
	return mask;
}

void
apres_mask_free(apres_mask *mask)
{
	if (mask == NULL)
		return;
	apres_words_free(mask->words);
	apres_words_free(mask->about);
	g_free(mask);
}

/* Letters, and the apostrophe of "don't". */
static bool
is_plain_word(const char *word)
{
	for (const char *c = word; *c != '\0'; c = g_utf8_next_char(c))
		if (*c != '\'' && !g_unichar_isalpha(g_utf8_get_char(c)))
			return false;
	return *word != '\0';
}

/* "I" is no name. */
static bool
is_name_like(const apres_mask *mask, const char *word, bool first)
{
	return !mask->large_nouns && !first && g_unichar_isupper(g_utf8_get_char(word)) &&
	       !(word[0] == 'I' && !g_ascii_isalpha(word[1]));
}

/* WORD, folded, without the signs around it; NULL: it is to be masked. */
static char *
known_word(const apres_mask *mask, const char *word, bool first, char *stop_out)
{
	static const char signs[] = "\"'(),.;:!?";
	g_autoptr(apres_folded) folded = apres_fold(word, strlen(word));
	gsize len = folded->len;
	const char *begin = folded->text + strspn(folded->text, signs);

	*stop_out = len > 0 && strchr(",.?!", folded->text[len - 1]) != NULL
			    ? folded->text[len - 1]
			    : '\0';
	g_autofree char *core = g_strdup(begin);
	for (len = strlen(core); len > 0 && strchr(signs, core[len - 1]) != NULL; len--)
		core[len - 1] = '\0';
	if (!is_plain_word(core) ||
	    is_name_like(mask, word + strspn(word, signs), first) ||
	    (!apres_words_cover(mask->words, core, 0, strlen(core)) &&
	     !apres_words_cover(mask->about, core, 0, strlen(core))))
		return NULL;
	return g_steal_pointer(&core);
}

char *
apres_mask_sentence(const apres_mask *mask, const char *sentence)
{
	g_auto(GStrv) words = g_strsplit_set(sentence, " \t\n", -1);
	g_autoptr(GString) out = g_string_new(NULL);
	guint known = 0, masked = 0;
	bool first = true, gap = false;

	for (char **word = words; *word != NULL; word++) {
		char stop;
		if (**word == '\0')
			continue;
		g_autofree char *shown = known_word(mask, *word, first, &stop);
		first = false;
		known += shown != NULL;
		masked += shown == NULL;
		if (shown == NULL && gap)
			continue;
		gap = shown == NULL;
		g_string_append_printf(out, "%s%s", out->len > 0 ? " " : "",
				       gap ? "..." : shown);
		if (stop != '\0' && !gap)
			g_string_append_c(out, stop);
	}
	if (known == 0 || masked > known)
		return NULL;
	return apres_text_clean_line(out->str, CHARS_MAX);
}
