/* SPDX-License-Identifier: Apache-2.0 */
/* Are the files and folders there that the configuration names? */
#include "config.h"
#include "pipeline/config-disk.h"
#include "deliver/smtp-settings.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void
check_readable(GPtrArray *faults, const char *where, const char *path)
{
	if (path != NULL && access(path, R_OK) != 0)
		g_ptr_array_add(faults,
				g_strdup_printf("%s: '%s' cannot be read", where, path));
}

bool
apres_is_maildir(const char *path)
{
	g_autofree char *new_folder = g_build_filename(path, "new", NULL);
	g_autofree char *cur_folder = g_build_filename(path, "cur", NULL);

	return g_file_test(new_folder, G_FILE_TEST_IS_DIR) &&
	       g_file_test(cur_folder, G_FILE_TEST_IS_DIR);
}

static void
check_maildir(GPtrArray *faults, const char *where, const char *path)
{
	if (path != NULL && !apres_is_maildir(path))
		g_ptr_array_add(faults,
				g_strdup_printf("%s: '%s' is no Maildir (new/ and cur/)",
						where, path));
}

/* What delivery would read: one that is empty logs nobody in. */
static void
check_password(GPtrArray *faults, const apres_transport_config *transport)
{
	g_autofree char *password = NULL;
	g_autoptr(GError) error = NULL;

	if (transport->password_file == NULL ||
	    access(transport->password_file, R_OK) != 0)
		return;
	if (!apres_smtp_read_password(transport, &password, &error))
		g_ptr_array_add(faults,
				g_strdup_printf("[transport] %s", error->message));
	if (password != NULL)
		explicit_bzero(password, strlen(password));
}

static void
check_transport(GPtrArray *faults, const apres_transport_config *transport)
{
	struct stat st;

	check_readable(faults, "[transport] ca-file", transport->ca_file);
	check_readable(faults, "[transport] password-file", transport->password_file);
	check_password(faults, transport);
	if (transport->password_file != NULL &&
	    stat(transport->password_file, &st) == 0 && (st.st_mode & S_IROTH) != 0)
		g_ptr_array_add(
			faults,
			g_strdup_printf("[transport] password-file: everybody can "
					"read '%s'; chmod o-r it",
					transport->password_file));
}

GPtrArray *
apres_config_look_at_disk(const apres_config *config)
{
	GPtrArray *faults = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *parent = g_path_get_dirname(config->state);

	if (!g_file_test(config->state, G_FILE_TEST_IS_DIR) && access(parent, W_OK) != 0)
		g_ptr_array_add(
			faults,
			g_strdup_printf("[apres] state: '%s' does not exist and "
					"cannot be made; mkdir it for apresd's user",
					config->state));
	check_transport(faults, config->transport);
	for (guint i = 0; i < config->companies->len; i++) {
		const apres_company_config *company =
			g_ptr_array_index(config->companies, i);
		g_autofree char *where = g_strdup_printf("[company %s]", company->id);
		check_readable(faults, where, company->policy);
		check_readable(faults, where, company->roster);
	}
	for (guint i = 0; i < config->mailboxes->len; i++) {
		const apres_mailbox_config *mailbox =
			g_ptr_array_index(config->mailboxes, i);
		g_autofree char *where = g_strdup_printf("[mailbox %s]", mailbox->id);
		check_maildir(faults, where, mailbox->maildir);
		check_maildir(faults, where, mailbox->sent);
	}
	return faults;
}
