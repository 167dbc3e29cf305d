/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "apres/policy-argument.h"
#include "apres/screen.h"
#include "pipeline/policy-of-day.h"
#include "policy/load.h"
#include "store/install.h"
#include "util/error.h"

#include <string.h>

static bool
is_number(const char *argument)
{
	return *argument != '\0' && strlen(argument) <= 9 &&
	       argument[strspn(argument, "0123456789")] == '\0' &&
	       !g_file_test(argument, G_FILE_TEST_EXISTS);
}

static apres_policy *
load_installed(const apres_cli *cli, gint64 serial, GError **error)
{
	g_autoptr(apres_install) install = NULL;
	g_autoptr(apres_config) config = apres_cli_config(cli, error);
	g_autoptr(apres_store) store =
		config != NULL ? apres_screen_store(config, error) : NULL;

	if (store == NULL || !apres_install_get(store, serial, &install, error))
		return NULL;
	if (install == NULL) {
		apres_throw(error, APRES_ERROR_INPUT,
			    "there is no policy %d, and no such file; see: apres policy "
			    "list",
			    (int)serial);
		return NULL;
	}
	apres_policy *policy = apres_policy_of_day(store, install->digest, error);
	if (policy == NULL)
		return NULL;
	g_free(policy->file);
	policy->file = g_strdup_printf("policy %d", (int)serial);
	return policy;
}

apres_policy *
apres_policy_argument(const apres_cli *cli, const char *argument, GError **error)
{
	if (is_number(argument))
		return load_installed(cli, g_ascii_strtoll(argument, NULL, 10), error);
	apres_policy *policy = apres_policy_load(argument, NULL, error);
	if (policy == NULL)
		apres_cli_named_wrongly(error);
	return policy;
}
