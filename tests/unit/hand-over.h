/* SPDX-License-Identifier: Apache-2.0 */
/* Jobs for a transport, and a record of what it asked and told. */
#ifndef APRES_TESTS_HAND_OVER_H
#define APRES_TESTS_HAND_OVER_H
#include "deliver/transport.h"

#include <check.h>
#include <signal.h>
#include <string.h>

#define MAX_JOBS 4

typedef struct record {
	apres_job jobs[MAX_JOBS];
	guint refuse_at; /* the barrier says no to this one, from 1 */
	guint asked[MAX_JOBS];
	guint told[MAX_JOBS];
	apres_outcome outcomes[MAX_JOBS];
	char *words[MAX_JOBS];
	void (*at_barrier)(struct record *r, guint i); /* or NULL */
	void (*at_end)(struct record *r, guint i);     /* or NULL */
	const char *folder;
	guint at_once; /* so many are handed over, the others when they are wanted; 0 =
			  all */
	guint handed, count;
	guint wanted;                                      /* how often */
	GPtrArray *wave;                                   /* what was handed over last */
	void (*at_wait)(struct record *r, int connection); /* or NULL */
} record;

static inline bool
record_barrier(const apres_job *job, void *context)
{
	record *r = context;
	guint i = (guint)(job - r->jobs);

	r->asked[i]++;
	if (r->at_barrier != NULL)
		r->at_barrier(r, i);
	return i + 1 != r->refuse_at;
}

static inline void
record_settled(const apres_job *job, apres_outcome outcome, const char *words,
	       void *context)
{
	record *r = context;
	guint i = (guint)(job - r->jobs);

	if (r->at_end != NULL)
		r->at_end(r, i);
	r->told[i]++;
	r->outcomes[i] = outcome;
	g_free(r->words[i]);
	r->words[i] = g_strdup(words);
}

static inline const GPtrArray *
record_next(record *r)
{
	g_ptr_array_set_size(r->wave, 0);
	for (guint i = 0; i < (r->at_once > 0 ? r->at_once : r->count); i++)
		if (r->handed < r->count)
			g_ptr_array_add(r->wave, &r->jobs[r->handed++]);
	return r->wave->len > 0 ? r->wave : NULL;
}

static inline const GPtrArray *
record_more(int connection, void *context)
{
	record *r = context;

	r->wanted++;
	/* All that was handed over has been told of. */
	for (guint i = 0; i < r->handed; i++)
		ck_assert_uint_eq(r->told[i], 1);
	if (r->at_wait != NULL)
		r->at_wait(r, connection);
	return record_next(r);
}

static inline void
record_clear(record *r)
{
	for (guint i = 0; i < MAX_JOBS; i++)
		g_clear_pointer(&r->words[i], g_free);
}

/* Hand over the first COUNT of R's jobs; the outcomes as letters: "SRU", "-" = not taken.
 */
static inline char *
record_deliver(record *r, const apres_transport_config *config, guint count)
{
	static const char letters[] = { [APRES_OUTCOME_SENT] = 'S',
					[APRES_OUTCOME_TEMP] = 'T',
					[APRES_OUTCOME_PERM] = 'P',
					[APRES_OUTCOME_UNKNOWN] = 'U',
					[APRES_OUTCOME_RETURNED] = 'R' };
	const apres_hand_over to = { record_barrier, record_settled,
				     r->at_once > 0 ? record_more : NULL, r };
	g_autoptr(GString) told = g_string_new(NULL);

	r->count = count;
	r->handed = 0;
	r->wave = g_ptr_array_new();
	signal(SIGPIPE, SIG_IGN);
	apres_transport_for(config->kind)->deliver(config, record_next(r), &to);
	g_clear_pointer(&r->wave, g_ptr_array_unref);
	for (guint i = 0; i < count; i++) {
		if (i >= r->handed) {
			ck_assert_uint_eq(r->told[i], 0);
			g_string_append_c(told, '-');
			continue;
		}
		ck_assert_msg(r->told[i] == 1, "job %u told %u times", i + 1, r->told[i]);
		ck_assert_uint_le(r->asked[i], 1);
		g_string_append_c(told, letters[r->outcomes[i]]);
	}
	return g_string_free(g_steal_pointer(&told), FALSE);
}

/* The same, to RECIPIENTS divided by spaces, each with a small mail of its own. */
static inline char *
record_send(record *r, const apres_transport_config *config, const char *recipients)
{
	g_auto(GStrv) names = g_strsplit(recipients, " ", MAX_JOBS);
	g_autoptr(GPtrArray) keep = g_ptr_array_new_with_free_func(g_free);
	guint count = 0;

	for (; names[count] != NULL; count++) {
		char *bytes =
			g_strdup_printf("From: recruiting@contoso.example\r\n"
					"To: %s\r\nDate: x\r\n"
					"Message-ID: <m.%u@contoso.example>\r\n\r\n"
					"Hello,\r\n.a line with a dot\r\n.\r\nend\r\n",
					names[count], count);
		char *id = g_strdup_printf("m.%u@contoso.example", count);
		g_ptr_array_add(keep, bytes);
		g_ptr_array_add(keep, id);
		r->jobs[count] = (apres_job){ .id = count + 1,
					      .recipient = names[count],
					      .envelope_from = "",
					      .envid = id,
					      .bytes = (const guint8 *)bytes,
					      .len = strlen(bytes) };
	}
	return record_deliver(r, config, count);
}
#endif
