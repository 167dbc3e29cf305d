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
apres_needs_add_choice(GArray *needs, guint begun, const guint32 *choice, guint len)
{
	g_array_append_val(needs, len);
	g_array_append_vals(needs, choice, len);
	g_array_index(needs, guint32, begun)++;
}

void
apres_needs_end_any(GArray *needs, guint begun)
{
	guint32 count = g_array_index(needs, guint32, begun) - APRES_NEEDS_ANY;

	if (count == 1) /* one of one: the list itself */
		g_array_remove_range(needs, begun, 2);
	else if (count == 0)
		g_array_set_size(needs, begun);
}
