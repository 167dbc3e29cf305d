/* SPDX-License-Identifier: Apache-2.0 */
/* What apresd is told: the configuration, and the policy in force. */
#include "config.h"
#include "pipeline/config-disk.h"
#include "apres/doctor.h"
#include "apres/screen.h"
#include "store/install.h"
#include "util/text.h"

void
apres_doctor_look_at_config(apres_doctor *doctor)
{
	const apres_config *config = doctor->config;
	g_autoptr(GPtrArray) faults = apres_config_look_at_disk(config);

	for (guint i = 0; i < faults->len; i++)
		apres_doctor_fault(doctor, g_strdup_printf("correct %s", config->path),
				   "%s", (char *)faults->pdata[i]);
	if (faults->len == 0)
		apres_doctor_good(doctor, "%s: %u compan%s, %u mailbox%s", config->path,
				  config->companies->len,
				  apres_noun(config->companies->len, "y", "ies"),
				  config->mailboxes->len,
				  apres_noun(config->mailboxes->len, "", "es"));
}

static void
look_at_company(apres_doctor *doctor, const apres_company_config *config,
		GHashTable *in_force)
{
	g_autoptr(GError) error = NULL;
	apres_company *company = apres_company_load(doctor->config, config, in_force,
						    NULL, doctor->now, &error);

	if (company == NULL) {
		apres_doctor_fault(doctor,
				   g_strdup_printf("%sapres policy check %s",
						   config->policy_keys[0] != NULL
							   ? "as it says; also "
							   : "",
						   config->policy),
				   "%s", error->message);
		return;
	}
	g_ptr_array_add(doctor->companies, company);
	const apres_in_force *one = g_hash_table_lookup(in_force, config->id);
	g_autofree char *differs =
		apres_in_force_trouble(config, in_force, company->policy);
	if (differs != NULL)
		apres_doctor_warn(doctor,
				  g_strdup_printf("apres policy install --by NAME %s",
						  config->policy),
				  "%s", differs);
	const char *by = company->policy->signed_by;
	g_autofree char *signature =
		g_strconcat(by != NULL ? ", signed by " : "", by, NULL);
	if (one != NULL)
		apres_doctor_good(
			doctor, "company '%s': policy %d is in force, installed by %s%s",
			config->id, (int)one->install->serial, one->install->by,
			signature);
	else
		apres_doctor_good(doctor, "company '%s': %s is in force%s", config->id,
				  config->policy, signature);
}

static void
look_at_approvals(apres_doctor *doctor)
{
	g_autoptr(apres_store) store = apres_screen_store(doctor->config, NULL);
	g_autoptr(GPtrArray) installs = NULL;

	/* Whether it opens is another check's business. */
	if (store == NULL || !apres_install_list(store, NULL, &installs, NULL))
		return;
	for (guint i = 0; i < installs->len; i++) {
		const apres_install *one = installs->pdata[i];
		if (one->in_force == 0 && !one->passed)
			apres_doctor_warn(
				doctor,
				g_strdup_printf("apres policy approve --by NAME %d",
						(int)one->serial),
				"company '%s': policy %d, installed by %s, waits for "
				"approval",
				one->company, (int)one->serial, one->by);
	}
}

void
apres_doctor_look_at_policy(apres_doctor *doctor)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GHashTable) in_force = apres_in_force_peek(doctor->config, &error);

	if (in_force == NULL) {
		apres_doctor_fault(doctor, g_strdup("see what is said of the store"),
				   "which policy is in force is unknown: %s",
				   error->message);
		return;
	}
	for (guint i = 0; i < doctor->config->companies->len; i++)
		look_at_company(doctor, doctor->config->companies->pdata[i], in_force);
	look_at_approvals(doctor);
}
