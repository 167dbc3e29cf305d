/* SPDX-License-Identifier: Apache-2.0 */
/* What candidates give back: replies, as they keep them. */
#include "config.h"
#include "apres/receipts.h"

#include <string.h>

#include "store/audit-verify.h"
#include "util/error.h"
#include "util/fsutil.h"

#define MAX_FILE (256 * 1024 * 1024)
#define RECEIPT "X-Apres-Receipt:"
#define MESSAGE_ID "Message-ID:"

/* The headers of one mail, as far as they were read. */
typedef struct headers {
	GPtrArray *receipts;
	GString *field; /* the one that may go on in the next line */
	apres_receipt *mail;
	bool inside;
} headers;

static void
free_receipt(gpointer receipt)
{
	apres_receipt_free(receipt);
}

/* The value of FIELD if it is NAME (with its colon), without white space and angle
 * brackets; caller owns. */
static char *
value_of(const char *field, const char *name)
{
	if (g_ascii_strncasecmp(field, name, strlen(name)) != 0)
		return NULL;
	g_autofree char *value = g_strdup(field + strlen(name));
	g_strstrip(value);
	gsize len = strlen(value);
	if (len < 2 || value[0] != '<' || value[len - 1] != '>')
		return g_steal_pointer(&value);
	return g_strndup(value + 1, len - 2);
}

static void
end_field(headers *h)
{
	g_autofree char *leaf = value_of(h->field->str, RECEIPT);
	g_autofree char *id = value_of(h->field->str, MESSAGE_ID);

	if (leaf != NULL && h->mail->leaf == NULL)
		h->mail->leaf = g_steal_pointer(&leaf);
	if (id != NULL && h->mail->id == NULL)
		h->mail->id = g_steal_pointer(&id);
	g_string_truncate(h->field, 0);
}

static void
end_mail(headers *h)
{
	end_field(h);
	if (h->mail->leaf != NULL)
		g_ptr_array_add(h->receipts, h->mail);
	else
		apres_receipt_free(h->mail);
	h->mail = g_new0(apres_receipt, 1);
	h->inside = false;
}

static void
take_line(headers *h, const char *line, gsize len)
{
	if (len >= 5 && memcmp(line, "From ", 5) == 0) {
		end_mail(h);
		h->inside = true;
	} else if (len == 0 && h->inside) {
		end_mail(h);
	} else if (h->inside) {
		/* A long value stands on a line of its own (RFC 5322 2.2.3). */
		if (line[0] != ' ' && line[0] != '\t')
			end_field(h);
		g_string_append_len(h->field, line, (gssize)len);
	}
}

GPtrArray *
apres_receipts_read(const char *path, GError **error)
{
	g_autoptr(GPtrArray) receipts = g_ptr_array_new_with_free_func(free_receipt);
	g_autoptr(GBytes) bytes = apres_file_read(path, MAX_FILE, error);
	g_autoptr(GString) field = g_string_new(NULL);
	headers h = { receipts, field, NULL, true };
	gsize len;

	if (bytes == NULL)
		return NULL;
	const char *data = g_bytes_get_data(bytes, &len);
	h.mail = g_new0(apres_receipt, 1);
	for (const char *line = data; line < data + len;) {
		const char *end = memchr(line, '\n', (gsize)(data + len - line));
		const char *stop = end != NULL ? end : data + len;
		gsize n = (gsize)(stop - line);

		if (n > 0 && line[n - 1] == '\r')
			n--;
		take_line(&h, line, n);
		line = stop + 1;
	}
	end_mail(&h);
	apres_receipt_free(h.mail);
	if (receipts->len > 0)
		return g_steal_pointer(&receipts);
	apres_throw(error, APRES_ERROR_INPUT, "'%s' has no mail with the header %.*s",
		    path, (int)strlen(RECEIPT) - 1, RECEIPT);
	return NULL;
}
