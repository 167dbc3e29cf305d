/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the store and changing it, without getting in the daemon's way. */
#include "config.h"
#include "apres/screen.h"
#include "apres/output.h"
#include "intake/control-socket.h"
#include "pipeline/action.h"
#include "store/zone.h"
#include "util/clock.h"
#include "util/error.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#define ANSWER_SECONDS 30
#define STATUS_SECONDS 5

apres_store *
apres_screen_store(const apres_config *config, GError **error)
{
	g_autofree char *file = g_build_filename(config->state, "apres.db", NULL);

	if (access(file, R_OK) < 0 && errno == EACCES) {
		apres_throw(error, APRES_ERROR_TEMP,
			    "'%s': Permission denied: run as the store's owner or join "
			    "its group",
			    file);
		return NULL;
	}
	if (!g_file_test(file, G_FILE_TEST_EXISTS)) {
		apres_throw(
			error, APRES_ERROR_TEMP,
			"nothing is recorded in '%s' yet; start apresd, or name another "
			"configuration with -c FILE",
			config->state);
		return NULL;
	}
	return apres_store_open(config->state, APRES_STORE_READ, error);
}

json_t *
apres_screen_daemon(const apres_config *config)
{
	json_auto_t *request = json_pack("{s:s, s:{}}", "action", "status", "args");
	json_t *answer = NULL;

	apres_socket_call(config->socket, request, NULL, STATUS_SECONDS, &answer, NULL,
			  NULL);
	return answer;
}

static void
warn_of_root(const apres_config *config)
{
	g_autofree char *owner = apres_store_foreign_owner(config->state);

	if (owner != NULL)
		fprintf(stderr,
			"apres: warning: '%s' belongs to %s, and root wrote into it: "
			"chown -R %s '%s', and next time run apres as %s\n",
			config->state, owner, owner, config->state, owner);
}

/* No daemon: be the one writer for a moment. */
static bool
act_here(const apres_config *config, const char *name, json_t *args, json_t **answer_out,
	 GError **error)
{
	g_autoptr(apres_store) store =
		apres_store_open(config->state, APRES_STORE_WRITE, error);

	if (store == NULL)
		return false;
	warn_of_root(config);
	const apres_action_context context = { .store = store,
					       .config = config,
					       .by = apres_cli_user(),
					       .now = apres_clock_now() };
	return apres_action_run(&context, name, args, answer_out, error);
}

bool
apres_screen_ask(const apres_config *config, const char *name, json_t *args,
		 json_t **answer_out, GError **error)
{
	json_auto_t *owned = args;
	json_auto_t *request = json_pack("{s:s, s:O}", "action", name, "args", owned);
	g_autoptr(GError) cause = NULL;
	bool absent = false;
	bool good = apres_socket_call(config->socket, request, NULL, ANSWER_SECONDS,
				      answer_out, &absent, &cause);

	if (!good && absent)
		good = act_here(config, name, owned, answer_out, error);
	else if (!good)
		g_propagate_error(error, g_steal_pointer(&cause));
	return good;
}

bool
apres_screen_act(const apres_cli *cli, const apres_config *config, const char *name,
		 json_t *args, const char *done, GError **error)
{
	json_auto_t *answer = NULL;

	if (!apres_screen_ask(config, name, args, &answer, error))
		return false;
	const char *state = json_string_value(json_object_get(answer, "state"));
	if (cli->json)
		apres_output_json(json_incref(answer));
	else if (g_strcmp0(state, "proposed-anew") == 0)
		puts("proposed more than 48 h ago: not sent, but written anew; look at "
		     "it, then approve it");
	else if (g_strcmp0(state, "expired") == 0)
		puts("proposed more than 48 h ago, and cannot be written anew: not sent; "
		     "a person owes the answer");
	else if (g_strcmp0(state, "waiting") == 0)
		printf("recorded; it waits for %d more, with a login of their own\n",
		       (int)json_integer_value(json_object_get(answer, "missing")));
	else
		puts(done);
	return true;
}

char *
apres_screen_time(apres_store *store, const char *company, gint64 when)
{
	g_autoptr(GTimeZone) zone = apres_zone_of(store, company);

	return apres_clock_format(when, zone, apres_clock_now());
}

char *
apres_screen_age(gint64 then, gint64 now)
{
	gint64 minutes = MAX(now - then, 0) / 60;

	if (minutes < 120)
		return g_strdup_printf("%d min", (int)minutes);
	/* From two days on: no singular. */
	if (minutes < 48 * 60)
		return g_strdup_printf("%d h", (int)(minutes / 60));
	return g_strdup_printf("%d days", (int)(minutes / (24 * 60)));
}
