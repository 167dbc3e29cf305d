/* SPDX-License-Identifier: Apache-2.0 */
/* Whose mail is a candidate's: is there what tells it? */
#include "config.h"
#include "apres/doctor.h"
#include "store/letter.h"
#include "util/text.h"

/* Is anything read that people of COMPANY send? */
static bool
reads_sent(const apres_config *config, const char *company)
{
	for (guint i = 0; i < config->mailboxes->len; i++) {
		const apres_mailbox_config *mailbox = config->mailboxes->pdata[i];
		if (mailbox->sent != NULL && g_str_equal(mailbox->company, company))
			return true;
	}
	return false;
}

/* Letters of COMPANY that apresd has met; -1: there is no store to ask. */
static gint64
known_letters(const apres_doctor *doctor, const char *company)
{
	g_autoptr(apres_store) store =
		apres_store_open(doctor->config->state, APRES_STORE_READ, NULL);
	gint64 count;

	return store != NULL && apres_letter_count(store, company, &count, NULL) ? count
										 : -1;
}

static void
look_at_mailbox(apres_doctor *doctor, const apres_mailbox_config *mailbox)
{
	const apres_company *company = apres_doctor_company(doctor, mailbox->company);
	gint64 letters = known_letters(doctor, mailbox->company);

	/* Else the policy's fault was said. */
	if (company != NULL && company->policy->people->len == 0 &&
	    company->roster == NULL)
		apres_doctor_warn(doctor,
				  g_strdup("<people domain=\"...\"/> in the policy, or a "
					   "roster"),
				  "%s: nothing tells a colleague from a candidate",
				  mailbox->id);
	else if (!reads_sent(doctor->config, mailbox->company))
		apres_doctor_warn(
			doctor,
			g_strdup_printf("sent = FOLDER in [mailbox %s]", mailbox->id),
			"%s: whom people wrote to is not read, so hardly any "
			"answer is known as a candidate's",
			mailbox->id);
	else if (letters == 0)
		apres_doctor_warn(doctor,
				  g_strdup("write subjects such as \"Your application\", "
					   "send a copy to the careers address, name "
					   "requisitions in [company], or record cases"),
				  "%s: no mail that was sent is known as a letter to a "
				  "candidate",
				  mailbox->id);
	else if (letters < 0)
		apres_doctor_good(doctor, "%s: only candidates' mail is to be read",
				  mailbox->id);
	else
		apres_doctor_good(doctor,
				  "%s: only candidates' mail is read; %d %s known",
				  mailbox->id, (int)letters,
				  apres_noun((guint64)letters, "letter to a candidate is",
					     "letters to candidates are"));
}

void
apres_doctor_look_at_scope(apres_doctor *doctor)
{
	for (guint i = 0; i < doctor->config->mailboxes->len; i++) {
		const apres_mailbox_config *mailbox = doctor->config->mailboxes->pdata[i];
		if (mailbox->scope == APRES_SCOPE_ALL)
			apres_doctor_good(doctor, "%s: all of its mail is read",
					  mailbox->id);
		else
			look_at_mailbox(doctor, mailbox);
	}
}
