/* SPDX-License-Identifier: Apache-2.0 */
#ifndef APRES_POLICY_LOAD_H
#define APRES_POLICY_LOAD_H
#include "policy/policy.h"

/* One finding about a policy file, printed GCC style. */
typedef enum {
	APRES_FINDING_ERROR,
	APRES_FINDING_WARNING,
	APRES_FINDING_NOTE
} apres_finding_level;
typedef struct apres_finding {
	apres_finding_level level;
	char *file;
	int line, column;
	char *code; /* "E-SCHEMA", "E-REF", "E-FINAL", "E-REGEX", "E-TEXT", "W-..." */
	char *message;
} apres_finding;
void apres_finding_free(apres_finding *finding);
/* "acme.xml:27:48: error: ... [E-SCHEMA]"; caller owns. */
char *apres_finding_format(const apres_finding *finding);
/* FINDINGS as lines (char *) for a person: of more than ten that differ in nothing but
 * the names they quote the first five, and a line that says where others are; or ALL.
 * Caller owns. */
GPtrArray *apres_findings_lines(const GPtrArray *findings, bool all);

/*
 * Load PATH: parse (no DTD, no entities, no network, UTF-8), validate with the
 * embedded schema, find packs, merge over the built-in base, check references,
 * compile.  Every fault found becomes a finding in *FINDINGS_OUT (array of
 * apres_finding, sorted by place; set even on success, may hold warnings;
 * may be NULL).  On failure NULL and *ERROR (CONFIG) holds the formatted
 * findings, one a line.  Does not run the policy's own tests.  Caller owns.
 */
apres_policy *apres_policy_load(const char *path, GPtrArray **findings_out,
				GError **error);
/*
 * The policy as it was when it was stored: from SOURCES (name -> GBytes, with
 * the base and packs of that day) and nothing else.  NAME: its own file, without
 * a folder.  CONFIG error if it does not load any more, or not to DIGEST.
 * Caller owns.
 */
apres_policy *apres_policy_load_stored(const char *name, GHashTable *sources,
				       const char *digest, GError **error);
/*
 * What was found out about a policy when it was loaded before: that it is sound, its
 * digest and its patterns, of exactly FILES and this very program (see policy/stamp.h).
 */
typedef struct apres_policy_known {
	const char *digest;
	GHashTable *files; /* its own, as the loader names them -> GBytes */
	GBytes *patterns;  /* see apres_classifier_known */
} apres_policy_known;
/* The same policy again: nothing is read and nothing is checked.  STORED: FILES are those
 * of apres_policy_load_stored, and PATH is its NAME.  NULL if it is another one after
 * all. Caller owns. */
apres_policy *apres_policy_load_known(const char *path, const apres_policy_known *known,
				      bool stored);
/*
 * What the source NAME of the policy FILE is called wherever that lies: by its place
 * beside the policy, "./texts/no.txt"; embedded ones have their names.  A copied folder
 * is the same policy, two files that changed places are another.  Caller owns.
 */
char *apres_policy_source_name(const char *file, const char *name);
/* What SOURCES (name -> GBytes) are, as sha256sum(1) writes it: "HEX  NAME" with those
 * names, a line each, sorted.  Caller owns. */
char *apres_policy_manifest(GHashTable *sources, const char *file);
/* Lower-case hex SHA-256 over that.  Caller owns. */
char *apres_policy_digest(GHashTable *sources, const char *file);
/* The embedded sources: "base", "standard", "lang-en" ...; NULL if there is none. */
GBytes *apres_policy_embedded(const char *name);
#endif
