/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of the action table that lie in different files; for this folder only. */
#ifndef APRES_PIPELINE_ACTION_PARTS_H
#define APRES_PIPELINE_ACTION_PARTS_H
#include "pipeline/action.h"
#include "pipeline/erasure.h"
#include "pipeline/pipeline.h"
#include "store/approval.h"

/* One action: checks its arguments, does it in the open transaction, tells what became of
 * it. */
typedef bool (*apres_action_func)(const apres_action_context *context, const json_t *args,
				  json_t **answer_out, GError **error);

/* args.id, a number above 0; USAGE error otherwise. */
bool apres_action_take_id(const json_t *args, gint64 *id_out, GError **error);
/* args.NAME, borrowed; NULL if it is not given and not NEEDED; USAGE error otherwise. */
bool apres_action_take_text(const json_t *args, const char *name, bool needed,
			    const char **text_out, GError **error);

/* args.by, who says so, and beside it the login; borrowed.  USAGE error. */
bool apres_action_take_signer(const apres_action_context *context, const json_t *args,
			      apres_signer *signer_out, GError **error);
/* The identity of an address; what cases call a person stands for itself.  Caller owns.
 */
char *apres_action_person_name(const char *given);
/* An erasure that was begun goes on first. */
bool apres_action_finish_erasure(const apres_action_context *context, GError **error);

/* People who must agree to an erasure of COMPANY; who asks is one. */
int apres_action_erasure_needs(const apres_action_context *context, const char *company);
/* *PERSON_OUT: NAME of COMPANY, whom nothing forbids to forget for this CAUSE ("request",
 * "retention") on this BASIS; INPUT error that says what does.  Caller owns. */
bool apres_action_find_to_erase(const apres_action_context *context, const char *company,
				const char *name, const char *cause, const char *basis,
				apres_person **person_out, GError **error);
/* PERSON is forgotten; the answer has the files of their mail, too. */
bool apres_action_erase(const apres_action_context *context, apres_person *person,
			const apres_erasure_order *order, json_t **answer_out,
			GError **error);

/* A person is done with message ID: nothing of ours follows, nothing of it waits. */
bool apres_action_finish_mail(const apres_action_context *context, gint64 id,
			      const char *how, GError **error);
/*
 * The company ID: the one that runs, else *LOADED_OUT, which is loaded for it and the
 * caller's to free.  CONFIG error.
 */
const apres_company *apres_action_company(const apres_action_context *context,
					  const char *id, apres_company **loaded_out,
					  GError **error);
bool apres_action_review_approve(const apres_action_context *context, const json_t *args,
				 json_t **answer_out, GError **error);
bool apres_action_review_reject(const apres_action_context *context, const json_t *args,
				json_t **answer_out, GError **error);
bool apres_action_review_done(const apres_action_context *context, const json_t *args,
			      json_t **answer_out, GError **error);
bool apres_action_outbox_resend(const apres_action_context *context, const json_t *args,
				json_t **answer_out, GError **error);
bool apres_action_debrief(const apres_action_context *context, const json_t *args,
			  json_t **answer_out, GError **error);
bool apres_action_debrief_give(const apres_action_context *context, const json_t *args,
			       json_t **answer_out, GError **error);
bool apres_action_due_done(const apres_action_context *context, const json_t *args,
			   json_t **answer_out, GError **error);
bool apres_action_due_move(const apres_action_context *context, const json_t *args,
			   json_t **answer_out, GError **error);
bool apres_action_null_path(const apres_action_context *context, const json_t *args,
			    json_t **answer_out, GError **error);
bool apres_action_mode(const apres_action_context *context, const json_t *args,
		       json_t **answer_out, GError **error);
bool apres_action_pause(const apres_action_context *context, const json_t *args,
			json_t **answer_out, GError **error);
bool apres_action_resume(const apres_action_context *context, const json_t *args,
			 json_t **answer_out, GError **error);
bool apres_action_policy_install(const apres_action_context *context, const json_t *args,
				 json_t **answer_out, GError **error);
bool apres_action_policy_approve(const apres_action_context *context, const json_t *args,
				 json_t **answer_out, GError **error);
bool apres_action_policy_rollback(const apres_action_context *context, const json_t *args,
				  json_t **answer_out, GError **error);
bool apres_action_case_put(const apres_action_context *context, const json_t *args,
			   json_t **answer_out, GError **error);
bool apres_action_case_refused(const apres_action_context *context, const json_t *args,
			       json_t **answer_out, GError **error);
bool apres_action_erase_decline(const apres_action_context *context, const json_t *args,
				json_t **answer_out, GError **error);
/* These do their own transactions. */
bool apres_action_erase_look(const apres_action_context *context, const json_t *args,
			     json_t **answer_out, GError **error);
bool apres_action_erase_approve(const apres_action_context *context, const json_t *args,
				json_t **answer_out, GError **error);
bool apres_action_person_erase(const apres_action_context *context, const json_t *args,
			       json_t **answer_out, GError **error);
bool apres_action_retention_run(const apres_action_context *context, const json_t *args,
				json_t **answer_out, GError **error);
bool apres_action_audit_new_keys(const apres_action_context *context, const json_t *args,
				 json_t **answer_out, GError **error);
bool apres_action_legal_hold_set(const apres_action_context *context, const json_t *args,
				 json_t **answer_out, GError **error);
bool apres_action_legal_hold_lift(const apres_action_context *context, const json_t *args,
				  json_t **answer_out, GError **error);
bool apres_action_audit_export(const apres_action_context *context, const json_t *args,
			       json_t **answer_out, GError **error);
bool apres_action_person_look(const apres_action_context *context, const json_t *args,
			      json_t **answer_out, GError **error);
/* Is ID a company?  USAGE error with the nearest name. */
bool apres_action_check_company(const apres_action_context *context, const char *id,
				GError **error);
#endif
