/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 8601: "mx.example; dmarc=pass (p=none) header.from=b.example; spf=..." */
#include "config.h"
#include "message/auth-results.h"

#include <string.h>

#include "message/cfws.h"

/* Behind white space and comments; a comment that never ends is the end. */
static const char *
skip_cfws(const char *s)
{
	const char *behind = apres_cfws_skip(s);

	return behind != NULL ? behind : s + strlen(s);
}

/* A token up to one of STOPS or CFWS, or a quoted string; NULL if neither is there. */
static char *
read_value(const char **s, const char *stops)
{
	g_autoptr(GString) out = g_string_new(NULL);
	const char *p = *s;
	bool quoted = *p == '"';

	if (quoted) {
		for (p++; *p != '"'; p++) {
			if (*p == '\\')
				p++;
			if (*p == '\0')
				return NULL;
			g_string_append_c(out, *p);
		}
		p++;
	} else {
		while (*p != '\0' && strchr(" \t()\";", *p) == NULL &&
		       strchr(stops, *p) == NULL)
			g_string_append_c(out, *p++);
	}
	if (out->len == 0 && !quoted)
		return NULL;
	*s = p;
	return g_string_free(g_steal_pointer(&out), FALSE);
}

static char *
read_lower(const char **s, const char *stops)
{
	g_autofree char *value = read_value(s, stops);

	return value != NULL ? g_ascii_strdown(value, -1) : NULL;
}

static void
result_free(gpointer data)
{
	apres_auth_result *result = data;

	g_free(result->method);
	g_free(result->result);
	g_hash_table_unref(result->property);
	g_free(result);
}

/* "key CFWS = CFWS value"; false if it is not there. */
static bool
read_pair(const char **s, const char *stops, char **key_out, char **value_out)
{
	g_autofree char *key = read_lower(s, stops);

	*s = skip_cfws(*s);
	if (key == NULL || **s != '=')
		return false;
	*s = skip_cfws(*s + 1);
	*value_out = read_value(s, "");
	if (*value_out == NULL)
		return false;
	*s = skip_cfws(*s);
	*key_out = g_steal_pointer(&key);
	return true;
}

/* One "method[/version]=result [reason=x] *(ptype.property=value)" at S; NULL if broken.
 */
static apres_auth_result *
read_result(const char **s)
{
	g_autofree char *method = NULL, *verdict = NULL;

	if (!read_pair(s, "=", &method, &verdict))
		return NULL;
	method[strcspn(method, "/")] = '\0';
	apres_auth_result *result = g_new0(apres_auth_result, 1);
	result->method = g_steal_pointer(&method);
	result->result = g_ascii_strdown(verdict, -1);
	result->property = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	while (**s != '\0' && **s != ';') {
		char *key, *value;
		if (!read_pair(s, "=", &key, &value)) {
			result_free(result);
			return NULL;
		}
		/* Said twice, it says nothing. */
		if (g_hash_table_contains(result->property, key)) {
			g_free(value);
			value = g_strdup("");
		}
		g_hash_table_replace(result->property, key, value);
	}
	return result;
}

char *
apres_auth_results_writer(const char *value)
{
	const char *s = skip_cfws(value);

	return read_value(&s, "");
}

/* Behind the authserv-id and its version, if the id is AUTHSERV_ID; else NULL. */
static const char *
skip_authserv_id(const char *value, const char *authserv_id)
{
	const char *s = skip_cfws(value);
	g_autofree char *id = read_value(&s, "");

	if (id == NULL || g_ascii_strcasecmp(id, authserv_id) != 0)
		return NULL;
	s = skip_cfws(s);
	while (g_ascii_isdigit(*s))
		s++;
	s = skip_cfws(s);
	return *s == ';' || *s == '\0' ? s : NULL;
}

GPtrArray *
apres_auth_results_parse(const apres_headers *headers, const char *authserv_id)
{
	GPtrArray *results = g_ptr_array_new_with_free_func(result_free);
	const char *s = NULL;

	for (guint i = 0;
	     authserv_id != NULL && s == NULL && i < apres_headers_count(headers); i++) {
		const apres_header *h = apres_headers_at(headers, i);
		if (g_ascii_strcasecmp(h->name, "Authentication-Results") == 0)
			s = skip_authserv_id(h->value, authserv_id);
	}
	while (s != NULL && *s == ';') {
		s = skip_cfws(s + 1);
		if (*s == '\0' || g_ascii_strncasecmp(s, "none", 4) == 0)
			break;
		apres_auth_result *result = read_result(&s);
		if (result == NULL)
			break;
		g_ptr_array_add(results, result);
	}
	return results;
}

/* One is the other, or lies below it with at least two labels in common. */
static bool
is_aligned(const char *a, const char *b)
{
	gsize la = strlen(a), lb = strlen(b);

	if (g_ascii_strcasecmp(a, b) == 0)
		return true;
	const char *shorter = la < lb ? a : b, *longer = la < lb ? b : a;
	gsize ls = MIN(la, lb), ll = MAX(la, lb);
	return strchr(shorter, '.') != NULL && ll > ls && longer[ll - ls - 1] == '.' &&
	       g_ascii_strcasecmp(longer + ll - ls, shorter) == 0;
}

bool
apres_auth_results_dmarc_pass(const GPtrArray *results, const char *domain)
{
	bool pass = false;

	for (guint i = 0; i < results->len; i++) {
		const apres_auth_result *r = results->pdata[i];
		if (strcmp(r->method, "dmarc") != 0)
			continue;
		const char *from = g_hash_table_lookup(r->property, "header.from");
		/* A second verdict that differs leaves the matter open. */
		if (strcmp(r->result, "pass") != 0)
			return false;
		if (from != NULL && strrchr(from, '@') != NULL)
			from = strrchr(from, '@') + 1;
		pass |= from != NULL && is_aligned(from, domain);
	}
	return pass;
}

bool
apres_auth_results_auth_pass(const GPtrArray *results, const char *addr)
{
	for (guint i = 0; i < results->len; i++) {
		const apres_auth_result *r = results->pdata[i];
		if (strcmp(r->method, "auth") != 0 || strcmp(r->result, "pass") != 0)
			continue;
		const char *who = g_hash_table_lookup(r->property, "smtp.auth");
		if (who != NULL && g_ascii_strcasecmp(who, addr) == 0)
			return true;
	}
	return false;
}

bool
apres_auth_results_dmarc_fail(const GPtrArray *results)
{
	for (guint i = 0; i < results->len; i++) {
		const apres_auth_result *r = results->pdata[i];
		if (strcmp(r->method, "dmarc") == 0 && strcmp(r->result, "fail") == 0)
			return true;
	}
	return false;
}
