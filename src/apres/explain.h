/* SPDX-License-Identifier: Apache-2.0 */
/* "apres explain": what is needed to assess a mail, and how the result is shown. */
#ifndef APRES_APRES_EXPLAIN_H
#define APRES_APRES_EXPLAIN_H
#include "pipeline/assess.h"
#include "policy/load.h"

#include <jansson.h>

/* Where we stand: from the configuration or from the command line. */
typedef struct apres_explain {
	apres_policy *policy;
	apres_roster *roster;     /* or NULL */
	GPtrArray *own_addresses; /* char *, identities */
	GPtrArray *own_lists;     /* char *, List-Ids */
	char *authserv_id;        /* or NULL */
	char *from_addr;          /* a reply would come from here; or NULL */
	char *reply_to;           /* or NULL */
	char *command;            /* what was typed behind "apres explain", without -v,
				     --reply and --json: " mail"; or NULL */
	apres_us us;
	gint64 now;
} apres_explain;
void apres_explain_clear(apres_explain *explain);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(apres_explain, apres_explain_clear)

/* The object of "explain --json" for one mail.  New reference. */
json_t *apres_explain_to_json(const apres_policy *policy, const char *file,
			      const apres_assessment *assessment);
/* What a table of many mails shows of one: the same members, but few.  New reference. */
json_t *apres_explain_row_to_json(const apres_policy *policy,
				  const apres_assessment *assessment);
/* The first for what could not be read at all: a hold, because of REASON.  SHA256 may be
 * NULL. */
json_t *apres_explain_failed_to_json(const char *file, const char *sha256,
				     const char *reason);

/* Append what came of a mail and why: verdict, facts, sentences, rules, what is owed. */
void apres_explain_decision(GString *out, const apres_explain *explain, const char *file,
			    const apres_assessment *assessment, bool verbose);
/* What begins the last lines of a screen: what to type next. */
#define APRES_EXPLAIN_NEXT "\n Next "
/*
 * One screen for people; caller owns.  VERBOSE: all sentences, patterns and
 * offsets.
 */
char *apres_explain_to_text(const apres_explain *explain, const char *file,
			    const apres_assessment *assessment, bool verbose);
/* The reply as it would go out, decoded, or why there is none; caller owns. */
char *apres_explain_reply(const apres_explain *explain,
			  const apres_assessment *assessment);
#endif
