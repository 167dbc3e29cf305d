/* SPDX-License-Identifier: Apache-2.0 */
/* One policy file as a checked XML tree whose every element and attribute knows its
 * place. */
#ifndef APRES_POLICY_FILE_XML_H
#define APRES_POLICY_FILE_XML_H
#include "policy/finding.h"

#include <libxml/tree.h>

typedef struct apres_policy_file apres_policy_file;

#define APRES_POLICY_NAMESPACE "urn:x-apres:policy:1"
#define APRES_POLICY_FILE_MAX (1024 * 1024)

/*
 * Parse BYTES (UTF-8, no DOCTYPE, nothing fetched) as the file NAME and VALIDATE them
 * with the embedded schema, unless they were found good before.  NULL if it cannot even
 * be parsed; every fault is a finding.  Caller owns.
 */
apres_policy_file *apres_policy_file_parse(const char *name, GBytes *bytes, bool validate,
					   GPtrArray *findings);
void apres_policy_file_free(apres_policy_file *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_policy_file, apres_policy_file_free)

const char *apres_policy_file_name(const apres_policy_file *file);
xmlNode *apres_policy_file_root(const apres_policy_file *file);
/* Where NODE's start tag begins. */
apres_origin apres_policy_file_at(const apres_policy_file *file, const xmlNode *node);
/* Where ATTRIBUTE of NODE begins; the tag itself if it has none. */
apres_origin apres_policy_file_at_attribute(const apres_policy_file *file,
					    const xmlNode *node, const char *attribute);
/* Where the content of NODE begins: behind its start tag and white space. */
apres_origin apres_policy_file_at_content(const apres_policy_file *file,
					  const xmlNode *node);
/* Where the COUNTth character of its text stands: an entity is one character. */
apres_origin apres_policy_file_at_char(const apres_policy_file *file, const xmlNode *node,
				       gsize count);
/* Where the first text between the elements in NODE begins; NODE itself if there is none.
 */
apres_origin apres_policy_file_at_text(const apres_policy_file *file,
				       const xmlNode *node);
#endif
