/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whoever has the next word about a debrief is asked for it by mail: the owner, with a
 * date for the calendar; then the employee, whose answer goes to HR.
 */
#ifndef APRES_PIPELINE_DEBRIEF_MAIL_H
#define APRES_PIPELINE_DEBRIEF_MAIL_H
#include "pipeline/pipeline.h"
#include "policy/debrief-words.h"
#include "store/debrief.h"
#include "store/debrief-mail.h"

/*
 * In the open transaction: put what is to be asked about the debriefs of COMPANY and was
 * not yet into the outbox; each question once, whatever the clock does.  Not for shadow.
 */
bool apres_debrief_mails_keep(apres_store *store, const apres_config *config,
			      const apres_company *company, gint64 now, GError **error);
/*
 * What was SAID in answer to MAIL, of DEBRIEF, is not clear: ask the same once more, with
 * what was understood.  Once for each question, and not what is asked no longer.
 */
bool apres_debrief_mail_again(apres_store *store, const apres_config *config,
			      const apres_company *company, const apres_debrief *debrief,
			      const apres_debrief_mail *mail,
			      const apres_debrief_said *said, gint64 now, GError **error);
#endif
