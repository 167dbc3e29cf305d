/* SPDX-License-Identifier: Apache-2.0 */
/* The keys of private parts are lost, and somebody says so. */
#include "config.h"
#include "pipeline/action-parts.h"
#include "store/audit.h"

bool
apres_action_audit_new_keys(const apres_action_context *c, const json_t *args,
			    json_t **answer_out, GError **error)
{
	const char *by, *because;
	gint64 lost;

	if (!apres_action_take_text(args, "by", true, &by, error) ||
	    !apres_action_take_text(args, "because", true, &because, error) ||
	    !apres_keys_begin_anew(c->store, by, because, c->now, &lost, error))
		return false;
	*answer_out = json_pack("{s:s, s:I}", "state", "begun", "lost", (json_int_t)lost);
	return true;
}
