/* SPDX-License-Identifier: Apache-2.0 */
/* A policy file from within; private to file-xml.c and place-xml.c. */
#ifndef APRES_POLICY_FILE_XML_PARTS_H
#define APRES_POLICY_FILE_XML_PARTS_H
#include "policy/file-xml.h"

struct apres_policy_file {
	const char *name; /* interned */
	GBytes *bytes;
	xmlDoc *doc;
	GHashTable *starts; /* xmlNode -> offset of '<' + 1 */
	GArray *lines;      /* gsize: offset at which each line begins */
};

/* Line and column of the byte at OFFSET. */
apres_origin apres_policy_file_at_offset(const apres_policy_file *file, gsize offset);
#endif
