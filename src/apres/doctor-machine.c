/* SPDX-License-Identifier: Apache-2.0 */
/* What the machine gives: time, room, and a place to read hostile mail in. */
#include "config.h"
#include "apres/doctor.h"
#include "apres/screen.h"
#include "intake/received.h"
#include "message/message.h"
#include "pipeline/pool.h"
#include "store/audit.h"
#include "util/room.h"

#include <errno.h>
#include "util/text.h"

/* Clocks of two good machines do not differ by more. */
/* So many of the youngest; apresd goes on writing when the clock was set back. */
#define ENTRIES 100
#define CLOCK_SLACK_SECS (5 * 60)

/* ---- clock ---- */

static bool
is_future(const apres_doctor *doctor, gint64 when)
{
	return when > doctor->now + CLOCK_SLACK_SECS;
}

/* A sender's clock may be wrong; that of half of them is not. */
static void
look_at_dates(apres_doctor *doctor, const apres_doctor_box *box)
{
	const GPtrArray *all = box->survey->headers;
	guint received = 0, written = 0;

	for (guint i = 0; i < all->len; i++) {
		const char *date = apres_headers_get(all->pdata[i], "Date");
		gint64 when;
		received += is_future(doctor,
				      apres_received_time(doctor->config, all->pdata[i]));
		written += date != NULL && apres_date_parse(date, &when) &&
			   is_future(doctor, when);
	}
	if (received > 0 || written * 2 > all->len)
		apres_doctor_warn(doctor,
				  g_strdup("timedatectl, here and on the mail server"),
				  "%s: %u of the %u youngest %s from the future: "
				  "due dates and the age of mail are wrong",
				  box->config->id, MAX(received, written), all->len,
				  apres_noun(all->len, "mail is", "mails are"));
	else if (is_future(doctor, box->survey->youngest))
		apres_doctor_warn(
			doctor, g_strdup("timedatectl, here and on the file server"),
			"%s: a mail's file is from the future", box->config->id);
	else
		apres_doctor_good(doctor, "%s: no mail is from the future",
				  box->config->id);
}

static void
look_at_entries(apres_doctor *doctor)
{
	g_autoptr(apres_store) store = apres_screen_store(doctor->config, NULL);
	g_autoptr(GPtrArray) entries = NULL;
	gint64 size = 0;

	if (store == NULL || !apres_audit_size(store, &size, NULL) || size == 0 ||
	    !apres_audit_list(store, NULL, 0, MAX(size - ENTRIES, 0), ENTRIES, &entries,
			      NULL))
		return;
	gint64 last = 0;
	for (guint i = 0; i < entries->len; i++)
		last = MAX(last, ((apres_audit_entry *)entries->pdata[i])->at);
	if (is_future(doctor, last)) {
		g_autofree char *when = apres_screen_time(store, NULL, last);
		apres_doctor_warn(doctor, g_strdup("timedatectl"),
				  "an entry of the store is from the future (%s): "
				  "the clock was set back",
				  when);
	}
}

void
apres_doctor_look_at_clock(apres_doctor *doctor)
{
	for (guint i = 0; i < doctor->boxes->len; i++) {
		const apres_doctor_box *box = doctor->boxes->pdata[i];
		if (box->survey->headers->len > 0)
			look_at_dates(doctor, box);
	}
	look_at_entries(doctor);
}

/* ---- disk ---- */

static void
look_at_room(apres_doctor *doctor, const char *path)
{
	g_autofree char *words = NULL;
	g_autofree char *remedy = g_strdup_printf("df -h '%s'; df -i '%s'", path, path);

	switch (apres_room_of(path, &words)) {
	case APRES_ROOM_GOOD: apres_doctor_good(doctor, "%s: %s", path, words); break;
	case APRES_ROOM_LITTLE:
		apres_doctor_warn(doctor, g_steal_pointer(&remedy), "%s: %s", path,
				  words);
		break;
	case APRES_ROOM_NONE:
		apres_doctor_fault(doctor, g_steal_pointer(&remedy), "%s: %s", path,
				   words);
		break;
	case APRES_ROOM_UNKNOWN:
		/* What is not there was said above. */
		if (errno != ENOENT)
			apres_doctor_fault(
				doctor, g_steal_pointer(&remedy),
				"%s: how much room there is could not be found "
				"out: %s",
				path, g_strerror(errno));
		break;
	}
}

void
apres_doctor_look_at_disk(apres_doctor *doctor)
{
	const char *state = doctor->config->state;
	const char *network = apres_doctor_network_disk(state);

	if (network != NULL)
		apres_doctor_fault(
			doctor, g_strdup("state = a folder on this machine's disk"),
			"%s is on %s, where SQLite's locks do not hold", state, network);
	look_at_room(doctor, state);
	for (guint i = 0; i < doctor->config->mailboxes->len; i++) {
		const apres_mailbox_config *mailbox = doctor->config->mailboxes->pdata[i];
		look_at_room(doctor, mailbox->maildir);
	}
}

/* ---- sandbox ---- */

typedef struct trial {
	GMainLoop *loop;
	bool good;
	char *why;
} trial;

static void
on_read(apres_reading *reading, const char *why, void *context)
{
	trial *t = context;

	t->good = reading != NULL;
	t->why = g_strdup(why);
	apres_reading_free(reading);
	g_main_loop_quit(t->loop);
}

void
apres_doctor_look_at_sandbox(apres_doctor *doctor)
{
	static const char mail[] = "From: a@candidate.example\nSubject: doctor\n\n"
				   "Any news?\n";
	g_autoptr(GHashTable) classifiers = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GBytes) bytes = g_bytes_new_static(mail, sizeof mail - 1);
	g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
	g_autoptr(GError) error = NULL;
	trial t = { .loop = loop };

	if (doctor->companies->len == 0)
		return; /* no policy, nothing to read with */
	const apres_company *company = doctor->companies->pdata[0];
	g_hash_table_insert(classifiers, company->config->id,
			    company->policy->classifier);
	apres_message_init();
	g_autoptr(apres_pool) pool = apres_pool_new(
		classifiers, 1, (guint)doctor->config->worker_timeout_secs, &error);
	if (pool != NULL) {
		apres_pool_submit(pool, company->config->id, bytes, on_read, &t);
		g_main_loop_run(loop);
	}
	g_autofree char *why = t.why;
	if (t.good)
		apres_doctor_good(
			doctor, "a process without network, files and store reads mail");
	else
		apres_doctor_fault(
			doctor,
			g_strdup("let the container or service allow seccomp "
				 "filters and resource limits"),
			"the process that reads mail cannot work here (%s): all "
			"mail is left to people",
			error != NULL ? error->message
			: why != NULL ? why
				      : "unknown");
}
