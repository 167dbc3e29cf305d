/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Nothing of a case but its stage is in a reply: whatever else is known, the
 * bytes are the same, or there are none.
 */
#include "config.h"
#include "pipeline/case-write.h"

#include "house.h"
#include "unit.h"

#define VARIANTS 8

static const char *const mails[] = {
	"Hello, is there any news about my application?",
	"Could you tell me why I was rejected?",
	"What was missing?",
	"Please withdraw my application.",
	"Are there other positions that I could apply for?",
	"Please delete my personal data.",
	"Is there any news about my application? And what was missing?",
	"Thank you very much.",
	"What does the job pay?",
	"I accept your offer.",
	"You told me neither yes nor no. Has a decision been made?",
};

/* What each field may be; the first is nothing. */
static const struct {
	apres_case_field field;
	const char *values[7];
} secrets[] = {
	{ APRES_CASE_OUTCOME,
	  { "none", "rejected", "offered", "hired", "withdrawn", "closed" } },
	{ APRES_CASE_CHANNEL, { "", "mail", "call", "letter" } },
	{ APRES_CASE_DECIDED, { "", "2026-11-20", "2025-01-02" } },
	{ APRES_CASE_INTERVIEWED, { "", "2026-11-10", "2026-12-01" } },
	{ APRES_CASE_RECRUITER, { "", "lea@contoso.example" } },
	{ APRES_CASE_MANAGER, { "", "kim@contoso.example" } },
	{ APRES_CASE_HR, { "", "hr@contoso.example" } },
	{ APRES_CASE_NAME, { "", "Ann Bell", "Not Suitable" } },
	{ APRES_CASE_PAY_RANGE, { "", "60000 to 70000 EUR" } },
	{ APRES_CASE_JURISDICTION, { "", "ca-on" } },
	{ APRES_CASE_DO_NOT_REHIRE, { "", "no", "yes" } },
	{ APRES_CASE_TALENT_POOL, { "", "no", "yes" } },
	{ APRES_CASE_INTERNAL, { "", "no", "yes" } },
};

static GRand *dice;

static void
setup(void)
{
	dice = g_rand_new_with_seed(20261124);
	g_autoptr(apres_txn) txn = apres_txn_begin(h.store, NULL);
	ck_assert(apres_store_meta_set(h.store, "instance", "house", NULL));
	ck_assert(apres_txn_commit(txn, NULL));
}

static void
teardown(void)
{
	g_rand_free(dice);
}

static const char *
any_of(const char *const *values)
{
	gint32 count = 0;

	while (count < 7 && values[count] != NULL)
		count++;
	return values[g_rand_int_range(dice, 0, count)];
}

static apres_case_record *
record_of(const char *stage, bool varied)
{
	apres_case_record *record = apres_case_record_new("contoso");

	record->value[APRES_CASE_PERSON] = g_strdup("p1");
	record->value[APRES_CASE_REQUISITION] = g_strdup("R-100");
	record->value[APRES_CASE_ADDRESSES] = g_strdup("ann@mail.example");
	record->value[APRES_CASE_RECORDED] = g_strdup("2026-11-24");
	record->value[APRES_CASE_STAGE] = g_strdup(stage);
	for (guint i = 0; varied && i < G_N_ELEMENTS(secrets); i++)
		record->value[secrets[i].field] = g_strdup(any_of(secrets[i].values));
	return record;
}

static apres_arrival *
arrive(const char *text)
{
	g_autofree char *mail =
		house_mail("ann@mail.example", "m@mail.example", "", text);
	g_autoptr(GBytes) bytes = g_bytes_new(mail, strlen(mail));
	g_autoptr(apres_message) message = apres_message_parse(mail, strlen(mail));
	apres_arrival *arrival = apres_arrival_new(h.company, h.mailbox, "1.M1.mx", bytes,
						   HOUSE_NOW, h.config);

	arrival->reading = apres_classify(h.company->policy->classifier, message);
	return arrival;
}

/* But for the receipt, which is drawn anew for each. */
static char *
without_receipt(GBytes *bytes)
{
	gsize len;
	const char *data = g_bytes_get_data(bytes, &len);
	g_autofree char *text = g_strndup(data, len);
	char *begin = strstr(text, "X-Apres-Receipt:");

	ck_assert_ptr_nonnull(begin);
	/* Its value stands alone on the next line. */
	char *end = strstr(begin, "\r\n\r\n");
	ck_assert_ptr_nonnull(end);
	*begin = '\0';
	return g_strconcat(text, end, NULL);
}

/* What goes to the candidate, or NULL; nothing of it stays in the store. */
static char *
answer(const char *text, apres_case_record *record)
{
	g_autoptr(apres_arrival) arrival = arrive(text);
	g_autoptr(apres_txn) txn = apres_txn_begin(h.store, NULL);
	g_autoptr(GPtrArray) items = NULL;
	apres_case_written written = { 0 };
	apres_outcome_of_mail outcome;
	char *bytes = NULL;

	ck_assert(apres_case_write(h.store, record, false, "ana", HOUSE_NOW, &written,
				   NULL));
	ck_assert(apres_pipeline_record(h.store, h.config, arrival, HOUSE_NOW, &outcome,
					NULL));
	ck_assert(apres_outbox_list(h.store, NULL, -1, &items, NULL));
	for (guint i = 0; i < items->len; i++) {
		const apres_outbox_item *item = items->pdata[i];
		if (strcmp(item->kind, "notice") == 0)
			continue;
		ck_assert_ptr_null(bytes);
		bytes = without_receipt(item->bytes);
	}
	return bytes;
}

/* How many variants of a case at STAGE get the same reply as the plain one. */
static guint
compare(const char *text, const char *stage)
{
	g_autoptr(apres_case_record) plain = record_of(stage, false);
	g_autofree char *expected = answer(text, plain);
	guint same = 0;

	for (guint i = 0; i < VARIANTS; i++) {
		g_autoptr(apres_case_record) record = record_of(stage, true);
		g_autofree char *got = answer(text, record);
		if (got == NULL)
			continue;
		ck_assert_msg(expected != NULL && strcmp(got, expected) == 0,
			      "'%s', stage %s, outcome %s", text, stage,
			      record->value[APRES_CASE_OUTCOME]);
		same++;
	}
	return same;
}

START_TEST(no_reply_tells_more_than_the_stage)
{
	static const char *const stages[] = { "", "applied", "review", "interview",
					      "decision" };
	guint same = 0;

	/* One key for all: else no two replies were alike. */
	g_autoptr(apres_txn) txn = apres_txn_begin(h.store, NULL);
	ck_assert(apres_store_meta_set(h.store, "message-id-key",
				       "00112233445566778899aabbccddeeff"
				       "00112233445566778899aabbccddeeff",
				       NULL));
	ck_assert(apres_txn_commit(txn, NULL));
	g_clear_pointer(&txn, apres_txn_end);
	for (guint i = 0; i < G_N_ELEMENTS(mails); i++)
		same += compare(mails[i], stages[_i]);
	/* Not because nothing is answered. */
	ck_assert_uint_gt(same, 5);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("case-leak");
	TCase *tc = tcase_create("case-leak");

	tcase_set_timeout(tc, 120);
	house_fixture(tc);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, no_reply_tells_more_than_the_stage, 0, 5);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
