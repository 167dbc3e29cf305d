/* SPDX-License-Identifier: Apache-2.0 */
/* The server's name, its password; common to delivery and to the doctor. */
#include "config.h"
#include "deliver/smtp-settings.h"
#include "reply/out.h"
#include "util/error.h"
#include "util/fsutil.h"

#include <string.h>

#define PASSWORD_MAX 1000

static bool
is_loopback(const char *host)
{
	return g_ascii_strcasecmp(host, "localhost") == 0 ||
	       (g_str_has_prefix(host, "127.") && g_hostname_is_ip_address(host));
}

bool
apres_smtp_read_password(const apres_transport_config *config, char **password_out,
			 GError **error)
{
	*password_out = NULL;
	if (config->user == NULL)
		return true;
	if (config->password_file == NULL)
		return apres_throw(error, APRES_ERROR_CONFIG,
				   "user without password-file");
	g_autoptr(GBytes) bytes =
		apres_file_read(config->password_file, PASSWORD_MAX, error);
	if (bytes == NULL)
		return apres_throw_prefix(error, "password-file");
	gsize len;
	const char *data = g_bytes_get_data(bytes, &len);
	*password_out = g_strndup(data, len);
	(*password_out)[strcspn(*password_out, "\r\n")] = '\0';
	if (**password_out == '\0')
		return apres_throw(error, APRES_ERROR_CONFIG,
				   "password-file '%s' is empty", config->password_file);
	return true;
}

/* What the library would take wrongly: it splits at the first colon, and speaks in clear.
 */
bool
apres_smtp_check_config(const apres_transport_config *config, GError **error)
{
	if (config->host == NULL || config->host[0] == '\0' ||
	    strpbrk(config->host, ":[]/ ") != NULL || !apres_out_is_plain(config->host))
		return apres_throw(error, APRES_ERROR_CONFIG,
				   "host '%s': a name or an IPv4 address is needed",
				   config->host != NULL ? config->host : "");
	if (config->tls == APRES_TLS_NONE && !is_loopback(config->host))
		return apres_throw(error, APRES_ERROR_CONFIG,
				   "tls none is only for this machine, not for '%s'",
				   config->host);
	if (config->helo != NULL &&
	    (config->helo[0] == '\0' || strlen(config->helo) > 255 ||
	     strchr(config->helo, ' ') != NULL || !apres_out_is_plain(config->helo)))
		return apres_throw(error, APRES_ERROR_CONFIG,
				   "helo '%s': not a host name", config->helo);
	return true;
}
