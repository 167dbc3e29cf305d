/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walk over the MIME tree.  GMime sees only the fields that describe the
 * body, never the addresses; a parsed part is read, never written again.
 */
#include "config.h"
#include "message/mime.h"

#include <string.h>

#include "message/machine.h"
#include "util/text.h"

#define MAX_NAME_CHARS 200

void
apres_mime_add_problem(GPtrArray *problems, const char *problem)
{
	if (!g_ptr_array_find_with_equal_func(problems, problem, g_str_equal, NULL))
		g_ptr_array_add(problems, (gpointer)problem);
}

static void
add_machine(apres_mime *mime, const char *name, const char *detail)
{
	const apres_machine_kind *kind = apres_machine_find(name);

	/* A bounce that somebody attached is his subject, not his nature. */
	if (mime->forwarding)
		return;
	for (guint i = 0; i < mime->machine->len; i++)
		if (strcmp(((apres_machine_hit *)mime->machine->pdata[i])->id, name) == 0)
			return;
	g_ptr_array_add(mime->machine,
			apres_machine_hit_new(kind->id, kind->grade, detail));
}

static void
add_attachment(apres_mime *mime, const char *name)
{
	if (mime->forwarding || name == NULL)
		return;
	g_autofree char *line = apres_text_clean_line(name, MAX_NAME_CHARS);
	if (*line == '\0')
		return;
	if (mime->attachments->len > 0)
		g_string_append_c(mime->attachments, '\n');
	g_string_append(mime->attachments, line);
}

static bool
is_attached(GMimeObject *part)
{
	const char *how = g_mime_object_get_disposition(part);

	return how != NULL && g_ascii_strcasecmp(how, GMIME_DISPOSITION_ATTACHMENT) == 0;
}

static const char *
file_name(GMimeObject *part)
{
	return GMIME_IS_PART(part) ? g_mime_part_get_filename(GMIME_PART(part)) : NULL;
}

bool
apres_mime_has_type(GMimeObject *part, const char *type, const char *subtype)
{
	return g_mime_content_type_is_type(g_mime_object_get_content_type(part), type,
					   subtype);
}

static bool
is_encrypted(GMimeObject *part)
{
	if (apres_mime_has_type(part, "multipart", "encrypted") ||
	    apres_mime_has_type(part, "application", "pgp-encrypted"))
		return true;
	/* Also the opaque signature: what it holds, we do not read. */
	return apres_mime_has_type(part, "application", "pkcs7-mime") ||
	       apres_mime_has_type(part, "application", "x-pkcs7-mime");
}

/* Parts that only machines make. */
static void
note_machine(apres_mime *mime, GMimeObject *part)
{
	if (apres_mime_has_type(part, "message", "disposition-notification"))
		add_machine(mime, "mdn", "Content-Type");
	else if (apres_mime_has_type(part, "multipart", "report") ||
		 apres_mime_has_type(part, "message", "delivery-status") ||
		 apres_mime_has_type(part, "message", "global-delivery-status") ||
		 apres_mime_has_type(part, "message", "feedback-report"))
		add_machine(mime, "report", "Content-Type");
	else if (apres_mime_has_type(part, "text", "calendar") ||
		 apres_mime_has_type(part, "application", "ics"))
		add_machine(mime, "calendar-part", "Content-Type");
}

/* A leaf: text that is shown, or a file. */
static void
read_leaf(apres_mime *mime, GMimeObject *part)
{
	const char *name = file_name(part);
	/* A body may have a name; a part with one is a file. */
	bool attached = is_attached(part) || (name != NULL && mime->parts > 1);

	if (!GMIME_IS_PART(part))
		return;
	if (!attached && (apres_mime_has_type(part, "text", "plain") ||
			  apres_mime_has_type(part, "text", "enriched")))
		apres_mime_add_text(mime, GMIME_PART(part), false);
	else if (!attached && apres_mime_has_type(part, "text", "html"))
		apres_mime_add_text(mime, GMIME_PART(part), true);
	else if (name != NULL)
		add_attachment(mime, name);
	else if (is_attached(part))
		add_attachment(mime, "(no name)");
}

static void walk(apres_mime *mime, GMimeObject *part, guint depth);

static void
walk_attached_mail(apres_mime *mime, GMimeMessagePart *part, guint depth)
{
	GMimeMessage *inner = g_mime_message_part_get_message(part);
	bool outer = mime->forwarding;

	add_attachment(mime, "(mail)");
	mime->forwarding = true;
	if (inner != NULL && g_mime_message_get_mime_part(inner) != NULL)
		walk(mime, g_mime_message_get_mime_part(inner), depth + 1);
	mime->forwarding = outer;
}

static void
walk_multipart(apres_mime *mime, GMimeMultipart *multipart, guint depth)
{
	int n = g_mime_multipart_get_count(multipart);

	if (n == 0)
		apres_mime_add_problem(mime->problems, "mime-broken");
	for (int i = 0; i < n && mime->parts <= APRES_MESSAGE_MAX_PARTS; i++)
		walk(mime, g_mime_multipart_get_part(multipart, i), depth + 1);
}

static void
walk(apres_mime *mime, GMimeObject *part, guint depth)
{
	if (depth > APRES_MESSAGE_MAX_DEPTH || ++mime->parts > APRES_MESSAGE_MAX_PARTS) {
		apres_mime_add_problem(mime->problems, depth > APRES_MESSAGE_MAX_DEPTH
							       ? "mime-depth"
							       : "mime-parts");
		mime->text_unknown = true;
		return;
	}
	note_machine(mime, part);
	apres_mime_note_report(mime, part);
	if (is_encrypted(part) && !mime->forwarding)
		apres_mime_add_problem(mime->problems, "encrypted");
	if (GMIME_IS_MESSAGE_PART(part))
		walk_attached_mail(mime, GMIME_MESSAGE_PART(part), depth);
	else if (GMIME_IS_MULTIPART(part))
		walk_multipart(mime, GMIME_MULTIPART(part), depth);
	else
		read_leaf(mime, part);
}

/* A mail for GMime: the fields of HEADERS that describe the body, and the body. */
static GByteArray *
compose(const apres_headers *headers, const char *body, gsize len)
{
	static const char *const names[] = { "Content-Type", "Content-Transfer-Encoding",
					     "Content-Disposition" };
	g_autoptr(GString) head = g_string_new("MIME-Version: 1.0\n");
	bool cr_only = memchr(body, '\n', len) == NULL && memchr(body, '\r', len) != NULL;

	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		const char *value = apres_headers_get(headers, names[i]);
		if (value != NULL)
			g_string_append_printf(head, "%s: %s\n", names[i], value);
	}
	g_string_append_c(head, '\n');
	GByteArray *mail = g_byte_array_sized_new((guint)(head->len + len));
	g_byte_array_append(mail, (const guint8 *)head->str, (guint)head->len);
	g_byte_array_append(mail, (const guint8 *)body, (guint)len);
	for (guint i = (guint)head->len; cr_only && i < mail->len; i++)
		if (mail->data[i] == '\r')
			mail->data[i] = '\n';
	return mail;
}

static void
parse(apres_mime *mime, GByteArray *mail)
{
	g_autoptr(GMimeStream) stream = g_mime_stream_mem_new_with_byte_array(mail);
	g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
	g_autoptr(GMimeParser) parser = g_mime_parser_new_with_stream(stream);
	g_autoptr(GMimeMessage) message = g_mime_parser_construct_message(parser, NULL);

	if (message == NULL || g_mime_message_get_mime_part(message) == NULL) {
		apres_mime_add_problem(mime->problems, "unparsable");
		mime->text_unknown = true;
		return;
	}
	walk(mime, g_mime_message_get_mime_part(message), 1);
}

apres_mime *
apres_mime_walk(const apres_headers *headers, const char *body, gsize len)
{
	apres_mime *mime = g_new0(apres_mime, 1);

	mime->plain = g_string_new(NULL);
	mime->html = g_string_new(NULL);
	mime->forwarded = g_string_new(NULL);
	mime->attachments = g_string_new(NULL);
	mime->problems = g_ptr_array_new();
	mime->machine =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_machine_hit_free);
	g_autoptr(GByteArray) mail = compose(headers, body, len);
	const char *problem = apres_mime_scan((const char *)mail->data, mail->len);
	if (problem != NULL) {
		apres_mime_add_problem(mime->problems, problem);
		mime->text_unknown = true;
	} else {
		parse(mime, mail);
	}
	return mime;
}

void
apres_mime_free(apres_mime *mime)
{
	if (mime == NULL)
		return;
	g_string_free(mime->plain, TRUE);
	g_string_free(mime->html, TRUE);
	g_string_free(mime->forwarded, TRUE);
	g_string_free(mime->attachments, TRUE);
	g_ptr_array_unref(mime->problems);
	g_ptr_array_unref(mime->machine);
	apres_delivery_report_clear(&mime->report);
	g_free(mime);
}
