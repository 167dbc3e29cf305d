/* SPDX-License-Identifier: Apache-2.0 */
/* Beginnings multiply as parts are put together, until they are long enough or too many.
 */
#include "config.h"
#include "classify/start.h"

#include <string.h>

#include "classify/literal.h"

#define STRINGS_MAX 256
#define LENGTH_MAX 8 /* bytes that tell enough */

char *
apres_literal_join(const char *a, const char *b)
{
	gsize a_len = strlen(a), b_len = strlen(b);
	bool b_edge = *b == APRES_LITERAL_EDGE;
	bool more = b_len > (b_edge ? 1 : 0); /* than an edge */

	if (a_len > 1 && a[a_len - 1] == APRES_LITERAL_EDGE && (more || b_edge))
		a_len--;
	else if (a_len == 1 && *a == APRES_LITERAL_EDGE && b_edge)
		a_len = 0;
	if (a_len > 0 && a[a_len - 1] != APRES_LITERAL_EDGE && b_edge && more) {
		b++;
		b_len--;
	}
	char *both = g_malloc(a_len + b_len + 1);
	memcpy(both, a, a_len);
	memcpy(both + a_len, b, b_len + 1);
	return both;
}

static bool
is_open(const char *string)
{
	gsize len = strlen(string);

	return len > 0 && string[len - 1] == APRES_START_MORE;
}

/* Takes STRING. */
static void
add(GPtrArray *start, char *string)
{
	/* The last one is likeliest to be the same. */
	if (start->len > 0 && strcmp(start->pdata[start->len - 1], string) == 0) {
		g_free(string);
		return;
	}
	g_ptr_array_add(start, string);
}

GPtrArray *
apres_start_copy(const GPtrArray *strings)
{
	if (strings == NULL || strings->len > STRINGS_MAX)
		return NULL;
	GPtrArray *start = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < strings->len; i++)
		add(start, g_strdup(strings->pdata[i]));
	return start;
}

void
apres_start_open(GPtrArray *start)
{
	static const char more[] = { APRES_START_MORE, '\0' };

	for (guint i = 0; start != NULL && i < start->len; i++) {
		char *string = start->pdata[i];
		if (is_open(string))
			continue;
		start->pdata[i] = g_strconcat(string, more, NULL);
		g_free(string);
	}
}

GPtrArray *
apres_start_or(GPtrArray *start, const GPtrArray *other)
{
	if (start == NULL)
		return NULL;
	if (other == NULL || start->len + other->len > STRINGS_MAX) {
		g_ptr_array_unref(start);
		return NULL;
	}
	for (guint i = 0; i < other->len; i++)
		add(start, g_strdup(other->pdata[i]));
	return start;
}

/* How many of START go on. */
static guint
closed_of(const GPtrArray *start)
{
	guint count = 0;

	for (guint i = 0; i < start->len; i++)
		count += !is_open(start->pdata[i]);
	return count;
}

/* STRING, if it is not too long; takes it. */
static char *
cut(char *string)
{
	if (strlen(string) > LENGTH_MAX && !is_open(string)) {
		string[LENGTH_MAX] = APRES_START_MORE;
		string[LENGTH_MAX + 1] = '\0';
	}
	return string;
}

GPtrArray *
apres_start_then(GPtrArray *start, const GPtrArray *other)
{
	guint closed = start != NULL ? closed_of(start) : 0;

	if (closed == 0)
		return start;
	if (other == NULL || closed * other->len + start->len > STRINGS_MAX) {
		apres_start_open(start);
		return start;
	}
	GPtrArray *both = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < start->len; i++) {
		const char *string = start->pdata[i];
		if (is_open(string)) {
			add(both, g_strdup(string));
			continue;
		}
		for (guint o = 0; o < other->len; o++)
			add(both, cut(apres_literal_join(string, other->pdata[o])));
	}
	g_ptr_array_unref(start);
	return both;
}

static guint32
hash_of(guint32 hash, const char *bytes, gsize len)
{
	for (gsize i = 0; i < len; i++)
		hash = apres_literal_next(hash, (guint8)bytes[i]);
	return hash;
}

/* What is where STRING is; 0: it may be anywhere. */
static guint32
literal_at(const char *string)
{
	bool edge = *string == APRES_LITERAL_EDGE;
	const char *at = string + edge;
	gsize len = strcspn(at, "\x01\x02\x03");

	if (*at == APRES_START_BEYOND)
		return apres_literal_sign(APRES_LITERAL_BEYOND);
	if (len == 0 || *at == ' ')
		return 0;
	if (!g_ascii_isalnum(*at))
		return apres_literal_sign(*at);
	if (edge) {
		bool ends = at[len] == APRES_LITERAL_EDGE && len <= APRES_LITERAL_MAX &&
			    g_ascii_isalnum(at[len - 1]);
		len = MIN(len, APRES_LITERAL_MAX);
		return apres_literal_word(hash_of(APRES_LITERAL_WORD, at, len), len,
					  ends);
	}
	if (len < APRES_LITERAL_FREE_MIN)
		return 0;
	len = MIN(len, APRES_LITERAL_FREE_MAX);
	return apres_literal_free(hash_of(APRES_LITERAL_FREE, at, len), len);
}

static int
by_value(gconstpointer a, gconstpointer b)
{
	guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;

	return x < y ? -1 : x > y;
}

GArray *
apres_start_literals(const GPtrArray *start)
{
	g_autoptr(GArray) literals = g_array_new(FALSE, FALSE, sizeof(guint32));
	guint count = 0;

	for (guint i = 0; start != NULL && i < start->len; i++) {
		guint32 literal = literal_at(start->pdata[i]);
		if (literal == 0)
			return NULL;
		g_array_append_val(literals, literal);
	}
	if (literals->len == 0)
		return NULL;
	g_array_sort(literals, by_value);
	guint32 *all = (guint32 *)literals->data;
	for (guint i = 0; i < literals->len; i++)
		if (count == 0 || all[count - 1] != all[i])
			all[count++] = all[i];
	g_array_set_size(literals, count);
	return g_steal_pointer(&literals);
}
