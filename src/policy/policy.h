/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A company's policy: files, packs and the built-in base, merged; immutable
 * once loaded and read by any number of decisions.  Plain structs, const
 * everywhere outside the loader.
 */
#ifndef APRES_POLICY_POLICY_H
#define APRES_POLICY_POLICY_H
#include "classify/classify.h"
#include "policy/calendar.h"
#include "policy/case.h"
#include "policy/clause.h"
#include "policy/step.h"
#include "policy/text.h"

/* policy/wording.h */
typedef struct apres_wording apres_wording;

typedef enum {
	APRES_AUDIENCE_EXTERNAL,
	APRES_AUDIENCE_INTERNAL,
	APRES_AUDIENCE_UNVERIFIED, /* claims to be one of us, unproven: always held */
	APRES_AUDIENCE_COUNT_
} apres_audience;
const char *apres_audience_to_string(apres_audience audience);

/* Stronger wins; the order is the law (DESIGN section 1). */
typedef enum {
	APRES_EFFECT_REPLY,
	APRES_EFFECT_SILENCE,
	APRES_EFFECT_HOLD,
} apres_effect;
const char *apres_effect_to_string(apres_effect effect);

typedef enum {
	APRES_OBLIGATION_ANSWER,
	APRES_OBLIGATION_DEBRIEF,
	APRES_OBLIGATION_NOTIFY,
	APRES_OBLIGATION_CONFIRM, /* that the mail has arrived; by a clock, no rule */
	APRES_OBLIGATION_COUNT_
} apres_obligation_kind;
const char *apres_obligation_kind_to_string(apres_obligation_kind kind);

typedef struct apres_oblige {
	apres_obligation_kind kind;
	char *queue; /* answer: whose owner and due apply; NULL = the hold's queue, else
			"default" */
	char *to;    /* notify: an address */
	apres_origin origin;
} apres_oblige;

typedef enum {
	APRES_RULE_WHEN,    /* hold and/or oblige, if any of its classes is true */
	APRES_RULE_REPLY,   /* answers="...": the whole mail or nothing */
	APRES_RULE_NOTHING, /* answers="...": nothing to answer */
} apres_rule_kind;

typedef struct apres_rule {
	char *id;
	apres_origin origin;
	apres_rule_kind kind;
	apres_origin classes_at; /* of when or answers */
	apres_origin effect_at;  /* of queue or template */
	GPtrArray *classes;      /* char * */
	guint audiences;         /* bit set of 1u << apres_audience; 0 = all */
	GPtrArray *languages;    /* char *, or NULL = all */
	guint stages;   /* bits of 1u << apres_stage: of a fresh case without outcome; 0 =
			   any mail */
	guint outcomes; /* bits of 1u << apres_case_outcome, of when rules; 0 = any mail
			 */
	char *queue;    /* hold: its queue; NULL = this rule does not hold */
	char *receipt;  /* hold: template of a neutral receipt, or NULL */
	char *template_id;          /* reply */
	apres_case_outcome records; /* reply: what becomes of the case; or none */
	GPtrArray *obliges;         /* apres_oblige */
	char *because;
	bool final;
} apres_rule;

typedef enum {
	APRES_DISCLOSES_NOTHING,
	APRES_DISCLOSES_STATUS,
	APRES_DISCLOSES_SCHEDULE,
	APRES_DISCLOSES_PAY_RANGE,
	APRES_DISCLOSES_FEEDBACK, /* never to an external candidate */
} apres_discloses;
const char *apres_discloses_to_string(apres_discloses discloses);

/* What must hold whatever the mail says: <never>, <always>; proved at every load. */
typedef enum {
	APRES_INVARIANT_NEVER_REPLY,   /* never <reply [discloses=]/> */
	APRES_INVARIANT_NEVER_SILENCE, /* never <nothing-to-answer/> */
	APRES_INVARIANT_ALWAYS_HOLD,   /* always <hold/> */
	APRES_INVARIANT_ALWAYS_OBLIGE, /* always <oblige [kind=]/> */
} apres_invariant_kind;

typedef struct apres_invariant {
	char *id;
	apres_origin origin;
	apres_origin classes_at; /* of class */
	apres_invariant_kind kind;
	guint audiences;    /* bit set of 1u << apres_audience; 0 = all */
	GPtrArray *classes; /* char *: of mail with one of them; empty = any mail */
	bool promising;     /* of replies whose text promises a person */
	int discloses;      /* apres_discloses, -1 = any */
	char *template_id;  /* never a reply with this text; or NULL */
	int obligation;     /* apres_obligation_kind, -1 = any */
	char *because;
	bool final;
} apres_invariant;

typedef struct apres_template {
	char *id;
	apres_origin origin;
	apres_audience audience; /* for= */
	apres_discloses discloses;
	bool promises_human;
	GPtrArray *texts; /* apres_text, one a language */
	bool final;
} apres_template;

struct apres_queue {
	char *id;
	apres_origin origin;
	bool base;   /* of base.xml, whatever the company completes in it */
	char *owner; /* address; NULL = the default queue's */
	bool has_due;
	apres_duration due; /* apres_policy_due: a clock may be sooner */
	const apres_clause
		*due_by; /* the clock that says it, as no queue does; or NULL */
	apres_urging urging;
	bool urgent; /* its owner is told at once, by reference only */
};

typedef struct apres_debrief_terms {
	char *owner;      /* address */
	char *owner_name; /* for {owner-name}; NULL = none, a reply that needs it holds */
	apres_duration due;
	apres_urging urging;
	apres_origin origin;
} apres_debrief_terms;

typedef struct apres_people {
	char *domain; /* lower case, A-label; subdomains are not included */
	bool proof_dmarc;
	bool proof_auth;
	char *proof_header; /* "X-MS-Exchange-Organization-AuthAs: Internal", or NULL */
} apres_people;

typedef struct apres_limit { /* at most COUNT in PERIOD; count 0 = no limit */
	int count;
	apres_duration period;
} apres_limit;

/* A pack in use. */
typedef struct apres_pack {
	char *id;
	const char *file;    /* interned */
	char *title;         /* or NULL */
	char *as_of;         /* "2026-11-24": of that day's law; or NULL */
	char *review_by;     /* or NULL */
	char *reviewed, *by; /* when counsel read it, and who; or NULL */
	apres_origin origin; /* of review-by */
} apres_pack;

/* Machine checks that do not count for one sender, if our own mail server proves that it
 * is he; never those of loops, reports and lists. */
typedef struct apres_trust {
	char *from; /* identity; or a domain, lower case, A-label, without its subdomains
		     */
	apres_origin origin;
	GPtrArray *checks; /* const char *, static ids */
	char *because;
} apres_trust;

/* <test>: a small mail and what must come of it. */
typedef struct apres_policy_test {
	apres_origin origin;
	char *id;                   /* or NULL */
	char *says;                 /* body text */
	char *subject;              /* or NULL */
	char *from;                 /* or NULL = an external address */
	bool proven;                /* roster active and proof present */
	char *mail;                 /* path of an .eml beside the policy, or NULL */
	char *quotes;               /* quoted text below, or NULL */
	apres_stage stage;          /* of a case recorded today */
	apres_case_outcome outcome; /* the same; both none = there is no case */
	char *at_text;              /* at=, or NULL; without a zone it is the company's */
	gint64 at;                  /* the same in seconds, or 0 */
	/* expectation: "reply no-feedback", "hold legal", "silence", "reply
	 * internal-debrief debrief" */
	char *expect;
} apres_policy_test;

struct apres_policy {
	char *id;
	char *file;      /* as given to the loader */
	char *digest;    /* hex SHA-256 over every source file that was merged */
	char *signature; /* the note by which a key of the company's signed that, as it
			    was checked; NULL = no key is asked for */
	char *signed_by; /* the name of that key, or NULL */
	const char *language; /* the company's own, interned: fallback of texts */
	GPtrArray *packs;     /* apres_pack, in the order of reading */
	char *company_name;
	char *careers_link;
	char *particulars; /* or NULL */
	bool public_employer;
	char *adjustments, *privacy, *hr; /* contacts; NULL = not given */
	apres_origin hr_at;
	apres_calendar *calendar;
	char *last_holiday; /* "2026-12-28", or NULL = none is known */
	apres_origin last_holiday_at;
	int wait_minutes;       /* undo window */
	GPtrArray *people;      /* apres_people */
	GPtrArray *classes;     /* apres_class, in base's order */
	GHashTable *notes;      /* class id -> its <note>: what it means */
	GPtrArray *questions;   /* apres_cond */
	GPtrArray *languages;   /* apres_language */
	GPtrArray *rules;       /* apres_rule, in document order: base, packs, company */
	GPtrArray *invariants;  /* apres_invariant */
	GPtrArray *templates;   /* apres_template */
	GPtrArray *queues;      /* apres_queue, in base's order */
	apres_wording *wording; /* what its own people are told, and say */
	apres_debrief_terms *debrief;                                /* or NULL */
	int max_words, unexplained_sentences, unexplained_questions; /* -1 = any */
	apres_limit per_candidate, per_thread, per_company;
	apres_duration
		fresh; /* how long a case's stage is told, from the day it is recorded */
	GPtrArray *trusts;  /* apres_trust */
	GPtrArray *clauses; /* apres_clause, in the order of reading */
	GPtrArray *tests;   /* apres_policy_test */
	GHashTable
		*sources; /* file name -> GBytes: kept with the decisions made under it */
	apres_classifier *classifier;
};

/*
 * An empty policy with the numbers of DESIGN section 5: all arrays are there
 * and own what is put into them (also classes, questions and languages), a
 * calendar of defaults, max_words 150, nothing unexplained.  Caller owns.
 */
apres_policy *apres_policy_new(void);
void apres_policy_free(apres_policy *policy);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_policy, apres_policy_free)

/* What a policy is made of: new with empty arrays inside, free for all of it (NULL is
 * fine). */
apres_oblige *apres_oblige_new(apres_obligation_kind kind, apres_origin origin);
void apres_oblige_free(apres_oblige *oblige);
apres_rule *apres_rule_new(const char *id, apres_origin origin, apres_rule_kind kind);
void apres_rule_free(apres_rule *rule);
apres_invariant *apres_invariant_new(const char *id, apres_origin origin);
void apres_invariant_free(apres_invariant *invariant);
apres_template *apres_template_new(const char *id, apres_origin origin);
void apres_template_free(apres_template *template);
apres_queue *apres_queue_new(const char *id, apres_origin origin);
void apres_queue_free(apres_queue *queue);
apres_people *apres_people_new(const char *domain);
void apres_people_free(apres_people *people);
apres_trust *apres_trust_new(const char *from, apres_origin origin);
void apres_trust_free(apres_trust *trust);
apres_pack *apres_pack_new(const char *id, apres_origin origin);
void apres_pack_free(apres_pack *pack);
apres_language *apres_language_new(const char *tag);
void apres_language_free(apres_language *language);
apres_debrief_terms *apres_debrief_terms_new(const char *owner, apres_duration due);
void apres_debrief_terms_free(apres_debrief_terms *terms);
apres_policy_test *apres_policy_test_new(apres_origin origin);
void apres_policy_test_free(apres_policy_test *test);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_oblige, apres_oblige_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_rule, apres_rule_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_invariant, apres_invariant_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_template, apres_template_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_queue, apres_queue_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_people, apres_people_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_trust, apres_trust_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_pack, apres_pack_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_language, apres_language_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_policy_test, apres_policy_test_free)

/* By its id; NULL for NULL, too. */
const apres_class *apres_policy_class(const apres_policy *policy, const char *id);
const apres_rule *apres_policy_rule(const apres_policy *policy, const char *id);
const apres_template *apres_policy_template(const apres_policy *policy, const char *id);
const apres_queue *apres_policy_queue(const apres_policy *policy, const char *id);
/* Who looks after QUEUE: its owner, else, as for NULL, that of the default queue; or
 * NULL. */
const char *apres_policy_owner(const apres_policy *policy, const apres_queue *queue);
/* What sets CHECK aside for the sender with this IDENTITY, or NULL. */
const apres_trust *apres_policy_trust(const apres_policy *policy, const char *identity,
				      const char *check);
/*
 * Does it state law that no counsel has read as it now is: no review is known, or the
 * pack is of a later day?
 */
bool apres_pack_wants_review(const apres_pack *pack);
/* The text of TEMPLATE in LANGUAGE: exact tag, primary tag, the policy's own language; or
 * NULL. */
const apres_text *apres_policy_text(const apres_policy *policy, const char *template_id,
				    const char *language);
#endif
