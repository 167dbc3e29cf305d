/* SPDX-License-Identifier: Apache-2.0 */
/* A policy with a stamp in a folder of its own. */
#ifndef APRES_TESTS_STAMPED_H
#define APRES_TESTS_STAMPED_H
#include "policy/load.h"
#include "policy/stamp.h"

#include "good-policy.h"
#include "temp.h"

#define SUM_LEN 64
/* 2026-11-24, 06:00, and 21:00 in UTC; and six hours later. */
#define MORNING 1795500000
#define EVENING (MORNING + 15 * 3600)
#define TOMORROW (EVENING + 6 * 3600)

static char *root, *folder, *path, *stamp;

static inline apres_policy *
load_anew(void)
{
	g_autoptr(GError) error = NULL;
	apres_policy *policy = apres_policy_load(path, NULL, &error);

	ck_assert_msg(policy != NULL, "%s", error != NULL ? error->message : "");
	return policy;
}

/* The one stamp in the folder. */
static inline char *
find_stamp(void)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name = dir != NULL ? g_dir_read_name(dir) : NULL;

	ck_assert_ptr_nonnull(name);
	return g_build_filename(folder, name, NULL);
}

/* A policy with a stamp, not tested. */
static inline void
setup(void)
{
	root = temp_dir();
	for (guint i = 0; i < FILES; i++)
		temp_write(root, names[i], files[i]);
	path = g_build_filename(root, "policy.xml", NULL);
	folder = g_build_filename(root, "stamps", NULL);
	g_autoptr(apres_policy) policy = load_anew();
	apres_stamp_write(folder, policy, APRES_STAMP_UNTESTED);
	stamp = find_stamp();
}

static inline void
teardown(void)
{
	g_free(stamp);
	g_free(folder);
	g_free(path);
	temp_remove(root);
}

static inline bool
counts(void)
{
	g_autoptr(apres_policy) policy =
		apres_stamp_load(folder, path, APRES_STAMP_UNTESTED);

	return policy != NULL;
}

#endif
