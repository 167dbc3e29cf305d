/* SPDX-License-Identifier: Apache-2.0 */
/* Who may read and write what: apresd enough, others nothing. */
#include "config.h"
#include "apres/doctor-user.h"
#include "apres/screen.h"
#include "store/control.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- others ---- */

/* Nobody else may have BITS of PATH; what is not there is nobody's. */
static bool
is_closed(apres_doctor *doctor, const char *path, mode_t bits, const char *harm)
{
	struct stat st;

	if (path == NULL)
		return true;
	if (stat(path, &st) < 0) {
		if (errno == ENOENT)
			return true;
		apres_doctor_fault(doctor, g_strdup("as root: apres doctor"),
				   "who else may do what with %s could not be found out: "
				   "%s",
				   path, g_strerror(errno));
		return false;
	}
	if ((st.st_mode & bits) == 0)
		return true;
	apres_doctor_fault(
		doctor,
		g_strdup_printf("chmod %s '%s'", bits == S_IWOTH ? "o-w" : "o-rwx", path),
		"%s: everybody %s", path, harm);
	return false;
}

static void
look_at_others(apres_doctor *doctor)
{
	const apres_config *config = doctor->config;
	const char *state = config->state;
	bool good =
		is_closed(doctor, config->path, S_IWOTH, "can change what apresd does");

	good &= is_closed(doctor, state, S_IRWXO, "can look into it: it holds the mail");
	good &= is_closed(doctor, config->socket, S_IRWXO, "can give apresd orders");
	good &= is_closed(doctor, config->transport->password_file, S_IRWXO,
			  "knows the password or can change it");
	for (guint i = 0; i < config->companies->len; i++) {
		const apres_company_config *company = config->companies->pdata[i];
		good &= is_closed(doctor, company->policy, S_IWOTH,
				  "can change what is answered");
		good &= is_closed(doctor, company->roster, S_IWOTH,
				  "can become an employee");
	}
	if (good)
		apres_doctor_good(doctor, "configuration, store, policies and password "
					  "are closed to others");
}

/* ---- apresd ---- */

bool
apres_doctor_sends(const apres_doctor *doctor, const apres_company_config *company)
{
	g_autoptr(apres_store) store = apres_screen_store(doctor->config, NULL);
	apres_mode mode = apres_mode_default(company);

	if (store != NULL)
		apres_mode_get(store, company->id, NULL, mode, &mode, NULL);
	return mode != APRES_MODE_SHADOW;
}

static bool
look_at_folder(apres_doctor *doctor, const apres_doctor_user *p,
	       const apres_mailbox_config *mailbox, const char *sub)
{
	g_autofree char *path = g_build_filename(mailbox->maildir, sub, NULL);

	if (!g_file_test(path, G_FILE_TEST_EXISTS))
		return true; /* said of the configuration */
	if (!apres_doctor_user_may(p, path, R_OK | X_OK)) {
		apres_doctor_fault(doctor,
				   g_strdup_printf("setfacl -R -m u:%s:rwX '%s'", p->name,
						   mailbox->maildir),
				   "%s cannot read %s", p->name, path);
		return false;
	}
	if (!apres_doctor_look_at_mail(doctor, p, mailbox, sub))
		return false;
	/* What is answered is to be flagged. */
	if (apres_doctor_user_may(p, path, W_OK) ||
	    !apres_doctor_sends(doctor,
				apres_config_company(doctor->config, mailbox->company)))
		return true;
	apres_doctor_warn(
		doctor,
		g_strdup_printf("setfacl -R -m u:%s:rwX '%s'", p->name, mailbox->maildir),
		"%s cannot write %s: answered mail is not flagged", p->name, path);
	return false;
}

static bool
look_at_file(apres_doctor *doctor, const apres_doctor_user *p, const char *path, int mode)
{
	/* What is not there at all was said of the configuration. */
	if (path == NULL || apres_doctor_user_may(p, path, mode) ||
	    (access(path, F_OK) < 0 && errno == ENOENT))
		return true;
	apres_doctor_fault(doctor,
			   g_strdup_printf("setfacl -m u:%s:%s '%s'", p->name,
					   (mode & W_OK) != 0 ? "rwX" : "rX", path),
			   "%s cannot %s %s", p->name,
			   (mode & W_OK) != 0 ? "write" : "read", path);
	return false;
}

static void
look_as(apres_doctor *doctor, const apres_doctor_user *p)
{
	const apres_config *config = doctor->config;
	bool good = look_at_file(doctor, p, config->path, R_OK);

	good &= apres_doctor_look_at_state(doctor, p);
	good &= look_at_file(doctor, p, config->transport->ca_file, R_OK);
	good &= look_at_file(doctor, p, config->transport->password_file, R_OK);
	for (guint i = 0; i < config->companies->len; i++) {
		const apres_company_config *company = config->companies->pdata[i];
		good &= look_at_file(doctor, p, company->policy, R_OK);
		good &= look_at_file(doctor, p, company->roster, R_OK);
	}
	for (guint i = 0; i < config->mailboxes->len; i++) {
		const apres_mailbox_config *mailbox = config->mailboxes->pdata[i];
		good &= look_at_folder(doctor, p, mailbox, "new");
		good &= look_at_folder(doctor, p, mailbox, "cur");
		good &= look_at_file(doctor, p, mailbox->sent, R_OK | X_OK);
	}
	if (good)
		apres_doctor_good(doctor,
				  "%s, as whom apresd runs, can read and write "
				  "what it has to",
				  p->name);
}

void
apres_doctor_look_at_access(apres_doctor *doctor)
{
	uid_t uid;

	look_at_others(doctor);
	if (!apres_doctor_daemon_user(doctor, &uid)) {
		apres_doctor_warn(doctor,
				  g_strdup("systemctl start apresd, then apres doctor"),
				  "%s does not exist yet, so nobody knows as whom apresd "
				  "will run",
				  doctor->config->state);
		return;
	}
	g_auto(apres_doctor_user) p = apres_doctor_user_of(uid);
	if (p.another && geteuid() != 0) {
		apres_doctor_warn(
			doctor, g_strdup_printf("as %s: apres doctor", p.name),
			"apresd runs as %s, and what another user may read only "
			"root can see",
			p.name);
		return;
	}
	look_as(doctor, &p);
}
