/* SPDX-License-Identifier: Apache-2.0 */
/* Read the keyword, whatever stands around it; what cannot be read is not a person's
 * "no". */
#include "config.h"
#include "message/auto-submitted.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

#include "message/cfws.h"

apres_auto_kind
apres_auto_submitted_parse(const char *value)
{
	static const struct {
		const char *keyword;
		apres_auto_kind kind;
	} known[] = {
		{ "no", APRES_AUTO_NO },
		{ "auto-generated", APRES_AUTO_GENERATED },
		{ "auto-replied", APRES_AUTO_REPLIED },
		{ "auto-notified", APRES_AUTO_NOTIFIED },
	};
	const char *start = apres_cfws_skip(value);

	if (start == NULL)
		return APRES_AUTO_GENERATED;
	gsize len = strcspn(start, " \t();");
	const char *rest = apres_cfws_skip(start + len);
	for (guint i = 0; i < G_N_ELEMENTS(known); i++) {
		if (strlen(known[i].keyword) != len ||
		    g_ascii_strncasecmp(start, known[i].keyword, len) != 0)
			continue;
		bool whole = rest != NULL && (*rest == '\0' || *rest == ';');
		return whole || known[i].kind != APRES_AUTO_NO ? known[i].kind
							       : APRES_AUTO_GENERATED;
	}
	return APRES_AUTO_GENERATED;
}
