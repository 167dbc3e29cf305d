/* SPDX-License-Identifier: Apache-2.0 */
/* Machine checks that look at who sent it and at the subject. */
#include "config.h"
#include "message/machine-check.h"

#include <string.h>

#include "message/address.h"
#include "message/subject.h"

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

static bool
is_named(const GPtrArray *addresses, const char *const *words)
{
	for (guint i = 0; i < addresses->len; i++) {
		const apres_address *address = addresses->pdata[i];
		g_autofree char *local = g_ascii_strdown(address->local, -1);
		for (const char *const *w = words; *w != NULL; w++)
			if (local_matches(local, *w))
				return true;
	}
	return false;
}

/* A list of ours stands in Sender and Return-Path of what it passes on. */
const char *
machine_find_sender(const char *const *words, const machine_context *context)
{
	if (is_named(context->authors, words))
		return "From";
	if (!context->own_list && is_named(context->senders, words))
		return "Return-Path";
	return NULL;
}

const char *
machine_find_errors_to(const char *const *words, const machine_context *context)
{
	const char *value = apres_headers_get(context->headers, "Errors-To");

	if (value == NULL || context->own_list)
		return NULL;
	g_autoptr(GPtrArray) list = apres_address_parse_list(value);
	return is_named(list, words) ? "Errors-To" : NULL;
}

static bool
is_ours(const GPtrArray *own, const GPtrArray *addresses)
{
	for (guint i = 0; own != NULL && i < addresses->len; i++) {
		const apres_address *address = addresses->pdata[i];
		g_autofree char *identity = apres_address_identity(address->addr);
		for (guint k = 0; identity != NULL && k < own->len; k++)
			if (g_ascii_strcasecmp(identity, own->pdata[k]) == 0)
				return true;
	}
	return false;
}

const char *
machine_find_own_sender(const char *const *words G_GNUC_UNUSED,
			const machine_context *context)
{
	const GPtrArray *own = context->options->own_addresses;

	if (context->own_list)
		return NULL;
	if (is_ours(own, context->authors))
		return "From";
	return is_ours(own, context->senders) ? "Sender" : NULL;
}

/* A candidate's mail for which a list of ours put its own address into From, because the
 * candidate's domain asks for DMARC: who wrote it, a person must see. */
const char *
machine_find_rewritten(const char *const *words G_GNUC_UNUSED,
		       const machine_context *context)
{
	bool ours = is_ours(context->options->own_addresses, context->authors);

	return context->own_list && ours ? "From" : NULL;
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
machine_find_subject_start(const char *const *words, const machine_context *context)
{
	for (const char *const *w = words; *w != NULL; w++)
		if (g_str_has_prefix(context->subject, *w))
			return "Subject";
	return NULL;
}

const char *
machine_find_subject(const char *const *words, const machine_context *context)
{
	if (is_reply(context->subject))
		return NULL;
	for (const char *const *w = words; *w != NULL; w++)
		if (strstr(context->subject, *w) != NULL)
			return "Subject";
	return NULL;
}

/* Two responders that answer each other add a prefix at each turn. */
const char *
machine_find_stacked(const char *const *words, const machine_context *context)
{
	const char *at = context->subject;
	guint automatic = 0;
	gsize n;

	do {
		g_autofree char *core = apres_subject_core(at);
		at += strlen(at) - strlen(core);
		n = 0;
		for (const char *const *w = words; *w != NULL && n == 0; w++)
			if (g_str_has_prefix(at, *w))
				n = strlen(*w);
		at += n;
		automatic += n > 0;
	} while (n > 0);
	return automatic >= 2 ? "Subject" : NULL;
}
