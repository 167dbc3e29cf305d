/* SPDX-License-Identifier: Apache-2.0 */
/* The mailboxes: is there mail, where does it lie, is an answer by a person seen? */
#include "config.h"
#include "pipeline/config-disk.h"
#include "apres/doctor.h"
#include "apres/screen.h"
#include "util/text.h"

#include <string.h>
#include <sys/vfs.h>

const char *
apres_doctor_network_disk(const char *path)
{
	/* linux/magic.h, and what is not in there. */
	static const struct {
		guint32 magic;
		const char *name;
	} kinds[] = {
		{ 0x6969, "NFS" },       { 0x517b, "SMB" },        { 0xff534d42, "CIFS" },
		{ 0xfe534d42, "SMB2" },  { 0x01021997, "9P" },     { 0x00c36400, "Ceph" },
		{ 0x5346414f, "AFS" },   { 0x0bd00bd0, "Lustre" }, { 0x01161970, "GFS2" },
		{ 0x7461636f, "OCFS2" }, { 0x73757245, "Coda" },   { 0x47504653, "GPFS" },
	};
	struct statfs fs;

	if (statfs(path, &fs) < 0)
		return NULL;
	for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (kinds[i].magic == (guint32)fs.f_type)
			return kinds[i].name;
	return NULL;
}

/* Where a client leaves mail says who else works here. */
static void
tell_of_mail(apres_doctor *doctor, const apres_mailbox_config *mailbox,
	     const apres_survey *survey)
{
	g_autofree char *age = apres_screen_age(survey->youngest, doctor->now);

	if (survey->in_new + survey->in_cur == 0)
		apres_doctor_warn(
			doctor,
			g_strdup_printf("send a mail to %s; if it does not come "
					"here, correct maildir in [mailbox %s]",
					mailbox->address, mailbox->id),
			"%s: no mail at all in %s", mailbox->id, mailbox->maildir);
	else if (survey->in_cur == 0)
		apres_doctor_good(doctor,
				  "%s: %u %s, the youngest %s old; all in new/: no mail "
				  "program opens this mailbox",
				  mailbox->id, survey->in_new,
				  apres_noun(survey->in_new, "mail", "mails"), age);
	else if (survey->in_new == 0)
		apres_doctor_good(
			doctor,
			"%s: %u %s, the youngest %s old; all in cur/: a mail "
			"program takes mail there at once, which apresd reads too",
			mailbox->id, survey->in_cur,
			apres_noun(survey->in_cur, "mail", "mails"), age);
	else
		apres_doctor_good(
			doctor, "%s: %u %s, the youngest %s old", mailbox->id,
			survey->in_new + survey->in_cur,
			apres_noun(survey->in_new + survey->in_cur, "mail", "mails"),
			age);
}

static void
look_at_mailbox(apres_doctor *doctor, const apres_mailbox_config *mailbox)
{
	g_autoptr(GError) error = NULL;
	apres_survey *survey =
		apres_survey_new(mailbox->maildir, APRES_DOCTOR_MAILS, &error);
	const char *network = apres_doctor_network_disk(mailbox->maildir);

	if (survey == NULL) {
		apres_doctor_fault(doctor, g_strdup("see what is said of access"),
				   "%s: %s", mailbox->id, error->message);
		return;
	}
	apres_doctor_box *box = g_new0(apres_doctor_box, 1);
	box->config = mailbox;
	box->survey = survey;
	g_ptr_array_add(doctor->boxes, box);
	tell_of_mail(doctor, mailbox, survey);
	if (network != NULL)
		apres_doctor_good(
			doctor,
			"%s: %s tells nobody of new mail, so apresd looks every "
			"%d s; see poll",
			mailbox->id, network, doctor->config->poll_secs);
}

void
apres_doctor_look_at_mailboxes(apres_doctor *doctor)
{
	for (guint i = 0; i < doctor->config->mailboxes->len; i++) {
		const apres_mailbox_config *mailbox = doctor->config->mailboxes->pdata[i];
		/* Else it was said of the configuration. */
		if (apres_is_maildir(mailbox->maildir))
			look_at_mailbox(doctor, mailbox);
	}
}

/* ---- sent mail ---- */

static void
look_at_sent(apres_doctor *doctor, const apres_mailbox_config *mailbox)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(apres_survey) survey = apres_survey_new(mailbox->sent, 1, &error);

	if (survey == NULL)
		apres_doctor_fault(doctor, g_strdup("see what is said of access"),
				   "%s: %s", mailbox->id, error->message);
	else if (survey->youngest == 0)
		apres_doctor_warn(
			doctor,
			g_strdup_printf("answer a mail, and see where the mail "
					"program keeps the answer: that is sent "
					"in [mailbox %s]",
					mailbox->id),
			"%s: nothing was ever sent into %s", mailbox->id, mailbox->sent);
	else {
		g_autofree char *age = apres_screen_age(survey->youngest, doctor->now);
		apres_doctor_good(
			doctor, "%s: %u %s in %s, the youngest %s old", mailbox->id,
			survey->in_new + survey->in_cur,
			apres_noun(survey->in_new + survey->in_cur, "mail", "mails"),
			mailbox->sent, age);
	}
}

static void
seek_sent(apres_doctor *doctor, const apres_mailbox_config *mailbox)
{
	g_autofree char *found = apres_survey_sent(mailbox->maildir);

	if (found != NULL)
		apres_doctor_warn(
			doctor,
			g_strdup_printf("sent = %s in [mailbox %s]", found, mailbox->id),
			"%s: sent mail is not read, so an answer that a person "
			"gave stops none of ours",
			mailbox->id);
	else
		apres_doctor_warn(
			doctor,
			g_strdup_printf("have mail programs keep what they send in a "
					"Maildir: sent = FOLDER in [mailbox %s]",
					mailbox->id),
			"%s: no folder of sent mail is configured, and none found: an "
			"answer that a person gave stops none of ours",
			mailbox->id);
}

void
apres_doctor_look_at_sent(apres_doctor *doctor)
{
	for (guint i = 0; i < doctor->config->mailboxes->len; i++) {
		const apres_mailbox_config *mailbox = doctor->config->mailboxes->pdata[i];
		if (mailbox->sent != NULL && apres_is_maildir(mailbox->sent))
			look_at_sent(doctor, mailbox);
		else if (mailbox->sent == NULL)
			seek_sent(doctor, mailbox);
	}
}
