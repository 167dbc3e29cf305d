/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dump-message [-q | -s | -r | -m] FILE...: what the parser makes of mails.
 * -q: summary and time only; -s: the new text as sentences; -r: FILE is plain
 * text, print its new part alone; -m: parse damaged copies, print nothing.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "message/machine.h"
#include "message/message.h"
#include "message/quote.h"
#include "util/fsutil.h"
#include "util/text.h"

static void
print_list(const char *label, const GPtrArray *list, bool machine)
{
	if (list->len == 0)
		return;
	printf("%s:", label);
	for (guint i = 0; i < list->len; i++)
		printf(" %s", machine ? ((apres_machine_hit *)list->pdata[i])->id
				      : (const char *)list->pdata[i]);
	putchar('\n');
}

static void
print_sentences(const apres_message *message)
{
	g_autoptr(GArray) list =
		apres_sentences_split(message->text, strlen(message->text));

	for (guint i = 0; i < list->len; i++) {
		const apres_sentence *s = &g_array_index(list, apres_sentence, i);
		printf("%c ", s->question ? '?' : '.');
		for (gsize k = s->offset; k < s->offset + s->length; k++)
			putchar(message->text[k] == '\n' ? ' ' : message->text[k]);
		putchar('\n');
	}
}

static void
dump(const char *path, const char *bytes, gsize len, int mode)
{
	gint64 start = g_get_monotonic_time();
	g_autoptr(apres_message) message = apres_message_parse(bytes, len);
	gint64 took = g_get_monotonic_time() - start;
	apres_machine_options none = { 0 };
	g_autoptr(GPtrArray) hits = apres_machine_check(message->headers, &none);

	printf("=== %s %zu bytes, %" G_GINT64_FORMAT " us, text %zu, quoted %zu%s\n",
	       path, len, took, strlen(message->text), strlen(message->quoted),
	       message->text_unknown ? ", unknown" : "");
	print_list("problems", message->problems, false);
	print_list("machine", hits, true);
	print_list("parts", message->machine, true);
	if (mode == 'q')
		return;
	printf("subject: %s | %s\n", message->subject, message->subject_core);
	if (*message->attachments != '\0')
		printf("attachments: %s\n", message->attachments);
	if (mode == 's')
		print_sentences(message);
	else
		printf("--- text\n%s\n--- quoted\n%s\n", message->text, message->quoted);
}

static void
print_new_part(const char *bytes, gsize len)
{
	g_autofree char *valid = g_utf8_make_valid(bytes, (gssize)len);
	g_auto(GStrv) lines = g_strsplit(valid, "\r\n", -1);
	g_autofree char *text = g_strjoinv("\n", lines);
	g_autofree char *fresh = NULL, *quoted = NULL;

	apres_quote_split(text, &fresh, &quoted);
	fputs(fresh, stdout);
}

/* Damage a copy here and there, and parse that; what matters is to come back. */
static void
damage(const char *path, const char *bytes, gsize len)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(g_str_hash(path));

	for (int round = 0; len > 0 && round < 20; round++) {
		g_autofree char *copy = g_memdup2(bytes, len);
		gsize cut = round % 4 == 0
				    ? (gsize)g_rand_int_range(rand, 0, (gint32)len) + 1
				    : len;
		for (gint k = g_rand_int_range(rand, 1, 30); k > 0; k--)
			copy[g_rand_int_range(rand, 0, (gint32)len)] =
				"\n\n:;=<>\"()-\0\xff?& ,ab"[g_rand_int_range(rand, 0,
									      20)];
		g_autoptr(apres_message) message = apres_message_parse(copy, cut);
		g_assert(g_utf8_validate(message->text, -1, NULL));
	}
}

int
main(int argc, char **argv)
{
	int mode = getopt(argc, argv, "qsrm");
	int status = 0;

	for (int i = optind; i < argc; i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(GBytes) file = apres_file_read(argv[i], 64 << 20, &error);
		if (file == NULL) {
			fprintf(stderr, "dump-message: %s\n", error->message);
			status = 1;
			continue;
		}
		gsize len;
		const char *bytes = g_bytes_get_data(file, &len);
		if (mode == 'r') {
			print_new_part(bytes != NULL ? bytes : "", len);
		} else if (mode == 'm') {
			damage(argv[i], bytes, len);
		} else {
			dump(argv[i], bytes != NULL ? bytes : "", len, mode);
		}
	}
	return status;
}
