/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "apres/mta-log.h"
#include "util/error.h"

#include <gio/gio.h>
#include <string.h>

#define MAX_LINE 8192
#define MAX_MAILS 5000000
#define MIN_QUEUE_ID 5
#define MAX_QUEUE_ID 40

static void
mail_free(gpointer data)
{
	apres_mta_mail *mail = data;

	g_free(mail->id);
	g_free(mail->from);
	g_free(mail);
}

apres_mta_log *
apres_mta_log_new(void)
{
	apres_mta_log *log = g_new0(apres_mta_log, 1);

	log->mails = g_ptr_array_new_with_free_func(mail_free);
	log->open = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return log;
}

void
apres_mta_log_free(apres_mta_log *log)
{
	if (log == NULL)
		return;
	g_hash_table_unref(log->open);
	g_ptr_array_unref(log->mails);
	g_free(log);
}

/* ---- a line ---- */

/* "... postfix/smtp[12]: 4F2X: to=<a>, ...": the queue id, and *REST_OUT behind it. */
static char *
queue_id(const char *line, const char **rest_out)
{
	const char *at = strstr(line, "]: ");
	gsize len = 0;

	if (at == NULL)
		return NULL;
	at += 3;
	while (g_ascii_isalnum(at[len]) && len <= MAX_QUEUE_ID)
		len++;
	if (len < MIN_QUEUE_ID || len > MAX_QUEUE_ID || at[len] != ':' ||
	    at[len + 1] != ' ')
		return NULL;
	*rest_out = at + len + 2;
	return g_strndup(at, len);
}

/* The value of NAME= at the beginning of REST or behind ", "; caller owns. */
static char *
value_of(const char *rest, const char *name)
{
	gsize len = strlen(name);
	const char *end;

	for (const char *at = rest; at != NULL; at = strstr(at, ", ")) {
		if (at != rest)
			at += 2;
		if (strncmp(at, name, len) != 0 || at[len] != '=')
			continue;
		at += len + 1;
		/* What stands in angle brackets may hold commas. */
		end = *at == '<' ? strchr(at, '>') : NULL;
		if (end != NULL)
			return g_strndup(at, (gsize)(end - at) + 1);
		return g_strndup(at, strcspn(at, ", "));
	}
	return NULL;
}

static char *
without_brackets(char *text)
{
	gsize len = strlen(text);

	if (len >= 2 && text[0] == '<' && text[len - 1] == '>') {
		memmove(text, text + 1, len - 2);
		text[len - 2] = '\0';
	}
	return text;
}

static apres_mta_mail *
mail_of(apres_mta_log *log, const char *queue)
{
	apres_mta_mail *mail = g_hash_table_lookup(log->open, queue);

	if (mail == NULL && log->mails->len < MAX_MAILS) {
		mail = g_new0(apres_mta_mail, 1);
		g_ptr_array_add(log->mails, mail);
		g_hash_table_insert(log->open, g_strdup(queue), mail);
	}
	return mail;
}

/* "sent", "bounced", "expired", "deferred"; Sendmail says "Sent (...)". */
static void
count(apres_mta_mail *mail, const char *status)
{
	if (g_ascii_strncasecmp(status, "sent", 4) == 0)
		mail->sent++;
	else if (g_ascii_strncasecmp(status, "deferred", 8) == 0)
		mail->deferred++;
	else
		mail->bounced++;
}

void
apres_mta_log_line(apres_mta_log *log, const char *line)
{
	const char *rest = NULL;
	g_autofree char *queue = queue_id(line, &rest);
	apres_mta_mail *mail = queue != NULL ? mail_of(log, queue) : NULL;

	log->lines++;
	if (mail == NULL)
		return;
	g_autofree char *to = value_of(rest, "to");
	g_autofree char *id = value_of(rest, "message-id");
	if (id == NULL)
		id = value_of(rest, "msgid");
	g_autofree char *from = to == NULL ? value_of(rest, "from") : NULL;
	g_autofree char *status = to != NULL ? value_of(rest, "status") : NULL;
	if (to != NULL && status == NULL)
		status = value_of(rest, "stat");
	/* The first that is said counts: a mail cannot name another one later. */
	if (id != NULL && mail->id == NULL)
		mail->id = without_brackets(g_steal_pointer(&id));
	if (from != NULL && mail->from == NULL)
		mail->from = without_brackets(g_steal_pointer(&from));
	if (status != NULL)
		count(mail, status);
	/* The server gives its short queue ids again. */
	if (g_str_equal(rest, "removed"))
		g_hash_table_remove(log->open, queue);
}

/* ---- a file ---- */

static GInputStream *
open_log(const char *path, GError **error)
{
	g_autoptr(GFile) file = g_file_new_for_path(path);
	g_autoptr(GFileInputStream) raw = g_file_read(file, NULL, error);

	if (raw == NULL || !g_str_has_suffix(path, ".gz"))
		return (GInputStream *)g_steal_pointer(&raw);
	g_autoptr(GZlibDecompressor) unpack =
		g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP);
	return g_converter_input_stream_new(G_INPUT_STREAM(raw), G_CONVERTER(unpack));
}

/* The bytes of a piece; a line that goes on past MAX_LINE loses its end. */
static void
take_piece(apres_mta_log *log, GString *line, const char *data, gsize len)
{
	for (gsize i = 0; i < len; i++) {
		if (data[i] == '\n') {
			apres_mta_log_line(log, line->str);
			g_string_truncate(line, 0);
		} else if (line->len < MAX_LINE && data[i] != '\0') {
			g_string_append_c(line, data[i]);
		}
	}
}

bool
apres_mta_log_read(apres_mta_log *log, const char *path, GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_autoptr(GInputStream) in = open_log(path, &cause);
	g_autoptr(GString) line = g_string_new(NULL);
	char piece[16384];
	gssize len = in != NULL ? 1 : -1;

	while (len > 0) {
		len = g_input_stream_read(in, piece, sizeof piece, NULL, &cause);
		if (len > 0)
			take_piece(log, line, piece, (gsize)len);
	}
	if (len < 0)
		return apres_throw(error, APRES_ERROR_INPUT, "'%s': %s", path,
				   cause->message);
	if (line->len > 0)
		apres_mta_log_line(log, line->str);
	return log->mails->len < MAX_MAILS ||
	       apres_throw(error, APRES_ERROR_INPUT,
			   "'%s' has more than %d mails: give a shorter log", path,
			   MAX_MAILS);
}
