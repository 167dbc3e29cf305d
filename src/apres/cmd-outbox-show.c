/* SPDX-License-Identifier: Apache-2.0 */
/* apres outbox show: one reply as its recipient reads it, or its very bytes. */
#include "config.h"
#include "apres/outbox-item.h"
#include "apres/output.h"
#include "apres/screen.h"
#include "message/headers.h"
#include "reply/out.h"
#include "store/approval.h"
#include "util/error.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

static const char *const shown_fields[] = { "From", "To", "Subject", "Reply-To",
					    "Auto-Submitted" };

static void
print_item(apres_store *store, const apres_outbox_item *item, const char *text)
{
	gsize len = strlen(text);
	g_autoptr(apres_headers) headers = apres_headers_parse(text, len);
	g_autofree char *words = apres_outbox_item_words(store, item);
	g_autofree char *body = apres_out_read_body(text, len);
	g_auto(GStrv) lines = g_strsplit(body, "\n", -1);

	printf(" %s%s%s · to %s%s%s\n\n", apres_output_begin(APRES_STYLE_STRONG),
	       apres_outbox_item_state(item), apres_output_end(APRES_STYLE_STRONG),
	       item->recipient, *words != '\0' ? " · " : "", words);
	for (guint i = 0; i < G_N_ELEMENTS(shown_fields); i++) {
		const char *value = apres_headers_get(headers, shown_fields[i]);

		/* Ours is encoded in the header; the store has it as people read it. */
		if (g_str_equal(shown_fields[i], "Subject") && item->subject != NULL)
			value = item->subject;
		if (value != NULL)
			printf(" %s: %s\n", shown_fields[i], value);
	}
	putchar('\n');
	for (guint i = 0; lines[i] != NULL; i++) {
		g_autofree char *line = apres_output_clean(lines[i], 1000);
		if (lines[i + 1] != NULL || *line != '\0')
			printf(" %s\n", line);
	}
}

/* Who has agreed, and how to agree to just what was shown: COMMAND, and the number ID. */
static void
print_approvals(apres_store *store, const apres_outbox_item *item,
		const GPtrArray *approvals, const char *words, const char *command,
		gint64 id)
{
	g_autofree char *digest = apres_outbox_digest(item);

	putchar('\n');
	for (guint i = 0; i < approvals->len; i++) {
		const apres_approval *one = approvals->pdata[i];
		g_autofree char *at = apres_screen_time(store, item->company, one->at);
		printf(" approved by %s, %s\n", one->login, at);
	}
	printf(" %s:\n  apres %s --seen %.12s %" G_GINT64_FORMAT "\n", words, command,
	       digest, id);
}

/* Must several people agree that ITEM is sent again? */
static bool
needs_several(const apres_config *config, const apres_outbox_item *item)
{
	const apres_company_config *company = apres_config_company(config, item->company);

	return (item->state == APRES_OUTBOX_UNKNOWN ||
		item->state == APRES_OUTBOX_FAILED) &&
	       item->returned == 0 && !g_str_equal(item->kind, "notice") &&
	       company != NULL && company->reply_approvals > 1;
}

static bool
show_approvals(apres_store *store, const apres_config *config,
	       const apres_outbox_item *item, GError **error)
{
	bool first = item->state == APRES_OUTBOX_WAITING && item->needs_approval &&
		     item->approved_by == NULL;
	g_autoptr(GPtrArray) approvals = NULL;

	if (!first && !needs_several(config, item))
		return true;
	if (!apres_outbox_approvals(store, item, &approvals, error))
		return false;
	if (first)
		print_approvals(store, item, approvals, "to let go what is shown here",
				"review approve", item->message_id);
	else
		print_approvals(store, item, approvals,
				"to send again what is shown here", "outbox resend",
				item->id);
	return true;
}

static bool
show(const apres_cli *cli, bool raw, GError **error)
{
	g_autoptr(apres_config) config = apres_cli_config(cli, error);
	g_autoptr(apres_outbox_item) item = NULL;
	gint64 id;
	gsize len = 0;

	if (config == NULL || !apres_cli_number(cli->rest[0], "reply", &id, error))
		return false;
	g_autoptr(apres_store) store = apres_screen_store(config, error);
	if (store == NULL || !apres_outbox_get(store, id, &item, error))
		return false;
	if (item == NULL)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "there is no reply %s; see: apres outbox list",
				   cli->rest[0]);
	const char *bytes =
		item->bytes != NULL ? g_bytes_get_data(item->bytes, &len) : NULL;
	g_autofree char *text = g_strndup(bytes != NULL ? bytes : "", len);
	if (raw) {
		fwrite(text, 1, len, stdout);
	} else if (cli->json) {
		json_t *row = apres_outbox_item_to_json(item);
		json_object_set_new(row, "bytes", apres_output_string(text));
		apres_output_json(row);
	} else {
		print_item(store, item, text);
		return show_approvals(store, config, item, error);
	}
	return true;
}

static int
run_show(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	gboolean raw = FALSE;
	const GOptionEntry own[] = {
		{ "raw", 0, 0, G_OPTION_ARG_NONE, &raw, "its very bytes", NULL },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!apres_cli_parse(&cli, &apres_verb_outbox_show, own, argc, argv, 1, 1, error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	return show(&cli, raw, error) ? 0 : EX_DATAERR;
}

const apres_verb apres_verb_outbox_show = {
	.name = "outbox show",
	.usage = "[--raw|--json] ID",
	.summary = "one reply as its recipient reads it, and where it is",
	.run = run_show,
	.notes = "Exit status: 0 shown, 65 if there is no such reply.\n",
};
