/* SPDX-License-Identifier: Apache-2.0 */
/* Expressions, sign by sign. */
#include "config.h"
#include "classify/reader.h"

#include <string.h>

bool
apres_reader_next_is(const apres_reader *r, const char *text)
{
	gsize len = strlen(text);

	return (gsize)(r->end - r->at) >= len && memcmp(r->at, text, len) == 0;
}

/* "{2,3}" at the reader; its length, 0 if it is none.  *LEAST_OUT: the first number. */
static gsize
braces(const apres_reader *r, guint *least_out)
{
	const char *p = r->at + 1;
	const char *digits = p;

	while (p < r->end && g_ascii_isdigit(*p))
		p++;
	if (p == digits)
		return 0;
	*least_out = g_ascii_strtoull(digits, NULL, 10) > 0;
	if (p < r->end && *p == ',')
		for (p++; p < r->end && g_ascii_isdigit(*p);)
			p++;
	return p < r->end && *p == '}' ? (gsize)(p + 1 - r->at) : 0;
}

/* How often what was read last must be there. */
apres_times
apres_reader_times(apres_reader *r)
{
	guint least = 1;
	gsize len = 1;

	if (r->at == r->end || strchr("?*+{", *r->at) == NULL)
		return APRES_ONCE;
	char kind = *r->at;
	if (kind == '{')
		len = braces(r, &least);
	else
		least = kind == '+';
	if (len == 0) { /* a brace that stands for itself */
		r->lost = true;
		return APRES_PERHAPS;
	}
	r->at += len;
	if (r->at < r->end && (*r->at == '?' || *r->at == '+'))
		r->at++;
	if (kind == '?')
		return APRES_OPTIONAL;
	return least > 0 ? APRES_AT_LEAST_ONCE : APRES_PERHAPS;
}

void
apres_reader_property(apres_reader *r)
{
	const char *end = apres_reader_next_is(r, "{")
				  ? memchr(r->at, '}', (gsize)(r->end - r->at))
				  : r->at;

	if (end == NULL || end == r->end)
		r->lost = true;
	else
		r->at = end + 1;
}
