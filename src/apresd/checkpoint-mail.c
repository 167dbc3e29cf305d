/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "apresd/checkpoint-mail.h"
#include "pipeline/notice.h"
#include "store/checkpoint.h"
#include "store/outbox.h"
#include "util/error.h"
#include "util/text.h"

/* In the store: size, time and outbox number of the last one. */
#define MAILED "checkpoint-mail"
#define HOUR_SECS 3600

typedef struct last_mail {
	guint64 size; /* 0 = there was none */
	gint64 at, id;
} last_mail;

static bool
load_last(apres_store *store, last_mail *last_out, GError **error)
{
	g_autofree char *text = NULL;

	*last_out = (last_mail){ 0 };
	if (!apres_store_meta_get(store, MAILED, &text, error))
		return false;
	g_auto(GStrv) words = g_strsplit(text != NULL ? text : "", " ", 3);
	if (g_strv_length(words) == 3)
		*last_out = (last_mail){ .size = g_ascii_strtoull(words[0], NULL, 10),
					 .at = g_ascii_strtoll(words[1], NULL, 10),
					 .id = g_ascii_strtoll(words[2], NULL, 10) };
	return true;
}

/* What became of it, if nothing good. */
static bool
look_at_last(apres_store *store, const last_mail *last, const char *address,
	     char **trouble_out, GError **error)
{
	g_autoptr(apres_outbox_item) item = NULL;

	if (last->size == 0 || !apres_outbox_get(store, last->id, &item, error))
		return last->size == 0;
	if (item == NULL ||
	    (item->state != APRES_OUTBOX_FAILED && item->state != APRES_OUTBOX_UNKNOWN &&
	     item->state != APRES_OUTBOX_CANCELLED))
		return true;
	*trouble_out = g_strdup_printf(
		"the mail to %s with the checkpoint of %" G_GUINT64_FORMAT
		" entries is %s%s%s; another is tried every hour; see apres outbox show "
		"%" G_GINT64_FORMAT,
		address, last->size, apres_outbox_state_to_string(item->state),
		item->last_result != NULL ? ": " : "",
		item->last_result != NULL ? item->last_result : "", item->id);
	return true;
}

/* Its text is the checkpoint and nothing else: what is saved of it can be checked. */
static bool
post(apres_store *store, const apres_config *config, guint64 size, gint64 now,
     GError **error)
{
	g_autoptr(GPtrArray) notes = NULL;
	g_autofree char *seed = g_strdup_printf(
		"checkpoint:%" G_GUINT64_FORMAT ":%" G_GINT64_FORMAT, size, now);
	g_autofree char *subject =
		g_strdup_printf("Checkpoint of the record: %" G_GUINT64_FORMAT " %s",
				size, apres_noun(size, "entry", "entries"));
	g_autoptr(apres_txn) txn = apres_txn_begin(store, error);

	if (txn == NULL || !apres_checkpoint_notes(store, size - 1, size, &notes, error))
		return false;
	if (notes->len == 0)
		return apres_throw(error, APRES_ERROR_TEMP,
				   "the store has no checkpoint of %" G_GUINT64_FORMAT
				   " entries; see apres audit verify",
				   size);
	const apres_notice notice = { .to = config->checkpoint_mail,
				      .seed = seed,
				      .subject = subject,
				      .text = notes->pdata[0] };
	gint64 id;
	if (!apres_notice_post_numbered(store, config, config->companies->pdata[0],
					&notice, now, &id, error))
		return false;
	if (id == 0)
		return apres_throw(error, APRES_ERROR_CONFIG,
				   "'%s' cannot be written to; correct it in %s",
				   config->checkpoint_mail, config->path);
	g_autofree char *mark = g_strdup_printf("%" G_GUINT64_FORMAT " %" G_GINT64_FORMAT
						" %" G_GINT64_FORMAT,
						size, now, id);
	return apres_store_meta_set(store, MAILED, mark, error) &&
	       apres_txn_commit(txn, error);
}

bool
apres_checkpoint_mail_turn(apres_store *store, const apres_config *config, guint64 size,
			   gint64 now, bool *posted_out, char **trouble_out,
			   GError **error)
{
	last_mail last;

	*posted_out = false;
	if (!load_last(store, &last, error) ||
	    !look_at_last(store, &last, config->checkpoint_mail, trouble_out, error))
		return false;
	gint64 pause = *trouble_out != NULL ? HOUR_SECS
					    : config->checkpoint_mail_hours * HOUR_SECS;
	/* A clock that was set back must not silence it. */
	if (size == last.size || (last.size != 0 && ABS(now - last.at) < pause))
		return true;
	*posted_out = post(store, config, size, now, error);
	return *posted_out;
}
