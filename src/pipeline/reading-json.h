/* SPDX-License-Identifier: Apache-2.0 */
/* A reading as JSON: how it crosses from the worker process, bounded and checked on
 * arrival. */
#ifndef APRES_PIPELINE_READING_JSON_H
#define APRES_PIPELINE_READING_JSON_H
#include "classify/classify.h"

#include <jansson.h>

/* Quoted text and attachment names beyond this are of no use to a decision and stay
 * behind. */
#define APRES_READING_MAX_QUOTED (64 * 1024)

/* Caller owns. */
json_t *apres_reading_to_json(const apres_reading *reading);
/* INPUT error if anything is not as it should be: the worker is not trusted.  Caller
 * owns. */
apres_reading *apres_reading_from_json(const apres_classifier *classifier,
				       const json_t *json, GError **error);
/* TEXT, at most MAX bytes of it, made valid; null for NULL.  Caller owns. */
json_t *apres_json_text(const char *text, gsize max);
/*
 * Evidence as "explain --json" shows it: array of {class, pattern, field,
 * offset, length, text}; text is null for fields that a reading does not keep.
 * Caller owns.
 */
json_t *apres_evidence_to_json(const apres_reading *reading);
/* The same, short: a pattern is named by its place in the policy, "lang-en.xml:31". */
json_t *apres_evidence_places(const apres_reading *reading);
#endif
