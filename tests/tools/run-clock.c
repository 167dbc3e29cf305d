/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run-clock CONF FROM TO EVENTS: what apresd does by the clock, hour by hour, without a
 * mail and without sending.  EVENTS: lines "TIME<tab>ACTION<tab>JSON", by time, each run
 * in the hour in which it falls; after "down" {"until": TIME} nothing runs before then.
 * Every seventh transaction is lost and done again, the
 * store is opened anew each day, and once a week the clock goes back by three days first.
 */
#include "config.h"
#include "message/message.h"
#include "pipeline/action.h"
#include "pipeline/pipeline.h"
#include "pipeline/schedule.h"
#include "util/clock.h"

#include <stdio.h>
#include <stdlib.h>

#define HOUR 3600
#define DAY (24 * HOUR)

typedef struct setting {
	apres_config *config;
	apres_company *company;
	apres_store *store;
	guint transactions;
	gint64 down; /* until when nothing runs */
} setting;

static void
fail(const char *what, const GError *error)
{
	fprintf(stderr, "run-clock: %s: %s\n", what, error ? error->message : "?");
	exit(1);
}

static void
open_store(setting *s)
{
	g_autoptr(GError) error = NULL;

	apres_store_close(s->store);
	s->store = apres_store_open(s->config->state, APRES_STORE_WRITE, &error);
	if (s->store == NULL)
		fail("store", error);
}

static void
run_schedule(setting *s, gint64 now)
{
	g_autoptr(GError) error = NULL;
	bool more;

	if (!apres_schedule_is_due(s->store, s->company, now, &more, &error))
		fail("due", error);
	while (more) {
		bool lost = ++s->transactions % 7 == 0;
		g_autoptr(apres_txn) txn = apres_txn_begin(s->store, &error);
		if (txn == NULL || !apres_schedule_run(s->store, s->config, s->company,
						       now, &more, &error))
			fail("run", error);
		if (lost)
			more = true;
		else if (!apres_txn_commit(txn, &error))
			fail("commit", error);
	}
}

/* The time of LINE; the end of time if it is empty. */
static gint64
time_of(const char *line)
{
	g_auto(GStrv) parts = g_strsplit(line, "\t", 3);
	gint64 when;

	return parts[0] != NULL && apres_clock_parse(parts[0], &when) ? when : G_MAXINT64;
}

static void
run_event(setting *s, const char *line, gint64 now)
{
	g_auto(GStrv) parts = g_strsplit(line, "\t", 3);
	g_autoptr(GHashTable) companies = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GError) error = NULL;
	json_t *answer = NULL;

	g_hash_table_insert(companies, (gpointer)s->company->config->id, s->company);
	const apres_action_context context = { .store = s->store,
					       .config = s->config,
					       .companies = companies,
					       .by = "test",
					       .now = now };
	json_t *args = json_loads(parts[2], 0, NULL);
	if (g_str_equal(parts[1], "down")) {
		apres_clock_parse(json_string_value(json_object_get(args, "until")),
				  &s->down);
		json_decref(args);
		return;
	}
	if (!apres_action_run(&context, parts[1], args, &answer, &error))
		fail(line, error);
	json_decref(args);
	json_decref(answer);
}

static void
live(setting *s, gint64 from, gint64 to, char **line)
{
	for (gint64 now = from; now <= to; now += HOUR) {
		if ((now - from) % DAY == 0)
			open_store(s);
		if (now < s->down)
			continue;
		if ((now - from) % (7 * DAY) == 75 * HOUR)
			run_schedule(s, now - 3 * DAY);
		for (; time_of(*line) <= now && now >= s->down; line++)
			run_event(s, *line, now);
		if (now >= s->down)
			run_schedule(s, now);
	}
}

int
main(int argc, char **argv)
{
	setting s = { 0 };
	gint64 from = 0, to = 0;
	g_autofree char *text = NULL;
	g_autoptr(GError) error = NULL;

	if (argc != 5 || !apres_clock_parse(argv[2], &from) ||
	    !apres_clock_parse(argv[3], &to) ||
	    !g_file_get_contents(argv[4], &text, NULL, &error))
		fail("usage: run-clock CONF FROM TO EVENTS", error);
	apres_message_init();
	s.config = apres_config_load(argv[1], &error);
	if (s.config == NULL)
		fail(argv[1], error);
	s.company = apres_company_load(s.config, s.config->companies->pdata[0], NULL,
				       NULL, from, &error);
	if (s.company == NULL)
		fail("company", error);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	live(&s, from, to, lines);
	apres_store_close(s.store);
	apres_company_free(s.company);
	apres_config_free(s.config);
	return 0;
}
