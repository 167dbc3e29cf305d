/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bytes -> facts, reading, decision, without a store: what "explain", policy
 * tests and replay share with the daemon.
 */
#ifndef APRES_PIPELINE_ASSESS_H
#define APRES_PIPELINE_ASSESS_H
#include "message/machine.h"
#include "policy/audience.h"
#include "policy/decide.h"

/* Who we are, for reading a header block.  Everything borrowed. */
typedef struct apres_us {
	const char *authserv_id;        /* or NULL */
	const GPtrArray *own_addresses; /* char *, identities: never answered */
	const GPtrArray *own_lists;     /* or NULL */
	bool must_name_us;              /* hold what is not addressed to own_addresses */
	const char *instance;           /* begins our X-Apres-Loop, or NULL */
	const char *message_id_domain;  /* of our Message-IDs, with */
	const char *message_id_key;     /* the key they are made with; or both NULL */
	bool careers_mailbox;
} apres_us;

/*
 * Facts of a mail from its header block alone: candidate, destination
 * (DESIGN section 6: From if it is the only one and Return-Path, SRS/BATV
 * unwrapped, equals it, or trusted dmarc=pass; Return-Path not null; Reply-To
 * naming another address = "unaligned"), audience, machine checks, floors for
 * missing or repeated fields.  RECEIVED in seconds.  Thread is left NULL.
 */
apres_facts *apres_facts_gather(const apres_policy *policy, const apres_roster *roster,
				const apres_us *us, const apres_headers *headers,
				gint64 received);

typedef struct apres_assessment {
	char *sha256;
	apres_headers *headers;
	apres_facts *facts;
	apres_reading *reading;
	apres_decision *decision;
} apres_assessment;

/* The whole way in this process, without history or age limit; CASE may be NULL.  Never
 * NULL.  Caller owns. */
apres_assessment *apres_assess(const apres_policy *policy, const apres_roster *roster,
			       const apres_us *us, const char *bytes, gsize len,
			       const apres_case *application, gint64 now);
void apres_assessment_free(apres_assessment *assessment);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_assessment, apres_assessment_free)
#endif
