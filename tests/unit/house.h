/* SPDX-License-Identifier: Apache-2.0 */
/* A small company with a store, for tests of what the writer does. */
#ifndef APRES_TESTS_HOUSE_H
#define APRES_TESTS_HOUSE_H
#include "message/message.h"
#include "pipeline/basis.h"
#include "pipeline/pipeline.h"
#include "store/message.h"

#include <string.h>

#include "plans.h"
#include "temp.h"

#define HOUSE_NOW 1795528200 /* 2026-11-24T13:50:00Z */

static const char house_policy[] =
	"<policy xmlns='urn:x-apres:policy:1' id='contoso-test' base='1' xml:lang='en'>\n"
	"  <use pack='standard'/> <use pack='lang-en' auto='yes'/>\n"
	"  <company name='Contoso' careers='https://careers.contoso.example/' "
	"timezone='UTC'/>\n"
	"  <contacts adjustments='adjustments@contoso.example' "
	"privacy='privacy@contoso.example'"
	" hr='hr@contoso.example'/>\n"
	"  <people domain='contoso.example'/>\n"
	"  <queue id='default' owner='ana@contoso.example' due='2bd'/>\n"
	"  <debrief owner='lea@contoso.example' owner-name='Lea Brandt' due='5bd'"
	" escalate-to='hr@contoso.example'/>\n"
	"  <send between='00:00 23:59' days='mon tue wed thu fri sat sun' "
	"wait='30min'/>\n"
	"</policy>\n";

static const char house_conf[] = "[apres]\n"
				 "state = state\n"
				 "authserv-id = mx.contoso.example\n"
				 "mta-names = mx.contoso.example\n"
				 "[transport]\n"
				 "kind = maildir\n"
				 "maildir = Out\n"
				 "[company contoso]\n"
				 "policy = policy.xml\n"
				 "roster = roster.csv\n"
				 "default-mode = auto\n"
				 "partners = agency.example\n"
				 "requisitions = REQ-#\n"
				 "[mailbox recruiting]\n"
				 "address = recruiting@contoso.example\n"
				 "maildir = Inbox\n"
				 "[mailbox desk]\n"
				 "address = dana@contoso.example\n"
				 "maildir = Desk\n"
				 "scope = candidates\n";

typedef struct house {
	char *root;
	apres_config *config;
	apres_company *company;
	apres_store *store;
	const apres_mailbox_config *mailbox;
	guint mails;
	bool built; /* before the tests, which find it as it was: each is a process */
} house;

/* The files and what is read of them: a policy takes longer to load than a test. */
static inline void
house_load(house *h)
{
	g_autoptr(GError) error = NULL;

	*h = (house){ .root = temp_dir() };
	temp_write(h->root, "policy.xml", house_policy);
	temp_write(h->root, "roster.csv",
		   "address,name,status\nlee@contoso.example,Lee Moss,active\n"
		   "pat@contractor.example,Pat Rowe,active\n");
	temp_write(h->root, "apres.conf", house_conf);
	g_autofree char *path = g_build_filename(h->root, "apres.conf", NULL);
	apres_message_init();
	h->config = apres_config_load(path, &error);
	ck_assert_msg(h->config != NULL, "%s", error ? error->message : "");
	h->company =
		apres_company_load(h->config, apres_config_company(h->config, "contoso"),
				   NULL, NULL, HOUSE_NOW, &error);
	ck_assert_msg(h->company != NULL, "%s", error ? error->message : "");
	h->mailbox = apres_config_mailbox(h->config, "recruiting");
}

/* An unchecked fixture, if a program has many tests: loaded once for all of them. */
static inline void
house_build(house *h)
{
	house_load(h);
	h->built = true;
}

/* For one test, with a store of its own. */
static inline void
house_open(house *h)
{
	g_autoptr(GError) error = NULL;

	if (!h->built)
		house_load(h);
	h->store = apres_store_open(h->config->state, APRES_STORE_WRITE, &error);
	ck_assert_msg(h->store != NULL, "%s", error ? error->message : "");
}

static inline void
house_pull_down(house *h)
{
	apres_company_free(h->company);
	apres_config_free(h->config);
	temp_remove(h->root);
}

static inline void
house_close(house *h)
{
	plans_check(h->store);
	apres_store_close(h->store);
	if (h->built)
		temp_remove(g_strdup(h->config->state));
	else
		house_pull_down(h);
}

/* A mail as our mail server would have delivered it; EXTRA: header lines, each ended. */
static inline char *
house_mail(const char *from, const char *id, const char *extra, const char *text)
{
	return g_strdup_printf(
		"Return-Path: <%s>\n"
		"Received: from mail.example by mx.contoso.example; "
		"Tue, 24 Nov 2026 13:00:00 +0000\n"
		"%s"
		"From: %s\nTo: recruiting@contoso.example\nSubject: Your decision\n"
		"Date: Tue, 24 Nov 2026 13:00:00 +0000\n"
		"Message-ID: <%s>\n\n%s\n",
		from, extra, from, id, text);
}

/* What was recorded of mail ID is enough to come to the same decision again. */
static inline void
house_decide_again(house *h, gint64 id)
{
	const apres_policy *policy = h->company->policy;
	apres_record *found = NULL;

	ck_assert(apres_message_get(h->store, id, &found, NULL));
	g_autoptr(apres_record) record = found;
	g_autoptr(apres_treatment) was = apres_basis_treatment(record, NULL);
	g_autoptr(apres_assessment) a = apres_basis_decide(policy, record, NULL);
	ck_assert_ptr_nonnull(was);
	ck_assert_ptr_nonnull(a);
	g_autoptr(apres_treatment) is = apres_treatment_of(policy, a->decision);
	ck_assert_int_eq(is->effect, record->effect);
	ck_assert_str_eq(is->words, was->words);
	ck_assert_uint_eq(is->owed, was->owed);
	ck_assert_int_eq(is->discloses, was->discloses);
}

/* Read MAIL as a worker would and record it at NOW; READ false: a worker died on it. */
static inline apres_outcome_of_mail
house_take_at(house *h, const char *mail, bool read, gint64 now)
{
	g_autoptr(GBytes) bytes = g_bytes_new(mail, strlen(mail));
	g_autofree char *base = g_strdup_printf("%u.M1.mx", ++h->mails);
	g_autoptr(apres_arrival) arrival =
		apres_arrival_new(h->company, h->mailbox, base, bytes, now, h->config);
	g_autoptr(GError) error = NULL;
	apres_outcome_of_mail outcome;

	if (read) {
		g_autoptr(apres_message) message =
			apres_message_parse(mail, strlen(mail));
		arrival->reading =
			apres_classify(h->company->policy->classifier, message);
	} else
		arrival->unparsable_why = g_strdup("crash");
	g_autoptr(apres_txn) txn = apres_txn_begin(h->store, &error);
	ck_assert_ptr_nonnull(txn);
	bool ok = apres_pipeline_record(h->store, h->config, arrival, now, &outcome,
					&error);
	ck_assert_msg(ok, "%s", error ? error->message : "");
	ck_assert(apres_txn_commit(txn, NULL));
	if (outcome.duplicate_of == 0)
		house_decide_again(h, outcome.message_id);
	return outcome;
}

static inline apres_outcome_of_mail
house_take(house *h, const char *mail)
{
	return house_take_at(h, mail, true, HOUSE_NOW);
}

static inline apres_record *
house_record(house *h, gint64 id)
{
	apres_record *record = NULL;

	ck_assert(apres_message_get(h->store, id, &record, NULL));
	return record;
}

/* The outbox rows of KIND for message ID (0: of any). */
static inline guint
house_outbox(house *h, const char *kind, int state)
{
	g_autoptr(GPtrArray) items = NULL;
	guint count = 0;

	ck_assert(apres_outbox_list(h->store, NULL, state, &items, NULL));
	for (guint i = 0; i < items->len; i++)
		count += strcmp(((apres_outbox_item *)items->pdata[i])->kind, kind) == 0;
	return count;
}

/* The house of this program's tests. */
static house h;

static inline void
house_before_all(void)
{
	house_build(&h);
}

static inline void
house_before_each(void)
{
	house_open(&h);
}

static inline void
house_after_each(void)
{
	house_close(&h);
}

static inline void
house_after_all(void)
{
	house_pull_down(&h);
}

/* Each test of T finds h as it was built, with a store in which nothing is. */
static inline void
house_fixture(TCase *t)
{
	tcase_add_unchecked_fixture(t, house_before_all, house_after_all);
	tcase_add_checked_fixture(t, house_before_each, house_after_each);
}
#endif
