/* SPDX-License-Identifier: Apache-2.0 */
/* With which sender replies leave: whether the server takes it, and what is seen of a
 * reply that comes back. */
#include "config.h"
#include "apres/doctor.h"
#include "apres/screen.h"
#include "config/bounce-address.h"
#include "deliver/null-path.h"

#include <sys/stat.h>
#include <unistd.h>

#define NULL_PATH "the null path (MAIL FROM:<>)"

/* A bounce address as the first mailbox would have it.  Caller owns. */
static char *
example_of(const apres_doctor *doctor)
{
	const apres_mailbox_config *first = doctor->config->mailboxes->pdata[0];
	g_autofree char *tag = g_strnfill(APRES_BOUNCE_TAG_CHARS, 'a');

	return apres_bounce_address(first->address,
				    doctor->config->transport->recipient_delimiter, tag);
}

/* Let apresd know; it would ask by itself.  Nobody else's store is written. */
static void
note(const apres_doctor *doctor, apres_null_path answer)
{
	g_autofree char *file = g_build_filename(doctor->config->state, "apres.db", NULL);
	json_auto_t *reply = NULL;
	struct stat st;

	if (stat(file, &st) < 0)
		return;
	json_auto_t *daemon = st.st_uid != geteuid() ? apres_screen_daemon(doctor->config)
						     : json_null();
	if (daemon != NULL)
		apres_screen_ask(
			doctor->config, "null-path",
			json_pack("{s:s}", "answer", apres_null_path_to_string(answer)),
			&reply, NULL);
}

/* What SENDER is called in a finding.  REMEDY, if it is refused for good. */
static apres_null_path
try_sender(apres_doctor *doctor, apres_smtp_dialogue *dialogue, const char *sender,
	   const char *called, const char *remedy)
{
	g_autofree char *words = NULL;
	apres_null_path answer = apres_null_path_try(dialogue, sender, &words);

	if (answer == APRES_NULL_PATH_ACCEPTED)
		apres_doctor_good(doctor, "%s is accepted", called);
	else if (answer == APRES_NULL_PATH_UNKNOWN)
		apres_doctor_warn(doctor, g_strdup("apres doctor, in some minutes"),
				  "%s is not accepted now: %s", called, words);
	else if (remedy != NULL)
		apres_doctor_fault(doctor, g_strdup(remedy), "%s is refused: %s", called,
				   words);
	else
		apres_doctor_good(doctor,
				  "%s is refused (%s): replies leave with bounce "
				  "addresses instead",
				  called, words);
	return answer;
}

static void
try_tagged(apres_doctor *doctor, apres_smtp_dialogue *dialogue)
{
	g_autofree char *example = example_of(doctor);
	g_autofree char *called = g_strdup_printf("a bounce address (%s)", example);

	try_sender(doctor, dialogue, example, called,
		   "envelope-from in [transport]: an address that this login may use");
}

static void
try_auto(apres_doctor *doctor, apres_smtp_dialogue *dialogue)
{
	apres_null_path answer = try_sender(doctor, dialogue, "", NULL_PATH, NULL);

	if (answer != APRES_NULL_PATH_UNKNOWN)
		note(doctor, answer);
	if (answer == APRES_NULL_PATH_REFUSED)
		try_tagged(doctor, dialogue);
	else
		apres_doctor_good(doctor, "replies leave with the null path: of one that "
					  "does not arrive nobody tells us; with "
					  "envelope-from = tagged somebody would");
}

void
apres_doctor_try_envelope(apres_doctor *doctor, apres_smtp_dialogue *dialogue)
{
	const apres_transport_config *t = doctor->config->transport;
	g_autofree char *called = NULL;

	switch (t->envelope) {
	case APRES_ENVELOPE_AUTO: try_auto(doctor, dialogue); break;
	case APRES_ENVELOPE_TAGGED: try_tagged(doctor, dialogue); break;
	case APRES_ENVELOPE_NULL_PATH:
		try_sender(doctor, dialogue, "", NULL_PATH,
			   "envelope-from = auto in [transport]");
		break;
	case APRES_ENVELOPE_ADDRESS:
		called = g_strdup_printf("the sender %s", t->envelope_from);
		try_sender(doctor, dialogue, t->envelope_from, called,
			   "envelope-from in [transport]: an address that this login may "
			   "use");
		break;
	}
}
