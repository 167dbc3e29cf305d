/* SPDX-License-Identifier: Apache-2.0 */
/* A month of a mailbox, decided at once.  Mail is read in child processes, as "explain"
 * does. */
#include "config.h"
#include "apres/trial.h"
#include "apres/apart.h"
#include "apres/explain-setup.h"
#include "apres/output.h"
#include "apres/progress.h"
#include "apres/trial-scope.h"
#include "intake/maildir.h"
#include "intake/received.h"
#include "intake/scope.h"
#include "message/message.h"
#include "util/fsutil.h"

#include <string.h>

#define SECONDS_PER_MAIL 30

typedef struct run {
	const apres_explain *explain;
	const apres_config *config;
	gint64 since;
	GPtrArray *files;     /* apres_maildir_entry, oldest first */
	GHashTable *doubtful; /* those of them that may not be the candidate's */
	apres_progress *progress;
	apres_trial *trial;
} run;

static void
reply_free(gpointer data)
{
	apres_trial_reply *reply = data;

	g_free(reply->from);
	g_free(reply->subject);
	g_free(reply->template_id);
	g_free(reply->said);
	g_free(reply->reply);
	g_free(reply);
}

static apres_trial *
trial_new(void)
{
	apres_trial *trial = g_new0(apres_trial, 1);

	trial->replies = g_ptr_array_new_with_free_func(reply_free);
	trial->reasons = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	trial->sentences = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return trial;
}

void
apres_trial_free(apres_trial *trial)
{
	if (trial == NULL)
		return;
	g_clear_pointer(&trial->zone, g_time_zone_unref);
	g_ptr_array_unref(trial->replies);
	g_hash_table_unref(trial->reasons);
	g_hash_table_unref(trial->sentences);
	g_free(trial);
}

/* ---- which mails ---- */

typedef struct listing {
	GPtrArray *files;
	gint64 since;
} listing;

static bool
list_one(const apres_maildir_entry *entry, void *context)
{
	const listing *l = context;

	/* A file is no younger than its mail; older mail is left out when it is read. */
	if (!entry->regular || entry->mtime < l->since)
		return true;
	apres_maildir_entry *copy = g_new0(apres_maildir_entry, 1);
	copy->path = g_strdup(entry->path);
	copy->base_name = g_strdup(entry->base_name);
	copy->flags = g_strdup(entry->flags);
	copy->mtime = entry->mtime;
	g_ptr_array_add(l->files, copy);
	return true;
}

static int
by_age(gconstpointer a, gconstpointer b)
{
	const apres_maildir_entry *one = *(const apres_maildir_entry *const *)a;
	const apres_maildir_entry *other = *(const apres_maildir_entry *const *)b;

	if (one->mtime != other->mtime)
		return one->mtime < other->mtime ? -1 : 1;
	return strcmp(one->base_name, other->base_name);
}

static GPtrArray *
list(const char *maildir, gint64 since, GError **error)
{
	g_autoptr(GPtrArray) files =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_maildir_entry_free);
	listing l = { files, since };

	if (!apres_maildir_scan(maildir, NULL, list_one, &l, error))
		return NULL;
	g_ptr_array_sort(files, by_age);
	return g_steal_pointer(&files);
}

/* ---- in a child ---- */

static gint64
received_at(const run *r, guint i, const apres_headers *headers)
{
	const apres_maildir_entry *entry = r->files->pdata[i];
	gint64 when = apres_received_time(r->config, headers);

	return when != 0 ? when : entry->mtime;
}

static char *
to_line(json_t *object)
{
	char *line = json_dumps(object, JSON_COMPACT);

	json_decref(object);
	return line;
}

static char *
work(guint i, void *context)
{
	const run *r = context;
	const apres_explain *explain = r->explain;
	const apres_maildir_entry *entry = r->files->pdata[i];
	g_autoptr(GBytes) bytes =
		apres_file_read(entry->path, APRES_MESSAGE_MAX_BYTES, NULL);
	gsize len;

	if (bytes == NULL)
		return to_line(
			apres_explain_failed_to_json(entry->path, NULL, "unreadable"));
	const char *data = g_bytes_get_data(bytes, &len);
	g_autoptr(apres_assessment) a =
		apres_assess(explain->policy, explain->roster, &explain->us,
			     data != NULL ? data : "", len, NULL, explain->now);
	json_t *line = apres_explain_to_json(explain->policy, entry->path, a);
	json_object_set_new(line, "received",
			    json_integer(received_at(r, i, a->headers)));
	json_object_set_new(line, "candidate", apres_output_string(a->facts->candidate));
	json_object_set_new(
		line, "subject",
		apres_output_string(apres_headers_get(a->headers, "Subject")));
	if (a->decision->effect == APRES_EFFECT_REPLY) {
		g_autofree char *reply = apres_explain_reply(explain, a);
		json_object_set_new(line, "reply", apres_output_string(reply));
		json_object_set_new(line, "said", apres_output_string(a->reading->text));
	}
	return to_line(line);
}

/* ---- in the parent ---- */

static const char *
text_of(const json_t *line, const char *key)
{
	const char *text = json_string_value(json_object_get(line, key));

	return text != NULL ? text : "";
}

static void
count_up(GHashTable *counts, const char *text)
{
	guint count = GPOINTER_TO_UINT(g_hash_table_lookup(counts, text));

	g_hash_table_replace(counts, g_strdup(text), GUINT_TO_POINTER(count + 1));
}

/* Would this candidate have had as many replies as the policy allows in its period? */
static bool
is_again(const run *r, const char *candidate, gint64 received)
{
	const apres_limit *limit = &r->explain->policy->per_candidate;
	gint64 since = apres_duration_before(limit->period, received);
	const GPtrArray *replies = r->trial->replies;
	int count = 0;

	for (guint i = 0; i < replies->len; i++) {
		const apres_trial_reply *reply = replies->pdata[i];
		count += reply->received > since && g_str_equal(reply->from, candidate);
	}
	return limit->count > 0 && count >= limit->count;
}

static void
add_reply(const run *r, const json_t *line, gint64 received)
{
	apres_trial_reply *reply = g_new0(apres_trial_reply, 1);

	reply->received = received;
	reply->from = g_strdup(text_of(line, "candidate"));
	reply->subject = g_strdup(text_of(line, "subject"));
	reply->template_id = g_strdup(text_of(line, "template"));
	reply->said = g_strdup(text_of(line, "said"));
	reply->reply = g_strdup(text_of(line, "reply"));
	g_ptr_array_add(r->trial->replies, reply);
}

static void
count_hold(const run *r, const json_t *line)
{
	const json_t *reasons = json_object_get(line, "reasons");
	const char *first = json_string_value(json_array_get(reasons, 0));
	size_t i;
	json_t *sentence;

	if (first == NULL)
		first = "unparsable";
	count_up(r->trial->reasons, first);
	/* Only where more words would have made the difference. */
	if (!g_str_equal(first, "unexplained") && !g_str_equal(first, "unclassified"))
		return;
	json_array_foreach(json_object_get(line, "unexplained"), i, sentence)
	{
		const char *text = json_string_value(sentence);
		g_autoptr(apres_folded) folded = apres_fold(text, strlen(text));
		count_up(r->trial->sentences, folded->text);
	}
}

static void
take(const run *r, const json_t *line, gint64 received, bool doubtful)
{
	const char *effect = text_of(line, "effect");
	bool reply = !doubtful &&
		     g_str_equal(effect, apres_effect_to_string(APRES_EFFECT_REPLY));
	size_t i;
	json_t *owed;

	r->trial->mails++;
	json_array_foreach(json_object_get(line, "obligations"), i, owed)
	{
		r->trial->debriefs += g_str_equal(text_of(owed, "kind"), "debrief");
	}
	if (doubtful) {
		r->trial->effects[APRES_EFFECT_HOLD]++;
		count_up(r->trial->reasons, APRES_SCOPE_DOUBT_REASON);
	} else if (reply && is_again(r, text_of(line, "candidate"), received)) {
		r->trial->again++;
		r->trial->effects[APRES_EFFECT_HOLD]++;
		count_up(r->trial->reasons, "limit");
	} else if (reply) {
		r->trial->effects[APRES_EFFECT_REPLY]++;
		add_reply(r, line, received);
	} else if (g_str_equal(effect, apres_effect_to_string(APRES_EFFECT_SILENCE))) {
		r->trial->effects[APRES_EFFECT_SILENCE]++;
	} else {
		r->trial->effects[APRES_EFFECT_HOLD]++;
		count_hold(r, line);
	}
}

static void
done(guint i, const char *text, const char *why, void *context)
{
	const run *r = context;
	const apres_maildir_entry *entry = r->files->pdata[i];
	json_auto_t *line = text != NULL ? json_loads(text, 0, NULL) : NULL;
	json_t *when = json_object_get(line, "received");
	gint64 received = when != NULL ? json_integer_value(when) : entry->mtime;

	(void)why;
	apres_progress_step(r->progress);
	if (line == NULL)
		line = apres_explain_failed_to_json(entry->path, NULL, "unparsable");
	if (received >= r->since)
		take(r, line, received, g_hash_table_contains(r->doubtful, entry));
}

apres_trial *
apres_trial_run(const apres_explain *explain, const apres_config *config,
		const apres_mailbox_config *mailbox, gint64 since, GError **error)
{
	g_autoptr(apres_trial) trial = trial_new();
	g_autoptr(GPtrArray) files = list(mailbox->maildir, since, error);
	g_autoptr(GHashTable) doubtful = g_hash_table_new(NULL, NULL);
	trial->zone = g_time_zone_ref(explain->policy->calendar->zone);
	run r = { explain, config, since, files, doubtful, NULL, trial };

	if (files == NULL || !apres_trial_keep_in_scope(explain, config, mailbox, files,
							doubtful, &trial->outside, error))
		return NULL;
	g_autoptr(apres_progress) progress = apres_progress_new("mails", files->len);
	r.progress = progress;
	if (!apres_apart_run(files->len, SECONDS_PER_MAIL, work, done, &r, error))
		return NULL;
	return g_steal_pointer(&trial);
}
