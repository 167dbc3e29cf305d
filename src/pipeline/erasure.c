/* SPDX-License-Identifier: Apache-2.0 */
/* The steps of an erasure, in their order; each can be done twice. */
#include "config.h"
#include "pipeline/erasure.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "pipeline/byte-search.h"
#include "util/crash-point.h"
#include "util/error.h"
#include "util/fsutil.h"

/* In "meta": the erasure whose intent is recorded and that is not done. */
#define BEGUN "erasing"
#define MAX_PLAN (64 * 1024 * 1024)

static char *
plan_path(const char *folder)
{
	return g_build_filename(folder, "erasing", NULL);
}

/* ---- the plan ---- */

static void
ints_from_json(const json_t *array, GArray *values)
{
	size_t i;
	const json_t *one;

	json_array_foreach(array, i, one)
	{
		gint64 value = json_integer_value(one);
		g_array_append_val(values, value);
	}
}

static json_t *
texts_to_json(const GPtrArray *texts)
{
	json_t *array = json_array();

	for (guint i = 0; i < texts->len; i++)
		json_array_append_new(array, json_string(texts->pdata[i]));
	return array;
}

static json_t *
plan_of(const apres_person *person, const GPtrArray *samples, const char *id)
{
	return json_pack("{s:s, s:s, s:i, s:o, s:o, s:o, s:o, s:o, s:o}", "id", id,
			 "company", person->company, "unread", (int)person->unread,
			 "names", texts_to_json(person->names), "samples",
			 texts_to_json(samples), "mails",
			 apres_person_numbers(person->messages), "cases",
			 apres_person_numbers(person->cases), "subjects",
			 apres_person_numbers(person->subjects), "entries",
			 apres_person_numbers(person->entries));
}

static apres_person *
person_of(const json_t *plan)
{
	apres_person *person = g_new0(apres_person, 1);
	size_t i;
	const json_t *one;

	person->company = g_strdup(json_string_value(json_object_get(plan, "company")));
	person->names = g_ptr_array_new_with_free_func(g_free);
	person->messages = g_array_new(FALSE, FALSE, sizeof(gint64));
	person->cases = g_array_new(FALSE, FALSE, sizeof(gint64));
	person->subjects = g_array_new(FALSE, FALSE, sizeof(gint64));
	person->entries = g_array_new(FALSE, FALSE, sizeof(gint64));
	json_array_foreach(json_object_get(plan, "names"), i, one)
		g_ptr_array_add(person->names, g_strdup(json_string_value(one)));
	ints_from_json(json_object_get(plan, "mails"), person->messages);
	ints_from_json(json_object_get(plan, "cases"), person->cases);
	ints_from_json(json_object_get(plan, "subjects"), person->subjects);
	ints_from_json(json_object_get(plan, "entries"), person->entries);
	return person;
}

static bool
save_plan(const char *folder, const json_t *plan, GError **error)
{
	g_autofree char *path = plan_path(folder);
	char *text = json_dumps(plan, JSON_COMPACT);
	bool done = apres_file_replace(path, text, strlen(text), 0600, error);

	free(text);
	return done;
}

static bool
load_plan(const char *folder, json_t **plan_out, GError **error)
{
	g_autofree char *path = plan_path(folder);
	gsize len;

	*plan_out = NULL;
	if (!g_file_test(path, G_FILE_TEST_EXISTS))
		return true;
	g_autoptr(GBytes) bytes = apres_file_read(path, MAX_PLAN, error);
	if (bytes == NULL)
		return false;
	const char *data = g_bytes_get_data(bytes, &len);
	*plan_out = json_loadb(data, len, 0, NULL);
	return *plan_out != NULL ||
	       apres_throw(error, APRES_ERROR_INTERNAL, "'%s' is damaged", path);
}

/* Its bytes, too, as far as a file system can. */
static bool
drop_plan(const char *folder, GError **error)
{
	g_autofree char *path = plan_path(folder);
	FILE *file = fopen(path, "r+");

	if (file != NULL) {
		fseek(file, 0, SEEK_END);
		long size = ftell(file);
		rewind(file);
		for (long i = 0; i < size; i++)
			fputc(' ', file);
		fflush(file);
		fsync(fileno(file));
		fclose(file);
	}
	if (unlink(path) < 0 && errno != ENOENT)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", path);
	return apres_dir_sync(folder, error);
}

/* ---- the steps ---- */

static bool
intend(apres_store *store, const apres_person *person, const char *id,
       const apres_erasure_order *order, gint64 now, GError **error)
{
	json_auto_t *facts = json_pack("{s:s, s:s, s:s, s:s, s:s}", "erasure", id,
				       "cause", order->cause, "basis", order->basis,
				       "approver", order->approver, "by", order->by);
	if (order->request != 0) {
		json_object_set_new(facts, "request", json_integer(order->request));
		json_object_set_new(facts, "seen", json_string(order->seen));
	}
	if (order->last > order->request)
		json_object_set_new(facts, "last-request", json_integer(order->last));
	g_autoptr(apres_txn) txn = apres_txn_begin(store, error);

	return txn != NULL && apres_person_intend(store, person, facts, now, error) &&
	       apres_store_meta_set(store, BEGUN, id, error) &&
	       apres_txn_commit(txn, error);
}

static bool
delete_rows(apres_store *store, const apres_person *person, gint64 now, GError **error)
{
	g_autoptr(apres_txn) txn = apres_txn_begin(store, error);

	return txn != NULL && apres_person_delete(store, person, now, error) &&
	       apres_txn_commit(txn, error);
}

/* Addresses and texts of PLAN; what a case calls somebody may be any word. */
static GPtrArray *
needles_of(const json_t *plan)
{
	GPtrArray *needles = g_ptr_array_new();
	size_t i;
	const json_t *one;

	json_array_foreach(json_object_get(plan, "names"), i, one)
	{
		if (strchr(json_string_value(one), '@') != NULL)
			g_ptr_array_add(needles, (gpointer)json_string_value(one));
	}
	json_array_foreach(json_object_get(plan, "samples"), i, one)
		g_ptr_array_add(needles, (gpointer)json_string_value(one));
	return needles;
}

/* What is left in the files: first of anything, then of what others wrote. */
static bool
look(apres_store *store, const char *folder, const json_t *plan, guint *remaining_out,
     GError **error)
{
	static const char *const files[] = { "apres.db", "apres.db-wal" };
	g_autoptr(GPtrArray) needles = needles_of(plan);

	for (int round = 0; round < 2; round++) {
		*remaining_out = 0;
		for (guint f = 0; f < G_N_ELEMENTS(files); f++) {
			g_autofree char *path = g_build_filename(folder, files[f], NULL);
			guint found;
			if (!apres_byte_search(path, needles, &found, error))
				return false;
			*remaining_out += found;
		}
		if (*remaining_out == 0 || round > 0)
			return true;
		if (!apres_store_rebuild(store, error))
			return false;
	}
	return true;
}

static bool
conclude(apres_store *store, const json_t *plan, guint remaining, gint64 now,
	 GError **error)
{
	json_auto_t *facts =
		json_pack("{s:O, s:i}", "erasure", json_object_get(plan, "id"),
			  "remaining", (int)remaining);
	const char *company = json_string_value(json_object_get(plan, "company"));
	g_autoptr(apres_txn) txn = apres_txn_begin(store, error);

	return txn != NULL && apres_person_conclude(store, company, facts, now, error) &&
	       apres_store_meta_set(store, BEGUN, "", error) &&
	       apres_txn_commit(txn, error);
}

/* From the recorded intent to the end. */
static bool
go_on(apres_store *store, const char *folder, const json_t *plan, gint64 now,
      json_t **report_out, GError **error)
{
	g_autoptr(apres_person) person = person_of(plan);
	guint remaining = 0;

	if (!apres_person_destroy_keys(store, person, error))
		return false;
	apres_crash_point("erase-keys");
	if (!delete_rows(store, person, now, error))
		return false;
	apres_crash_point("erase-rows");
	if (!apres_store_flush(store, error) ||
	    !look(store, folder, plan, &remaining, error))
		return false;
	apres_crash_point("erase-looked");
	if (!conclude(store, plan, remaining, now, error))
		return false;
	apres_crash_point("erase-done");
	*report_out = json_pack(
		"{s:i, s:i, s:i, s:i, s:i, s:i}", "mails", (int)person->messages->len,
		"cases", (int)person->cases->len, "entries", (int)person->entries->len,
		"keys", (int)person->subjects->len, "remaining", (int)remaining, "unread",
		(int)json_integer_value(json_object_get(plan, "unread")));
	return drop_plan(folder, error);
}

bool
apres_erasure_run(apres_store *store, const char *folder, apres_person *person,
		  const apres_erasure_order *order, gint64 now, json_t **report_out,
		  GError **error)
{
	g_autofree char *id = g_uuid_string_random();
	g_autoptr(GPtrArray) samples = NULL;

	*report_out = NULL;
	if (!apres_person_find_notices(store, person, error) ||
	    !apres_person_samples(store, person, &samples, error))
		return false;
	json_auto_t *plan = plan_of(person, samples, id);
	if (!save_plan(folder, plan, error))
		return false;
	apres_crash_point("erase-planned");
	if (!intend(store, person, id, order, now, error))
		return false;
	apres_crash_point("erase-intended");
	return go_on(store, folder, plan, now, report_out, error);
}

bool
apres_erasure_resume(apres_store *store, const char *folder, gint64 now,
		     json_t **report_out, GError **error)
{
	g_autofree char *begun = NULL;
	json_auto_t *plan = NULL;

	*report_out = NULL;
	if (!apres_store_meta_get(store, BEGUN, &begun, error) ||
	    !load_plan(folder, &plan, error))
		return false;
	const char *id = json_string_value(json_object_get(plan, "id"));
	if (id != NULL && g_strcmp0(begun, id) == 0)
		return go_on(store, folder, plan, now, report_out, error);
	if (begun != NULL && *begun != '\0')
		return apres_throw(error, APRES_ERROR_CONFIG,
				   "an erasure was begun, and '%s/erasing', which says "
				   "whose, is gone; restore it",
				   folder);
	/* Nothing was promised yet, or all is done. */
	return plan == NULL || drop_plan(folder, error);
}
