/* SPDX-License-Identifier: Apache-2.0 */
/* The store, what it tells, and the daemon. */
#include "config.h"
#include "apres/doctor.h"
#include "apres/screen.h"
#include "pipeline/alarm.h"
#include "store/audit-verify.h"
#include "store/audit.h"
#include "util/text.h"

#include <unistd.h>

/* "audit verify" reads all; a doctor looks at the youngest. */
#define ENTRIES 1000

static bool
is_there(const apres_doctor *doctor)
{
	g_autofree char *file = g_build_filename(doctor->config->state, "apres.db", NULL);

	return g_file_test(file, G_FILE_TEST_EXISTS);
}

static char *
start(const apres_doctor *doctor)
{
	return g_strdup_printf("systemctl start apresd, or apresd -c %s",
			       doctor->config->path);
}

/* Whoever reads a store writes there, too: see store.c. */
static bool
may_write(const char *state)
{
	g_autofree char *file = g_build_filename(state, "apres.db", NULL);

	return access(state, W_OK | X_OK) == 0 && access(file, R_OK | W_OK) == 0;
}

void
apres_doctor_look_at_store(apres_doctor *doctor)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *fault = NULL;
	gint64 size = 0, count = 0;

	if (!is_there(doctor)) {
		apres_doctor_warn(doctor, start(doctor), "nothing is recorded in %s yet",
				  doctor->config->state);
		return;
	}
	g_autoptr(apres_store) store =
		apres_store_open(doctor->config->state, APRES_STORE_READ, &error);
	if (store == NULL || !apres_audit_size(store, &size, &error) ||
	    !apres_audit_look(store, MAX(size - ENTRIES, 0), &count, &fault, &error)) {
		apres_doctor_fault(
			doctor,
			g_strdup(may_write(doctor->config->state)
					 ? "look at the disk, then restore a backup"
					 : "see what is said of access"),
			"%s", error->message);
		return;
	}
	if (fault != NULL)
		apres_doctor_fault(
			doctor,
			g_strdup("apres audit verify; keep a copy of the state "
				 "folder as it is"),
			"the record: %s", fault);
	else
		apres_doctor_good(
			doctor, "%d %s, the youngest %d as they were written", (int)size,
			apres_noun((guint64)size, "entry", "entries"), (int)count);
}

void
apres_doctor_look_at_alarms(apres_doctor *doctor)
{
	/* What is wrong with the store was said above. */
	g_autoptr(apres_store) store = apres_screen_store(doctor->config, NULL);
	g_autoptr(GPtrArray) alarms = apres_alarms_new();
	g_autoptr(GError) error = NULL;
	bool good = true;

	for (guint i = 0; i < doctor->config->companies->len && good; i++) {
		const apres_company_config *config = doctor->config->companies->pdata[i];
		const apres_company *company = apres_doctor_company(doctor, config->id);
		good = apres_alarms_find(store, doctor->config, config,
					 company != NULL ? company->policy : NULL,
					 doctor->now, alarms, &error);
	}
	if (good && store != NULL)
		good = apres_alarms_find_history(store, doctor->config, alarms, &error);
	for (guint i = 0; i < alarms->len; i++) {
		const apres_alarm *alarm = alarms->pdata[i];
		apres_doctor_warn(doctor, g_strdup(alarm->remedy), "%s", alarm->what);
	}
	if (!good)
		apres_doctor_fault(doctor, g_strdup("see what is said of the store"),
				   "%s", error->message);
	else if (alarms->len == 0)
		apres_doctor_good(doctor, "none");
}

void
apres_doctor_look_at_daemon(apres_doctor *doctor)
{
	json_auto_t *daemon = apres_screen_daemon(doctor->config);
	size_t i;
	json_t *one;

	if (daemon != NULL) {
		const json_t *troubles = json_object_get(daemon, "troubles");
		json_array_foreach(troubles, i, one)
		{
			const char *words = json_string_value(one);
			apres_doctor_warn(doctor, g_strdup("apres status"), "%s",
					  words != NULL ? words : "trouble");
		}
		if (json_array_size(troubles) == 0)
			apres_doctor_good(doctor, "runs, and is in no trouble");
	} else if (is_there(doctor)) {
		apres_doctor_fault(doctor, start(doctor),
				   "does not run: nothing is read and nothing sent");
	} else {
		apres_doctor_warn(doctor, start(doctor), "was not started yet");
	}
}
