/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "message/cfws.h"

#include <glib.h>

const char *
apres_cfws_skip(const char *s)
{
	guint depth = 0;

	for (; *s != '\0'; s++) {
		if (*s == '(')
			depth++;
		else if (depth > 0 && *s == ')')
			depth--;
		else if (depth > 0 && *s == '\\' && s[1] != '\0')
			s++;
		else if (depth == 0 && *s != ' ' && *s != '\t')
			break;
	}
	return depth > 0 ? NULL : s;
}
