/* SPDX-License-Identifier: Apache-2.0 */
/* Facts and a reading out of nothing but an audience and classes. */
#include "config.h"
#include "policy/hypothesis.h"

struct apres_hypothesis {
	apres_facts *facts;
	apres_reading *reading;
	apres_case *application;
};

static apres_reading *
reading_new(const char *text)
{
	apres_reading *r = g_new0(apres_reading, 1);

	r->subject = g_strdup("");
	r->subject_core = g_strdup("");
	r->text = g_strdup(text);
	r->quoted = g_strdup("");
	r->references = g_ptr_array_new();
	r->problems = g_ptr_array_new();
	r->machine = g_ptr_array_new();
	r->sentences = g_array_new(FALSE, FALSE, sizeof(apres_read_sentence));
	r->classes = g_ptr_array_new();
	r->unknown = g_ptr_array_new();
	r->evidence = g_ptr_array_new();
	return r;
}

apres_hypothesis *
apres_hypothesis_new(apres_audience audience, const char *text, bool floor)
{
	apres_hypothesis *h = g_new0(apres_hypothesis, 1);

	h->facts = apres_facts_new();
	h->facts->audience = audience;
	h->facts->candidate = g_strdup("someone@mail.example");
	h->facts->candidate_addr = g_strdup("someone@mail.example");
	h->facts->careers_mailbox = true;
	if (floor)
		g_ptr_array_add(h->facts->floors, g_strdup("hypothesis"));
	/* Without a sentence nothing is unexplained; a blank text would be held. */
	h->reading = reading_new(*text != '\0' ? text : "-");
	h->application = g_new0(apres_case, 1);
	h->application->role = g_strdup("role");
	h->application->own = true;
	h->application->talent_pool = true;
	return h;
}

void
apres_hypothesis_free(apres_hypothesis *h)
{
	if (h == NULL)
		return;
	apres_facts_free(h->facts);
	apres_reading_free(h->reading);
	g_free(h->application->role);
	g_free(h->application);
	g_free(h);
}

void
apres_hypothesis_clear(apres_hypothesis *h)
{
	g_ptr_array_set_size(h->reading->classes, 0);
}

void
apres_hypothesis_add(apres_hypothesis *h, const char *class_id)
{
	g_ptr_array_add(h->reading->classes, (gpointer)class_id);
}

void
apres_hypothesis_case(apres_hypothesis *h, apres_stage stage, apres_case_outcome outcome)
{
	h->application->stage = stage;
	h->application->outcome = outcome;
}

apres_decision *
apres_hypothesis_decide(const apres_hypothesis *h, const apres_policy *policy)
{
	return apres_decide(policy, h->facts, h->reading, NULL, h->application, 0);
}

const char *
apres_hypothesis_word(const apres_policy *policy, const apres_language *language)
{
	GHashTableIter iter;
	gpointer word = NULL;

	g_hash_table_iter_init(&iter, language->stopwords);
	while (g_hash_table_iter_next(&iter, &word, NULL))
		if (apres_language_guess(policy->languages, word) == language->tag)
			return word;
	return "";
}

const char *
apres_hypothesis_any_word(const apres_policy *policy)
{
	for (guint i = 0; i < policy->languages->len; i++) {
		const apres_language *language = policy->languages->pdata[i];
		if (language->automatic)
			return apres_hypothesis_word(policy, language);
	}
	return "";
}
