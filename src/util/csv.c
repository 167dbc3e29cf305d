/* SPDX-License-Identifier: Apache-2.0 */
/* libcsv knows cells and rows; which line they stand on is counted here. */
#include "config.h"
#include "util/csv.h"

#include <csv.h>
#include <stdio.h>
#include <string.h>

#include "util/error.h"

#define BLOCK_BYTES 65536
#define ROW_MAX_BYTES 65536

typedef struct csv_reading {
	const char *path;
	struct csv_parser parser;
	apres_csv_func func;
	void *context;
	GPtrArray *cells;
	guint line;      /* being read */
	guint row_line;  /* on which the row began */
	gsize row_bytes; /* of it so far */
	bool in_row;     /* a quoted cell goes on */
	bool row_ended;
	GError **error;
	bool failed;
} csv_reading;

static void
on_cell(void *data, size_t len, void *context)
{
	csv_reading *r = context;

	g_ptr_array_add(r->cells, g_strndup(data, len));
}

static bool
is_empty(const GPtrArray *cells)
{
	for (guint i = 0; i < cells->len; i++)
		if (*(const char *)cells->pdata[i] != '\0')
			return false;
	return true;
}

static void
on_row(int terminator G_GNUC_UNUSED, void *context)
{
	csv_reading *r = context;

	r->row_ended = true;
	if (!r->failed && !is_empty(r->cells))
		r->failed = !r->func(r->context, r->row_line, r->cells, r->error);
	g_ptr_array_set_size(r->cells, 0);
}

static bool
throw_at(csv_reading *r, const char *what)
{
	return apres_throw(r->error, APRES_ERROR_INPUT, "%s:%u: %s", r->path, r->line,
			   what);
}

static bool
is_blank(const char *data, gsize len)
{
	for (gsize i = 0; i < len; i++)
		if (!g_ascii_isspace(data[i]))
			return false;
	return true;
}

/* A line, or the part of a long one that was read. */
static bool
feed(csv_reading *r, const char *data, gsize len)
{
	if (!r->in_row) {
		r->row_line = r->line;
		r->row_bytes = 0;
	}
	r->row_bytes += len;
	if (r->row_bytes > ROW_MAX_BYTES)
		return throw_at(r, "a row of more than 64 KiB; is a quote not closed?");
	if (memchr(data, '\0', len) != NULL)
		return throw_at(r, "a zero byte; save the file as UTF-8");
	r->row_ended = false;
	if (csv_parse(&r->parser, data, len, on_cell, on_row, r) != len)
		return throw_at(r, "a quote where none may be; within quotes it is "
				   "written twice");
	r->in_row = !r->row_ended && (r->in_row || !is_blank(data, len));
	if (data[len - 1] == '\n')
		r->line++;
	return !r->failed;
}

static bool
feed_block(csv_reading *r, const char *data, gsize len)
{
	while (len > 0) {
		const char *end = memchr(data, '\n', len);
		gsize part = end != NULL ? (gsize)(end - data) + 1 : len;
		if (!feed(r, data, part))
			return false;
		data += part;
		len -= part;
	}
	return true;
}

/* What divides the header's cells most often. */
static unsigned char
delimiter_of(const char *data, gsize len)
{
	static const char candidates[] = ",;\t";
	guint counts[3] = { 0 };
	bool quoted = false;
	guint best = 0;

	for (gsize i = 0; i < len && (quoted || data[i] != '\n'); i++) {
		const char *at = data[i] != '\0' ? strchr(candidates, data[i]) : NULL;
		if (data[i] == '"')
			quoted = !quoted;
		else if (at != NULL && !quoted)
			counts[at - candidates]++;
	}
	for (guint i = 1; i < G_N_ELEMENTS(counts); i++)
		if (counts[i] > counts[best])
			best = i;
	return (unsigned char)candidates[best];
}

static bool
is_utf16(const char *data, gsize len)
{
	return len >= 2 &&
	       (memcmp(data, "\xff\xfe", 2) == 0 || memcmp(data, "\xfe\xff", 2) == 0);
}

static bool
read_all(csv_reading *r, FILE *file)
{
	g_autofree char *block = g_malloc(BLOCK_BYTES);
	bool first = true;
	gsize len;

	while ((len = fread(block, 1, BLOCK_BYTES, file)) > 0) {
		const char *data = block;
		if (first && is_utf16(data, len))
			return throw_at(r, "UTF-16; save the file as UTF-8");
		if (first && len >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0) {
			data += 3;
			len -= 3;
		}
		if (first)
			csv_set_delim(&r->parser, delimiter_of(data, len));
		first = false;
		if (!feed_block(r, data, len))
			return false;
	}
	if (ferror(file))
		return apres_throw_errno(r->error, APRES_ERROR_TEMP, "'%s'", r->path);
	if (csv_fini(&r->parser, on_cell, on_row, r) != 0)
		return throw_at(r, "the file ends within quotes");
	return !r->failed;
}

bool
apres_csv_read(const char *path, apres_csv_func func, void *context, GError **error)
{
	g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);
	csv_reading r = { .path = path,
			  .func = func,
			  .context = context,
			  .cells = cells,
			  .line = 1,
			  .error = error };
	FILE *file = fopen(path, "rbe");

	if (file == NULL)
		return apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", path);
	if (csv_init(&r.parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
		fclose(file);
		return apres_throw(error, APRES_ERROR_TEMP, "out of memory");
	}
	bool good = read_all(&r, file);
	csv_free(&r.parser);
	fclose(file);
	return good;
}
