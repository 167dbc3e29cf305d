/* SPDX-License-Identifier: Apache-2.0 */
/* A line of a table of weights. */
#include "config.h"
#include "classify/likeness-line.h"

#include <string.h>

#define WEIGHT_MAX 100000

apres_likeness_line
apres_likeness_line_at(const char *p, const char *end)
{
	const char *stop = memchr(p, '\n', (gsize)(end - p));
	apres_likeness_line line = { .word = p, .end = stop != NULL ? stop : end };
	const char *tab = memchr(p, '\t', (gsize)(line.end - p));

	line.len = (gsize)((tab != NULL ? tab : line.end) - p);
	return line;
}

const char *
apres_likeness_line_next(const apres_likeness_line *line, const char *end)
{
	return line->end < end ? line->end + 1 : end;
}

int
apres_likeness_line_compare(const apres_likeness_line *line, const char *word, gsize len)
{
	int order = memcmp(line->word, word, MIN(line->len, len));

	return order != 0 ? order : (line->len > len) - (line->len < len);
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

bool
apres_likeness_line_weights(const apres_likeness_line *line, guint count,
			    int *weights_out)
{
	const char *p = line->word + line->len;

	for (guint i = 0; i < count; i++) {
		if (p >= line->end || *p != '\t')
			return false;
		p = read_weight(p + 1, line->end, &weights_out[i]);
		if (p == NULL)
			return false;
	}
	return p == line->end;
}
