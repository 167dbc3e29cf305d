/* SPDX-License-Identifier: Apache-2.0 */
#ifndef APRES_CONFIG_CHECK_H
#define APRES_CONFIG_CHECK_H
#include "config/parse.h"

/*
 * Fill in defaults that depend on other keys, then check what no single key
 * shows: references, plain text only to this machine, folders that would feed
 * each other.  Looks at no file.  Faults go into SOURCE.
 */
void apres_config_finish(apres_config_source *source, apres_config *config);
#endif
