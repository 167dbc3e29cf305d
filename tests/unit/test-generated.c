/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mail put together from sentences that are known, sent down the whole line.  Whatever
 * stands around them, an outsider is told nothing of how he did, what no machine may
 * answer is not answered, and an employee who asks is owed a debrief.
 *
 * A regression test, no statistic: the sentences are those of tests/data/candidates that
 * are understood alone.  APRES_GENERATED says how many mails ("make check-generated":
 * 15,000 twice), APRES_GENERATED_SEED which.
 */
#include "config.h"
#include "classify/features.h"
#include "pipeline/policy-test.h"
#include "policy/load.h"
#include "reply/reply.h"

#include <string.h>

#include "temp.h"
#include "unit.h"

#define CASES 2000
#define SEED 20261126
#define NOW G_GINT64_CONSTANT(1764000000) /* any second will do */
#define MOST_WORDS 30                     /* of a letter that is taken over */
#define MOST_OF_KIND 50                   /* taken over, of one kind and language */
#define SECRET "seven points of ten"

static const char *const languages[] = { "en", "de", "fr", "es" };
#define LANGUAGES G_N_ELEMENTS(languages)

/* All languages are answered here: the more replies, the more can be wrong. */
static const char policy_xml[] =
	"<policy xmlns='urn:x-apres:policy:1' id='acme' base='1' xml:lang='en'>\n"
	"<use pack='standard'/><use pack='lang-en' auto='yes'/>\n"
	"<use pack='lang-de' auto='yes'/><use pack='lang-fr' auto='yes'/>\n"
	"<use pack='lang-es' auto='yes'/>\n"
	"<company name='Acme' careers='https://acme.example/jobs' timezone='UTC'/>\n"
	"<contacts adjustments='a@acme.example' privacy='p@acme.example' "
	"hr='h@acme.example'/>\n"
	"<people domain='acme.example'/>\n"
	"<queue id='default' owner='o@acme.example' due='2bd'/>\n"
	"<debrief owner='d@acme.example' owner-name='Dee' due='5bd'/>\n"
	"<class id='scores'><phrase>my scores</phrase></class>\n"
	"<template id='internal-scores' for='internal' discloses='feedback'/>\n"
	"<text template='internal-scores' xml:lang='en'>Subject: S\n\n" SECRET
	".</text>\n"
	"<rule id='scores' answers='scores feedback-request debrief-request' "
	"audience='internal'>"
	"<reply template='internal-scores'/><because>w</because></rule>\n"
	"</policy>\n";

typedef enum { SCORES, ASK, NEVER, OTHER, KINDS } kind;

/* What apres may make of as it likes, besides. */
static const char *const small_talk[LANGUAGES][6] = {
	{ "Hi,", "Thanks for letting me know.", "Many thanks,\nKim",
	  "I haven't heard back since my interview.",
	  "Are there any other roles I could apply for?",
	  "Please withdraw my application." },
	{ "Hallo,", "Danke f\303\274r die R\303\274ckmeldung.",
	  "Viele Gr\303\274\303\237e\nKim", "Gibt es schon etwas Neues?",
	  "Haben Sie andere Stellen f\303\274r mich?",
	  "Bitte ziehen Sie meine Bewerbung zur\303\274ck." },
	{ "Bonjour,", "Merci de votre r\303\251ponse.", "Cordialement,\nKim",
	  "Avez-vous des nouvelles ?", "Avez-vous d'autres postes ?",
	  "Je retire ma candidature." },
	{ "Hola:", "Gracias por avisar.", "Un saludo,\nKim",
	  "\302\277Hay alguna novedad?", "\302\277Tienen otras vacantes?",
	  "Retiro mi candidatura." },
};
static const char *const asks[LANGUAGES][2] = {
	{ "What was missing?", "Could you tell me how I did?" },
	{ "Woran hat es gelegen?", "K\303\266nnten Sie mir Feedback geben?" },
	{ "Qu'est-ce qui a manqu\303\251 ?", "Pourriez-vous me faire un retour ?" },
	{ "\302\277Qu\303\251 me falt\303\263?",
	  "\302\277Podr\303\255an darme feedback?" },
};
static const char *const subjects[] = {
	"Re: Your application", "",      "Feedback",
	"AW: Ihre Bewerbung",   "why?",  "Re: Candidature",
	"Your application",     "Hello", "Re: Tu proceso"
};

typedef struct stock {
	apres_policy *policy;
	GPtrArray *sentences[LANGUAGES][KINDS]; /* char * */
} stock;

typedef struct letter {
	GString *says;
	apres_audience audience;
	const char *subject;
	bool has[KINDS];
} letter;

static apres_policy_test
test_of(const char *says, const char *subject, apres_audience audience)
{
	return (apres_policy_test){
		.says = (char *)says,
		.subject = (char *)subject,
		.from = audience == APRES_AUDIENCE_EXTERNAL ? NULL
							    : (char *)"bo@acme.example",
		.proven = audience == APRES_AUDIENCE_INTERNAL,
		.at = NOW,
	};
}

static apres_assessment *
assess(const apres_policy *policy, const apres_policy_test *test)
{
	apres_assessment *a = apres_policy_test_assess(policy, test, NOW, NULL);

	ck_assert_ptr_nonnull(a);
	return a;
}

/* ---- the stock ---- */

static bool
is_never_automatic(const apres_policy *policy, const apres_assessment *a)
{
	for (guint i = 0; i < a->decision->classes->len; i++)
		if (apres_policy_class(policy, a->decision->classes->pdata[i])
			    ->never_automatic)
			return true;
	return false;
}

/* TEXT is known if it is read for what it is when it stands alone.  A request must be
 * found by a list, which does so in any company: a table judges the mail as a whole, and
 * none of so many words. */
static void
take(stock *s, guint language, kind of, const char *text)
{
	g_autoptr(GString) says = g_string_new(text);

	for (guint i = 0; of == ASK && i <= APRES_FEATURES_WORDS_MAX; i++)
		g_string_append(says, " x");
	/* What is grave in an employee's letter is so in anybody's. */
	apres_policy_test test = test_of(says->str, "", APRES_AUDIENCE_INTERNAL);
	g_autoptr(apres_assessment) a = assess(s->policy, &test);
	bool known = of == NEVER ? is_never_automatic(s->policy, a)
		     : of == ASK ? apres_reading_has(a->reading, "feedback-request")
				 : true;

	if (known)
		g_ptr_array_add(s->sentences[language][of], g_strdup(text));
}

static guint
count_words(const char *text)
{
	g_auto(GStrv) words = g_strsplit_set(text, " \n", -1);

	return g_strv_length(words);
}

/* A line of a file: class, further classes, language, subject, text. */
static void
take_line(stock *s, guint language, const char *line)
{
	g_auto(GStrv) parts = g_strsplit(line, "\t", 5);

	if (*line == '#' || g_strv_length(parts) < 5)
		return;
	g_autofree char *text = g_strcompress(parts[4]);
	const apres_class *class = apres_policy_class(s->policy, parts[0]);
	if (count_words(text) > MOST_WORDS || !g_utf8_validate(text, -1, NULL))
		return;
	kind of = class != NULL && class->never_automatic     ? NEVER
		  : g_str_equal(parts[0], "feedback-request") ? ASK
							      : OTHER;
	if (s->sentences[language][of]->len < MOST_OF_KIND)
		take(s, language, of, text);
}

static void
take_file(stock *s, guint language, const char *name)
{
	const char *top = g_getenv("top_srcdir");
	g_autofree char *file = g_strdup_printf("%s.%s.tsv", name, languages[language]);
	g_autofree char *path = g_build_filename(top != NULL ? top : ".", "tests", "data",
						 "candidates", file, NULL);
	g_autofree char *text = NULL;

	ck_assert_msg(g_file_get_contents(path, &text, NULL, NULL), "%s", path);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line != NULL; line++)
		take_line(s, language, *line);
}

static void
stock_fill(stock *s)
{
	char *root = temp_dir();
	g_autofree char *path = g_build_filename(root, "policy.xml", NULL);
	g_autoptr(GError) error = NULL;

	temp_write(root, "policy.xml", policy_xml);
	s->policy = apres_policy_load(path, NULL, &error);
	temp_remove(root);
	ck_assert_msg(s->policy != NULL, "%s", error != NULL ? error->message : "");
	for (guint l = 0; l < LANGUAGES; l++) {
		for (guint k = 0; k < KINDS; k++)
			s->sentences[l][k] = g_ptr_array_new_with_free_func(g_free);
		take(s, l, SCORES, "May I see my scores?");
		for (guint i = 0; i < G_N_ELEMENTS(asks[l]); i++)
			take(s, l, ASK, asks[l][i]);
		for (guint i = 0; i < G_N_ELEMENTS(small_talk[l]); i++)
			take(s, l, OTHER, small_talk[l][i]);
		ck_assert_uint_eq(s->sentences[l][ASK]->len, G_N_ELEMENTS(asks[l]));
		take_file(s, l, "known");
		take_file(s, l, "never-automatic");
		ck_assert_uint_gt(s->sentences[l][NEVER]->len, 10);
	}
}

static void
stock_clear(stock *s)
{
	for (guint l = 0; l < LANGUAGES; l++)
		for (guint k = 0; k < KINDS; k++)
			g_ptr_array_unref(s->sentences[l][k]);
	apres_policy_free(s->policy);
}

/* ---- the mails ---- */

/* Mostly from the first few, the own ones: of long letters nothing is answered. */
static const char *
pick(GRand *random, const GPtrArray *sentences)
{
	guint most = g_rand_boolean(random) ? MIN(sentences->len, 6) : sentences->len;

	return sentences->pdata[g_rand_int_range(random, 0, (gint32)most)];
}

static void
write_letter(const stock *s, GRand *random, letter *l)
{
	static const kind kinds[] = { ASK, ASK, ASK, OTHER, OTHER, OTHER, SCORES, NEVER };
	guint language = (guint)g_rand_int_range(random, 0, LANGUAGES);

	l->audience = (apres_audience)g_rand_int_range(random, 0, APRES_AUDIENCE_COUNT_);
	l->subject = subjects[g_rand_int_range(random, 0, G_N_ELEMENTS(subjects))];
	memset(l->has, 0, sizeof l->has);
	g_string_truncate(l->says, 0);
	for (int n = g_rand_int_range(random, 1, 5); n > 0; n--) {
		kind of = kinds[g_rand_int_range(random, 0, G_N_ELEMENTS(kinds))];
		/* Now and then in another language. */
		guint in = g_rand_int_range(random, 0, 12) == 0
				   ? (guint)g_rand_int_range(random, 0, LANGUAGES)
				   : language;
		l->has[of] = true;
		g_string_append_printf(l->says, "%s%s", l->says->len > 0 ? "\n\n" : "",
				       pick(random, s->sentences[in][of]));
	}
}

static apres_reply *
render(const stock *s, const apres_assessment *a)
{
	const apres_reply_context context = { .from_addr = "recruiting@acme.example",
					      .from_name = "Acme",
					      .reply_to = "h@acme.example",
					      .message_id = "test@acme.example",
					      .in_reply_to = a->facts->message_id,
					      .loop_mark = "test",
					      .ref = "TEST",
					      .date = NOW };

	return apres_reply_render(s->policy, a->facts, a->decision, NULL, &context, NULL);
}

static bool
owes_debrief(const apres_decision *d)
{
	for (guint i = 0; i < d->obligations->len; i++) {
		const apres_obligation *o = d->obligations->pdata[i];
		if (o->kind == APRES_OBLIGATION_DEBRIEF && o->due > NOW &&
		    o->owner != NULL)
			return true;
	}
	return false;
}

typedef struct tally {
	guint replies, secrets, never, debriefs;
} tally;

/* What is wrong with what became of L, or NULL. */
static const char *
fault(const stock *s, const letter *l, const apres_assessment *a, tally *sum)
{
	const apres_decision *d = a->decision;
	bool replied = d->effect == APRES_EFFECT_REPLY;
	bool internal = l->audience == APRES_AUDIENCE_INTERNAL;
	g_autoptr(apres_reply) reply = replied ? render(s, a) : NULL;
	bool secret = reply != NULL && strstr(reply->text, SECRET) != NULL;

	sum->replies += reply != NULL && !internal;
	sum->secrets += secret && internal;
	sum->never += l->has[NEVER];
	sum->debriefs += internal && l->has[ASK];
	if (a->facts->audience != l->audience)
		return "the audience is another";
	if (l->has[NEVER] && (replied || d->receipt != NULL))
		return "what no machine may answer is answered";
	if (l->audience == APRES_AUDIENCE_UNVERIFIED && replied)
		return "who proves nothing is answered";
	if (!internal && secret)
		return "an outsider is told how he did";
	if (replied &&
	    apres_policy_template(s->policy, d->template_id)->audience != l->audience)
		return "the text is for others";
	if (internal && l->has[ASK] && !owes_debrief(d))
		return "an employee asks, and no debrief is owed";
	return NULL;
}

/* As lines of a TAP comment: the mail, so that "apres explain" can be asked. */
static void
print_mail(const apres_policy_test *test)
{
	g_autoptr(GBytes) mail = apres_policy_test_mail(test, NULL);
	gsize len;
	const char *bytes = g_bytes_get_data(mail, &len);
	g_autofree char *text = g_strndup(bytes, len);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (char **line = lines; *line != NULL; line++)
		g_print("#   %s\n", g_strchomp(*line));
}

static guint
number_from(const char *name, guint usual)
{
	const char *text = g_getenv(name);

	return text != NULL ? (guint)g_ascii_strtoull(text, NULL, 10) : usual;
}

START_TEST(test_no_mail_of_known_sentences_is_answered_wrongly)
{
	guint seed = number_from("APRES_GENERATED_SEED", SEED);
	guint cases = number_from("APRES_GENERATED", CASES), wrong = 0;
	g_autoptr(GRand) random = g_rand_new_with_seed(seed);
	g_autoptr(GString) says = g_string_new(NULL);
	letter l = { .says = says };
	tally sum = { 0 };
	stock s;

	stock_fill(&s);
	for (guint i = 0; i < cases && wrong < 5; i++) {
		write_letter(&s, random, &l);
		apres_policy_test test = test_of(says->str, l.subject, l.audience);
		g_autoptr(apres_assessment) a = assess(s.policy, &test);
		const char *why = fault(&s, &l, a, &sum);
		if (why == NULL)
			continue;
		wrong++;
		g_print("# seed %u, mail %u: %s (%s%s%s)\n", seed, i, why,
			apres_effect_to_string(a->decision->effect),
			a->decision->template_id != NULL ? " " : "",
			a->decision->template_id != NULL ? a->decision->template_id : "");
		print_mail(&test);
	}
	g_print("# seed %u, %u mails: %u replies to outsiders, %u with what no machine "
		"may "
		"answer, %u employees who asked, %u who were told their scores\n",
		seed, cases, sum.replies, sum.never, sum.debriefs, sum.secrets);
	stock_clear(&s);
	ck_assert_uint_eq(wrong, 0);
	ck_assert_uint_gt(sum.replies, cases / 50);
	ck_assert_uint_gt(sum.never, cases / 10);
	ck_assert_uint_gt(sum.debriefs, cases / 10);
	ck_assert_uint_gt(sum.secrets, 0);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("generated");
	TCase *tc = tcase_create("generated");

	tcase_set_timeout(tc, 0); /* it counts mails, not minutes */
	tcase_add_test(tc, test_no_mail_of_known_sentences_is_answered_wrongly);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
