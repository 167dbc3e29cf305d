/* SPDX-License-Identifier: Apache-2.0 */
/* The question, and where its answer is kept. */
#include "config.h"
#include "deliver/null-path.h"
#include "deliver/smtp-settings.h"

#include <string.h>

#define META "null-path"
/* Servers change their minds, and are changed. */
#define GOOD_SECS (30 * 24 * 3600)
/* RFC 4954: "authentication required" speaks of whoever asks, not of what he asks. */
#define AUTHENTICATION_REQUIRED 530

static const char *const names[] = { "unknown", "accepted", "refused" };

const char *
apres_null_path_to_string(apres_null_path answer)
{
	g_assert((guint)answer < G_N_ELEMENTS(names));
	return names[answer];
}

bool
apres_null_path_from_string(const char *name, apres_null_path *answer_out)
{
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		if (g_strcmp0(name, names[i]) == 0) {
			*answer_out = (apres_null_path)i;
			return true;
		}
	}
	return false;
}

/* ---- the question ---- */

apres_null_path
apres_null_path_try(apres_smtp_dialogue *dialogue, const char *sender, char **words_out)
{
	g_autofree char *line = g_strdup_printf("MAIL FROM:<%s>", sender);
	g_autoptr(GError) error = NULL;
	int code = apres_smtp_dialogue_say(dialogue, line, &error);

	*words_out = g_strdup(error != NULL ? error->message
					    : apres_smtp_dialogue_words(dialogue));
	if (code / 100 == 2) {
		apres_smtp_dialogue_say(dialogue, "RSET", NULL);
		return APRES_NULL_PATH_ACCEPTED;
	}
	return code / 100 == 5 && code != AUTHENTICATION_REQUIRED
		       ? APRES_NULL_PATH_REFUSED
		       : APRES_NULL_PATH_UNKNOWN;
}

static bool
log_in(const apres_transport_config *config, apres_smtp_dialogue *dialogue,
       GError **error)
{
	g_autofree char *password = NULL;
	bool good = config->user == NULL ||
		    (apres_smtp_read_password(config, &password, error) &&
		     apres_smtp_dialogue_login(dialogue, config->user, password, error));

	if (password != NULL)
		explicit_bzero(password, strlen(password));
	return good;
}

bool
apres_null_path_ask(const apres_transport_config *config, guint secs,
		    apres_null_path *answer_out, GError **error)
{
	g_autofree char *words = NULL;

	*answer_out = APRES_NULL_PATH_UNKNOWN;
	if (!apres_smtp_check_config(config, error))
		return false;
	g_autoptr(apres_smtp_dialogue) dialogue =
		apres_smtp_dialogue_open(config->host, config->port, secs, error);
	if (dialogue == NULL ||
	    !apres_smtp_dialogue_greet(dialogue, config->helo, error) ||
	    (config->tls != APRES_TLS_NONE &&
	     !apres_smtp_dialogue_secure(dialogue, config, error)) ||
	    !log_in(config, dialogue, error))
		return false;
	*answer_out = apres_null_path_try(dialogue, "", &words);
	return true;
}

/* ---- the answer ---- */

/* Another login may be allowed other senders. */
static char *
server_of(const apres_transport_config *config)
{
	return g_strdup_printf("%s:%d %s", config->host, config->port,
			       config->user != NULL ? config->user : "");
}

bool
apres_null_path_load(apres_store *store, const apres_transport_config *config, gint64 now,
		     apres_null_path *answer_out, GError **error)
{
	g_autofree char *server = server_of(config);
	g_autofree char *value = NULL;

	*answer_out = APRES_NULL_PATH_UNKNOWN;
	if (!apres_store_meta_get(store, META, &value, error))
		return false;
	/* "accepted 1795528200 mail.company.example:587 recruiting" */
	g_auto(GStrv) words = g_strsplit(value != NULL ? value : "", " ", 3);
	if (g_strv_length(words) != 3 || !g_str_equal(words[2], server) ||
	    ABS(now - g_ascii_strtoll(words[1], NULL, 10)) > GOOD_SECS)
		return true;
	apres_null_path_from_string(words[0], answer_out);
	return true;
}

bool
apres_null_path_note(apres_store *store, const apres_transport_config *config,
		     apres_null_path answer, gint64 now, GError **error)
{
	g_autofree char *server = server_of(config);
	g_autofree char *value =
		g_strdup_printf("%s %" G_GINT64_FORMAT " %s",
				apres_null_path_to_string(answer), now, server);

	return apres_store_meta_set(store, META, value, error);
}
