/* SPDX-License-Identifier: Apache-2.0 */
/* One mail: header block by our own code, body behind the pre-scan, new words apart from
 * old. */
#include "config.h"
#include "message/message.h"

#include <string.h>

#include "message/alternative.h"
#include "message/charset.h"
#include "message/encoded-word.h"
#include "message/html.h"
#include "message/mime.h"
#include "message/quote.h"
#include "message/subject.h"
#include "util/text.h"

#define MAX_SUBJECT_CHARS 500
#define MAX_ID_BYTES 400
#define MAX_REFERENCES 300

static void
init_libraries(void)
{
	static gsize once;

	if (!g_once_init_enter(&once))
		return;
	g_mime_init();
	apres_html_init();
	g_once_init_leave(&once, 1);
}

void
apres_message_init(void)
{
	init_libraries();
	apres_charset_init();
}

/* The next "<id>" at *S without brackets; moves *S behind it.  NULL: none left. */
static char *
next_id(const char **s)
{
	while (*s != NULL && (*s = strchr(*s, '<')) != NULL) {
		const char *start = ++*s;
		gsize n = strcspn(start, "<> \t\"");
		*s = start + n;
		if (**s == '>' && n > 0 && n <= MAX_ID_BYTES &&
		    g_utf8_validate(start, (gssize)n, NULL))
			return g_strndup(start, n);
	}
	return NULL;
}

static void
add_reference(GPtrArray *references, char *id)
{
	/* The root and the nearest matter; what is between may be dropped. */
	if (references->len >= MAX_REFERENCES)
		g_ptr_array_remove_index(references, 1);
	g_ptr_array_add(references, id);
}

static void
read_references(apres_message *message)
{
	const char *s = apres_headers_get(message->headers, "References");
	char *id;

	message->references = g_ptr_array_new_with_free_func(g_free);
	while ((id = next_id(&s)) != NULL)
		add_reference(message->references, id);
	s = apres_headers_get(message->headers, "In-Reply-To");
	while ((id = next_id(&s)) != NULL)
		if (g_ptr_array_find_with_equal_func(message->references, id, g_str_equal,
						     NULL))
			g_free(id);
		else
			add_reference(message->references, id);
}

static void
read_headers(apres_message *message)
{
	const GPtrArray *problems = apres_headers_problems(message->headers);
	const char *subject = apres_headers_get(message->headers, "Subject");
	const char *id = apres_headers_get(message->headers, "Message-ID");
	bool exact = true;

	for (guint i = 0; i < problems->len; i++)
		apres_mime_add_problem(message->problems, problems->pdata[i]);
	g_autofree char *decoded =
		apres_encoded_words_decode(subject != NULL ? subject : "", &exact);
	message->subject = apres_text_clean_line(decoded, MAX_SUBJECT_CHARS);
	message->subject_core = apres_subject_core(message->subject);
	if (!exact) {
		apres_mime_add_problem(message->problems, "charset");
		message->text_unknown = true;
	}
	message->message_id = next_id(&id);
	read_references(message);
}

static bool
is_blank(const char *text)
{
	for (const char *s = text; *s != '\0'; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);
		if (!g_unichar_isspace(c) && g_unichar_type(c) != G_UNICODE_FORMAT)
			return false;
	}
	return true;
}

/* Nothing new was written: the subject may stand for it, but not over a quote or a file.
 */
static void
note_empty(apres_message *message)
{
	if (!is_blank(message->text))
		return;
	if (*message->attachments != '\0')
		apres_mime_add_problem(message->problems, "attachment-only");
	else if (!is_blank(message->quoted) || *message->subject_core == '\0')
		apres_mime_add_problem(message->problems, "empty");
}

/* The first LEN bytes of TEXT, without half a character. */
static gsize
whole_characters(const char *text, gsize len)
{
	while (len > 0 && ((guchar)text[len] & 0xc0) == 0x80)
		len--;
	return len;
}

/* Where the first sentence too many, or the part of one that is too long, begins. */
static gsize
readable_length(const char *text, gsize len)
{
	g_autoptr(GArray) sentences = apres_sentences_split(text, len);

	for (guint i = 0; i < sentences->len; i++) {
		const apres_sentence *s = &g_array_index(sentences, apres_sentence, i);
		if (i == APRES_MESSAGE_MAX_SENTENCES)
			return s->offset;
		if (s->length > APRES_MESSAGE_MAX_SENTENCE)
			return whole_characters(text,
						s->offset + APRES_MESSAGE_MAX_SENTENCE);
	}
	return len;
}

/* What is read of the text is read well; what is not makes it unknown. */
static void
limit_text(apres_message *message)
{
	gsize len = strlen(message->text);
	gsize most = len > APRES_MESSAGE_MAX_TEXT
			     ? whole_characters(message->text, APRES_MESSAGE_MAX_TEXT)
			     : len;

	most = readable_length(message->text, most);
	if (most == len)
		return;
	message->text[most] = '\0';
	message->text_unknown = true;
	apres_mime_add_problem(message->problems, "text-too-long");
}

static void
take_text(apres_message *message, apres_mime *mime)
{
	const char *text =
		is_blank(mime->plain->str) ? mime->html->str : mime->plain->str;
	g_autofree char *quoted = NULL;

	if (!is_blank(mime->plain->str) && !is_blank(mime->html->str) &&
	    !apres_alternatives_agree(mime->plain->str, mime->html->str))
		apres_mime_add_problem(message->problems, "alternatives-differ");
	if (!apres_quote_split(text, &message->text, &quoted))
		apres_mime_add_problem(message->problems, "quote-unclear");
	message->quoted = mime->forwarded->len == 0
				  ? g_steal_pointer(&quoted)
				  : g_strconcat(quoted, *quoted != '\0' ? "\n\n" : "",
						mime->forwarded->str, NULL);
	message->attachments = g_strdup(mime->attachments->str);
	message->text_unknown |= mime->text_unknown;
	for (guint i = 0; i < mime->problems->len; i++)
		apres_mime_add_problem(message->problems, mime->problems->pdata[i]);
	message->machine = g_ptr_array_ref(mime->machine);
	message->report = mime->report;
	mime->report = (apres_delivery_report){ 0 };
	limit_text(message);
	note_empty(message);
}

apres_message *
apres_message_parse(const char *bytes, gsize len)
{
	apres_message *message = g_new0(apres_message, 1);

	init_libraries();
	message->problems = g_ptr_array_new();
	message->headers = apres_headers_parse(bytes, len);
	read_headers(message);
	gsize offset = apres_headers_body_offset(message->headers);
	if (len > APRES_MESSAGE_MAX_BYTES) {
		apres_mime_add_problem(message->problems, "too-large");
		message->text_unknown = true;
		len = offset;
	}
	g_autoptr(apres_mime) mime =
		apres_mime_walk(message->headers, bytes + offset, len - offset);
	take_text(message, mime);
	return message;
}

void
apres_message_free(apres_message *message)
{
	if (message == NULL)
		return;
	apres_headers_free(message->headers);
	g_free(message->subject);
	g_free(message->subject_core);
	g_free(message->text);
	g_free(message->quoted);
	g_free(message->attachments);
	g_free(message->message_id);
	g_ptr_array_unref(message->references);
	g_ptr_array_unref(message->problems);
	g_ptr_array_unref(message->machine);
	apres_delivery_report_clear(&message->report);
	g_free(message);
}
