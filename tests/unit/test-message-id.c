/* SPDX-License-Identifier: Apache-2.0 */
/* By what a mail of ours is known when it comes back. */
#include "config.h"
#include "reply/out.h"
#include "reply/reply.h"
#include "unit.h"

#define KEY "000102030405060708090a0b0c0d0e0f"
#define THEIRS "theirs.1@mail.example"

START_TEST(test_nobody_without_the_key_makes_our_message_ids)
{
	g_autofree char *id = apres_message_id_new(KEY, "contoso.example", "thread/1");
	g_autofree char *again = apres_message_id_new(KEY, "contoso.example", "thread/1");
	g_autofree char *other = apres_message_id_new(KEY, "contoso.example", "thread/2");

	ck_assert_str_eq(id, again);
	ck_assert_str_ne(id, other);
	ck_assert(apres_message_id_is_ours(KEY, "contoso.example", id));
	ck_assert(apres_message_id_is_ours(KEY, "Contoso.Example", id));
	ck_assert(!apres_message_id_is_ours("another key", "contoso.example", id));
	ck_assert(!apres_message_id_is_ours(KEY, "fabrikam.example", id));
	ck_assert(!apres_message_id_is_ours(KEY, "contoso.example", THEIRS));
	ck_assert(!apres_message_id_is_ours(KEY, "contoso.example", NULL));
	for (gsize i = 6; i < strcspn(id, "@"); i++) {
		g_autofree char *forged = g_strdup(id);
		forged[i] = forged[i] == '0' ? '1' : '0';
		ck_assert(!apres_message_id_is_ours(KEY, "contoso.example", forged));
	}
}
END_TEST

START_TEST(test_a_loop_mark_counts_beside_its_own_message_id_only)
{
	g_autofree char *mark =
		apres_loop_mark_new(KEY, "instance-1", "a@contoso.example");

	ck_assert(apres_out_is_plain(mark));
	ck_assert(apres_loop_mark_is_ours(KEY, "instance-1", "a@contoso.example", mark));
	ck_assert(!apres_loop_mark_is_ours(KEY, "instance-1", "b@mail.example", mark));
	ck_assert(!apres_loop_mark_is_ours(KEY, "instance-2", "a@contoso.example", mark));
	ck_assert(!apres_loop_mark_is_ours("another key", "instance-1",
					   "a@contoso.example", mark));
	ck_assert(!apres_loop_mark_is_ours(KEY, "instance-1", "a@contoso.example",
					   "instance-1"));
	ck_assert(!apres_loop_mark_is_ours(KEY, "instance-1", "a@contoso.example", NULL));
	ck_assert(!apres_loop_mark_is_ours(KEY, "instance-1", NULL, mark));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("message-id");
	TCase *tc = tcase_create("message-id");

	tcase_add_test(tc, test_nobody_without_the_key_makes_our_message_ids);
	tcase_add_test(tc, test_a_loop_mark_counts_beside_its_own_message_id_only);
	suite_add_tcase(s, tc);
	return unit_main(s);
}
