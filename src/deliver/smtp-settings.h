/* SPDX-License-Identifier: Apache-2.0 */
/* What [transport] says of the SMTP server, as far as it can be used. */
#ifndef APRES_DELIVER_SMTP_SETTINGS_H
#define APRES_DELIVER_SMTP_SETTINGS_H
#include "config/config.h"

/* Is there anything that would be taken wrongly, or sent in clear?  CONFIG error. */
bool apres_smtp_check_config(const apres_transport_config *config, GError **error);
/* *PASSWORD_OUT: NULL without a user; caller overwrites and owns.  CONFIG or TEMP error.
 */
bool apres_smtp_read_password(const apres_transport_config *config, char **password_out,
			      GError **error);
#endif
