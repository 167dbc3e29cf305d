/* SPDX-License-Identifier: Apache-2.0 */
/* Every recorded mail, decided once more. */
#include "config.h"
#include "pipeline/replay.h"
#include "pipeline/basis.h"
#include "policy/diff.h"
#include "util/child.h"
#include "util/error.h"
#include "util/fsutil.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 500
#define SHARED_LEAST 16 /* fewer mails are read before a process is there */
#define SHARES_MAX 8
#define SHARE_MAX_BYTES (64 * 1024 * 1024)

typedef struct replaying {
	const apres_policy *was, *is;
	apres_replay *replay;
} replaying;

static void
replayed_free(gpointer data)
{
	apres_replayed *one = data;

	g_free(one->was);
	g_free(one->becomes);
	g_free(one);
}

void
apres_replay_free(apres_replay *replay)
{
	if (replay == NULL)
		return;
	g_clear_pointer(&replay->zone, g_time_zone_unref);
	g_ptr_array_unref(replay->differences);
	g_ptr_array_unref(replay->unseen);
	g_free(replay);
}

static apres_treatment *
decide(const apres_policy *policy, const apres_record *record, GError **error)
{
	g_autoptr(apres_assessment) a = apres_basis_decide(policy, record, error);

	return a != NULL ? apres_treatment_of(policy, a->decision) : NULL;
}

static void
add_difference(apres_replay *replay, const apres_record *record,
	       const apres_treatment *was, const apres_treatment *is)
{
	apres_replayed *one = g_new0(apres_replayed, 1);

	one->message_id = record->id;
	one->decided = record->decided;
	one->audience = record->audience;
	one->was = g_strdup(was->words);
	one->becomes = g_strdup(is->words);
	one->weaker = apres_treatment_is_weaker(was, is);
	replay->weaker += one->weaker;
	g_ptr_array_add(replay->differences, one);
}

/* The policy in force is only asked where the record does not say what it decides. */
static bool
replay_one(const replaying *r, const apres_record *record, GError **error)
{
	g_autoptr(apres_treatment) recorded = apres_basis_treatment(record, error);
	g_autoptr(apres_treatment) is =
		recorded != NULL ? decide(r->is, record, error) : NULL;
	bool current = g_strcmp0(record->policy_digest, r->was->digest) == 0;

	if (is == NULL)
		return false;
	r->replay->mails++;
	r->replay->unquoted += record->quoted == NULL;
	if (current && apres_treatment_is_same(recorded, is))
		return true;
	g_autoptr(apres_treatment) was = decide(r->was, record, error);
	if (was == NULL)
		return false;
	if (current && !apres_treatment_is_same(recorded, was))
		r->replay->otherwise++;
	if (!apres_treatment_is_same(was, is))
		add_difference(r->replay, record, was, is);
	return true;
}

/* Is anything that COND refers to among CHANGED? */
static bool
rests_on(const apres_policy *policy, const apres_cond *cond, GHashTable *changed)
{
	const apres_class *class = cond->kind == APRES_COND_CLASS
					   ? apres_policy_class(policy, cond->class_ref)
					   : NULL;

	if (class != NULL)
		return g_hash_table_contains(changed, class->id) ||
		       rests_on(policy, class->cond, changed);
	for (guint i = 0; cond->children != NULL && i < cond->children->len; i++)
		if (rests_on(policy, cond->children->pdata[i], changed))
			return true;
	return false;
}

/* The change of a class that looks where nothing was kept is not seen; of some mails what
 * they quote was not. */
static void
find_unseen(const replaying *r)
{
	g_autoptr(apres_diff) diff = apres_policy_diff_parts(r->was, r->is);
	g_autoptr(GHashTable) changed = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < diff->parts->len; i++) {
		const apres_diff_part *part = diff->parts->pdata[i];
		if (g_str_equal(part->kind, "class"))
			g_hash_table_add(changed, part->name);
	}
	for (guint i = 0; i < r->is->classes->len; i++) {
		const apres_class *class = r->is->classes->pdata[i];
		if (!class->part && apres_basis_lacks(class, r->replay->unquoted == 0) &&
		    (g_hash_table_contains(changed, class->id) ||
		     rests_on(r->is, class->cond, changed)))
			g_ptr_array_add(r->replay->unseen, g_strdup(class->id));
	}
}

static apres_replay *
replay_new(void)
{
	apres_replay *replay = g_new0(apres_replay, 1);

	replay->differences = g_ptr_array_new_with_free_func(replayed_free);
	replay->unseen = g_ptr_array_new_with_free_func(g_free);
	return replay;
}

/* Every STEPth of RECORDS, from FIRST on. */
static bool
replay_some(const replaying *r, const GPtrArray *records, guint first, guint step,
	    GError **error)
{
	for (guint i = first; i < records->len; i += step) {
		const apres_record *record = records->pdata[i];
		if (record->basis == NULL)
			r->replay->lacking++;
		else if (!replay_one(r, record, error))
			return false;
	}
	return true;
}

/* ---- in as many processes as there are processors ---- */

static json_t *
share_to_json(const apres_replay *replay)
{
	json_t *differences = json_array();

	for (guint i = 0; i < replay->differences->len; i++) {
		const apres_replayed *one = replay->differences->pdata[i];
		json_array_append_new(differences,
				      json_pack("[IIissb]", (json_int_t)one->message_id,
						(json_int_t)one->decided,
						(int)one->audience, one->was,
						one->becomes, one->weaker));
	}
	return json_pack("[iiiiio]", (int)replay->mails, (int)replay->lacking,
			 (int)replay->unquoted, (int)replay->otherwise,
			 (int)replay->weaker, differences);
}

static bool
add_share(apres_replay *replay, json_t *share)
{
	int mails, lacking, unquoted, otherwise, weaker;
	json_t *differences, *row;
	size_t i;

	if (json_unpack(share, "[iiiiio]", &mails, &lacking, &unquoted, &otherwise,
			&weaker, &differences) < 0)
		return false;
	replay->mails += (guint)mails;
	replay->lacking += (guint)lacking;
	replay->unquoted += (guint)unquoted;
	replay->otherwise += (guint)otherwise;
	replay->weaker += (guint)weaker;
	json_array_foreach(differences, i, row)
	{
		json_int_t id, decided;
		int audience, is_weaker;
		const char *was, *becomes;
		if (json_unpack(row, "[IIissb]", &id, &decided, &audience, &was, &becomes,
				&is_weaker) < 0)
			return false;
		apres_replayed *one = g_new0(apres_replayed, 1);
		*one = (apres_replayed){ id,
					 decided,
					 (apres_audience)audience,
					 g_strdup(was),
					 g_strdup(becomes),
					 is_weaker != 0 };
		g_ptr_array_add(replay->differences, one);
	}
	return true;
}

/* In the child: a share, or what went wrong, as one line of JSON. */
G_NORETURN static void
be_share(const replaying *r, const GPtrArray *records, guint first, guint step, int fd,
	 pid_t parent)
{
	g_autoptr(apres_replay) own = replay_new();
	const replaying mine = { .was = r->was, .is = r->is, .replay = own };
	g_autoptr(GError) error = NULL;

	if (!apres_child_keep_only(fd, parent))
		_exit(1);
	bool good = replay_some(&mine, records, first, step, &error);
	json_t *json = good ? share_to_json(own) : json_string(error->message);
	char *text = json_dumps(json, JSON_ENCODE_ANY | JSON_COMPACT);
	good = text != NULL && apres_fd_write(APRES_CHILD_FD, text, strlen(text), NULL);
	_exit(good ? 0 : 1);
}

/* A process at work; no PID: none could be started. */
typedef struct share {
	pid_t pid;
	int fd; /* what it found comes from here */
} share;

static share
start_share(const replaying *r, const GPtrArray *records, guint first, guint step)
{
	const share none = { 0, -1 };
	pid_t parent = getpid();
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0)
		return none;
	pid_t pid = fork();
	if (pid == 0)
		be_share(r, records, first, step, ends[1], parent);
	close(ends[1]);
	if (pid > 0)
		return (share){ pid, ends[0] };
	close(ends[0]);
	return none;
}

/* What OTHER found, or NULL; it is gone then. */
static json_t *
end_share(share *other)
{
	if (other->pid == 0)
		return NULL;
	g_autoptr(GBytes) bytes = apres_fd_read(other->fd, SHARE_MAX_BYTES, NULL);
	close(other->fd);
	while (waitpid(other->pid, NULL, 0) < 0 && errno == EINTR)
		;
	gsize len = 0;
	const char *text = bytes != NULL ? g_bytes_get_data(bytes, &len) : NULL;
	return len > 0 ? json_loadb(text, len, JSON_DECODE_ANY, NULL) : NULL;
}

static bool
replay_page(const replaying *r, const GPtrArray *records, GError **error)
{
	guint count = MIN(g_get_num_processors(), SHARES_MAX);
	share shares[SHARES_MAX];
	bool good = true;

	if (records->len < SHARED_LEAST || count < 2)
		return replay_some(r, records, 0, 1, error);
	for (guint i = 0; i < count; i++)
		shares[i] = start_share(r, records, i, count);
	for (guint i = 0; i < count; i++) {
		json_auto_t *found = end_share(&shares[i]);
		if (!good)
			continue;
		if (json_is_string(found))
			good = apres_throw(error, APRES_ERROR_INPUT, "%s",
					   json_string_value(found));
		else if (found == NULL)
			/* It could not be started, or died: then here. */
			good = replay_some(r, records, i, count, error);
		else
			good = add_share(r->replay, found) ||
			       apres_throw(error, APRES_ERROR_INTERNAL,
					   "replay: what a process found is garbled");
	}
	return good;
}

static gint
by_id(gconstpointer a, gconstpointer b)
{
	const apres_replayed *x = *(apres_replayed *const *)a;
	const apres_replayed *y = *(apres_replayed *const *)b;

	return x->message_id < y->message_id ? -1 : x->message_id > y->message_id;
}

bool
apres_replay_run(apres_store *store, const char *company, const apres_policy *was,
		 const apres_policy *is, gint64 since, apres_replay **replay_out,
		 GError **error)
{
	g_autoptr(apres_replay) replay = replay_new();
	const replaying r = { .was = was, .is = is, .replay = replay };
	replay->zone = g_time_zone_ref(is->calendar->zone);
	gint64 after = 0;
	guint count = PAGE;

	while (count == PAGE) {
		g_autoptr(GPtrArray) records = NULL;
		if (!apres_message_list_since(store, company, since, after, PAGE,
					      &records, error))
			return false;
		count = records->len;
		if (count == PAGE && after == 0) {
			/* Each process would make its own. */
			apres_classifier_jit(is->classifier);
			apres_classifier_jit(was->classifier);
		}
		if (!replay_page(&r, records, error))
			return false;
		if (count > 0)
			after = ((apres_record *)records->pdata[count - 1])->id;
	}
	find_unseen(&r);
	g_ptr_array_sort(replay->differences, by_id);
	*replay_out = g_steal_pointer(&replay);
	return true;
}
