/* SPDX-License-Identifier: Apache-2.0 */
/* Needs, one behind the other. */
#include "config.h"
#include "classify/needs.h"

void
apres_needs_begin_any(GArray *needs)
{
	guint32 none = APRES_NEEDS_ANY;

	g_array_append_val(needs, none);
}

void
apres_needs_add_choice(GArray *needs, const guint32 *choice, guint len)
{
	guint32 all = APRES_NEEDS_ALL + len;

	if (len == 0 || apres_needs_span(choice) < len)
		g_array_append_val(needs, all);
	g_array_append_vals(needs, choice, len);
}

void
apres_needs_end_any(GArray *needs, guint begun)
{
	guint32 *any = &g_array_index(needs, guint32, begun);
	guint32 len = needs->len - begun - 1;

	*any += len;
	if (len == 0)
		g_array_set_size(needs, begun);
	else if (apres_needs_span(any + 1) == len) /* one of one */
		g_array_remove_index(needs, begun);
}
