/* SPDX-License-Identifier: Apache-2.0 */
/* Machine checks that look at who sent it and at the subject. */
#include "config.h"
#include "message/machine-check.h"

#include <string.h>

#include "message/address.h"

/* WORD: "name", "name*", "*name" or "*name*"; the star stands for anything, also nothing.
 */
static bool
local_matches(const char *local, const char *word)
{
	gsize n = strlen(word), len = strlen(local);
	bool open_start = word[0] == '*', open_end = n > 1 && word[n - 1] == '*';

	if (open_start && open_end) {
		g_autofree char *inner = g_strndup(word + 1, n - 2);
		return strstr(local, inner) != NULL;
	}
	if (open_start)
		return g_str_has_suffix(local, word + 1);
	if (open_end)
		return len >= n - 1 && strncmp(local, word, n - 1) == 0;
	return strcmp(local, word) == 0;
}

const char *
machine_find_sender(const machine_check *check, const machine_context *context)
{
	for (guint i = 0; i < context->senders->len; i++) {
		const apres_address *address = context->senders->pdata[i];
		g_autofree char *local = g_ascii_strdown(address->local, -1);
		for (const char *const *w = check->words; *w != NULL; w++)
			if (local_matches(local, *w))
				return "From";
	}
	return NULL;
}

const char *
machine_find_own_sender(const machine_check *check G_GNUC_UNUSED,
			const machine_context *context)
{
	const GPtrArray *own = context->options->own_addresses;

	for (guint i = 0; own != NULL && i < context->senders->len; i++) {
		const apres_address *address = context->senders->pdata[i];
		g_autofree char *identity = apres_address_identity(address->addr);
		for (guint k = 0; identity != NULL && k < own->len; k++)
			if (g_ascii_strcasecmp(identity, own->pdata[k]) == 0)
				return "From";
	}
	return NULL;
}

/* A person answers an automatic mail: the words in the subject are then ours or theirs,
 * not new. */
static bool
is_reply(const char *subject)
{
	static const char *const prefixes[] = {
		"re:", "re :",  "aw:",      "sv:",  "vs:", "odp:", "rv:",
		"ri:", "antw:", "antwort:", "fwd:", "fw:", "wg:",  "tr:"
	};

	for (guint i = 0; i < G_N_ELEMENTS(prefixes); i++)
		if (g_str_has_prefix(subject, prefixes[i]))
			return true;
	return false;
}

const char *
machine_find_subject_start(const machine_check *check, const machine_context *context)
{
	for (const char *const *w = check->words; *w != NULL; w++)
		if (g_str_has_prefix(context->subject, *w))
			return "Subject";
	return NULL;
}

const char *
machine_find_subject(const machine_check *check, const machine_context *context)
{
	if (is_reply(context->subject))
		return NULL;
	for (const char *const *w = check->words; *w != NULL; w++)
		if (strstr(context->subject, *w) != NULL)
			return "Subject";
	return NULL;
}
