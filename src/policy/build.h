/* SPDX-License-Identifier: Apache-2.0 */
/* A policy while it is being put together from files; private to the loader. */
#ifndef APRES_POLICY_BUILD_H
#define APRES_POLICY_BUILD_H
#include "policy/shelf.h"

typedef enum { APRES_LAYER_BASE, APRES_LAYER_PACK, APRES_LAYER_COMPANY } apres_layer;

typedef struct apres_build {
	apres_policy *policy;
	GPtrArray *findings;
	GHashTable *automatic; /* pack name -> itself: auto="yes" */
	apres_shelf *shelf;    /* what was read before */
	GHashTable *used;      /* file name of a pack that is read -> itself */
	apres_origin root_at;  /* the company's <policy> */
	/* and its <company> and <contacts>; line 0 if it has none */
	apres_origin company_at, contacts_at;
	/* the file that is being read: */
	const apres_policy_file *file;
	apres_layer layer;
	const char *folder; /* of the file, for <text file=>; embedded: "packs" ... */
	bool embedded;
	GHashTable *stored; /* name -> GBytes: read these, no file and nothing embedded;
			       or NULL */
	const apres_policy_known *known; /* all of it was good before; or NULL */
} apres_build;

/* The attribute's value, NULL if absent; caller owns.  NAME "lang" is xml:lang. */
char *apres_build_attr(const xmlNode *node, const char *name);
bool apres_build_yes(const xmlNode *node, const char *name);
/* A list attribute as words; never NULL. */
char **apres_build_words(const xmlNode *node, const char *name);
apres_origin apres_build_at(const apres_build *build, const xmlNode *node);
void apres_build_error(apres_build *build, const char *code, apres_origin at,
		       const char *fmt, ...) G_GNUC_PRINTF(4, 5);
/*
 * May NODE define ID, of which FIRST (place, final) may exist already?  An
 * error otherwise, with a note at the first place.
 */
bool apres_build_may_define(apres_build *build, const xmlNode *node, const char *kind,
			    const char *id, const apres_origin *first, bool first_final);
/* The element's text, without white space at both ends; caller owns. */
char *apres_build_text(const xmlNode *node);
/* Bytes of a file that this policy file names, from disk or embedded; recorded for the
 * digest. */
GBytes *apres_build_read(apres_build *build, const char *relative, char **path_out,
			 apres_origin at);

/* audience="..." as a bit set of 1u << apres_audience; 0 if NODE has none. */
guint apres_build_audiences(const xmlNode *node);

/*
 * Read a file of LAYER and the packs it uses; NAME is what messages call it.  False
 * if there is a fault in it.
 */
bool apres_build_file(apres_build *build, const char *name, GBytes *bytes,
		      const char *folder, bool embedded, apres_layer layer, guint depth);
/* Is the file that is read what it is read as?  An error otherwise. */
bool apres_build_is_kind(apres_build *build, const xmlNode *root);
/* <use>: read the pack, unless it is read already. */
void apres_build_use(apres_build *build, const xmlNode *node, guint depth);
/* reviewed= and by= of NODE, if it has them. */
void apres_build_review(apres_build *build, const xmlNode *node, apres_pack *pack);
/* What <policy> itself says. */
void apres_build_root(apres_build *build, const xmlNode *root);

/* A <phrase> or <re>; caller owns. */
apres_cond *apres_build_phrase(apres_build *build, const xmlNode *node);

/* A <words> or <likeness>, of all fields and no language; caller owns. */
apres_cond *apres_build_word_list(apres_build *build, const xmlNode *node);
apres_cond *apres_build_likeness(apres_build *build, const xmlNode *node);

/* One handler an element, called in document order. */
void apres_build_class(apres_build *build, const xmlNode *node);
void apres_build_extend(apres_build *build, const xmlNode *node);
void apres_build_language(apres_build *build, const xmlNode *node);
void apres_build_rule(apres_build *build, const xmlNode *node);
void apres_build_invariant(apres_build *build, const xmlNode *node);
void apres_build_template(apres_build *build, const xmlNode *node);
void apres_build_text_of(apres_build *build, const xmlNode *node);
void apres_build_wording(apres_build *build, const xmlNode *node);
void apres_build_test(apres_build *build, const xmlNode *node);
void apres_build_company(apres_build *build, const xmlNode *node);
void apres_build_contacts(apres_build *build, const xmlNode *node);
void apres_build_people(apres_build *build, const xmlNode *node);
void apres_build_queue(apres_build *build, const xmlNode *node);
void apres_build_debrief(apres_build *build, const xmlNode *node);
void apres_build_send(apres_build *build, const xmlNode *node);
void apres_build_cases(apres_build *build, const xmlNode *node);
void apres_build_limits(apres_build *build, const xmlNode *node);
void apres_build_trust(apres_build *build, const xmlNode *node);
void apres_build_calendar(apres_build *build, const xmlNode *node);
void apres_build_clause(apres_build *build, const xmlNode *node);

/* What follows from all files together, found sound or not: a date where only a clock
 * gives one, the texts that must not be sent as laws to prove. */
void apres_build_settle(apres_build *build);
/* References between what was built; findings at their places. */
void apres_build_check(apres_build *build);
/* Its parts. */
void apres_check_texts(apres_build *build);
/* Clauses: what does not fit, with a note at the clause. */
void apres_check_clauses(apres_build *build);
void apres_check_clause_texts(apres_build *build);
/* An error at AT, with a note at CLAUSE, against which it is. */
void apres_check_against(apres_build *build, const char *code, apres_origin at,
			 const apres_clause *clause, const char *fmt, ...)
	G_GNUC_PRINTF(5, 6);
void apres_check_tests(apres_build *build);
/* Of what compiles. */
void apres_check_cost(apres_build *build);
/* USER ("rule") ID names NAME, which is none of ITEMS (structs that begin with an id). */
void apres_check_missing(apres_build *build, apres_origin at, const char *user,
			 const char *id, const char *kind, const char *name,
			 const GPtrArray *items);
#endif
