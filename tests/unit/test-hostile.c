/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A property: whatever strangers put into names, subjects, ids and addresses,
 * an answer is a mail of exactly our own fields, to exactly one address that
 * was in From, and carries none of their words but a name.
 */
#include "config.h"
#include "message/address.h"

#include "house.h"
#include "rfc5322.h"
#include "unit.h"

/* How many mails; three times as many with APRES_TEST_ALL. */
#define ROUNDS 1000

static const char FIELDS[] =
	"From Reply-To To Subject Date Message-ID In-Reply-To References Auto-Submitted "
	"X-Auto-Response-Suppress X-Apres-Loop MIME-Version Content-Type "
	"Content-Transfer-Encoding X-Apres-Receipt";

/* What is put together at random; CANARY must never be seen in an answer. */
#define CANARY "canary"
static const char *const pieces[] = {
	"jo",
	"@mail.example",
	"@",
	"<",
	">",
	"\"",
	"(",
	")",
	",",
	";",
	":",
	" ",
	"\t",
	"\\",
	"\r\n ",
	"\n\t",
	"\r",
	"\nBcc: " CANARY "@mail.example\n",
	"\r\nX-" CANARY ": 1\r\n",
	"\n\n" CANARY,
	"%0d%0aBcc:" CANARY,
	"=?utf-8?Q?=0D=0ABcc:_" CANARY "=40mail.example?=",
	"=?utf-8?B?DQpCY2M6IGNhbmFyeUBtYWlsLmV4YW1wbGU=?=",
	"=?utf-7?Q?+AA0-+AAo-Bcc?=",
	"=?iso-8859-1?Q?=00=00?=",
	"=?utf-8?Q?",
	"?=",
	"\xc3\xa9",
	"\xff\xfe",
	"\xe2\x80\xae" CANARY,
	"\xe2\x80\xa8" CANARY,
	"\x01",
	"\x7f",
	"{careers-link}",
	"{{",
	"http://" CANARY ".example/",
	"xn--",
	".",
	"..",
	"RCPT TO:<" CANARY "@mail.example>",
};

static char *
damage(GRand *random, const char *value)
{
	g_autoptr(GString) out = g_string_new(value);
	int edits = g_rand_int_range(random, 0, 5);

	for (int i = 0; i < edits; i++) {
		const char *piece =
			pieces[g_rand_int_range(random, 0, G_N_ELEMENTS(pieces))];
		int times = g_rand_int_range(random, 0, 60) == 0 ? 300 : 1;
		gssize at = g_rand_int_range(random, 0, (gint32)out->len + 1);
		for (int j = 0; j < times; j++)
			g_string_insert(out, at, piece);
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

static char *
hostile_mail(GRand *random, int round, gint64 now)
{
	static const struct {
		const char *name, *value;
	} fields[] = {
		{ "Return-Path", "<jo@mail.example>" },
		{ "From", "Jo Park <jo@mail.example>" },
		{ "Subject", "Your decision" },
		{ "In-Reply-To", "<offer-1@contoso.example>" },
		{ "References", "<a@contoso.example> <b@mail.example>" },
	};
	g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(now);
	g_autofree char *date = g_date_time_format(time, "%a, %d %b %Y %T +0000");
	g_autoptr(GString) out = g_string_new(NULL);

	g_string_append_printf(out,
			       "Received: from mail.example by mx.contoso.example; %s\n"
			       "Authentication-Results: mx.contoso.example; dmarc=pass "
			       "header.from=mail.example\n"
			       "To: recruiting@contoso.example\nDate: %s\n",
			       date, date);

	/* One field in two is left as it is, or nothing would ever be answered. */
	for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
		g_autofree char *value = g_rand_boolean(random)
						 ? damage(random, fields[i].value)
						 : g_strdup(fields[i].value);
		g_string_append_printf(out, "%s: %s\n", fields[i].name, value);
	}
	g_autofree char *id = g_strdup_printf("<%d@mail.example>", round);
	g_autofree char *bad_id =
		g_rand_int_range(random, 0, 4) == 0 ? damage(random, id) : g_strdup(id);
	g_string_append_printf(out, "Message-ID: %s\n\nWhat was missing?\n", bad_id);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

static void
assert_clean(const apres_outbox_item *item, int round)
{
	gsize len;
	const char *data = g_bytes_get_data(item->bytes, &len);
	g_autofree char *bytes = g_strndup(data, len);
	const char *fault = rfc_fault(bytes, len);
	g_autofree char *to = rfc_get(bytes, "To");
	g_auto(GStrv) wanted = g_strsplit(FIELDS, " ", -1);
	g_autofree char *have = rfc_names(bytes);
	g_auto(GStrv) names = g_strsplit(have, " ", -1);

	ck_assert_msg(fault == NULL, "round %d: %s", round, fault);
	for (char **name = names; *name != NULL; name++) {
		ck_assert_msg(g_strv_contains((const char *const *)wanted, *name),
			      "round %d: a field %s", round, *name);
		ck_assert_uint_eq(rfc_count(bytes, *name), 1);
	}
	ck_assert(apres_address_is_sendable(item->recipient));
	ck_assert_str_eq(to, item->recipient);
	ck_assert(apres_address_is_sendable(item->envelope_from) ||
		  *item->envelope_from == '\0');
	/* An id is a word of theirs that thread views need; the text has no more than a
	 * name: no line, link or address. */
	g_autofree char *body = rfc_body(bytes);
	ck_assert_msg(strstr(body, "http://" CANARY) == NULL, "round %d: a link", round);
	ck_assert_msg(strstr(body, "\n" CANARY) == NULL, "round %d: a line", round);
	ck_assert_msg(strstr(body, "@mail.example") == NULL, "round %d: an address",
		      round);
}

START_TEST(test_no_header_of_theirs_reaches_an_answer)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(20261124);
	int rounds = g_getenv("APRES_TEST_ALL") != NULL ? 3 * ROUNDS : ROUNDS;
	int answered = 0;

	for (int round = 0; round < rounds; round++) {
		gint64 now = HOUSE_NOW + (gint64)round * 8 * 86400;
		g_autofree char *mail = hostile_mail(random, round, now);
		apres_outcome_of_mail outcome = house_take_at(&h, mail, true, now);
		g_autoptr(apres_outbox_item) item = NULL;
		if (outcome.outbox_id == 0)
			continue;
		ck_assert(apres_outbox_get(h.store, outcome.outbox_id, &item, NULL));
		assert_clean(item, round);
		answered++;
	}
	/* The property is only worth something if it was tried. */
	ck_assert_int_gt(answered, rounds / 50);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("hostile");
	TCase *tc = tcase_create("hostile");

	tcase_set_timeout(tc, 240);
	house_fixture(tc);
	tcase_add_test(tc, test_no_header_of_theirs_reaches_an_answer);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
