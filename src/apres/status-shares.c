/* SPDX-License-Identifier: Apache-2.0 */
/* "apres status": one mark that keeps an unusual part of a day's mail from an answer. */
#include "config.h"
#include "apres/explain.h"
#include "apres/output.h"
#include "apres/status-shares.h"
#include "store/share.h"

#include <stdio.h>

void
apres_status_print_shares(const GPtrArray *shares)
{
	for (guint i = 0; i < shares->len; i++) {
		const apres_share *s = g_ptr_array_index(shares, i);
		if (!apres_share_is_unusual(s))
			continue;
		printf("%sunusual%s: %s: %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT
		       " mails of the last 24 h were not answered because of %s (%s); "
		       "in the 28 days before %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT
		       ".  Look at one with apres explain -v; see TRUSTED SENDERS in "
		       "apres-policy(5), lists and aliases in apres.conf(5)\n",
		       apres_output_begin(APRES_STYLE_WARN),
		       apres_output_end(APRES_STYLE_WARN), s->company, s->day,
		       s->day_total, s->reason, apres_explain_reason(s->reason),
		       s->before, s->before_total);
	}
}

json_t *
apres_status_shares_to_json(const GPtrArray *shares)
{
	json_t *array = json_array();

	for (guint i = 0; i < shares->len; i++) {
		const apres_share *s = g_ptr_array_index(shares, i);
		json_t *row = json_object();
		json_object_set_new(row, "company", apres_output_string(s->company));
		json_object_set_new(row, "reason", apres_output_string(s->reason));
		json_object_set_new(row, "day", json_integer(s->day));
		json_object_set_new(row, "day_total", json_integer(s->day_total));
		json_object_set_new(row, "before", json_integer(s->before));
		json_object_set_new(row, "before_total", json_integer(s->before_total));
		json_object_set_new(row, "unusual",
				    json_boolean(apres_share_is_unusual(s)));
		json_array_append_new(array, row);
	}
	return array;
}
