/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where an answer would go.  Every row is a way in which mail reaches a
 * recruiting mailbox; the answer goes to who wrote, or a person looks.
 */
#include "config.h"
#include "pipeline/assess.h"

#include "house.h"
#include "unit.h"

#include <string.h>

#define OURS "Authentication-Results: mx.contoso.example; "
#define PASS(domain) OURS "dmarc=pass header.from=" domain "\n"

static const struct {
	const char *what;
	const char *headers;
	const char *to; /* NULL = a person looks at it */
} ways[] = {
	{ "plain", "Return-Path: <jo@mail.example>\nFrom: Jo Park <jo@mail.example>\n",
	  "jo@mail.example" },
	{ "plus tag kept",
	  "Return-Path: <jo+jobs@mail.example>\nFrom: jo+jobs@mail.example\n",
	  "jo+jobs@mail.example" },
	{ "case of the envelope differs",
	  "Return-Path: <Jo@Mail.Example>\nFrom: jo@mail.example\n", "jo@mail.example" },
	{ "forwarded with SRS0",
	  "Return-Path: <SRS0=Hx4=TT=mail.example=jo@forward.example>\n"
	  "From: jo@mail.example\n",
	  "jo@mail.example" },
	{ "forwarded twice, SRS1",
	  "Return-Path: "
	  "<SRS1=Gg=forward.example==Hx4=TT=mail.example=jo@second.example>\n"
	  "From: jo@mail.example\n",
	  "jo@mail.example" },
	{ "signed bounce address, BATV",
	  "Return-Path: <prvs=4123abcdef=jo@mail.example>\nFrom: jo@mail.example\n",
	  "jo@mail.example" },
	{ "send-as: the envelope is another account of hers, DMARC vouches",
	  "Return-Path: <jo.park@provider.example>\n" PASS(
		  "mail.example") "From: jo@mail.example\n",
	  "jo@mail.example" },
	{ "send-as without DMARC",
	  "Return-Path: <jo.park@provider.example>\nFrom: jo@mail.example\n", NULL },
	{ "on behalf of: a Sender beside From",
	  "Return-Path: <assistant@mail.example>\nSender: assistant@mail.example\n"
	  "From: jo@mail.example\n",
	  NULL },
	{ "a group rewrote From",
	  "Return-Path: <recruiting+bnc@groups.example>\n" PASS(
		  "groups.example") "From: 'Jo Park' via "
				    "Recruiting "
				    "<recruiting@"
				    "groups."
				    "example>\n"
				    "Reply-To: "
				    "jo@mail."
				    "example\n",
	  NULL },
	{ "a group kept From, DMARC passed through",
	  "Return-Path: <recruiting+bncAB@groups.example>\n" PASS(
		  "mail.example") "From: jo@mail.example\n",
	  "jo@mail.example" },
	{ "an applicant tracking system relays",
	  "Return-Path: <bounce+7f@ats.example>\n" PASS(
		  "ats.example") "From: Jo Park "
				 "<candidate-7f@"
				 "ats.example>\n"
				 "Reply-To: "
				 "jo@mail.example\n",
	  NULL },
	{ "Reply-To names the same person",
	  "Return-Path: <jo@mail.example>\nFrom: jo@mail.example\n"
	  "Reply-To: Jo <JO+x@mail.example>\n",
	  "jo@mail.example" },
	{ "Reply-To names somebody else",
	  "Return-Path: <jo@mail.example>\nFrom: jo@mail.example\n"
	  "Reply-To: victim@other.example\n",
	  NULL },
	{ "Reply-To names two",
	  "Return-Path: <jo@mail.example>\nFrom: jo@mail.example\n"
	  "Reply-To: jo@mail.example, victim@other.example\n",
	  NULL },
	{ "no Return-Path, nobody vouches", "From: jo@mail.example\n", NULL },
	{ "no Return-Path, DMARC vouches", PASS("mail.example") "From: jo@mail.example\n",
	  "jo@mail.example" },
	{ "DMARC by a stranger",
	  "Return-Path: <x@evil.example>\nAuthentication-Results: mx.evil.example; "
	  "dmarc=pass "
	  "header.from=mail.example\nFrom: jo@mail.example\n",
	  NULL },
	{ "DMARC of another domain",
	  "Return-Path: <x@evil.example>\n" PASS(
		  "evil.example") "From: jo@mail.example\n",
	  NULL },
	{ "DMARC failed, envelope is a look-alike",
	  "Return-Path: <jo@mail.example.evil.example>\n" OURS
	  "dmarc=fail header.from=mail.example\nFrom: jo@mail.example\n",
	  NULL },
	{ "null path", "Return-Path: <>\n" PASS("mail.example") "From: jo@mail.example\n",
	  NULL },
	{ "two authors",
	  "Return-Path: <jo@mail.example>\nFrom: jo@mail.example, al@mail.example\n",
	  NULL },
	{ "From twice",
	  "Return-Path: <jo@mail.example>\nFrom: jo@mail.example\nFrom: "
	  "al@mail.example\n",
	  NULL },
	{ "no From", "Return-Path: <jo@mail.example>\n", NULL },
	{ "an address in the name",
	  "Return-Path: <jo@mail.example>\n"
	  "From: \"victim@other.example\" <jo@mail.example>\n",
	  "jo@mail.example" },
	{ "mail that needs SMTPUTF8",
	  "Return-Path: <j\xc3\xb6@mail.example>\nFrom: j\xc3\xb6@mail.example\n", NULL },
	{ "a domain in its own script",
	  "Return-Path: <jo@b\xc3\xbc"
	  "cher.example>\nFrom: jo@b\xc3\xbc"
	  "cher.example\n",
	  "jo@xn--bcher-kva.example" },
};

START_TEST(test_an_answer_goes_to_who_wrote_or_a_person_looks)
{
	g_autofree char *mail = g_strdup_printf(
		"Received: from mail.example by mx.contoso.example; "
		"Tue, 24 Nov 2026 13:00:00 +0000\n"
		"%sTo: recruiting@contoso.example\nSubject: Your decision\n"
		"Date: Tue, 24 Nov 2026 13:00:00 +0000\nMessage-ID: <1@mail.example>\n\n"
		"What was missing?\n",
		ways[_i].headers);
	g_autoptr(apres_outbox_item) item = NULL;
	apres_outcome_of_mail outcome = house_take(&h, mail);

	if (ways[_i].to == NULL) {
		ck_assert_msg(outcome.effect != APRES_EFFECT_REPLY &&
				      outcome.outbox_id == 0,
			      "%s: answered", ways[_i].what);
		return;
	}
	ck_assert_msg(outcome.effect == APRES_EFFECT_REPLY, "%s: not answered",
		      ways[_i].what);
	ck_assert(apres_outbox_get(h.store, outcome.outbox_id, &item, NULL));
	ck_assert_str_eq(item->recipient, ways[_i].to);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("destination");
	TCase *tc = tcase_create("destination");

	house_fixture(tc);
	tcase_add_loop_test(tc, test_an_answer_goes_to_who_wrote_or_a_person_looks, 0,
			    G_N_ELEMENTS(ways));
	suite_add_tcase(s, tc);
	return unit_main(s);
}
