/* SPDX-License-Identifier: Apache-2.0 */
/* The youngest mails of a Maildir, and what they agree on. */
#include "config.h"
#include "intake/survey.h"
#include "intake/maildir.h"
#include "intake/received.h"
#include "message/address.h"
#include "message/auth-results.h"

#include <string.h>

typedef struct looking {
	apres_survey *survey;
	GSequence *youngest; /* found, oldest first; at most MOST */
	guint most;
} looking;

typedef struct found {
	gint64 when;
	char *path;
} found;

static void
found_free(gpointer data)
{
	found *f = data;

	g_free(f->path);
	g_free(f);
}

static int
by_age(gconstpointer a, gconstpointer b, gpointer unused)
{
	const found *one = a, *other = b;

	(void)unused;
	return one->when < other->when ? -1 : one->when > other->when;
}

static bool
take(const apres_maildir_entry *entry, void *context)
{
	looking *l = context;

	if (!entry->regular)
		return true;
	g_autofree char *folder = g_path_get_dirname(entry->path);
	if (g_str_has_suffix(folder, "/new"))
		l->survey->in_new++;
	else
		l->survey->in_cur++;
	l->survey->youngest = MAX(l->survey->youngest, entry->mtime);
	found *f = g_new0(found, 1);
	f->when = entry->mtime;
	f->path = g_strdup(entry->path);
	g_sequence_insert_sorted(l->youngest, f, by_age, NULL);
	if (g_sequence_get_length(l->youngest) > (int)l->most)
		g_sequence_remove(g_sequence_get_begin_iter(l->youngest));
	return true;
}

static void
read_headers(gpointer data, gpointer context)
{
	const found *f = data;
	apres_survey *survey = context;
	apres_headers *headers = apres_maildir_headers(f->path, NULL);

	if (headers != NULL)
		g_ptr_array_insert(survey->headers, 0, headers);
}

apres_survey *
apres_survey_new(const char *maildir, guint most, GError **error)
{
	g_autoptr(apres_survey) survey = g_new0(apres_survey, 1);
	g_autoptr(GSequence) youngest = g_sequence_new(found_free);
	looking l = { survey, youngest, most };

	survey->headers =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_headers_free);
	if (!apres_maildir_scan(maildir, NULL, take, &l, error))
		return NULL;
	g_sequence_foreach(youngest, read_headers, survey);
	return g_steal_pointer(&survey);
}

void
apres_survey_free(apres_survey *survey)
{
	if (survey == NULL)
		return;
	g_ptr_array_unref(survey->headers);
	g_free(survey);
}

char *
apres_survey_agreed(const apres_survey *survey, apres_survey_question question)
{
	g_autoptr(GHashTable) counts =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < survey->headers->len; i++) {
		g_autofree char *answer = question(survey->headers->pdata[i]);
		if (answer == NULL)
			continue;
		guint count = GPOINTER_TO_UINT(g_hash_table_lookup(counts, answer)) + 1;
		if (count * 2 >= survey->headers->len)
			return g_steal_pointer(&answer);
		g_hash_table_replace(counts, g_steal_pointer(&answer),
				     GUINT_TO_POINTER(count));
	}
	return NULL;
}

/* ---- questions ---- */

char *
apres_survey_authserv_id(const apres_headers *headers)
{
	const char *value = apres_headers_get(headers, "Authentication-Results");

	return value != NULL ? apres_auth_results_writer(value) : NULL;
}

char *
apres_survey_received_by(const apres_headers *headers)
{
	const char *value = apres_headers_get(headers, "Received");

	return value != NULL ? apres_received_by(value) : NULL;
}

char *
apres_survey_delivered_to(const apres_headers *headers)
{
	const char *value = apres_headers_get(headers, "Delivered-To");

	if (value == NULL)
		value = apres_headers_get(headers, "X-Original-To");
	g_autoptr(apres_address) address =
		value != NULL ? apres_address_parse(value) : NULL;
	return address != NULL ? g_strdup(address->addr) : NULL;
}

/* ---- sent mail ---- */

static bool
is_maildir(const char *path)
{
	g_autofree char *cur = g_build_filename(path, "cur", NULL);

	return g_file_test(cur, G_FILE_TEST_IS_DIR);
}

char *
apres_survey_sent(const char *maildir)
{
	/* Names in the modified UTF-7 of RFC 3501 5.1.3 where they are not ASCII. */
	static const char *const names[] = {
		"Sent",
		"Sent Items",
		"Sent Messages",
		"Sent Mail",
		"Gesendet",
		"Gesendete Objekte",
		"Gesendete Elemente",
		"Envoy&AOk-s",
		"Messages envoy&AOk-s",
		"&AMk-l&AOk-ments envoy&AOk-s",
		"Enviados",
		"Elementos enviados",
	};
	/* Maildir++ (Dovecot, Courier), the same below INBOX, folders within (mbsync),
	 * and beside. */
	static const char *const places[] = { "/.", "/.INBOX.", "/", "/../" };

	for (gsize i = 0; i < G_N_ELEMENTS(places); i++)
		for (gsize j = 0; j < G_N_ELEMENTS(names); j++) {
			g_autofree char *path =
				g_strconcat(maildir, places[i], names[j], NULL);
			if (is_maildir(path))
				return g_canonicalize_filename(path, NULL);
		}
	return NULL;
}
