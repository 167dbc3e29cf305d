/* SPDX-License-Identifier: Apache-2.0 */
/* Invented reports about deliveries: tests/data/bounces, with @TO@ and @ID@ filled in. */
#ifndef APRES_TESTS_BOUNCES_H
#define APRES_TESTS_BOUNCES_H
#include <check.h>
#include <glib.h>

/* Which there are, what each says, and of which status. */
static const struct {
	const char *name;
	int kind; /* apres_report_kind */
	const char *status;
	bool failure; /* told to a bounce address: our mail did not arrive */
} bounces[] = {
	{ "postfix-failed", APRES_REPORT_FAILED, "5.1.1", true },
	{ "exim-failed", APRES_REPORT_FAILED, "5.2.1", true },
	{ "exchange-failed", APRES_REPORT_FAILED, "5.1.10", true },
	{ "gmail-failed", APRES_REPORT_FAILED, "5.1.1", true },
	{ "qmail-failed", APRES_REPORT_NONE, NULL, true },
	{ "postfix-delayed", APRES_REPORT_DELAYED, "4.4.1", false },
	{ "postfix-relayed", APRES_REPORT_DELIVERED, "2.1.5", false },
	{ "exim-delayed-old", APRES_REPORT_NONE, NULL, false },
	{ "vacation", APRES_REPORT_NONE, NULL, false },
};

static inline char *
bounce_new(const char *name, const char *to, const char *id)
{
	const char *top = g_getenv("top_srcdir");
	g_autofree char *file = g_strconcat(name, ".eml", NULL);
	g_autofree char *path = g_build_filename(top != NULL ? top : "..", "tests",
						 "data", "bounces", file, NULL);
	char *text = NULL;

	ck_assert_msg(g_file_get_contents(path, &text, NULL, NULL), "%s", path);
	g_autoptr(GString) mail = g_string_new(text);
	g_free(text);
	g_string_replace(mail, "@TO@", to, 0);
	g_string_replace(mail, "@ID@", id, 0);
	return g_string_free(g_steal_pointer(&mail), FALSE);
}
#endif
