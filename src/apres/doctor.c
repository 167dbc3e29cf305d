/* SPDX-License-Identifier: Apache-2.0 */
/* The list of checks, and what they have said. */
#include "config.h"
#include "apres/doctor.h"

#include <sys/stat.h>
#include <unistd.h>

/* In the order of a first installation: what fails above explains what fails below. */
static const struct {
	const char *name;
	void (*look)(apres_doctor *doctor);
} checks[] = {
	{ "configuration", apres_doctor_look_at_config },
	{ "policy", apres_doctor_look_at_policy },
	{ "access", apres_doctor_look_at_access },
	{ "mailbox", apres_doctor_look_at_mailboxes },
	{ "sent mail", apres_doctor_look_at_sent },
	{ "scope", apres_doctor_look_at_scope },
	{ "mail server", apres_doctor_look_at_marks },
	{ "employees", apres_doctor_look_at_proofs },
	{ "way out", apres_doctor_look_at_way_out },
	{ "clock", apres_doctor_look_at_clock },
	{ "disk", apres_doctor_look_at_disk },
	{ "sandbox", apres_doctor_look_at_sandbox },
	{ "store", apres_doctor_look_at_store },
	{ "alarms", apres_doctor_look_at_alarms },
	{ "apresd", apres_doctor_look_at_daemon },
};

const char *
apres_health_to_string(apres_health health)
{
	static const char *const names[] = { "good", "warning", "fault" };

	return names[health];
}

/* ---- what is said ---- */

static void
diagnosis_free(gpointer data)
{
	apres_diagnosis *diagnosis = data;

	g_free(diagnosis->what);
	g_free(diagnosis->remedy);
	g_free(diagnosis);
}

static void G_GNUC_PRINTF(4, 0) say(apres_doctor *doctor, apres_health health,
				    char *remedy, const char *fmt, va_list ap)
{
	apres_diagnosis *diagnosis = g_new0(apres_diagnosis, 1);

	diagnosis->health = health;
	diagnosis->check = doctor->check;
	diagnosis->what = g_strdup_vprintf(fmt, ap);
	diagnosis->remedy = remedy;
	g_ptr_array_add(doctor->diagnoses, diagnosis);
}

void
apres_doctor_good(apres_doctor *doctor, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(doctor, APRES_HEALTH_GOOD, NULL, fmt, ap);
	va_end(ap);
}

void
apres_doctor_warn(apres_doctor *doctor, char *remedy, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(doctor, APRES_HEALTH_WARNING, remedy, fmt, ap);
	va_end(ap);
}

void
apres_doctor_fault(apres_doctor *doctor, char *remedy, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(doctor, APRES_HEALTH_FAULT, remedy, fmt, ap);
	va_end(ap);
}

/* ---- the doctor ---- */

static void
box_free(gpointer data)
{
	apres_doctor_box *box = data;

	apres_survey_free(box->survey);
	g_free(box);
}

apres_doctor *
apres_doctor_new(const apres_config *config, gint64 now)
{
	apres_doctor *doctor = g_new0(apres_doctor, 1);

	doctor->config = config;
	doctor->now = now;
	doctor->check = checks[0].name;
	doctor->diagnoses = g_ptr_array_new_with_free_func(diagnosis_free);
	doctor->companies =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_company_free);
	doctor->boxes = g_ptr_array_new_with_free_func(box_free);
	return doctor;
}

void
apres_doctor_run(apres_doctor *doctor)
{
	for (gsize i = 0; i < G_N_ELEMENTS(checks); i++) {
		doctor->check = checks[i].name;
		checks[i].look(doctor);
	}
}

void
apres_doctor_free(apres_doctor *doctor)
{
	if (doctor == NULL)
		return;
	g_ptr_array_unref(doctor->diagnoses);
	g_ptr_array_unref(doctor->companies);
	g_ptr_array_unref(doctor->boxes);
	g_free(doctor);
}

apres_health
apres_doctor_health(const apres_doctor *doctor)
{
	apres_health worst = APRES_HEALTH_GOOD;

	for (guint i = 0; i < doctor->diagnoses->len; i++)
		worst = MAX(worst,
			    ((apres_diagnosis *)doctor->diagnoses->pdata[i])->health);
	return worst;
}

const apres_company *
apres_doctor_company(const apres_doctor *doctor, const char *id)
{
	for (guint i = 0; i < doctor->companies->len; i++) {
		const apres_company *company = doctor->companies->pdata[i];
		if (g_str_equal(company->config->id, id))
			return company;
	}
	return NULL;
}

bool
apres_doctor_daemon_user(const apres_doctor *doctor, uid_t *uid_out)
{
	struct stat st;
	bool there = stat(doctor->config->state, &st) == 0;

	*uid_out = there ? st.st_uid : geteuid();
	return there || geteuid() != 0;
}
