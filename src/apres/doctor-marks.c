/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What our own mail server writes into each mail, for on that depend when a mail
 * came, whom an answer may reach, and who is proven an employee.
 */
#include "config.h"
#include "apres/doctor.h"
#include "intake/received.h"
#include "message/address.h"
#include "message/auth-results.h"
#include "util/text.h"

#include <string.h>

/* Does this header block have what is looked for? */
typedef bool (*has_mark)(const apres_config *config, const apres_headers *headers);

static bool
has_our_results(const apres_config *config, const apres_headers *headers)
{
	g_autofree char *writer = apres_survey_authserv_id(headers);

	return writer != NULL && config->authserv_id != NULL &&
	       g_ascii_strcasecmp(writer, config->authserv_id) == 0;
}

static bool
has_our_received(const apres_config *config, const apres_headers *headers)
{
	return apres_received_time(config, headers) != 0;
}

static guint
count(const apres_doctor *doctor, const apres_survey *survey, has_mark has)
{
	guint n = 0;

	for (guint i = 0; i < survey->headers->len; i++)
		n += has(doctor->config, survey->headers->pdata[i]);
	return n;
}

/* ---- the server's names ---- */

/* A key of ours, and the field that the server writes. */
typedef struct mark {
	const char *key, *field, *harm;
	has_mark has;
	apres_survey_question name;
} mark;

static void
look_at_mark(apres_doctor *doctor, const apres_doctor_box *box, const mark *m,
	     const char *configured)
{
	guint all = box->survey->headers->len;
	const char *mails = apres_noun(all, "mail", "mails");
	guint n = count(doctor, box->survey, m->has);
	g_autofree char *agreed = apres_survey_agreed(box->survey, m->name);

	if (n * 2 >= all) {
		apres_doctor_good(doctor, "%s: %s is in %s of %u of the %u youngest %s",
				  box->config->id, configured, m->field, n, all, mails);
		return;
	}
	char *remedy = agreed != NULL ? g_strdup_printf("%s = %s", m->key, agreed)
				      : g_strdup_printf("have the mail server write %s",
							m->field);
	if (configured == NULL)
		apres_doctor_warn(doctor, remedy, "%s: %s is not set: %s",
				  box->config->id, m->key, m->harm);
	else if (n == 0)
		apres_doctor_fault(doctor, remedy,
				   "%s: %s is in %s of none of the %u youngest %s: %s",
				   box->config->id, configured, m->field, all, mails,
				   m->harm);
	else
		apres_doctor_warn(
			doctor, remedy,
			"%s: %s is in %s of only %u of the %u youngest %s: else %s",
			box->config->id, configured, m->field, n, all, mails, m->harm);
}

/* ---- whom an answer may reach ---- */

static bool
has_return_path(const apres_config *config, const apres_headers *headers)
{
	const char *value = apres_headers_get(headers, "From");
	g_autoptr(apres_address) from = value != NULL ? apres_address_parse(value) : NULL;

	if (apres_headers_get(headers, "Return-Path") != NULL)
		return true;
	if (from == NULL || config->authserv_id == NULL)
		return false;
	g_autoptr(GPtrArray) results =
		apres_auth_results_parse(headers, config->authserv_id);
	return apres_auth_results_dmarc_pass(results, from->domain);
}

static void
look_at_return_path(apres_doctor *doctor, const apres_doctor_box *box)
{
	guint all = box->survey->headers->len;
	const char *mails = apres_noun(all, "mail", "mails");
	guint n = count(doctor, box->survey, has_return_path);
	char *remedy =
		n < all ? g_strdup("have the program that delivers add Return-Path "
				   "(Postfix: flags=R of pipe(8))")
			: NULL;

	if (n == all)
		apres_doctor_good(
			doctor,
			"%s: Return-Path or dmarc=pass in all of the %u youngest %s",
			box->config->id, all, mails);
	else if (n == 0)
		apres_doctor_fault(
			doctor, remedy,
			"%s: no Return-Path, and no dmarc=pass of ours, in the "
			"%u youngest %s: none of them can be answered",
			box->config->id, all, mails);
	else
		apres_doctor_warn(
			doctor, remedy,
			"%s: no Return-Path, and no dmarc=pass of ours, in %u of "
			"the %u youngest %s: they cannot be answered",
			box->config->id, all - n, all, mails);
}

void
apres_doctor_look_at_marks(apres_doctor *doctor)
{
	static const mark results = {
		"authserv-id",
		"Authentication-Results",
		"nobody is proven an employee, and no forgery is seen",
		has_our_results,
		apres_survey_authserv_id,
	};
	static const mark received = {
		"mta-names",
		"Received",
		"when a mail came is taken from its file",
		has_our_received,
		apres_survey_received_by,
	};
	const apres_config *config = doctor->config;
	g_autofree char *names = g_strjoinv(", ", config->mta_names);
	/* The authserv-id may stand in Received, too. */
	const char *by = *names != '\0' ? names : config->authserv_id;

	for (guint i = 0; i < doctor->boxes->len; i++) {
		const apres_doctor_box *box = doctor->boxes->pdata[i];
		if (box->survey->headers->len == 0)
			continue;
		look_at_mark(doctor, box, &results, config->authserv_id);
		look_at_mark(doctor, box, &received, by);
		look_at_return_path(doctor, box);
	}
}

/* ---- employees ---- */

/* Those of COMPANY's people whose domain is that of ADDR, or NULL. */
static const apres_people *
people_of(const apres_company *company, const apres_address *from)
{
	for (guint i = 0; i < company->policy->people->len; i++) {
		const apres_people *people = company->policy->people->pdata[i];
		if (g_str_equal(from->domain, people->domain))
			return people;
	}
	return NULL;
}

static void
count_proofs(const apres_doctor *doctor, const apres_company *company,
	     const apres_survey *survey, guint *employees_out, guint *proven_out)
{
	*employees_out = *proven_out = 0;
	for (guint i = 0; i < survey->headers->len; i++) {
		const apres_headers *headers = survey->headers->pdata[i];
		const char *value = apres_headers_get(headers, "From");
		g_autoptr(apres_address) from =
			value != NULL ? apres_address_parse(value) : NULL;
		const apres_people *people =
			from != NULL ? people_of(company, from) : NULL;
		if (people == NULL)
			continue;
		g_autofree char *identity = apres_address_identity(from->addr);
		++*employees_out;
		*proven_out += apres_people_proven(people, headers, identity,
						   doctor->config->authserv_id);
	}
}

static void
look_at_proofs(apres_doctor *doctor, const apres_doctor_box *box,
	       const apres_company *company)
{
	guint employees, proven, all = box->survey->headers->len;
	const char *mails = apres_noun(all, "mail", "mails");

	count_proofs(doctor, company, box->survey, &employees, &proven);
	if (employees == 0)
		apres_doctor_good(doctor,
				  "%s: none of the %u youngest %s is from an "
				  "employee's address",
				  box->config->id, all, mails);
	else if (proven == 0)
		apres_doctor_warn(
			doctor,
			g_strdup("have the mail server write dmarc=pass or "
				 "auth=pass for employees, or name its header in "
				 "<people header=\"...\"/>"),
			"%s: %u of the %u youngest %s %s from employees' "
			"addresses, and nothing proves one of them: they are "
			"left to people",
			box->config->id, employees, all, mails,
			apres_noun(employees, "is", "are"));
	else
		apres_doctor_good(doctor,
				  "%s: %u of %u %s from employees' addresses %s proven",
				  box->config->id, proven, employees,
				  apres_noun(employees, "mail", "mails"),
				  apres_noun(proven, "is", "are"));
}

void
apres_doctor_look_at_proofs(apres_doctor *doctor)
{
	for (guint i = 0; i < doctor->companies->len; i++) {
		const apres_company *company = doctor->companies->pdata[i];
		if (company->policy->people->len > 0 && company->roster == NULL)
			apres_doctor_warn(
				doctor,
				g_strdup_printf("roster = FILE or roster-command in "
						"[company %s]",
						company->config->id),
				"company '%s': without a roster nobody is an employee",
				company->config->id);
	}
	for (guint i = 0; i < doctor->boxes->len; i++) {
		const apres_doctor_box *box = doctor->boxes->pdata[i];
		const apres_company *company =
			apres_doctor_company(doctor, box->config->company);
		if (company != NULL && company->policy->people->len > 0 &&
		    box->survey->headers->len > 0)
			look_at_proofs(doctor, box, company);
	}
}
