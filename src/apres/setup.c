/* SPDX-License-Identifier: Apache-2.0 */
/* A folder from which apresd can be started. */
#include "config.h"
#include "apres/setup.h"
#include "apres/new-folder.h"
#include "config/config.h"
#include "policy/embedded.h"
#include "util/error.h"
#include "util/fsutil.h"

#include <glib/gstdio.h>
#include <string.h>

void
apres_setup_clear(apres_setup *s)
{
	apres_starter_clear(&s->policy);
	g_free(s->address);
	g_free(s->maildir);
	g_free(s->sent);
	g_free(s->authserv_id);
	g_free(s->mta_name);
	g_free(s->smtp);
	g_free(s->out);
	g_free(s->state);
}

/* "Fabrikam & Sons" -> "fabrikam-sons"; "company" if no letter is left. */
static char *
id_of(const char *company)
{
	g_autofree char *ascii = g_str_to_ascii(company, "C");
	g_autoptr(GString) id = g_string_new(NULL);

	for (const char *c = ascii; *c != '\0'; c++) {
		if (g_ascii_isalnum(*c))
			g_string_append_c(id, g_ascii_tolower(*c));
		else if (id->len > 0 && id->str[id->len - 1] != '-')
			g_string_append_c(id, '-');
	}
	if (id->len > 0 && id->str[id->len - 1] == '-')
		g_string_truncate(id, id->len - 1);
	return g_strdup(g_ascii_isalpha(id->str[0]) ? id->str : "company");
}

/* ---- apres.conf ---- */

/* KEY with VALUE, or where there is none, what would stand there. */
static void
add_key(GString *conf, const char *key, const char *value, const char *comment)
{
	g_string_append_printf(conf, "# %s\n", comment);
	if (*value != '\0')
		g_string_append_printf(conf, "%s = %s\n", key, value);
	else
		g_string_append_printf(conf, "#%s =\n", key);
}

static void
add_server(GString *conf, const char *smtp)
{
	const char *colon = strrchr(smtp, ':');
	g_autofree char *host =
		colon != NULL ? g_strndup(smtp, (gsize)(colon - smtp)) : g_strdup(smtp);
	bool here = g_str_equal(host, "localhost") || g_str_has_prefix(host, "127.");

	g_string_append_printf(conf, "host = %s\nport = %s\ntls = %s\n", host,
			       colon != NULL ? colon + 1
			       : here        ? "25"
					     : "587",
			       here ? "none" : "required");
	if (!here)
		g_string_append(conf, "# hosted servers often refuse the null path: ask, "
				      "and use what it takes\nenvelope-from = auto\n");
}

static void
add_transport(GString *conf, const apres_setup *s)
{
	g_string_append(conf, "\n# Replies, and notices to your own people.  To log in: "
			      "user and password-file.\n[transport]\n");
	if (*s->out != '\0')
		g_string_append_printf(conf, "kind = maildir\nmaildir = %s\n", s->out);
	else
		add_server(conf, s->smtp);
}

static char *
write_conf(const apres_setup *s, const char *id)
{
	g_autoptr(GString) conf = g_string_new(
		"# apres.conf(5) explains every key.  After a change: apres config "
		"check.\n[apres]\n");

	add_key(conf, "state", s->state, "the store: what came, what was decided, why");
	add_key(conf, "authserv-id", s->authserv_id,
		"our mail server's name in Authentication-Results: without it nobody is "
		"proven an employee");
	add_key(conf, "mta-names", s->mta_name,
		"and in Received, after \"by\": when mail came");
	add_transport(conf, s);
	g_string_append_printf(
		conf,
		"\n# Nothing is sent to a candidate in shadow; later: apres mode "
		"approve.\n[company %s]\npolicy = %s/policy.xml\ndefault-mode = "
		"shadow\n# what waits, to everybody for whom something does\ndigest = "
		"08:00\n",
		id, id);
	add_key(conf, "roster", "",
		"who works here: a CSV file address,name,status; without it nobody is an "
		"employee");
	g_string_append_printf(conf,
			       "\n[mailbox %s]\naddress = %s\n# only read: no mail is "
			       "moved, changed or flagged in shadow\nmaildir = %s\n",
			       id, s->address, s->maildir);
	add_key(conf, "sent", s->sent,
		"what people send from it: their answer stops ours");
	g_string_append_printf(conf,
			       "# in approve: a mail folder whose messages are moved to "
			       "Send or to Mine\ndesk = %s/.Apres\n",
			       s->maildir);
	return g_string_free(g_steal_pointer(&conf), FALSE);
}

/* ---- apresd.service ---- */

/* PATH as a word of a unit (systemd.syntax(7)), behind PREFIX. */
static char *
unit_word(const char *prefix, const char *path)
{
	g_autoptr(GString) word = g_string_new(path);

	g_string_replace(word, "%", "%%", 0);
	if (strpbrk(path, " \"'\\;") == NULL)
		return g_strconcat(prefix, word->str, NULL);
	g_string_replace(word, "\\", "\\\\", 0);
	g_string_replace(word, "\"", "\\\"", 0);
	return g_strconcat("\"", prefix, word->str, "\"", NULL);
}

/* contrib/systemd/apresd.service with the paths of this installation. */
static char *
write_unit(const apres_setup *s, const char *folder)
{
	GBytes *contrib = apres_embedded_find("../contrib/systemd/apresd.service");
	gsize len;
	const char *data = g_bytes_get_data(contrib, &len);
	g_autoptr(GString) unit = g_string_new_len(data, (gssize)len);
	g_autofree char *home = g_canonicalize_filename(folder, NULL);
	g_autofree char *conf = g_build_filename(home, "apres.conf", NULL);
	g_autofree char *state = g_canonicalize_filename(s->state, home);
	g_autofree char *conf_word = unit_word("", conf);
	g_autofree char *maildir_word = unit_word("-", s->maildir);
	g_autofree char *state_word = unit_word("-", state);
	g_autofree char *paths = g_strconcat(maildir_word, " ", state_word, NULL);

	g_string_replace(unit, "/etc/apres/apres.conf", conf_word, 0);
	g_string_replace(unit, "-/var/mail/careers/Maildir", paths, 0);
	return g_string_free(g_steal_pointer(&unit), FALSE);
}

/* ---- the folder ---- */

static bool
write_file(const char *folder, const char *name, const char *text, GError **error)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);

	return apres_file_replace(path, text, strlen(text), 0644, error);
}

static bool
write_files(const apres_setup *s, const char *folder, const char *id, GError **error)
{
	g_autofree char *conf = write_conf(s, id);
	g_autofree char *unit = write_unit(s, folder);
	g_autofree char *path = g_build_filename(folder, "apres.conf", NULL);

	if (!write_file(folder, "apres.conf", conf, error) ||
	    !write_file(folder, "apresd.service", unit, error))
		return false;
	g_autoptr(apres_config) config = apres_config_load(path, error);
	return config != NULL ||
	       apres_throw_prefix(error,
				  "what was given makes no configuration, and '%s' was "
				  "not made",
				  folder);
}

static void
remove_files(const char *folder)
{
	static const char *const names[] = { "apres.conf", "apresd.service" };

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path = g_build_filename(folder, names[i], NULL);
		g_unlink(path);
	}
	g_rmdir(folder);
}

bool
apres_setup_write(const apres_setup *setup, const char *folder, gint64 now,
		  char **policy_out, GError **error)
{
	g_autofree char *id = id_of(setup->policy.company);
	g_autofree char *policy = g_build_filename(folder, id, NULL);

	if (!apres_new_folder_make(folder, error))
		return false;
	if (apres_starter_write(&setup->policy, policy, now, error)) {
		if (write_files(setup, folder, id, error)) {
			*policy_out = g_build_filename(policy, "policy.xml", NULL);
			return true;
		}
		apres_starter_remove(&setup->policy, policy);
	}
	remove_files(folder);
	return false;
}
