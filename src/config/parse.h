/* SPDX-License-Identifier: Apache-2.0 */
/* What the parser and the checks share; nobody else includes this. */
#ifndef APRES_CONFIG_PARSE_H
#define APRES_CONFIG_PARSE_H
#include "config/config.h"

/* The file being read and the faults found in it, one a line. */
typedef struct apres_config_source {
	const char *path;
	char *folder; /* absolute; relative paths start here */
	GKeyFile *file;
	GHashTable *lines; /* "group\nkey" -> line; key "" for the group itself */
	GString *faults;
	guint at; /* the line being scanned, or 0 */
} apres_config_source;
void apres_config_source_clear(apres_config_source *source);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(apres_config_source, apres_config_source_clear)

/* Add "FILE:LINE: [group] key: ..."; GROUP and KEY may be NULL. */
void apres_config_fault(apres_config_source *source, const char *group, const char *key,
			const char *fmt, ...) G_GNUC_PRINTF(4, 5);
void apres_config_fault_line(apres_config_source *source, guint line, const char *what);

void apres_company_config_free(apres_company_config *company);
void apres_mailbox_config_free(apres_mailbox_config *mailbox);
#endif
