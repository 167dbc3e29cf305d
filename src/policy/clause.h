/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the law of a place asks: how long records are kept, by when something is
 * answered, what texts must and must not say; each clause with its source.
 */
#ifndef APRES_POLICY_CLAUSE_H
#define APRES_POLICY_CLAUSE_H
#include "policy/duration.h"
#include "policy/text.h"

typedef enum {
	APRES_CLAUSE_RETAIN,
	APRES_CLAUSE_CLOCK,
	APRES_CLAUSE_REQUIRE,
	APRES_CLAUSE_FORBID,
} apres_clause_kind;
/* The element's name. */
const char *apres_clause_kind_to_string(apres_clause_kind kind);

/* What is kept. */
typedef enum {
	APRES_RECORD_APPLICATION,     /* the case, and what belongs to it */
	APRES_RECORD_MAIL,            /* what candidates wrote, and our replies */
	APRES_RECORD_HELD_MAIL,       /* mail that was left to a person */
	APRES_RECORD_DECISION,        /* what was decided on a mail, and why */
	APRES_RECORD_DEBRIEF,         /* notes of a debrief */
	APRES_RECORD_PRIVACY_REQUEST, /* that somebody asked about data, and what came */
	APRES_RECORD_COUNT_
} apres_record_kind;
const char *apres_record_kind_to_string(apres_record_kind kind);

/* What runs against somebody. */
typedef enum {
	APRES_CLOCK_PRIVACY_ANSWER,    /* until a request about data is answered */
	APRES_CLOCK_PRIVACY_CONFIRM,   /* until its arrival is confirmed */
	APRES_CLOCK_PRIVACY_COMPLAINT, /* until a complaint about data is confirmed */
	APRES_CLOCK_SILENCE,           /* until an interviewed candidate hears */
	APRES_CLOCK_REASONS,           /* until reasons that are a right are given */
	APRES_CLOCK_COUNT_
} apres_clock_kind;
const char *apres_clock_kind_to_string(apres_clock_kind kind);
/* Does it end when who wrote hears that the mail has arrived, and not with the answer? */
bool apres_clock_is_confirmed(apres_clock_kind kind);

/* What a period or a clock runs from. */
typedef enum {
	APRES_EVENT_RECORD, /* the record was made, or what it is about happened: the
			       later */
	APRES_EVENT_DECISION,
	APRES_EVENT_REJECTION_RECEIVED,
	APRES_EVENT_POSTING_END,
	APRES_EVENT_INFORMATION_GIVEN,
	APRES_EVENT_LAST_INTERVIEW,
	APRES_EVENT_REQUEST, /* a mail, when our own server received it */
	APRES_EVENT_COUNT_
} apres_event;
const char *apres_event_to_string(apres_event event);

typedef struct apres_clause {
	char *id;
	apres_origin origin;
	apres_clause_kind kind;
	char *source; /* statute and article; NULL = the company's own will */
	char *because;
	bool final;
	bool public_only; /* of public employers only */
	bool own;         /* in the company's file, not in a pack */
	apres_event from; /* retain, clock */
	/* retain: */
	guint records; /* bit set of 1u << apres_record_kind */
	bool has_floor, has_ceiling;
	apres_duration floor, ceiling;
	/* clock: */
	apres_clock_kind clock;
	apres_duration within;
	char *queue;           /* what waits there is its; or NULL */
	apres_origin queue_at; /* of queue= */
	/* require, forbid: */
	char *template_id;        /* or NULL = every text */
	apres_origin template_at; /* of template= */
	int value;                /* apres_value that must be there, -1 = none */
	const char *language;     /* interned; NULL = texts of every language */
	GPtrArray *phrases;       /* apres_cond, patterns */
} apres_clause;

apres_clause *apres_clause_new(const char *id, apres_clause_kind kind,
			       apres_origin origin);
void apres_clause_free(apres_clause *clause);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_clause, apres_clause_free)

typedef struct apres_policy apres_policy;
typedef struct apres_queue apres_queue;

/* Does it bind the company of POLICY?  Not if it is of public employers and that is
 * none. */
bool apres_clause_binds(const apres_policy *policy, const apres_clause *clause);
/* Is the pack JURISDICTION in use?  If not, what its law asks is not known. */
bool apres_policy_has_law(const apres_policy *policy, const char *jurisdiction);
/* Does it say anything about a case under the law of JURISDICTION ("ca-on" is also under
 * "ca"; NULL: any)?  What stands in the company's own file always does. */
bool apres_clause_applies(const apres_policy *policy, const apres_clause *clause,
			  const char *jurisdiction);
/*
 * The clause by which a record is kept longest at least, and shortest at most; NULL =
 * no clause says.  All clauses that bind count, whatever they run from.  A loaded
 * policy's floor is never above its ceiling.  Who is erased: pipeline/retention.h.
 */
const apres_clause *apres_policy_floor(const apres_policy *policy,
				       apres_record_kind kind);
const apres_clause *apres_policy_ceiling(const apres_policy *policy,
					 apres_record_kind kind);
/* The shortest clock of KIND, or NULL. */
const apres_clause *apres_policy_clock(const apres_policy *policy, apres_clock_kind kind);
/* The shortest clock of QUEUE_ID's due date, or NULL. */
const apres_clause *apres_policy_queue_clock(const apres_policy *policy,
					     const char *queue_id);
/* The shortest by which who wrote into QUEUE_ID hears that it has arrived, or NULL. */
const apres_clause *apres_policy_confirm_clock(const apres_policy *policy,
					       const char *queue_id);
/* Not later than *LATEST_OUT may what waits in QUEUE since RECEIVED be answered, by the
 * clock *CLAUSE_OUT; 0 and NULL: no clock says. */
void apres_policy_latest(const apres_policy *policy, const apres_queue *queue,
			 gint64 received, gint64 *latest_out,
			 const apres_clause **clause_out);
/*
 * When what waits in QUEUE and was RECEIVED then is due: as the queue says, but never
 * later than a clock; 0 = at no date.  *CLAUSE_OUT, if not NULL, is the clock that
 * gave the date, or NULL.
 */
gint64 apres_policy_due(const apres_policy *policy, const apres_queue *queue,
			gint64 received, const apres_clause **clause_out);
#endif
