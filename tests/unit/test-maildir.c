/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "intake/maildir.h"
#include "util/error.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "temp.h"
#include "unit.h"

static char *root;

static void
setup(void)
{
	root = temp_dir();
	temp_mkdir(root, "new");
	temp_mkdir(root, "cur");
	temp_mkdir(root, "tmp");
}

static void
teardown(void)
{
	temp_remove(root);
}

static bool
note(const apres_maildir_entry *entry, void *context)
{
	g_hash_table_add(context,
			 g_strdup_printf("%s|%s|%s", entry->base_name, entry->flags,
					 entry->regular ? "mail" : "other"));
	return true;
}

static bool
stop_at_once(const apres_maildir_entry *entry G_GNUC_UNUSED, void *context)
{
	(*(guint *)context)++;
	return false;
}

static GHashTable *
scan(const apres_name_set *known)
{
	GHashTable *seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	ck_assert(apres_maildir_scan(root, known, note, seen, NULL));
	return seen;
}

START_TEST(scan_reads_new_and_cur_with_flags_apart_from_names)
{
	temp_write(root, "new/1000.a.mx", "x");
	temp_write(root, "cur/1001.b.mx,S=1:2,RS", "x");
	temp_write(root, "cur/1002.c.mx", "x");
	temp_write(root, "new/.hidden", "x");
	g_autoptr(GHashTable) seen = scan(NULL);
	ck_assert(g_hash_table_contains(seen, "1000.a.mx||mail"));
	ck_assert(g_hash_table_contains(seen, "1001.b.mx,S=1|RS|mail"));
	ck_assert(g_hash_table_contains(seen, "1002.c.mx||mail"));
	ck_assert_uint_eq(g_hash_table_size(seen), 3);
}
END_TEST

START_TEST(scan_passes_over_known_names)
{
	g_autoptr(apres_name_set) known = apres_name_set_new();
	guint calls = 0;

	temp_write(root, "cur/1001.b.mx:2,S", "x");
	temp_write(root, "new/1002.c.mx", "x");
	temp_write(root, "new/1003.d.mx", "x");
	apres_name_set_add(known, "1001.b.mx");
	g_autoptr(GHashTable) seen = scan(known);
	ck_assert_uint_eq(g_hash_table_size(seen), 2);
	ck_assert(apres_maildir_scan(root, known, stop_at_once, &calls, NULL));
	ck_assert_uint_eq(calls, 1);
}
END_TEST

typedef struct portion {
	GHashTable *seen;
	guint room;
} portion;

static bool
take_some(const apres_maildir_entry *entry, void *context)
{
	portion *p = context;

	if (p->room == 0)
		return false;
	p->room--;
	ck_assert(g_hash_table_add(p->seen, g_strdup(entry->base_name)));
	return true;
}

/* Nothing is read again, and nothing left out, however small the portions. */
START_TEST(a_walk_goes_on_where_it_stopped)
{
	g_autoptr(apres_maildir_walk) walk = apres_maildir_walk_new(root);
	g_autoptr(GHashTable) seen =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(apres_name_set) known = apres_name_set_new();
	guint turns = 0;

	for (guint i = 0; i < 20; i++) {
		g_autofree char *name =
			g_strdup_printf("%s/1%03u.mx", i % 2 ? "new" : "cur", i);
		temp_write(root, name, "x");
	}
	apres_name_set_add(known, "1007.mx");
	for (bool done = false; !done; turns++) {
		portion p = { seen, 3 };
		ck_assert(apres_maildir_walk_on(walk, known, take_some, &p, &done, NULL));
		ck_assert(done || p.room == 0);
	}
	ck_assert_uint_eq(g_hash_table_size(seen), 19);
	ck_assert(!g_hash_table_contains(seen, "1007.mx"));
	ck_assert_uint_eq(turns, 7);
}
END_TEST

START_TEST(scan_says_what_is_no_mail)
{
	g_autofree char *fifo = g_build_filename(root, "new", "fifo", NULL);
	g_autofree char *link = g_build_filename(root, "new", "link", NULL);

	temp_mkdir(root, "cur/folder");
	ck_assert_int_eq(mkfifo(fifo, 0600), 0);
	ck_assert_int_eq(symlink("/etc/hostname", link), 0);
	g_autoptr(GHashTable) seen = scan(NULL);
	ck_assert(g_hash_table_contains(seen, "fifo||other"));
	ck_assert(g_hash_table_contains(seen, "link||other"));
	ck_assert(g_hash_table_contains(seen, "folder||other"));
}
END_TEST

START_TEST(a_missing_folder_is_temporary_and_named)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *cur = g_build_filename(root, "cur", NULL);

	g_rmdir(cur);
	ck_assert(!apres_maildir_scan(root, NULL, note, NULL, &error));
	ck_assert(g_error_matches(error, APRES_ERROR, APRES_ERROR_TEMP));
	ck_assert_ptr_nonnull(strstr(error->message, cur));
}
END_TEST

START_TEST(find_follows_a_client_that_moves_and_flags)
{
	temp_write(root, "new/1000.a.mx", "x");
	g_autofree char *before = apres_maildir_find(root, "1000.a.mx");
	ck_assert(g_str_has_suffix(before, "/new/1000.a.mx"));
	temp_rename(root, "new/1000.a.mx", "cur/1000.a.mx:2,FPS");
	g_autofree char *after = apres_maildir_find(root, "1000.a.mx");
	ck_assert(g_str_has_suffix(after, "/cur/1000.a.mx:2,FPS"));
	ck_assert_ptr_null(apres_maildir_find(root, "1000.a"));
	ck_assert_ptr_null(apres_maildir_find(root, "../cur/1000.a.mx"));
	ck_assert_ptr_null(apres_maildir_find(root, ""));
}
END_TEST

START_TEST(find_follows_a_program_that_numbers_mail_anew)
{
	bool gone = true;

	temp_write(root, "cur/1000_1.a.mx,U=12,FMD5=ab:2,S", "x");
	temp_write(root, "cur/1000_1.a.mx2,U=9:2,S", "x");
	temp_write(root, "cur/1001.b.mx,U=7:2,", "x");
	g_autofree char *other = apres_maildir_find(root, "1000_1.a.mx,U=3,FMD5=ab");
	ck_assert(g_str_has_suffix(other, "/cur/1000_1.a.mx,U=12,FMD5=ab:2,S"));
	g_autofree char *none_before = apres_maildir_find(root, "1001.b.mx");
	ck_assert(g_str_has_suffix(none_before, "/cur/1001.b.mx,U=7:2,"));
	ck_assert_ptr_null(apres_maildir_find(root, "1000_1.a.mx,U=3,FMD5=cd"));
	ck_assert_ptr_null(apres_maildir_find(root, "1000_1.a.m"));
	ck_assert(apres_maildir_flag(root, "1001.b.mx,U=1", 'R', &gone, NULL));
	ck_assert(!gone);
	g_autofree char *flagged = apres_maildir_find(root, "1001.b.mx,U=7");
	ck_assert(g_str_has_suffix(flagged, "/cur/1001.b.mx,U=7:2,R"));
}
END_TEST

START_TEST(flag_is_added_in_order_and_once)
{
	bool gone = true;

	temp_write(root, "new/1000.a.mx", "x");
	ck_assert(apres_maildir_flag(root, "1000.a.mx", 'R', &gone, NULL));
	ck_assert(!gone);
	ck_assert(temp_exists(root, "cur/1000.a.mx:2,R"));
	temp_rename(root, "cur/1000.a.mx:2,R", "cur/1000.a.mx:2,FS");
	ck_assert(apres_maildir_flag(root, "1000.a.mx", 'R', &gone, NULL));
	ck_assert(temp_exists(root, "cur/1000.a.mx:2,FRS"));
	ck_assert(apres_maildir_flag(root, "1000.a.mx", 'R', &gone, NULL));
	ck_assert(temp_exists(root, "cur/1000.a.mx:2,FRS"));
	ck_assert(apres_maildir_flag(root, "1009.z.mx", 'R', &gone, NULL));
	ck_assert(gone);
}
END_TEST

START_TEST(move_makes_the_folder_and_keeps_flags)
{
	bool gone = true;

	temp_write(root, "cur/1000.a.mx:2,S", "x");
	ck_assert(apres_maildir_move(root, "1000.a.mx", ".Apres.Answered", 'R', &gone,
				     NULL));
	ck_assert(!gone);
	ck_assert(temp_exists(root, ".Apres.Answered/cur/1000.a.mx:2,RS"));
	ck_assert(temp_exists(root, ".Apres.Answered/maildirfolder"));
	ck_assert(apres_maildir_move(root, "1000.a.mx", ".Apres.Answered", 'R', &gone,
				     NULL));
	ck_assert(gone);
}
END_TEST

START_TEST(move_never_replaces_another_mail)
{
	g_autoptr(GError) error = NULL;
	bool gone;

	temp_write(root, "cur/1000.a.mx:2,S", "one");
	temp_mkdir(root, ".Done");
	temp_mkdir(root, ".Done/cur");
	temp_write(root, ".Done/cur/1000.a.mx:2,RS", "two");
	ck_assert(!apres_maildir_move(root, "1000.a.mx", ".Done", 'R', &gone, &error));
	ck_assert(temp_exists(root, "cur/1000.a.mx:2,S"));
	g_autofree char *kept = temp_read(root, ".Done/cur/1000.a.mx:2,RS");
	ck_assert_str_eq(kept, "two");
}
END_TEST

START_TEST(make_leaves_a_marker_as_it_is)
{
	g_autofree char *folder = g_build_filename(root, ".Desk", NULL);
	g_autofree char *marker = g_build_filename(folder, "maildirfolder", NULL);
	g_autofree char *elsewhere = g_build_filename(root, "elsewhere", NULL);

	temp_mkdir(root, ".Desk");
	ck_assert_int_eq(symlink(elsewhere, marker), 0);
	ck_assert(apres_maildir_make(folder, root, NULL));
	ck_assert(!g_file_test(elsewhere, G_FILE_TEST_EXISTS));
}
END_TEST

START_TEST(put_writes_to_no_file_but_its_own)
{
	g_autoptr(GBytes) bytes = g_bytes_new_static("proposal", 8);
	g_autofree char *victim = g_build_filename(root, "cur", "victim", NULL);
	g_autofree char *left = g_build_filename(root, "tmp", "1000.a", NULL);
	g_autofree char *put = g_build_filename(root, "new", "1000.a", NULL);
	g_autofree char *kept = NULL;
	g_autofree char *is = NULL;

	temp_write(root, "cur/victim", "mail");
	ck_assert_int_eq(link(victim, left), 0);
	ck_assert(apres_maildir_put(root, "1000.a", bytes, NULL));
	ck_assert(g_file_get_contents(victim, &kept, NULL, NULL));
	ck_assert_str_eq(kept, "mail");
	ck_assert(g_file_get_contents(put, &is, NULL, NULL));
	ck_assert_str_eq(is, "proposal");
}
END_TEST

START_TEST(name_time_is_taken_only_from_a_plain_number)
{
	const gint64 mtime = 4000000000;

	ck_assert_int_eq(apres_maildir_time("1795943000.M12P9.mx", mtime), 1795943000);
	ck_assert_int_eq(apres_maildir_time("mail-1.eml", mtime), mtime);
	ck_assert_int_eq(apres_maildir_time("-5.x", mtime), mtime);
	ck_assert_int_eq(apres_maildir_time("17959", mtime), mtime);
	ck_assert_int_eq(apres_maildir_time("17.eml", mtime), mtime);
	ck_assert_int_eq(apres_maildir_time("99999999999999999999999.x", mtime), mtime);
}
END_TEST

/* Fetched later than it reached the provider. */
START_TEST(a_file_older_than_its_name_says_counts_as_old)
{
	ck_assert_int_eq(apres_maildir_time("1795943000.M12P9.mx", 1700000000),
			 1700000000);
}
END_TEST

START_TEST(flags_of_done_mail)
{
	ck_assert(apres_maildir_flags_done("RS"));
	ck_assert(apres_maildir_flags_done("T"));
	ck_assert(apres_maildir_flags_done("D"));
	ck_assert(!apres_maildir_flags_done("FPS"));
	ck_assert(!apres_maildir_flags_done(""));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("maildir");
	TCase *t = tcase_create("maildir");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, scan_reads_new_and_cur_with_flags_apart_from_names);
	tcase_add_test(t, scan_passes_over_known_names);
	tcase_add_test(t, a_walk_goes_on_where_it_stopped);
	tcase_add_test(t, scan_says_what_is_no_mail);
	tcase_add_test(t, a_missing_folder_is_temporary_and_named);
	tcase_add_test(t, find_follows_a_client_that_moves_and_flags);
	tcase_add_test(t, find_follows_a_program_that_numbers_mail_anew);
	tcase_add_test(t, flag_is_added_in_order_and_once);
	tcase_add_test(t, move_makes_the_folder_and_keeps_flags);
	tcase_add_test(t, move_never_replaces_another_mail);
	tcase_add_test(t, make_leaves_a_marker_as_it_is);
	tcase_add_test(t, put_writes_to_no_file_but_its_own);
	tcase_add_test(t, name_time_is_taken_only_from_a_plain_number);
	tcase_add_test(t, a_file_older_than_its_name_says_counts_as_old);
	tcase_add_test(t, flags_of_done_mail);
	suite_add_tcase(s, t);
	return unit_main(s);
}
