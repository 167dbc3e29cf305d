/* SPDX-License-Identifier: Apache-2.0 */
/* How replies leave: as far as one can go without sending one. */
#include "config.h"
#include "pipeline/config-disk.h"
#include "apres/doctor.h"

#include <unistd.h>

/* The program alone of a command with arguments. */
static void
look_at_program(apres_doctor *doctor, const char *command)
{
	g_auto(GStrv) words = NULL;
	g_autoptr(GError) error = NULL;

	if (!g_shell_parse_argv(command, NULL, &words, &error)) {
		apres_doctor_fault(doctor, g_strdup("correct command in [transport]"),
				   "'%s': %s", command, error->message);
		return;
	}
	g_autofree char *path = g_find_program_in_path(words[0]);
	if (path == NULL)
		apres_doctor_fault(doctor,
				   g_strdup("install it, or correct command in "
					    "[transport]"),
				   "'%s' is not there, or not executable", words[0]);
	else
		apres_doctor_good(doctor, "%s is there", path);
}

static void
look_at_maildir(apres_doctor *doctor, const char *path)
{
	if (!apres_is_maildir(path))
		apres_doctor_fault(doctor,
				   g_strdup_printf("mkdir -p '%s'/new '%s'/cur '%s'/tmp",
						   path, path, path),
				   "%s is no Maildir (new/ and cur/)", path);
	else
		apres_doctor_good(doctor, "replies are put into %s, and not sent", path);
}

static bool
somebody_sends(const apres_doctor *doctor)
{
	const GPtrArray *companies = doctor->config->companies;

	for (guint i = 0; i < companies->len; i++)
		if (apres_doctor_sends(doctor, companies->pdata[i]))
			return true;
	return false;
}

/* In shadow a first try must not fail for what nothing leaves by yet.  FROM: the first
 * finding about it. */
static void
make_milder(apres_doctor *doctor, guint from)
{
	for (guint i = from; i < doctor->diagnoses->len; i++) {
		apres_diagnosis *one = doctor->diagnoses->pdata[i];
		if (one->health != APRES_HEALTH_FAULT)
			continue;
		g_autofree char *what = one->what;
		one->health = APRES_HEALTH_WARNING;
		one->what = g_strconcat(what,
					" (needed before mode approve; until then only "
					"notices wait for it)",
					NULL);
	}
}

void
apres_doctor_look_at_way_out(apres_doctor *doctor)
{
	const apres_transport_config *transport = doctor->config->transport;
	guint from = doctor->diagnoses->len;

	if (transport->kind == APRES_TRANSPORT_SMTP)
		apres_doctor_look_at_smtp(doctor);
	else if (transport->kind == APRES_TRANSPORT_SENDMAIL)
		look_at_program(doctor, transport->command);
	else if (transport->kind == APRES_TRANSPORT_MAILDIR)
		look_at_maildir(doctor, transport->maildir);
	if (!somebody_sends(doctor))
		make_milder(doctor, from);
}
