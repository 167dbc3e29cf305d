/* SPDX-License-Identifier: Apache-2.0 */
/* The figures of a month, for the page and for programs. */
#ifndef APRES_APRES_AUDIT_MONTH_H
#define APRES_APRES_AUDIT_MONTH_H
#include "config/config.h"
#include "store/store.h"

#include <jansson.h>

typedef struct apres_month {
	const char *company; /* NULL = all */
	const char *name;    /* "2026-11" */
	gint64 from, until;  /* FROM <= it happened < UNTIL */
	gint64 now;
} apres_month;

/*
 * {"month", "company", "in": {"mails", "by_decision": [{"name", "mails"}, ...]},
 * "out": {"mails", "perhaps", "returned", "by_text": [...]}, "leaks": [{"entry",
 * "what"}, ...], "people": {"held", "still_held", "opened", "met", "late", "overdue"},
 * "policies": [{"digest", "serial", "since", "by", "approved_by", "mails"}, ...],
 * "checkpoint", "entries"}; rows with the most mails first.  NULL on error; new
 * reference.
 */
json_t *apres_month_figures(const apres_month *month, const apres_config *config,
			    apres_store *store, GError **error);
#endif
