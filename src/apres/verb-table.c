/* SPDX-License-Identifier: Apache-2.0 */
/* The list of verbs; "apres help" and the manual follow its order. */
#include "config.h"
#include "apres/verb.h"

/* clang-format off */
static const apres_verb *const table[] = {
	&apres_verb_init,
	&apres_verb_doctor,
	&apres_verb_trial,
	&apres_verb_explain,
	&apres_verb_status,
	&apres_verb_owed,
	&apres_verb_due_list,
	&apres_verb_due_done,
	&apres_verb_due_move,
	&apres_verb_debrief_list,
	&apres_verb_debrief_show,
	&apres_verb_debrief_schedule,
	&apres_verb_debrief_held,
	&apres_verb_debrief_answer,
	&apres_verb_debrief_note,
	&apres_verb_debrief_give,
	&apres_verb_debrief_resume,
	&apres_verb_debrief_close,
	&apres_verb_review_list,
	&apres_verb_review_show,
	&apres_verb_review_approve,
	&apres_verb_review_reject,
	&apres_verb_review_done,
	&apres_verb_case_import,
	&apres_verb_case_list,
	&apres_verb_case_show,
	&apres_verb_case_set,
	&apres_verb_outbox_list,
	&apres_verb_outbox_show,
	&apres_verb_outbox_cancel,
	&apres_verb_outbox_resend,
	&apres_verb_outbox_confirm,
	&apres_verb_audit_list,
	&apres_verb_audit_to,
	&apres_verb_audit_why,
	&apres_verb_audit_leaks,
	&apres_verb_audit_reconcile,
	&apres_verb_audit_clocks,
	&apres_verb_audit_report,
	&apres_verb_audit_show,
	&apres_verb_audit_verify,
	&apres_verb_audit_prove,
	&apres_verb_audit_key,
	&apres_verb_audit_new_keys,
	&apres_verb_audit_export,
	&apres_verb_person_show,
	&apres_verb_person_export,
	&apres_verb_person_erase,
	&apres_verb_person_requests,
	&apres_verb_person_approve,
	&apres_verb_person_decline,
	&apres_verb_retention_run,
	&apres_verb_legal_hold_list,
	&apres_verb_legal_hold_set,
	&apres_verb_legal_hold_lift,
	&apres_verb_mode,
	&apres_verb_pause,
	&apres_verb_resume,
	&apres_verb_policy_new,
	&apres_verb_policy_check,
	&apres_verb_policy_test,
	&apres_verb_policy_show,
	&apres_verb_policy_diff,
	&apres_verb_policy_replay,
	&apres_verb_policy_try,
	&apres_verb_policy_keygen,
	&apres_verb_policy_sign,
	&apres_verb_policy_install,
	&apres_verb_policy_approve,
	&apres_verb_policy_rollback,
	&apres_verb_policy_list,
	&apres_verb_config_check,
	&apres_verb_config_list,
	&apres_verb_filter,
};
/* clang-format on */

const apres_verb *
apres_verbs_at(guint i)
{
	return i < G_N_ELEMENTS(table) ? table[i] : NULL;
}

/* How many words of NAME stand at the beginning of ARGV: all of them, or 0. */
static int
words_matched(const char *name, int argc, char **argv)
{
	g_auto(GStrv) words = g_strsplit(name, " ", -1);
	int count = (int)g_strv_length(words);

	for (int i = 0; i < count; i++)
		if (i >= argc || !g_str_equal(words[i], argv[i]))
			return 0;
	return count;
}

const apres_verb *
apres_verb_find(int argc, char **argv, int *words_out)
{
	const apres_verb *best = NULL;

	*words_out = 0;
	for (guint i = 0; apres_verbs_at(i) != NULL; i++) {
		int words = words_matched(apres_verbs_at(i)->name, argc, argv);

		if (words > *words_out) {
			best = apres_verbs_at(i);
			*words_out = words;
		}
	}
	return best;
}
