/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The decision: a pure function.  No I/O, no clock, no globals; everything it
 * knows comes in, everything it concludes goes out, and nothing is done.
 */
#ifndef APRES_POLICY_DECIDE_H
#define APRES_POLICY_DECIDE_H
#include "message/machine.h"
#include "policy/case.h"
#include "policy/policy.h"

/* Is it an answer to one of our own people, who were asked about a debrief? */
typedef enum {
	APRES_ANSWER_NONE,
	APRES_ANSWER_REFUSED, /* it is held, also if a machine wrote it; a floor says why
			       */
	APRES_ANSWER_TAKEN,   /* nobody need answer it, unless something else is in it */
} apres_answer;

/* What intake established about the mail, without trusting its parser. */
typedef struct apres_facts {
	apres_audience audience;
	const char *audience_why;
	char *candidate;      /* identity, or NULL: no usable From */
	char *candidate_addr; /* where a reply would go; NULL = nowhere */
	char *candidate_name; /* display name, sanitised, or NULL */
	char *message_id;     /* or NULL */
	char *thread;         /* root id */
	gint64 received;      /* seconds; drives age and clocks */
	bool careers_mailbox;
	bool proven; /* our own mail server vouches for From: dmarc=pass or auth=pass */
	GPtrArray *floors;  /* char *: reasons to hold found by intake: "no-from",
			       "unaligned", ... */
	GPtrArray *machine; /* apres_machine_hit, header checks and MIME tree together */
	bool unparsable;    /* the worker died on it */
	apres_answer answer;
	char *answer_reader; /* of an ANSWER that a person must read: who; NULL = whose
				queue it is */
} apres_facts;
apres_facts *apres_facts_new(void);
void apres_facts_free(apres_facts *facts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_facts, apres_facts_free)

/* What we already did for this candidate and thread; filled by the store. */
typedef struct apres_history {
	bool after_our_reply;    /* the mail answers one of our automatic replies */
	bool same_text;          /* the candidate wrote the same words within a week */
	guint candidate_replies; /* replies in the policy's per-candidate period */
	guint thread_replies;
	guint company_replies;
} apres_history;

typedef struct apres_obligation {
	apres_obligation_kind kind;
	char *queue;   /* or NULL */
	char *owner;   /* address, or NULL if none is configured */
	gint64 due;    /* 0 = none */
	char *rule;    /* which rule opened it */
	gint64 latest; /* what does not come of a mail: not later by law; 0 = no such date
			*/
	char *latest_by;    /* the clock that says so, or NULL */
	gint64 application; /* the case it comes of; 0 = none */
} apres_obligation;

/* What one rule came to; for explain and audit. */
typedef struct apres_rule_result {
	const apres_rule *rule;
	bool applies;
	bool decides;
	bool perhaps; /* a class that could not be read may be there: it owes, no more */
	char *note;   /* "mail also contains legal-threat", or NULL */
} apres_rule_result;

/* A machine check that hit and does not count for this sender. */
typedef struct apres_trusted {
	const apres_machine_hit *hit; /* of the facts */
	const apres_trust *trust;
} apres_trusted;

typedef struct apres_decision {
	apres_effect effect;
	const apres_rule *rule;  /* that decided, or NULL (floor, default) */
	const char *template_id; /* reply; owned by the policy */
	const char *language; /* the reply's, else the request's; interned, may be NULL */
	char *queue;          /* hold */
	const char *receipt;  /* template id of a receipt a hold may send, or NULL */
	GPtrArray *obligations; /* apres_obligation */
	GPtrArray
		*notify_queues; /* char *: further urgent queues whose owners are told */
	GPtrArray *reasons;     /* char *: ids, strongest first: "legal-threat",
				   "unexplained", "machine:null-path" */
	GPtrArray *classes;     /* const char *: true for this audience */
	GPtrArray *unknown;     /* const char * */
	GArray *trusted;        /* apres_trusted; each also a reason "trusted:ID", last */
	GPtrArray *unexplained; /* char *: sentences nothing accounts for */
	GPtrArray *results; /* apres_rule_result, rules that matter, in policy order */
	gint64 send_after;  /* reply: earliest time (undo window, send window) */
	bool limit;         /* a rate limit turned the reply into a hold */
	bool company_limit; /* ... the company's: mode becomes approve + alert */
} apres_decision;

/*
 * Decide under POLICY about what READING found in a mail with FACTS, HISTORY
 * and CASE at NOW (seconds).  Order of DESIGN section 5.  Never NULL, never an
 * error: in doubt the effect is hold.  All arguments are borrowed and must
 * outlive the decision; READING may be NULL (unparsable).  Caller owns.
 */
apres_decision *apres_decide(const apres_policy *policy, const apres_facts *facts,
			     const apres_reading *reading, const apres_history *history,
			     const apres_case *application, gint64 now);
void apres_decision_free(apres_decision *decision);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_decision, apres_decision_free)

/* Turn DECISION (a reply) into a hold after the fact: a placeholder has no value, no
 * text. */
void apres_decision_hold(apres_decision *decision, const apres_policy *policy,
			 const char *reason, gint64 received);
#endif
