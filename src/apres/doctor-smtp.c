/* SPDX-License-Identifier: Apache-2.0 */
/* The mail server that takes our replies: asked up to MAIL, and never further. */
#include "config.h"
#include "apres/doctor.h"
#include "deliver/smtp-dialogue.h"
#include "deliver/smtp-settings.h"

#include <string.h>

/* A server that needs longer for a greeting and four commands is in trouble. */
#define SECS 20

static bool
connect_to(apres_doctor *doctor, const apres_transport_config *t,
	   apres_smtp_dialogue **dialogue_out)
{
	g_autoptr(GError) error = NULL;

	if (!apres_smtp_check_config(t, &error)) {
		apres_doctor_fault(doctor, g_strdup("correct [transport]"), "%s",
				   error->message);
		return false;
	}
	*dialogue_out = apres_smtp_dialogue_open(t->host, t->port, SECS, &error);
	if (*dialogue_out == NULL ||
	    !apres_smtp_dialogue_greet(*dialogue_out, t->helo, &error)) {
		apres_doctor_fault(
			doctor,
			g_strdup("start the mail server, or correct host, port "
				 "and helo in [transport]"),
			"%s:%d: %s", t->host, t->port, error->message);
		return false;
	}
	apres_doctor_good(doctor, "%s:%d answers", t->host, t->port);
	return true;
}

static bool
secure(apres_doctor *doctor, const apres_transport_config *t,
       apres_smtp_dialogue *dialogue)
{
	g_autoptr(GError) error = NULL;

	if (t->tls == APRES_TLS_NONE) {
		apres_doctor_good(doctor, "no TLS, but only to this machine");
		return true;
	}
	if (!apres_smtp_dialogue_secure(dialogue, t, &error)) {
		apres_doctor_fault(
			doctor,
			g_strdup("correct tls-name, ca-file or port in [transport]"),
			"%s:%d: %s", t->host, t->port, error->message);
		return false;
	}
	apres_doctor_good(doctor, "TLS, and the certificate names '%s'", t->tls_name);
	return true;
}

static bool
log_in(apres_doctor *doctor, const apres_transport_config *t,
       apres_smtp_dialogue *dialogue)
{
	g_autofree char *password = NULL;
	g_autoptr(GError) error = NULL;
	bool good;

	if (t->user == NULL)
		return true;
	good = apres_smtp_read_password(t, &password, &error) &&
	       apres_smtp_dialogue_login(dialogue, t->user, password, &error);
	if (good)
		apres_doctor_good(doctor, "the login is accepted");
	else
		apres_doctor_fault(
			doctor,
			g_strdup("correct user and password-file in "
				 "[transport]; a server that wants OAuth needs "
				 "a relay on this machine"),
			"the login is not accepted: %s", error->message);
	if (password != NULL)
		explicit_bzero(password, strlen(password));
	return good;
}

void
apres_doctor_look_at_smtp(apres_doctor *doctor)
{
	const apres_transport_config *t = doctor->config->transport;
	g_autoptr(apres_smtp_dialogue) dialogue = NULL;

	if (connect_to(doctor, t, &dialogue) && secure(doctor, t, dialogue) &&
	    log_in(doctor, t, dialogue))
		apres_doctor_try_envelope(doctor, dialogue);
}
