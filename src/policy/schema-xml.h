/* SPDX-License-Identifier: Apache-2.0 */
#ifndef APRES_POLICY_SCHEMA_XML_H
#define APRES_POLICY_SCHEMA_XML_H
#include "policy/file-xml.h"

/* Validate FILE with the embedded XSD; each fault becomes a finding at its true place. */
void apres_policy_schema_check(const apres_policy_file *file, GPtrArray *findings);
/* The version of libxml2. */
const char *apres_policy_schema_engine(void);
#endif
