/* SPDX-License-Identifier: Apache-2.0 */
/* One pattern, compiled: beside match.c and cost.c the only file that talks to PCRE2. */
#include "config.h"
#include "classify/pattern.h"

#include <string.h>

#include "classify/needs.h"
#include "classify/pattern-parts.h"
#include "util/error.h"

#define PATTERN_MAX_BYTES (64 * 1024)
#define PARENS_MAX 100
/*
 * Machine code of PCRE2 before 10.43 remembers how far a repetition came that a match may
 * begin with, and is wrong where something that may be nothing stands before it: it
 * misses "note" by "(?:no|),*note", which the interpreter finds.  Behind a look, here at
 * nothing, it remembers nothing.
 */
#define NO_MEMORY "(?=)"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(pcre2_compile_context, pcre2_compile_context_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(pcre2_code, pcre2_code_free)

/* Offset in the pattern's source -> line and column in its file; columns count
 * characters. */
static void
throw_at(GError **error, const apres_cond *cond, gsize offset, const char *why)
{
	int line = cond->origin.line;
	int column = cond->origin.column;
	const char *end = cond->source != NULL
				  ? cond->source + MIN(offset, strlen(cond->source))
				  : NULL;

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
clear_expression(gpointer data)
{
	apres_expression *says = data;

	pcre2_code_free(says->anywhere.code);
	pcre2_code_free(says->here.code);
	g_free(says->folded);
	if (says->starts != NULL)
		g_array_unref(says->starts);
	if (says->needs != NULL)
		g_array_unref(says->needs);
}

static void
expression_unref(apres_expression *says)
{
	if (says != NULL)
		g_rc_box_release_full(says, clear_expression);
}

/* What COND says; NULL and *ERROR with the place of a fault.  *FOLDED_OUT, if wanted: as
 * it was given to PCRE2. */
static pcre2_code *
compile(const apres_cond *cond, guint32 options, char **folded_out, GError **error)
{
	g_autoptr(GArray) origins = g_array_new(FALSE, FALSE, sizeof(guint32));
	g_autoptr(pcre2_compile_context) context = compile_context();
	g_autoptr(pcre2_code) compiled = NULL;
	const char *why = NULL;
	gsize bad = 0;
	int code = 0;
	guint32 empty = 0;

	/* Where a fault is matters to who wants to know. */
	g_autofree char *folded =
		apres_pattern_fold(cond, error != NULL ? origins : NULL, &why, &bad);
	if (folded == NULL) {
		throw_at(error, cond, bad, why);
		return NULL;
	}
	g_autofree char *all = g_strconcat(NO_MEMORY, folded, NULL);
	compiled = pcre2_compile((PCRE2_SPTR)all, strlen(all),
				 options | PCRE2_UTF | PCRE2_CASELESS | PCRE2_MULTILINE |
					 PCRE2_NEVER_UCP | PCRE2_NEVER_BACKSLASH_C,
				 &code, &bad, context);
	if (compiled == NULL) {
		char text[256];
		pcre2_get_error_message(code, (PCRE2_UCHAR *)text, sizeof text);
		bad -= MIN(bad, strlen(NO_MEMORY));
		bad = bad < origins->len ? g_array_index(origins, guint32, bad)
					 : strlen(cond->source);
		throw_at(error, cond, bad, text);
		return NULL;
	}
	pcre2_pattern_info(compiled, PCRE2_INFO_MATCHEMPTY, &empty);
	if (empty) {
		throw_at(error, cond, 0,
			 "this pattern matches nothing at all, so it is in every "
			 "mail; write what must be there, or use <not>");
		return NULL;
	}
	if (folded_out != NULL)
		*folded_out = g_steal_pointer(&folded);
	return g_steal_pointer(&compiled);
}

apres_pattern *
apres_pattern_compile(const apres_cond *cond, GError **error)
{
	g_autoptr(apres_pattern) pattern = g_new0(apres_pattern, 1);

	pattern->cond = cond;
	if (!apres_cond_has_expression(cond))
		return g_steal_pointer(&pattern);
	if (!cond->source || !g_utf8_validate(cond->source, -1, NULL)) {
		apres_throw(error, APRES_ERROR_CONFIG,
			    "%s:%d:%d: error: a pattern is not UTF-8", cond->origin.file,
			    cond->origin.line, cond->origin.column);
		return NULL;
	}
	g_autofree char *folded = NULL;
	pcre2_code *code = compile(cond, 0, &folded, error);
	if (code == NULL)
		return NULL;
	pattern->says = g_rc_box_new0(apres_expression);
	pattern->says->anywhere.code = code;
	pattern->says->folded = g_steal_pointer(&folded);
	return g_steal_pointer(&pattern);
}

apres_pattern *
apres_pattern_new_known(const apres_cond *cond)
{
	apres_pattern *pattern = g_new0(apres_pattern, 1);

	pattern->cond = cond;
	if (apres_cond_has_expression(cond))
		pattern->says = g_rc_box_new0(apres_expression);
	return pattern;
}

apres_pattern *
apres_pattern_twin(const apres_cond *cond, const apres_pattern *other)
{
	apres_pattern *pattern = g_new0(apres_pattern, 1);

	pattern->cond = cond;
	pattern->says = g_rc_box_acquire(other->says);
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

const GArray *
apres_pattern_needs(apres_pattern *pattern)
{
	const char *why = NULL;
	gsize bad = 0;

	if (pattern->says == NULL)
		return NULL;
	if (pattern->says->needs == NULL) {
		/* It folds: it has been compiled, now or when a stamp was made. */
		g_autofree char *folded = g_steal_pointer(&pattern->says->folded);
		if (folded == NULL)
			folded = apres_pattern_fold(pattern->cond, NULL, &why, &bad);
		pattern->says->needs = apres_needs_of(folded != NULL ? folded : "",
						      &pattern->says->starts);
	}
	return pattern->says->needs;
}

const GArray *
apres_pattern_starts(apres_pattern *pattern)
{
	return apres_pattern_needs(pattern) != NULL ? pattern->says->starts : NULL;
}

apres_engine *
apres_pattern_engine_for(apres_pattern *pattern, bool places)
{
	apres_engine *with = places ? &pattern->says->here : &pattern->says->anywhere;

	if (with->code == NULL)
		with->code =
			compile(pattern->cond, places ? PCRE2_ANCHORED : 0, NULL, NULL);
	return with->code != NULL ? with : NULL;
}
