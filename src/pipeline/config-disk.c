/* SPDX-License-Identifier: Apache-2.0 */
/* Are the files and folders there that the configuration names? */
#include "config.h"
#include "pipeline/config-disk.h"
#include "deliver/smtp-settings.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct look {
	const apres_config *config;
	GPtrArray *faults;
} look;

static void add_fault(const look *l, const char *group, const char *key, const char *fmt,
		      ...) G_GNUC_PRINTF(4, 5);

static void
add_fault(const look *l, const char *group, const char *key, const char *fmt, ...)
{
	g_autofree char *place = apres_config_place(l->config, group, key);
	va_list ap;

	va_start(ap, fmt);
	g_autofree char *what = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	g_ptr_array_add(l->faults, g_strdup_printf("%s: %s", place, what));
}

static void
check_readable(const look *l, const char *group, const char *key, const char *path)
{
	if (path != NULL && access(path, R_OK) != 0)
		add_fault(l, group, key, "'%s' cannot be read: %s", path,
			  g_strerror(errno));
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
check_maildir(const look *l, const char *group, const char *key, const char *path)
{
	if (path != NULL && !apres_is_maildir(path))
		add_fault(l, group, key, "'%s' is no Maildir (new/ and cur/)", path);
}

/* What delivery would read: one that is empty logs nobody in. */
static void
check_password(const look *l, const apres_transport_config *transport)
{
	g_autofree char *password = NULL;
	g_autoptr(GError) error = NULL;
	struct stat st;

	check_readable(l, "transport", "password-file", transport->password_file);
	if (transport->password_file == NULL ||
	    access(transport->password_file, R_OK) != 0)
		return;
	if (!apres_smtp_read_password(transport, &password, &error))
		add_fault(l, "transport", "password-file", "%s", error->message);
	if (password != NULL)
		explicit_bzero(password, strlen(password));
	if (stat(transport->password_file, &st) == 0 && (st.st_mode & S_IROTH) != 0)
		add_fault(l, "transport", "password-file",
			  "everybody can read '%s'; chmod o-r it",
			  transport->password_file);
}

static void
check_company(const look *l, const apres_company_config *company)
{
	g_autofree char *group = g_strdup_printf("company %s", company->id);

	check_readable(l, group, "policy", company->policy);
	check_readable(l, group, "roster", company->roster);
}

static void
check_mailbox(const look *l, const apres_mailbox_config *mailbox)
{
	g_autofree char *group = g_strdup_printf("mailbox %s", mailbox->id);

	check_maildir(l, group, "maildir", mailbox->maildir);
	check_maildir(l, group, "sent", mailbox->sent);
}

GPtrArray *
apres_config_look_at_disk(const apres_config *config)
{
	GPtrArray *faults = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *parent = g_path_get_dirname(config->state);
	const look l = { config, faults };

	if (!g_file_test(config->state, G_FILE_TEST_IS_DIR) && access(parent, W_OK) != 0)
		add_fault(&l, "apres", "state",
			  "'%s' does not exist and cannot be made; mkdir it for apresd's "
			  "user",
			  config->state);
	check_readable(&l, "transport", "ca-file", config->transport->ca_file);
	check_password(&l, config->transport);
	for (guint i = 0; i < config->companies->len; i++)
		check_company(&l, config->companies->pdata[i]);
	for (guint i = 0; i < config->mailboxes->len; i++)
		check_mailbox(&l, config->mailboxes->pdata[i]);
	return faults;
}
