/* SPDX-License-Identifier: Apache-2.0 */
/* What the configuration promises and the disk does not keep. */
#ifndef APRES_PIPELINE_CONFIG_DISK_H
#define APRES_PIPELINE_CONFIG_DISK_H
#include "config/config.h"

/* Files and folders that are not there or cannot be read, each "apres.conf:9: [mailbox m]
 * maildir: ..."; caller owns. */
GPtrArray *apres_config_look_at_disk(const apres_config *config);
/* Is PATH a folder with new/ and cur/? */
bool apres_is_maildir(const char *path);
#endif
