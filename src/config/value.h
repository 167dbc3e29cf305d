/* SPDX-License-Identifier: Apache-2.0 */
/* The text of one key -> its typed field. */
#ifndef APRES_CONFIG_VALUE_H
#define APRES_CONFIG_VALUE_H
#include "config/options.h"

/*
 * Check TEXT against OPTION's type and bounds and store it in SECTION (the
 * group's struct, which owns it then).  Paths are taken from FOLDER.  CONFIG
 * error saying what is allowed, without the place.
 */
bool apres_option_set(const apres_option *option, const char *text, const char *folder,
		      gpointer section, GError **error);
/* Whatever a domain and an address are to apres.conf: in ASCII. */
bool apres_value_is_domain(const char *text);
bool apres_value_is_address(const char *text);
#endif
