/* SPDX-License-Identifier: Apache-2.0 */
/* A table of weights, looked up where it lies: by halves, or by an index of its lines. */
#include "config.h"
#include "classify/likeness-table.h"

#include <string.h>

#include "util/error.h"

#define WEIGHT_MAX 100000
#define FIRST_STRIDE 64 /* bytes: a line or two */
#define KINDS_LINE "# kinds:"

static const char *
end_of_line(const char *line, const char *end)
{
	const char *stop = memchr(line, '\n', (gsize)(end - line));

	return stop != NULL ? stop : end;
}

/* Take the comments of TABLE; where its lines begin. */
static const char *
take_head(apres_likeness_table *table, const char *data, guint *line_out)
{
	const char *p = data;

	for (*line_out = 1; p < table->end && *p == '#'; ++*line_out) {
		const char *stop = end_of_line(p, table->end);
		gsize len = strlen(KINDS_LINE);
		if (table->kinds == NULL && (gsize)(stop - p) >= len &&
		    memcmp(p, KINDS_LINE, len) == 0) {
			p += len;
			g_autofree char *names = g_strndup(p, (gsize)(stop - p));
			table->kinds = g_strsplit(g_strstrip(names), " ", -1);
			table->count = g_strv_length(table->kinds);
		}
		p = stop < table->end ? stop + 1 : stop;
	}
	return p;
}

/* The whole number at P; NULL: there is none before STOP.  A table that was stored has no
 * zero byte behind it, so nothing is read that strtol(3) would go on to. */
static const char *
read_weight(const char *p, const char *stop, int *weight_out)
{
	bool negative = p < stop && *p == '-';
	const char *first = p + negative;
	int weight = 0;

	for (p = first; p < stop && g_ascii_isdigit(*p) && weight <= WEIGHT_MAX; p++)
		weight = 10 * weight + (*p - '0');
	*weight_out = negative ? -weight : weight;
	return p > first && weight <= WEIGHT_MAX ? p : NULL;
}

/* Are there kinds, and can their names be written in a policy, and shown? */
static bool
has_kinds(const apres_likeness_table *table)
{
	if (table->count == 0 || table->count > APRES_LIKENESS_KINDS_MAX)
		return false;
	for (char **kind = table->kinds; *kind != NULL; kind++)
		for (const char *p = *kind; p == *kind || *p != '\0'; p++)
			if (!g_ascii_isgraph(*p))
				return false;
	return true;
}

/* The COUNT weights behind a word; false: there are others. */
static bool
read_weights(const char *p, const char *stop, guint count, int *weights)
{
	for (guint i = 0; i < count; i++) {
		if (p >= stop || *p != '\t')
			return false;
		p = read_weight(p + 1, stop, &weights[i]);
		if (p == NULL)
			return false;
	}
	return p == stop;
}

/* As memcmp, where the shorter comes first. */
static int
compare(const char *a, gsize a_len, const char *b, gsize b_len)
{
	int order = memcmp(a, b, MIN(a_len, b_len));

	return order != 0 ? order : (a_len > b_len) - (a_len < b_len);
}

static gsize
word_len(const char *line, const char *stop)
{
	const char *tab = memchr(line, '\t', (gsize)(stop - line));

	return (gsize)((tab != NULL ? tab : stop) - line);
}

/* What is wrong with a line, or NULL. */
static const char *
fault_of(const apres_likeness_table *table, const char *line, const char *stop,
	 const char *before, gsize before_len)
{
	int weights[APRES_LIKENESS_KINDS_MAX];
	gsize len = word_len(line, stop);

	if (len == 0 || !g_utf8_validate(line, (gssize)len, NULL))
		return "a line begins with a word or two";
	if (!read_weights(line + len, stop, table->count, weights))
		return "behind the words stands a tab and a whole number for each kind";
	if (before != NULL && compare(before, before_len, line, len) >= 0)
		return "the lines are sorted by bytes, each word once (LC_ALL=C sort)";
	return NULL;
}

static bool
check_lines(const apres_likeness_table *table, const char *name, guint number,
	    GError **error)
{
	const char *before = NULL;
	gsize before_len = 0;

	for (const char *p = table->lines; p < table->end; number++) {
		const char *stop = end_of_line(p, table->end);
		const char *fault = fault_of(table, p, stop, before, before_len);
		if (fault != NULL)
			return apres_throw(error, APRES_ERROR_CONFIG,
					   "%s:%u:1: error: %s", name, number, fault);
		before = p;
		before_len = word_len(p, stop);
		p = stop < table->end ? stop + 1 : stop;
	}
	return before != NULL ||
	       apres_throw(error, APRES_ERROR_CONFIG,
			   "%s:%u:1: error: no line with a word", name, number);
}

apres_likeness_table *
apres_likeness_table_new(GBytes *source, const char *name, bool checked, GError **error)
{
	g_autoptr(apres_likeness_table) table = g_rc_box_new0(apres_likeness_table);
	gsize len = 0;
	const char *data = g_bytes_get_data(source, &len);
	guint line;

	table->source = g_bytes_ref(source);
	table->end = data + len;
	table->lines = take_head(table, data, &line);
	if (!has_kinds(table)) {
		apres_throw(error, APRES_ERROR_CONFIG,
			    "%s:1:1: error: a comment \"%s NAME...\" names the kinds, at "
			    "most %d",
			    name, KINDS_LINE, APRES_LIKENESS_KINDS_MAX);
		return NULL;
	}
	if (!checked && !check_lines(table, name, line, error))
		return NULL;
	return g_steal_pointer(&table);
}

static void
clear_table(gpointer data)
{
	apres_likeness_table *table = data;

	g_bytes_unref(table->source);
	g_strfreev(table->kinds);
	g_free(table->slots);
}

void
apres_likeness_table_unref(apres_likeness_table *table)
{
	if (table != NULL)
		g_rc_box_release_full(table, clear_table);
}

const char *const *
apres_likeness_kinds(const apres_likeness_table *table)
{
	return (const char *const *)table->kinds;
}

/* The beginning of the line that P is in, not before LOW. */
static const char *
begin_of_line(const char *p, const char *low)
{
	while (p > low && p[-1] != '\n')
		p--;
	return p;
}

/*
 * The line of WORD, or NULL; *STOP_OUT: its end.  *FROM: where to begin, and then where
 * what comes after WORD begins.  Words come sorted as the lines are, so what is looked
 * for is mostly near: the stride doubles until it is passed.
 */
static const char *
line_of(const apres_likeness_table *table, const char *word, const char **from,
	const char **stop_out)
{
	const char *low = *from, *high = table->end;
	gsize len = strlen(word);

	for (gsize stride = FIRST_STRIDE; stride < (gsize)(high - low); stride *= 2) {
		const char *line = begin_of_line(low + stride, low);
		const char *stop = end_of_line(line, table->end);
		if (compare(line, word_len(line, stop), word, len) > 0)
			high = line;
		else
			low = line;
	}
	while (low < high) {
		const char *line = begin_of_line(low + (high - low) / 2, low);
		const char *stop = end_of_line(line, table->end);
		int order = compare(line, word_len(line, stop), word, len);
		*stop_out = stop;
		*from = line;
		if (order == 0)
			return line;
		if (order < 0)
			*from = low = stop < high ? stop + 1 : high;
		else
			high = line;
	}
	return NULL;
}

/* FNV-1a. */
static guint32
hash(const char *word, gsize len)
{
	guint32 h = 2166136261u;

	for (gsize i = 0; i < len; i++)
		h = (h ^ (guchar)word[i]) * 16777619u;
	return h;
}

static guint32
slots_for(const apres_likeness_table *table)
{
	guint32 lines = 1, slots = 2;

	for (const char *p = table->lines; p < table->end; p++)
		lines += *p == '\n';
	while (slots < 2 * lines)
		slots *= 2;
	return slots;
}

void
apres_likeness_table_ready(apres_likeness_table *table)
{
	/* A slot counts in 32 bits. */
	if (table->slots != NULL || table->end - table->lines >= G_MAXINT32)
		return;
	guint32 slots = slots_for(table);
	table->mask = slots - 1;
	table->slots = g_new0(guint32, slots);
	for (const char *p = table->lines; p < table->end;) {
		const char *stop = end_of_line(p, table->end);
		guint32 at = hash(p, word_len(p, stop));
		while (table->slots[at & table->mask] != 0)
			at++;
		table->slots[at & table->mask] = (guint32)(p - table->lines) + 1;
		p = stop < table->end ? stop + 1 : stop;
	}
}

/* The same by the index. */
static const char *
indexed(const apres_likeness_table *table, const char *word, const char **stop_out)
{
	gsize len = strlen(word);

	for (guint32 at = hash(word, len); table->slots[at & table->mask] != 0; at++) {
		const char *line = table->lines + table->slots[at & table->mask] - 1;
		if ((gsize)(table->end - line) > len && memcmp(line, word, len) == 0 &&
		    line[len] == '\t') {
			*stop_out = end_of_line(line, table->end);
			return line;
		}
	}
	return NULL;
}

bool
apres_likeness_add(const apres_likeness_table *table, const char *word, const char **from,
		   int *sums)
{
	int weights[APRES_LIKENESS_KINDS_MAX];
	const char *stop = NULL;
	const char *line = table->slots != NULL ? indexed(table, word, &stop)
						: line_of(table, word, from, &stop);

	if (line == NULL ||
	    !read_weights(line + strlen(word), stop, table->count, weights))
		return false;
	for (guint i = 0; i < table->count; i++)
		sums[i] += weights[i];
	return true;
}
