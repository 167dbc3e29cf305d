/* SPDX-License-Identifier: Apache-2.0 */
/* One mail between its file (or its filter) and the writer. */
#include "config.h"
#include "apresd/daemon.h"
#include "intake/bounce.h"
#include "intake/scope.h"
#include "pipeline/debrief-answer.h"
#include "util/clock.h"
#include "util/log.h"

bool
apres_daemon_has_room(const apres_daemon *daemon)
{
	return !daemon->draining && !daemon->asks_first &&
	       daemon->in_flight < APRES_DAEMON_MAX_IN_FLIGHT &&
	       daemon->in_flight_bytes < APRES_DAEMON_MAX_IN_FLIGHT_BYTES;
}

void
apres_transit_free(apres_transit *transit)
{
	apres_daemon *daemon = transit->daemon;

	daemon->in_flight--;
	daemon->in_flight_bytes -= g_bytes_get_size(transit->arrival->bytes);
	apres_arrival_free(transit->arrival);
	apres_generation_unref(transit->generation);
	g_free(transit);
}

void
apres_transit_fail(apres_transit *transit, const GError *error)
{
	apres_daemon *daemon = transit->daemon;
	const apres_arrival *arrival = transit->arrival;

	apres_log_warn("mailbox %s: %s: not recorded, will be tried again: %s",
		       arrival->mailbox->id,
		       arrival->base_name != NULL ? arrival->base_name : "(filter)",
		       error->message);
	/* The mail lies where it lay; forgotten here, the next scan meets it as new. */
	if (transit->box != NULL && transit->box->known != NULL)
		apres_name_set_remove(transit->box->known, arrival->base_name);
	if (transit->peer != NULL)
		apres_socket_answer(transit->peer, NULL, error);
	apres_transit_free(transit);
	apres_daemon_retry_later(daemon);
}

static void
to_writer(apres_transit *transit)
{
	g_queue_push_tail(transit->daemon->ready, transit);
	apres_daemon_commit_soon(transit->daemon);
}

static void
on_read(apres_reading *reading, const char *why, void *context)
{
	apres_transit *transit = context;

	transit->arrival->reading = reading;
	if (reading == NULL) {
		transit->arrival->unparsable_why = g_strdup(why);
		apres_log_warn("mailbox %s: %s: cannot be read: %s",
			       transit->arrival->mailbox->id,
			       transit->arrival->base_name != NULL
				       ? transit->arrival->base_name
				       : "(filter)",
			       why);
	}
	to_writer(transit);
}

/* Scope comes before everything: a private mail is not even parsed. */
static bool
check_ours(apres_transit *transit, GError **error)
{
	apres_arrival *arrival = transit->arrival;
	apres_store *store = transit->daemon->store;
	const apres_circle circle = apres_company_circle(
		arrival->company, transit->daemon->config, arrival->mailbox);
	apres_scope scope;
	bool adopted, returns = false, answers = false;

	if (!apres_scope_of(store, &circle, arrival->headers, &scope, error) ||
	    !apres_box_was_adopted(store, arrival, &adopted, error))
		return false;
	if (scope == APRES_SCOPE_OUT &&
	    (!apres_bounce_returns_ours(store, arrival->company->config, arrival->headers,
					arrival->bytes, &returns, error) ||
	     !apres_debrief_is_answer(store, arrival->company->config, arrival->headers,
				      &answers, error)))
		return false;
	if (returns || answers)
		scope = APRES_SCOPE_IN;
	transit->left_alone = scope == APRES_SCOPE_OUT ? "out-of-scope"
			      : adopted                ? "adopted"
						       : NULL;
	arrival->doubtful = scope == APRES_SCOPE_DOUBT;
	return true;
}

void
apres_transit_start(apres_daemon *daemon, apres_box *box,
		    const apres_mailbox_config *mailbox, const char *base_name,
		    GBytes *bytes, gint64 file_time, const char *why,
		    apres_socket_peer *peer)
{
	apres_transit *transit = g_new0(apres_transit, 1);
	g_autoptr(GError) error = NULL;
	gint64 now = apres_clock_now();

	transit->daemon = daemon;
	transit->generation = apres_generation_ref(daemon->generation);
	transit->box = box;
	transit->peer = peer;
	transit->arrival = apres_arrival_new(
		apres_generation_company(transit->generation, mailbox->company), mailbox,
		base_name, bytes, file_time, daemon->config);
	/* A clock ahead of ours must not postpone what people owe. */
	transit->arrival->received = MIN(transit->arrival->received, now);
	daemon->in_flight++;
	daemon->in_flight_bytes += g_bytes_get_size(bytes);
	if (!check_ours(transit, &error))
		apres_transit_fail(transit, error);
	else if (transit->left_alone != NULL)
		to_writer(transit);
	else if (why != NULL) {
		transit->arrival->unparsable_why = g_strdup(why);
		to_writer(transit);
	} else
		apres_pool_submit(transit->generation->pool, mailbox->company, bytes,
				  on_read, transit);
}
