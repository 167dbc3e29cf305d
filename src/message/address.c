/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RFC 5322 mailboxes, read strictly and without recursion: an address that
 * two programs could read in two ways is no address to us.
 */
#include "config.h"
#include "message/address.h"

#include <idn2.h>
#include <string.h>

#include "message/encoded-word.h"
#include "util/text.h"

#define LOCAL_MAX 64
#define ADDR_MAX 254
#define NAME_MAX_CHARS 200

/* Where reading stands: the value, and the display name collected so far. */
typedef struct reader {
	const char *at;
	GString *phrase;  /* words before '<', or before '@' */
	GString *comment; /* the last comment, a display name of old */
	guint words;      /* in phrase */
	bool quoted;      /* the last word was a quoted string */
} reader;

static bool
is_atext(char c)
{
	return (guchar)c > ' ' && c != 0x7f && strchr("()<>[]:;@\\,.\"", c) == NULL;
}

/* Comments and white space.  False: a comment never ends. */
static bool
skip_cfws(reader *r)
{
	guint depth = 0;

	for (; *r->at != '\0'; r->at++) {
		char c = *r->at;
		if (c == '(' && depth++ == 0) {
			g_string_truncate(r->comment, 0);
			continue;
		}
		if (depth == 0 && c != ' ' && c != '\t')
			return true;
		if (depth > 0 && c == ')' && --depth == 0)
			continue;
		if (depth > 0 && c == '\\' && r->at[1] != '\0')
			c = *++r->at;
		if (depth > 0)
			g_string_append_c(r->comment, c);
	}
	return depth == 0;
}

/* A quoted string at '"', without its quotes, to OUT.  False: it never ends. */
static bool
read_quoted(reader *r, GString *out)
{
	for (r->at++; *r->at != '\0' && *r->at != '"'; r->at++) {
		if (*r->at == '\\' && r->at[1] != '\0')
			r->at++;
		g_string_append_c(out, *r->at);
	}
	if (*r->at != '"')
		return false;
	r->at++;
	return true;
}

static bool
is_dot_atom(const char *s, gsize len)
{
	for (gsize i = 0; i < len; i++) {
		if (s[i] == '.' && (i == 0 || i + 1 == len || s[i + 1] == '.'))
			return false;
		if ((guchar)s[i] >= 0x80 || (s[i] != '.' && !is_atext(s[i])))
			return false;
	}
	return len > 0;
}

/* Is DOMAIN one that IDNA leaves as it is, but for its case? */
static bool
is_plain_domain(const char *domain)
{
	gsize len = strspn(domain, "abcdefghijklmnopqrstuvwxyz"
				   "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-");

	return len > 0 && len <= 200 && domain[len] == '\0' &&
	       strstr(domain, "--") == NULL;
}

/* DOMAIN as A-labels; NULL: it cannot be.  Caller owns. */
static char *
a_labels(const char *domain)
{
	char *ascii = NULL;

	if (is_plain_domain(domain))
		return g_ascii_strdown(domain, -1);
	if (!g_utf8_validate(domain, -1, NULL) ||
	    idn2_lookup_u8((const guint8 *)domain, (guint8 **)&ascii,
			   IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) != IDN2_OK)
		return NULL;
	char *lower = g_ascii_strdown(ascii, -1);
	idn2_free(ascii);
	return lower;
}

/* Letters, digits and hyphens in labels, as an A-label in lower case; or NULL. */
static char *
domain_to_ascii(const char *domain)
{
	g_autofree char *lower = a_labels(domain);
	gsize label = 0;

	if (lower == NULL)
		return NULL;
	for (const char *s = lower;; s++) {
		if (*s == '.' || *s == '\0') {
			if (label == 0 || label > 63 || s[-1] == '-' ||
			    s[-(gssize)label] == '-')
				return NULL;
			label = 0;
		} else if (g_ascii_isalnum(*s) || *s == '-') {
			label++;
		} else {
			return NULL;
		}
		if (*s == '\0')
			return g_steal_pointer(&lower);
	}
}

/* Quotes that nothing needs are taken off; what would need them stays quoted. */
static char *
local_as_written(const char *local, bool quoted)
{
	if (is_dot_atom(local, strlen(local)))
		return g_strdup(local);
	if (!quoted || *local == '\0')
		return NULL;
	g_autoptr(GString) out = g_string_new("\"");
	for (; *local != '\0'; local++) {
		if ((guchar)*local < ' ' || (guchar)*local >= 0x7f)
			return NULL;
		if (*local == '"' || *local == '\\')
			g_string_append_c(out, '\\');
		g_string_append_c(out, *local);
	}
	g_string_append_c(out, '"');
	return g_string_free(g_steal_pointer(&out), FALSE);
}

static apres_address *
make_address(const char *local, bool quoted, const char *domain, const char *name)
{
	g_autofree char *ascii = domain_to_ascii(domain);
	g_autofree char *written = local_as_written(local, quoted);

	if (ascii == NULL || written == NULL || strlen(written) > LOCAL_MAX ||
	    strlen(written) + 1 + strlen(ascii) > ADDR_MAX)
		return NULL;
	apres_address *address = g_new0(apres_address, 1);
	address->addr = g_strdup_printf("%s@%s", written, ascii);
	address->local = g_steal_pointer(&written);
	address->domain = g_steal_pointer(&ascii);
	g_autofree char *decoded = apres_encoded_words_decode(name, NULL);
	g_autofree char *clean = apres_text_clean_line(decoded, NAME_MAX_CHARS);
	if (*clean != '\0')
		address->name = g_steal_pointer(&clean);
	return address;
}

/* The domain after '@'; stops behind it and the CFWS that follows. */
static bool
read_domain(reader *r, GString *domain)
{
	r->at++;
	if (!skip_cfws(r))
		return false;
	while (is_atext(*r->at) || *r->at == '.')
		g_string_append_c(domain, *r->at++);
	return domain->len > 0 && skip_cfws(r);
}

/* "<local@domain>"; stops behind '>'. */
static bool
read_angle(reader *r, GString *local, bool *quoted, GString *domain)
{
	r->at++;
	if (!skip_cfws(r))
		return false;
	*quoted = *r->at == '"';
	if (*quoted && !read_quoted(r, local))
		return false;
	while (!*quoted && (is_atext(*r->at) || *r->at == '.'))
		g_string_append_c(local, *r->at++);
	if (!skip_cfws(r) || *r->at != '@' || !read_domain(r, domain) || *r->at != '>')
		return false;
	r->at++;
	return skip_cfws(r);
}

/* Words up to something else: a display name, or a local part. */
static bool
read_phrase(reader *r)
{
	bool gap = false;

	for (;;) {
		const char *before = r->at;
		if (!skip_cfws(r))
			return false;
		gap |= r->at > before;
		if (*r->at != '"' && *r->at != '.' && !is_atext(*r->at))
			return true;
		if (gap && r->words > 0)
			g_string_append_c(r->phrase, ' ');
		r->words += gap || r->words == 0 || *r->at == '"' || r->quoted;
		gap = false;
		r->quoted = *r->at == '"';
		if (r->quoted && !read_quoted(r, r->phrase))
			return false;
		while (!r->quoted && (*r->at == '.' || is_atext(*r->at)))
			g_string_append_c(r->phrase, *r->at++);
	}
}

/* One mailbox; stops at ',' ';' or the end.  NULL if there is none or it is none. */
static apres_address *
read_mailbox(reader *r)
{
	g_autoptr(GString) local = g_string_new(NULL);
	g_autoptr(GString) domain = g_string_new(NULL);
	bool quoted = false;

	g_string_truncate(r->phrase, 0);
	g_string_truncate(r->comment, 0);
	r->words = 0;
	r->quoted = false;
	if (!read_phrase(r))
		return NULL;
	if (*r->at == '<') {
		if (!read_angle(r, local, &quoted, domain) ||
		    (*r->at != '\0' && *r->at != ',' && *r->at != ';'))
			return NULL;
		return make_address(local->str, quoted, domain->str, r->phrase->str);
	}
	if (*r->at != '@' || r->words != 1 || !read_domain(r, domain) ||
	    (*r->at != '\0' && *r->at != ',' && *r->at != ';'))
		return NULL;
	return make_address(r->phrase->str, r->quoted, domain->str, r->comment->str);
}

static bool
has_control(const char *value)
{
	for (; *value != '\0'; value++)
		if ((guchar)*value < ' ' && *value != '\t')
			return true;
	return false;
}

apres_address *
apres_address_parse(const char *value)
{
	g_autoptr(GString) phrase = g_string_new(NULL);
	g_autoptr(GString) comment = g_string_new(NULL);
	reader r = { .at = value, .phrase = phrase, .comment = comment };

	if (value == NULL || has_control(value))
		return NULL;
	g_autoptr(apres_address) address = read_mailbox(&r);
	if (address == NULL || *r.at != '\0')
		return NULL;
	return g_steal_pointer(&address);
}

/* Go on behind the next ',' (or ':' or ';' of a group) that is not quoted. */
static void
skip_to_next(reader *r)
{
	while (*r->at != '\0' && strchr(",;:", *r->at) == NULL) {
		g_string_truncate(r->comment, 0);
		g_string_truncate(r->phrase, 0);
		if (*r->at == '(') {
			if (!skip_cfws(r))
				return;
		} else if (*r->at == '"') {
			if (!read_quoted(r, r->phrase))
				return;
		} else {
			r->at++;
		}
	}
	if (*r->at != '\0')
		r->at++;
}

GPtrArray *
apres_address_parse_list(const char *value)
{
	g_autoptr(GString) phrase = g_string_new(NULL);
	g_autoptr(GString) comment = g_string_new(NULL);
	reader r = { .at = value, .phrase = phrase, .comment = comment };
	GPtrArray *list =
		g_ptr_array_new_with_free_func((GDestroyNotify)apres_address_free);

	while (value != NULL && *r.at != '\0') {
		apres_address *address = read_mailbox(&r);
		if (address != NULL)
			g_ptr_array_add(list, address);
		skip_to_next(&r);
	}
	return list;
}

void
apres_address_free(apres_address *address)
{
	if (address == NULL)
		return;
	g_free(address->name);
	g_free(address->addr);
	g_free(address->local);
	g_free(address->domain);
	g_free(address);
}
