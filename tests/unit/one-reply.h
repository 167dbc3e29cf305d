/* SPDX-License-Identifier: Apache-2.0 */
/* One reply: a policy with one template, one mail, and what comes of them. */
#ifndef APRES_TESTS_ONE_REPLY_H
#define APRES_TESTS_ONE_REPLY_H
#include "reply/reply.h"
#include "util/error.h"

#include <check.h>

#include "rfc5322.h"

#define NOON 1795521600 /* 2026-11-24 12:00 UTC */
#define THEIRS "theirs.1@mail.example"

/* A policy with one template, the facts of one mail, and what a reply needs besides. */
typedef struct fixture {
	apres_policy *policy;
	apres_template *template;
	apres_facts facts;
	apres_decision decision;
	apres_obligation owed;
	apres_reply_context context;
} fixture;

static inline void
add_text(fixture *f, const char *language, const char *source)
{
	g_autoptr(GError) error = NULL;
	apres_text *text =
		apres_text_parse((apres_origin){ "t.txt", 1, 1 }, source, &error);

	ck_assert_msg(text != NULL, "%s", error ? error->message : "");
	text->language = g_intern_string(language);
	g_ptr_array_add(f->template->texts, text);
}

static inline fixture *
fixture_new(const char *language, const char *source)
{
	fixture *f = g_new0(fixture, 1);

	f->policy = g_new0(apres_policy, 1);
	f->policy->language = "en";
	f->policy->company_name = g_strdup("Contoso");
	f->policy->careers_link = g_strdup("https://contoso.example/jobs");
	f->policy->templates = g_ptr_array_new_with_free_func(g_free);
	f->template = g_new0(apres_template, 1);
	f->template->id = (char *)"no-feedback";
	f->template->texts =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_text_free);
	g_ptr_array_add(f->policy->templates, f->template);
	f->facts.candidate_addr = (char *)"ann@mail.example";
	f->facts.candidate_name = (char *)"Ann Archer";
	f->decision.template_id = "no-feedback";
	f->decision.language = language;
	f->decision.obligations = g_ptr_array_new();
	f->context = (apres_reply_context){
		.from_addr = "recruiting@contoso.example",
		.from_name = "Contoso",
		.message_id = "apres.1@contoso.example",
		.in_reply_to = THEIRS,
		.loop_mark = "instance-1",
		.ref = "7",
		.date = NOON,
	};
	add_text(f, language, source);
	return f;
}

static inline void
fixture_free(fixture *f)
{
	g_ptr_array_unref(f->template->texts);
	g_ptr_array_unref(f->policy->templates);
	g_ptr_array_unref(f->decision.obligations);
	g_free(f->policy->company_name);
	g_free(f->policy->careers_link);
	g_free(f->policy);
	g_free(f);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(fixture, fixture_free)

static inline apres_reply *
render(const fixture *f, GError **error)
{
	return apres_reply_render(f->policy, &f->facts, &f->decision, NULL, &f->context,
				  error);
}

/* Render, demand a faultless message, and give its bytes as a string. */
static inline char *
render_bytes(const fixture *f, apres_reply **reply_out)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(apres_reply) reply = render(f, &error);
	gsize len;

	ck_assert_msg(reply != NULL, "%s", error ? error->message : "");
	const char *data = g_bytes_get_data(reply->bytes, &len);
	const char *fault = rfc_fault(data, len);
	ck_assert_msg(fault == NULL, "%s", fault ? fault : "");
	char *bytes = g_strndup(data, len);
	if (reply_out != NULL)
		*reply_out = g_steal_pointer(&reply);
	return bytes;
}

static inline void
assert_refused(const fixture *f, const char *why)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(apres_reply) reply = render(f, &error);

	ck_assert_ptr_null(reply);
	ck_assert_str_eq(error->message, why);
	ck_assert(g_error_matches(error, APRES_ERROR, APRES_ERROR_INPUT));
}

static inline void
assert_field(const char *bytes, const char *name, const char *value)
{
	g_autofree char *raw = rfc_get(bytes, name);
	g_autofree char *decoded = raw != NULL ? rfc_decode_words(raw) : NULL;

	ck_assert_uint_eq(rfc_count(bytes, name), 1);
	ck_assert_str_eq(decoded, value);
}

#define PLAIN_TEXT                                                                       \
	"Subject: Automatic reply: your message\n\nHello {name},\n\nThank you.\n"
#endif
