/* SPDX-License-Identifier: Apache-2.0 */
/* One pattern, compiled and run: beside cost.c the only file that talks to PCRE2. */
#include "config.h"
#include "classify/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>

#include "classify/classify.h"
#include "classify/words.h"
#include "util/error.h"

#define PATTERN_MAX_BYTES (64 * 1024)
#define PARENS_MAX 100
/* So many matches by the interpreter take as long as it takes to do without it. */
#define MATCHES_BEFORE_JIT 30

G_DEFINE_AUTOPTR_CLEANUP_FUNC(pcre2_compile_context, pcre2_compile_context_free)

/* What patterns that say the same share. */
typedef struct expression {
	pcre2_code *code;
	guint matches;  /* tried by the interpreter */
	bool jit;       /* there is machine code, or there will be none */
	bool needs[2];  /* a byte that every match has: its first, and a later one */
	guint8 need[2]; /* lower case, as folded text is */
} expression;

struct apres_pattern {
	const apres_cond *cond;
	expression *says; /* counted; NULL for <words> */
};

struct apres_matcher {
	pcre2_match_data *data;
	pcre2_match_context *context;
};

/* Offset in the pattern's source -> line and column in its file; columns count
 * characters. */
static void
throw_at(GError **error, const apres_cond *cond, gsize offset, const char *why)
{
	int line = cond->origin.line;
	int column = cond->origin.column;
	const char *end = cond->source + MIN(offset, strlen(cond->source));

	for (const char *p = cond->source; p < end; p = g_utf8_next_char(p)) {
		column = *p == '\n' ? 1 : column + 1;
		line += *p == '\n';
	}
	apres_throw(error, APRES_ERROR_CONFIG, "%s:%d:%d: error: %s", cond->origin.file,
		    line, column, why);
}

static pcre2_compile_context *
compile_context(void)
{
	pcre2_compile_context *context = pcre2_compile_context_create(NULL);

	/* Set, not inherited: how the library was built must not change a verdict. */
	pcre2_set_newline(context, PCRE2_NEWLINE_LF);
	pcre2_set_bsr(context, PCRE2_BSR_UNICODE);
	pcre2_set_max_pattern_length(context, PATTERN_MAX_BYTES);
	pcre2_set_parens_nest_limit(context, PARENS_MAX);
	return context;
}

static void
note_needs(expression *says)
{
	static const guint32 types[] = { PCRE2_INFO_FIRSTCODETYPE,
					 PCRE2_INFO_LASTCODETYPE };
	static const guint32 units[] = { PCRE2_INFO_FIRSTCODEUNIT,
					 PCRE2_INFO_LASTCODEUNIT };

	for (int i = 0; i < 2; i++) {
		guint32 type = 0, unit = 0;
		pcre2_pattern_info(says->code, types[i], &type);
		pcre2_pattern_info(says->code, units[i], &unit);
		/* Beyond ASCII another case may begin with another byte. */
		if (type == 1 && unit < 0x80) {
			says->needs[i] = true;
			says->need[i] = (guint8)g_ascii_tolower((char)unit);
		}
	}
}

static void
clear_expression(gpointer data)
{
	expression *says = data;

	pcre2_code_free(says->code);
}

static void
expression_unref(expression *says)
{
	if (says != NULL)
		g_rc_box_release_full(says, clear_expression);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(expression, expression_unref)

/* What COND says, folded and compiled; at a fault NULL and *ERROR with its place. */
static expression *
compile(const apres_cond *cond, GError **error)
{
	g_autoptr(GArray) origins = g_array_new(FALSE, FALSE, sizeof(guint32));
	g_autoptr(pcre2_compile_context) context = compile_context();
	g_autoptr(expression) says = g_rc_box_new0(expression);
	const char *why = NULL;
	gsize bad = 0;
	int code = 0;
	guint32 empty = 0;

	g_autofree char *folded = apres_pattern_fold(cond, origins, &why, &bad);
	if (!folded) {
		throw_at(error, cond, bad, why);
		return NULL;
	}
	says->code = pcre2_compile((PCRE2_SPTR)folded, strlen(folded),
				   PCRE2_UTF | PCRE2_CASELESS | PCRE2_MULTILINE |
					   PCRE2_NEVER_UCP | PCRE2_NEVER_BACKSLASH_C,
				   &code, &bad, context);
	if (!says->code) {
		char text[256];
		pcre2_get_error_message(code, (PCRE2_UCHAR *)text, sizeof text);
		bad = bad < origins->len ? g_array_index(origins, guint32, bad)
					 : strlen(cond->source);
		throw_at(error, cond, bad, text);
		return NULL;
	}
	pcre2_pattern_info(says->code, PCRE2_INFO_MATCHEMPTY, &empty);
	if (empty) {
		throw_at(error, cond, 0,
			 "this pattern matches nothing at all, so it is in every "
			 "mail; write what must be there, or use <not>");
		return NULL;
	}
	note_needs(says);
	return g_steal_pointer(&says);
}

apres_pattern *
apres_pattern_compile(const apres_cond *cond, GError **error)
{
	g_autoptr(apres_pattern) pattern = g_new0(apres_pattern, 1);

	pattern->cond = cond;
	if (cond->words != NULL)
		return g_steal_pointer(&pattern);
	if (!cond->source || !g_utf8_validate(cond->source, -1, NULL)) {
		apres_throw(error, APRES_ERROR_CONFIG,
			    "%s:%d:%d: error: a pattern is not UTF-8", cond->origin.file,
			    cond->origin.line, cond->origin.column);
		return NULL;
	}
	pattern->says = compile(cond, error);
	return pattern->says != NULL ? g_steal_pointer(&pattern) : NULL;
}

apres_pattern *
apres_pattern_twin(const apres_cond *cond, const apres_pattern *other)
{
	apres_pattern *pattern = g_new0(apres_pattern, 1);

	pattern->cond = cond;
	pattern->says = g_rc_box_acquire(other->says);
	return pattern;
}

apres_pattern *
apres_pattern_new(const apres_cond *cond)
{
	apres_pattern *pattern = g_new0(apres_pattern, 1);

	pattern->cond = cond;
	pattern->says = cond->words == NULL ? g_rc_box_new0(expression) : NULL;
	return pattern;
}

void
apres_pattern_free(apres_pattern *pattern)
{
	if (!pattern)
		return;
	expression_unref(pattern->says);
	g_free(pattern);
}

/* What PATTERNS say, each once, in order; borrowed. */
static GPtrArray *
expressions_of(const GPtrArray *patterns)
{
	GPtrArray *all = g_ptr_array_new();
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);

	for (guint i = 0; i < patterns->len; i++) {
		expression *says = ((apres_pattern *)patterns->pdata[i])->says;
		if (says != NULL && g_hash_table_add(seen, says))
			g_ptr_array_add(all, says);
	}
	return all;
}

GBytes *
apres_patterns_freeze(const GPtrArray *patterns)
{
	g_autoptr(GPtrArray) all = expressions_of(patterns);
	g_autofree const pcre2_code **codes = g_new0(const pcre2_code *, all->len + 1);
	guint8 *bytes = NULL;
	gsize len = 0;

	for (guint i = 0; i < all->len; i++)
		codes[i] = ((expression *)all->pdata[i])->code;
	if (all->len == 0 ||
	    pcre2_serialize_encode(codes, (int)all->len, &bytes, &len, NULL) < 0)
		return g_bytes_new(NULL, 0);
	GBytes *frozen = g_bytes_new(bytes, len);
	pcre2_serialize_free(bytes);
	return frozen;
}

bool
apres_patterns_thaw(const GPtrArray *patterns, GBytes *frozen)
{
	g_autoptr(GPtrArray) all = expressions_of(patterns);
	g_autofree pcre2_code **codes = g_new0(pcre2_code *, all->len + 1);
	const guint8 *bytes = g_bytes_get_data(frozen, NULL);
	int count = (int)all->len;

	if (count == 0 || bytes == NULL)
		return count == 0 && bytes == NULL;
	if (pcre2_serialize_get_number_of_codes(bytes) != count ||
	    pcre2_serialize_decode(codes, count, bytes, NULL) != count)
		return false;
	for (guint i = 0; i < all->len; i++) {
		expression *says = all->pdata[i];
		says->code = codes[i];
		note_needs(says);
	}
	return true;
}

char *
apres_pattern_engine(void)
{
	int len = pcre2_config(PCRE2_CONFIG_VERSION, NULL);
	g_autofree char *version = g_malloc0((gsize)len);

	pcre2_config(PCRE2_CONFIG_VERSION, version);
	return g_steal_pointer(&version);
}

const apres_cond *
apres_pattern_cond(const apres_pattern *pattern)
{
	return pattern->cond;
}

static void
make_machine_code(expression *says)
{
	if (!says->jit)
		pcre2_jit_compile(says->code, PCRE2_JIT_COMPLETE);
	says->jit = true;
}

void
apres_pattern_jit(apres_pattern *pattern)
{
	if (pattern->says != NULL)
		make_machine_code(pattern->says);
}

bool
apres_pattern_possible(const apres_pattern *pattern, const guint8 seen[32])
{
	const expression *says = pattern->says;

	for (int i = 0; says != NULL && i < 2; i++) {
		guint8 c = says->need[i];
		if (says->needs[i] && !(seen[c >> 3] & (1u << (c & 7))))
			return false;
	}
	return true;
}

apres_matcher *
apres_matcher_new(void)
{
	apres_matcher *matcher = g_new0(apres_matcher, 1);

	/* Only the whole match is of interest, so one pair is room enough. */
	matcher->data = pcre2_match_data_create(1, NULL);
	matcher->context = pcre2_match_context_create(NULL);
	pcre2_set_match_limit(matcher->context, APRES_MATCH_LIMIT);
	pcre2_set_depth_limit(matcher->context, APRES_MATCH_DEPTH_LIMIT);
	pcre2_set_heap_limit(matcher->context, APRES_MATCH_HEAP_LIMIT_KB);
	return matcher;
}

void
apres_matcher_free(apres_matcher *matcher)
{
	if (!matcher)
		return;
	pcre2_match_data_free(matcher->data);
	pcre2_match_context_free(matcher->context);
	g_free(matcher);
}

/* Words speak for the whole stretch or not at all. */
static void
match_words(const apres_words *words, const char *text, gsize start, gsize end,
	    GArray *matches)
{
	apres_match match = { (guint32)start, (guint32)end };

	if (apres_words_cover(words, text, start, end))
		g_array_append_val(matches, match);
}

/* A PCRE2 result, of machine code where there is some unless OPTIONS forbid it. */
static int
match_once(const expression *says, apres_matcher *matcher, PCRE2_SPTR subject, gsize len,
	   gsize at, guint32 options)
{
	/* NO_UTF_CHECK: the field was checked once, when it was folded. */
	return pcre2_match(says->code, subject, len, at,
			   PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY | options, matcher->data,
			   matcher->context);
}

/* The next match from AT on; a PCRE2 result. */
static int
match_next(expression *says, apres_matcher *matcher, PCRE2_SPTR subject, gsize len,
	   gsize at)
{
	bool jit = says->jit || ++says->matches > MATCHES_BEFORE_JIT;

	if (jit)
		make_machine_code(says);
	int rc = match_once(says, matcher, subject, len, at, 0);
	if (rc >= 0 || rc == PCRE2_ERROR_NOMATCH)
		return rc;
	make_machine_code(says);
	return match_once(says, matcher, subject, len, at, jit ? PCRE2_NO_JIT : 0);
}

bool
apres_pattern_match(apres_pattern *pattern, apres_matcher *matcher, const char *text,
		    gsize start, gsize end, guint max, GArray *matches)
{
	PCRE2_SPTR subject = (PCRE2_SPTR)text + start;
	gsize len = end - start;
	gsize at = 0;

	if (pattern->cond->words != NULL) {
		match_words(pattern->cond->words, text, start, end, matches);
		return true;
	}
	for (guint found = 0; found < max && at <= len; found++) {
		int rc = match_next(pattern->says, matcher, subject, len, at);
		if (rc == PCRE2_ERROR_NOMATCH)
			return true;
		if (rc < 0)
			return false;
		const gsize *pair = pcre2_get_ovector_pointer(matcher->data);
		/* \K in a look-around can turn a match around; such a one says nothing.
		 */
		if (pair[1] <= pair[0] || pair[1] <= at)
			return false;
		apres_match match = { (guint32)(start + pair[0]),
				      (guint32)(start + pair[1]) };
		g_array_append_val(matches, match);
		at = pair[1];
	}
	return true;
}
