/* SPDX-License-Identifier: Apache-2.0 */
/* A verb of the command line as data: the table is the help. */
#ifndef APRES_APRES_VERB_H
#define APRES_APRES_VERB_H
#include <glib.h>
#include <stdbool.h>

typedef struct apres_verb {
	const char *name;    /* "review list" */
	const char *usage;   /* "[--company ID] [--json]" */
	const char *summary; /* one line */
	/* ARGV[0] is the verb's name.  Returns the exit status; on failure sets *ERROR
	 * instead. */
	int (*run)(int argc, char **argv, GError **error);
	const char
		*notes; /* more for --help: meaning of arguments, exit status; or NULL */
} apres_verb;

/* The Ith verb, in the order of the manual; NULL past the last. */
const apres_verb *apres_verbs_at(guint i);
/*
 * The verb that ARGV (ARGC words) begins with, the longest name first;
 * *WORDS_OUT is how many words its name has.  NULL if there is none.
 */
const apres_verb *apres_verb_find(int argc, char **argv, int *words_out);

/* One const per verb, in cmd-*.c, listed in verb-table.c. */
extern const apres_verb apres_verb_init, apres_verb_doctor, apres_verb_trial,
	apres_verb_explain;
extern const apres_verb apres_verb_status;
extern const apres_verb apres_verb_debrief_list, apres_verb_debrief_schedule,
	apres_verb_debrief_held, apres_verb_debrief_answer, apres_verb_debrief_resume,
	apres_verb_debrief_note, apres_verb_debrief_give, apres_verb_debrief_close,
	apres_verb_debrief_show;
extern const apres_verb apres_verb_owed, apres_verb_due_list, apres_verb_due_done,
	apres_verb_due_move;
extern const apres_verb apres_verb_review_list, apres_verb_review_show,
	apres_verb_review_approve, apres_verb_review_reject, apres_verb_review_done;
extern const apres_verb apres_verb_case_import, apres_verb_case_list,
	apres_verb_case_show, apres_verb_case_set;
extern const apres_verb apres_verb_outbox_list, apres_verb_outbox_show,
	apres_verb_outbox_cancel, apres_verb_outbox_resend, apres_verb_outbox_confirm;
extern const apres_verb apres_verb_audit_list, apres_verb_audit_to, apres_verb_audit_why,
	apres_verb_audit_leaks, apres_verb_audit_reconcile, apres_verb_audit_show,
	apres_verb_audit_verify, apres_verb_audit_prove, apres_verb_audit_key,
	apres_verb_audit_new_keys;
extern const apres_verb apres_verb_audit_clocks, apres_verb_audit_report,
	apres_verb_audit_export;
extern const apres_verb apres_verb_person_show, apres_verb_person_export,
	apres_verb_person_erase, apres_verb_person_requests, apres_verb_person_approve,
	apres_verb_person_decline, apres_verb_retention_run, apres_verb_legal_hold_list,
	apres_verb_legal_hold_set, apres_verb_legal_hold_lift;
extern const apres_verb apres_verb_mode, apres_verb_pause, apres_verb_resume;
extern const apres_verb apres_verb_policy_check, apres_verb_policy_test,
	apres_verb_policy_diff, apres_verb_policy_show;
extern const apres_verb apres_verb_policy_new, apres_verb_policy_replay,
	apres_verb_policy_try;
extern const apres_verb apres_verb_policy_keygen, apres_verb_policy_sign;
extern const apres_verb apres_verb_policy_install, apres_verb_policy_approve,
	apres_verb_policy_rollback, apres_verb_policy_list;
extern const apres_verb apres_verb_config_check, apres_verb_config_list;
extern const apres_verb apres_verb_filter;
#endif
